"""What was brought from elsewhere: the marks by which an import knows what it has done already."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

__all__ = ["Imported"]


class Imported(models.Model):
    """An item of another site's export, and what it became here.

    The mark is written in the same transaction as the thing itself, so an import that is cut off at any moment goes
    on where it stopped and makes nothing twice. ``revision`` and ``live`` tell whether an editor has touched the page
    since; ``waits_for`` lists what the text refers to and what was not here yet.
    """

    source = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    model = models.CharField(max_length=100, blank=True)
    object_id = models.PositiveBigIntegerField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    revision = models.PositiveBigIntegerField(null=True)
    live = models.BooleanField(default=False)
    waits_for = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    changed = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "key"], name="imported_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.key}"

    def thing(self) -> Any:
        """What the item became, or None where it has been deleted since."""
        if not self.model:
            return None
        return apps.get_model(self.model)._default_manager.filter(pk=self.object_id).first()

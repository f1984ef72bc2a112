"""What can be found, and what could be found once: one entry for each, kept in step with what readers may see.

The words of an entry stand beside it in the full text index of the database (see `index`).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = ["Departed", "Entry", "IndexForm"]


class Entry(models.Model):
    """A page, person, topic or page of a case that readers may see.

    ``case`` is ``CASE``, ``CASE/ISSUE`` or ``CASE/chapters/CHAPTER``: in each language an entry.
    ``facets`` are its marks for filters and counts: ``a12`` an author, ``t3`` a topic, ``s7`` a section, ``kmemo`` a
    kind, ``luk`` a language, ``y2026`` a year, a space around each. ``work`` is what a page and its translations have
    in common. ``changed`` is when readers saw it change last.
    """

    class Kind(models.TextChoices):
        """Kinds beside those of publications."""

        PAGE = "page", _("page")
        SECTION = "section", _("section")
        TASK_FORCE = "taskforce", _("task force")
        PERSON = "person", _("person")
        TOPIC = "topic", _("topic")
        CASE = "case", _("case")
        CHAPTER = "chapter", _("chapter of a case")

    page = models.OneToOneField("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="entry")
    person = models.OneToOneField("people.Person", null=True, on_delete=models.CASCADE, related_name="entry")
    topic = models.OneToOneField("publications.Topic", null=True, on_delete=models.CASCADE, related_name="entry")
    work = models.UUIDField(default=uuid.uuid4, db_index=True)
    case = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=16)
    language = models.CharField(max_length=10, blank=True)
    date = models.DateField(null=True)
    expires = models.DateTimeField(null=True)
    changed = models.DateTimeField(default=timezone.now, db_index=True)
    facets = models.TextField()
    title = models.TextField()
    text = models.TextField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "language"], condition=~models.Q(case=""), name="a_case_once_in_a_language"
            )
        ]


class Departed(models.Model):
    """A text that readers saw and that is gone: harvesters are told (OAI-PMH: deleted record)."""

    page_id = models.BigIntegerField(primary_key=True)
    facets = models.TextField()
    changed = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("departed text")
        verbose_name_plural = _("departed texts")


class IndexForm(models.Model):
    """In one row the form in which the index was last made as a whole (see `index.FORM`)."""

    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("form of the search index")
        verbose_name_plural = _("forms of the search index")

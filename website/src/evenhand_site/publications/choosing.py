"""Choosing topics in a form that readers send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from evenhand_site.publications.models import Topic

__all__ = ["TopicsField"]


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics by their names in the reader's language, and in its alphabet."""

    def __init__(self, **options: Any):
        super().__init__(Topic.objects.all(), required=False, **options)

    def __deepcopy__(self, memo: dict[int, Any]) -> TopicsField:
        """The field of one form: only then is the reader's language known."""
        own = super().__deepcopy__(memo)
        own.queryset = Topic.objects.in_alphabet()
        return own

    def label_from_instance(self, topic: Topic) -> str:
        return topic.label

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:  # a number that SQLite cannot hold
            message = self.error_messages["invalid_pk_value"] % {"pk": "…"}
            raise ValidationError(message, code="invalid_pk_value") from error

"""The form of a person: languages are chosen by their names and kept as codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from evenhand_site.people.speaking import codes_of, known_languages, named

__all__ = ["PersonForm"]


class LanguagesField(forms.MultipleChoiceField):
    """Codes, separated by commas, as a choice of languages."""

    def prepare_value(self, value: Any) -> Any:
        return codes_of(value) if isinstance(value, str) else value

    def valid_value(self, value: str) -> bool:
        return True  # the model looks at the codes

    def clean(self, value: Any) -> str:
        return ",".join(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return codes_of(initial or "") != list(data or [])


class PersonForm(WagtailAdminModelForm):
    """A person."""

    languages = LanguagesField(label=_("languages"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            spoken = codes_of(self.instance.languages)
            self.fields["languages"].choices = named([*known_languages(), *spoken])

"""What an editor is told before a text appears: who signs it, that its notes fit, that its cover is described.

A draft may be unfinished; these checks wait until the text is to be published or submitted. A reviewer may ask for
changes to an unfinished text, or decline it.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.forms import WagtailAdminPageForm

from evenhand_site.publications.footnotes import keys_used

__all__ = ["CounterpointForm", "PublicationForm"]


class PublicationForm(WagtailAdminPageForm):
    """The form of every kind of publication."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            self.fields["topics"].queryset = self.fields["topics"].queryset.in_alphabet()
        if "also_in" in self.fields:
            self.fields["also_in"].queryset = self.fields["also_in"].queryset.filter(locale=self.instance.locale_id)
        if self._decides() and not self._may_appear():
            self.defer_required_fields()

    def is_valid(self) -> bool:
        """Where a fault keeps a reviewer's decision from being made, the words that it was given stay readable."""
        valid = super().is_valid()
        words = self._decides() and json.loads(self.data.get("workflow-action-extra-data") or "{}").get("comment")
        if not valid and words and not self.has_error(NON_FIELD_ERRORS, "undecided"):
            told = _("Nothing was decided, because of the faults on this page. Your words were: “%(words)s”")
            self.add_error(None, ValidationError(told, code="undecided", params={"words": words}))
        return valid

    def _decides(self) -> bool:
        """Whether the form was sent with a decision of a reviewer: approve, ask for changes, decline."""
        return bool(self.data.get("action-workflow-action"))

    def _may_appear(self) -> bool:
        """Whether the decision can publish the text at once."""
        task = self.instance.current_workflow_task
        return self.data.get("workflow-action-name") == "approve" and getattr(task, "publishes", True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation:
            self.check_signature(cleaned)
            self.check_notes(cleaned)
            if cleaned.get("cover") and not cleaned.get("cover_description", "").strip():
                self.add_error("cover_description", _("Say what the cover shows, for those who cannot see it."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save, with the affiliations of authors for whom none is given: those of the year of the text."""
        if "authorships" in self.formsets:
            year = (self.instance.date or date.today()).year
            with override(self.instance.locale.language_code):
                for form in self._kept("authorships"):
                    form.instance.affiliation = form.instance.affiliation or form.instance.person.affiliation_in(year)
        return super().save(commit)

    def check_signature(self, cleaned: dict[str, Any]) -> None:
        """Authors or the network's signature; books and what first appeared elsewhere may stand without."""
        if "authorships" not in self.formsets or "signed_by_network" not in self.fields:
            return
        people = self._kept("authorships")
        signed = cleaned.get("signed_by_network")
        if people and signed:
            self.add_error("signed_by_network", _("A text is signed by authors or by the network, not by both."))
        elsewhere = cleaned.get("original_address") or self.instance.KIND == self.instance.Kind.BOOK
        if not people and not signed and not elsewhere:
            self.add_error(
                "signed_by_network",
                _("Add an author below, or let the network sign. A text from elsewhere needs its address instead."),
            )

    def check_notes(self, cleaned: dict[str, Any]) -> None:
        """Every mark has a note, every note a mark and a key of its own."""
        body = cleaned.get("body")
        if body is None or "footnotes" not in self.formsets:
            return
        used = keys_used(body.get_prep_value())
        known: set[str] = set()
        for form in self._kept("footnotes"):
            key = form.cleaned_data.get("key", "")
            if key in known:
                form.add_error("key", _("Another note has this key already."))
            elif key and key not in used:
                form.add_error(
                    "key",
                    _("No mark [^%(key)s] in the text leads to this note: add one, or remove the note.") % {"key": key},
                )
            known.add(key)
        missing = [f"[^{key}]" for key in used if key not in known]
        if missing:
            self.add_error(
                "body",
                _("There is no footnote for %(marks)s: add it below, or remove the mark.")
                % {"marks": ", ".join(missing)},
            )

    def _kept(self, name: str) -> list[Any]:
        """The forms of a formset that are right in themselves and not marked to be deleted."""
        formset = self.formsets[name]
        formset.is_valid()
        return [
            form
            for form in formset.forms
            if getattr(form, "cleaned_data", None) and form.is_valid() and not form.cleaned_data.get("DELETE")
        ]


class CounterpointForm(PublicationForm):
    """Point and counterpoint: two texts, not one twice."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name in ("one_text", "other_text"):
                if name in self.fields and not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ValidationError(_("Choose a text.")))
        return cleaned

    def check_signature(self, cleaned: dict[str, Any]) -> None:
        """The two texts have their own authors; the page that sets them side by side needs none."""

"""The form of a memo: typed in Markdown or sent as a file; every fault with a word on how to mend it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand_site.comments.text import one_line, tidy
from evenhand_site.publications.choosing import TopicsField
from evenhand_site.submissions import convert, words
from evenhand_site.submissions.drafts import Proposal

__all__ = ["MemoForm", "RevisionForm"]


class RevisionForm(forms.Form):
    """The text of a memo and the words about it."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, required=False,
        help_text=gettext_lazy("Left empty: the title that stands at the beginning of the file or text."),
    )  # fmt: skip
    lead = forms.CharField(
        label=gettext_lazy("Lead"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One or two sentences; lists and search results show them."),
    )  # fmt: skip
    manuscript = forms.FileField(
        label=gettext_lazy("Word document or Markdown file"), required=False,
        widget=forms.FileInput(attrs={"accept": ".docx,.md,.markdown,.txt"}),
        help_text=gettext_lazy("At most 20 MB. Footnotes, tables and pictures are taken over."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Or the text itself"), required=False, max_length=convert.MOST_LETTERS, strip=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=gettext_lazy(
            "Markdown: an empty line parts paragraphs, ## begins a heading, *word* is italic, **word** bold, "
            "[^1] marks a footnote whose text stands on a line that begins with [^1]:"
        ),
    )  # fmt: skip
    coauthors = forms.CharField(
        label=gettext_lazy("Co-authors"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on a line: the full name, or the ORCID. You yourself stand first."),
    )  # fmt: skip
    topics = TopicsField(label=gettext_lazy("Topics"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(
        label=gettext_lazy("Note to the editors"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    mark = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.proposal: Proposal | None = None

    @property
    def mark_to_send(self) -> str:
        """The signed number of this form: what is sent twice carries the same one."""
        came = self.data.get("mark", "")
        return came if _read(came) else Signer(salt="submissions.form").sign(uuid.uuid4().hex)

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_lead(self) -> str:
        return one_line(self.cleaned_data["lead"])

    def clean_coauthors(self) -> str:
        return tidy(self.cleaned_data["coauthors"])

    def clean_note(self) -> str:
        return tidy(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        uid, file, text = _read(cleaned.get("mark", "")), cleaned.get("manuscript"), cleaned.get("text", "").strip()
        if file and text.split() == self.initial.get("text", "").split():  # the last version, left standing there
            text = ""
        if uid is None:
            self.add_error(None, _("This form was not made here, or it was cut. Please send it once more."))
        if bool(file) == bool(text):
            if not {"manuscript", "text"} & set(self.errors):
                self.add_error("manuscript", _("Send a file or type the text: one of the two."))
            return cleaned
        content, name = (self._content(file), file.name) if file else (text.encode(), "typed.md")
        if content is None:
            return cleaned
        try:
            converted = convert.convert(content)
        except convert.Unreadable as fault:
            self.refuse(fault)
            return cleaned
        if not cleaned.get("title") and not converted.title and "title" not in self.errors:
            self.add_error("title", _("Give a title: none was found at the beginning of the text."))
        if not self.errors:
            self.proposal = Proposal(
                uid=uid, title=cleaned["title"], lead=cleaned["lead"], topics=cleaned["topics"],
                coauthors=cleaned["coauthors"], note=cleaned["note"], declared=self.declared(),
                name=one_line(name)[-120:] or "manuscript", content=content, typed=not file, converted=converted,
            )  # fmt: skip
        return cleaned

    def refuse(self, fault: convert.Unreadable) -> None:
        """Set the reason beside the field that the text came by."""
        self.add_error("manuscript" if self.files else "text", ValidationError(words.refusal(fault), code=fault.code))

    def declared(self) -> str:
        """The declarations that were made, in words."""
        return ""

    def _content(self, file: Any) -> bytes | None:
        if file.size > convert.LARGEST:
            self.refuse(convert.Unreadable("size"))
            return None
        return file.read()


class MemoForm(RevisionForm):
    """The form of a new memo: its language too, and the author's declarations."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the text"))
    unpublished = forms.BooleanField(
        label=gettext_lazy("The text is not published elsewhere and not under review elsewhere.")
    )
    own = forms.BooleanField(
        label=gettext_lazy("All authors agree to the submission, and no rights of others are touched.")
    )
    field_order = ["title", "lead", "language"]

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages

    def declared(self) -> str:
        return "\n".join(str(self.fields[name].label) for name in ("unpublished", "own"))


def _read(mark: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(Signer(salt="submissions.form").unsign(mark))
    except (BadSignature, ValueError):
        return None

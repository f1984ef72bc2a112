"""The reply form: what is asked, and every reason to send it back. Nothing that was typed is lost."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evenhand_site.comments import defence
from evenhand_site.comments.models import Comment, CommentRules
from evenhand_site.comments.text import links_in, one_line, tidy
from evenhand_site.publications.models import Publication

__all__ = ["ReplyForm", "VoiceForm"]


class VoiceForm(forms.Form):
    """The form for those whose name the network knows: authors of the text and editors."""

    text = forms.CharField(
        label=gettext_lazy("Comment"), max_length=Comment.LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
    mark = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, page: Publication, address: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.page, self.address = page, address
        self.read: defence.Mark | None = None

    @property
    def mark_to_send(self) -> str:
        """The mark of the form that is shown: the one that came, while it is good for another try, else a new one."""
        came = self.data.get("mark", "")
        return came if self.read and not self.has_error("__all__", "spent") else defence.mark_for(self.page)

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write something first."), code="required")
        return text

    def clean(self):
        cleaned = super().clean()
        self.read = defence.read_mark(cleaned.get("mark", ""))
        if self.read is None or self.read.page != self.page.pk:
            self.read = None
            raise ValidationError(_("This form was not made for this text. Please send it once more."), code="forged")
        if self.read.is_old:
            raise ValidationError(_("This form had been open for too long. Please send it once more."), code="spent")
        before = Comment.objects.filter(uid=self.read.uid).first()
        if before and cleaned.get("text") not in (None, before.text):
            raise ValidationError(
                _("This form has been sent already, with other words. To send these too, send it once more."),
                code="spent",
            )
        return cleaned


class ReplyForm(VoiceForm):
    """The form for readers."""

    author_name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    author_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("It is not published."),
    )
    author_url = forms.URLField(
        label=gettext_lazy("Web page"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    follow = forms.BooleanField(
        label=gettext_lazy("Write to me when somebody replies"),
        required=False,
        help_text=gettext_lazy("You will be asked to confirm it by e-mail."),
    )
    subject = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    field_order = ["text", "author_name", "author_email", "author_url", "follow"]

    def clean_author_name(self) -> str:
        name = one_line(self.cleaned_data["author_name"])
        if not name or links_in(name):
            raise ValidationError(_("Give a name; addresses belong in the field for a web page."), code="invalid")
        return name

    def clean_author_url(self) -> str:
        address = self.cleaned_data["author_url"]
        if address and not address.lower().startswith(("http://", "https://")):
            raise ValidationError(_("A web page begins with https:// or http://."), code="invalid")
        return address

    def clean_text(self) -> str:
        text, allowed = super().clean_text(), CommentRules.load().links_allowed
        if links_in(text) > allowed:
            raise ValidationError(
                ngettext(
                    "A comment may hold %(count)s link. Please take out the others.",
                    "A comment may hold %(count)s links. Please take out the others.",
                    allowed,
                )
                % {"count": allowed},
                code="links",
            )
        return text

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("subject"):
            raise ValidationError(
                _("A field that readers do not see had been filled in. It is empty now: please send once more."),
                code="trap",
            )
        if self.read.is_young:
            raise ValidationError(
                _("This was quicker than people write. Please wait a few seconds and send it once more."), code="young"
            )
        if Comment.objects.filter(uid=self.read.uid).exists():  # sent twice: nothing further to ask
            return cleaned
        if defence.is_flood(self.page, self.address):
            raise ValidationError(
                _("Many comments have come within a short time. Please send yours once more in a while."), code="flood"
            )
        recent = Comment.objects.filter(page=self.page, created__gte=timezone.now() - timedelta(days=30))
        if cleaned.get("text") and recent.filter(text=cleaned["text"]).exists():
            raise ValidationError(_("These very words have been sent already."), code="twice")
        return cleaned

"""The forms of the newsletter: subscribing, preferences, and asking for the link to them."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from evenhand_site.newsletter.models import Frequency, Subscriber
from evenhand_site.publications.choosing import TopicsField
from evenhand_site.publications.models import Publication, Topic

__all__ = ["AddressForm", "PreferencesForm", "SubscribeForm"]


class AddressForm(forms.Form):
    """An e-mail address, and a field that readers do not see."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    subject = forms.CharField(
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_trapped(self) -> bool:
        """Whether the field that readers do not see was filled in."""
        return bool(self.cleaned_data["subject"])

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if len(email.rpartition("@")[0]) > 64:  # RFC 5321, 4.5.3.1.1
            raise ValidationError(_("This is no e-mail address: its first part is too long."), code="invalid")
        return email


class PreferencesForm(forms.Form):
    """What to send, how often, in which language; what is left out keeps its usual value."""

    language = forms.ChoiceField(
        label=pgettext_lazy("of the newsletter", "Language"), choices=settings.LANGUAGES, required=False
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Frequency.choices, required=False, widget=forms.RadioSelect
    )
    topics = TopicsField(
        label=gettext_lazy("Topics"),
        help_text=gettext_lazy("None chosen: all of them."),
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of texts"),
        choices=Publication.Kind.choices,
        required=False,
        help_text=gettext_lazy("None chosen: all of them."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, subscriber: Subscriber | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.usual = {"language": get_language() or "en", "frequency": Frequency.WEEKLY.value}
        if subscriber:
            self.usual = {"language": subscriber.language, "frequency": subscriber.frequency}
            self.initial |= {"topics": subscriber.topics.all(), "kinds": subscriber.kinds}
        self.initial = self.usual | self.initial
        if not Topic.objects.exists():
            del self.fields["topics"]

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, value in self.usual.items():
            cleaned[name] = cleaned.get(name) or value
        return cleaned


class SubscribeForm(AddressForm, PreferencesForm):
    """Both, on one page."""

    field_order = ["email", "language", "frequency", "topics", "kinds", "subject"]

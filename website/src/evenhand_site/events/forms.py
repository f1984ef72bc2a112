"""The form of an event: an editor types what the clocks show where it takes place, whatever the editor's own zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from evenhand_site.events.clock import moment, start_of_day
from evenhand_site.house.models import Edition
from evenhand_site.publications.forms import PublicationForm

__all__ = ["EventForm"]


def zone_of(locale: Any) -> str:
    """The time zone that the edition of a language names for its events."""
    return Edition.objects.filter(locale=locale).values_list("zone", flat=True).first() or "UTC"


class ClockField(forms.DateTimeField):
    """A date and a time without a zone."""

    widget = AdminDateTimeInput

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            found = super().to_python(value)
        return found and found.replace(tzinfo=None)


class EventForm(PublicationForm):
    """An event: times are those of the zone chosen beside them; typed without a time of day it has whole days."""

    starts = ClockField(label=_("starts"), help_text=_("By the clocks of the time zone chosen here."))
    ends = ClockField(label=_("ends"), required=False, help_text=_("Left empty: at the end of that day."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "zone" in self.fields:
            self.initial["zone"] = zone_of(self.instance.locale)
        for name in ("starts", "ends"):
            if known := getattr(self.instance, name):
                self.initial[name] = known.astimezone(ZoneInfo(self.instance.zone)).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        zone = cleaned.get("zone") or "UTC"
        typed = [name for name in ("starts", "ends") if cleaned.get(name) is not None]
        bare = [name for name in typed if ":" not in str(self[name].data)]
        if bare and bare == typed:
            cleaned["all_day"] = True
        for name in typed:
            if cleaned.get("all_day"):
                cleaned[name] = start_of_day(cleaned[name].date(), zone)
                continue
            if name in bare:
                self.add_error(name, gettext("Give a time of day here too, or choose whole days."))
                continue
            try:
                cleaned[name] = moment(cleaned[name], zone)
            except ValueError:
                self.add_error(
                    name,
                    gettext("The clocks of %(zone)s never show this time on this day: they are set forward over it.")
                    % {"zone": zone},
                )
        return cleaned

    def check_signature(self, cleaned: dict[str, Any]) -> None:
        """An event may be announced without anybody's signature; the same one twice is still a mistake."""
        if cleaned.get("signed_by_network") or ("authorships" in self.formsets and self._kept("authorships")):
            super().check_signature(cleaned)

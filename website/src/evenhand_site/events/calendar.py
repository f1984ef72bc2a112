"""Which events are to come and which are past, and both as a calendar for other programs (iCalendar, RFC 5545)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as Entry
from wagtail.query import PageQuerySet

from evenhand_site.events.models import Event
from evenhand_site.publications.listing import in_section
from evenhand_site.publications.models import Section

__all__ = ["KEPT", "calendar", "past", "upcoming", "within_reach"]

KEPT = timedelta(days=366)
"""How long a calendar that programs subscribe to keeps past events."""


def upcoming(section: Section, now: datetime | None = None) -> PageQuerySet:
    """Events of a section that are not over yet, the next one first; without an end they last to the end of the day."""
    return in_section(_shown(section, Section.Shows.UPCOMING), now=now)


def past(section: Section, now: datetime | None = None) -> PageQuerySet:
    """Events of a section that are over, the latest first."""
    return in_section(_shown(section, Section.Shows.PAST), now=now)


def within_reach(section: Section, now: datetime | None = None) -> list[Event]:
    """What the calendar of a section shows: all that is to come, and what was within `KEPT`."""
    shown = upcoming(section, (now or timezone.now()) - KEPT).order_by().values("pk")
    return list(Event.objects.filter(pk__in=shown).select_related("locale").order_by("starts", "pk"))


def calendar(events: Iterable[Event], *, name: str, language: str) -> bytes:
    """Events as an iCalendar file with the time zones that they need."""
    made = Calendar()
    made.add("prodid", "-//Evenhand//Events//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name, parameters={"LANGUAGE": language})  # RFC 7986
    made.add("x-wr-calname", name)
    entries = [_entry(event) for event in events]
    for entry in entries:
        made.add_component(entry)
    if days := [entry["dtstart"].dt.date() for entry in entries if isinstance(entry["dtstart"].dt, datetime)]:
        made.add_missing_timezones(
            first_date=min(days) - timedelta(days=366), last_date=max(days) + timedelta(days=2 * 366)
        )
    return made.to_ical()


def _entry(event: Event) -> Entry:
    zone: Any = UTC if event.zone == "UTC" else ZoneInfo(event.zone)
    language = event.locale.language_code
    changed = event.last_published_at or event.latest_revision_created_at or timezone.now()
    entry = Entry()
    # one identity for the life of the page, whatever its address and its host are (RFC 7986, 5.3)
    entry.add("uid", str(uuid.uuid5(event.translation_key, language)))
    entry.add("dtstamp", changed.astimezone(UTC))
    entry.add("last-modified", changed.astimezone(UTC))
    entry.add("sequence", event.sequence)
    if event.all_day:  # days without a zone; the end is the first day on which it is over (RFC 5545, 3.6.1)
        entry.add("dtstart", event.day)
        entry.add("dtend", (event.last_day or event.day) + timedelta(days=1))
    else:
        entry.add("dtstart", event.starts.astimezone(zone))
        entry.add("dtend", (event.ends or event.over).astimezone(zone))
    entry.add("summary", event.title, parameters={"LANGUAGE": language})
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.lead:
        entry.add("description", event.lead)
    if event.place or event.online_address:
        entry.add("location", event.place or event.online_address)
    entry.add("url", event.full_url)
    return entry


def _shown(section: Section, shows: str) -> Section:
    """A section that shows the events of ``section`` in another way."""
    return Section(shows=shows, of_section=section.of_section or section)

"""Clocks on the wall: what they show where an event takes place, and which moment that is.

A zone's clocks are set forward and back: some times do not exist on that day, some come twice (then the first counts).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

__all__ = ["days", "end_of_day", "moment", "offset", "start_of_day", "time_zones", "when", "zone_name"]


@cache
def time_zones() -> list[tuple[str, str]]:
    """Zones of places in the IANA time zone database, and UTC."""
    return [
        (name, name.replace("_", " "))
        for name in sorted(available_timezones())
        if name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/")))
    ]


def moment(clock: datetime, zone: str) -> datetime:
    """The moment at which the clocks of a zone show ``clock`` (a time without a zone).

    Raises
    ------
    ValueError
        If they never do: they are set forward over it.
    """
    found = clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != clock.replace(fold=0):
        raise ValueError(f"{clock:%Y-%m-%d %H:%M} does not exist in {zone}")
    return found


def end_of_day(start: datetime, zone: str) -> datetime:
    """Midnight after a moment, by the clocks of a zone."""
    return start_of_day(start.astimezone(ZoneInfo(zone)).date() + timedelta(days=1), zone)


def start_of_day(day: date, zone: str) -> datetime:
    """The first moment of a day by the clocks of a zone; where they jump over midnight, the moment they do."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def offset(local: datetime) -> str:
    """How far a local time is from UTC.

    >>> offset(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Kolkata")))
    'UTC+5:30'
    """
    minutes = int(local.utcoffset().total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def zone_name(zone: str, local: datetime) -> str:
    """A zone in words: its place, and its distance from UTC on that day."""
    if zone == "UTC":
        return "UTC"
    return _("time zone %(place)s, %(offset)s") % {"place": zone.replace("_", " "), "offset": offset(local)}


def when(start: datetime, end: datetime | None, zone: str) -> SafeString:
    """Day, time and zone of an event as the active language writes them, readable by machines too.

    ``start`` and ``end`` are local times. The day of the end is named only where it is another one.
    """
    first = _time(start, f"{date_format(start, 'DATE_FORMAT')}, {date_format(start, 'TIME_FORMAT')}")
    if end is None:
        printed = first
    elif end.date() == start.date():
        printed = format_html("{}–{}", first, _time(end, date_format(end, "TIME_FORMAT")))
    else:
        last = _time(end, f"{date_format(end, 'DATE_FORMAT')}, {date_format(end, 'TIME_FORMAT')}")
        printed = format_html("{} – {}", first, last)
    names = dict.fromkeys(zone_name(zone, each) for each in (start, end) if each)
    return format_html('{} <span class="zone">({})</span>', printed, "; ".join(names))


def days(first: date, last: date | None) -> SafeString:
    """The days of an event that has no time of day; of several the first and the last."""
    words = [
        format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day, "DATE_FORMAT"))
        for day in (first, last)
        if day
    ]
    return words[0] if len(words) == 1 else format_html("{} – {}", *words)


def _time(local: datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)

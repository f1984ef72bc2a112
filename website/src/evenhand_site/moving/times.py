"""Times in WordPress exports: ``2013-11-11 09:30:00``, all zeros where there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils import timezone

from evenhand_site.moving.wxr import Item

__all__ = ["AHEAD", "doubt", "local_day", "moment", "published", "seconds"]

#: Clocks may run ahead by as much as time zones differ.
AHEAD = timedelta(days=1)


def moment(text: str) -> datetime | None:
    """A time in UTC; None for zeros and for what is no time."""
    try:
        found = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if found.year >= 1970 else None


def published(item: Item) -> datetime | None:
    """When an item appeared or is to appear: its GMT time, else the feed's, else the site's own clock."""
    found = moment(item.date_gmt)
    if found is None and item.published:
        try:
            found = parsedate_to_datetime(item.published).astimezone(UTC)
        except ValueError:
            found = None
    found = found if found is not None and found.year >= 1970 else None
    return found or moment(item.date)


def local_day(item: Item) -> datetime | None:
    """The day that the old site printed."""
    return moment(item.date) or published(item)


def doubt(item: Item) -> str:
    """Why the date of a public item cannot be believed; empty where it can."""
    when = published(item)
    if when is None:
        return "was public without a date that can be read"
    if item.status == "publish" and when > timezone.now() + AHEAD:
        return f"was public with a date that is still to come ({when:%Y-%m-%d})"
    return ""


def seconds(duration: str) -> int | None:
    """The length that a podcast plugin states: ``42:05``, ``1:02:03``, ``2525``."""
    parts = duration.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        return None
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total or None

"""What an existing feed says about its episodes, made safe: words without markup, paragraphs with harmless markup only.

Whatever cannot become an episode is named with the reason. Reads RSS and Atom, also what is not quite well-formed.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import nh3
from django.utils.html import linebreaks
from django.utils.text import Truncator

__all__ = ["Entry", "NotAFeed", "Read", "read", "safe_html", "words"]

#: What the editor of texts knows (`publications.blocks.INLINE` and lists), as HTML.
TAGS = {"a", "b", "br", "code", "em", "hr", "i", "li", "ol", "p", "s", "strong", "sub", "sup", "ul"}
LEAD = 600
_BLOCKS = re.compile(r"<(/?)(?:div|section|article|blockquote|h[1-6])\b[^>]*>", re.IGNORECASE)
_BREAKS = re.compile(r"(?=</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td)\b)", re.IGNORECASE)
_FIRST = datetime(1970, 1, 2, tzinfo=UTC)
_SOUNDS = {".mp3": "audio/mpeg", ".m4a": "audio/x-m4a"}


class NotAFeed(Exception):
    """What was read is no feed; the words say why."""


@dataclass(frozen=True)
class Entry:
    """An episode as a feed describes it; ``when`` is a moment in UTC, ``body`` harmless HTML."""

    guid: str
    when: datetime
    title: str
    lead: str
    body: str
    audio_address: str
    audio_type: str
    audio_bytes: int | None
    seconds: int | None
    season: int | None
    number: int | None
    explicit: bool


@dataclass(frozen=True)
class Read:
    """A feed that was read: its episodes in its order, what was skipped and why, and what was broken about it."""

    entries: list[Entry]
    skipped: list[tuple[str, str]]
    fault: str = ""


def read(content: bytes) -> Read:
    """The episodes of a feed.

    Raises
    ------
    NotAFeed
        If it is none.
    """
    parsed = feedparser.parse(io.BytesIO(content))
    fault = " ".join(str(parsed.get("bozo_exception", "")).split())
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed(fault or "there is neither an RSS channel nor an Atom feed in it")
    entries: dict[str, Entry] = {}
    skipped: list[tuple[str, str]] = []
    for number, raw in enumerate(parsed.entries, 1):
        name = words(raw.get("title", ""))[:200] or f"entry {number}"
        try:
            entry = _entry(raw)
        except ValueError as reason:
            skipped.append((name, str(reason)))
            continue
        if entry.guid in entries:
            skipped.append((name, f"the same GUID as “{entries[entry.guid].title}”"))
        entries.setdefault(entry.guid, entry)
    return Read(list(entries.values()), skipped, fault if parsed.get("bozo") else "")


def words(markup: str) -> str:
    """Text without markup, on one line."""
    bare = html.unescape(nh3.clean(_BREAKS.sub(" ", markup), tags=set()))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in bare).split())


def safe_html(markup: str) -> str:
    """Paragraphs with links and emphasis; scripts, styles, pictures and addresses of other kinds are gone."""
    if "<" not in markup:
        markup = linebreaks(html.unescape(markup), autoescape=True)
    clean = nh3.clean(
        _BLOCKS.sub(r"<\1p>", markup),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    ).strip()
    printable = "".join(sign for sign in clean if sign.isprintable() or sign == "\n")
    clean = re.sub(r"<p>(\s|<br>|&nbsp;)*</p>", "", printable)
    return clean if not clean or re.match(r"<(p|ul|ol|hr)\b", clean) else f"<p>{clean}</p>"


def _entry(raw: Any) -> Entry:
    """Raises ValueError with the reason if there is no episode in it."""
    title = words(raw.get("title", ""))
    if not title:
        raise ValueError("it has no title")
    if len(title) > 255:
        raise ValueError("its title has more than 255 characters")
    when = _when(raw)
    sound = _sound(raw)
    guid = words(raw.get("id", "")) or sound["href"]
    if len(guid) > 500:
        raise ValueError("its GUID has more than 500 characters")
    summary, notes = raw.get("summary", ""), [each.get("value", "") for each in raw.get("content", [])]
    full = max(filter(words, notes), key=len, default=summary)
    lead = Truncator(words(summary) or words(full)).chars(LEAD)
    return Entry(
        guid=guid,
        when=when,
        title=title,
        lead=lead,
        body=safe_html(full) if words(full) != lead else "",
        audio_address=sound["href"],
        audio_type=sound["type"],
        audio_bytes=_number(sound.get("length"), 2**62) or None,
        seconds=_seconds(str(raw.get("itunes_duration", ""))),
        season=_number(raw.get("itunes_season"), 32767),
        number=_number(raw.get("itunes_episode"), 2**31 - 1),
        explicit=raw.get("itunes_explicit") is True,
    )


def _when(raw: Any) -> datetime:
    """The moment of an episode; a date that no calendar has is not taken for the day that it would run over to."""
    parsed = raw.get("published_parsed") or dict.get(raw, "updated_parsed")
    if not parsed:
        raise ValueError("it has no date that can be read (RFC 2822: Tue, 3 Mar 2026 09:00:00 +0000)")
    said = str(raw.get("published") or dict.get(raw, "updated") or "").strip()
    try:
        if iso := re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", said):
            date(*map(int, iso.groups()))
        when = datetime(*parsed[:6], tzinfo=UTC)
    except ValueError:
        raise ValueError(f"there is no such date as {said[:40]!r}") from None
    if when < _FIRST:
        raise ValueError(f"its date {said[:40]!r} is older than any feed: a clock that was never set")
    return when


def _sound(raw: Any) -> dict[str, Any]:
    """The first enclosure that sounds, with an address that can be opened."""
    for each in raw.get("enclosures", []):
        address = each.get("href", "").strip()
        parts = urlsplit(address)
        ending = next((end for end in _SOUNDS if parts.path.lower().endswith(end)), "")
        kind = each.get("type", "").lower().split(";")[0].strip()
        kind = kind if re.fullmatch(r"audio/[a-z0-9.+-]{1,50}", kind) else _SOUNDS.get(ending, "")
        if not kind:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or not address.isprintable() or " " in address:
            raise ValueError(f"the address of its sound cannot be opened: {address[:80]!r}")
        if len(address) > 500:
            raise ValueError("the address of its sound has more than 500 characters")
        return {**each, "href": address, "type": kind}
    raise ValueError("it has no sound (no enclosure of a type that begins with audio/)")


def _seconds(duration: str) -> int | None:
    """Seconds of “3723”, “62:03” or “1:02:03”; None for anything else."""
    if not re.fullmatch(r"\s*(?:[0-9]{1,3}:)?(?:[0-9]{1,3}:)?[0-9]{1,6}(?:\.[0-9]+)?\s*", duration):
        return None
    total = 0
    for part in duration.split(":"):
        total = total * 60 + int(float(part))
    return total or None


def _number(value: Any, most: int) -> int | None:
    found = str(value or "").strip()
    return int(found) if re.fullmatch("[0-9]{1,19}", found) and int(found) <= most else None

"""Letters that come back: delivery reports (RFC 3464) and complaints (RFC 5965), read from a mailbox.

A report is believed only if it names a delivery by the key that this site put into the letter, in the address that it
comes back to (VERP) or in the returned Message-ID. Reading a mailbox twice counts nothing twice.
"""

from __future__ import annotations

import io
import mailbox
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_binary_file, policy
from email.message import Message
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from evenhand_site.newsletter import letters, subscribing
from evenhand_site.newsletter.models import Delivery, Subscriber

__all__ = ["Report", "messages", "read", "take", "take_all"]

GONE = frozenset(["5.1.1"])
"""The mailbox does not exist (RFC 3463): one such answer is enough."""
HARD_BOUNCES = 3
WITHIN = timedelta(days=180)
"""So many lasting refusals of other kinds, within so long, stop a subscriber."""
COMPLAINT = "complaint"
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_LONGEST = 10 * 1024**2


@dataclass(frozen=True)
class Report:
    """What came back: for which issue and subscriber, and the status; a complaint has the status `COMPLAINT`."""

    issue: int
    subscriber: int
    status: str


def take_all(letters_: Iterable[Message], now: datetime | None = None) -> Counter[str]:
    """Take every letter; how many were hard, soft, complaints, known already, stopped a subscriber, not understood."""
    counted: Counter[str] = Counter()
    for letter in letters_:
        report = read(letter)
        counted.update(take(report, now) if report else ["not understood"])
    return counted


def messages(place: Path | BinaryIO) -> Iterator[Message]:
    """The letters of a mbox file, a maildir, a file with one letter, or an open file of either kind.

    Raises
    ------
    ValueError
        If it is none of them.
    """
    if isinstance(place, Path) and place.is_dir():
        if not (place / "cur").is_dir():
            raise ValueError(f"{place}: a folder, but no maildir (there is no folder “cur” in it)")
        yield from mailbox.Maildir(place, create=False)
    elif isinstance(place, Path):
        with open(place, "rb") as file:
            yield from messages(file)
    else:
        yield from _in_file(place.read(), getattr(place, "name", "standard input"))


def _in_file(content: bytes, name: object) -> Iterator[Message]:
    parts = re.split(rb"(?:\A|\r?\n\r?\n)From [^\n]*\n", content) if content.startswith(b"From ") else [content]
    for part in parts:
        if part.strip():
            letter = message_from_binary_file(io.BytesIO(part[:_LONGEST]), policy=policy.compat32)
            if not letter.keys():
                raise ValueError(f"{name}: neither a mailbox nor a letter")
            yield letter


def read(letter: Message) -> Report | None:
    """What the letter reports of a delivery of ours; None where it reports nothing, or of no delivery of ours."""
    if letter.get_content_type() != "multipart/report" or not letter.is_multipart():
        return None
    parts = list(letter.walk())
    status = _complaint(parts) or _status(parts)
    found = letters.read_key(_returned(letter, parts)) if status else None
    return Report(*found, status) if found else None


def take(report: Report, now: datetime | None = None) -> list[str]:
    """Write the report down and stop the subscriber where it is time; what it counted as.

    Of one delivery only a graver report than the last one counts: soft, hard, complaint.
    """
    now = now or timezone.now()
    delivery = Delivery.objects.filter(issue=report.issue, subscriber=report.subscriber).select_related("subscriber")
    first = delivery.first()
    if first is None:
        return ["not understood"]
    if _gravity(report.status) <= _gravity(first.bounce):
        return ["known already"]
    delivery.filter(bounce=first.bounce).update(bounce=report.status, bounced_at=now)
    if report.status == COMPLAINT:
        subscribing.end(first.subscriber, Subscriber.State.COMPLAINED)
        return ["complaint", "stopped"]
    if report.status.startswith("4"):
        return ["soft"]
    recent = first.subscriber.deliveries.filter(bounce__startswith="5", bounced_at__gt=now - WITHIN).count()
    if first.subscriber.state == Subscriber.State.ACTIVE and (report.status in GONE or recent >= HARD_BOUNCES):
        subscribing.end(first.subscriber, Subscriber.State.BOUNCED)
        return ["hard", "stopped"]
    return ["hard"]


def _gravity(status: str) -> int:
    return ["", "4", "5", COMPLAINT[:1]].index(status[:1])


def _complaint(parts: list[Message]) -> str:
    for part in parts:
        if part.get_content_type() == "message/feedback-report":
            fields = _fields(part)
            kind = re.search(r"^Feedback-Type:\s*(\S+)", fields, re.I | re.M)
            return COMPLAINT if kind and kind.group(1).lower() in ("abuse", "fraud", "other") else ""
    return ""


def _status(parts: list[Message]) -> str:
    """The status of a report of failure or delay: of its per-recipient fields, the gravest."""
    found = []
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            fields = _fields(part)
            actions = {action.lower() for action in re.findall(r"^Action:\s*(\w+)", fields, re.I | re.M)}
            statuses = [_STATUS.search(line) for line in re.findall(r"^Status:\s*(.*)$", fields, re.I | re.M)]
            grave = sorted(match.group() for match in statuses if match and match.group()[0] in "45")
            if grave and actions & {"failed", "delayed"}:
                found.append(grave[-1] if "failed" in actions else f"4{grave[-1][1:]}")
    return max(found, default="")


def _fields(part: Message) -> str:
    """The fields of a report's part; the email package reads its blocks as letters without a body."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(f"{name}: {value}" for block in payload for name, value in block.items())
    return str(payload)


def _returned(letter: Message, parts: list[Message]) -> str:
    """Where a key may stand: the address that the report came to, and the Message-ID of the letter it brings back."""
    words = [str(value) for name in ("To", "Delivered-To", "X-Original-To") for value in letter.get_all(name, [])]
    for part in parts:
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global"):
            payload = part.get_payload()
            words += [str(inner.get("Message-ID", "")) for inner in payload] if isinstance(payload, list) else []
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
            words += re.findall(r"^Message-ID:\s*(.*)$", text, re.I | re.M)
    return "\n".join(words)

"""Subscribers in and out as CSV, with the dates that prove their consent."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TextIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from evenhand_site.newsletter.models import Frequency, Subscriber, Suppression, one_address
from evenhand_site.publications.models import Publication, Topic

__all__ = ["COLUMNS", "Row", "export", "read", "take"]

COLUMNS = (
    "email", "language", "frequency", "topics", "kinds", "state", "source", "asked_at", "confirmed_at", "ended_at",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass
class Row:
    """A line of the list that is right."""

    fields: dict[str, Any]
    topics: list[Topic] = field(default_factory=list)


def export(out: TextIO, subscribers: Iterable[Subscriber] | None = None) -> int:
    """Write every subscriber, unconfirmed ones too; how many. Cells cannot be taken for formulas by a spreadsheet."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    number = 0
    found = Subscriber.objects.order_by("pk").prefetch_related("topics") if subscribers is None else subscribers
    for number, subscriber in enumerate(found.iterator(chunk_size=1000), start=1):  # noqa: B007 - the last one counts
        dates = (subscriber.asked_at, subscriber.confirmed_at, subscriber.ended_at)
        words = [
            *(subscriber.email, subscriber.language, subscriber.frequency),
            *(" ".join(sorted(topic.slug for topic in subscriber.topics.all())), " ".join(subscriber.kinds)),
            *(subscriber.state, subscriber.source),
            *(moment.isoformat(timespec="seconds") if moment else "" for moment in dates),
        ]
        writer.writerow([f"'{word}" if word.startswith(_FORMULA) else word for word in words])
    return number


def read(lines: Iterable[str]) -> tuple[list[Row], list[str]]:
    """The rows of a list, and what is wrong in it: every fault with its line, what was found, what was expected.

    Needed are ``email`` and ``confirmed_at``, when its owner agreed; of the other columns any may be missing.
    """
    reader = csv.DictReader(lines)
    try:
        names = reader.fieldnames or []
    except csv.Error as error:
        return [], [f"line 1: {error}"]
    missing = [name for name in ("email", "confirmed_at") if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown:
        faults = [f"line 1: the column {name} is missing" for name in missing]
        return [], faults + [f"line 1: unknown column {name!r}; known are {', '.join(COLUMNS)}" for name in unknown]
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    rows, faults = [], []
    try:
        for cells in reader:
            row, wrong = _row(cells, topics)
            faults += [f"line {reader.line_num}: {words}" for words in wrong]
            rows += [row] if row else []
    except csv.Error as error:
        faults.append(f"line {reader.line_num}: {error}")
    return rows, faults


def take(rows: Iterable[Row]) -> Counter[str]:
    """Store the rows; how many are new, were known already, or are suppressed. All of them or none."""
    counted: Counter[str] = Counter()
    with transaction.atomic():
        for row in rows:
            email = row.fields["email"]
            if Suppression.objects.filter(digest=Suppression.digest_of(email)).exists():
                counted["suppressed"] += 1
                continue
            rest = {**row.fields, "source": Subscriber.Source.IMPORT}
            subscriber, made = Subscriber.objects.get_or_create(email=email, defaults=rest)
            counted["new" if made else "known already"] += 1
            if made:
                subscriber.topics.set(row.topics)
    return counted


def _row(cells: dict[str, str | None], topics: dict[str, Topic]) -> tuple[Row | None, list[str]]:
    words = {name: _plain(cells.get(name) or "") for name in COLUMNS}
    wrong = list(_faults(words, topics))
    if None in cells:
        wrong.append("more cells than columns")
    if wrong:
        return None, wrong
    confirmed = _moment(words["confirmed_at"])
    return Row(
        {
            "email": one_address(words["email"]),
            "language": words["language"] or "en",
            "frequency": words["frequency"] or Frequency.WEEKLY,
            "kinds": words["kinds"].split(),
            "state": words["state"] or Subscriber.State.ACTIVE,
            "asked_at": _moment(words["asked_at"]) or confirmed or timezone.now(),
            "confirmed_at": confirmed,
            "ended_at": _moment(words["ended_at"]),
        },
        [topics[slug] for slug in words["topics"].split()],
    ), []


def _faults(words: dict[str, str], topics: dict[str, Topic]) -> Iterator[str]:
    try:
        validate_email(words["email"])
    except ValidationError:
        yield f"{words['email']!r} is not an e-mail address"
    allowed = {
        "language": [code for code, _name in settings.LANGUAGES],
        "frequency": Frequency.values,
        "state": Subscriber.State.values,
    }
    for name, values in allowed.items():
        if words[name] and words[name] not in values:
            yield f"{name} is {words[name]!r}; expected {', '.join(values)}"
    for slug in words["topics"].split():
        if slug not in topics:
            yield f"there is no topic {slug!r}"
    for kind in words["kinds"].split():
        if kind not in Publication.Kind.values:
            yield f"there is no kind {kind!r}; expected {', '.join(Publication.Kind.values)}"
    for name in ("asked_at", "confirmed_at", "ended_at"):
        if words[name] and _moment(words[name]) is None:
            yield f"{name} is {words[name]!r}; expected a past moment such as 2026-03-01T12:00:00+00:00"
    if not words["confirmed_at"] and words["state"] != Subscriber.State.WAITING:
        yield "confirmed_at is empty: without the date of consent nobody may be written to"


def _moment(words: str) -> datetime | None:
    """A past moment; without a zone it is UTC."""
    try:
        moment = parse_datetime(words if "T" in words or " " in words else f"{words}T00:00:00")
    except ValueError:
        return None
    if moment is None:
        return None
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return moment if moment <= timezone.now() else None


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell

"""What harvesters fetch: records of the texts in Dublin Core, and notes of those that are gone.

A record is a text in one language; its identifier ``oai:<host>:<number>`` stays when the text moves. Records stand in
the order of their numbers, so a list that is fetched in parts loses nothing when something changes in between: what
changes meanwhile carries a newer date and comes with the next harvest. Sets are ``kind-…``, ``language-…`` and
``section-…``; a text belongs to several.

Elements of Dublin Core 1.1 (ISO 15836), as the format ``oai_dc`` of OAI-PMH 2.0 wants them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from evenhand_site.discovery.asking import places
from evenhand_site.discovery.models import Departed, Entry
from evenhand_site.house.templatetags.house import absolute, edition
from evenhand_site.people.models import Person
from evenhand_site.publications.cards import cards
from evenhand_site.publications.models import Publication

__all__ = [
    "Header",
    "Record",
    "earliest",
    "header",
    "headers",
    "identifier_of",
    "key_of",
    "moment",
    "records",
    "sets",
    "size",
]

_SETS = {"k": "kind", "l": "language", "s": "section"}


@dataclass(frozen=True)
class Header:
    """A record without its metadata; ``key`` is the number of its page."""

    key: int
    changed: datetime
    sets: tuple[str, ...]
    gone: bool


@dataclass(frozen=True)
class Record:
    """A record: ``elements`` are pairs of a Dublin Core element and its text, none where the text is gone."""

    header: Header
    elements: tuple[tuple[str, str], ...]


def identifier_of(key: int) -> str:
    """The identifier of a record."""
    return f"oai:{urlsplit(settings.BASE_URL).hostname}:{key}"


def key_of(identifier: str) -> int | None:
    """The number in an identifier of this repository; None for any other."""
    found = re.fullmatch(re.escape(identifier_of(0)[:-1]) + r"([1-9][0-9]{0,17})", identifier)
    return int(found[1]) if found else None


def header(key: int) -> Header | None:
    """The header of one record; None where there never was one."""
    return next(iter(headers(key - 1, most=1, last=key)), None)


def headers(
    after: int = 0, *, since: datetime | None = None, before: datetime | None = None, of_set: str = "", most: int,
    last: int | None = None,
) -> list[Header]:  # fmt: skip
    """Headers with numbers above ``after``, changed in [since, before), of a set: the first ``most`` of them."""
    there, gone = _chosen(since, before, of_set)
    there, gone = there.filter(page_id__gt=after), gone.filter(page_id__gt=after)
    if last is not None:
        there, gone = there.filter(page_id__lte=last), gone.filter(page_id__lte=last)
    rows = [(*row, False) for row in there.order_by("page_id").values_list("page_id", "changed", "facets")[:most]]
    rows += [(*row, True) for row in gone.order_by("page_id").values_list("page_id", "changed", "facets")[:most]]
    return [Header(key, changed, _sets_of(facets), away) for key, changed, facets, away in sorted(rows)[:most]]


def size(since: datetime | None, before: datetime | None, of_set: str) -> int:
    """How many records such a list has."""
    there, gone = _chosen(since, before, of_set)
    return there.count() + gone.count()


def earliest() -> datetime:
    """The date of the oldest change; now in an empty repository."""
    there, gone = _chosen(None, None, "")
    dates = [found.aggregate(first=Min("changed"))["first"] for found in (there, gone)]
    return min((each for each in dates if each), default=timezone.now())


def sets() -> list[tuple[str, str]]:
    """Every set: its name for machines and for people."""
    with override("en"):
        kinds = [(f"kind-{kind}", str(label)) for kind, label in Publication.Kind.choices]
        languages = [(f"language-{code}", str(label)) for code, label in settings.LANGUAGES]
        found = sorted(places().items())
        return [*kinds, *languages, *((f"section-{key}", getattr(page, "label", page.title)) for key, page in found)]


def records(found: list[Header]) -> list[Record]:
    """The records behind headers, in a number of queries that does not depend on them."""
    keys = [each.key for each in found if not each.gone]
    texts = (
        Publication.objects.filter(pk__in=keys).prefetch_related("authorships__person", "topics").defer_streamfields()
    )
    pages = {text.pk: text for text in texts.select_related("locale")}
    printed = {card.pk: card for card in cards(pages.values())}
    versions = _versions(pages.values())
    around = edition()
    network = around.name if around else settings.WAGTAIL_SITE_NAME
    return [
        Record(each, _elements(pages[each.key], printed[each.key], versions, network) if each.key in pages else ())
        for each in found
    ]


def _chosen(since: datetime | None, before: datetime | None, of_set: str) -> tuple[QuerySet[Entry], QuerySet[Departed]]:
    current = Q(expires=None) | Q(expires__gt=timezone.now())
    there = Entry.objects.filter(current, kind__in=Publication.Kind.values, page__isnull=False)
    gone = Departed.objects.all()
    wanted = {"changed__gte": since, "changed__lt": before}
    if of_set:
        name, _hyphen, value = of_set.partition("-")
        letter = next((letter for letter, each in _SETS.items() if each == name), "?")
        wanted["facets__contains"] = f" {letter}{value} "
    wanted = {name: value for name, value in wanted.items() if value is not None}
    return there.filter(**wanted), gone.filter(**wanted)


def _sets_of(facets: str) -> tuple[str, ...]:
    return tuple(sorted(f"{_SETS[mark[0]]}-{mark[1:]}" for mark in facets.split() if mark[0] in _SETS))


def _versions(pages: Iterable[Publication]) -> dict[Any, list[Page]]:
    keys = {page.translation_key for page in pages}
    found: dict[Any, list[Page]] = {}
    for page in Page.objects.live().public().filter(translation_key__in=keys, alias_of=None).select_related("locale"):
        found.setdefault(page.translation_key, []).append(page)
    return found


def _elements(
    page: Publication, card: Any, versions: dict[Any, list[Page]], network: str
) -> tuple[tuple[str, str], ...]:
    people = [] if page.signed_by_network else [each.person for each in page.authorships.all()]
    others = [each for each in versions[page.translation_key] if each.pk != page.pk]
    found = [
        ("title", page.title),
        *(("creator", _in_catalogues(person, card.lang)) for person in people),
        *([("creator", network)] if page.signed_by_network else []),
        *(("subject", topic.name) for topic in page.topics.all()),
        ("description", page.lead),
        ("publisher", network),
        ("date", page.date.isoformat()),
        ("type", "Text" if page.kind != Publication.Kind.EPISODE else "Sound"),
        ("type", page.kind),
        ("format", "text/html"),
        ("identifier", absolute(card.url)),
        ("identifier", f"https://doi.org/{page.doi}" if page.doi else ""),
        ("source", page.original_address or page.original_title),
        ("language", card.lang),
        *(("relation", absolute(other.url)) for other in others),
        ("rights", page.rights),
    ]
    return tuple((name, text) for name, text in found if text)


def _in_catalogues(person: Person, language: str) -> str:
    """“Family, Given”, in the script of the text where the person has a name in it."""
    own = language in ("ru", "uk") and getattr(person, f"family_{language}")
    family = getattr(person, f"family_{language}") if own else person.family
    given = getattr(person, f"given_{language}") if own else person.given
    return ", ".join(part for part in (family, given) if part)


def moment(when: datetime) -> str:
    """A moment as the protocol writes it: UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""What the page of results shows: each thing found with its snippet, and the counts beside the filters."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import SimpleNamespace

from django.conf import settings
from django.db.models import Manager, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, gettext, override
from wagtail.models import Page

from evenhand_site.discovery.asking import Asked, kinds, names, places
from evenhand_site.discovery.index import Found
from evenhand_site.discovery.models import Entry
from evenhand_site.discovery.snippets import marked, snippet
from evenhand_site.people.models import Person
from evenhand_site.publications.cards import Card, cards
from evenhand_site.publications.models import Publication, Topic

__all__ = ["Choice", "Facet", "Result", "Version", "facets", "results"]

#: Choices that a facet shows.
MOST = 12
_LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Version:
    """The same page in another language; ``name`` is the language's own."""

    language: str
    name: str
    url: str


@dataclass(frozen=True)
class Result:
    """Something found: ``card`` is that of a publication; ``language`` that of its words, empty for several.

    ``versions`` are the same page in the other languages.
    """

    url: str
    title: SafeString
    snippet: SafeString
    kind: str
    language: str
    card: Card | None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A value of a filter: how much is left with it, and the address that sets it, or takes it away if chosen."""

    label: str
    count: int
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A filter with its choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]


def results(found: Found, asked: Asked) -> list[Result]:
    """What was found, in order, in a number of queries that does not depend on it."""
    entries = {entry.pk: entry for entry in Entry.objects.filter(pk__in=found.keys).select_related("person", "topic")}
    ordered = [entries[key] for key in found.keys if key in entries]
    pages = [entry.page_id for entry in ordered if entry.page_id]
    texts = Publication.objects.filter(pk__in=pages).defer_streamfields()
    printed = {card.pk: card for card in cards(texts)}
    others = {page.pk: page for page in Page.objects.filter(pk__in=set(pages) - set(printed)).select_related("locale")}
    labels = kinds()
    elsewhere = _versions(ordered)
    made = [
        replace(
            _result(entry, printed.get(entry.page_id), others.get(entry.page_id), asked, labels),
            versions=tuple(elsewhere[entry.work]),
        )
        for entry in ordered
    ]
    return [result for result in made if result.url]


def facets(found: Found, asked: Asked) -> list[Facet]:
    """The filters that narrow what was found, each with its most frequent values and how much they would leave."""
    by_letter: dict[str, Counter[str]] = defaultdict(Counter)
    for mark, count in found.counts.items():
        if mark != "all":
            by_letter[mark[0]][mark[1:]] = count
    values = {
        "type": ((kind, str(kinds().get(kind, kind)), count) for kind, count in by_letter["k"].items()),
        "section": _sections(by_letter["s"]),
        "topic": _of(Topic.objects, "label", by_letter["t"]),
        "author": _of(Person.objects, "name", by_letter["a"]),
        "language": ((code, gettext(_LANGUAGES.get(code, code)), count) for code, count in by_letter["l"].items()),
        "year": ((year, year, count) for year, count in by_letter["y"].items()),
    }
    made = [_facet(name, label, values[name], found.total, asked) for name, label in names().items()]
    return [facet for facet in made if facet.choices]


def _result(entry: Entry, card: Card | None, page: Page | None, asked: Asked, labels: dict[str, object]) -> Result:
    thing = card or page or entry.person or entry.topic
    url = thing.get_absolute_url() if isinstance(thing, Person | Topic) else (thing and thing.url)
    language = entry.language or get_language() or "en"
    if entry.case:
        url = _case_address(entry.case, language)
    title = {Person: "name", Topic: "label"}.get(type(thing))
    return Result(
        url=url or "",
        title=marked(getattr(thing, title) if title else entry.title, asked.query.stems, language),
        snippet=snippet(entry.text, asked.query.stems, language),
        kind=str(labels.get(entry.kind, entry.kind)),
        language=entry.language,
        card=card,
    )


def _versions(shown: list[Entry]) -> dict[uuid.UUID, list[Version]]:
    """Of each work the versions that are not shown and that readers may see, in the order of the languages."""
    entries = Entry.objects.filter(work__in=[entry.work for entry in shown]).exclude(pk__in=[each.pk for each in shown])
    current = entries.filter(Q(expires=None) | Q(expires__gt=timezone.now())).select_related("page")
    found: dict[uuid.UUID, list[Version]] = defaultdict(list)
    order, roots = list(_LANGUAGES), SimpleNamespace()
    for entry in sorted(current, key=lambda each: order.index(each.language) if each.language in order else len(order)):
        name = get_language_info(entry.language)["name_local"].capitalize()
        url = _case_address(entry.case, entry.language) if entry.case else _address_of(entry.page, roots)
        if url:
            found[entry.work].append(Version(entry.language, name, url))
    return found


def _case_address(case: str, language: str) -> str:
    """Where a case, or an issue or a chapter of one, stands in a language."""
    case_id, *below = case.split("/")
    with override(language):
        return reverse("case_chapter" if below[1:] else "case_issue" if below else "case", args=[case_id, *below[-1:]])


def _address_of(page: Page, roots: SimpleNamespace) -> str:
    parts = page.get_url_parts(roots)
    return (parts[2] or "") if parts else ""


def _facet(name: str, label: str, values: Iterable[tuple[str, str, int]], total: int, asked: Asked) -> Facet:
    """A filter: its value if it is set, else the values that narrow, the most frequent first (years: the latest)."""
    if name in asked.filters:
        chosen = Choice(asked.labels[name], total, _address(asked, name, ""), chosen=True)
        return Facet(name, label, (chosen,))
    order = (lambda each: each[0]) if name == "year" else (lambda each: each[2])
    ranked = sorted(sorted(values, key=lambda each: each[1].casefold()), key=order, reverse=True)
    shown = [each for each in ranked if each[2] < total][:MOST]
    return Facet(name, label, tuple(Choice(text, count, _address(asked, name, value)) for value, text, count in shown))


def _address(asked: Asked, name: str, value: str) -> str:
    """The address of the search with a filter set, or without it where ``value`` is empty."""
    address = QueryDict(asked.address, mutable=True)
    address.pop(name, None)
    if value:
        address[name] = value
    return f"?{address.urlencode()}"


def _sections(counts: Counter[str]) -> Iterable[tuple[str, str, int]]:
    """Sections with their translations as one, named in the reader's language where they exist in it."""
    known, together = places(), defaultdict(list)
    for key in counts:
        if page := known.get(int(key)):
            together[page.translation_key].append((page, counts[key]))
    here = {page.translation_key: page for page in known.values() if page.locale.language_code == get_language()}
    for key, found in together.items():
        page = here.get(key, found[0][0])
        yield str(page.pk), getattr(page, "label", page.title), sum(count for _page, count in found)


def _of(objects: Manager, label: str, counts: Counter[str]) -> Iterable[tuple[str, str, int]]:
    most = dict(counts.most_common(MOST + 1))
    for thing in objects.filter(pk__in=most):
        yield thing.slug, getattr(thing, label), most[str(thing.pk)]

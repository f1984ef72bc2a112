"""Cards: what lists print of a text (title, date, sections, byline, lead), for many texts in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from evenhand_site.house.surroundings import edition_here
from evenhand_site.keeping.kept import keep, locales
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Authorship, Publication, Section

__all__ = ["Card", "Link", "byline", "card", "cards", "signatures"]


@dataclass(frozen=True)
class Link:
    """A label with an address; the address is empty where nothing can be opened."""

    label: str
    url: str

    @property
    def name(self) -> str:
        """The label of a person's link."""
        return self.label


@dataclass(frozen=True)
class Card:
    """A text as a list prints it.

    ``date`` is the day of its publication; of an event, the day on which it begins, where it takes place.
    ``categories`` are links with ``label`` and ``url``, ``authors`` links with ``name`` and ``url`` (none where the
    network signs); ``byline`` joins their names in the active language, or is the network's name, or is empty (a book
    or a recommended text without authors); ``lang`` is the language of the text itself; ``view`` is the word on the
    link to it; ``cover`` an image whose renditions are fetched already, or None.
    """

    pk: int
    title: str
    url: str
    date: date
    kind: str
    kind_label: str
    lang: str
    categories: tuple[Link, ...]
    authors: tuple[Link, ...]
    byline: str
    lead: str
    view: str
    cover: Any = None
    cover_description: str = ""


def cards(publications: Iterable[Publication]) -> list[Card]:
    """The cards of saved publications in the given order, in a number of queries that does not depend on it."""
    pages = list(publications)
    if not pages:
        return []
    keys = [page.pk for page in pages]
    people: dict[int, list[Person]] = defaultdict(list)
    for authorship in Authorship.objects.filter(publication__in=keys).select_related("person"):
        people[authorship.publication_id].append(authorship.person)
    also_in: dict[int, list[int]] = defaultdict(list)
    shown_too = Publication.also_in.through.objects.filter(publication__in=keys).order_by("pk")
    for page, section in shown_too.values_list("publication_id", "section_id"):
        also_in[page].append(section)
    covers, days = _covers(pages), _days(pages)
    shelf = _shelf()
    return [
        _card(page, days.get(page.pk, page.date), people[page.pk], also_in[page.pk], covers.get(page.cover_id), shelf)
        for page in pages
    ]


def card(publication: Publication) -> Card:
    """The card of one publication as it is in memory: a preview shows authors and sections that are not saved yet."""
    people = [authorship.person for authorship in signatures(publication)]
    also_in = [section.pk for section in publication.also_in.all()]
    return _card(
        publication, publication.day, people, also_in, _covers([publication]).get(publication.cover_id), _shelf()
    )


def signatures(publication: Publication) -> list[Authorship]:
    """The authors of one text as it is in memory, fetched once with their people; none where the network signs."""
    if publication.signed_by_network:
        return []
    if publication.pk:
        people = Authorship.objects.select_related("person")
        prefetch_related_objects([publication], Prefetch("authorships", people))
    return list(publication.authorships.all())


def byline(names: list[str]) -> str:
    """The names joined as the active language joins them: “A”, “A and B”, “A, B, and C”."""
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    return _("%(names)s, and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


class _Shelf:
    """What all cards of a list share: the sections by place and by language, the languages, the network's name."""

    def __init__(self) -> None:
        self.roots = SimpleNamespace()  # where Wagtail keeps the site's root paths between two addresses
        self.languages = locales()
        self.reader = get_language() or "en"
        sections = [
            section for section in Section.objects.order_by() if section.live
        ]  # few: quicker than a filter on pages
        self.by_path = {section.path: section for section in sections}
        self.by_key = {section.pk: section for section in sections}
        self.translated = {
            section.translation_key: section
            for section in sections
            if self.languages.get(section.locale_id) == self.reader
        }
        around = edition_here()
        self.network = around.name if around else ""

    def url(self, page: Any) -> str:
        """The address below the root: the site is one, so its root paths are looked up once for the whole list."""
        parts = page.get_url_parts(self.roots)
        return (parts and parts[2]) or ""

    def categories(self, page: Publication, also_in: list[int]) -> tuple[Link, ...]:
        """The section above the text, then those that show it too, each in the reader's language where it exists."""
        found = [self.by_path.get(page.path[: -page.steplen]), *(self.by_key.get(key) for key in also_in)]
        sections = {section.translation_key: section for section in found if section}
        shown = [self.translated.get(key, section) for key, section in sections.items()]
        return tuple(Link(section.label, self.url(section)) for section in shown) or (Link(_("Uncategorized"), ""),)


def _shelf() -> _Shelf:
    return keep(("shelf", get_language()), _Shelf)


def _card(page: Publication, day: date, people: list[Person], also_in: list[int], cover: Any, shelf: _Shelf) -> Card:
    authors = () if page.signed_by_network else tuple(Link(each.name, each.get_absolute_url()) for each in people)
    kind = Publication.Kind(page.kind)
    return Card(
        pk=page.pk,
        title=page.title,
        url=shelf.url(page),
        date=day,
        kind=kind.value,
        kind_label=str(kind.label),
        lang=shelf.languages.get(page.locale_id, "en"),
        categories=shelf.categories(page, also_in),
        authors=authors,
        byline=shelf.network if page.signed_by_network else byline([author.name for author in authors]),
        lead=page.lead,
        view=pgettext("link to an episode", "Listen") if kind is Publication.Kind.EPISODE else _("View"),
        cover=cover,
        cover_description=page.cover_description,
    )


def _days(pages: list[Publication]) -> dict[int, date]:
    """The days on which events begin, by the key of the page."""
    keys = [page.pk for page in pages if page.kind == Publication.Kind.EVENT]
    events = Publication.objects.filter(pk__in=keys).values_list("pk", "event__starts", "event__zone") if keys else ()
    return {key: starts.astimezone(ZoneInfo(zone)).date() for key, starts, zone in events}


def _covers(pages: list[Publication]) -> dict[int, Any]:
    keys = {page.cover_id for page in pages if page.cover_id}
    found = get_image_model().objects.filter(pk__in=keys).prefetch_renditions() if keys else ()
    return {image.pk: image for image in found}

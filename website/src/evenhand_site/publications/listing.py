"""Lists of texts: of a section, on a topic, by a person; each text once, in the reader's language where it exists.

A text and its translations share ``translation_key``. Of the versions that belong to a list, the one in the reader's
language is shown, else the original, which is the one that was made first. Asked for one language, a list shows what
exists in it. All is done by the database, one page of a list at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.query import PageQuerySet

from evenhand_site.keeping.kept import locales
from evenhand_site.people.models import Person
from evenhand_site.publications.cards import cards
from evenhand_site.publications.models import Publication, Section, Topic
from evenhand_site.publications.privacy import public

__all__ = ["PER_PAGE", "by_person", "in_section", "leaf", "newest", "on_topic", "shelves"]

PER_PAGE = 20
FEW = 200
NEWEST = ("-date", "-pk")


@dataclass(frozen=True)
class Layout:
    """How a section prints its texts: in which order, and the kind whose own fields the template needs."""

    order: tuple[Any, ...] = NEWEST
    kind: str = ""


LAYOUTS = {
    Section.Shows.TEXTS: Layout(),
    Section.Shows.MEMOS: Layout((F("memo__number").desc(nulls_last=True), *NEWEST), "memo"),
    Section.Shows.EPISODES: Layout(kind="episode"),
    Section.Shows.UPCOMING: Layout(("event__starts", "pk"), "event"),
    Section.Shows.PAST: Layout(("-event__starts", "-pk"), "event"),
    Section.Shows.COURSES: Layout(kind="course"),
    Section.Shows.BOOKS: Layout(kind="book"),
    Section.Shows.COUNTERPOINTS: Layout(kind="counterpoint"),
}


@dataclass(frozen=True)
class Leaf:
    """One page of a list: ``texts`` are pairs of a card and its publication, ``page`` is Django's page of the list.

    ``language`` is the language that was asked for, or empty.
    """

    texts: list[tuple[Any, Publication]]
    page: Any
    language: str

    @property
    def numbers(self) -> list[Any]:
        """Numbers of pages to print, with an ellipsis where some are left out."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1))


def in_section(section: Section, language: str = "", *, now: datetime | None = None) -> PageQuerySet:
    """Texts of a section in its order: its own, those shown there too, and those of its translations.

    A section that shows another one's texts shows those of that one. ``language`` keeps one language.
    """
    return _in_sections([section], language, now)[0]


def _in_sections(sections: list[Section], language: str = "", now: datetime | None = None) -> list[PageQuerySet]:
    """For each section its texts; what the queries need is looked up for all of them at once."""
    sources = [(section.of_section or section).translation_key for section in sections]
    families: dict[Any, list[Section]] = defaultdict(list)
    for each in Section.objects.filter(translation_key__in=sources, live=True):
        families[each.translation_key].append(each)
    belonging = _belonging([families[key] for key in sources])
    return [_laid_out(*each, language, now) for each in zip(sections, belonging, strict=True)]


def _laid_out(section: Section, where: Q, language: str, now: datetime | None) -> PageQuerySet:
    layout = LAYOUTS[Section.Shows(section.shows)]
    if section.shows in (Section.Shows.UPCOMING, Section.Shows.PAST):
        over = Q(event__over__lte=now or timezone.now())
        where &= over if section.shows == Section.Shows.PAST else ~over & Q(event__isnull=False)
    found = _once_each(Publication.objects.all(), where, language)
    return (found.select_related(layout.kind) if layout.kind else found).order_by(*layout.order)


def _belonging(families: list[list[Section]]) -> list[Q]:
    """For each family of sections, the texts below them and those that they show too.

    Of a small family these are named one by one: a database that walks through all texts by date, to find the newest
    ones, would meet few of them.
    """
    sections, many = {section.pk: section for family in families for section in family}, FEW * len(families)
    small = [section for section in sections.values() if section.numchild <= FEW]
    below = Page.objects.filter(_below(small)).values_list("path", "pk") if small else ()
    through = Publication.also_in.through.objects
    shown = list(through.filter(section__in=sections).values_list("section_id", "publication_id")[: many + 1])
    keys: dict[Any, list[int]] = defaultdict(list)
    for place, key in [*((path[: -Page.steplen], key) for path, key in below), *shown]:
        keys[place].append(key)
    found = []
    for family in families:
        few = [key for section in family for place in (section.path, section.pk) for key in keys[place]]
        if len(shown) > many or len(few) > FEW or any(section.numchild > FEW for section in family):
            found.append(_below(family) | Q(pk__in=through.filter(section__in=family).values("publication_id")))
        else:
            found.append(Q(pk__in=few))
    return found


def _below(sections: list[Section]) -> Q:
    where = Q(pk__in=[])
    for section in sections:
        where |= Q(path__range=Section._get_children_path_interval(section.path), depth=section.depth + 1)
    return where


def on_topic(topic: Topic, language: str = "") -> PageQuerySet:
    """Texts on a topic, newest first."""
    tagged = Publication.topics.through.objects.filter(topic=topic).values("publication_id")
    return _once_each(Publication.objects.all(), Q(pk__in=tagged), language).order_by(*NEWEST)


def by_person(person: Person, language: str = "") -> PageQuerySet:
    """Texts by a person, newest first; not those that the network signs."""
    signed = Q(pk__in=person.authorships.values("publication_id"), signed_by_network=False)
    return _once_each(Publication.objects.all(), signed, language).order_by(*NEWEST)


def newest(language: str = "") -> PageQuerySet:
    """All texts, newest first."""
    return _once_each(Publication.objects.all(), Q(), language).order_by(*NEWEST)


def leaf(request: HttpRequest, list_of: Any, *subject: Any) -> Leaf:
    """The page of a list that ``request`` asks for with ``?page=`` and ``?language=``.

    ``list_of`` is one of the functions above, ``subject`` what it is asked about.

    Raises
    ------
    Http404
        If there is no such page, or the language is none of the site's.
    """
    language, number = request.GET.get("language", ""), request.GET.get("page", "1")
    if language and language not in dict(settings.LANGUAGES):
        raise Http404(f"language {language!r}: none of the site's")
    if not (number.isascii() and number.isdigit()):
        raise Http404("page: not a number")
    try:
        page = Paginator(list_of(*subject, language), PER_PAGE).page(number)
    except (EmptyPage, PageNotAnInteger, ValueError) as error:
        raise Http404("page: the list has no such page") from error
    return Leaf(pairs(page.object_list), page, language)


def pairs(texts: Any) -> list[tuple[Any, Publication]]:
    """Each text with its card."""
    found = list(texts)
    return list(zip(cards(found), found, strict=True))


def shelves(home: Page, but: Collection[int] = (), each: int = 4) -> list[tuple[Section, Any]]:
    """What is new in each section right below a home page: the sections that have something, with pairs of theirs.

    Sections ``but`` (by number) are left out, and those that only show another one's texts.
    """
    sections = list(
        public(Section.objects.child_of(home).live()).filter(of_section=None).exclude(pk__in=but).order_by("path")
    )
    found = [(section, list(texts[:each])) for section, texts in zip(sections, _in_sections(sections), strict=True)]
    printed = {card.pk: card for card in cards({text.pk: text for _, texts in found for text in texts}.values())}
    return [(section, [(printed[text.pk], text) for text in texts]) for section, texts in found if texts]


def _once_each(publications: PageQuerySet, where: Q, language: str) -> PageQuerySet:
    """Public texts that fulfil ``where``: those in ``language``, or each once, in the reader's where it is."""
    seen = public(publications.live())
    listed = seen.filter(where)
    places = {code: key for key, code in locales().items()}
    if language:
        return listed.filter(locale_id=places.get(language))
    own = Q(locale_id=places.get(get_language() or settings.LANGUAGE_CODE))
    others = seen.filter(where, translation_key=OuterRef("translation_key"))
    return listed.filter(own | ~Exists(others.filter(own | Q(pk__lt=OuterRef("pk")))))

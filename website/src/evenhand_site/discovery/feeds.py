"""What feeds there are, and what stands in each: a feed for everything that goes on.

=================  =================  ==========================================================================
kind               key                the newest
=================  =================  ==========================================================================
``site``           language code      texts in a language
``section``        number             texts of a section, its translations included
``topic``          slug               texts on a topic
``person``         slug               texts by a person
``task-force``     number             texts below a task force and on its topic
``search``         ``results``        texts that a search finds; the search stands in the query of the address
``comments``       number, ``all``    comments on a text, on all texts
``cases``          language code      studies of cases, as each was found
=================  =================  ==========================================================================

Texts stand in full, as their pages print them. How a feed is written is a matter of `feed_formats`.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.pages import CasePage, Place
from evenhand_site.comments.models import Comment
from evenhand_site.comments.recent import recent
from evenhand_site.comments.text import paragraphs
from evenhand_site.discovery import index
from evenhand_site.discovery.asking import asked_of
from evenhand_site.discovery.models import Entry
from evenhand_site.house.templatetags.house import absolute, edition, home_address
from evenhand_site.people.models import Person
from evenhand_site.publications import listing
from evenhand_site.publications.cards import cards
from evenhand_site.publications.models import Publication, Section, Topic
from evenhand_site.publications.written import written
from evenhand_site.taskforces.models import TaskForce

__all__ = ["MOST", "Feed", "Item", "feed_of"]

#: Items of a feed.
MOST = 50


@dataclass(frozen=True)
class Item:
    """A text or a comment in a feed; ``id`` stays when it moves, ``authors`` are names with addresses."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    authors: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    published: datetime
    updated: datetime
    language: str


@dataclass(frozen=True)
class Feed:
    """A feed; its items are made only when they are asked for, after ``tag`` and ``updated`` were compared."""

    id: str
    title: str
    description: str
    network: str
    language: str
    page: str
    stamps: tuple[tuple[int, datetime], ...]
    make: Callable[[], list[Item]]

    @property
    def updated(self) -> datetime:
        """When something in it changed last."""
        return max((changed for _key, changed in self.stamps), default=datetime(2000, 1, 1, tzinfo=UTC))

    @property
    def tag(self) -> str:
        """Changes whenever the content does."""
        content = repr((self.id, self.title, self.network, self.language, self.stamps))
        return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()

    @cached_property
    def items(self) -> list[Item]:
        return self.make()


def feed_of(kind: str, key: str, parameters: QueryDict) -> Feed:
    """A feed by its kind and key; titles are in the active language.

    Raises
    ------
    Http404
        If there is no such feed.
    """
    if kind not in _KINDS:
        raise Http404(f"feed {kind!r} {key!r}: none of {', '.join(_KINDS)}, or no key of one")
    return _KINDS[kind](key, parameters)


def _site(language: str, parameters: QueryDict) -> Feed:
    if language not in dict(settings.LANGUAGES):
        raise Http404(f"language {language!r}: none of the site's")
    return _feed(f"site/{language}", _network(), home_address(), listing.newest(language), language)


def _section(key: str, parameters: QueryDict) -> Feed:
    section = get_object_or_404(Section.objects.live().public(), pk=_number(key))
    texts = listing.in_section(section).order_by(*listing.NEWEST)
    return _feed(f"section/{key}", section.label, section.url, texts)


def _topic(slug: str, parameters: QueryDict) -> Feed:
    topic = get_object_or_404(Topic, slug=slug)
    return _feed(f"topic/{slug}", topic.label, topic.get_absolute_url(), listing.on_topic(topic))


def _person(slug: str, parameters: QueryDict) -> Feed:
    person = get_object_or_404(Person, slug=slug)
    return _feed(f"person/{slug}", person.name, person.get_absolute_url(), listing.by_person(person))


def _task_force(key: str, parameters: QueryDict) -> Feed:
    force = get_object_or_404(TaskForce.objects.live().public(), pk=_number(key))
    below = Publication.objects.descendant_of(force)
    on_topic = listing.on_topic(force.topic).values("pk") if force.topic else []
    texts = (below | Publication.objects.filter(pk__in=on_topic)).live().public().order_by(*listing.NEWEST)
    return _feed(f"task-force/{key}", force.title, force.url, texts)


def _search(key: str, parameters: QueryDict) -> Feed:
    if key != "results":
        raise Http404("feed of a search: its key is “results”")
    asked = asked_of(parameters)
    kinds = tuple(f"k{kind}" for kind in Publication.Kind.values)
    reader = get_language() or settings.LANGUAGE_CODE
    found = index.find(asked.query, (*asked.marks, kinds), newest=True, most=MOST, count=False, reader=reader)
    texts = Publication.objects.filter(entry__in=found.keys).order_by(*listing.NEWEST)
    title = _("Search: %(query)s") % {"query": asked.query.text or "…"}
    return _feed(f"search/{asked.address}", title, f"{reverse('search')}?{asked.address}", texts)


def _comments(key: str, parameters: QueryDict) -> Feed:
    page = None if key == "all" else get_object_or_404(Publication.objects.live().public(), pk=_number(key))
    title = _("Comments on “%(title)s”") % {"title": page.title} if page else _("Comments")
    comments = list(recent(page, MOST))
    stamps = tuple((comment.pk, comment.edited or comment.created) for comment in comments)
    return _made(f"comments/{key}", title, page.url if page else home_address(), stamps, lambda: _of_comments(comments))


def _cases(language: str, parameters: QueryDict) -> Feed:
    if language not in dict(settings.LANGUAGES):
        raise Http404(f"language {language!r}: none of the site's")
    studies = list(CaseStudy.objects.order_by("-created", "-pk")[:MOST])
    stamps = tuple((study.pk, study.created) for study in studies)
    return _made(f"cases/{language}", _("Cases"), reverse("cases"), stamps, lambda: _of_studies(studies), language)


_KINDS: dict[str, Callable[[str, QueryDict], Feed]] = {
    "site": _site,
    "section": _section,
    "topic": _topic,
    "person": _person,
    "task-force": _task_force,
    "search": _search,
    "comments": _comments,
    "cases": _cases,
}


def _feed(name: str, title: str, page: str, texts: Any, language: str = "") -> Feed:
    keys = list(texts.values_list("pk", flat=True)[:MOST])
    stamps = tuple(Entry.objects.filter(page__in=keys).order_by("page_id").values_list("page_id", "changed"))
    return _made(name, title, page, stamps, lambda: _of_texts(keys), language)


def _made(
    name: str, title: str, page: str, stamps: Iterable[tuple[int, datetime]], make: Callable[[], list[Item]],
    language: str = "",
) -> Feed:  # fmt: skip
    around, network = edition(), _network()
    language = language or get_language() or settings.LANGUAGE_CODE
    return Feed(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL}/{language}/{name}").urn,
        title=title if title == network else f"{title} · {network}",
        description=(around and around.tagline) or network,
        network=network,
        language=language,
        page=absolute(page),
        stamps=tuple(stamps),
        make=make,
    )


def _of_texts(keys: list[int]) -> list[Item]:
    found = Publication.objects.filter(pk__in=keys).prefetch_related("topics", "footnotes")
    texts = sorted(found, key=lambda text: keys.index(text.pk))
    return [_item(text, card) for text, card in zip(texts, cards(texts), strict=True)]


def _item(text: Publication, card: Any) -> Item:
    day = datetime.combine(text.date, time(), UTC)
    first = text.first_published_at
    published = first if first and first.date() == text.date else day
    body = written(text, prefix=f"text-{text.pk}-")
    url = absolute(card.url)
    authors = tuple((author.name, absolute(author.url)) for author in card.authors)
    return Item(
        id=uuid.uuid5(text.translation_key, card.lang).urn,
        url=url,
        title=text.title,
        summary=text.lead,
        content=_with_addresses(f"{body.body}{body.notes}", url),
        authors=authors or (((card.byline, ""),) if card.byline else ()),
        categories=tuple(dict.fromkeys([category.label for category in card.categories if category.url]
                                       + [topic.label for topic in text.topics.all()])),
        published=published,
        updated=max(text.last_published_at or published, published),
        language=card.lang,
    )  # fmt: skip


def _of_comments(comments: list[Comment]) -> list[Item]:
    return [
        Item(
            id=comment.uid.urn,
            url=absolute(comment.get_absolute_url()),
            title=_("%(name)s on “%(title)s”") % {"name": comment.author_name, "title": comment.page.title},
            summary="",
            content=str(paragraphs(comment.text)),
            authors=((comment.author_name, comment.author_url),) if comment.author_name else (),
            categories=(),
            published=comment.created,
            updated=max(comment.edited or comment.created, comment.created),
            language="",
        )
        for comment in comments
    ]


def _of_studies(studies: list[CaseStudy]) -> list[Item]:
    """Each study at the address that it keeps, with its answer in brief."""
    found = []
    for study in studies:
        page = CasePage.at(Place(study, archived=True))
        url = absolute(page.place.url) if page else ""
        if page:
            found.append(
                Item(
                    id=uuid.uuid5(uuid.NAMESPACE_URL, url).urn,
                    url=url,
                    title=page.title,
                    summary=page.lead,
                    content=_with_addresses(page.body, url),
                    authors=tuple((name, "") for name in page.report.authors),
                    categories=(),
                    published=study.created,
                    updated=study.created,
                    language=get_language() or settings.LANGUAGE_CODE,
                )
            )
    return found


def _with_addresses(html: str, url: str) -> str:
    """Links and pictures with whole addresses: readers see the text elsewhere."""
    html = re.sub(r'(\s(?:href|src)=")(?=/)', lambda found: found[1] + settings.BASE_URL, html)
    return re.sub(r'(\shref=")(?=#)', lambda found: found[1] + url, html)


def _network() -> str:
    around = edition()
    return around.name if around else settings.WAGTAIL_SITE_NAME


def _number(key: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", key):
        raise Http404(f"{key!r}: not the number of a page")
    return int(key)

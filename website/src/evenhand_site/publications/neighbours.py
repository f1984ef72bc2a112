"""What stands beside a text: the one before and the one after, and those that its readers may also like.

The order is (date, number of the page), among public texts of one language. What was found is kept until the site's
generation is raised, that is until anything that readers see has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from wagtail.query import PageQuerySet

from evenhand_site.keeping.generation import generation
from evenhand_site.publications.models import Publication, Section
from evenhand_site.publications.sequence import NEWEST, OLDEST, below, public_texts

__all__ = ["Neighbours", "also_like", "neighbours"]

SHOWN = 8
Found = TypeVar("Found")


@dataclass(frozen=True)
class Neighbours:
    """The texts before and after a text, across sections and within its own; None at an end."""

    previous: Publication | None = None
    next: Publication | None = None
    previous_in_section: Publication | None = None
    next_in_section: Publication | None = None


def neighbours(publication: Publication) -> Neighbours:
    """The neighbours of a text; none for kinds that have no order (events, books, courses)."""
    if publication.kind not in Publication.IN_SEQUENCE:
        return Neighbours()
    return _kept(f"neighbours-{publication.pk}-{publication.date}", lambda: _neighbours(publication))


def also_like(publication: Publication) -> list[Publication]:
    """Up to eight public texts that `similarity` found closest, closest first."""
    return _kept(f"also-like-{publication.pk}", lambda: _also_like(publication))


def _neighbours(publication: Publication) -> Neighbours:
    everywhere = public_texts(publication.locale_id).filter(kind__in=Publication.IN_SEQUENCE).defer_streamfields()
    section = Section.objects.filter(path=publication.path[: -publication.steplen]).first()
    within = _beside(publication, below(everywhere, section)) if section else (None, None)
    return Neighbours(*_beside(publication, everywhere), *within)


def _beside(publication: Publication, texts: PageQuerySet) -> tuple[Publication | None, Publication | None]:
    """The last text before and the first after; bounded by the date first, which the index serves."""
    day, key = publication.date, publication.pk
    before = texts.filter(date__lte=day).exclude(date=day, pk__gte=key)
    after = texts.filter(date__gte=day).exclude(date=day, pk__lte=key)
    return before.order_by(*NEWEST).first(), after.order_by(*OLDEST).first()


def _also_like(publication: Publication) -> list[Publication]:
    texts = Publication.objects.live().public().filter(related_to__publication=publication.pk)
    return list(texts.order_by("related_to__rank").defer_streamfields()[:SHOWN])


def _kept(name: str, find: Callable[[], Found]) -> Found:
    """What ``find`` returns, asked once a generation."""
    key = f"{name}-{generation()}"
    found = cache.get(key)
    if found is None:
        found = find()
        cache.set(key, found)
    return found

"""Public texts of a language along their dates, taken a few at a time, quick with very many texts.

A database that filters by language or place first gathers all that fit and sorts them: with 100,000 texts, a second.
Here it walks the index of dates instead and stops as soon as it has enough. Filters are therefore written as
expressions, which no index of their own serves; where few texts fit, the plain filter is the quicker one.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.query import PageQuerySet

from evenhand_site.publications.models import Publication, Section

__all__ = ["FEW", "NEWEST", "OLDEST", "below", "on_topic", "public_texts"]

FEW = 1000
"""Up to so many texts are gathered and sorted; of more, the walk finds some soon."""
NEWEST, OLDEST = ("-date", "-pk"), ("date", "pk")


def public_texts(locale: int) -> PageQuerySet:
    """All public texts of a language."""
    return Publication.objects.live().public().alias(tongue=Coalesce("locale_id", 0)).filter(tongue=locale)


def below(texts: PageQuerySet, section: Section) -> PageQuerySet:
    """Those that stand right below a section."""
    places = Page._get_children_path_interval(section.path)
    if section.numchild <= FEW:
        return texts.filter(path__range=places, depth=section.depth + 1)
    return texts.alias(place=Coalesce("path", Value(""))).filter(place__range=places, depth=section.depth + 1)


def on_topic(texts: PageQuerySet, topic: int, number: int) -> PageQuerySet:
    """Those on a topic, which ``number`` texts have."""
    if number <= FEW:
        return texts.filter(topics=topic)
    tagged = Publication.topics.through.objects.filter(topic=topic, publication=OuterRef("pk"))
    return texts.filter(Exists(tagged))

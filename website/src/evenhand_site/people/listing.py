"""Lists of people: which people a page shows, what a reader may ask of the list, and in which order they stand.

The order is that of the alphabet in the language of the page, whatever somebody's office: a list favours nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Substr
from django.http import Http404, QueryDict
from django.utils.translation import get_language
from wagtail.images import get_image_model

from evenhand_site.people.models import PeoplePage, Person
from evenhand_site.people.naming import WIDTH, fold, letter_code, letter_of
from evenhand_site.people.speaking import codes_of, named
from evenhand_site.publications.models import Topic

__all__ = ["ON_A_PAGE", "Asked", "asked_of", "found", "in_order", "list_of_people", "shown_by"]

ON_A_PAGE = 48
_LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a list of people; empty fields ask for nothing."""

    words: str = ""
    letter: str = ""
    topic: str = ""
    spoken: str = ""
    page: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.words or self.letter or self.topic or self.spoken)


def asked_of(parameters: QueryDict) -> Asked:
    """The question in an address: ``q``, ``letter``, ``topic`` (slug), ``spoken`` (code), ``page``."""

    def value(name: str) -> str:
        return "".join(sign for sign in parameters.get(name, "") if sign.isprintable()).strip()[:_LONGEST]

    return Asked(value("q"), value("letter")[:1].upper(), value("topic"), value("spoken").lower(), value("page"))


def shown_by(page: PeoplePage) -> QuerySet[Person]:
    """The people whom a page lists, before a reader asks anything."""
    shows, people = PeoplePage.Shows, Person.objects.all()
    if page.shows == shows.EVERYBODY:
        return people
    if page.shows == shows.ALL:
        return people.exclude(membership="")
    if page.shows == shows.EXECUTIVE:
        return people.exclude(executive="")
    if page.shows == shows.EXPERTS:
        # as a condition on keys: a join would list somebody once for each topic
        topics = {"topic": page.topic_id} if page.topic_id else {}
        return people.filter(pk__in=Person.expert_on.through.objects.filter(**topics).values("person"))
    return people.filter(membership=page.shows)


def found(people: QuerySet[Person], asked: Asked, language: str) -> QuerySet[Person]:
    """Those of ``people`` who answer the question: every word somewhere in the names, in whatever script."""
    for word in fold(asked.words).split():
        people = people.filter(findable__contains=word)
    if asked.words and not fold(asked.words):
        people = people.none()
    if asked.topic:
        experts = Person.expert_on.through.objects.filter(topic__slug=asked.topic)
        people = people.filter(pk__in=experts.values("person"))
    if asked.spoken:
        code = asked.spoken
        people = people.filter(
            Q(languages=code)
            | Q(languages__startswith=f"{code},")
            | Q(languages__endswith=f",{code}")
            | Q(languages__contains=f",{code},")
        )
    if asked.letter:
        code = letter_code(asked.letter, language)
        people = people.filter(**{f"{_key(language)}__startswith": code}) if code else people.none()
    return people


def in_order(people: QuerySet[Person], language: str) -> QuerySet[Person]:
    """By family name, then given name, in the alphabet of a language."""
    return people.order_by(_key(language), "pk")


def list_of_people(page: PeoplePage, parameters: QueryDict) -> dict[str, Any]:
    """What the template of a list needs: the people asked for, and what else could be asked.

    Raises
    ------
    Http404
        If the list has no such page.
    """
    language, asked = get_language() or "en", asked_of(parameters)
    everybody = shown_by(page)
    people = found(everybody, asked, language)
    images = Prefetch("photograph", get_image_model().objects.prefetch_renditions())
    shown = in_order(people, language).prefetch_related("affiliations", images)
    leaf = _leaf(shown, asked.page)
    before_letter = found(everybody, Asked(asked.words, "", asked.topic, asked.spoken), language)
    topics = Topic.objects.filter(pk__in=Person.expert_on.through.objects.filter(person__in=everybody).values("topic"))
    return {
        "people": leaf,
        "numbers": list(leaf.paginator.get_elided_page_range(leaf.number, on_each_side=2, on_ends=1)),
        "asked": asked,
        "query": asked.words,
        "letter": asked.letter,
        "letters": _letters(before_letter, language),
        "topic": asked.topic,
        "topics": sorted(topics, key=lambda topic: topic.label.casefold()),
        "spoken": asked.spoken,
        "spoken_languages": _spoken_by(everybody),
    }


def _leaf(people: QuerySet[Person], number: str) -> Page:
    try:
        return Paginator(people, ON_A_PAGE).page(number or 1)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("page: the list has no such page") from error


def _key(language: str) -> str:
    return f"order_{language if language in Person.ORDERED else 'en'}"


def _letters(people: QuerySet[Person], language: str) -> list[str]:
    codes = people.order_by().annotate(code=Substr(_key(language), 1, WIDTH)).values_list("code", flat=True).distinct()
    letters = (letter_of(code, language) for code in sorted(codes))
    return list(dict.fromkeys(letter for letter in letters if letter))


def _spoken_by(people: QuerySet[Person]) -> list[tuple[str, str]]:
    lists = people.exclude(languages="").order_by().values_list("languages", flat=True).distinct()
    return named(sorted({code for each in lists for code in codes_of(each)}))

r"""Which texts are alike: shared topics, shared authors, shared words; newer ones a little before older ones.

With :math:`T` the topics, :math:`A` the authors and :math:`w` the tf-idf weights of the stems of a text,

    score(a, b) = (0.4 · topics + 0.2 · authors + 0.4 · words) · newness(b)

where *topics* is the cosine of the topic sets weighted by the rarity log(1 + N/n) of a topic that n of N texts have,
*authors* the cosine of the author sets, *words* the cosine of (1 + log count) · log(M/m) over the M texts at hand, m
of which have the stem [1]_; *newness* is 1 / (1 + y/50) for a b that is y years older than the newest text.

Not all pairs are compared: candidates are the newest texts that share a topic or an author, the newest of all, and
those that the full text index finds for the stems that tell the text best from these. The stems of a text are kept
(`Vocabulary`), so a comparison reads no body.

.. [1] Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, ch. 6.
"""

from __future__ import annotations

import logging
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db import transaction
from django.db.models import Count
from django.utils.translation import override
from wagtail.models import Page
from wagtail.signals import page_published

from evenhand_site.discovery.index import find
from evenhand_site.discovery.queries import Query, Term
from evenhand_site.discovery.stems import stems
from evenhand_site.keeping.generation import raise_after_commit
from evenhand_site.publications.models import Authorship, Publication, Relation, Vocabulary
from evenhand_site.publications.sequence import NEWEST, on_topic, public_texts

__all__ = ["alike", "recompute_relations", "relate", "relations_later", "weight"]

log = logging.getLogger("evenhand_site.publications")

KEPT = 12
"""Relations stored; more than are shown, so that one text withdrawn leaves no gap."""
GROUP = 30
"""Candidates taken from each group."""
STEMS = 120
"""Stems kept of a text: the most frequent ones."""
TELLING = 6
"""Stems that the full text index is asked for."""

_later: ContextVar[bool] = ContextVar("relations_later", default=False)


@dataclass(frozen=True)
class Features:
    """What is compared of a text: ``stems`` are counts."""

    key: int
    day: date
    topics: frozenset[int]
    authors: frozenset[int]
    stems: dict[str, int]


def alike(subject: Features, others: Iterable[Features], rarity: dict[int, float]) -> list[tuple[float, int]]:
    """Scores and keys of the others, best first; those with nothing in common are left out.

    ``rarity`` is the weight of each topic. Equal scores stand newest first, then by key, so the order is the same
    every time.
    """
    others = list(others)
    newest = max((each.day for each in others), default=subject.day)
    rare = weight([subject.stems, *(each.stems for each in others)])
    own = _weighted(subject.stems, rare)
    scored = []
    for other in others:
        shared = (
            0.4 * _cosine(_rarities(subject.topics, rarity), _rarities(other.topics, rarity))
            + 0.2 * _cosine(dict.fromkeys(subject.authors, 1.0), dict.fromkeys(other.authors, 1.0))
            + 0.4 * _cosine(own, _weighted(other.stems, rare))
        )
        newness = 1 / (1 + (newest - other.day).days / 365.25 / 50)
        if shared > 0:
            scored.append((round(shared * newness, 9), other.day, other.key))
    scored.sort(key=lambda each: (-each[0], -each[1].toordinal(), -each[2]))
    return [(score, key) for score, _day, key in scored]


def weight(texts: list[dict[str, int]]) -> dict[str, float]:
    """Inverse document frequency of each stem of the texts at hand: log(M/m)."""
    counts = Counter(chain.from_iterable(texts))
    return {stem: math.log(len(texts) / count) for stem, count in counts.items()}


def relate(publication: Publication, *, read: bool = True) -> list[int]:
    """Store what is most like a text; the keys of those, best first. ``read`` reads its words anew."""
    if read:
        Vocabulary.objects.update_or_create(publication_id=publication.pk, defaults={"stems": stems_of(publication)})
    subject, *others = _candidates(publication)
    topics = subject.topics.union(*(other.topics for other in others))
    best = [key for _score, key in alike(subject, others, _rarity(topics))][:KEPT]
    with transaction.atomic():
        Relation.objects.filter(publication=publication.pk).delete()
        Relation.objects.bulk_create(
            Relation(publication_id=publication.pk, other_id=key, rank=rank) for rank, key in enumerate(best)
        )
    return best


def recompute_relations() -> int:
    """Find anew what every public text is like, after an import has been indexed; how many texts there were."""
    texts = Publication.objects.live().order_by("pk")
    for publication in texts.select_related("locale").iterator(chunk_size=200):
        Vocabulary.objects.update_or_create(publication_id=publication.pk, defaults={"stems": stems_of(publication)})
    keys = list(texts.values_list("pk", flat=True))
    for key in keys:
        relate(Publication.objects.only("pk", "locale", "title").get(pk=key), read=False)
    raise_after_commit()
    return len(keys)


@contextmanager
def relations_later() -> Iterator[None]:
    """While many texts are published at once, compare none; `recompute_relations` follows."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def published(instance: Page, **_signal: object) -> None:
    """At publication: relate the text, and those it is like, which may like it in return."""
    if _later.get() or not isinstance(instance, Publication):
        return
    try:
        with transaction.atomic():
            found = relate(instance)
            for other in Publication.objects.filter(pk__in=found).defer_streamfields():
                relate(other, read=False)
    except Exception:  # a text appears even where its relatives cannot be found
        log.exception("could not find what text %s is like", instance.pk)
    raise_after_commit()


def listen() -> None:
    """Have texts related whenever one is published."""
    page_published.connect(published, dispatch_uid="relations")


def stems_of(publication: Publication) -> dict[str, int]:
    """Counts of the most frequent stems of title, lead and body, of three letters or more."""
    with override(publication.locale.language_code):
        body = publication.body.stream_block.get_searchable_content(publication.body)
    words = " ".join([publication.title, publication.title, publication.lead, *map(str, body)])
    counts = Counter(stem for stem in stems(words, publication.locale.language_code) if len(stem) > 2)
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:STEMS])


def _candidates(publication: Publication) -> list[Features]:
    """The features of a text, followed by those of public texts of its language that are worth comparing."""
    newest = public_texts(publication.locale_id).order_by(*NEWEST).values_list("pk", flat=True)
    found = set(newest[:GROUP])
    topics = list(publication.topics.through.objects.filter(publication=publication.pk).values_list("topic", flat=True))
    for topic, number in _frequency(topics).items():
        found.update(on_topic(newest, topic, number)[:GROUP])
    for person in Authorship.objects.filter(publication=publication.pk).values_list("person", flat=True):
        found.update(newest.filter(authorships__person=person)[:GROUP])
    found.discard(publication.pk)
    near = _features([publication.pk, *sorted(found)])
    further = _in_words(near[0].stems, near, publication.locale.language_code)
    return near + _features(sorted(further - found - {publication.pk}))


def _in_words(stems: dict[str, int], near: list[Features], language: str) -> set[int]:
    """Keys of texts that the index finds for the stems that weigh most against the candidates so far."""
    weights = _weighted(stems, weight([each.stems for each in near]))
    telling = sorted(weights, key=lambda stem: (-weights[stem], stem))[:TELLING]
    if not telling:
        return set()
    query = Query(text="", wanted=(Term(readings=tuple((stem,) for stem in telling)),))
    entries = find(query, [[f"l{language}"]], most=GROUP, count=False).keys
    return set(Publication.objects.filter(entry__in=entries).values_list("pk", flat=True))


def _features(keys: list[int]) -> list[Features]:
    """The features of texts, in the order of the keys."""
    days = dict(Publication.objects.filter(pk__in=keys).values_list("pk", "date"))
    stems = dict(Vocabulary.objects.filter(pk__in=keys).values_list("pk", "stems"))
    topics: dict[int, set[int]] = defaultdict(set)
    through = Publication.topics.through.objects.filter(publication__in=keys)
    for key, topic in through.values_list("publication_id", "topic_id"):
        topics[key].add(topic)
    people: dict[int, set[int]] = defaultdict(set)
    signed = Authorship.objects.filter(publication__in=keys)
    for key, person in signed.values_list("publication_id", "person_id"):
        people[key].add(person)
    return [
        Features(key, days[key], frozenset(topics[key]), frozenset(people[key]), stems.get(key, {}))
        for key in keys
        if key in days
    ]


def _frequency(topics: Iterable[int]) -> dict[int, int]:
    """How many texts have each topic, drafts too."""
    through = Publication.topics.through.objects.filter(topic__in=list(topics))
    return dict(through.values_list("topic").annotate(Count("pk")).order_by("topic"))


def _rarity(topics: Iterable[int]) -> dict[int, float]:
    """log(1 + N/n) of each topic."""
    total = Publication.objects.count()
    return {topic: math.log(1 + total / number) for topic, number in _frequency(topics).items()}


def _rarities(topics: frozenset[int], rarity: dict[int, float]) -> dict[int, float]:
    return {topic: rarity.get(topic, 0.0) ** 0.5 for topic in topics}


def _weighted(counts: dict[str, int], rare: dict[str, float]) -> dict[str, float]:
    return {stem: (1 + math.log(count)) * rare[stem] for stem, count in counts.items()}


def _cosine(one: dict, other: dict) -> float:
    """Cosine of two sparse vectors; 0 where one is empty."""
    dot = sum(value * other[key] for key, value in one.items() if key in other)
    norms = math.sqrt(sum(value * value for value in one.values()) * sum(value * value for value in other.values()))
    return dot / norms if norms else 0.0

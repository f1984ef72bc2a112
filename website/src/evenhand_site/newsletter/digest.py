"""Digests: what has been published since the last one, chosen for each reader.

A text goes into one digest of each frequency. Which those are is told by the table of texts of earlier issues, not by
the clock alone: a text whose publication was being written while a digest was made is found by the next one.

A text and its translations are one thing. A reader is given the version in their language; where there is none, the
original (the version made first), marked as what it is. A translation that appears later is news only for the
readers of its language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from evenhand_site.newsletter.models import Frequency, Issue, IssueText, Subscriber
from evenhand_site.publications.models import Publication

__all__ = ["Contents", "edge", "make_due", "news"]

HOUR = 6
"""The hour, in UTC, at which weekly (Monday) and monthly (first day) digests close."""
PERIOD = {
    Frequency.EVERY: timedelta(days=1),
    Frequency.WEEKLY: timedelta(days=7),
    Frequency.MONTHLY: timedelta(days=31),
}
"""How far back the first digest looks; later ones look at most twice as far."""
OVERLAP = timedelta(days=1)
"""How far a digest looks into the time of the one before."""
OLDEST_DATE = timedelta(days=31)
"""A text whose own date is older than this is an old one that was brought in, and no news."""
MOST = 100
"""Texts of one digest."""


def edge(frequency: str, now: datetime) -> datetime:
    """The last moment, not after ``now``, at which a digest of this frequency closes."""
    if frequency == Frequency.EVERY:
        return now
    close = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if frequency == Frequency.WEEKLY:
        close -= timedelta(days=close.weekday())
        return close if close <= now else close - timedelta(days=7)
    close = close.replace(day=1)
    return close if close <= now else (close - timedelta(days=1)).replace(day=1)


def news(frequency: str, until: datetime) -> QuerySet[Publication]:
    """Texts that a digest closing at ``until`` tells of: public, new since the last one, and in none before."""
    last = Issue.objects.filter(frequency=frequency).order_by("-until").values_list("until", flat=True).first()
    period = PERIOD[Frequency(frequency)]
    since = max(last - OVERLAP, until - 2 * period) if last else until - period
    told = IssueText.objects.filter(frequency=frequency).values("publication")
    return (
        Publication.objects.live()
        .public()
        .filter(first_published_at__gt=since, first_published_at__lte=until, alias_of=None)
        .filter(date__gte=(since - OLDEST_DATE).date())
        .exclude(pk__in=told)
        .order_by("-date", "-pk")
    )


def make_due(now: datetime) -> list[Issue]:
    """Make the digests that are due and have something to tell; several processes make each of them once."""
    made = []
    for frequency in Frequency.values:
        if not Subscriber.objects.filter(state=Subscriber.State.ACTIVE, frequency=frequency).exists():
            continue
        until = edge(frequency, now)
        if texts := list(news(frequency, until)[:MOST]):
            try:
                made.append(_make(frequency, until, now, texts))
            except IntegrityError:  # another process was quicker, with the same digest or one of its texts
                continue
    return made


@transaction.atomic
def _make(frequency: str, until: datetime, now: datetime, texts: list[Publication]) -> Issue:
    issue = Issue.objects.create(frequency=frequency, until=until, state=Issue.State.SCHEDULED, scheduled_for=now)
    IssueText.objects.bulk_create(
        IssueText(issue=issue, publication=text, frequency=frequency, sort_order=order)
        for order, text in enumerate(texts)
    )
    return issue


@dataclass
class Contents:
    """The texts of an issue, and which of them a reader gets; asked for thousands of readers, it looks once."""

    issue: Issue

    def __post_init__(self) -> None:
        self._answers: dict[tuple[str, frozenset[int], frozenset[str]], list[Publication]] = {}

    def chosen(self, language: str, topics: Iterable[int] = (), kinds: Iterable[str] = ()) -> list[Publication]:
        """What a reader gets, in the order of the issue.

        Parameters
        ----------
        language : str
            The reader's.
        topics, kinds : iterables of primary keys and of `Publication.Kind`
            What the reader wishes to hear of; none: everything. An issue that an editor composed is given whole.
        """
        key = language, frozenset(topics), frozenset(kinds)
        if key not in self._answers:
            self._answers[key] = [text for text in self._versions(language) if self._wished(text, *key[1:])]
        return self._answers[key]

    def _versions(self, language: str) -> list[Publication]:
        found: dict[object, Publication] = {}
        for text in self._texts:
            versions = self._by_key.get(text.translation_key, [])
            own = next((version for version in versions if version.locale.language_code == language), None)
            shown = own or (versions[0] if versions else None)
            if shown and (not self.issue.frequency or shown.pk in self._new):
                found.setdefault(shown.translation_key, shown)
        return list(found.values())

    def _wished(self, text: Publication, topics: frozenset[int], kinds: frozenset[str]) -> bool:
        if not self.issue.frequency:
            return True
        return (not topics or not topics.isdisjoint(self._topics[text.translation_key])) and (
            not kinds or text.kind in kinds
        )

    @cached_property
    def _texts(self) -> list[Publication]:
        texts = self.issue.texts.select_related("publication").order_by("sort_order")
        return [text.publication for text in texts]

    @cached_property
    def _new(self) -> set[int]:
        return {text.pk for text in self._texts}

    @cached_property
    def _by_key(self) -> dict[object, list[Publication]]:
        """The public versions of each text, the original first."""
        keys = {text.translation_key for text in self._texts}
        versions = Publication.objects.live().public().filter(translation_key__in=keys, alias_of=None)
        found = defaultdict(list)
        for version in versions.select_related("locale").order_by("pk"):
            found[version.translation_key].append(version)
        return found

    @cached_property
    def _topics(self) -> dict[object, set[int]]:
        """Topics of each text; those of its translations count too, an editor may have set them on one only."""
        through = Publication.topics.through.objects.filter(publication__translation_key__in=list(self._by_key))
        found: dict[object, set[int]] = defaultdict(set)
        for key, topic in through.values_list("publication__translation_key", "topic_id"):
            found[key].add(topic)
        return found

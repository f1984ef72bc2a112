"""The outbox: every letter is handed to the mail server at most once, by one of any number of processes.

A delivery goes waiting → sending → sent, refused (`failed`) or doubtful. A process *claims* deliveries for a while
(they keep waiting), commits “sending” for one of them before it hands that letter over, and commits the outcome after.
So whatever happens to the process, all that can be unknown is the fate of the one letter that it was handing over.

When the claim runs out without an outcome, a letter that was waiting is free again; one that was being sent is
*doubtful*: the mail server may have taken it. Doubtful letters are never sent again by themselves: an editor decides.

Claims are rows of the database, so processes on several machines may send. Each change of a row names in its plain
columns what the row must be, so that of two processes only one can make it, whatever the database's isolation.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from evenhand_site.newsletter.digest import Contents
from evenhand_site.newsletter.models import Delivery, Issue, Subscriber

__all__ = ["begin", "claim", "close", "decide", "doubt_lost", "enqueue", "finish", "put_off", "release"]

LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than any single conversation with a mail server lasts."""
MOST_ATTEMPTS = 20
"""With the pauses of `_pause` these are about three days, as long as mail servers try."""
CHUNK = 1000

State = Delivery.State


def enqueue(issue: Issue, now: datetime) -> None:
    """Make a delivery for everybody who gets something of this issue; doing it again, or twice at once, adds nothing.

    The issue counts as being sent once all of them are there.
    """
    contents, readers = Contents(issue), Subscriber.objects.filter(state=Subscriber.State.ACTIVE)
    if issue.frequency:
        readers = readers.filter(frequency=issue.frequency)
    last = 0
    while chunk := list(readers.filter(pk__gt=last).order_by("pk").prefetch_related("topics")[:CHUNK]):
        Delivery.objects.bulk_create(
            [
                Delivery(issue=issue, subscriber=reader, due_at=now)
                for reader in chunk
                if not issue.frequency or contents.chosen(reader.language, _topics(reader), reader.kinds)
            ],
            ignore_conflicts=True,
        )
        last = chunk[-1].pk
    Issue.objects.filter(pk=issue.pk, state=Issue.State.SCHEDULED).update(state=Issue.State.SENDING)


def claim(process: str, most: int, per_minute: int, now: datetime) -> list[Delivery]:
    """Up to ``most`` deliveries that are due, kept for ``process`` until the lease ends; in the order they were made.

    All processes together send about ``per_minute`` letters: what was sent within a minute and what is claimed counts.
    """
    busy = Q(state__in=[State.WAITING, State.SENDING], claimed_until__gt=now)
    recent = Delivery.objects.filter(Q(sent_at__gt=now - timedelta(minutes=1)) | busy).count()
    allowed = min(most, per_minute - recent)
    if allowed <= 0:
        return []
    free = Delivery.objects.filter(state=State.WAITING, due_at__lte=now, issue__state=Issue.State.SENDING)
    free = free.filter(Q(claimed_until=None) | Q(claimed_until__lte=now)).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True, of=("self",))
    with transaction.atomic():
        chosen = list(free.values_list("pk", flat=True)[:allowed])
        Delivery.objects.filter(pk__in=chosen).update(claimed_by=process, claimed_until=now + LEASE)
    return list(Delivery.objects.filter(pk__in=chosen).select_related("issue", "subscriber").order_by("pk"))


def begin(delivery: Delivery, process: str, now: datetime) -> bool:
    """Commit that the letter is being handed over; False where it is no longer this process's to send."""
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, claimed_by=process)
    return mine.update(state=State.SENDING, claimed_until=now + LEASE) == 1


def finish(delivery: Delivery, process: str, state: str, now: datetime, fault: str = "") -> None:
    """Commit what became of a letter that was begun; a process that was thought gone may still say it."""
    mine = Delivery.objects.filter(pk=delivery.pk, state__in=[State.SENDING, State.DOUBTFUL], claimed_by=process)
    mine.update(state=state, sent_at=now if state == State.SENT else None, fault=fault[:300], claimed_until=None)


def put_off(deliveries: Iterable[Delivery], process: str, now: datetime, fault: str) -> None:
    """Wait and try again, later each time; after `MOST_ATTEMPTS` give up."""
    for delivery in deliveries:
        attempts = delivery.attempts + 1
        mine = Delivery.objects.filter(
            pk=delivery.pk, state__in=[State.WAITING, State.SENDING, State.DOUBTFUL], claimed_by=process
        )
        mine.update(
            state=State.WAITING if attempts < MOST_ATTEMPTS else State.FAILED,
            attempts=attempts,
            due_at=now + _pause(attempts),
            fault=fault[:300],
            claimed_by="",
            claimed_until=None,
        )


def release(process: str) -> None:
    """Free what this process claimed and did not begin."""
    Delivery.objects.filter(state=State.WAITING, claimed_by=process).update(claimed_by="", claimed_until=None)


def doubt_lost(now: datetime) -> int:
    """Mark letters whose process went silent while handing them over; how many."""
    lost = Delivery.objects.filter(state=State.SENDING, claimed_until__lte=now)
    return lost.update(state=State.DOUBTFUL, fault="the sending process stopped in the middle")


def decide(deliveries: Iterable[int], *, send_again: bool) -> int:
    """An editor's decision on doubtful or refused letters: send them (again), or count them as sent; how many."""
    undecided = Delivery.objects.filter(pk__in=list(deliveries), state__in=[State.DOUBTFUL, State.FAILED])
    if not send_again:
        return undecided.update(state=State.SENT, claimed_until=None)
    with transaction.atomic():
        issues = Issue.objects.filter(pk__in=undecided.values("issue"), state=Issue.State.SENT)
        issues.update(state=Issue.State.SENDING)
        return undecided.update(
            state=State.WAITING, due_at=timezone.now(), attempts=0, claimed_by="", claimed_until=None
        )


def close() -> None:
    """Issues of which nothing waits any more have been sent."""
    open_ = Delivery.objects.filter(issue=OuterRef("pk"), state__in=[State.WAITING, State.SENDING])
    Issue.objects.filter(~Exists(open_), state=Issue.State.SENDING).update(state=Issue.State.SENT)


def _topics(reader: Subscriber) -> list[int]:
    return [topic.pk for topic in reader.topics.all()]


def _pause(attempts: int) -> timedelta:
    return timedelta(minutes=min(2**attempts, 360))

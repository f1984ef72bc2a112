"""Sending: what is due goes out, a few letters at a time over one connection, at most once each (see `outbox`)."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from evenhand_site.newsletter import bounces, digest, handing, letters, outbox, subscribing
from evenhand_site.newsletter.digest import Contents
from evenhand_site.newsletter.models import Delivery, Issue, Subscriber

__all__ = ["send_due"]

log = logging.getLogger("evenhand_site.newsletter")

BATCH = 20
"""Letters claimed at once, and sent over one connection."""
LONGEST = 20.0
"""Seconds after which a call claims no further batch: the clock has other things to do."""

State = Delivery.State


def send_due(now: datetime | None = None) -> Counter[str]:
    """Make what is due ready, and send for a while; called once a minute, by any number of processes.

    Returns how many letters were sent, put off, refused, left doubtful (with the names of the states), and how many
    were found to have been lost by another process (``lost``).
    """
    started, now = time.monotonic(), now or timezone.now()
    process = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    subscribing.forget_unconfirmed(now)
    digest.make_due(now)
    for issue in Issue.objects.filter(state=Issue.State.SCHEDULED, scheduled_for__lte=now):
        outbox.enqueue(issue, now)
    done: Counter[str] = Counter(lost=outbox.doubt_lost(now))
    contents: dict[int, Contents] = {}
    while time.monotonic() - started < LONGEST:
        batch = outbox.claim(process, BATCH, settings.NEWSLETTER_PER_MINUTE, clock())
        if not batch or not _send_batch(batch, process, clock, contents, done):
            break
    outbox.close()
    if any(done.values()):
        log.info("newsletter", extra={"letters": dict(+done)})
    if done["lost"]:
        log.warning("%s letters are doubtful: an editor decides about them", done["lost"])
    return +done


def _send_batch(
    batch: list[Delivery],
    process: str,
    clock: Callable[[], datetime],
    contents: dict[int, Contents],
    done: Counter[str],
) -> bool:
    """Send a batch over one connection; whether to go on with another."""
    connection = get_connection()
    rest = list(batch)
    try:
        connection.open()
        while rest:
            _send(rest[0], process, clock, contents, done, connection)
            rest.pop(0)
        return True
    except (handing.Broken, SMTPException, OSError) as error:
        log.warning("the mail server does not take letters now: %s", error)
        outbox.put_off(rest, process, clock(), str(error))
        done["waiting"] += len(rest)
        return False
    finally:
        outbox.release(process)
        with suppress(SMTPException, OSError):
            connection.close()


def _send(
    delivery: Delivery,
    process: str,
    clock: Callable[[], datetime],
    contents: dict[int, Contents],
    done: Counter[str],
    connection: BaseEmailBackend,
) -> None:
    """Send one letter and write down what became of it.

    Raises
    ------
    handing.Broken
        If the connection cannot be used any further; the letter was not taken.
    """
    letter = _compose(delivery, contents)
    if not outbox.begin(delivery, process, clock()):
        return
    if letter is None:
        state, fault = State.FAILED, "there was nothing to send, or it could not be composed; the log says which"
    else:
        try:
            handing.hand_over(connection, letter)
            state, fault = State.SENT, ""
        except handing.Later as error:
            outbox.put_off([delivery], process, clock(), str(error))
            done[State.WAITING] += 1
            return
        except handing.Refused as error:
            state, fault = State.FAILED, str(error)
            if error.status.startswith("5.1."):  # the address itself; other refusals may be about us
                bounces.take(bounces.Report(delivery.issue_id, delivery.subscriber_id, error.status))
        except handing.Unknown as error:
            state, fault = State.DOUBTFUL, str(error)
    outbox.finish(delivery, process, state, clock(), fault)
    done[state] += 1


def _compose(delivery: Delivery, contents: dict[int, Contents]) -> EmailMessage | None:
    """The letter; None where nothing is left to tell this reader, or the letter cannot be made."""
    issue, reader = delivery.issue, delivery.subscriber
    of_issue = contents.setdefault(issue.pk, Contents(issue))
    texts = of_issue.chosen(reader.language, [topic.pk for topic in reader.topics.all()], reader.kinds)
    if reader.state != Subscriber.State.ACTIVE or (issue.frequency and not texts):
        return None
    try:
        return letters.letter(issue, reader, texts)
    except Exception:  # one letter that cannot be made must not keep all others from being sent
        log.exception("a letter of issue %s cannot be composed", issue.pk)
        return None

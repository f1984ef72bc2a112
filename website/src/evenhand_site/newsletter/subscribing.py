"""Beginning and ending a subscription: asked for by a form, confirmed by whoever reads the mail (double opt-in)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from evenhand_site.house import letters
from evenhand_site.keeping.throttle import count
from evenhand_site.newsletter import links
from evenhand_site.newsletter.models import Delivery, Subscriber, Suppression, one_address
from evenhand_site.publications.models import Topic

__all__ = ["ask", "confirm", "end", "erase", "everything_about", "forget_unconfirmed", "send_link"]

log = logging.getLogger("evenhand_site.newsletter")

State = Subscriber.State
LETTERS_AN_HOUR = 3
"""Letters that one address is sent at the request of the forms, whoever fills them in."""


def ask(email: str, *, language: str, frequency: str, topics: Iterable[Topic] = (), kinds: Iterable[str] = ()) -> bool:
    """Somebody typed this address: send it a letter that asks; whether the mail server took it.

    Nothing changes for an address that receives the newsletter already; its letter has the link to the preferences.
    One that complained is left in peace. Neither can be told from outside.
    """
    email = one_address(email)
    if _complained(email) or count("newsletter letters", email, per=3600) > LETTERS_AN_HOUR:
        log.info("asked for an address that gets no letter now")
        return True
    wishes = {"language": language, "frequency": frequency, "kinds": list(kinds)}
    with transaction.atomic():
        subscriber, made = Subscriber.objects.get_or_create(email=email, defaults=wishes)
        if subscriber.state != State.ACTIVE:
            if not made:
                Subscriber.objects.filter(pk=subscriber.pk).update(**wishes, asked_at=timezone.now())
                subscriber.refresh_from_db()
            subscriber.topics.set(topics)
    if subscriber.state == State.ACTIVE:
        return _write("known", subscriber, manage=links.address(subscriber, "manage"))
    days = links.LASTS["confirm"].days
    return _write("confirm", subscriber, confirm=links.address(subscriber, "confirm"), days=days)


def send_link(email: str) -> bool:
    """Mail the link to the preferences to a subscriber who has lost it; nothing to anybody else."""
    email = one_address(email)
    subscriber = Subscriber.objects.filter(email=email, state=State.ACTIVE).first()
    if subscriber is None or count("newsletter letters", email, per=3600) > LETTERS_AN_HOUR:
        return True
    return _write("known", subscriber, manage=links.address(subscriber, "manage"))


def confirm(subscriber: Subscriber) -> None:
    """The address asked for it itself: from now on it gets the newsletter."""
    with transaction.atomic():
        confirmed = Subscriber.objects.filter(pk=subscriber.pk).exclude(state__in=[State.ACTIVE, State.COMPLAINED])
        if confirmed.update(state=State.ACTIVE, confirmed_at=timezone.now(), ended_at=None):
            Suppression.objects.filter(digest=Suppression.digest_of(subscriber.email)).delete()
            log.info("confirmed", extra={"subscriber": subscriber.pk})
    subscriber.refresh_from_db()


def end(subscriber: Subscriber, state: str = State.ENDED) -> None:
    """Stop at once: what waits for the subscriber is not sent; a bounced or complaining address is kept from return."""
    with transaction.atomic():
        going = Subscriber.objects.filter(pk=subscriber.pk).exclude(state__in=[state, State.COMPLAINED])
        if going.update(state=state, ended_at=timezone.now()):
            log.info("ended: %s", state, extra={"subscriber": subscriber.pk})
        subscriber.deliveries.filter(state=Delivery.State.WAITING).delete()
        if state in Suppression.Reason.values:
            _suppress(subscriber.email, state)
    subscriber.refresh_from_db()


def erase(subscriber: Subscriber) -> None:
    """Forget the subscriber and all deliveries; a keyed hash stays, so that no imported list brings them back."""
    with transaction.atomic():
        reasons = {State.BOUNCED: Suppression.Reason.BOUNCED, State.COMPLAINED: Suppression.Reason.COMPLAINED}
        _suppress(subscriber.email, reasons.get(subscriber.state, Suppression.Reason.ERASED))
        log.info("erased", extra={"subscriber": subscriber.pk})
        subscriber.delete()


def everything_about(subscriber: Subscriber) -> dict[str, Any]:
    """All that is stored about a subscriber, for them to have."""
    deliveries = subscriber.deliveries.select_related("issue").order_by("pk")
    return {
        "email": subscriber.email,
        "language": subscriber.language,
        "frequency": subscriber.frequency,
        "topics": [topic.slug for topic in subscriber.topics.all()],
        "kinds": subscriber.kinds,
        "state": subscriber.state,
        "source": subscriber.source,
        "asked_at": subscriber.asked_at,
        "confirmed_at": subscriber.confirmed_at,
        "ended_at": subscriber.ended_at,
        "letters": [
            {
                "issue": str(delivery.issue),
                "state": delivery.state,
                "sent_at": delivery.sent_at,
                "fault": delivery.fault,
                "bounce": delivery.bounce,
            }
            for delivery in deliveries
        ],
    }


def forget_unconfirmed(now: datetime | None = None) -> int:
    """Delete addresses that nobody confirmed while the link worked; how many."""
    lasts = links.LASTS["confirm"] or timedelta()
    old = Subscriber.objects.filter(state=State.WAITING, asked_at__lt=(now or timezone.now()) - lasts)
    return old.delete()[1].get("newsletter.Subscriber", 0)


def _complained(email: str) -> bool:
    digest = Suppression.digest_of(email)
    return (
        Suppression.objects.filter(digest=digest, reason=Suppression.Reason.COMPLAINED).exists()
        or Subscriber.objects.filter(email=email, state=State.COMPLAINED).exists()
    )


def _suppress(email: str, reason: str) -> None:
    Suppression.objects.update_or_create(digest=Suppression.digest_of(email), defaults={"reason": reason})


def _write(name: str, subscriber: Subscriber, **words: Any) -> bool:
    return letters.send(f"newsletter/letters/{name}.txt", subscriber.email, subscriber.language, **words)

"""Words in addresses by which a subscriber is known without a password, each good for one purpose."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse
from django.utils.translation import override

from evenhand_site.newsletter.models import Subscriber

__all__ = ["LASTS", "address", "read", "word"]

LASTS = {"confirm": timedelta(days=7), "manage": timedelta(days=180), "leave": None}
"""How long a word opens: the way out never closes."""


def word(subscriber: Subscriber, purpose: str) -> str:
    """A word that opens ``subscriber`` for ``purpose``; it is bound to the address, not to the row alone."""
    return _signer(subscriber, purpose).sign(str(subscriber.pk))


def read(word: str, purpose: str) -> tuple[Subscriber | None, bool]:
    """The subscriber whom the word opens, or None; and whether it would, were it not too old."""
    number = word.split(".")[0]
    known = number.isascii() and number.isdigit() and len(number) < 19
    subscriber = Subscriber.objects.filter(pk=int(number)).first() if known else None
    if subscriber is None:
        return None, False
    try:
        _signer(subscriber, purpose).unsign(word, max_age=LASTS[purpose])
    except SignatureExpired:
        return None, True
    except BadSignature:
        return None, False
    return subscriber, False


def address(subscriber: Subscriber, purpose: str) -> str:
    """The whole address for a letter, in the subscriber's language."""
    with override(subscriber.language):
        return settings.BASE_URL + reverse(f"newsletter-{purpose}", args=[word(subscriber, purpose)])


def _signer(subscriber: Subscriber, purpose: str) -> TimestampSigner:
    return TimestampSigner(sep=".", salt=f"newsletter.{purpose}.{subscriber.email}")

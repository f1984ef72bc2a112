"""What stands between the form and those who would flood it; nothing here asks a reader to prove anything.

The form carries a signed mark: which text it is for, a number of its own, and when it was made. A mark that is too
young was filled by a machine, one that is too old is made anew, and its number lets nothing be stored twice.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from evenhand_site.comments.models import Comment
from evenhand_site.keeping.visitor import network
from evenhand_site.publications.models import Publication

__all__ = ["Mark", "address_hash", "is_flood", "mark_for", "read_mark", "read_signed", "signed"]

YOUNGEST, OLDEST = 3.0, 24 * 3600.0
"""Seconds between the making of a form and its sending."""
FROM_ONE_ADDRESS = ((5, timedelta(minutes=10)), (30, timedelta(days=1)))
ON_ONE_TEXT = ((60, timedelta(hours=1)),)
"""No more comments than so many within so long."""


@dataclass(frozen=True)
class Mark:
    """What a form's mark says: the text, the number of the form, its age in seconds."""

    page: int
    uid: uuid.UUID
    age: float

    @property
    def is_young(self) -> bool:
        return self.age < YOUNGEST

    @property
    def is_old(self) -> bool:
        return self.age > OLDEST


def mark_for(page: Publication) -> str:
    """A new mark for a form below this text."""
    return Signer(salt="comments.form").sign(f"{page.pk}.{uuid.uuid4().hex}.{time.time():.1f}")


def read_mark(mark: str) -> Mark | None:
    """What the mark says; None where it was not made here."""
    try:
        page, uid, made = Signer(salt="comments.form").unsign(mark).split(".", 2)
    except BadSignature:
        return None
    return Mark(int(page), uuid.UUID(uid), time.time() - float(made))


def signed(comment: Comment, purpose: str) -> str:
    """A word for addresses that opens one comment for one purpose, to whoever has it."""
    return Signer(sep=".", salt=f"comments.{purpose}").sign(comment.uid.hex)


def read_signed(word: str, purpose: str) -> Comment | None:
    """The comment that the word opens; None where the word was not made here or the comment is gone."""
    try:
        uid = Signer(sep=".", salt=f"comments.{purpose}").unsign(word)
    except BadSignature:
        return None
    return Comment.objects.select_related("page").filter(uid=uid).first()


def address_hash(request: HttpRequest) -> str:
    """A keyed hash of the visitor's network, forgotten after a day (`privacy`)."""
    key = f"comments {settings.SECRET_KEY}".encode()
    return hmac.new(key, network(request).encode(), hashlib.sha256).hexdigest()[:32]


def is_flood(page: Publication, address: str) -> bool:
    """Whether this address, or this text, has had enough comments for now."""
    return _reached(Q(address_hash=address), FROM_ONE_ADDRESS) or _reached(Q(page=page), ON_ONE_TEXT)


def _reached(which: Q, limits: tuple[tuple[int, timedelta], ...]) -> bool:
    now = timezone.now()
    return any(Comment.objects.filter(which, created__gte=now - span).count() >= most for most, span in limits)

"""What the law gives to those who wrote: to see what is kept about them, to have it erased, and to be forgotten."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from evenhand_site.comments.lines import line_of
from evenhand_site.comments.models import Comment, CommentRules

__all__ = ["about", "erase", "forget_old", "of_address", "withdraw"]

log = logging.getLogger("evenhand_site.comments")

HASHES_KEPT = timedelta(days=1)
REFUSED_KEPT = timedelta(days=90)


def of_address(email: str) -> QuerySet[Comment]:
    """The comments of an e-mail address, however it was capitalised, also those of an account that bears it."""
    email = email.strip()
    if not email:
        return Comment.objects.none()
    own = Comment.objects.filter(author_email__iexact=email) | Comment.objects.filter(account__email__iexact=email)
    return own.select_related("page", "page__locale", "parent").order_by("created", "pk")


def about(email: str) -> dict[str, Any]:
    """Everything that the comments keep about an e-mail address, as JSON can hold it."""
    return {
        "email": email,
        "made": timezone.now().isoformat(),
        "comments": [
            line_of(comment) | {"follow": comment.follow, "address_hash": comment.address_hash}
            for comment in of_address(email)
        ],
    }


def erase(email: str, *, words_too: bool, by: Any = None) -> int:
    """Take name and address off every comment of the person, on request the words too; the thread stays.

    Returns the number of comments; a line in the log says that it was done, without saying to whom.
    """
    with transaction.atomic():
        found = list(of_address(email))
        for comment in found:
            _strip(comment, words_too=words_too)
    log.info("%s comments of one address anonymised, words %s, by %s", len(found), "too" if words_too else "kept", by)
    return len(found)


def withdraw(comment: Comment) -> None:
    """What its writer may do: name, address and words go; the place in the thread stays where somebody answered."""
    with transaction.atomic():
        _strip(comment, words_too=True)
    log.info("comment %s withdrawn by its writer", comment.pk)


def forget_old() -> dict[str, int]:
    """Forget by the clock: hashes of addresses after a day, e-mail addresses as the rules say, refused comments and
    spam after 90 days. How many of each were forgotten."""
    now, rules = timezone.now(), CommentRules.load()
    hashes = Comment.objects.exclude(address_hash="").filter(created__lt=now - HASHES_KEPT)
    counts = {"hashes": hashes.update(address_hash="")}
    if rules.addresses_kept_days:
        old = now - timedelta(days=rules.addresses_kept_days)
        addresses = Comment.objects.exclude(author_email="").filter(created__lt=old)
        counts["addresses"] = addresses.update(author_email="", follow=Comment.Follow.NO)
    unwanted = [Comment.State.REFUSED, Comment.State.SPAM]
    gone = Comment.objects.filter(state__in=unwanted, created__lt=now - REFUSED_KEPT)
    counts["refused"] = gone.count() and gone.delete()[0]
    if any(counts.values()):
        log.info("forgotten: %s", counts)
    return counts


def _strip(comment: Comment, *, words_too: bool) -> None:
    comment.author_name = comment.author_email = comment.author_url = comment.address_hash = ""
    comment.account, comment.follow, comment.voice = None, Comment.Follow.NO, Comment.Voice.READER
    if words_too:
        comment.text = comment.text_as_written = ""
        comment.withdrawn = comment.withdrawn or timezone.now()
        if not comment.replies.filter(state=Comment.State.APPROVED).exists():
            comment.state = Comment.State.REFUSED
    comment.save()
    ModelLogEntry.objects.for_instance(comment).update(label=str(comment.pk))  # labels repeat name and words

"""Moderation: who may decide, what a decision does, and the letters around it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override
from wagtail.log_actions import log as log_action
from wagtail.users.models import UserProfile

from evenhand_site.comments import defence
from evenhand_site.comments.models import Comment
from evenhand_site.house import letters

__all__ = [
    "DECISIONS", "decide", "link_is_right", "may_moderate", "moderators", "one_click", "tell_followers",
    "tell_moderators",
]  # fmt: skip

log = logging.getLogger("evenhand_site.comments")

PERMISSION = "comments.change_comment"
DECISIONS = {
    "approve": Comment.State.APPROVED,
    "refuse": Comment.State.REFUSED,
    "spam": Comment.State.SPAM,
}


def may_moderate(user: Any) -> bool:
    """Whether the user may decide about comments."""
    return user.is_active and user.has_perm(PERMISSION)


def moderators() -> list[Any]:
    """Active users with the permission and an e-mail address, each once."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return list(get_user_model().objects.with_perm(PERMISSION, backend=backend).exclude(email="").order_by("pk"))


def decide(comments: Iterable[Comment], decision: str, user: Any) -> int:
    """Approve, refuse or mark as spam; how many were changed. Withdrawn comments stay as they are."""
    state, changed = DECISIONS[decision], 0
    for comment in comments:
        if comment.state == state or comment.withdrawn:
            continue
        with transaction.atomic():
            comment.state = state
            comment.save(update_fields=["state"])
            log_action(comment, f"comments.{decision}", user=user)
            if state == Comment.State.APPROVED:
                transaction.on_commit(lambda comment=comment: _approved(comment))
        changed += 1
    return changed


def one_click(comment: Comment, decision: str) -> str:
    """The address of a decision, below the root: signed, so that no page elsewhere can lead a moderator into it."""
    return reverse("comments_decide", args=[_signer().sign(f"{comment.pk}.{decision}")])


def link_is_right(word: str) -> tuple[int, str] | None:
    """The comment's key and the decision behind a one-click link; None where the link was not made here."""
    try:
        key, decision = _signer().unsign(word).split(".")
    except BadSignature:
        return None
    return int(key), decision


def tell_moderators(comment: Comment) -> None:
    """A letter to each moderator, in that person's language, about a comment that waits."""
    for moderator in moderators():
        language = UserProfile.get_for_user(moderator).get_preferred_language()
        links = {decision: one_click(comment, decision) for decision in DECISIONS}
        letters.send("comments/letters/waits.txt", moderator.email, language, comment=comment, links=links)


def tell_followers(comment: Comment) -> None:
    """A letter to whoever wrote the comment that this one answers, where that person confirmed the wish."""
    answered = comment.parent
    if answered is None or answered.follow != Comment.Follow.CONFIRMED or not answered.author_email:
        return
    if answered.author_email != comment.author_email:
        _write(answered, "comments/letters/reply.txt", reply=comment)


def _approved(comment: Comment) -> None:
    if comment.follow == Comment.Follow.ASKED and comment.author_email:
        _write(comment, "comments/letters/confirm.txt")
    tell_followers(comment)


def _write(comment: Comment, template: str, **words: Any) -> None:
    language = comment.page.locale.language_code
    with override(language):
        link = settings.BASE_URL + reverse("comment-follow", args=[defence.signed(comment, "follow")])
    letters.send(template, comment.author_email, language, comment=comment, link=link, **words)


def _signer() -> Signer:
    return Signer(sep=".", salt="comments.decide")

"""Taking a comment in: who speaks, storing it once, and telling the moderators."""

from __future__ import annotations

import logging
from typing import Any

from django.db import IntegrityError, transaction

from evenhand_site.comments import defence, moderation
from evenhand_site.comments.models import Comment
from evenhand_site.publications.models import Publication

__all__ = ["voice_of", "write"]

log = logging.getLogger("evenhand_site.comments")


def voice_of(user: Any, page: Publication) -> str:
    """As what somebody writes below a text: its author, an editor, or a reader."""
    if not user.is_authenticated:
        return Comment.Voice.READER
    if page.authorships.filter(person__account=user).exists():
        return Comment.Voice.AUTHOR
    return Comment.Voice.EDITOR if moderation.may_moderate(user) else Comment.Voice.READER


def write(
    page: Publication,
    parent: Comment | None,
    words: dict[str, Any],
    mark: defence.Mark,
    *,
    user: Any,
    voice: str,
    address: str,
) -> Comment:
    """The comment, stored once for each mark: published at once where a voice of the network speaks, else pending."""
    comment = Comment(uid=mark.uid, page=page, parent=parent, voice=voice, text=words["text"])
    comment.account = user if user.is_authenticated else None
    if voice:
        comment.author_name = _name(user, page)
        comment.state = Comment.State.APPROVED
    else:
        comment.author_name, comment.author_email = words["author_name"], words["author_email"]
        comment.author_url, comment.address_hash = words["author_url"], address
        comment.follow = Comment.Follow.ASKED if words["follow"] else Comment.Follow.NO
    try:
        with transaction.atomic():
            comment.save(force_insert=True)
            tell = moderation.tell_followers if voice else moderation.tell_moderators
            transaction.on_commit(lambda: tell(comment))
    except IntegrityError:  # the same form, sent twice
        return Comment.objects.select_related("page").get(uid=mark.uid)
    log.info("comment %s on page %s: %s", comment.pk, page.pk, comment.state)
    return comment


def _name(user: Any, page: Publication) -> str:
    person = getattr(user, "person", None)
    if person:
        return person.name_in(page.locale.language_code)
    return user.get_full_name() or user.get_username()

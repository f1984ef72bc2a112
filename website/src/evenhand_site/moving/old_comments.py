"""Comments of the old site: threads, states, plain words; links back from other sites are left out."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils import timezone

from evenhand_site.comments.models import Comment
from evenhand_site.comments.text import one_line, tidy
from evenhand_site.moving import wxr
from evenhand_site.moving.body import sanitised
from evenhand_site.moving.models import Imported
from evenhand_site.moving.times import AHEAD, moment
from evenhand_site.publications.models import Publication

__all__ = ["bring", "doubts", "new", "real", "words"]

STATES = {
    "1": Comment.State.APPROVED,
    "0": Comment.State.PENDING,
    "spam": Comment.State.SPAM,
    "trash": Comment.State.REFUSED,
    "post-trashed": Comment.State.REFUSED,
}


def real(comments: list[wxr.Comment]) -> tuple[list[wxr.Comment], list[str]]:
    """Comments of people, those answered before their answers; and what else there was, in words."""
    people = {each.number: each for each in comments if each.type in {"", "comment"} and each.number}
    others = Counter(each.type or "without a number" for each in comments if each.number not in people)
    ordered: dict[str, wxr.Comment] = {}
    for each in people.values():
        chain = []
        while each.number not in ordered and each not in chain:
            chain.append(each)
            each = people.get(each.parent, each)
        ordered |= {link.number: link for link in reversed(chain)}
    return list(ordered.values()), [f"{count} {kind} left out" for kind, count in sorted(others.items())]


def new(source: str, comments: list[wxr.Comment]) -> list[wxr.Comment]:
    """The comments that were never brought before; one that was deleted here stays deleted."""
    marks = Imported.objects.filter(source=source, kind="comment", key__in=[each.number for each in comments])
    here = set(marks.values_list("key", flat=True))
    return [each for each in comments if each.number not in here]


def doubts(comments: list[wxr.Comment]) -> list[str]:
    """What is odd about the times of comments, and what `bring` makes of it."""
    soon, whens = timezone.now() + AHEAD, [moment(each.date) for each in comments]
    undated, early = whens.count(None), sum(when is not None and when > soon for when in whens)
    return [
        *([f"{undated} comments without a date that can be read: dated like what they answer"] if undated else []),
        *([f"{early} comments with a date that is still to come: dated now"] if early else []),
    ]


def bring(source: str, page: Publication, comments: list[wxr.Comment]) -> None:
    """Store comments, those that are answered first. None is later than now; one without a date is as old as what it
    answers, a comment or the text."""
    answered = {each.parent for each in comments}
    marks = Imported.objects.filter(source=source, kind="comment", key__in=answered)
    here: dict[str, int | None] = dict(marks.values_list("key", "object_id"))
    present = dict(Comment.objects.filter(page=page).values_list("pk", "created"))
    now = timezone.now()
    with transaction.atomic():
        for each in comments:
            parent = here.get(each.parent)
            before = present.get(parent) or page.first_published_at or now
            comment = Comment.objects.create(
                page=page, parent_id=parent if parent in present else None, author_name=one_line(each.author)[:100],
                author_email=_right(each.email, validate_email, 254), author_url=_right(each.address, _web, 300),
                text=tidy(words(each.text)), created=min(moment(each.date) or before, now),
                state=STATES.get(each.approved, Comment.State.PENDING), imported_id=each.number[:64],
            )  # fmt: skip
            here[each.number] = comment.pk
            present[comment.pk] = comment.created
            Imported.objects.create(
                source=source, kind="comment", key=each.number, model="comments.comment", object_id=comment.pk
            )


def words(html: str) -> str:
    """The plain words of a comment; a link's address stands behind it in brackets."""
    marked = re.sub(r"\r\n?", "\n", html)
    soup = BeautifulSoup(f"<div>{sanitised(marked)}</div>", "html.parser")
    for link in soup.find_all("a"):
        address = str(link.get("href") or "")
        text = link.get_text()
        link.replace_with(text if not address or address in text else f"{text} ({address})")
    for tag in soup.find_all(["br", "p", "li", "blockquote", "div"]):
        tag.append("\n") if tag.name != "br" else tag.replace_with("\n")
    return soup.get_text().strip()


def _web(address: str) -> None:
    URLValidator(schemes=["http", "https"])(address)


def _right(value: str, check: object, longest: int) -> str:
    """The value, or nothing where it is not of the right form."""
    try:
        check(value)
    except ValidationError:
        return ""
    return value if len(value) <= longest else ""

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
from evenhand_site.moving.times import moment
from evenhand_site.publications.models import Publication

__all__ = ["bring", "real", "words"]

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


def bring(source: str, page: Publication, comments: list[wxr.Comment]) -> int:
    """Store the comments that were never brought before; how many there were. One that was deleted stays deleted."""
    marks = Imported.objects.filter(source=source, kind="comment", key__in=[each.number for each in comments])
    here: dict[str, int | None] = dict(marks.values_list("key", "object_id"))
    new = [each for each in comments if each.number not in here]
    if not new:
        return 0
    present = set(Comment.objects.filter(page=page).values_list("pk", flat=True))
    with transaction.atomic():
        for each in new:
            parent = here.get(each.parent)
            comment = Comment.objects.create(
                page=page, parent_id=parent if parent in present else None, author_name=one_line(each.author)[:100],
                author_email=_right(each.email, validate_email, 254), author_url=_right(each.address, _web, 300),
                text=tidy(words(each.text)), created=moment(each.date) or timezone.now(),
                state=STATES.get(each.approved, Comment.State.PENDING), imported_id=each.number[:64],
            )  # fmt: skip
            here[each.number] = comment.pk
            present.add(comment.pk)
            Imported.objects.create(
                source=source, kind="comment", key=each.number, model="comments.comment", object_id=comment.pk
            )
    return len(new)


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
        check(value)  # type: ignore[operator]
    except ValidationError:
        return ""
    return value if len(value) <= longest else ""

"""Comments as JSON Lines (jsonlines.org): one object a line, UTF-8; what is exported here is read back here.

==================  =====================================================================================
key                 meaning
==================  =====================================================================================
``uid``             UUID; the comment's name for good. A line whose uid is known already changes nothing
``page``            address of the text below the root, such as ``/en/commentary/quiet-talks/``
``parent``          uid of the comment that it answers, which may stand on any line; null
``author_name``     text, at most 100 characters
``author_email``    text; left empty by ``--without-addresses``
``author_url``      http or https address, or empty
``text``            the comment, plain text
``text_as_written`` what stood there before a moderator edited it, or empty
``created``         time with its offset (RFC 3339); so are ``edited`` and ``withdrawn``, which may be null
``state``           ``pending``, ``approved``, ``refused`` or ``spam``
``voice``           empty for a reader, else ``author`` or ``editor``
``imported_id``     number in the system that it once came from, or empty
==================  =====================================================================================

Only ``page``, ``text``, ``created`` and ``state`` must be there.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime

from evenhand_site.comments.models import Comment
from evenhand_site.comments.text import one_line, tidy
from evenhand_site.keeping.generation import raise_after_commit
from evenhand_site.publications.models import Publication

__all__ = ["BadLines", "export", "line_of", "read"]

WORDS = ("author_name", "author_email", "author_url", "text", "text_as_written", "state", "voice", "imported_id")
TIMES = ("created", "edited", "withdrawn")


@dataclass
class _Line:
    """A comment to be stored, the number of its line, the uid of what it answers."""

    number: int
    comment: Comment
    parent: uuid.UUID | None


class BadLines(ValueError):
    """Faults of a file of comments, each with its line; nothing was imported."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def line_of(comment: Comment, *, addresses: bool = True) -> dict[str, Any]:
    """The object that stands for a comment."""
    line = {"uid": str(comment.uid), "page": _address(comment.page)}
    line["parent"] = str(comment.parent.uid) if comment.parent else None
    line |= {key: getattr(comment, key) for key in WORDS}
    line |= {key: getattr(comment, key) and getattr(comment, key).isoformat() for key in TIMES}
    return line if addresses else line | {"author_email": ""}


def export(*, addresses: bool = True) -> Iterator[str]:
    """A line for each comment, oldest first."""
    comments = Comment.objects.select_related("page", "page__locale", "parent").order_by("created", "pk")
    for comment in comments.iterator(chunk_size=1000):
        yield json.dumps(line_of(comment, addresses=addresses), ensure_ascii=False) + "\n"


def read(lines: Iterable[str]) -> tuple[int, int]:
    """Import the lines: how many comments are new, how many were here already.

    Raises
    ------
    BadLines
        With every fault of the file; then nothing is imported.
    """
    faults: list[str] = []
    new: dict[uuid.UUID, _Line] = {}
    here = dict(Comment.objects.values_list("uid", "pk"))
    twins = {(page, number): pk for page, number, pk in _imported()}
    pages, total = _Pages(), 0
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        total += 1
        try:
            comment, parent = _comment(text, pages)
        except (ValueError, ValidationError) as fault:
            faults.append(f"line {number}: {'; '.join(getattr(fault, 'messages', [str(fault)]))}")
            continue
        twin = comment.imported_id and twins.get((comment.page_id, comment.imported_id))
        if twin:
            here.setdefault(comment.uid, twin)
        elif comment.uid not in here:
            new.setdefault(comment.uid, _Line(number, comment, parent))
    faults += [
        f"line {line.number}: its parent {line.parent} is nowhere"
        for line in new.values()
        if line.parent and line.parent not in here and line.parent not in new
    ]
    faults += _twice(new) + _circles(new)
    if faults:
        raise BadLines(faults)
    _store(new, here)
    return len(new), total - len(new)


@transaction.atomic
def _store(new: dict[uuid.UUID, _Line], here: dict[uuid.UUID, int]) -> None:
    Comment.objects.bulk_create([line.comment for line in new.values()], batch_size=500)
    here |= {uid: line.comment.pk for uid, line in new.items()}
    answering = [line for line in new.values() if line.parent]
    for line in answering:
        line.comment.parent_id = here[line.parent]
    Comment.objects.bulk_update([line.comment for line in answering], ["parent"], batch_size=500)
    raise_after_commit()


def _imported() -> Iterable[tuple[int, str, int]]:
    return Comment.objects.exclude(imported_id="").values_list("page_id", "imported_id", "pk")


def _comment(text: str, pages: _Pages) -> tuple[Comment, uuid.UUID | None]:
    line = json.loads(text)
    if not isinstance(line, dict):
        raise ValueError("expected an object in braces")
    missing = [key for key in ("page", "text", "created", "state") if key not in line]
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}")
    strange = sorted(set(line) - {"uid", "page", "parent", *WORDS, *TIMES, "follow", "address_hash"})
    if strange:
        raise ValueError(f"unknown: {', '.join(strange)}")
    wrong = [key for key in WORDS if not isinstance(line.get(key, ""), str)]
    if wrong:
        raise ValueError(f"expected text in quotation marks: {', '.join(wrong)}")
    comment = Comment(page_id=pages.key(line["page"]), **{key: line[key] for key in WORDS if key in line})
    if line.get("uid"):
        comment.uid = uuid.UUID(str(line["uid"]))
    comment.author_name, comment.text = one_line(comment.author_name), tidy(comment.text)
    for key in TIMES:
        if line.get(key) or key == "created":
            setattr(comment, key, _time(key, line[key]))
    comment.clean_fields(exclude=["page", "parent", "account", "uid"])
    if comment.author_url and not comment.author_url.lower().startswith(("http://", "https://")):
        raise ValueError("author_url begins with neither http:// nor https://")
    parent = line.get("parent")
    return comment, uuid.UUID(str(parent)) if parent else None


def _time(key: str, text: Any) -> datetime:
    time = parse_datetime(text) if isinstance(text, str) else None
    if time is None or time.tzinfo is None:
        raise ValueError(f"{key}: expected a time with its offset, such as 2026-03-01T12:00:00+00:00")
    return time


def _twice(new: dict[uuid.UUID, _Line]) -> list[str]:
    """A fault for each number of another system that is used for two comments below one text."""
    first: dict[tuple[int, str], int] = {}
    faults = []
    for line in new.values():
        mark = (line.comment.page_id, line.comment.imported_id)
        if mark[1] and first.setdefault(mark, line.number) != line.number:
            faults.append(f"line {line.number}: imported_id {mark[1]!r} stands on line {first[mark]} too")
    return faults


def _circles(new: dict[uuid.UUID, _Line]) -> list[str]:
    """A fault for each comment from which the way up never ends."""
    safe: set[uuid.UUID] = set()
    faults = []
    for uid, line in new.items():
        way, at = set(), uid
        while at in new and at not in safe and at not in way:
            way.add(at)
            at = new[at].parent
        if at in way:
            faults.append(f"line {line.number}: the comments that it answers go round in a circle")
        else:
            safe |= way
    return faults


class _Pages:
    """Looks texts up by their address below the root, each once."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def key(self, address: Any) -> int:
        if not isinstance(address, str):
            raise ValueError("page: expected an address in quotation marks")
        if address not in self.found:
            language, _, rest = address.strip("/").partition("/")
            pages = Publication.objects.filter(locale__language_code=language, url_path__endswith=f"/{rest}/")
            exact = [page.pk for page in pages if rest and _address(page) == f"/{language}/{rest}/"]
            if not exact:
                raise ValueError(f"page: there is no text at {address}")
            self.found[address] = exact[0]
        return self.found[address]


def _address(page: Publication) -> str:
    """Language and path below the language's home page: the address that readers see."""
    return f"/{page.locale.language_code}/{page.url_path.split('/', 2)[2]}"

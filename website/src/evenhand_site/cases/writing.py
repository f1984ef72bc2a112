"""The file of a case while it is written: what it says of itself, what is wrong with it, what it begins with."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import evenhand
from evenhand.errors import CaseError, Fault, InputError
from evenhand.report.faults import said as worded
from evenhand.report.language import speaking

__all__ = [
    "Examined",
    "Path",
    "as_typed",
    "document_of",
    "emptied",
    "examine",
    "mapping_at",
    "may_be_id",
    "mended_at",
    "parties_of",
    "refuse_faults",
    "said",
    "started",
    "uploaded",
    "with_id",
]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Examined:
    """What is wrong and what is odd in a file, each with the path of the value that it concerns.

    ``numbers``: how many numbers somebody gave in a file without faults; ``unsourced``: the paths of those that name no
    source, nor say how they were come by.
    """

    faults: tuple[tuple[Path, Fault], ...]
    warnings: tuple[tuple[Path, Fault], ...]
    numbers: int = 0
    unsourced: tuple[Path, ...] = ()

    def at(self, path: Path, deeper: bool = True) -> Iterator[tuple[str, Fault]]:
        """Faults and warnings at a path, and below it unless told otherwise: ``("fault" or "warning", it)``."""
        for kind, found in (("fault", self.faults), ("warning", self.warnings)):
            for place, fault in found:
                if place == path or (deeper and place[: len(path)] == path):
                    yield kind, fault

    @property
    def messages(self) -> list[str]:
        """The faults in words, each with its line."""
        return [said(fault) for _path, fault in self.faults]


def examine(text: str, case_id: str) -> Examined:
    """What ``evenhand check`` says of a file, and whether it is the file of the case of this name."""
    return _examined(text, case_id, get_language())


@lru_cache(maxsize=32)
def _examined(text: str, case_id: str, _language: str | None) -> Examined:
    checked = evenhand.check(text, "")
    faults, warnings = checked.faults, checked.warnings
    document = document_of(text)
    own = document.value(("case",)) if document else case_id
    if document is not None and own is not None and own != case_id:
        span = document.places.span(("case",))
        line, column = document.places.line_column(span[0]) if span else (0, 0)
        message = _("the file says that it is another case, “%(own)s”") % {"own": own}
        wrong = Fault(line, column, "case-id", message, text=str(own), expected=f"case: {case_id}")
        faults = (*faults, wrong)
    return Examined(
        tuple(_placed(faults, document)), tuple(_placed(warnings, document)), checked.numbers, checked.unsourced
    )


def _placed(faults: tuple[Fault, ...], document: Any) -> Iterator[tuple[Path, Fault]]:
    for fault in sorted(faults):
        yield (document.places.path(fault.line, fault.column) if document and fault.line else ()), fault


@lru_cache(maxsize=8)
def document_of(text: str) -> evenhand.Document | None:
    """The text as something to look into; None while it is no YAML mapping. To edit it, take one of your own."""
    try:
        return evenhand.Document(text)
    except CaseError:
        return None


def refuse_faults(text: str, case_id: str) -> None:
    """Raise ValidationError with what is wrong in a case's file, twenty faults at most."""
    faults = examine(text, case_id).messages
    if faults:
        more = len(faults) - 20
        told = [*faults[:20], _("and %(count)s more") % {"count": more}] if more > 0 else faults
        raise ValidationError({"text": [_("A case with faults is not published."), *told]})


def mended_at(path: Path, fault: Fault) -> tuple[Path, ...]:
    """Where what is wrong at a path is put right, the best place first: a name that cannot be at the short name, a
    numeraire without a weight among the party's weights.
    """
    if fault.code == "numeraire" and path[:1] == ("parties",):
        return ("weights", path[1]), path
    return ((*path, "id"), path) if fault.code in ("name", "reserved-name") else (path,)


def said(fault: Fault) -> str:
    """A fault on one line."""
    where = _("line %(line)s, column %(column)s") % {"line": fault.line, "column": fault.column}
    with speaking(get_language() or "en"):
        message = worded(fault.message)
    return f"{where}: {message}" if fault.line else message


def as_typed(text: str, before: str) -> str:
    """What a browser sent, with the ends of lines that the file had; browsers send the same ones for every file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "\r\n") if "\r\n" in before else text


def with_id(text: str, case_id: str) -> str:
    """The file as that of another case."""
    if (found := document_of(text)) is None or found.value(("case",)) == case_id:
        return text
    document = evenhand.Document(text)
    document.set(("case",), case_id)
    return document.text


def mapping_at(document: Any, *path: str | int) -> dict[str, Any]:
    """The mapping at a path of a file; an empty one where none stands there."""
    found = document.value(path)
    return found if isinstance(found, dict) else {}


def uploaded(content: bytes) -> str:
    """The text of an uploaded file.

    Raises
    ------
    ValidationError
        If it is too large or no text in UTF-8.
    """
    if len(content) > LARGEST:
        raise ValidationError(_("The file is larger than 5 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValidationError(
            _("The file is not in UTF-8 (see line %(line)s); save it as UTF-8.") % {"line": line}
        ) from None
    if not text.strip() or "\0" in text:
        raise ValidationError(_("The file holds no text."))
    return text


LARGEST = 5_000_000
"""Bytes; as much as a form may bring."""


def emptied(case_id: str, title: str, parties: Iterable[str], issue: str) -> str:
    """A file with nothing but the names of a case, its parties and its first issue.

    Raises
    ------
    ValidationError
        If there are not two parties, or two have the same name.
    """
    names = parties_of(parties)
    document = evenhand.Document(f"case: {case_id}\n")
    document.set(("title",), title)
    document.set(
        ("parties",), {short: {"name": name} for short, name in zip(_short(names, "parties"), names, strict=True)}
    )
    document.set(("issues",), {_short([issue], "issues")[0]: {"title": issue.strip()}})
    return document.text


def parties_of(lines: Iterable[str]) -> list[str]:
    """The names of a new case's parties, one on each line.

    Raises
    ------
    ValidationError
        If there are not two, or two are the same.
    """
    names = [name.strip() for name in lines if name.strip()]
    if len(names) < 2:
        raise ValidationError(_("A dispute has two parties or more: write each on a line of its own."))
    if len({name.casefold() for name in names}) < len(names):
        raise ValidationError(_("Each party needs a name of its own."))
    return names


def may_be_id(name: str, section: str = "") -> bool:
    """Whether the format takes a name for an id; of a section, where some words have a meaning of their own there."""
    tried = {"case": name, **({section: {name: {}}} if section else {})}
    codes = {fault.code for fault in evenhand.check(json.dumps(tried, ensure_ascii=False)).faults}
    return codes.isdisjoint({"name", "reserved-name", "character"})


def _short(names: Iterable[str], section: str) -> list[str]:
    """An id for each name: its letters and digits, with hyphens between."""
    found: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKC", name).lower()  # an index or a Roman numeral as its plain characters
        short = re.sub(r"[\W_]+", "-", plain).strip("-")[:40].strip("-")
        short = short if may_be_id(short) else "x"
        free = (each for each in chain([short], (f"{short}-no-{number}" for number in count(2))) if each not in found)
        found.append(next(each for each in free if may_be_id(each, section)))
    return found


def started(case_id: str, title: str) -> str:
    """The engine's file to begin with.

    Raises
    ------
    ValidationError
        If name or title cannot be one.
    """
    try:
        return evenhand.starter(case_id, title)
    except InputError as error:
        raise ValidationError(str(error)) from error

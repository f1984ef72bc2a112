"""What a field of a form holds, and how it gets into the file: words, choices, lists of names, numbers with a source.

A kind shows a value of the file as texts, one for each input, and makes of texts that somebody changed the edits that
put them into the file. What it cannot show it leaves alone, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

import evenhand
from evenhand_site.cases.decimals import half_said, number, objection
from evenhand_site.cases.references import fits
from evenhand_site.cases.writing import Path

__all__ = [
    "ABSENT",
    "Choice",
    "Edit",
    "Flag",
    "Id",
    "Input",
    "Judgement",
    "Kind",
    "Names",
    "Sources",
    "Words",
    "mapping",
    "statuses",
    "taken_out",
]

ABSENT: Any = object()
"""In the place of a value: nothing stands there."""


def statuses() -> list[tuple[str, str]]:
    """How far a number was checked: the words of the file, and what they mean."""
    return [
        ("verified", _("it stands in the source")), ("computed", _("computed from data")),
        ("unverified", _("from memory, not checked")), ("reading", _("the author’s own reading")),
    ]  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """A change of the file: another value at a path, or, with `ABSENT`, none."""

    path: Path
    value: Any

    def __call__(self, document: evenhand.Document) -> None:
        if self.value is not ABSENT:
            document.set(self.path, self.value)
        elif document.value(self.path) is not None:
            document.remove(self.path)


def taken_out(document: evenhand.Document, paths: Iterable[Path]) -> None:
    """Take entries out, with whatever holds nothing without them; a section of the file stays.

    Raises
    ------
    InputError
        If that cannot be done in place; nothing is changed then.
    """
    gone: set[Path] = set()
    for path in paths:
        beside = _keys(document.value(path[:-1]))
        if path[-1] not in beside or any(path[:length] in gone for length in range(1, len(path))):
            continue
        while len(path) > 2 and (_alone(document, path, gone) or any(fits(path, each) for each in _NEEDED)):
            path = path[:-1]
        gone.add(path)
    document.remove(*gone)


def _alone(document: evenhand.Document, path: Path, gone: set[Path]) -> bool:
    """Whether nothing stays beside an entry."""
    above = path[:-1]
    return all(key == path[-1] or (*above, key) in gone for key in _keys(document.value(above)))


_NEEDED = (
    "issues/*/linkage/*/party", "issues/*/linkage/*/while", "issues/*/effects/*/benefit/*/to",
    "issues/*/effects/*/benefit/*/trade/to",
    *(f"{whose}/{form}" for whose in ("issues/*/preferences/*/*", "accounts/*/preferences/*/*/*")
      for form in ("all", "any", "not", "if", "then")),
)  # fmt: skip
"""What cannot be without these of its entries."""


def _keys(value: Any) -> Collection[Any]:
    return range(len(value)) if isinstance(value, list) else mapping(value)


@dataclass(frozen=True)
class Shorter(Edit):
    """A number that has lost its sources, status and note is written plainly again, unless that loses a comment."""

    def __call__(self, document: evenhand.Document) -> None:
        found = document.value(self.path)
        if not isinstance(found, dict) or list(found) != ["is"]:
            return
        tried = evenhand.Document(document.text)
        tried.set(self.path, found["is"])
        if tried.text.count("#") == document.text.count("#"):
            document.set(self.path, found["is"])


@dataclass(frozen=True)
class Input:
    """One input of a field: what its name ends in, its label, how it looks, what can be chosen in it."""

    suffix: str = ""
    label: str = ""
    look: str = "line"
    options: Sequence[tuple[str, str]] = ()
    word: str = ""


class Kind:
    """A single text."""

    def inputs(self, shown: Sequence[str]) -> list[Input]:
        return [Input()]

    def show(self, value: Any) -> tuple[str, ...] | None:
        """The value as texts, one for each input; None where it cannot be shown."""
        if value is None:
            return ("",)
        return None if isinstance(value, (dict, list)) else (_text(value),)

    def value(self, texts: Sequence[str], before: Any = None) -> Any:
        """What the texts mean; `ABSENT` where they say nothing."""
        text = texts[0].strip()
        if not text:
            return ABSENT
        return _number(text) if _is_number(before) else text

    def edits(self, path: Path, before: Any, shown: Sequence[str], texts: Sequence[str]) -> list[Edit]:
        """What puts changed texts into the file."""
        return [Edit(path, self.value(texts, before))]

    def question(self, texts: Sequence[str], before: Any = None) -> str:
        """What is asked about a number that can be read in two ways, or is half said; empty where nothing is."""
        return objection(texts[0].strip()) if _is_number(before) else ""


@dataclass(frozen=True)
class Words(Kind):
    """Text on one line, or on several; ``number`` where a number is meant."""

    several: bool = False
    number: bool = False

    def inputs(self, shown: Sequence[str]) -> list[Input]:
        return [Input(look="lines" if self.several or "\n" in shown[0] else "line")]

    def value(self, texts: Sequence[str], before: Any = None) -> Any:
        return super().value(texts, 0 if self.number else before)

    def question(self, texts: Sequence[str], before: Any = None) -> str:
        return super().question(texts, 0 if self.number else before)


@dataclass(frozen=True)
class Choice(Kind):
    """One of several words; another word that stands in the file stays among them."""

    options: Sequence[tuple[str, str]]

    def inputs(self, shown: Sequence[str]) -> list[Input]:
        known = {key for key, _label in self.options}
        kept = [] if shown[0] in known or not shown[0] else [(shown[0], shown[0])]
        return [Input(look="choice", options=[("", "—"), *self.options, *kept])]


class Flag(Kind):
    """Yes, no, or not said."""

    def inputs(self, shown: Sequence[str]) -> list[Input]:
        options = [("", "—"), ("true", _("yes")), ("false", _("no"))]
        known = [key for key, _label in options]
        return [Input(look="choice", options=options if shown[0] in known else [*options, (shown[0], shown[0])])]

    def value(self, texts: Sequence[str], before: Any = None) -> Any:
        return {"": ABSENT, "true": True, "false": False}.get(texts[0], texts[0])


@dataclass(frozen=True)
class Id(Kind):
    """The id of an entry of a section: what names it elsewhere follows when it changes."""

    section: str


class Names(Kind):
    """One name or several, with commas between them."""

    def show(self, value: Any) -> tuple[str, ...] | None:
        if isinstance(value, list):
            single = all(isinstance(name, str) and "," not in name and name.strip() == name != "" for name in value)
            return (", ".join(value),) if single else None
        return super().show(value)

    def value(self, texts: Sequence[str], before: Any = None) -> Any:
        names = [name.strip() for name in texts[0].split(",") if name.strip()]
        if not names:
            return ABSENT
        return names[0] if len(names) == 1 and not isinstance(before, list) else names


@dataclass(frozen=True)
class Sources(Kind):
    """Sources of the case, each chosen by its title, with a choice for one more; ids that stand in the file stay."""

    known: Sequence[tuple[str, str]] = ()

    def inputs(self, shown: Sequence[str]) -> list[Input]:
        return [Input(*self._called(number), "choice", self._options(text)) for number, text in enumerate(shown)]

    @staticmethod
    def _called(number: int) -> tuple[str, str]:
        return (f"source{number}", _("One more source")) if number else ("evidence", pgettext("field", "Sources"))

    def _options(self, text: str) -> Sequence[tuple[str, str]]:
        if not self.known and not text:
            return [("", _("— (no evidence in the case yet)"))]
        return Choice(self.known).inputs([text])[0].options

    def show(self, value: Any) -> tuple[str, ...] | None:
        names = value if isinstance(value, list) else [value] if value is not None else []
        if not all(isinstance(name, str) and name and name.split() == [name] for name in names):
            return None
        return (*names, "")

    def value(self, texts: Sequence[str], before: Any = None) -> Any:
        names = list(dict.fromkeys(text for text in texts if text))
        if not names:
            return ABSENT
        return names[0] if len(names) == 1 and not isinstance(before, list) else names


@dataclass(frozen=True)
class Judgement(Kind):
    """A number with its spread, and where it comes from: 5th, 50th, 95th percentile, sources, status, note."""

    known: Sequence[tuple[str, str]] = ()

    def inputs(self, shown: Sequence[str]) -> list[Input]:
        _numbers, sources, (status,), _note = _parts(shown)
        chosen = Sources(self.known).inputs(sources)
        return [
            Input("low", _("5th percentile"), "number"),
            Input("middle", _("Median, or the number"), "number"),
            Input("high", _("95th percentile"), "number"),
            *(replace(each, word="evidence" if each.suffix == "evidence" else "") for each in chosen),
            Input(
                "status", _("How well founded"), "choice", Choice(statuses()).inputs([status])[0].options, word="status"
            ),
            Input("note", pgettext("field", "Note"), "lines", word="note"),
        ]

    def show(self, value: Any) -> tuple[str, ...] | None:
        record = value if isinstance(value, dict) else {"is": value}
        numbers = self._numbers(record.get("is"))
        details = [kind.show(record.get(name)) for name, kind in self._details()]
        if numbers is None or None in details:
            return None
        return (*numbers, *(text for texts in details for text in texts or ()))

    def _details(self) -> list[tuple[str, Kind]]:
        return [("evidence", Sources(self.known)), ("status", Kind()), ("note", Kind())]

    @staticmethod
    def _numbers(value: Any) -> tuple[str, str, str] | None:
        given = value if isinstance(value, list) else [value]
        if not 1 <= len(given) <= 3 or any(isinstance(each, (dict, list, bool)) for each in given):
            return None
        texts = ["" if each is None else _text(each) for each in given]
        if len(given) != len([text for text in texts if text]) and value is not None:
            return None
        low, middle, high = {0: ("", "", ""), 1: ("", *texts, ""), 2: (*texts[:1], "", *texts[1:])}.get(
            len(texts), texts
        )
        return low, middle, high

    def value(self, texts: Sequence[str], before: Any = None) -> Any:
        numbers = self._said(texts)
        details = {
            name: found
            for (name, kind), own in zip(self._details(), _parts(texts)[1:], strict=True)
            if (found := kind.value(own)) is not ABSENT
        }
        if details:
            return details if numbers is ABSENT else {"is": numbers, **details}
        return numbers

    def question(self, texts: Sequence[str], before: Any = None) -> str:
        asked = next(filter(None, (objection(text.strip()) for text in texts[:3])), "")
        return asked or half_said(texts[:3], single=[1])

    @staticmethod
    def brief(texts: Sequence[str]) -> str:
        """The number with its spread, on one line; empty where there is none."""
        low, middle, high = (text.strip() for text in texts[:3])
        if not (low or high):
            return middle
        told = {"low": low or "…", "middle": middle, "high": high or "…"}
        return (_("%(low)s to %(high)s, median %(middle)s") if middle else _("%(low)s to %(high)s")) % told

    @staticmethod
    def _said(texts: Sequence[str]) -> Any:
        numbers = [_number(text.strip()) for text in texts[:3] if text.strip()]
        return ABSENT if not numbers else numbers[0] if len(numbers) == 1 else numbers

    def edits(self, path: Path, before: Any, shown: Sequence[str], texts: Sequence[str]) -> list[Edit]:
        if not isinstance(before, dict) or not any(text.strip() for text in texts):
            return [Edit(path, self.value(texts))]
        found = []
        if tuple(texts[:3]) != tuple(shown[:3]):
            found.append(Edit((*path, "is"), self._said(texts)))
        for (name, kind), old, own in zip(self._details(), _parts(shown)[1:], _parts(texts)[1:], strict=True):
            if own != old:
                found.append(Edit((*path, name), kind.value(own, before.get(name))))
        return [*found, Shorter(path, ABSENT)] if any(each.value is ABSENT for each in found) else found


def _parts(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The texts of a judgement: its three numbers, its sources, its status, its note."""
    given = tuple(texts)
    return given[:3], given[3:-2], given[-2:-1], given[-1:]


def _text(value: Any) -> str:
    """A single value of the file as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and 1e-9 < abs(value) < 1e16:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value).replace("e+", "e") if isinstance(value, float) else str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(text: str) -> int | float | str:
    """A number; what is none stays text, and the check of the case says so at its place."""
    found = number(text)
    return text if found is None else found


def mapping(value: Any) -> Mapping[str, Any]:
    """A mapping of the file, empty where something else stands there."""
    return value if isinstance(value, dict) else {}

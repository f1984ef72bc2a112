"""What a reader adds to a question with the form, and what is wrong with it: beside the field, in the reader's words.

The form's fields add to the changes that stand in the address already; a number or an account that is added takes the
place of what the address says of the same. What cannot be made of an address is sorted out: the first number of it
goes to the form's fields, where it can be mended, and the changes beside it stay.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

import evenhand
from evenhand.errors import InputError
from evenhand_site.cases.decimals import half_said, number, objection, plain
from evenhand_site.cases.wording import number as figure

__all__ = ["Fault", "Form", "added_to", "sorted_out", "standing"]

ADDED = ("number", "to", "cause", "account", "table")
"""Fields of the form that add a change; everything else in the address is a change already."""
_ONCE = {"cause": "off", "account": "believe", "table": "without"}
"""Fields that choose one of a list, and the change that each is."""
_LISTS = {"number": "numbers", "to": "numbers", "cause": "causes", "account": "accounts", "table": "table"}
"""The list of choices that a page has with each field."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, in the reader's language, or in that which is named."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Form:
    """What was typed and chosen, and what is wrong with it by the names of the fields."""

    number: str
    to: tuple[str, str, str]
    cause: str
    account: str
    table: str
    faults: dict[str, Fault]

    @classmethod
    def filled(cls, case: Any, asked: QueryDict) -> Form:
        """The form as it was sent."""
        typed = {name: asked.get(name, "").strip() for name in ("number", *_ONCE)}
        return cls(**typed, to=_boxes(asked), faults=dict(_faults(case, asked)))

    def summary(self, lists: Sequence[str]) -> list[tuple[str, Fault]]:
        """Everything that is wrong, each with the id of its field if a page with these lists has it."""
        return [
            ({"to": "to-1"}.get(name, name) if _LISTS[name] in lists else "", fault)
            for name, fault in self.faults.items()
        ]


def standing(asked: QueryDict) -> Iterator[str]:
    """The changes that the address has, without what the form adds."""
    for key, values in asked.lists():
        if key not in ADDED:
            yield from (f"{key}={value}" for value in values)


def sorted_out(case: Any, asked: QueryDict) -> tuple[QueryDict, list[str]]:
    """The question without the changes of its address that cannot be made, and what the engine says against them.

    The first of them that is a number goes to the form's fields, if nothing was typed there; it is no longer told of.
    """
    kept, told = asked.copy(), []
    for key, values in asked.lists():
        faults = [] if key in ADDED else [fault for value in values if (fault := _refused(case, key, value))]
        if not faults:
            continue
        kept.setlist(key, [value for value in values if not _refused(case, key, value)])
        if _is_number(case, key) and not _target(kept) and not _to(kept):
            kept["number"] = key
            to = re.split(r"\s*[,;]\s*", values[0].strip())
            kept.setlist("to", [to[0], "", to[1]] if len(to) == 2 else to)  # two are the 5th and the 95th percentile
            faults = faults[1:]
        told += faults
    return kept, told


def added_to(asked: QueryDict) -> Iterator[str]:
    """The changes of the address and those that the form adds; what is added replaces what was so."""
    target, to = _target(asked), _to(asked)
    new = {key: asked.getlist(name) for name, key in _ONCE.items()}
    if target and to:
        new[target] = [to]
    for key, values in asked.lists():
        if key not in ADDED and not (key in new and key not in ("off", "without") and any(new[key])):
            yield from (f"{key}={value}" for value in values)
    for key, values in new.items():
        yield from (f"{key}={value}" for value in values if value)


def _target(asked: QueryDict) -> str:
    return asked.get("number", "").strip()


def _boxes(asked: QueryDict) -> tuple[str, str, str]:
    """What was typed for the 5th, 50th and 95th percentile, or in the first box alone."""
    first, second, third, *_more = (*map(str.strip, asked.getlist("to")), "", "", "")
    return first, second, third


def _to(asked: QueryDict) -> str:
    return ",".join(plain(part) for part in map(str.strip, asked.getlist("to")) if part)


# --- what is wrong


def _faults(case: Any, asked: QueryDict) -> Iterator[tuple[str, Fault]]:
    target, to = _target(asked), _to(asked)
    if target and not to:
        yield "to", Fault(_("Write the new number."))
    elif to and not target:
        yield "number", Fault(_("Choose the number that is to be changed."))
    elif question := next(filter(None, (objection(part.strip()) for part in asked.getlist("to"))), ""):
        yield "to", Fault(question)
    elif incomplete := half_said(_boxes(asked), single=[0, 1]):
        yield "to", Fault(incomplete)
    elif target:
        yield from _of_number(case, target, to)
    for name, key in _ONCE.items():
        yield from ((name, _unknown(value)) for value in asked.getlist(name) if value and _refused(case, key, value))


def _of_number(case: Any, target: str, to: str) -> Iterator[tuple[str, Fault]]:
    if not _is_number(case, target):
        yield "number", _unknown(target)
    elif refusal := _refused(case, target, to):
        old = evenhand.changeable(case)[tuple(target.split(".")[1:])]
        yield "to", _explained(to, old.bounds) or Fault(refusal, "en")


def _is_number(case: Any, target: str) -> bool:
    """Whether a number of the case stands there that can be changed."""
    kind, *path = target.split(".")
    return kind == ("w" if len(path) == 2 else "e") and tuple(path) in evenhand.changeable(case)


def _refused(case: Any, key: str, value: str) -> str:
    """What the engine says against a change; empty where it can be made."""
    try:
        evenhand.read_changes(case, [f"{key}={value}"])
    except InputError as error:
        return str(error)
    return ""


def _unknown(value: str) -> Fault:
    return Fault(_("“%(value)s” is none of the choices.") % {"value": value[:80]})


def _explained(to: str, bounds: tuple[float, float]) -> Fault | None:
    """What is wrong with numbers, if it is one of the faults that have words here."""
    parts = [part for part in re.split(r"[,;\s]+", to) if part]
    found: list[float] = []
    for part in parts:
        value = number(part)
        if value is None or not math.isfinite(value):
            return Fault(_("“%(value)s” is no number.") % {"value": part[:80]})
        found.append(value)
    if found != sorted(found):
        return Fault(_("Percentiles stand from the smallest to the largest."))
    return _out_of(bounds) if any(not bounds[0] <= value <= bounds[1] for value in found) else None


def _out_of(bounds: Sequence[float]) -> Fault:
    low, high = (figure(bound) if math.isfinite(bound) else "" for bound in bounds)
    if low and high:
        return Fault(_("A number from %(low)s to %(high)s is expected.") % {"low": low, "high": high})
    if low:
        return Fault(_("A number of %(low)s or more is expected.") % {"low": low})
    return Fault(_("A number of %(high)s or less is expected.") % {"high": high})

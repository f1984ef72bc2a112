"""Where a case file names a party, an interest, an issue, an effect, a source: the places that follow one another.

A place is a path of steps. ``*`` is any step; ``@`` a key that is the id itself, ``@.`` and ``.@`` one that begins or
ends with it (``party.interest``). A place that ends in ``=`` and one of these is a value, or an entry of a list, rather
than a key. A test holds the places against the format, so that none which the format gets later can be forgotten here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evenhand_site.cases.writing import Path

__all__ = ["CONDITIONS", "EVERY", "OF_A_PARTY_ONLY", "STANCES", "Reference", "fits", "naming", "references"]

_EFFECTS = ("issues/*/effects/*", "accounts/*/effects/*")
_RECEIVERS = tuple(
    f"{effect}/{name}"
    for effect in _EFFECTS
    for name in ("gives", "benefit/*/to", "benefit/*/savings", "benefit/*/trade/to")
)
_OPINIONS = ("expects", "ranking", "preferences")
_PAYERS = ("issues/*/effects/*/benefit/*/paid by",)

OF_A_PARTY_ONLY = (
    "weights/@", "accounts/@", "pressure/@", "pressure/*/costs/@", "parties/*/trust/@", "parties/*/ratifies/=@",
    *(f"issues/*/{name}/@" for name in ("stances", "default", "irreversible", *_OPINIONS)),
    *(f"{place}/@." for place in _RECEIVERS),
    *(f"accounts/*/{name}/@" for name in ("weights", "attachment", "caution", "trust", "rate", "ratifiers")),
    "accounts/*/trust/*/@",
    *(f"accounts/*/{name}/*/@" for name in _OPINIONS),
    *(f"{place}/=@." for place in _PAYERS), "issues/*/linkage/*/party/=@",
    "episodes/*/expected/@", "episodes/*/got/@", "episodes/*/unmet/=@",
    "courses/adaptation of/@", "experts/*/side/=@", "evidence/*/side/=@", "translations/*/parties/@",
    "translations/*/words/*/@", "translations/*/episodes/*/expected/@", "translations/*/episodes/*/got/@",
)  # fmt: skip
"""What is said of a party and of nobody else, but for its own entry."""
_STATES = tuple(f"{whose}/ranking/{each}" for whose, each in (("issues/*", "*/*"), ("accounts/*", "*/*/*")))
_STATEMENTS = tuple(f"{whose}/preferences/{each}" for whose, each in (("issues/*", "*/*"), ("accounts/*", "*/*/*")))
CONDITIONS = (
    "issues/*/effects/*/when/@", "issues/*/infeasible/*/@", "issues/*/linkage/*/while/*/@",
    "issues/*/outcome later/*/state/@",
    *(f"{state}{tied}/@" for state in _STATES for tied in ("", "/*")),
    *(f"{each}{form}/@" for each in _STATEMENTS for form in ("", "/all", "/any/*", "/not", "/if", "/then")),
)  # fmt: skip
"""Stances of several sides, one of which may be the party's."""
_NUMBERS = (
    *(f"parties/*/{name}" for name in ("attachment", "caution", "rate", "trust/*")), "weights/*/*",
    *(f"{effect}/{name}" for effect in _EFFECTS for name in ("chance", "after", "lasts", "benefit/*/*",
                                                             "benefit/*/trade/*")),
    *(f"{place}/*" for place in _RECEIVERS), "issues/*/expects/*/*",
    *(f"accounts/*/{name}/*" for name in ("attachment", "caution", "rate", "weights/*", "trust/*", "expects/*/*")),
    "episodes/*/expected/*/numbers/*", "episodes/*/got/*/numbers/*",
    "courses/*", "courses/adaptation of/*", "pressure/*/*", "pressure/*/costs/*",
)  # fmt: skip
_SOURCED = (
    *_NUMBERS, *_EFFECTS, *(f"issues/*/{name}/*" for name in ("linkage", "facts", "outcome later")), "episodes/*",
    "events/*",
)  # fmt: skip

EVERY = {
    "parties": (
        "parties/@", *OF_A_PARTY_ONLY, *CONDITIONS,
    ),
    "interests": (
        "interests/@", "weights/*/@", "accounts/*/weights/*/@", "parties/*/numeraire/=@",
        *(f"{place}/.@" for place in _RECEIVERS), *(f"{place}/=.@" for place in _PAYERS),
        "issues/*/expects/*/@", "accounts/*/expects/*/*/@", "episodes/*/expected/*/numbers/@",
        "episodes/*/got/*/numbers/@", "translations/*/interests/@",
    ),
    "issues": (
        "issues/@", "issues/*/linkage/*/while/@", *(f"accounts/*/{name}/@" for name in _OPINIONS),
        "courses/agreements/=@", *(f"translations/*/{name}/@" for name in ("issues", "questions", "words")),
    ),
    "effects": ("issues/*/effects/*/id/=@", "accounts/*/effects/@"),
    "evidence": ("evidence/@", *(f"{place}/evidence/=@" for place in _SOURCED)),
}  # fmt: skip
"""Every place where something is named, its own entry first, by the section in which that stands."""

_WITHHELD = "issues/*/linkage/*/withholds/=@"
_OF_WHOEVER = "translations/*/stances/@"
STANCES = (
    *(f"issues/*/{name}" for name in ("stances/*/@", "stances/*/=@", "default/*/=@", "irreversible/*/=@")),
    *(f"{place.removesuffix('@')}*/=@" for place in CONDITIONS), "translations/*/words/*/*/@", _WITHHELD, _OF_WHOEVER,
)  # fmt: skip
"""Every place where a stance is named; the step before it is the side's, but in a linkage and in `_OF_WHOEVER`."""


@dataclass(frozen=True)
class Reference:
    """A place of the file that names something, a key or else a value; what stands before and after the id."""

    path: Path
    key: bool
    before: str = ""
    after: str = ""


def references(data: Any, places: Iterable[str], name: str) -> list[Reference]:
    """Where the data of a file name something, in the order of the places, each once."""
    return list(dict.fromkeys(each for place in places for each in _fitting(data, place.split("/"), name, ())))


def naming(data: Any, section: str, name: str, of: Path = ()) -> list[Reference]:
    """Where the data of a file name an entry of a section; ``of`` is the issue and the side that a stance is of."""
    if section != "stances":
        return references(data, EVERY[section], name)
    places = [place for place in STANCES if place != _OF_WHOEVER or _is_one_sides(data, name)]
    return [
        each
        for place in places
        for each in references(data, [place], name)
        if place == _OF_WHOEVER or _whose(data, place, each.path) == of
    ]


def _is_one_sides(data: Any, stance: str) -> bool:
    """Whether one side alone has a stance of this name, on one issue."""
    return len(references(data, STANCES[:2], stance)) == 1


def _whose(data: Any, place: str, path: Path) -> Path:
    """The issue and the side of which a stance is that is named at a path which fits a place."""
    issue = path[5 if "/while/" in place else 1 if place.startswith("issues/") else 3]
    if place != _WITHHELD:
        return issue, path[len(place.removesuffix("/@").removesuffix("/=@").split("/")) - 1]
    for step in path[:4]:
        data = data[step]
    return issue, data.get("party") if isinstance(data, dict) else None


def fits(path: Path, place: str) -> bool:
    """Whether a path leads to a place, whoever is named there."""
    steps = place.split("/")
    return len(steps) == len(path) and all(
        step in ("*", "@") or step == key for step, key in zip(steps, path, strict=True)
    )


def _fitting(value: Any, steps: list[str], name: str, path: Path) -> Iterator[Reference]:
    step, rest = steps[0], steps[1:]
    if step.startswith("="):
        listed = enumerate(value) if isinstance(value, list) else []
        for where, each in [(path, value), *(((*path, index), entry) for index, entry in listed)]:
            if (around := _around(step[1:], each, name)) is not None:
                yield Reference(where, False, *around)
        return
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in entries:
        if step == "*":
            yield from _fitting(below, rest, name, (*path, key))
        elif "@" not in step:
            if key == step:
                yield from _fitting(below, rest, name, (*path, key))
        elif (around := _around(step, key, name)) is not None:
            yield Reference((*path, key), True, *around)


def _around(step: str, found: Any, name: str) -> tuple[str, str] | None:
    """What stands before and after the id in a key or a value; None where that does not name it."""
    if not isinstance(found, str):
        return None
    if step == "@":
        return ("", "") if found == name else None
    if step == "@.":
        return ("", found[len(name) :]) if found.startswith(f"{name}.") else None
    return (found[: -len(name)], "") if found.endswith(f".{name}") else None

"""Where a case file names a party, an interest, an issue, an effect, a source: the places that follow one another.

A place is a path of steps. ``*`` is any step, ``**`` any number of them; ``@`` a key that is the id itself, ``@.`` and
``.@`` one that begins or ends with it (``party.interest``). A place that ends in ``=`` and one of these is a value, or
an entry of a list, rather than a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evenhand_site.cases.writing import Path

__all__ = ["EVERY", "OF_A_PARTY_ONLY", "Reference", "references"]

_EFFECTS = ("issues/*/effects/*", "accounts/*/effects/*")
_RECEIVERS = tuple(
    f"{effect}/{name}"
    for effect in _EFFECTS
    for name in ("gives", "benefit/*/to", "benefit/*/savings", "benefit/*/trade/to")
)
_OPINIONS = ("expects", "ranking", "preferences")

OF_A_PARTY_ONLY = (
    "weights/@", "accounts/@", "pressure/@", "pressure/*/costs/@", "parties/*/trust/@", "parties/*/ratifies/=@",
    *(f"issues/*/{name}/@" for name in ("stances", "default", "irreversible", *_OPINIONS)),
    *(f"{place}/@." for place in _RECEIVERS),
    *(f"accounts/*/{name}/@" for name in ("weights", "attachment", "caution", "trust", "rate", "ratifiers")),
    "accounts/*/trust/*/@",
    *(f"accounts/*/{name}/*/@" for name in _OPINIONS),
    "episodes/*/expected/@", "episodes/*/got/@", "episodes/*/unmet/=@",
    "courses/adaptation of/@", "experts/*/side/=@", "evidence/*/side/=@", "translations/*/parties/@",
)  # fmt: skip
"""What is said of a party and of nobody else, but for its own entry."""
_STATES = tuple(f"{whose}/ranking/{each}" for whose, each in (("issues/*", "*/*"), ("accounts/*", "*/*/*")))
_STATEMENTS = tuple(f"{whose}/preferences/{each}" for whose, each in (("issues/*", "*/*"), ("accounts/*", "*/*/*")))
_CONDITIONS = (
    "issues/*/effects/*/when/@", "issues/*/infeasible/*/@", "issues/*/linkage/*/while/*/@",
    "issues/*/outcome later/*/state/@",
    *(f"{state}{tied}/@" for state in _STATES for tied in ("", "/*")),
    *(f"{each}{form}/@" for each in _STATEMENTS for form in ("", "/all", "/any/*", "/not", "/if", "/then")),
)  # fmt: skip
_PAYERS = tuple(f"{effect}/benefit/*/paid by" for effect in _EFFECTS)

EVERY = {
    "parties": (
        "parties/@", *OF_A_PARTY_ONLY, *_CONDITIONS, "issues/*/linkage/*/party/=@", "translations/*/words/*/@",
        *(f"{place}/=@." for place in _PAYERS),
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
    "evidence": ("evidence/@", "**/evidence/=@"),
}  # fmt: skip
"""Every place where something is named, its own entry first, by the section in which that stands."""


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


def _fitting(value: Any, steps: list[str], name: str, path: Path) -> Iterator[Reference]:
    step, rest = steps[0], steps[1:]
    if step.startswith("="):
        listed = enumerate(value) if isinstance(value, list) else []
        for where, each in [(path, value), *(((*path, index), entry) for index, entry in listed)]:
            if (around := _around(step[1:], each, name)) is not None:
                yield Reference(where, False, *around)
        return
    if step == "**":
        yield from _fitting(value, rest, name, path)
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in entries:
        if step in ("*", "**"):
            yield from _fitting(below, steps if step == "**" else rest, name, (*path, key))
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

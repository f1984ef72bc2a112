"""What got another id while somebody had a form open: parties, interests, issues, effects, sources, where it is sure.

A thing is known again by its name or title, or by standing at the same places of the file; an issue and an effect also
by all else that is said of them.
"""

from __future__ import annotations

from typing import Any

import evenhand
from evenhand_site.cases.fields import mapping
from evenhand_site.cases.references import EVERY, fits, references
from evenhand_site.cases.renaming import applied
from evenhand_site.cases.writing import Path

__all__ = ["Renames", "address", "choice", "place", "renames"]

Renames = dict[tuple[str, str], str]
"""The section and the id that a thing had, to the id that it has."""
_FEW = 8
"""Ids that are gone; of more, each is known by its name alone, or comparing them would take long."""
_KINDS = {"weights": ("parties",), "accounts": ("parties",), "issues": ("issues", "effects")}
"""Of which section the ids in the address of a page are."""


def renames(before: evenhand.Document, after: evenhand.Document) -> Renames:
    """What has another id in the second file, and is surely the same."""
    first, second, found = before.value(()), after.value(()), {}
    for section in EVERY:
        old, new = _entries(first, section), _entries(second, section)
        gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
        pairs = [(one, other) for one in gone for other in come if _same(section, first, one, second, other)]
        for one, other in pairs:
            if [one, other] == [each for pair in pairs if one == pair[0] or other == pair[1] for each in pair]:
                first = applied(first, section, one, other)
                found[section, one] = other
    return found


def _entries(data: Any, section: str) -> dict[str, Any]:
    if section != "effects":
        return mapping(mapping(data).get(section))
    listed = [mapping(issue).get("effects") for issue in mapping(mapping(data).get("issues")).values()]
    return {str(mapping(each).get("id")): each for one in listed if isinstance(one, list) for each in one}


def _same(section: str, before: Any, one: str, after: Any, other: str) -> bool:
    old, new = mapping(_entries(before, section)[one]), mapping(_entries(after, section)[other])
    if section in ("effects", "issues"):
        said = [{key: value for key, value in each.items() if key not in ("id", "title")} for each in (old, new)]
        if said[0] and said[0] == said[1]:
            return True
    names = [each.get("name") or each.get("title") for each in (old, new)]
    if names[0] is not None and names[0] == names[1]:
        return True
    if len(_entries(before, section).keys() - _entries(after, section)) > _FEW:
        return False
    places = references(applied(before, section, one, other), EVERY[section], other)
    return len(places) > 1 and places == references(after, EVERY[section], other)


def address(where: str, found: Renames) -> str:
    """The address of a page of forms under the ids of now."""
    name, *steps = where.split("/")
    kinds = _KINDS.get(name, ())
    moved = [found.get((kind, step), step) for kind, step in zip(kinds, steps, strict=False)]
    return "/".join([name, *moved, *steps[len(kinds) :]])


def place(path: Path, found: Renames) -> Path:
    """A path of the file under the ids of now."""
    steps = list(path)
    for (section, before), after in found.items():
        for each in EVERY[section]:
            length = each.count("/")
            if each.endswith("/@") and len(path) > length and path[length] == before and fits(path[: length + 1], each):
                steps[length] = after
    if isinstance(steps[-1], str) and "." in steps[-1]:
        steps[-1] = choice(steps[-1], found)
    return tuple(steps)


def choice(text: str, found: Renames) -> str:
    """What was chosen, an id or ``party.interest``, under the ids of now."""
    for (section, before), after in found.items():
        party, dot, interest = text.partition(".")
        if dot and section == "parties" and party == before:
            text = f"{after}.{interest}"
        elif dot and section == "interests" and interest == before:
            text = f"{party}.{after}"
        elif text == before:
            text = after
    return text

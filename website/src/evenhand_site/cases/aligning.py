"""What two versions of a case call otherwise: parties and issues that are the same under another id or another name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

import evenhand
from evenhand.errors import CaseError, InputError
from evenhand_site.cases.fields import mapping
from evenhand_site.cases.references import EVERY, references
from evenhand_site.cases.renaming import renamed

__all__ = ["Aligned", "aligned"]

_NAMES = {"parties": "name", "issues": "title"}
_ENOUGH = 3
"""Places, its own entry among them, that must name something in both versions alike for its name not to matter."""


@dataclass(frozen=True)
class Aligned:
    """The second version with the ids of the first; what has another id, as name, id before and after; other names."""

    text: str
    ids: tuple[tuple[str, str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> list[str]:
        """What was renamed, in words."""
        ids = _("%(name)s: the short name “%(before)s” is now “%(after)s”.")
        names = _("%(before)s is now called %(after)s.")
        return [ids % {"name": name, "before": old, "after": new} for name, old, new in self.ids] + [
            names % {"before": old, "after": new} for old, new in self.names
        ]


def aligned(before: str, after: str) -> Aligned:
    """Recognise what has another id, by its name or by all else that is said of it, and what has another name."""
    try:
        first = evenhand.Document(before).value(())
        evenhand.Document(after)
    except CaseError:
        return Aligned(after)
    text, ids = after, []
    for section in ("parties", "issues", "parties"):  # again: what is said of a party may name an issue
        for old, new in _pairs(section, first, evenhand.Document(text).value(())):
            try:
                text = renamed(text, section, new, old)
            except InputError:
                continue
            name = _name(section, mapping(first.get(section))[old], old)
            ids.append((name, old, new))
    return Aligned(text, tuple(ids), tuple(_called_otherwise(first, evenhand.Document(text).value(()))))


def _pairs(section: str, before: Any, after: Any) -> list[tuple[str, str]]:
    """Ids of the first version only, each with that of the second only that is the same thing."""
    old, new = mapping(before.get(section)), mapping(after.get(section))
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    found: list[tuple[str, str]] = []
    for mark in (_by_name, _by_all_else):
        first = _marked(mark, section, before, [each for each in gone if each not in dict(found)])
        second = _marked(mark, section, after, [each for each in come if each not in dict(found).values()])
        found += [(first[key], second[key]) for key in first if key in second]
    return found


def _marked(mark: Any, section: str, data: Any, ids: list[str]) -> dict[Any, str]:
    """What marks each of these ids, where it marks one alone."""
    marks = {each: mark(section, data, each) for each in ids}
    alone = [value for value in marks.values() if value is not None and list(marks.values()).count(value) == 1]
    return {value: each for each, value in marks.items() if value in alone}


def _by_name(section: str, data: Any, name: str) -> str | None:
    return _name(section, data[section][name], "").casefold() or None


def _by_all_else(section: str, data: Any, name: str) -> str | None:
    """Everything that is said at the places that name it but for its name; None where that is too little."""
    said = []
    for each in references(data, EVERY[section], name):
        if each.path[0] == "translations":
            continue
        value = data
        for step in each.path:
            value = value[step]
        own = each.path == (section, name)
        value = {key: below for key, below in mapping(value).items() if key != _NAMES[section]} if own else value
        place = [each.before + "@" + each.after if step == each.path[-1] else step for step in each.path]
        said.append((place, value if each.key else "@"))
    if section == "issues":
        return repr(said) if said and len(said[0][1]) >= _ENOUGH else None
    return repr(sorted(said, key=repr)) if len(said) >= _ENOUGH else None


def _name(section: str, entry: Any, otherwise: str) -> str:
    given = mapping(entry).get(_NAMES[section])
    return given.strip() if isinstance(given, str) and given.strip() else otherwise


def _called_otherwise(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    for section in _NAMES:
        old, new = mapping(before.get(section)), mapping(after.get(section))
        for each in old:
            names = _name(section, old[each], each), _name(section, new.get(each), each)
            if each in new and names[0] != names[1]:
                yield names

"""What comes next in a case that is being written: what is missing is asked for in the order of writing.

Much is missing in a case that has just begun, and each thing is a fault of its own; most of them go, or make sense,
only once what comes before is there. So those of the first stage alone are told, as steps; the others wait. What is
wrong rather than missing is told at once. Nothing of this is published or submitted.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.utils.translation import gettext as _

import evenhand
from evenhand.errors import Fault
from evenhand_site.cases.writing import Examined, Path, mapping_at

__all__ = ["Ahead", "Step", "apart"]


@dataclass(frozen=True)
class Step:
    """Something to be filled in: in words, the page of forms where that is done, and the field there if it is one.

    ``line`` and ``column`` are those of the fault that asks for it, 0 where none does.
    """

    words: str
    where: str
    field: str = ""
    line: int = dataclasses.field(default=0, compare=False)
    column: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True)
class Ahead:
    """The steps that can be taken now, how many further things are missing that are asked for afterwards, and what may
    stay out. It is true while anything is missing without which the case is not complete.
    """

    steps: Sequence[Step] = ()
    later: int = 0
    optional: Sequence[Step] = ()

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def every(self) -> Sequence[Step]:
        """What can be done now, needed or not."""
        return [*self.steps, *self.optional]


def apart(document: evenhand.Document | None, examined: Examined) -> tuple[Examined, Ahead]:
    """What is wrong in a file, and what is only missing in it yet."""
    if document is None:
        return examined, Ahead()
    staged = [(_stage(document, path, fault), path, fault) for path, fault in examined.faults]
    missing = [(stage, path, fault) for stage, path, fault in staged if stage is not None]
    if examined.faults and _too_few(document):
        missing.append((STAGES.index("parties"), ("parties",), Fault(0, 0, "", "")))
    if not missing:
        return examined, Ahead(optional=tuple(_numeraires(document)))
    wrong = tuple((path, fault) for stage, path, fault in staged if stage is None)
    first = min(stage for stage, _path, _fault in missing)
    now = dict.fromkeys(
        replace(_step(document, stage, path), line=fault.line, column=fault.column)
        for stage, path, fault in missing
        if stage == first
    )
    return replace(examined, faults=wrong), Ahead(tuple(now), sum(stage > first for stage, _path, _fault in missing))


STAGES = ("parties", "interests", "issues", "stances", "default", "effects", "when", "gives", "weights")
"""What is asked for, in this order."""
_CODES = {"no-issue": "issues", "nothing-at-stake": "effects", "no-weights": "weights"}
_OF_AN_ISSUE = {"few-sides": "stances", "few-stances": "stances", "state-incomplete": "default"}
_KEY = re.compile(r"`([^`]+):`")


def _too_few(document: evenhand.Document) -> bool:
    """Whether there are parties, but fewer than a dispute has."""
    parties = document.value(("parties",))
    return isinstance(parties, dict) and len(parties) < 2


def _numeraires(document: evenhand.Document) -> Iterator[Step]:
    """Who could still say in which of its interests it counts: sides whose weights stand."""
    issues = mapping_at(document, "issues")
    sides = dict.fromkeys(side for issue in issues for side in mapping_at(document, "issues", issue, "stances"))
    for side in sides:
        counts = mapping_at(document, "parties", side)
        if counts and "numeraire" not in counts and mapping_at(document, "weights", side):
            told = {"party": _called(document, ("parties", side), "name")}
            words = _(
                "%(party)s: choose the interest in whose unit penalties and rewards for it are told, if it has one."
            )
            yield Step(words % told, "parties", f"id_parties/{quote(side, safe='')}/numeraire")


def _stage(document: evenhand.Document, path: Path, fault: Fault) -> int | None:
    """At which stage what a fault misses is asked for; None where something is wrong."""
    named = _KEY.match(fault.expected or "")
    if fault.code == "missing-key" and named and named[1] in STAGES and path[:1] != ("accounts",):
        return STAGES.index(named[1])
    told = _CODES.get(fault.code)
    if fault.code == "numeraire" and path[:1] == ("parties",) and not mapping_at(document, "weights", path[1]):
        told = "weights"  # there is none yet, of any interest
    if told is None and path[:1] == ("issues",) and path[2:3] == (_OF_AN_ISSUE.get(fault.code),):
        told = _OF_AN_ISSUE[fault.code]
    return STAGES.index(told) if told else None


def _step(document: evenhand.Document, stage: int, path: Path) -> Step:
    name = STAGES[stage]
    if stage < STAGES.index("stances"):
        words = {
            "parties": _("Add the parties: a dispute has two or more."),
            "interests": _("Say what is at stake: add the interests, each with its unit."),
            "issues": _("Add the first issue."),
        }[name]
        return Step(words, name)
    if name == "weights":
        told = {"party": _called(document, path, "name")}
        return Step(_("%(party)s: say what one unit of each interest is worth to it.") % told, f"weights/{path[1]}")
    issue = f"issues/{path[1]}"
    if name in ("when", "gives"):
        return _step_of_an_effect(document, name, path)
    words = {
        "stances": _("%(issue)s: give two or more sides two or more stances each."),
        "default": _("%(issue)s: choose today’s stance of each side."),
        "effects": _("%(issue)s: add an effect, which says what some stances bring to whom."),
    }[name]
    return Step(words % {"issue": _called(document, path, "title")}, issue)


def _step_of_an_effect(document: evenhand.Document, name: str, path: Path) -> Step:
    own, issue = document.value((*path[:4], "id")), f"issues/{path[1]}"
    if isinstance(own, str) and own:
        words = {
            "when": _("Effect %(effect)s: say by which stances it comes about."),
            "gives": _("Effect %(effect)s: say what it gives to whom."),
        }[name]
        return Step(words % {"effect": own}, f"{issue}/{own}")
    words = {
        "when": _("%(issue)s, effect number %(number)s: say by which stances it comes about."),
        "gives": _("%(issue)s, effect number %(number)s: say what it gives to whom."),
    }[name]
    return Step(words % {"issue": _called(document, path, "title"), "number": int(path[3]) + 1}, issue)


def _called(document: evenhand.Document, path: Path, key: str) -> str:
    """What the entry of a section is called in which a path leads."""
    given = document.value((*path[:2], key))
    return given.strip() if isinstance(given, str) and given.strip() else str(path[1])

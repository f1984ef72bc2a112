"""Does a case make sense? Every name that it uses must exist, and what it says must fit together.

The check reads plain data, as the file has it or as :func:`plain` gives it, and passes over whatever has the wrong
shape: that is reported elsewhere, and a fault should not bring others after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import prod
from typing import Any

from evenhand.casefile.compose import TURNING, Path, Places
from evenhand.casefile.model import Case
from evenhand.casefile.shape import nearest
from evenhand.casefile.states import MAX_STATES, States
from evenhand.errors import Fault, Phrase, phrase, phrase_counted

__all__ = ["RESERVED", "Finding", "blank", "check", "faults_in", "plain"]

RESERVED = frozenset({"authors", "pooled", "all", "any", "not", "if", "then"})
"""Words of the case file and of the results, which no party may bear as its name."""

_NUMBERS_OF_A_PARTY = ("attachment", "caution", "rate")
_CALLED = {
    "parties": "name",
    "interests": "name",
    "issues": "title",
    "experts": "name",
    "evidence": "title",
    "events": "title",
    "episodes": "title",
}
"""The sections whose entries bear a name or a title, and under which key."""
_FORMS = {"all", "any", "not", "if", "then"}


def check(case: Case, places: Places | None = None) -> list[Fault]:
    """Every fault of a case that its classes alone do not find: unknown names, and what does not fit together."""
    faults = faults_in(plain(case), places or Places("", ""))
    return sorted(finding.fault for finding in faults)


def plain(case: Case) -> dict[str, Any]:
    """The case as plain mappings and lists under the keys of the file, in short forms and without defaults."""
    return case.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True, context={"short": True})


@dataclass(frozen=True)
class Finding:
    """A fault, the path at which it was found, and whether it concerns the key or the value there."""

    path: Path
    key: bool
    fault: Fault


def faults_in(data: Any, places: Places) -> list[Finding]:
    """The faults of plain data in any shape."""
    return _Check(_mapping(data), places).run()


def blank(text: str) -> bool:
    """Whether nothing of a text can be seen.

    Examples
    --------
    >>> blank(" \\u200b"), blank("a")
    (True, False)
    """
    return not any(sign.isprintable() and not sign.isspace() for sign in text)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _names(value: Any) -> list[tuple[Path, str]]:
    """One name or a list of names, each with its step below the value."""
    if isinstance(value, str):
        return [((), value)]
    return [((index,), name) for index, name in enumerate(_list(value)) if isinstance(name, str)]


def _values(judgement: Any) -> list[float]:
    """The numbers of a judgement in any of its forms."""
    if isinstance(judgement, dict):
        judgement = judgement.get("is")
    found = judgement if isinstance(judgement, (list, tuple)) else [judgement]
    return [value for value in found if isinstance(value, (int, float)) and not isinstance(value, bool)]


def _state_in_words(state: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{side}: {stance}" for side, stance in state.items()) + "}"


def _some(names: Collection[str], most: int = 8) -> str:
    more = len(names) - most
    shown = ", ".join(islice(names, most))
    return phrase("%(names)s and %(more)s more", names=shown, more=str(more)) if more > 0 else shown


def _one_of(names: Collection[str]) -> Phrase:
    return phrase("one of: %(names)s", names=_some(names))


def _one_of_the_sides(sides: Collection[str]) -> Phrase:
    return phrase("one of the sides: %(sides)s", sides=_some(sides))


@dataclass(frozen=True)
class _Matter:
    """What is sure about an issue: its sides with their stances (None where these are not readable), its kind."""

    name: str
    sides: dict[str, tuple[str, ...] | None] | None
    effects: bool
    ordinal: bool

    @property
    def states(self) -> States | None:
        """The states, where all stances are readable and not too many."""
        if self.sides is None or len(self.sides) < 1:
            return None
        stances = {side: names for side, names in self.sides.items() if names}
        if len(stances) < len(self.sides) or prod(map(len, stances.values())) > MAX_STATES:
            return None
        return States(stances)


def _matter(name: str, issue: Mapping[str, Any]) -> _Matter:
    stances = issue.get("stances")
    sides = {side: _stances(value) for side, value in stances.items()} if isinstance(stances, dict) else None
    ordinal = bool(issue.get("ranking") or issue.get("preferences"))
    return _Matter(name, sides, bool(issue.get("effects")), ordinal)


def _stances(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, dict):
        return tuple(value)
    listed = _list(value)
    if not isinstance(value, (list, tuple)) or not all(isinstance(stance, str) for stance in listed):
        return None
    return tuple(dict.fromkeys(listed))


def _unknown(kind: str, name: str) -> Phrase:
    match kind:
        case "party":
            return phrase("no party is called `%(name)s`", name=name)
        case "interest":
            return phrase("no interest is called `%(name)s`", name=name)
        case "issue":
            return phrase("no issue is called `%(name)s`", name=name)
        case "expert":
            return phrase("no expert is called `%(name)s`", name=name)
        case _:
            return phrase("no source of evidence has the id `%(name)s`", name=name)


class _Check:
    def __init__(self, data: Mapping[str, Any], places: Places) -> None:
        self.data = data
        self.places = places
        self.found: list[Finding] = []
        self.near: dict[tuple[str, str], str] = {}
        self.parties = _mapping(data.get("parties"))
        self.interests = _mapping(data.get("interests"))
        self.weights = _mapping(data.get("weights"))
        self.issues = {name: issue for name, issue in _mapping(data.get("issues")).items() if isinstance(issue, dict)}
        self.matters = {name: _matter(name, issue) for name, issue in self.issues.items()}
        self.known: dict[str, dict[str, None] | None] = {
            kind: self._keys(kind + "s" if kind != "party" else "parties")
            for kind in ("party", "interest", "issue", "expert")
        }
        self.known["evidence"] = self._keys("evidence")
        self.effects = self._effects()
        self.feasible: dict[str, int | None] = {}

    def _keys(self, section: str) -> dict[str, None] | None:
        """The names that a section defines; None where that cannot be told."""
        value = self.data.get(section)
        if value is None:
            return {} if section in ("experts", "evidence") and section not in self.data else None
        return dict.fromkeys(value) if isinstance(value, dict) else None

    def _effects(self) -> dict[str, tuple[Path, Mapping[str, Any]]]:
        effects: dict[str, tuple[Path, Mapping[str, Any]]] = {}
        for name, issue in self.issues.items():
            for index, effect in enumerate(_list(issue.get("effects"))):
                identity = _mapping(effect).get("id")
                if isinstance(identity, str):
                    effects.setdefault(identity, (("issues", name, "effects", index, "id"), effect))
        return effects

    def run(self) -> list[Finding]:
        self._blanks()
        self._turned((), self.data)
        for name, party in self.parties.items():
            self._party(name, _mapping(party))
        self._weights(("weights",), self.weights)
        for name, issue in self.issues.items():
            self._issue(("issues", name), issue, self.matters[name])
        self._sides_without_weights()
        for side, account in _mapping(self.data.get("accounts")).items():
            self._account(("accounts", side), side, _mapping(account))
        self._record()
        self._courses(("courses",), _mapping(self.data.get("courses")))
        for side, pressure in _mapping(self.data.get("pressure")).items():
            self._pressure(("pressure", side), side, _mapping(pressure))
        if self.data.get("issues") == {}:
            expected = phrase("one concrete matter in dispute")
            self._fault("no-issue", phrase("the case has no issue"), ("issues",), expected, key=True)
        for section in ("experts", "evidence"):
            for name, entry in _mapping(self.data.get(section)).items():
                if isinstance(_mapping(entry).get("side"), str):
                    self._name("party", (section, name, "side"), entry["side"])
        return self.found

    # --- saying it

    def _fault(
        self, code: str, message: Phrase, path: Path, expected: Phrase, *, key: bool = False, near: str = ""
    ) -> None:
        fault = self.places.fault(code, message, path, key=key, expected=expected, suggestion=near)
        self.found.append(Finding(path, key, fault))

    def _nearest(self, kind: str, name: str, known: Iterable[str]) -> str:
        if (kind, name) not in self.near:
            self.near[kind, name] = nearest(name, list(known)) if len(self.near) < 200 else ""
        return self.near[kind, name]

    def _meant(self, kind: str, names: Iterable[str]) -> set[str]:
        """Names that are used, misspelt ones as they were probably meant: they are faults already."""
        known = self.known[kind] or {}
        return {name if name in known else self._nearest(kind, name, known) for name in names}

    def _name(self, kind: str, path: Path, name: str, *, key: bool = False) -> bool:
        """Report a name that nothing bears; True if it is known."""
        known = self.known[kind]
        if known is None:
            return False
        if name in known:
            return True
        section = {"party": "parties", "evidence": "evidence"}.get(kind, kind + "s")
        listed = phrase("an entry under `%(section)s:` first", section=section)
        if known:
            listed = phrase("one of those under `%(section)s:` (%(names)s)", section=section, names=_some(known))
        near = self._nearest(kind, name, known)
        self._fault(f"unknown-{kind}", _unknown(kind, name), path, listed, key=key, near=near)
        return False

    def _side(self, path: Path, name: str, matter: _Matter, *, key: bool = True) -> bool:
        """Report somebody who has no stance on the issue; True if it is a side."""
        if matter.sides is None:
            self._name("party", path, name, key=key)
            return False
        if name in matter.sides:
            return True
        listed = phrase("one of its sides: %(sides)s", sides=_some(matter.sides))
        if self.known["party"] is None or name in self.known["party"]:
            message = phrase("`%(name)s` has no stance on the issue `%(issue)s`", name=name, issue=matter.name)
            self._fault("not-a-side", message, path, listed, key=key)
        else:
            near = self._nearest("side of " + matter.name, name, matter.sides)
            self._fault("unknown-party", _unknown("party", name), path, listed, key=key, near=near)
        return False

    def _stance(self, path: Path, side: str, stance: str, matter: _Matter) -> bool:
        """Report a stance that a side has not; True if it is known."""
        known = (matter.sides or {}).get(side)
        if not known:
            self._nobodys(path, side, stance, matter)
            return False
        if stance in known:
            return True
        near = self._nearest(f"stance of {side} on {matter.name}", stance, known)
        message = phrase(
            "`%(side)s` has no stance `%(stance)s` on the issue `%(issue)s`",
            side=side, stance=stance, issue=matter.name,
        )  # fmt: skip
        self._fault("unknown-stance", message, path, _one_of(known), near=near)
        return False

    def _nobodys(self, path: Path, side: str, stance: str, matter: _Matter) -> None:
        """Report what a misspelt side is said to do, where no side has that stance: it is wrong whoever was meant."""
        sides = matter.sides or {}
        known = {stance: None for stances in sides.values() for stance in stances or ()}
        misspelt = side not in (self.known["party"] or {side}) and self._nearest(f"side of {matter.name}", side, sides)
        if misspelt and None not in sides.values() and stance not in known:
            near = self._nearest(f"stance on {matter.name}", stance, known)
            message = phrase(
                "no side of the issue `%(issue)s` has a stance `%(stance)s`", issue=matter.name, stance=stance
            )
            self._fault("unknown-stance", message, path, _one_of(known), near=near)

    def _blanks(self) -> None:
        """Names and titles in which nothing can be read."""
        self._blank(("title",), self.data.get("title"))
        for section, field in _CALLED.items():
            entries = self.data.get(section)
            steps: Iterable[tuple[Any, Any]] = (
                entries.items() if isinstance(entries, dict) else enumerate(_list(entries))
            )
            for step, entry in steps:
                self._blank((section, step, field), _mapping(entry).get(field))
        for language, translation in _mapping(self.data.get("translations")).items():
            for section in ("parties", "interests", "issues"):
                for name, told in _mapping(_mapping(translation).get(section)).items():
                    self._blank(("translations", language, section, name), told)

    def _blank(self, path: Path, value: Any) -> None:
        if isinstance(value, str) and blank(value):
            message = phrase("nothing can be read in `%(key)s`", key=str(path[-1]))
            self._fault("blank-name", message, path, phrase("a name or a title that a reader can see"))

    def _turned(self, path: Path, value: Any, *, key: bool = False) -> None:
        """Characters written as escapes that turn the direction of text, in a value or in the keys below it."""
        if isinstance(value, str) and (found := TURNING.search(value)):
            message = phrase("a character that no text holds (%(code)s)", code=f"U+{ord(found[0]):04X}")
            expected = phrase("the text without it: it can make a name read as another")
            self._fault("character", message, path, expected, key=key)
        elif isinstance(value, dict):
            for name, part in value.items():
                self._turned((*path, name), name, key=True)
                self._turned((*path, name), part)
        elif isinstance(value, (list, tuple)):
            for index, part in enumerate(value):
                self._turned((*path, index), part)

    # --- numbers and conditions

    def _sources(self, path: Path, record: Mapping[str, Any]) -> None:
        for step, name in _names(record.get("evidence")):
            self._name("evidence", (*path, "evidence", *step), name)

    def _number(self, path: Path, judgement: Any) -> None:
        if isinstance(judgement, dict):
            self._sources(path, judgement)
            for expert in _mapping(judgement.get("experts")):
                self._name("expert", (*path, "experts", expert), expert, key=True)

    def _numbers(self, path: Path, numbers: Any, kind: str) -> None:
        """Numbers by party (or interest)."""
        for name, judgement in _mapping(numbers).items():
            self._name(kind, (*path, name), name, key=True)
            self._number((*path, name), judgement)

    def _by_party(self, path: Path, numbers: Any) -> None:
        """Numbers by party and interest."""
        for party, values in _mapping(numbers).items():
            self._name("party", (*path, party), party, key=True)
            self._numbers((*path, party), values, "interest")

    def _weights(self, path: Path, weights: Any) -> None:
        self._by_party(path, weights)
        for party, values in _mapping(weights).items():
            numeraire = _mapping(self.parties.get(party)).get("numeraire")
            if not isinstance(numeraire, str):
                continue
            numbers = _values(_mapping(values).get(numeraire))
            if numbers and not any(numbers):
                self._fault(
                    "numeraire",
                    phrase(
                        "the weight of `%(interest)s`, the numeraire of `%(party)s`, is zero",
                        interest=numeraire,
                        party=party,
                    ),
                    (*path, party, numeraire),
                    phrase("a weight above zero (usually 1), or another interest as `numeraire`"),
                )

    def _trust(self, path: Path, truster: str, trust: Any) -> None:
        self._numbers(path, trust, "party")
        if truster in _mapping(trust):
            message = phrase("`%(party)s` cannot trust itself", party=truster)
            expected = phrase("the chance that another side keeps its word")
            self._fault("itself", message, (*path, truster), expected, key=True)

    def _condition(self, path: Path, condition: Any, matter: _Matter) -> bool:
        """Report unknown sides and stances of a condition; True if all are known."""
        if not isinstance(condition, dict):
            return False
        known = matter.states is not None
        for side, stances in condition.items():
            known &= self._side((*path, side), side, matter)
            if not isinstance(stances, (str, list, tuple)):
                known = False
            for step, stance in _names(stances):
                known &= self._stance((*path, side, *step), side, stance, matter)
        return known

    # --- parties

    def _party(self, name: str, party: Mapping[str, Any]) -> None:
        path: Path = ("parties", name)
        if name in RESERVED:
            words = ", ".join(sorted(RESERVED))
            expected = phrase("another name (these have a meaning of their own: %(words)s)", words=words)
            message = phrase("no party can be called `%(name)s`", name=name)
            self._fault("reserved-name", message, path, expected, key=True)
        for field in _NUMBERS_OF_A_PARTY:
            self._number((*path, field), party.get(field))
        self._trust((*path, "trust"), name, party.get("trust"))
        self._numeraire(path, name, party.get("numeraire"))
        if isinstance(party.get("ratifies"), str):
            self._ratifier((*path, "ratifies"), name, party["ratifies"])

    def _numeraire(self, path: Path, name: str, numeraire: Any) -> None:
        if not isinstance(numeraire, str) or not self._name("interest", (*path, "numeraire"), numeraire):
            return
        weights = self.weights.get(name, {} if isinstance(self.data.get("weights", {}), dict) else None)
        if (
            isinstance(weights, dict)
            and numeraire not in self._meant("interest", weights)
            and (name in self.weights or not self._must_weigh(name))
        ):
            self._fault(
                "numeraire",
                phrase("`%(party)s` gives no weight to its numeraire `%(interest)s`", party=name, interest=numeraire),
                (*path, "numeraire"),
                phrase(
                    "`%(interest)s: 1` among the weights of `%(party)s`, or another interest as `numeraire`",
                    interest=numeraire,
                    party=name,
                ),
            )

    def _ratifier(self, path: Path, name: str, ratified: str) -> None:
        if not self._name("party", path, ratified):
            return
        if ratified == name:
            message = phrase("`%(party)s` cannot ratify for itself", party=name)
            self._fault("itself", message, path, phrase("the side for which it must consent"))
        elif self.sure_of_sides and ratified not in self.all_sides:
            message = phrase("`%(party)s` has no stance on any issue, so nothing is ratified", party=ratified)
            self._fault("ratifier", message, path, _one_of_the_sides(self.all_sides))

    @cached_property
    def all_sides(self) -> dict[str, None]:
        """Whoever has a stance on some issue."""
        return self._sides_of(self.matters.values())

    @cached_property
    def cardinal_sides(self) -> dict[str, None]:
        """Whoever has a stance on some issue that is counted in numbers."""
        return self._sides_of(matter for matter in self.matters.values() if matter.effects and not matter.ordinal)

    @staticmethod
    def _sides_of(matters: Iterable[_Matter]) -> dict[str, None]:
        return {side: None for matter in matters for side, stances in (matter.sides or {}).items() if stances != ()}

    @cached_property
    def sure_of_sides(self) -> bool:
        readable = bool(self.matters) and len(self.matters) == len(self.known["issue"] or ())
        return readable and all(matter.sides is not None for matter in self.matters.values())

    def _must_weigh(self, name: str) -> Phrase | None:
        """That a party without weights needs them, and why; None if it does not."""
        sides = self.cardinal_sides
        if name in sides:
            return phrase("`%(party)s`, a side of an issue counted in numbers, has no weights", party=name)
        ratified = _mapping(self.parties.get(name)).get("ratifies")
        if not isinstance(ratified, str) or ratified not in sides or ratified == name:
            return None
        return phrase("`%(party)s`, a ratifier of `%(side)s`, has no weights", party=name, side=ratified)

    def _sides_without_weights(self) -> None:
        if not isinstance(self.data.get("weights", {}), dict):
            return
        weighing = self._meant("party", self.weights)
        for name in self.parties:
            message = self._must_weigh(name)
            if message and (name not in weighing or self.weights.get(name) == {}):
                expected = phrase("`weights: {%(party)s: {interest: value of one unit}}`", party=name)
                self._fault("no-weights", message, ("parties", name), expected, key=True)

    # --- issues

    def _issue(self, path: Path, issue: Mapping[str, Any], matter: _Matter) -> None:
        self._issue_sides((*path, "stances"), matter)
        feasible = self.feasible[matter.name] = self._feasible(path, issue, matter)
        self._default(path, issue.get("default"), matter, feasible)
        self._irreversible((*path, "irreversible"), issue, matter)
        for index, effect in enumerate(_list(issue.get("effects"))):
            self._effect((*path, "effects", index), _mapping(effect), matter)
        self._by_party((*path, "expects"), issue.get("expects"))
        for index, linkage in enumerate(_list(issue.get("linkage"))):
            self._linkage((*path, "linkage", index), _mapping(linkage), issue, matter)
        self._kind(path, issue, matter)
        self._orders(path, issue, matter, feasible)
        for section in ("facts", "outcome later"):
            for index, fact in enumerate(_list(issue.get(section))):
                self._sources((*path, section, index), _mapping(fact))
        for index, fact in enumerate(_list(issue.get("outcome later"))):
            self._state((*path, "outcome later", index, "state"), _mapping(fact).get("state"), matter)

    def _issue_sides(self, path: Path, matter: _Matter) -> None:
        if matter.sides is None:
            return
        for side, stances in matter.sides.items():
            self._name("party", (*path, side), side, key=True)
            if stances is not None and len(stances) < 2:
                message = phrase("`%(name)s` has no stance on the issue `%(issue)s`", name=side, issue=matter.name)
                if stances:
                    message = phrase(
                        "`%(side)s` has only one stance on the issue `%(issue)s`", side=side, issue=matter.name
                    )
                expected = phrase("at least two stances; whoever has no choice is a bystander and not named here")
                self._fault("few-stances", message, (*path, side), expected)
        if len(matter.sides) < 2:
            message = phrase("the issue `%(issue)s` has no side", issue=matter.name)
            if matter.sides:
                message = phrase("the issue `%(issue)s` has one side", issue=matter.name)
            self._fault("few-sides", message, path, phrase("at least two sides, each with its stances"), key=True)
        count = prod(len(stances or "x") for stances in matter.sides.values())
        if count > MAX_STATES:
            message = phrase_counted(
                "the stances on the issue `%(issue)s` make %(states)s state",
                "the stances on the issue `%(issue)s` make %(states)s states",
                count, issue=matter.name, states=count,
            )  # fmt: skip
            expected = phrase(
                "at most %(most)s: fewer stances, fewer sides, or two issues instead of one", most=MAX_STATES
            )
            self._fault("too-many-states", message, path, expected, key=True)

    def _feasible(self, path: Path, issue: Mapping[str, Any], matter: _Matter) -> int | None:
        """The feasible states as a set; None where they cannot be told."""
        states = matter.states
        feasible = states.all if states else 0
        sure = states is not None
        for index, condition in enumerate(_list(issue.get("infeasible"))):
            readable = self._condition((*path, "infeasible", index), condition, matter)
            sure &= readable
            if states and readable:
                feasible &= ~states.holding(
                    {side: [name for _, name in _names(value)] for side, value in condition.items()}
                )
        if sure and not feasible:
            expected = phrase("at least two states that can be; a side that a condition does not name may do anything")
            message = phrase("no state of the issue `%(issue)s` is feasible", issue=matter.name)
            self._fault("nothing-feasible", message, (*path, "infeasible"), expected, key=True)
            return None
        return feasible if sure else None

    def _default(self, path: Path, default: Any, matter: _Matter, feasible: int | None) -> None:
        here: Path = (*path, "default")
        whole = self._state(here, default, matter)
        if whole and feasible is not None and matter.states and not feasible >> matter.states.number(default) & 1:
            expected = phrase("today's state, which must be feasible: change `default` or `infeasible`")
            message = phrase("the default of `%(issue)s` is infeasible", issue=matter.name)
            self._fault("default-infeasible", message, here, expected)

    def _state(self, path: Path, state: Any, matter: _Matter) -> bool:
        """Report what is unknown or missing in a state; True if it is whole and its number can be told."""
        if not isinstance(state, dict):
            return False
        whole = matter.states is not None
        for side, stance in state.items():
            whole &= self._side((*path, side), side, matter) and isinstance(stance, str)
            if isinstance(stance, str):
                whole &= self._stance((*path, side), side, stance, matter)
        missing = [side for side in matter.sides or {} if side not in state]
        if missing and all(side in (matter.sides or {}) for side in state):
            message = phrase("no stance for %(sides)s", sides=", ".join(f"`{side}`" for side in missing))
            self._fault("state-incomplete", message, path, phrase("one stance for each side of the issue"), key=True)
        return whole and not missing

    def _irreversible(self, path: Path, issue: Mapping[str, Any], matter: _Matter) -> None:
        self._condition(path, issue.get("irreversible"), matter)
        default = _mapping(issue.get("default"))
        for side, stances in _mapping(issue.get("irreversible")).items():
            for step, stance in _names(stances):
                if default.get(side) == stance:
                    message = phrase(
                        "`%(stance)s` is the default of `%(side)s`, so it could never be left", stance=stance, side=side
                    )
                    expected = phrase("a stance other than the default; leave out stances that are no longer open")
                    self._fault("irreversible-default", message, (*path, side, *step), expected)

    def _effect(self, path: Path, effect: Mapping[str, Any], matter: _Matter) -> None:
        identity = effect.get("id")
        if isinstance(identity, str) and (first := self.effects[identity][0]) != (*path, "id"):
            self._duplicate_effect((*path, "id"), identity, first)
        self._condition((*path, "when"), effect.get("when"), matter)
        if effect and not effect.keys() & {"gives", "benefit"}:
            expected = phrase(
                "`gives:` followed by a mapping (`party.interest: number`), or `benefit:` with a benefit model"
            )
            message = phrase("`%(key)s` is missing in an entry of `%(list)s`", key="gives", list="effects")
            self._fault("missing-key", message, path, expected, key=True)
        self._gives((*path, "gives"), effect.get("gives"))
        self._benefit((*path, "benefit"), _mapping(effect.get("benefit")))
        self._savings((*path, "benefit", "security"), effect)
        for field in ("chance", "after", "lasts"):
            self._number((*path, field), effect.get(field))
        self._sources(path, effect)

    def _duplicate_effect(self, path: Path, identity: str, first: Path) -> None:
        span = self.places.span(first)
        if span:
            line = str(self.places.line_column(span[0])[0])
            message = phrase("another effect has the id `%(id)s` (line %(line)s)", id=identity, line=line)
        else:
            message = phrase("another effect has the id `%(id)s` (issue `%(issue)s`)", id=identity, issue=str(first[1]))
        self._fault("duplicate-effect", message, path, phrase("an id that no other effect of the case has"))

    def _benefit(self, path: Path, benefit: Mapping[str, Any]) -> None:
        """Unknown names and sources in the parameters of a benefit model."""
        for model, parameters in benefit.items():
            for key, value in _mapping(parameters).items():
                here = (*path, model, key)
                if key in ("to", "savings"):
                    self._gives(here, value)
                elif key == "trade":
                    for name, number in _mapping(value).items():
                        if name == "to":
                            self._gives((*here, name), number)
                        else:
                            self._number((*here, name), number)
                elif key == "paid by":
                    for step, target in _names(value):
                        self._target((*here, *step), target, key=False)
                else:
                    self._number(here, value)

    def _savings(self, path: Path, effect: Mapping[str, Any]) -> None:
        """Savings need the will of both sides, and come by schedule, so not as a single sum."""
        security = _mapping(_mapping(effect.get("benefit")).get("security"))
        if security.get("savings") and len(_mapping(effect.get("when"))) < 2:
            expected = phrase(
                "stances of at least two sides under `when`; what a side saves alone stands under `gives`"
            )
            message = phrase("savings by the will of one side only")
            self._fault("benefit", message, (*path, "savings"), expected, key=True)
        if security.get("schedule") and effect.get("once") is True:
            expected = phrase("either `schedule` or `once`")
            message = phrase("a single sum cannot come by schedule")
            self._fault("benefit", message, (*path, "schedule"), expected, key=True)
        if security.get("schedule") and not security.get("savings"):
            expected = phrase("`savings: {…}` as well")
            self._fault("benefit", phrase("a schedule of no savings"), (*path, "schedule"), expected, key=True)

    def _gives(self, path: Path, gives: Any) -> None:
        for key, judgement in _mapping(gives).items():
            self._target((*path, key), key, key=True)
            self._number((*path, key), judgement)

    def _target(self, here: Path, target: str, *, key: bool) -> None:
        party, dot, interest = target.partition(".")
        if not dot or not party or not interest or "." in interest:
            near = self._example_of_gives(target)
            expected = phrase("`party.interest`, with one full stop and no spaces")
            message = phrase("`%(key)s` does not say who gets what", key=target)
            self._fault("gives-key", message, here, expected, key=key, near=near)
        else:
            self._name("party", here, party, key=key)
            self._name("interest", here, interest, key=key)

    def _example_of_gives(self, key: str) -> str:
        pairs = [f"{party}.{interest}" for party in list(self.parties)[:40] for interest in list(self.interests)[:40]]
        return self._nearest("gives", key, pairs)

    def _linkage(self, path: Path, linkage: Mapping[str, Any], issue: Mapping[str, Any], matter: _Matter) -> None:
        party, withheld, others = linkage.get("party"), linkage.get("withholds"), linkage.get("while")
        known = isinstance(party, str) and self._side((*path, "party"), party, matter, key=False)
        if isinstance(party, str) and isinstance(withheld, str):
            known &= self._stance((*path, "withholds"), party, withheld, matter)
            today = _mapping(issue.get("default")).get(party)
        if known and isinstance(withheld, str) and today == withheld:
            message = phrase(
                "`%(stance)s` is the default of `%(side)s`: today's stance cannot be withheld",
                stance=withheld, side=str(party),
            )  # fmt: skip
            expected = phrase("a stance that the side would otherwise move to")
            self._fault("linkage", message, (*path, "withholds"), expected)
        if others == {}:
            expected = phrase("{other-issue: {side: stance}}")
            self._fault("linkage", phrase("`while` names no issue"), (*path, "while"), expected, key=True)
        for other, state in _mapping(others).items():
            here: Path = (*path, "while", other)
            if other == matter.name:
                expected = phrase("another issue under `while`")
                self._fault("linkage", phrase("the issue is linked to itself"), here, expected, key=True)
            elif self._name("issue", here, other, key=True) and other in self.matters:
                for side, stance in _mapping(state).items():
                    self._side((*here, side), side, self.matters[other])
                    if isinstance(stance, str):
                        self._stance((*here, side), side, stance, self.matters[other])
            elif other not in self.matters:
                for side in _mapping(state):
                    self._name("party", (*here, side), side, key=True)

    def _kind(self, path: Path, issue: Mapping[str, Any], matter: _Matter) -> None:
        """Effects, or an order of the states: one of the two."""
        if matter.effects and matter.ordinal:
            message = phrase("the issue `%(issue)s` has effects and an order of its states", issue=matter.name)
            expected = phrase("either `effects`, or `ranking` or `preferences`: two issues if both are meant")
            self._fault("mixed-issue", message, path, expected, key=True)
        if not matter.effects and not matter.ordinal:
            expected = phrase("`effects` (what the stances bring to whom), or `ranking` or `preferences` of each side")
            message = phrase("nothing says what is at stake on the issue `%(issue)s`", issue=matter.name)
            self._fault("nothing-at-stake", message, path, expected, key=True)
        for party in _mapping(issue.get("ranking")):
            if party in _mapping(issue.get("preferences")):
                expected = phrase("one of the two for each party")
                message = phrase("`%(party)s` has a ranking and preference statements", party=party)
                self._fault("mixed-issue", message, (*path, "preferences", party), expected, key=True)
        if matter.ordinal and not matter.effects:
            ordered = self._meant("party", [*_mapping(issue.get("ranking")), *_mapping(issue.get("preferences"))])
            for side in matter.sides or {}:
                if side not in ordered:
                    message = phrase("`%(side)s` has no ranking on the issue `%(issue)s`", side=side, issue=matter.name)
                    expected = phrase("a ranking or preference statements for each side")
                    self._fault("no-ranking", message, (*path, "stances", side), expected, key=True)

    # --- ordinal issues

    def _orders(self, path: Path, record: Mapping[str, Any], matter: _Matter, feasible: int | None) -> None:
        for party, ranking in _mapping(record.get("ranking")).items():
            self._name("party", (*path, "ranking", party), party, key=True)
            self._ranking((*path, "ranking", party), party, ranking, matter, feasible)
        for party, statements in _mapping(record.get("preferences")).items():
            self._name("party", (*path, "preferences", party), party, key=True)
            for index, statement in enumerate(_list(statements)):
                self._statement((*path, "preferences", party, index), statement, matter)

    def _statement(self, path: Path, statement: Any, matter: _Matter) -> None:
        if not set(_mapping(statement)) & _FORMS:
            self._condition(path, statement, matter)
            return
        for form in ("all", "not", "if", "then"):
            self._condition((*path, form), statement.get(form), matter)
        for index, condition in enumerate(_list(statement.get("any"))):
            self._condition((*path, "any", index), condition, matter)

    def _ranking(self, path: Path, party: str, ranking: Any, matter: _Matter, feasible: int | None) -> None:
        seen = 0
        readable = isinstance(ranking, (list, tuple)) and feasible is not None
        for here, state in self._ranked(path, ranking):
            whole = self._state(here, state, matter)
            readable &= whole
            if not whole or matter.states is None or feasible is None:
                continue
            bit = 1 << matter.states.number(state)
            if seen & bit:
                message = phrase("the state stands twice in the ranking of `%(party)s`", party=party)
                self._fault("ranking", message, here, phrase("each state once"))
            elif not feasible & bit:
                expected = phrase("only states that can be: delete it")
                self._fault("ranking", phrase("an infeasible state is ranked"), here, expected)
            seen |= bit
        if readable and feasible is not None and matter.states and (missing := feasible & ~seen):
            self._missing_states(path, party, matter.states, missing)

    def _missing_states(self, path: Path, party: str, states: States, missing: int) -> None:
        count = missing.bit_count()
        numbers = [number for number in range(states.count) if missing >> number & 1][:3]
        examples = "; ".join(_state_in_words(states.state(number)) for number in numbers)
        message = phrase_counted(
            "the ranking of `%(party)s` leaves out %(count)s feasible state",
            "the ranking of `%(party)s` leaves out %(count)s feasible states",
            count, party=party, count=str(count),
        )  # fmt: skip
        expected = phrase("every feasible state, ties as a list; missing: %(states)s", states=examples)
        if count > 3:
            expected = phrase("every feasible state, ties as a list; missing: %(states)s and others", states=examples)
        self._fault("ranking", message, path, expected, key=True)

    @staticmethod
    def _ranked(path: Path, ranking: Any) -> Iterator[tuple[Path, Any]]:
        for place, entry in enumerate(_list(ranking)):
            if isinstance(entry, (list, tuple)):
                for index, state in enumerate(entry):
                    yield (*path, place, index), state
            else:
                yield (*path, place), entry

    # --- the record, and courses over time

    def _any_side(self, path: Path, name: str, *, key: bool) -> None:
        if self._name("party", path, name, key=key) and self.sure_of_sides and name not in self.all_sides:
            message = phrase("`%(party)s` has no stance on any issue", party=name)
            self._fault("not-a-side", message, path, _one_of_the_sides(self.all_sides), key=key)

    def _record(self) -> None:
        seen: dict[str, int] = {}
        for index, episode in enumerate(map(_mapping, _list(self.data.get("episodes")))):
            path: Path = ("episodes", index)
            identity, begin, end = episode.get("id"), str(episode.get("from", "")), str(episode.get("to", ""))
            if isinstance(identity, str) and seen.setdefault(identity, index) != index:
                message = phrase("another episode has the id `%(id)s`", id=identity)
                self._fault("duplicate-episode", message, (*path, "id"), phrase("an id that no other episode has"))
            if end and begin[: len(end)] > end[: len(begin)]:
                expected = phrase("a time at or after %(begin)s", begin=begin)
                self._fault("episode", phrase("the episode ends before it begins"), (*path, "to"), expected)
            for field in ("expected", "got"):
                for side, reckoning in _mapping(episode.get(field)).items():
                    self._any_side((*path, field, side), side, key=True)
                    self._numbers((*path, field, side, "numbers"), _mapping(reckoning).get("numbers"), "interest")
            for step, side in _names(episode.get("unmet")):
                self._any_side((*path, "unmet", *step), side, key=False)
            self._sources(path, episode)
        for name, series in _mapping(self.data.get("events")).items():
            self._sources(("events", name), _mapping(series))

    def _courses(self, path: Path, courses: Mapping[str, Any]) -> None:
        for field, value in courses.items():
            self._number((*path, field), value)
        for side, number in _mapping(courses.get("adaptation of")).items():
            self._any_side((*path, "adaptation of", side), side, key=True)
            self._number((*path, "adaptation of", side), number)
        for step, issue in _names(courses.get("agreements")):
            self._name("issue", (*path, "agreements", *step), issue)

    # --- pressure

    def _pressure(self, path: Path, side: str, pressure: Mapping[str, Any]) -> None:
        self._any_side(path, side, key=True)
        for field in ("believed", "backlash"):
            self._number((*path, field), pressure.get(field))
        self._numbers((*path, "costs"), pressure.get("costs"), "party")
        if side in _mapping(pressure.get("costs")):
            expected = phrase("what pressure costs others; what it takes from the side itself is the penalty")
            message = phrase("`%(side)s` cannot be among those whom pressure on it costs something", side=side)
            self._fault("itself", message, (*path, "costs", side), expected, key=True)

    # --- accounts

    def _account(self, path: Path, side: str, account: Mapping[str, Any]) -> None:
        if self._name("party", path, side, key=True) and self.sure_of_sides and side not in self.all_sides:
            expected = phrase("an account of one of the sides: %(sides)s", sides=_some(self.all_sides))
            message = phrase("`%(party)s` has no stance on any issue", party=side)
            self._fault("not-a-side", message, path, expected, key=True)
        self._weights((*path, "weights"), account.get("weights"))
        for field in _NUMBERS_OF_A_PARTY:
            self._numbers((*path, field), account.get(field), "party")
        for truster, trust in _mapping(account.get("trust")).items():
            self._name("party", (*path, "trust", truster), truster, key=True)
            self._trust((*path, "trust", truster), truster, trust)
        for identity, override in _mapping(account.get("effects")).items():
            self._override((*path, "effects", identity), identity, _mapping(override))
        for issue, expected in _mapping(account.get("expects")).items():
            self._name("issue", (*path, "expects", issue), issue, key=True)
            self._by_party((*path, "expects", issue), expected)
        for name in _mapping(account.get("ratifiers")):
            self._account_of_ratifier((*path, "ratifiers", name), name)
        self._account_orders(path, account)

    def _account_of_ratifier(self, path: Path, name: str) -> None:
        if self._name("party", path, name, key=True) and "ratifies" not in _mapping(self.parties.get(name)):
            expected = phrase("a party with `ratifies`, or `%(party)s: {ratifies: side}` under `parties`", party=name)
            message = phrase("`%(party)s` ratifies for nobody", party=name)
            self._fault("ratifier", message, path, expected, key=True)

    def _override(self, path: Path, identity: str, override: Mapping[str, Any]) -> None:
        self._gives((*path, "gives"), override.get("gives"))
        self._benefit((*path, "benefit"), _mapping(override.get("benefit")))
        for field in ("chance", "after", "lasts"):
            self._number((*path, field), override.get(field))
        self._sources(path, override)
        if identity not in self.effects:
            if self._sure_of_effects():
                near = self._nearest("effect", identity, self.effects)
                expected = phrase("the id of an effect of the case: %(ids)s", ids=_some(self.effects))
                message = phrase("no effect has the id `%(id)s`", id=identity)
                self._fault("unknown-effect", message, path, expected, key=True, near=near)
            return
        effect = self.effects[identity][1]
        self._override_gives((*path, "gives"), identity, effect.get("gives", {}), override.get("gives"))
        self._override_benefit((*path, "benefit"), identity, effect.get("benefit", {}), override.get("benefit"))

    def _override_gives(self, path: Path, identity: str, base: Any, own: Any) -> None:
        if not isinstance(base, dict) or not all(map(self._well_formed, base)):
            return
        for key in _mapping(own):
            if key not in base and self._well_formed(key):
                message = phrase(
                    "the effect `%(effect)s` gives no `%(key)s` in the base account", effect=identity, key=key
                )
                expected = phrase(
                    "one of its entries (%(keys)s), or `%(key)s: 0` in the effect itself", keys=_some(base), key=key
                )
                near = self._nearest(f"gives of {identity}", key, base)
                self._fault("override-adds", message, (*path, key), expected, key=True, near=near)

    def _override_benefit(self, path: Path, identity: str, base: Any, own: Any) -> None:
        """An account replaces parameters of the model that the effect has, and adds no model and no receiver."""
        if not isinstance(base, dict):
            return
        for model, parameters in _mapping(own).items():
            if model not in base:
                message = phrase(
                    "the effect `%(effect)s` has no `%(model)s` benefit in the base account",
                    effect=identity, model=model,
                )  # fmt: skip
                expected = phrase("`gives`, or `benefit` in the effect")
                if base:
                    expected = phrase("parameters of its model (%(model)s)", model=_some(base))
                self._fault("override-adds", message, (*path, model), expected, key=True)
                continue
            known, replaced = _mapping(base[model]), _mapping(parameters)
            self._override_gives((*path, model, "to"), identity, known.get("to", {}), replaced.get("to"))
            self._override_gives((*path, model, "savings"), identity, known.get("savings", {}), replaced.get("savings"))
            if "trade" in replaced and "trade" not in known:
                message = phrase("the effect `%(effect)s` lets no trade follow in the base account", effect=identity)
                expected = phrase("`trade` in the effect itself")
                self._fault("override-adds", message, (*path, model, "trade"), expected, key=True)
            elif "trade" in replaced:
                trade, told = _mapping(known["trade"]), _mapping(replaced["trade"])
                self._override_gives((*path, model, "trade", "to"), identity, trade.get("to", {}), told.get("to"))

    def _sure_of_effects(self) -> bool:
        """Whether the ids of all effects can be read."""
        listed = [issue.get("effects", ()) for issue in self.issues.values()]
        return all(
            isinstance(effects, (list, tuple))
            and all(isinstance(_mapping(effect).get("id"), str) for effect in effects)
            for effects in listed
        )

    def _well_formed(self, key: str) -> bool:
        party, _, interest = key.partition(".")
        return party in self.parties and interest in self.interests

    def _account_orders(self, path: Path, account: Mapping[str, Any]) -> None:
        for section in ("ranking", "preferences"):
            for name, orders in _mapping(account.get(section)).items():
                here: Path = (*path, section, name)
                if not self._name("issue", here, name, key=True) or name not in self.matters:
                    for party in _mapping(orders):
                        self._name("party", (*here, party), party, key=True)
                    continue
                matter = self.matters[name]
                if matter.effects and not matter.ordinal:
                    expected = phrase(
                        "an issue whose states are ordered: `%(issue)s` is counted in numbers", issue=name
                    )
                    message = phrase(
                        "the issue `%(issue)s` has effects, so no account can order its states", issue=name
                    )
                    self._fault("mixed-issue", message, here, expected, key=True)
                for party, order in _mapping(orders).items():
                    self._name("party", (*here, party), party, key=True)
                    if section == "ranking":
                        self._ranking((*here, party), party, order, matter, self.feasible.get(name))
                    else:
                        for index, statement in enumerate(_list(order)):
                            self._statement((*here, party, index), statement, matter)

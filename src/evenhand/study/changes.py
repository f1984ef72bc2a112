"""Changes that a reader makes to a case to see what follows: each a short text, put to the typed case, not to its file.

====================================  ===================================================================
``w.<party>.<interest>=4``            a weight; numbers as in a case file: a point, a pair, a triple: ``2,4,8``
``e.<issue>.<effect>.<what>=2,4,8``   a judgement of an effect; what: ``<party>.<interest>`` that it gives,
                                      ``chance``, ``after``, ``lasts``, a parameter of its benefit model
                                      (``hazard``, ``trade-volume``, ``to.<party>.<interest>``)
``off=<cause>``                       a cause of loss that counts as removed (``off=private-interest``); in small or
                                      large letters, with a space for the hyphen, and ``private`` alone will do
``believe=<account>``                 whose account the findings are taken from, in the place of the base one
``without=<issue>``                   an issue that is taken off the table
====================================  ===================================================================

A number replaces what the base account says; an account that says something else goes on saying it. What it was drawn
from is kept in part: bounds stay, experts and sources do not, since the number is nobody's but the reader's. An issue
off the table stays as it is today, so what is withheld because of it stays withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from evenhand.casefile import Case, Effect, Judgement
from evenhand.casefile.shape import look_alike, nearest
from evenhand.elicitation import base_name
from evenhand.errors import InputError
from evenhand.solve.causes import ALL, CAUSES, bit

__all__ = ["MOST", "Change", "Changes", "changeable", "dotted", "judgement_of", "read_changes"]

MOST = 40
"""Most changes that are made at once."""

LONGEST = 200
"""Most characters of one change."""

_ALSO = {"private": "private interest", "private interests": "private interest", "expectation": "expectations"}
"""What else a cause is called: by the kind of interest, or as one of many."""

_KINDS = ("believe", "off", "without", "w", "e")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_FORMS = "w.<party>.<interest>=4, e.<issue>.<effect>.<party>.<interest>=2,4,8, off=<cause>, believe=<account>, "
_FORMS += "without=<issue>"


@dataclass(frozen=True)
class Change:
    """One change: its kind (``w``, ``e``, ``off``, ``believe``, ``without``), what it concerns, and the new numbers."""

    kind: str
    target: tuple[str, ...]
    numbers: tuple[float, ...] = ()

    @property
    def key(self) -> str:
        """What stands before the equals sign."""
        return ".".join((self.kind, *self.target)) if self.numbers else self.kind

    @property
    def value(self) -> str:
        """What stands behind the equals sign."""
        return ",".join(map(_shortest, self.numbers)) if self.numbers else self.target[0].replace(" ", "-")

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


@dataclass(frozen=True)
class Changes:
    """Changes of one case: each target once, nothing that is so already, in the order of the case."""

    each: tuple[Change, ...] = ()

    def __iter__(self) -> Iterator[Change]:
        return iter(self.each)

    def __len__(self) -> int:
        return len(self.each)

    @property
    def texts(self) -> tuple[str, ...]:
        """The canonical texts: the same for the same question, however it was asked."""
        return tuple(map(str, self.each))

    @cached_property
    def off(self) -> tuple[str, ...]:
        """Causes that count as removed."""
        return tuple(change.target[0] for change in self.each if change.kind == "off")

    @property
    def at_work(self) -> int:
        """The set of the causes that are left."""
        return ALL & ~sum(map(bit, self.off))

    @property
    def believe(self) -> str | None:
        """The account to be believed; None: the base one."""
        return next((change.target[0] for change in self.each if change.kind == "believe"), None)

    @property
    def without(self) -> tuple[str, ...]:
        """Issues off the table."""
        return tuple(change.target[0] for change in self.each if change.kind == "without")

    @property
    def numbers(self) -> tuple[Change, ...]:
        """Changes of weights and of judgements."""
        return tuple(change for change in self.each if change.numbers)

    def made_to(self, case: Case) -> Case:
        """The case with the new numbers in it; causes, accounts and issues are left to whoever analyses it."""
        for change in self.numbers:
            new = _new(judgement_of(case, change.target), change.numbers)
            case = _with_weight(case, change.target, new) if change.kind == "w" else _with(case, change.target, new)
        return case

    def less(self, change: Change) -> Changes:
        """The same without one of them."""
        return Changes(tuple(one for one in self.each if one != change))


def read_changes(case: Case, texts: Iterable[str]) -> Changes:
    """Changes of a case from their texts.

    Raises
    ------
    InputError
        Naming every text that cannot be understood, with the nearest that can; if two say different things of the same,
        or nothing is left on the table.

    Examples
    --------
    >>> import evenhand
    >>> case = evenhand.load("us-russia-2013")
    >>> read_changes(case, ["off=standing", "w.ru.standing=3.0", "believe=ru"]).texts
    ('believe=ru', 'off=standing', 'w.ru.standing=3')
    """
    found: dict[tuple[str, tuple[str, ...]], Change] = {}
    faults = []
    given = list(dict.fromkeys(text.strip() for text in texts))
    if len(given) > MOST:
        raise InputError(f"{len(given)} changes at once; at most {MOST} are made")
    for text in given:
        try:
            change = _read(case, text)
        except InputError as error:
            faults.append(str(error))
            continue
        said = ("believe", ()) if change.kind == "believe" else (change.kind, change.target)
        if found.setdefault(said, change) != change:
            faults.append(f"{text}: {found[said]} says something else; one of them is enough")
    kept = [change for change in found.values() if not _so_already(case, change)]
    if not faults and all(("without", (name,)) in found for name in case.issues):
        faults.append("every issue is taken off the table; at least one is needed")
    if faults:
        raise InputError("\n".join(faults))
    return Changes(tuple(sorted(kept, key=lambda change: _place(case, change))))


def _read(case: Case, text: str) -> Change:
    key, equals, value = text.partition("=")
    key, value = key.strip(), value.strip()
    kind, _, rest = key.partition(".")
    if len(text) > LONGEST:
        raise InputError(f"{text[:40]}…: longer than any change of a case")
    if not equals or kind not in _KINDS or (bool(rest) != (kind in ("w", "e"))):
        raise InputError(f"{text or 'nothing'}: not a change; expected one of {_FORMS}")
    if kind in ("w", "e"):
        return _number(case, text, kind, tuple(rest.split(".")), value)
    if kind == "off":
        return Change(kind, (_cause(text, value),))
    if kind == "believe":
        return Change(kind, (_named(text, "account", value, (base_name(case), *case.accounts)),))
    return Change(kind, (_named(text, "issue", value, tuple(case.issues)),))


def _cause(text: str, value: str) -> str:
    name = " ".join(re.split(r"[-_\s]+", value.lower()))
    name = _ALSO.get(name, name)
    if name in CAUSES:
        return name
    known = [cause.replace(" ", "-") for cause in CAUSES]
    near = nearest(value.lower(), known)
    hint = f"did you mean {near}? " if near else ""
    raise InputError(f"{text}: no cause is called `{value}`; {hint}causes are {', '.join(known)}")


def _named(text: str, what: str, name: str, known: tuple[str, ...]) -> str:
    if name in known:
        return name
    near = nearest(name, list(known))
    hint = _meant(name, near) if near else f"there {'is' if len(known) == 1 else 'are'} {', '.join(known)}"
    raise InputError(f"{text}: no {what} is called `{name}`; {hint}")


def _number(case: Case, text: str, kind: str, path: tuple[str, ...], value: str) -> Change:
    targets = _weights(case) if kind == "w" else _effects(case, path[0])
    if kind == "e":
        _named(text, "issue", path[0], tuple(case.issues))
        if case.issues[path[0]].ordinal:
            raise InputError(f"{text}: {path[0]} has no numbers; only the order of its states is known")
    if path not in targets:
        name, known = ".".join(path), {".".join(one) for one in targets}
        if len(path) == 3 and path[2] in ("chance", "after", "lasts") and any(one[:2] == path[:2] for one in targets):
            raise InputError(
                f"{text}: `{path[1]}` states no `{path[2]}` in the file, so there is none to change; "
                f"expected a number that stands there, or `{path[2]}:` added to it"
            )
        near = nearest(name, known)
        hint = (
            _meant(f"{kind}.{name}", f"{kind}.{near}")
            if near
            else f"for instance {kind}.{min(known)}"
            if known
            else "none is"
        )
        raise InputError(f"{text}: no number of this case stands at `{kind}.{name}`; {hint}")
    if kind == "w" and case.parties[path[0]].numeraire == path[1]:
        raise InputError(
            f"{text}: `{path[1]}` is what {path[0]} counts its points in, so its weight stays; change other weights"
        )
    parts = [part for part in re.split(r"[,;\s]+", value) if part]
    if not parts or not all(_NUMBER.fullmatch(part) for part in parts):
        raise InputError(f"{text}: `{value}` is no number; expected one such as 4, or percentiles such as 2,4,8")
    numbers = tuple(float(part) + 0.0 for part in parts)
    try:
        new = _new(targets[path], numbers)
    except ValidationError as error:
        raise InputError(f"{text}: {_told(error)}") from None
    return Change(kind, path, new.is_)


def _meant(name: str, near: str) -> str:
    alike = " (some of the letters typed only look the same)" if look_alike(name, near) else ""
    return f"did you mean {near}?{alike}"


def _told(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "finite_number":
        return "not a finite number; expected a number such as 4 or 0.5"
    expected = (first.get("ctx") or {}).get("expected")
    return f"{first['msg']}; expected {expected}" if expected else str(first["msg"])


def _shortest(number: float) -> str:
    return repr(number).removesuffix(".0")


def _so_already(case: Case, change: Change) -> bool:
    if change.kind == "believe":
        return change.target[0] == base_name(case)
    if not change.numbers:
        return False
    old = judgement_of(case, change.target)
    return old.is_ == change.numbers and not old.experts


def _place(case: Case, change: Change) -> tuple[int, ...]:
    """Where a change stands among the others: by kind, then as the case has it."""
    kind = _KINDS.index(change.kind)
    if change.kind == "w":
        return kind, list(_weights(case)).index(change.target)
    if change.kind == "e":
        issue = change.target[0]
        return kind, list(case.issues).index(issue), list(_effects(case, issue)).index(change.target)
    known = {"off": list(CAUSES), "without": list(case.issues), "believe": [base_name(case), *case.accounts]}
    return kind, known[change.kind].index(change.target[0])


# -- the numbers of a case


def changeable(case: Case, issue: str | None = None) -> dict[tuple[str, ...], Judgement]:
    """Every number that can be changed by its target: weights (all but those of a numeraire), judgements of effects.

    With an issue only what can matter there: its effects, and the weights of whoever they concern. A target of two
    parts is a weight.
    """
    names = list(case.issues) if issue is None else [issue]
    received = {name for one in names for effect in case.issues[one].effects for name in effect.receives}
    parties = {name.partition(".")[0] for name in received} | {
        side for one in names for side in case.issues[one].stances
    }
    parties |= {name for name, party in case.parties.items() if party.ratifies in parties}
    interests = {name.partition(".")[2] for name in received}
    interests |= {name for one in names for expected in case.issues[one].expects.values() for name in expected}
    weights = {
        (party, interest): judgement
        for (party, interest), judgement in _weights(case).items()
        if party in parties and interest in interests and case.parties[party].numeraire != interest
    }
    return weights | {target: old for one in names for target, old in _effects(case, one).items()}


def judgement_of(case: Case, target: tuple[str, ...]) -> Judgement:
    """The base account's number at a target of :func:`changeable`."""
    return _weights(case)[target] if len(target) == 2 else _effects(case, target[0])[target]


def _weights(case: Case) -> dict[tuple[str, ...], Judgement]:
    return {(party, name): number for party, own in case.weights.items() for name, number in own.items()}


def _effects(case: Case, issue: str) -> dict[tuple[str, ...], Judgement]:
    found: dict[tuple[str, ...], Judgement] = {}
    for effect in case.issues[issue].effects if issue in case.issues else ():
        start = (issue, effect.id)
        found.update({(*start, *name.split(".", 1)): number for name, number in effect.gives.items()})
        given = {name: getattr(effect, name) for name in ("chance", "after", "lasts")}
        found.update({(*start, name): number for name, number in given.items() if number is not None})
        for name, number in (effect.benefit.numbers if effect.benefit is not None else {}).items():
            found[(*start, *dotted(name))] = number
    return found


def dotted(parameter: tuple[str, ...]) -> tuple[str, ...]:
    """A parameter of a benefit model as a target has it: ``("trade to", "us.income")``: trade-to, us, income."""
    return (parameter[0].replace(" ", "-"), *(part for name in parameter[1:] for part in name.split(".", 1)))


def _new(old: Judgement, numbers: tuple[float, ...]) -> Judgement:
    """The reader's number in the place of an old one, within the same bounds."""
    return type(old).model_validate({"is": numbers, "at least": old.at_least, "at most": old.at_most})


def _with_weight(case: Case, target: tuple[str, ...], new: Judgement) -> Case:
    party, interest = target
    weights = {**case.weights, party: {**case.weights[party], interest: new}}
    return case.model_copy(update={"weights": weights})


def _with(case: Case, target: tuple[str, ...], new: Judgement) -> Case:
    issue = case.issues[target[0]]
    effects = tuple(_put(one, target[2:], new) if one.id == target[1] else one for one in issue.effects)
    return case.model_copy(update={"issues": {**case.issues, target[0]: issue.model_copy(update={"effects": effects})}})


def _put(effect: Effect, name: tuple[str, ...], new: Judgement) -> Effect:
    if len(name) == 2:
        return effect.model_copy(update={"gives": {**effect.gives, ".".join(name): new}})
    if name[0] in ("chance", "after", "lasts"):
        return effect.model_copy(update={name[0]: new})
    benefit = effect.benefit
    if benefit is None:
        raise KeyError(name)
    parameter = next(one for one in benefit.numbers if dotted(one) == name)
    model = benefit.parameters
    if parameter[0].startswith("trade "):
        trade = _placed(model.trade, (parameter[0].removeprefix("trade "), *parameter[1:]), new)
        changed = model.model_copy(update={"trade": trade})
    else:
        changed = _placed(model, parameter, new)
    return effect.model_copy(update={"benefit": benefit.model_copy(update={benefit.model: changed})})


def _placed(record: Any, parameter: tuple[str, ...], new: Judgement) -> Any:
    field, *receiver = parameter
    return record.model_copy(update={field: {**getattr(record, field), receiver[0]: new} if receiver else new})

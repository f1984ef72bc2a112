"""The evenness audit of a case: counts by side, what to mend, and findings that flip when one voice is left out.

Each account, each source and each expert is left out in turn and the findings of every issue that this touches are
worked out again, on the means and in the base account:

- *an account* is taken out, and its side judges by the base account;
- *a source* takes with it what cites it and nothing else: a number is left out as if nobody had given it (an effect
  gives nothing there, a weight is no weight, a trait or expectation is the one that stands where none is given, an
  account falls back on the base one), and so is a linkage; a benefit model that would lack a number goes whole.
  A number that names a second source, or that experts gave as well, stays;
- *an expert* is taken out of every number; where experts of every side are then no longer in, the authors' number
  stands.

A finding *flips* where the kind of issue, the reference agreement, the keys, or the largest cause of some side's loss
is another one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from evenhand.casefile import Account, Case, Effect, EffectOverride, Issue, Judgement, Places, read_with_places
from evenhand.elicitation import base_name
from evenhand.findings import kinds
from evenhand.findings.causes import decompose, keys
from evenhand.findings.evenness import SUPPLIED, Entry, Mend, departures, entries, mend, side_of, sides, supplied
from evenhand.findings.ordinal import ordinal
from evenhand.game import Views, means, structure, views
from evenhand.solve.causes import CAUSES, NO_REASON
from evenhand.solve.prediction import predict, problem
from evenhand.study.sources import STATUSES

if TYPE_CHECKING:
    import pandas

__all__ = ["Evenness", "IssueOutline", "evenness", "outline", "without_account", "without_expert", "without_source"]

SCHEMA = "evenhand.evenness/1"
_TIED = 1e-6
Progress = Callable[[str, int, int], None]
State = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class IssueOutline:
    """The findings of an issue in the base account that are asked whether they flip.

    ``reference``: states of the reference agreement (of an ordinal issue, its efficient improvements), each as pairs
    of side and stance; ``keys``: sets of causes; ``main``: side to the largest causes of its loss (several where they
    tie, none where it loses nothing).
    """

    kind: str
    reference: frozenset[State]
    keys: frozenset[tuple[str, ...]]
    main: dict[str, tuple[str, ...]]

    def flips(self, other: IssueOutline) -> tuple[str, ...]:
        """What is different in the other."""
        return tuple(
            name for name in ("kind", "reference", "keys", "main") if getattr(self, name) != getattr(other, name)
        )

    def document(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "reference": [dict(state) for state in sorted(self.reference)],
            "keys": [list(key) for key in sorted(self.keys, key=lambda key: (len(key), key))],
            "main": {side: list(causes) for side, causes in self.main.items()},
        }


def outline(case: Case, issue: str) -> IssueOutline:
    """Kind, reference agreement, keys and largest causes of an issue, on the means, in the base account."""
    named = [side for side in case.parties if side in case.issues[issue].stances]
    if case.issues[issue].ordinal:
        form = structure(case, issue)
        told = ordinal(case, form)[0]
        states = frozenset(tuple(form.named(state).items()) for state in told.efficient)
        found = frozenset(remove for remove, _ in told.keys) if told.efficient else frozenset()
        return IssueOutline(told.kind, states, found, dict.fromkeys(named, ()))
    if not case.issues[issue].effects:
        return IssueOutline(kinds.NOTHING, frozenset(), frozenset(), dict.fromkeys(named, ()))
    form = structure(case, issue)
    return _cardinal(case, issue, views(case, form))


def _cardinal(case: Case, issue: str, seen: Views) -> IssueOutline:
    form = structure(case, issue)
    p = problem(form, seen, means(form, seen))
    view = seen.of_account[0]
    reference = p.reference(view)
    main: dict[str, tuple[str, ...]] = dict.fromkeys(form.sides, ())
    if not reference.any():
        return IssueOutline(kinds.kind(p, view).name, frozenset(), frozenset(), main)
    found = predict(p)[view]
    split = decompose(p, view, found)
    for side, name in enumerate(form.sides):
        main[name] = _largest(split.of(p.value[view, side]), 1e3 * float(p.tolerance[side]))
    return IssueOutline(
        kinds.kind(p, view).name,
        frozenset(tuple(form.named(state).items()) for state in np.flatnonzero(reference).tolist()),
        frozenset(key.remove for key in keys(p, view, found)),
        main,
    )


def _largest(shares: dict[str, float], small: float) -> tuple[str, ...]:
    """The causes with the largest share of a loss; several where they tie, none where there is no loss."""
    top = max(shares.values())
    if sum(shares.values()) <= small or top <= small:
        return ()
    return tuple(name for name in (NO_REASON, *CAUSES) if shares.get(name, -np.inf) >= top * (1 - _TIED))


# --- leaving out


def without_account(case: Case, side: str) -> Case:
    """The case as if a side had no account of its own."""
    return case.model_copy(update={"accounts": {name: own for name, own in case.accounts.items() if name != side}})


def without_expert(case: Case, expert: str) -> Case:
    """The case as if an expert had not been asked."""

    def less(value: Any) -> Any:
        if isinstance(value, Judgement):
            if expert not in value.experts:
                return value
            return value.model_copy(update={"experts": {n: v for n, v in value.experts.items() if n != expert}})
        if isinstance(value, dict):
            return _if_changed(value, {key: less(part) for key, part in value.items()}, value.values())
        if isinstance(value, tuple) and value and not isinstance(value[0], str):
            return _if_changed(value, tuple(less(part) for part in value), value)
        if not hasattr(type(value), "model_fields"):
            return value
        parts = {name: less(getattr(value, name)) for name in type(value).model_fields}
        changed = {name: part for name, part in parts.items() if part is not getattr(value, name)}
        return value.model_copy(update=changed) if changed else value

    rest = {name: one for name, one in case.experts.items() if name != expert}
    return less(case).model_copy(update={"experts": rest})


Held = TypeVar("Held", dict[Any, Any], tuple[Any, ...])


def _if_changed(before: Held, after: Held, parts: Iterable[Any]) -> Held:
    new = after.values() if isinstance(after, dict) else after
    return before if all(one is other for one, other in zip(parts, new, strict=True)) else after


def without_source(case: Case, source: str) -> Case:
    """The case less every number and linkage that cites this source and nothing else."""
    keep = _Keep(source)
    issues = {name: keep.issue(issue) for name, issue in case.issues.items()}
    left = {(effect.id, key) for issue in issues.values() for effect in issue.effects for key in _kept(effect)}
    parties = {
        name: party.model_copy(
            update={
                **{trait: keep.number(getattr(party, trait)) for trait in ("attachment", "caution", "rate")},
                "trust": keep.numbers(party.trust),
            }
        )
        for name, party in case.parties.items()
    }
    accounts = {name: keep.account(account, left) for name, account in case.accounts.items()}
    update = {"issues": issues, "parties": parties, "weights": keep.table(case.weights), "accounts": accounts}
    return case.model_copy(update={name: part for name, part in update.items() if part != getattr(case, name)})


def _kept(effect: Effect) -> tuple[str, ...]:
    """What an account may still replace of an effect: its numbers, its benefit model, and (an empty name) itself."""
    return (*effect.gives, "", *(("benefit",) if effect.benefit is not None else ()))


class _Keep:
    """What is left of a case without one source."""

    def __init__(self, source: str) -> None:
        self.source = source

    def number(self, number: Judgement | None, inherited: tuple[str, ...] = ()) -> Judgement | None:
        if number is None or number.experts:
            return number
        return None if set(number.evidence or inherited) == {self.source} else number

    def numbers(self, given: dict[str, Any], inherited: tuple[str, ...] = ()) -> dict[str, Any]:
        return {key: number for key, number in given.items() if self.number(number, inherited) is not None}

    def table(self, given: dict[str, Any]) -> dict[str, Any]:
        return {key: self.numbers(numbers) for key, numbers in given.items()}

    def issue(self, issue: Issue) -> Issue:
        """The issue, less what rests on the source; itself where nothing does."""
        update = {
            "effects": tuple(less for effect in issue.effects if (less := self.effect(effect)) is not None),
            "expects": self.table(issue.expects),
            "linkage": tuple(one for one in issue.linkage if set(one.evidence) != {self.source}),
        }
        changed = {name: part for name, part in update.items() if part != getattr(issue, name)}
        return issue.model_copy(update=changed) if changed else issue

    def effect(self, effect: Effect) -> Effect | None:
        """The effect, less what rests on the source; itself where nothing does, None where nothing is left of it."""
        update = self._parts(effect)
        if all(update[name] == getattr(effect, name) for name in update):
            return effect
        return effect.model_copy(update=update) if update["gives"] or update["benefit"] else None

    def override(self, name: str, own: EffectOverride, left: set[tuple[str, str]]) -> EffectOverride:
        update = self._parts(own)
        update["gives"] = {key: number for key, number in update["gives"].items() if (name, key) in left}
        update["benefit"] = update["benefit"] if (name, "benefit") in left else None
        return own.model_copy(update=update)

    def account(self, account: Account, left: set[tuple[str, str]]) -> Account:
        return account.model_copy(
            update={
                "weights": self.table(account.weights),
                "effects": {
                    name: self.override(name, own, left) for name, own in account.effects.items() if (name, "") in left
                },
                **{trait: self.numbers(getattr(account, trait)) for trait in ("attachment", "caution", "rate")},
                "trust": self.table(account.trust),
                "expects": {issue: self.table(expected) for issue, expected in account.expects.items()},
            }
        )

    def _parts(self, effect: Effect | EffectOverride) -> dict[str, Any]:
        parts: dict[str, Any] = {
            name: self.number(getattr(effect, name), effect.evidence) for name in ("chance", "after", "lasts")
        }
        benefit = effect.benefit
        if benefit is not None and any(self.number(one, effect.evidence) is None for one in benefit.numbers.values()):
            benefit = None
        return {"gives": self.numbers(effect.gives, effect.evidence), "benefit": benefit, **parts}


# --- the audit


@dataclass(frozen=True)
class Evenness:
    """The audit of a case, as plain data (schema ``evenhand.evenness/1``)."""

    data: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """The audit as plain data, ready for JSON."""
        return self.data

    def to_frame(self) -> pandas.DataFrame:
        """One row for each thing to mend."""
        import pandas

        columns = ["code", "location", "given", "missing", "file", "line", "column"]
        return pandas.DataFrame(self.data["mend"], columns=columns)


def evenness(
    case: Case | str | os.PathLike[str], places: Places | None = None, progress: Progress | None = None
) -> Evenness:
    """Audit the evenness of a case: who supplies what about whom, what to mend, what hangs on one voice.

    Parameters
    ----------
    case : a checked case, or a file or the name of a case that ships; only then has each entry its line.
    places : where everything stands in the file of a case that has been read.
    progress : called as ``progress(what, done, total)`` after each account, source and expert left out.

    Examples
    --------
    >>> sorted({one["code"] for one in evenness("prisoners-dilemma").document()["mend"]})
    ['no-source']
    """
    import evenhand

    if not isinstance(case, Case):
        from evenhand.catalog import locate

        case, places = read_with_places(locate(os.fspath(case)))
    numbers = list(entries(case))
    return Evenness(
        {
            "schema": SCHEMA,
            "evenhand": evenhand.__version__,
            "case": {"id": case.case, "title": case.title, "as of": case.as_of},
            "base": base_name(case),
            "sides": list(sides(case)),
            "sources": _by_side(case, [(side_of(case, one.side), one) for one in case.evidence.values()], _of_sources),
            "experts": _by_side(case, [(side_of(case, one.side), one) for one in case.experts.values()], len),
            "judgements": _by_side(case, [(one.about, one) for one in numbers], lambda own: _of_numbers(case, own)),
            "departures": [
                {
                    "account": one.account,
                    "total": one.total,
                    "about": {side or "nobody": count for side, count in one.about.items()},
                    "issues": list(one.issues),
                }
                for one in departures(case)
            ],
            "mend": [_placed(case, one, places) for one in mend(case)],
            "left_out": _left_out(case, progress),
        }
    )


def _by_side(case: Case, found: list[tuple[str | None, Any]], told: Callable[[list[Any]], Any]) -> dict[str, Any]:
    """The same count for each side, and for what is of no side."""
    groups: tuple[str | None, ...] = (*sides(case), None)
    return {
        "by_side": {side: told([one for whose, one in found if whose == side]) for side in groups if side is not None},
        "nobody": told([one for whose, one in found if whose is None]),
    }


def _of_sources(found: list[Any]) -> dict[str, Any]:
    types = Counter(str(one.type) for one in found)
    status = Counter(one.status or "none" for one in found)
    return {
        "total": len(found),
        "types": dict(sorted(types.items())),
        "status": {name: status[name] for name in (*STATUSES, "none")},
    }


def _of_numbers(case: Case, found: list[Entry]) -> dict[str, Any]:
    by = Counter(supplied(case, one) for one in found)
    status = Counter(one.status or "none" for one in found)
    return {
        "total": len(found),
        "supplied": {name: by[name] for name in SUPPLIED},
        "status": {name: status[name] for name in (*STATUSES, "none")},
    }


def _placed(case: Case, one: Mend, places: Places | None) -> dict[str, Any]:
    spot = places.fault(one.code, "", one.path, key=True) if places is not None else None
    return {
        "code": one.code,
        "location": _location(case, one),
        "given": list(one.given),
        "missing": list(one.missing),
        "what": dict(one.what),
        "file": spot.file if spot else None,
        "line": spot.line if spot else None,
        "column": spot.column if spot else None,
    }


def _location(case: Case, one: Mend) -> str:
    """The path in the file, an effect by its name."""
    steps = [str(step) for step in one.path]
    if one.path[0] == "issues" and "effects" in one.path:
        steps[3] = case.issues[steps[1]].effects[int(steps[3])].id
    return ".".join(steps)


def _left_out(case: Case, progress: Progress | None) -> dict[str, Any]:
    before = {name: outline(case, name) for name in case.issues}
    seen = {name: views(case, structure(case, name)) for name in _cardinal_issues(case)}
    variants = list(_variants(case))
    flips = []
    for count, (kind, name, less) in enumerate(variants, start=1):
        changed = less()
        for issue in case.issues:
            if _same(case, changed, issue, seen):
                continue
            after = outline(changed, issue)
            what = before[issue].flips(after)
            if what:
                flips.append(
                    {
                        "kind": kind,
                        "id": name,
                        "issue": issue,
                        "flips": list(what),
                        "before": before[issue].document(),
                        "after": after.document(),
                    }
                )
        if progress is not None:
            progress(name, count, len(variants))
    order = {name: place for place, name in enumerate(case.issues)}
    flips.sort(key=lambda one: order[str(one["issue"])])
    tried = Counter(kind for kind, _, _ in variants)
    return {
        "tried": {kind: tried[kind] for kind in ("account", "source", "expert")},
        "flips": flips,
        "hold": [name for name in case.issues if all(one["issue"] != name for one in flips)],
    }


def _variants(case: Case) -> Iterator[tuple[str, str, Callable[[], Case]]]:
    for name in case.accounts:
        yield "account", name, lambda name=name: without_account(case, name)  # type: ignore[misc]
    for name in case.evidence:
        yield "source", name, lambda name=name: without_source(case, name)  # type: ignore[misc]
    for name in case.experts:
        yield "expert", name, lambda name=name: without_expert(case, name)  # type: ignore[misc]


def _cardinal_issues(case: Case) -> list[str]:
    return [name for name, issue in case.issues.items() if not issue.ordinal]


def _same(case: Case, changed: Case, issue: str, seen: dict[str, Views]) -> bool:
    """Whether an issue has the same form and numbers as before, so that its findings are the same."""
    if changed.issues[issue] is not case.issues[issue]:
        return False
    untouched = all(getattr(changed, part) is getattr(case, part) for part in ("parties", "weights", "experts"))
    if untouched and _bearing(changed, issue) == _bearing(case, issue):
        return True
    if issue not in seen:
        return changed.accounts.keys() == case.accounts.keys()
    return views(changed, structure(changed, issue)) == seen[issue]


def _bearing(case: Case, issue: str) -> dict[str, Account]:
    """The accounts, less what they say of other issues' effects and expectations."""
    effects = {effect.id for effect in case.issues[issue].effects}
    return {
        name: own.model_copy(
            update={
                "effects": {effect: given for effect, given in own.effects.items() if effect in effects},
                "expects": own.expects.get(issue),
            }
        )
        for name, own in case.accounts.items()
    }

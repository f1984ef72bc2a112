"""What if: a case with some changes, its findings beside the published ones, and what became different.

The changes are those of :mod:`evenhand.study.changes`. A case is prepared once and kept; a change touches only the
issues in which its number or cause can matter, and only these are analysed again. The draws stay where they were (see
:func:`evenhand.game.redrawn`), so findings differ by what was changed and not by chance, and an issue that is not
touched has the numbers that it had.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.casefile import Case
from evenhand.errors import InputError
from evenhand.game import redrawn, views
from evenhand.study.analysis import Progress, analyse
from evenhand.study.changes import Change, Changes, dotted, judgement_of, read_changes
from evenhand.study.prepared import Prepared, prepare
from evenhand.study.results import Study

__all__ = ["COMPARED", "WhatIf", "changed", "describe_changes", "touched", "what_if"]

SCHEMA = "evenhand.what-if/1"

_SHOWN = (
    "kind", "why", "improvement_probability", "reference", "losses", "unilateral_losses", "temptations", "temptation",
    "value_at_risk", "mix", "causes", "at_work", "doubt", "prediction", "keys", "ordinal",
)  # fmt: skip
"""Findings of an account that stand in a comparison."""

COMPARED = (
    "kind", "reference", "losses", "spread", "causes", "keys", "common_ground", "prediction", "doubt",
    "improvement_probability", "unilateral_losses", "other",
)  # fmt: skip
"""What can have changed; ``losses``: their means, ``spread``: no more than their intervals."""

Document = Mapping[str, Any]


@dataclass(frozen=True)
class WhatIf:
    """The findings before and after some changes; every field is plain data but ``changes``."""

    case_id: str
    title: str
    as_of: str | None
    version: str
    draws: int
    seed: int
    replicates: int
    base: str
    account: str
    changes: Changes
    told: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    unused_potential: dict[str, dict[str, float | None]]

    def document(self) -> dict[str, Any]:
        """The comparison as plain data, ready for JSON (schema ``evenhand.what-if/1``)."""
        return {
            "schema": SCHEMA,
            "evenhand": self.version,
            "case": {"id": self.case_id, "title": self.title, "as of": self.as_of},
            "draws": self.draws,
            "seed": self.seed,
            "replicates": self.replicates,
            "base": self.base,
            "account": self.account,
            "changes": self.told,
            "unused_potential": self.unused_potential,
            "issues": self.issues,
        }

    def to_frame(self) -> Any:
        """One row for each issue and party: the mean loss before and after, in the party's own points.

        Points must not be compared between parties.
        """
        import pandas

        columns = ("issue", "party", "before", "after", "ratio")
        rows = [
            (issue["id"], party, both["before"], both["after"], both["ratio"])
            for issue in self.issues
            for party, both in issue["loss"].items()
        ]
        return pandas.DataFrame(rows, columns=list(columns))


def what_if(
    case: Case | Prepared | str | os.PathLike[str],
    changes: Changes | Sequence[str],
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    issues: Sequence[str] | None = None,
    before: Study | Document | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """What becomes of the findings if some numbers, causes, or the account to be believed were different.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    changes : their texts (``["w.ru.standing=3", "off=commitment"]``), or what :func:`read_changes` made of them.
    threads : threads to use; all cores unless given.
    issues : only these.
    before : the analysis with which to compare, of the same draws and seed; made now unless given.
    progress : called as ``progress(issue, done, total)`` while issues are analysed.

    Raises
    ------
    InputError
        If a change cannot be understood, an issue is unknown, a number out of range, or ``before`` is of another case,
        of other draws or another seed.

    Examples
    --------
    >>> found = what_if("prisoners-dilemma", ["off=commitment"], draws=100)
    >>> [(issue["before"]["keys"][0]["remove"], issue["after"]["keys"][0]["remove"]) for issue in found.issues]
    [(['commitment'], [])]
    """
    import evenhand

    ready = prepare(case, draws, seed, threads)
    case, wanted = ready.case, ready.named(issues)
    if not isinstance(changes, Changes):
        changes = read_changes(case, changes)
    published = _published(ready, wanted, before, threads, progress)
    after = changed(ready, changes, wanted)
    again = [name for name in touched(ready, after) if name in wanted and name not in changes.without]
    found = analyse(after, draws, seed, threads, again, progress).document() if again else {"issues": []}
    base, new = str(published["base"]), str(found.get("base", published["base"]))
    fresh = {issue["id"]: issue for issue in found["issues"]}
    account = changes.believe or base
    compared = [
        _issue(issue, fresh.get(issue["id"]), base, changes.believe or new, issue["id"] in changes.without)
        for issue in published["issues"]
        if issue["id"] in wanted
    ]
    return WhatIf(
        case_id=case.case,
        title=case.title,
        as_of=case.as_of,
        version=evenhand.__version__,
        draws=draws,
        seed=seed,
        replicates=len(ready.draws.blocks),
        base=base,
        account=account,
        changes=changes,
        told=describe_changes(case, changes),
        issues=compared,
        unused_potential=_potential(case, compared),
    )


def _published(
    ready: Prepared, wanted: list[str], before: Study | Document | None, threads: int | None, progress: Progress | None
) -> Document:
    if before is None:
        before = analyse(ready, ready.draws.n, ready.seed, threads, wanted, progress)
    found = before.document() if isinstance(before, Study) else before
    missing = [name for name in wanted if name not in {issue["id"] for issue in found["issues"]}]
    if found["case"]["id"] != ready.case.case or missing:
        raise InputError(
            f"the analysis to compare with is of {found['case']['id']}, without {', '.join(missing) or '…'}"
        )
    if (found["draws"], found["seed"]) != (ready.draws.n, ready.seed):
        raise InputError(
            f"the analysis to compare with has {found['draws']} draws from seed {found['seed']}; "
            f"{ready.draws.n} from {ready.seed} were asked for"
        )
    return found


def changed(ready: Prepared, changes: Changes, issues: Sequence[str] | None = None) -> Prepared:
    """A case that is ready, with changes made to it: only what they touch is made anew, and the draws stay.

    With ``issues``, others are left as they were, unless numbers are drawn that were certain: their columns are given
    out over all issues.
    """
    case = changes.made_to(ready.case)
    seen = dict(ready.seen)
    for name in _concerned(ready, changes):
        if issues is None or name in issues:
            new = views(case, ready.forms[name])
            if new != ready.seen[name]:
                seen[name] = new
    different = [(ready.forms[name], seen[name]) for name in seen if seen[name] is not ready.seen[name]]
    draws = redrawn(ready.draws, different, ready.seed) if different else ready.draws
    if issues is not None and draws.normal is not ready.draws.normal:
        return changed(ready, changes)
    same = {name: ready.problem(name) for name in seen if seen[name] is ready.seen[name] and not changes.off}
    return Prepared(case, ready.forms, seen, draws, ready.seed, changes.at_work, same)


def _concerned(ready: Prepared, changes: Changes) -> list[str]:
    """Issues in which a changed number stands."""
    weights = {("weight", *change.target) for change in changes.numbers if change.kind == "w"}
    issues = {change.target[0] for change in changes.numbers if change.kind == "e"}
    return [
        name
        for name, seen in ready.seen.items()
        if name in issues or any(weights & view.numbers.keys() for view in seen.views)
    ]


def touched(before: Prepared, after: Prepared) -> list[str]:
    """Issues whose findings can differ: other numbers, or a cause at work that is taken away."""
    off = before.at_work & ~after.at_work
    return [
        name
        for name in before.case.issues
        if (off if name not in before.forms else before.seen[name] != after.seen[name] or _active(before, name) & off)
    ]


def _active(ready: Prepared, name: str) -> int:
    return ready.problem(name).active


def _issue(before: Document, after: Document | None, base: str, account: str, off_table: bool) -> dict[str, Any]:
    """One issue before and after; ``after`` is None where the changes do not touch it."""
    first, new = _figures(before, base), after if after is not None else before
    second = None if off_table else _figures(new, account)
    return {
        "id": before["id"],
        "title": before["title"],
        "default": before["default"],
        "sides": before["sides"],
        "ordinal": before["ordinal"],
        "on_the_table": not off_table,
        "analysed_again": after is not None,
        "account": account if account in new["accounts"] else base,
        "changed": [] if second is None else _differences(first, second),
        "loss": _loss(first, second),
        "before": first,
        "after": second,
    }


def _figures(issue: Document, account: str) -> dict[str, Any]:
    """What an account finds; what the base one does, where that account says nothing of the issue."""
    accounts: Mapping[str, Document] = issue["accounts"]
    found = accounts.get(account) or next(iter(accounts.values()))
    return {
        **{name: found[name] for name in _SHOWN if name in found},
        "common_ground": issue["common_ground"],
    }


def _differences(first: Document, second: Document) -> list[str]:
    parts: dict[str, Callable[[Document], Any]] = {
        "kind": lambda one: one["kind"],
        "reference": _agreement,
        "losses": lambda one: _means(one["losses"]),
        "causes": lambda one: one["causes"],
        "keys": lambda one: one["keys"],
        "common_ground": lambda one: one["common_ground"],
        "prediction": lambda one: one["prediction"],
        "doubt": lambda one: one["doubt"],
        "improvement_probability": lambda one: one["improvement_probability"],
        "unilateral_losses": lambda one: one["unilateral_losses"],
    }
    found = {name for name, of in parts.items() if not _same(of(first), of(second))}
    if "losses" not in found and not _same(first["losses"], second["losses"]):
        found.add("spread")
    if not found and not _same(first, second):
        found.add("other")
    return [name for name in COMPARED if name in found]


def _agreement(one: Document) -> Any:
    found = one["reference"] or (one.get("ordinal") or {}).get("efficient") or []
    return [[state["stances"], state.get("standing_proof"), state["pays"]] for state in found]


def _means(losses: Document | None) -> Any:
    if losses is None:
        return None
    return {
        party: [
            (loss["points"] or {}).get("mean"),
            {name: amount["mean"] for name, amount in loss["interests"].items()},
        ]
        for party, loss in losses.items()
    }


def _same(one: Any, other: Any) -> bool:
    """Whether two findings are equal but for rounding."""
    if isinstance(one, float) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(part, other[key]) for key, part in one.items())
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _loss(first: Document, second: Document | None) -> dict[str, dict[str, float | None]]:
    """Each party's mean loss before and after, in its own points, and the second as a part of the first."""
    held = [(part or {}).get("losses") or {} for part in (first, second)]
    points = [{party: loss["points"]["mean"] for party, loss in part.items() if loss["points"]} for part in held]
    return {
        party: _pair(points[0].get(party), points[1].get(party))
        for party in dict.fromkeys(name for part in points for name in part)
    }


def _pair(before: float | None, after: float | None) -> dict[str, float | None]:
    ratio = after / before if before is not None and after is not None and before > 1e-9 else None
    return {"before": before, "after": after, "ratio": ratio}


def _potential(case: Case, issues: Sequence[Document]) -> dict[str, dict[str, float | None]]:
    """Sum of each side's mean losses over the issues on the table, before and after."""
    found = {}
    for party in case.parties:
        rows = [issue["loss"][party] for issue in issues if party in issue["sides"] and party in issue["loss"]]
        if rows:
            found[party] = _pair(*(sum(row[name] or 0.0 for row in rows) for name in ("before", "after")))
    return found


_NAMES = {
    "w": "weight",
    "e": "judgement",
    "off": "cause removed",
    "believe": "account believed",
    "without": "off the table",
}


def describe_changes(case: Case, changes: Changes) -> list[dict[str, Any]]:
    """Changes as data, as a comparison has them."""
    return [_told(case, change) for change in changes]


def _told(case: Case, change: Change) -> dict[str, Any]:
    """A change as data: its text, what it concerns, the numbers before and after, and who keeps a number of its own."""
    told: dict[str, Any] = {"change": str(change), "kind": _NAMES[change.kind], "of": list(change.target)}
    if not change.numbers:
        return told
    return told | {
        "before": list(judgement_of(case, change.target).is_),
        "after": list(change.numbers),
        "kept_by": [name for name, own in case.accounts.items() if _keeps(own, change)],
    }


def _keeps(own: Any, change: Change) -> bool:
    """Whether an account has a number of its own where the base one is changed."""
    if change.kind == "w":
        return change.target[1] in own.weights.get(change.target[0], {})
    override = own.effects.get(change.target[1])
    name = change.target[2:]
    if override is None:
        return False
    if len(name) == 2:
        return ".".join(name) in override.gives
    if name[0] in ("chance", "after", "lasts"):
        return getattr(override, name[0]) is not None
    return override.benefit is not None and name in map(dotted, override.benefit.numbers)

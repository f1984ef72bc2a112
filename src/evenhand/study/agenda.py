"""The agenda of a case: which few issues to put on the table, how sure that is, and what else could be there."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.elicitation import base_name
from evenhand.errors import InputError
from evenhand.findings import agenda as find
from evenhand.findings.packages import MOST_COMBINATIONS, Package, packages
from evenhand.solve.drawn import drawn_at
from evenhand.solve.prediction import Problem
from evenhand.solve.regret import Regret, regret
from evenhand.study.figures import error_of_share, summaries
from evenhand.study.prepared import Prepared, prepare

if TYPE_CHECKING:
    import pandas

__all__ = ["AgendaStudy", "agenda"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

SCHEMA = "evenhand.agenda/1"
NEAR = 0.05
"""A chosen agenda is near the best of a draw where its smallest share is at most this much smaller."""
MOST_PACKAGES = 50
"""Most packages that are listed."""
MOST_PER_PACKAGE = 4
TURNED, TOUCHED = "not standing-proof", "touched by standing"
"""What can be parked: issues whose agreement is not standing-proof, or all on which standing bears in any way."""


@dataclass(frozen=True)
class AgendaStudy:
    """The agenda and all that is said of it, as plain data."""

    found: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """All findings as plain data, ready for JSON (schema ``evenhand.agenda/1``)."""
        return self.found

    @property
    def issues(self) -> tuple[str, ...]:
        """Issues on the agenda; of the first one in the order of the case, where several tie."""
        tied = self.found["agendas"]
        return tuple(tied[0]["issues"]) if tied else ()

    def to_frame(self) -> pandas.DataFrame:
        """One row for each issue that could stand on an agenda and each side: share, gains in natural units.

        ``share`` is the gain on the issue as a part of the most that the side could gain over any agenda of this size;
        shares of different sides must not be added.
        """
        import pandas

        chosen = {issue for tied in self.found["agendas"] for issue in tied["issues"]}
        rows = []
        for one in self.found["candidates"]:
            for side in self.found["sides"]:
                gain = one["gains"].get(side, {"share": 0.0, "interests": {}})
                row = {"issue": one["id"], "side": side, "on agenda": one["id"] in chosen, "share": gain["share"]}
                rows.append(row | {name: item["mean"] for name, item in gain["interests"].items()})
        return pandas.DataFrame(rows)


def agenda(
    case: Case | Prepared | str | os.PathLike[str],
    at_most: int = 3,
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    account: str | None = None,
    park_standing: bool = False,
    park_all_standing: bool = False,
    tolerance: float | Mapping[str, float] | None = None,
    per_package: int = 2,
    progress: Progress | None = None,
) -> AgendaStudy:
    """The agenda of at most so many issues that serves the sides most evenly.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    at_most : most issues on the agenda.
    threads : threads to use; all cores unless given.
    account : judge by this account as if it were true; the base account unless given.
    park_standing : leave out issues whose agreement would leave a side worse off if standing counted.
    park_all_standing : leave out all issues on which standing bears in any way.
    tolerance : λ of every side, or side to λ: how many times a loss on one issue must be made good on others. 1 trades
        freely, infinity never. Packages that a side does not take are left out; 1 unless given.
    per_package : most issues in a package, 0 for no packages.
    progress : called as ``progress(issue, done, total)`` after each issue.

    Raises
    ------
    InputError
        If a number is out of range, or an account or a side is unknown.

    Examples
    --------
    >>> agenda("prisoners-dilemma", at_most=1, draws=100).issues
    ('armament',)
    """
    if at_most < 1:
        raise InputError(f"at most: 1 or more issues expected, found {at_most}")
    if not 0 <= per_package <= MOST_PER_PACKAGE or per_package == 1:
        raise InputError(f"per package: 0 (none) or 2 to {MOST_PER_PACKAGE} issues expected, found {per_package}")
    prepared = prepare(case, draws, seed, threads)
    parked = TOUCHED if park_all_standing else TURNED if park_standing else None
    return _Agenda(prepared, at_most, account, parked, tolerance, per_package).study(threads, progress)


class _Agenda:
    """Chooses on the means, then goes through the draws issue by issue."""

    def __init__(
        self,
        prepared: Prepared,
        at_most: int,
        account: str | None,
        parked: str | None,
        tolerance: float | Mapping[str, float] | None,
        per_package: int,
    ) -> None:
        self.prepared, self.case, self.at_most, self.parked = prepared, prepared.case, at_most, parked
        self.per_package = per_package
        self.base = base_name(self.case)
        self.account = prepared.chosen(account)
        self.problems = {name: prepared.problem(name) for name in prepared.forms}
        self.sides = find.sides_of(self.problems, self.case.parties)
        self.tolerance = _tolerances(tolerance, self.sides)
        self.views = self._views(self.account)
        self.all, self.not_able = find.candidates(self.problems, self.views)
        self.able = [one for one in self.all if not _parked(one, parked)]
        self.chosen = find.choose(self.able, self.sides, at_most)
        self.steps = find.frontier(self.able, self.sides)
        found, self.n_packages = packages(self.problems, self.views, self.sides, per_package)
        self.packages = found
        taken = [one for one in found or [] if all(one.critical[s] >= self.tolerance[s] - 1e-9 for s in self.sides)]
        self.n_taken, self.listed = len(taken), taken[:MOST_PACKAGES]

    def _views(self, account: str) -> dict[str, int]:
        """The view of each issue that an account holds; the base one where it does not differ or has no part."""
        return {
            name: seen.of_account[seen.accounts.index(account)] if account in seen.accounts else seen.of_account[0]
            for name, seen in self.prepared.seen.items()
        }

    # -- draws ---------------------------------------------------------------------------------------------------

    def study(self, threads: int | None, progress: Progress | None) -> AgendaStudy:
        wanted = list(
            dict.fromkeys([*(one.issue for one in self.able), *(o.issue for b in self.listed for o in b.options)])
        )
        workers = max(1, min(threads or os.cpu_count() or 1, len(wanted) or 1))
        self.drawn: dict[str, _DrawnIssue] = {}
        with ThreadPoolExecutor(workers) as pool:
            tasks = {name: pool.submit(self._draw, name) for name in wanted}
            for count, (name, task) in enumerate(tasks.items(), start=1):
                self.drawn[name] = task.result()
                if progress is not None:
                    progress(name, count, len(wanted))
            self.regret = self._regret(pool)
        return AgendaStudy(self._document())

    def _draw(self, name: str) -> _DrawnIssue:
        p, view = self.problems[name], self.views[name]
        reference = next((one.states for one in self.able if one.issue == name), ())
        wanted = {state for one in self.listed for o in one.options if o.issue == name for state in o.states}
        pieces: list[_DrawnIssue] = []
        for run in self.prepared.runs:
            sample = self.prepared.sample(name, run)
            pieces.append(_drawn_issue(p, sample, view, reference, wanted, self.sides))
        return _joined(pieces)

    def _regret(self, pool: ThreadPoolExecutor) -> Regret | None:
        """The chosen agendas against the best of every draw, replicate by replicate."""
        if self.chosen is None:
            return None
        gain = np.stack([self.drawn[one.issue].standing for one in self.able], axis=2)
        sets = np.array([[one.issue in issues for one in self.able] for issues in self.chosen.issues])
        parts = list(pool.map(lambda run: regret(gain[run], sets), self.prepared.draws.blocks))
        return Regret(*(np.concatenate([getattr(part, name) for part in parts]) for name in Regret.__annotations__))

    # -- the document --------------------------------------------------------------------------------------------

    def _document(self) -> dict[str, Any]:
        import evenhand

        case, chosen = self.case, self.chosen
        why = None if chosen else "no issue has an agreement that is acceptable by itself and costs nobody else"
        return {
            "schema": SCHEMA,
            "evenhand": evenhand.__version__,
            "case": {"id": case.case, "title": case.title, "as of": case.as_of},
            "draws": self.prepared.draws.n,
            "seed": self.prepared.seed,
            "replicates": len(self.prepared.draws.blocks),
            "base": self.base,
            "account": self.account,
            "at_most": self.at_most,
            "parked": self.parked,
            "sides": self.sides,
            "why": why,
            "agendas": [self._one(issues, part) for issues, part in zip(chosen.issues, chosen.shares, strict=True)]
            if chosen
            else [],
            "complete": chosen.complete if chosen else None,
            "gap": chosen.gap if chosen else None,
            "attainable": chosen.attainable if chosen else None,
            "certainty": self._certainty(),
            "regret": self._regrets(),
            "candidates": [self._candidate(one) for one in self.able],
            "left_out": self._left_out(),
            "parking": [self._parking(level) for level in (TURNED, TOUCHED)],
            "accounts": {name: self._by_account(name) for name in (self.base, *case.accounts)},
            "common_ground": self._common(),
            "frontier": [self._step(step) for step in self.steps],
            "levels_off": find.levels_off(self.steps),
            "packages": self._packages(),
        }

    def _one(self, issues: Sequence[str], share: Mapping[str, float]) -> dict[str, Any]:
        """One chosen agenda: what it brings everybody, in natural units, and how sure it is that it stands."""
        on = [one for one in self.able if one.issue in issues]
        drawn = [self.drawn[one.issue] for one in on]
        totals: dict[str, dict[str, Any]] = {}
        for party in self.case.parties:
            means: dict[str, float] = {}
            for one in on:
                for interest, much in one.interests.get(party, {}).items():
                    means[interest] = means.get(interest, 0.0) + much
            means = {name: means[name] for name in self.case.interests if name in means}
            if means:
                columns = [
                    np.sum([d.interests[party, k] for d in drawn if (party, k) in d.interests], axis=0) for k in means
                ]
                totals[party] = dict(zip(means, summaries(list(means.values()), np.column_stack(columns)), strict=True))
        most = self.chosen.attainable if self.chosen else {}
        full = {side: sum(one.full.get(side, 0.0) for one in on) for side in self.sides}
        stands = np.prod([d.stands for d in drawn], axis=0)
        sizes = self._sizes()
        return {
            "issues": list(issues),
            "shares": dict(share),
            "with_standing": {side: full[side] / most[side] if most[side] > 0 else None for side in self.sides},
            "gains": {party: {name: _summary(one) for name, one in own.items()} for party, own in totals.items()},
            "stands": float(stands.mean()),
            "monte_carlo_error": error_of_share(self._by_replicate(stands), sizes),
        }

    def _sizes(self) -> Floats:
        return np.array([block.stop - block.start for block in self.prepared.draws.blocks], dtype=np.float64)

    def _by_replicate(self, figure: Floats) -> Floats:
        return np.array([figure[block].sum() for block in self.prepared.draws.blocks])

    def _certainty(self) -> dict[str, Any] | None:
        """How often the choice is the best one of a draw, or near it; bounds where some draws are not decided."""
        r = self.regret
        if r is None:
            return None
        best = r.best.mean(axis=1)
        smallest = r.share.min(axis=2)
        surely = (smallest >= (r.high - NEAR - 1e-9)[:, None]).mean(axis=1)
        perhaps = (smallest >= (r.low - NEAR - 1e-9)[:, None]).mean(axis=1)
        sizes = self._sizes()
        return {
            "best": {"low": float((best * r.known).mean()), "high": float(best.mean())},
            "near": {"by": NEAR, "low": float(surely.mean()), "high": float(perhaps.mean())},
            "decided": float(r.known.mean()),
            "monte_carlo_error": {
                "best": error_of_share(self._by_replicate(best), sizes),
                "near": error_of_share(self._by_replicate(perhaps), sizes),
            },
        }

    def _regrets(self) -> dict[str, Any] | None:
        """Each side's own regret: what the agenda leaves of the most that this side could have had in each draw."""
        if self.regret is None or self.chosen is None:
            return None
        own = 1.0 - self.regret.share.mean(axis=1)
        found = summaries(own.mean(axis=0).tolist(), own)
        means = self.chosen.mean_shares()
        return {
            side: {**_summary(one), "on_the_means": 1.0 - means[side]}
            for side, one in zip(self.sides, found, strict=True)
        }

    def _candidate(self, one: find.Candidate) -> dict[str, Any]:
        form, drawn = self.problems[one.issue].form, self.drawn[one.issue]
        most = find.attainable(find.gains(self.able, self.sides), self.at_most)
        gains = {}
        for party in self.case.parties:
            means = one.interests.get(party, {})
            if not means and not one.gain.get(party):
                continue
            columns = [drawn.interests[party, name] for name in means]
            figures = summaries(list(means.values()), np.column_stack(columns)) if columns else []
            top = most[self.sides.index(party)] if party in self.sides else 0.0
            gains[party] = {
                "share": max(0.0, one.gain.get(party, 0.0)) / float(top) if top > 0 else 0.0,
                "interests": {name: _summary(figure) for name, figure in zip(means, figures, strict=True)},
            }
        return {
            "id": one.issue,
            "title": self.case.issues[one.issue].title,
            "sides": list(form.sides),
            "default": form.named(form.default),
            "stances": [form.named(state) for state in one.states],
            "standing_proof": one.standing_proof,
            "standing": one.standing,
            "gains": gains,
            "stands": float(drawn.stands.mean()),
            "doubt": float(1.0 - drawn.accepted.mean()),
        }

    def _left_out(self) -> list[dict[str, Any]]:
        able = {one.issue for one in self.able}
        why = {one.issue: {"why": one.kind, "pays": list(one.pays)} for one in self.not_able}
        found = []
        for name, issue in self.case.issues.items():
            if name not in able:
                reason = why.get(name) or {"why": "ranks only" if issue.ordinal else "standing", "pays": []}
                found.append({"id": name, "title": issue.title, **reason})
        return found

    def _parking(self, level: str) -> dict[str, Any]:
        """The agenda without the issues of standing beside the whole one, as shares of what the whole could bring."""
        whole = find.choose(self.all, self.sides, self.at_most)
        touched = [one.issue for one in self.all if _parked(one, level)]
        found: dict[str, Any] = {"parks": level, "issues": touched, "with": None, "without": None, "given_up": None}
        found |= {"given_up_with_standing": None, "why": None}
        if whole is None or not touched:
            return found | {"why": "there is no such issue"}
        left = find.choose([one for one in self.all if not _parked(one, level)], self.sides, self.at_most)
        one, other = (
            self._beside(whole.issues, whole.attainable),
            self._beside(left.issues if left else ((),), whole.attainable),
        )
        found |= {"with": one, "without": other}
        for name, key in (("given_up", "shares"), ("given_up_with_standing", "with_standing")):
            found[name] = {side: one[key][side] - other[key][side] for side in self.sides}
        return found if left else found | {"why": "no other issue could stand on the agenda"}

    def _beside(self, agendas: Sequence[tuple[str, ...]], most: Mapping[str, float]) -> dict[str, Any]:
        parts = [find.shares_of(self.all, issues, most) if issues else _nothing(most) for issues in agendas]
        return {
            "agendas": [list(issues) for issues in agendas],
            "shares": _mean(parts),
            "with_standing": _mean([self._with_standing(issues, most) for issues in agendas]),
        }

    def _with_standing(self, issues: Sequence[str], most: Mapping[str, float]) -> dict[str, float]:
        full = {s: sum(one.full.get(s, 0.0) for one in self.all if one.issue in issues) for s in self.sides}
        return {side: full[side] / top if top > 0 else 0.0 for side, top in most.items()}

    def _by_account(self, name: str) -> dict[str, Any]:
        able, _ = find.candidates(self.problems, self._views(name))
        able = [one for one in able if not _parked(one, self.parked)]
        return self._plainly(find.choose(able, self.sides, self.at_most), able)

    def _common(self) -> dict[str, Any]:
        able = find.common_candidates(self.problems, self.views)
        able = [one for one in able if not _parked(one, self.parked)]
        return self._plainly(find.choose(able, self.sides, self.at_most), able)

    def _plainly(self, found: find.Agenda | None, able: Sequence[find.Candidate]) -> dict[str, Any]:
        if found is None:
            return {"agendas": [], "shares": None, "agreements": {}, "why": "no issue can stand on it"}
        named = {issue for issues in found.issues for issue in issues}
        forms = self.prepared.forms
        return {
            "agendas": [list(issues) for issues in found.issues],
            "shares": found.mean_shares(),
            "agreements": {
                one.issue: [forms[one.issue].named(state) for state in one.states] for one in able if one.issue in named
            },
            "why": None,
        }

    def _step(self, step: find.Step) -> dict[str, Any]:
        return {
            "at_most": step.at_most,
            "agendas": [list(issues) for issues in step.agenda.issues],
            "of_total": step.of_total,
            "added": list(step.added),
            "dropped": list(step.dropped),
            "gap": step.agenda.gap,
        }

    def _packages(self) -> dict[str, Any]:
        why = None
        if self.packages is None:
            why = (
                f"{self.n_packages:,} combinations of states, and no more than {MOST_COMBINATIONS:,} are gone through; "
                "fewer issues to a package need less"
            )
        elif not self.per_package:
            why = "not asked for"
        return {
            "per_package": self.per_package,
            "tolerance": {side: _finite(value) for side, value in self.tolerance.items()},
            "combinations": self.n_packages,
            "found": None if self.packages is None else len(self.packages),
            "taken": None if self.packages is None else self.n_taken,
            "list": [self._package(one) for one in self.listed],
            "why": why,
        }

    def _package(self, one: Package) -> dict[str, Any]:
        shown = []
        for option in one.options:
            form = self.prepared.forms[option.issue]
            whole = {side: max(one.gain[side], one.loss[side]) for side in self.sides}
            shown.append(
                {
                    "id": option.issue,
                    "title": self.case.issues[option.issue].title,
                    "sides": list(form.sides),
                    "stances": [form.named(state) for state in option.states],
                    "alone": option.alone,
                    "points": {
                        side: float(value)
                        for side, value in zip(self.sides, option.value, strict=True)
                        if whole[side] > 0
                    },
                }
            )
        taken = self._taken(one)
        return {
            "issues": shown,
            "critical": {side: _finite(value) for side, value in one.critical.items()},
            "tolerance": _finite(one.tolerance),
            "compared": self._compared(one),
            "probability": float(taken.mean()),
        }

    def _compared(self, one: Package) -> dict[str, dict[str, Any]]:
        """What a package brings each side, against the agreements acceptable by themselves on the same issues.

        ``points`` ``with`` and ``without`` it, the side's own; ``change``: the difference as a share of its own loss
        on these issues, which is ``without``; None where it loses nothing there.
        """
        issues = {option.issue for option in one.options}
        alone = [candidate for candidate in self.all if candidate.issue in issues]
        compared = {}
        for side in self.sides:
            net = one.gain[side] - one.loss[side]
            without = sum(candidate.gain.get(side, 0.0) for candidate in alone)
            if max(one.gain[side], one.loss[side], without) > 0:
                change = (net - without) / without if without > 0 else None
                compared[side] = {"points": {"with": net, "without": without}, "change": change}
        return compared

    def _taken(self, one: Package) -> Floats:
        """Draws in which every side takes a package at its tolerance and nobody else pays."""
        n = self.prepared.draws.n
        gain, loss, free = np.zeros((n, len(self.sides))), np.zeros((n, len(self.sides))), np.ones(n)
        for option in one.options:
            value = np.mean([self.drawn[option.issue].at[state][0] for state in option.states], axis=0)
            free = free * np.mean([self.drawn[option.issue].at[state][1] for state in option.states], axis=0)
            gain += np.maximum(value, 0.0)
            loss += np.maximum(-value, 0.0)
        for place, side in enumerate(self.sides):
            tolerance, small = self.tolerance[side], 1e-9 * (gain[:, place].max() + loss[:, place].max())
            lost = loss[:, place] > small
            asked = np.where(lost, loss[:, place] * (tolerance if math.isfinite(tolerance) else 0.0), 0.0)
            held = gain[:, place] - asked >= -small
            free = free * (held & ~lost if math.isinf(tolerance) else held)
        return np.asarray(free)


def _parked(one: find.Candidate, level: str | None) -> bool:
    return (one.standing and level == TOUCHED) or (not one.standing_proof and level == TURNED)


@dataclass(frozen=True)
class _DrawnIssue:
    """An issue's agreement in the draws.

    ``standing`` (n_draws, n_sides): gains of the sides of the case, 0 where the agreement does not stand; ``stands``,
    ``accepted`` (n_draws,): whether it does, whether no side is worse off (tied states count by their share).
    ``interests``: party, interest to natural units. ``at``: state to (values of the sides (n_draws, n_sides), free).
    """

    standing: Floats
    stands: Floats
    accepted: Floats
    interests: dict[tuple[str, str], Floats]
    at: dict[int, tuple[Floats, Floats]]


def _drawn_issue(
    p: Problem, sample: Any, view: int, reference: Sequence[int], wanted: set[int], sides: Sequence[str]
) -> _DrawnIssue:
    form, n = p.form, sample.amount.shape[2]
    place = [form.parties.index(side) if side in form.parties else -1 for side in sides]
    out = _DrawnIssue(np.zeros((n, len(sides))), np.zeros(n), np.zeros(n), {}, {})
    part = 1.0 / max(1, len(reference))
    for state in sorted({*reference, *wanted}):
        one = drawn_at(p, sample, view, state)
        value = np.stack([one.value[q] if q >= 0 else np.zeros(n) for q in place], axis=1)
        if state in wanted:
            out.at[state] = (value, one.free.astype(np.float64))
        if state in reference:
            stands = one.accepted & one.free
            out.standing[:] += part * np.maximum(value, 0.0) * stands[:, None]
            out.stands[:] += part * stands
            out.accepted[:] += part * one.accepted
            for (party, interest), change in one.change.items():
                name = (form.parties[party], form.interests[interest])
                out.interests[name] = out.interests.get(name, 0.0) + part * change
    return out


def _joined(pieces: Sequence[_DrawnIssue]) -> _DrawnIssue:
    first = pieces[0]
    return _DrawnIssue(
        np.concatenate([piece.standing for piece in pieces]),
        np.concatenate([piece.stands for piece in pieces]),
        np.concatenate([piece.accepted for piece in pieces]),
        {name: np.concatenate([piece.interests[name] for piece in pieces]) for name in first.interests},
        {
            state: (
                np.concatenate([piece.at[state][0] for piece in pieces]),
                np.concatenate([piece.at[state][1] for piece in pieces]),
            )
            for state in first.at
        },
    )


def _tolerances(given: float | Mapping[str, float] | None, sides: Sequence[str]) -> dict[str, float]:
    named = dict(given) if isinstance(given, Mapping) else {}
    for side, value in named.items():
        if side not in sides:
            raise InputError(f"tolerance: `{side}` is no side here; sides are {', '.join(sides)}")
        _check(value)
    common = given if isinstance(given, (int, float)) else 1.0
    _check(common)
    return {side: float(named.get(side, common)) for side in sides}


def _check(value: float) -> None:
    if not value >= 1:
        raise InputError(f"tolerance: 1 (trades freely) or more expected, up to inf (never), found {value:g}")


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _summary(one: Any) -> dict[str, float]:
    return {"mean": one.mean, "p5": one.p5, "median": one.median, "p95": one.p95}


def _nothing(most: Mapping[str, float]) -> dict[str, float]:
    return {side: 0.0 if top > 0 else 1.0 for side, top in most.items()}


def _mean(parts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {side: sum(part[side] for part in parts) / len(parts) for side in parts[0]}

"""Persuasion, pressure and the case for agreement, for every side of every issue, with probabilities over the draws."""

from __future__ import annotations

import html
import math
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.elicitation import Distribution, base_name, pooled
from evenhand.errors import InputError
from evenhand.findings import persuasion as persuading
from evenhand.findings.persuasion import ONLY_MISPERCEPTION, Persuasion
from evenhand.findings.pressure import Amount, Levers, levers, penalty, reward
from evenhand.game.corrections import ASKS, corrected
from evenhand.game.pressing import Pressing, pressing
from evenhand.game.samples import samples
from evenhand.game.views import Location, View
from evenhand.solve import departures
from evenhand.solve.acceptance import Condition
from evenhand.solve.causes import ALL
from evenhand.solve.persuasion import Subset
from evenhand.solve.prediction import Problem
from evenhand.solve.pressed import NOTHING, PENALTY, REWARD, Reach, Trial, accepted
from evenhand.study.figures import error_of_share, summaries
from evenhand.study.prepared import Prepared, prepare
from evenhand.study.results import Summary
from evenhand.study.sources import Source, cited, source

if TYPE_CHECKING:
    import pandas

__all__ = ["IssuePersuasion", "PersuasionStudy", "SidePersuasion", "persuade"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]
Plain = dict[str, Any]

SCHEMA = "evenhand.persuasion/1"
MOST_SETS = 8
"""Most minimal sets of corrections that are followed through the draws and listed."""
GRID = 12
"""Amounts of a penalty, besides none, at which the probability of acceptance is given."""
_NO_SIZES = "only the order of the states is given: single numbers to correct, penalties and losses need numbers"
_NO_REFERENCE = "no state is an improvement in this account, so there is nothing to persuade a side of"
_NO_NUMERAIRE = "the case does not say in which interest this side counts (`numeraire`)"
_NOTHING_ASKED = "the agreement does not ask this side to change its stance, so that nothing can be pressed for"


@dataclass(frozen=True)
class SidePersuasion:
    """What would make one side accept the reference agreement, and the case for it. All plain data.

    ``accepts``, ``probability``: as things stand; with ``_alone``, all causes but misperception taken away.
    ``obstacles``: what its own account does not meet; ``left``: what is still unmet after every correction.
    ``shortfall``: felt value missing, in the side's points and as a share of its loss today. ``corrections``: each
    misjudgement by itself, ranked. ``sets``, ``sets_alone``: minimal sets that do, ranked. ``penalty``, ``reward``: see
    the reference page. ``senders``: the sides that would press or reward. ``ways``: probability of success and expected
    losses side by side. ``argument``: what the case for the agreement is made of.
    """

    own_account: bool
    accepts: bool
    probability: float
    accepts_alone: bool
    probability_alone: float
    obstacles: list[Plain]
    left: list[Plain]
    shortfall: Plain
    corrections: list[Plain]
    sets: list[Plain]
    sets_found: int
    sets_alone: list[Plain]
    proven: bool
    why: str | None
    after_all: Plain
    penalty: Plain
    reward: Plain
    ways: list[Plain]
    argument: Plain
    senders: list[str]
    monte_carlo_error: float | None


@dataclass(frozen=True)
class IssuePersuasion:
    """One issue: the agreement in question and each side's part; ``sides`` is empty where ``why`` says the reason."""

    id: str
    title: str
    default: dict[str, str]
    ordinal: bool
    reference: list[dict[str, str]] | None
    why: str | None
    sides: dict[str, SidePersuasion]


@dataclass(frozen=True)
class PersuasionStudy:
    """Persuasion and pressure in a case, as one account has it."""

    case_id: str
    title: str
    as_of: str | None
    version: str
    draws: int
    seed: int
    replicates: int
    base: str
    account: str
    pressure: dict[str, Plain]
    issues: list[IssuePersuasion]

    def __getitem__(self, issue: str) -> IssuePersuasion:
        """Findings of an issue by its name."""
        for found in self.issues:
            if found.id == issue:
                return found
        raise KeyError(issue)

    def document(self) -> Plain:
        """Plain data, ready for JSON (schema ``evenhand.persuasion/1``)."""
        return {
            "schema": SCHEMA,
            "evenhand": self.version,
            "case": {"id": self.case_id, "title": self.title, "as of": self.as_of},
            "draws": self.draws,
            "seed": self.seed,
            "replicates": self.replicates,
            "base": self.base,
            "account": self.account,
            "pressure": self.pressure,
            "issues": [
                {
                    **{field.name: getattr(issue, field.name) for field in fields(issue) if field.name != "sides"},
                    "sides": {
                        side: {field.name: getattr(found, field.name) for field in fields(found)}
                        for side, found in issue.sides.items()
                    },
                }
                for issue in self.issues
            ],
        }

    def to_frame(self) -> pandas.DataFrame:
        """One row for each issue, side and way: probability of success, expected loss as a share of the side's own."""
        import pandas

        rows = [
            {
                "issue": issue.id,
                "side": side,
                "way": way["way"],
                "probability": way["probability"],
                "amount": way["amount"],
                "expected_loss": None if way["losses"] is None else way["losses"][side]["share"],
            }
            for issue in self.issues
            for side, found in issue.sides.items()
            for way in found.ways
        ]
        return pandas.DataFrame(rows)

    def _repr_html_(self) -> str:
        lines = []
        for issue in self.issues:
            for side, found in issue.sides.items():
                sets = "; ".join(" + ".join(one["correct"]) or "nothing needed" for one in found.sets) or "none"
                cells = (issue.title, side, sets, "none" if found.penalty["smallest"] is None else "yes")
                lines.append("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in cells) + "</tr>")
        head = "<tr><th>issue</th><th>side</th><th>corrections that do</th><th>a penalty that does</th></tr>"
        return f"<table><caption>{html.escape(self.title)}</caption>{head}{''.join(lines)}</table>"


def persuade(
    case: Case | Prepared | str | os.PathLike[str],
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    issues: Sequence[str] | None = None,
    sides: Sequence[str] | None = None,
    account: str | None = None,
    progress: Progress | None = None,
) -> PersuasionStudy:
    """What would make each side accept: true corrections to its account, or a penalty or reward, and the case for it.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    threads : threads to use; all cores unless given.
    issues, sides : only these; the findings are those of the whole case.
    account : the account that is taken to be true; the base one unless given.
    progress : called as ``progress(issue, done, total)`` after each issue.

    Raises
    ------
    InputError
        If an issue, a side or an account is unknown or a number is out of range.
    """
    import evenhand

    prepared = prepare(case, draws, seed, threads)
    case, wanted = prepared.case, prepared.named(issues)
    base = base_name(case)
    account = prepared.chosen(account)
    all_sides = list(dict.fromkeys(side for name in wanted for side in case.issues[name].stances))
    for side in sides or ():
        _known("side", side, all_sides)
    stop = threading.Event()

    def work(name: str) -> IssuePersuasion:
        return _issue(prepared, name, account, sides, stop)

    found: list[IssuePersuasion] = []
    workers = max(1, min(threads or os.cpu_count() or 1, len(wanted) or 1))
    with ThreadPoolExecutor(workers) as pool:
        tasks = {name: pool.submit(work, name) for name in wanted}
        try:
            for count, (name, task) in enumerate(tasks.items(), start=1):
                found.append(task.result())
                if progress is not None:
                    progress(name, count, len(wanted))
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return PersuasionStudy(
        case_id=case.case,
        title=case.title,
        as_of=case.as_of,
        version=evenhand.__version__,
        draws=draws,
        seed=seed,
        replicates=len(prepared.draws.blocks),
        base=base,
        account=account,
        pressure={side: _parameters(case, side) for side in all_sides if sides is None or side in sides},
        issues=found,
    )


def _known(kind: str, name: str | None, there: list[str]) -> None:
    if name is not None and name not in there:
        raise InputError(f"unknown {kind} {name!r}; there are: {', '.join(there)}")


def _parameters(case: Case, side: str) -> Plain:
    """What pressure on a side does, with what is the case's own and what is the program's reading."""
    others = tuple(dict.fromkeys((side, *(one for issue in case.issues.values() for one in issue.stances))))
    found = pressing(case, side, others)
    return {
        name: {"is": list(judgement.is_), "given": name in found.given, "evidence": cited(case, judgement.evidence)}
        for name, judgement in found.judgements.items()
    }


def _issue(
    prepared: Prepared, name: str, account: str, sides: Sequence[str] | None, stop: threading.Event
) -> IssuePersuasion:
    issue = prepared.case.issues[name]
    default = {party: issue.default[party] for party in prepared.case.parties if party in issue.stances}
    empty = IssuePersuasion(name, issue.title, default, issue.ordinal, None, _NO_SIZES, {})
    if issue.ordinal:
        return empty
    p = prepared.problem(name)
    by_name = dict(zip(p.seen.accounts, p.seen.of_account, strict=True))
    view = by_name.get(account, p.seen.of_account[0])
    states = np.flatnonzero(p.reference(view))
    if not len(states):
        return IssuePersuasion(name, issue.title, default, False, None, _NO_REFERENCE, {})
    wanted = [side for side in p.form.sides if sides is None or side in sides]
    found = {}
    for side in wanted:
        if stop.is_set():
            break
        found[side] = _Side(prepared, p, view, p.form.sides.index(side), account).findings()
    reference = [p.form.named(int(state)) for state in states]
    return IssuePersuasion(name, issue.title, default, False, reference, None, found)


@dataclass(frozen=True)
class _Counted:
    """Shares of the draws, and the Monte Carlo error of the first, which is that of today's acceptance."""

    share: Floats
    error: float | None


class _Side:
    """One side of one issue: on the means, then through the draws."""

    def __init__(self, prepared: Prepared, p: Problem, view: int, side: int, account: str) -> None:
        self.prepared, self.case, self.p, self.form = prepared, prepared.case, p, p.form
        self.view, self.side, self.account = view, side, account
        self.name = p.form.parties[side]
        found = persuading.persuasion(p, view, side)
        assert found is not None
        self.found: Persuasion = found
        self.near = found.near
        self.states = p.reference(view)
        self.mixed = self.states / self.states.sum()
        self.loss = p.value[view] @ self.mixed
        self.pressing: Pressing = pressing(self.case, self.name, p.form.sides)
        self.levers: Levers | None = levers(self.case, self.near, side)
        self.penalty = None if self.levers is None else penalty(self.near, self.levers, found.states, self.pressing)
        self.reward = None if self.levers is None else reward(self.near, self.levers, found.states)

    # --- what is tried in every draw

    @cached_property
    def sets(self) -> tuple[Subset, ...]:
        return self._listed(self.found.found.sets)

    @cached_property
    def sets_alone(self) -> tuple[Subset, ...]:
        return self._listed(self.found.without_other_causes.sets)

    def _listed(self, sets: tuple[Subset, ...]) -> tuple[Subset, ...]:
        """At most so many sets, the smallest first and the firmest of a size."""
        return tuple(sorted(sets, key=lambda one: (len(one), self._firmness(one)))[:MOST_SETS])

    @cached_property
    def subsets(self) -> tuple[Subset, ...]:
        """Every set of corrections that is followed through the draws; none of them first."""
        n = len(self.found.singles)
        every = ((), *self.sets, *self.sets_alone, *((place,) for place in range(n)), tuple(range(n)))
        return tuple(dict.fromkeys(every))

    @cached_property
    def amounts(self) -> tuple[float, ...]:
        """Penalties at which the probability of acceptance is wanted, from none up."""
        if self.levers is None or self.penalty is None or not self.pressable:
            return ()
        stake = 1e9 * float(self.p.tolerance[self.side])
        smallest, turns = self.penalty.smallest, self.penalty.turns
        top = 2.0 * smallest if smallest else 2.0 * stake / max(self.levers.numeraire_weight, 1e-300)
        grid = [top * step / GRID for step in range(GRID + 1)]
        more = [one for one in (smallest, turns) if one is not None and math.isfinite(one) and one > 0.0]
        near = [one for one in grid if not any(math.isclose(one, other, rel_tol=1e-9) for other in more)]
        return tuple(sorted({*near, *more}))

    @property
    def pressable(self) -> bool:
        """Whether the agreement asks the side to give up its default stance."""
        return self.levers is not None and not bool(self.levers.reach.holding[self.found.states].any())

    @cached_property
    def counts(self) -> tuple[dict[Subset, float], dict[Subset, float], dict[float, float], float | None, float | None]:
        """Shares of the draws: by set of corrections, the same without other causes, by penalty, for the reward; and
        the Monte Carlo error of the first."""
        own, truth = self.p.seen.views[self.p.side_view[self.side]], self.p.seen.views[self.view]
        made: list[View] = []
        place: dict[Subset, int] = {}
        for subset in self.subsets:
            view = corrected(self.near.form, own, truth, self.found.locations(subset))
            if view not in made:
                made.append(view)
            place[subset] = made.index(view)
        changed = persuading.with_views(self.near, made)
        trials = [Trial(place[subset]) for subset in self.subsets]
        trials += [Trial(place[()], PENALTY if amount else NOTHING, amount) for amount in self.amounts]
        wanted = self.reward.smallest if self.reward is not None else None
        trials += [Trial(place[()], REWARD if wanted else NOTHING, wanted)] if wanted is not None else []
        alone = [Trial(place[subset]) for subset in self.subsets]
        every, plain = self._count(changed, ((ALL, trials), (ONLY_MISPERCEPTION, alone)))
        n = len(self.subsets)
        return (
            dict(zip(self.subsets, every.share[:n].tolist(), strict=True)),
            dict(zip(self.subsets, plain.share.tolist(), strict=True)),
            dict(zip(self.amounts, every.share[n : n + len(self.amounts)].tolist(), strict=True)),
            float(every.share[-1]) if wanted is not None else None,
            every.error,
        )

    def _count(self, changed: Problem, asked: Sequence[tuple[int, Sequence[Trial]]]) -> list[_Counted]:
        """Shares of the draws in which the side accepts, for trials under several sets of causes."""
        draws, blocks = self.prepared.draws, self.prepared.draws.blocks
        believed, backlash = self._pressure_draws()
        sizes = np.array([block.stop - block.start for block in blocks])
        replicate = np.repeat(np.arange(len(blocks)), sizes)
        totals = [np.zeros((len(blocks), len(trials))) for _, trials in asked]
        for run in self.prepared.runs:
            drawn = samples(self.near.form, changed.seen, draws, run)
            for (causes, trials), total in zip(asked, totals, strict=True):
                total += accepted(
                    changed, drawn, self.side, self.found.states, causes, trials, self._reach(), believed[run],
                    backlash[run], replicate[run], len(blocks),
                )  # fmt: skip
        return [
            _Counted(total.sum(axis=0) / draws.n, error_of_share(total[:, 0], sizes.astype(np.float64)))
            for total in totals
        ]

    def _reach(self) -> Reach:
        if self.levers is not None:
            return self.levers.reach
        return Reach(
            -1, -1, self.form.kinds, np.zeros((len(self.form.parties), 0)), np.zeros(self.near.form.n_states, bool)
        )

    def _pressure_draws(self) -> tuple[Floats, Floats]:
        """How far a threat is believed and its backlash in every draw; one stratified sample for all sides alike."""
        from scipy.special import ndtri

        n, blocks = self.prepared.draws.n, self.prepared.draws.blocks
        normal = np.empty((2, n))
        seeds = np.random.SeedSequence(self.prepared.seed, spawn_key=(1,)).spawn(len(blocks))
        for block, child in zip(blocks, seeds, strict=True):
            dice, size = np.random.default_rng(child), block.stop - block.start
            for row in normal:
                row[block] = ndtri((dice.permutation(size) + dice.random(size)) / size)
        return tuple(
            np.full(n, one.median) if one.is_point else one.quantile(row)
            for one, row in zip((self.pressing.believed, self.pressing.backlash), normal, strict=True)
        )  # type: ignore[return-value]

    # --- as plain data

    def findings(self) -> SidePersuasion:
        by_set, by_set_alone, by_penalty, by_reward, error = self.counts
        found, n = self.found, len(self.found.singles)
        corrections = self._corrections(by_set)
        sets = [self._set(one, by_set[one], found.found.sets, found.found.undone) for one in self.sets]
        alone = found.without_other_causes
        sets_alone = [self._set(one, by_set_alone[one], alone.sets, alone.undone) for one in self.sets_alone]
        pressed = self._penalty(by_penalty)
        rewarded = self._reward(by_reward)
        sets, sets_alone = self._ranked(sets), self._ranked(sets_alone)
        return SidePersuasion(
            own_account=self.name in self.case.accounts,
            accepts=found.accepts,
            probability=by_set[()],
            accepts_alone=found.accepts_without_other_causes,
            probability_alone=by_set_alone[()],
            obstacles=self._conditions(found.unmet),
            left=self._conditions(found.left),
            shortfall=self._shortfall(max(0.0, -found.margin) if -found.margin > self._small else 0.0),
            corrections=corrections,
            sets=sets,
            sets_found=len(found.found.sets),
            sets_alone=sets_alone,
            proven=found.found.proven,
            why=None if sets else self._why_no_set(n),
            after_all={"probability": by_set[tuple(range(n))], "accepts": not found.left},
            penalty=pressed,
            reward=rewarded,
            ways=self._ways(by_set[()], by_set[tuple(range(n))], sets, pressed, rewarded),
            argument=self._argument(),
            senders=[side for side in self.form.sides if side != self.name],
            monte_carlo_error=error,
        )

    @property
    def _small(self) -> float:
        return float(self.p.tolerance[self.side])

    def _share(self, points: float) -> float | None:
        """Points of the side as a share of its own loss today."""
        loss = float(self.loss[self.side])
        return points / loss if loss > self._small else None

    def _shortfall(self, points: float) -> Plain:
        return {"points": points, "share": self._share(points)}

    def _conditions(self, unmet: Sequence[Condition]) -> list[Plain]:
        """Unmet conditions, each kind and party once with its worst margin."""
        worst: dict[tuple[str, int], Condition] = {}
        for one in unmet:
            known = worst.get((one.kind, one.actor))
            if known is None or one.margin < known.margin:
                worst[one.kind, one.actor] = one
        return [
            {
                "kind": one.kind,
                "party": self.form.parties[one.actor],
                "short": -one.margin if math.isfinite(one.margin) else None,
                "share": self._share(-one.margin) if one.actor == self.side and math.isfinite(one.margin) else None,
            }
            for one in worst.values()
        ]

    def _why_no_set(self, n: int) -> str:
        if not n:
            return "its account says the same as the account taken to be true wherever its consent depends on it"
        if self.found.found.proven:
            return "no set of corrections makes it accept: something else is in the way"
        return "no set of corrections was found that makes it accept"

    # --- corrections

    @cached_property
    def _sources(self) -> list[tuple[Source, Source]]:
        """Of each correction, the source of the true number and of the side's own."""
        name = self.form.issue
        return [
            (source(self.case, name, one.location, self.account), source(self.case, name, one.location, self.name))
            for one in self.found.singles
        ]

    def _firmness(self, subset: Subset) -> tuple[int, int]:
        """How soft the softest evidence of a set is, and in how many of its corrections no source is named."""
        told = [self._sources[place][0] for place in subset]
        return max((one.firmness for one in told), default=0), sum(not one.evidence for one in told)

    def _corrections(self, by_set: dict[Subset, float]) -> list[Plain]:
        """Each correction by itself; those that close most of the shortfall first, then the firmest."""
        now = -self.found.margin
        rows = []
        for place, one in enumerate(self.found.singles):
            true, own = self._sources[place]
            short = now > self._small
            closes = (now - max(0.0, -one.margin)) / now if short else None
            record = {
                **self._named(one.location),
                "evidence": cited(self.case, true.evidence),
                "status": true.status,
                "note": true.note,
                "own_evidence": cited(self.case, own.evidence),
                "own_status": own.status,
                "own_note": own.note,
                "closes": closes,
                "moves": self._share(one.margin - self.found.margin),
                "accepts": one.accepts,
                "accepts_alone": one.accepts_without_other_causes,
                "probability": by_set[(place,)],
            }
            rows.append((-(one.margin - self.found.margin) if closes is None else -closes, true.firmness, record))
        return [record for *_, record in sorted(rows, key=lambda row: (round(row[0], 9), row[1]))]

    def _named(self, location: Location) -> Plain:
        """A location in words of the case file, with both numbers."""
        kind = location[0]
        own, truth = self.p.seen.views[self.p.side_view[self.side]], self.p.seen.views[self.view]
        party, interest = _whose(location)
        if kind == ASKS:
            place = self.form.parties.index(location[1]) - self.form.n_sides
            believed: Any = own.asks[place]
            actual: Any = truth.asks[place]
        else:
            believed, actual = (_numbers(_at(view, location, self.p.seen.rate)) for view in (own, truth))
        return {
            "name": _name(location),
            "kind": kind,
            "effect": location[1] if kind in ("value", "benefit", *_OF_EFFECT) else None,
            "party": party,
            "interest": interest,
            "of": location[2] if kind in ("trust", "benefit") else None,
            "believed": believed,
            "true": actual,
        }

    def _set(self, subset: Subset, probability: float, sets: tuple[Subset, ...], undone: tuple[bool, ...]) -> Plain:
        told = [self._sources[place][0] for place in subset]
        softest = max(told, key=lambda one: one.firmness, default=None)
        return {
            "correct": [_name(location) for location in self.found.locations(subset)],
            "probability": probability,
            "status": softest.status if softest else None,
            "evidence": list(
                dict.fromkeys(name for one in told for name in one.evidence if name in self.case.evidence)
            ),
            "unsourced": sum(not one.evidence for one in told),
            "undone_by_more": undone[sets.index(subset)],
        }

    @staticmethod
    def _ranked(sets: list[Plain]) -> list[Plain]:
        """Smallest first, then the surest, then the firmest evidence."""

        def soft(one: Plain) -> int:
            return Source(status=one["status"]).firmness

        return sorted(
            sets, key=lambda one: (len(one["correct"]), -round(one["probability"], 3), soft(one), one["unsourced"])
        )

    # --- pressure

    def _penalty(self, by_penalty: dict[float, float]) -> Plain:
        why = _NO_NUMERAIRE if self.levers is None else None if self.pressable else _NOTHING_ASKED
        nothing: Plain = {"smallest": None, "interest": None, "share": None, "until": None, "turns": None, "why": why,
                   "probability": None, "standing": None, "costs": None, "unknown": [], "curve": [], "peak": None,
                   "unmet": []}  # fmt: skip
        if self.levers is None or self.penalty is None or not self.pressable:
            return nothing
        found, smallest = self.penalty, self.penalty.smallest
        curve = [{"amount": amount, "probability": share} for amount, share in by_penalty.items()]
        best = max(curve, key=lambda one: (round(one["probability"], 6), -one["amount"]))
        return {
            **self._amount(found),
            "until": _finite(found.until),
            "turns": _finite(found.turns),
            "probability": None if smallest is None else by_penalty[smallest],
            "standing": self._backlash(smallest),
            "costs": None if smallest is None else self._costs(smallest),
            "unknown": list(self.pressing.unknown),
            "curve": curve,
            "peak": best,
        }

    def _reward(self, by_reward: float | None) -> Plain:
        if self.levers is None or self.reward is None:
            return {"smallest": None, "interest": None, "share": None, "why": _NO_NUMERAIRE, "probability": None,
                    "costs": None, "unknown": [], "unmet": []}  # fmt: skip
        smallest = self.reward.smallest
        costs = {} if smallest is None else self._paid(smallest)
        return {
            **self._amount(self.reward),
            "probability": by_reward,
            "costs": None if smallest is None else {party: part for party, part in costs.items() if part is not None},
            "unknown": [party for party, part in costs.items() if part is None],
        }

    def _paid(self, amount: float) -> dict[str, Plain | None]:
        """What a reward costs the other sides, who pay it in equal parts; None for who counts in another interest."""
        spent = {party: self._spent("reward", party, amount)[0] for party in self.form.sides if party != self.name}
        assert self.levers is not None
        interest = self.levers.numeraire
        return {
            party: None if part is None else {"interest": interest, "amount": part} for party, part in spent.items()
        }

    def _amount(self, found: Amount) -> Plain:
        assert self.levers is not None
        smallest = found.smallest
        reached = "no amount meets every condition at once" if not found.unmet else "no amount meets what is in the way"
        return {
            "smallest": smallest,
            "interest": self.levers.numeraire,
            "share": None if smallest is None else self._share(smallest * self.levers.numeraire_weight),
            "why": None if smallest is not None else reached,
            "unmet": self._conditions(found.unmet),
        }

    def _backlash(self, amount: float | None) -> Plain | None:
        if amount is None or self.levers is None or self.levers.standing is None:
            return None
        lost = self.pressing.backlash.mean * self.levers.rank_per_unit * amount
        return {"interest": self.levers.standing, "amount": lost}

    def _costs(self, amount: float) -> dict[str, Plain]:
        """What carrying a penalty out costs others, each in its own numeraire (without one, in the side's)."""
        order = [party for party in self.case.parties if party in self.pressing.costs]
        assert self.levers is not None
        return {
            party: {
                "interest": self.case.parties[party].numeraire or self.levers.numeraire,
                "amount": self.pressing.costs[party] * amount,
            }
            for party in order
        }

    # --- side by side

    def _ways(self, now: float, every: float, sets: list[Plain], pressed: Plain, rewarded: Plain) -> list[Plain]:
        """What to expect of doing nothing, of persuasion, of pressure and of a reward.

        Persuasion is the best set of corrections, or every correction where no set does.
        """
        told = sets[0]["probability"] if sets else every
        ways: list[tuple[str, float | None, float | None]] = [("nothing", now, None), ("persuasion", told, None)]
        ways += [("penalty", pressed["probability"], pressed["smallest"])]
        ways += [("reward", rewarded["probability"], rewarded["smallest"])]
        return [
            {
                "way": way,
                "probability": share,
                "amount": amount,
                "losses": None if share is None else self._losses(way, share, amount or 0.0),
            }
            for way, share, amount in ways
        ]

    def _losses(self, way: str, share: float, amount: float) -> dict[str, Plain]:
        """Expected loss of each party: what it loses today if the side refuses, with what the way itself costs.

        Of a penalty, that is what carrying it out costs when the side refuses; of a reward, what is paid for consent.
        """
        out: dict[str, Plain] = {}
        for party in self.case.parties:
            if party not in self.form.parties and party not in self.pressing.costs:
                continue
            spent, unit = self._spent(way, party, amount)
            place = self.form.parties.index(party) if party in self.form.parties else None
            weighted = place is not None and bool(self.p.means.weighted[place])
            loss = float(self.loss[place]) if weighted and place is not None else None
            part = share if way == "reward" else 1.0 - share
            points = None if loss is None or spent is None else (1.0 - share) * loss + part * spent * unit
            small = float(self.p.tolerance[place]) if place is not None else 0.0
            out[party] = {
                "points": points,
                "share": points / loss if points is not None and loss is not None and loss > small else None,
                "spent": spent,
                "chance_of_spending": part,
            }
        return out

    def _spent(self, way: str, party: str, amount: float) -> tuple[float | None, float]:
        """What a way costs a party when it comes to that, in its numeraire (None: not known), and a unit's weight."""
        if way not in ("penalty", "reward") or self.levers is None or not amount:
            return 0.0, 0.0
        sign = 1.0 if way == "penalty" else -1.0
        if party == self.name:
            return sign * amount, self.levers.numeraire_weight
        weight = self._numeraire_weight(party)
        if way == "penalty":
            return (None if party in self.pressing.unknown else self.pressing.costs.get(party, 0.0) * amount), weight
        if party not in self.form.sides:
            return 0.0, weight
        alike = self.case.parties[party].numeraire == self.levers.numeraire
        return (amount / (self.form.n_sides - 1) if alike else None), weight

    def _numeraire_weight(self, party: str) -> float:
        money = self.case.parties[party].numeraire
        place = self.form.parties.index(party) if party in self.form.parties else -1
        if place >= 0 and money in self.form.interests:
            return float(self.p.means.weight[self.view, place, self.form.interests.index(money)])
        found = self.case.weights.get(party, {}).get(money or "")
        return 0.0 if found is None else pooled(self.case, found).median

    # --- what the case for agreement is made of

    def _argument(self) -> Plain:
        free = departures.unilateral(self.p, self.view, self.side)
        tempted = departures.temptation(self.p, self.view, self.side)
        return {
            "loss": {"share_of_own": self._own_gain(), "interests": self._interests(self.side)},
            "others": {
                self.form.parties[party]: self._interests(party)
                for party in range(len(self.form.parties))
                if party != self.side and self._interests(party)
            },
            "pays": [self.form.parties[q] for q in np.flatnonzero(self.p.pays[self.view][:, self.states].any(axis=1))],
            "sources": self._evidence(),
            "standing": self._standing(),
            "unilateral": None if free is None else self._lone(free),
            "temptation": None if tempted is None else {**self._lone(tempted),
                                                        "pays": [self.form.parties[q] for q in tempted.pays]},
            "keeps_its_stance": self.levers is not None and bool(self.levers.reach.holding[self.found.states].all()),
        }  # fmt: skip

    def _own_gain(self) -> float | None:
        """What the agreement is worth to the side by its own account, as a share of what it is worth by this one."""
        own = int(self.p.side_view[self.side])
        return self._share(float(self.p.value[own, self.side] @ self.mixed))

    @cached_property
    def _drawn(self) -> dict[tuple[int, int], Floats]:
        """Drawn gains at the agreement by party and interest, this account being true."""
        form = self.form
        shift = form.holds @ self.mixed - form.holds[:, form.default]
        pieces: dict[tuple[int, int], list[Floats]] = {}
        for run in self.prepared.runs:
            amount = self.prepared.sample(form.issue, run).amount[self.view]
            gained: dict[tuple[int, int], Floats] = {}
            for item, effect in enumerate(form.item_effect):
                key = int(form.item_party[item]), int(form.item_interest[item])
                if shift[effect]:
                    gained[key] = gained.get(key, 0.0) + amount[item] * shift[effect]
            for key, piece in gained.items():
                pieces.setdefault(key, []).append(piece)
        return {key: np.concatenate(parts) for key, parts in pieces.items()}

    def _interests(self, party: int) -> dict[str, Plain]:
        """Gains of a party at the agreement, by interest in natural units; minus, it would be worse off."""
        out = {}
        for place, name in enumerate(self.form.interests):
            if (party, place) in self._drawn:
                mean = float(self.p.means.common[self.view, party, place] @ self.mixed)
                found: Summary = summaries([mean], self._drawn[party, place][:, None])[0]
                out[name] = {"mean": found.mean, "p5": found.p5, "median": found.median, "p95": found.p95}
        return out

    def _evidence(self) -> list[Plain]:
        """Sources of the effects by which the agreement changes something of substance for the side."""
        form, names = self.form, {}
        shift = form.holds @ self.mixed - form.holds[:, form.default]
        for item, effect in enumerate(form.item_effect):
            if shift[effect] and form.item_party[item] == self.side and form.kinds[form.item_interest[item]] == 0:
                for location in form.recipes[item].factors:
                    names.update(dict.fromkeys(source(self.case, form.issue, location, self.account).evidence))
        return cited(self.case, tuple(names))

    def _standing(self) -> Plain:
        """What the agreement does to the side's standing, and how much more would leave it no worse off in all."""
        form, means = self.form, self.p.means
        rank = np.flatnonzero(form.kinds == 1)
        change = means.common[self.view, self.side][rank] @ self.mixed
        weight = means.weight[self.view, self.side, rank]
        worth = float(weight @ change)
        total = float(self.loss[self.side]) + worth
        needed = None
        if total < -self._small and self.levers is not None and self.levers.standing is not None:
            unit = self.levers.numeraire_weight / self.levers.rank_per_unit if self.levers.rank_per_unit else 0.0
            needed = {"interest": self.levers.standing, "amount": -total / unit} if unit else None
        return {
            "worth": self._share(worth),
            "kept": total >= -self._small,
            "needed": needed,
            "proof": bool(np.isin(self.p.classes[self.view][self.states], (0, 2)).all()),
        }

    def _lone(self, found: departures.Departure) -> Plain:
        value = float(np.mean([self.p.value[self.view, self.side, state] for state in found.states]))
        return {
            "points": value,
            "share": self._share(value),
            "stances": [self.form.stances[self.side][self.form.states[state, self.side]] for state in found.states],
            "whatever_others_do": found.whatever_others_do,
        }


_OF_EFFECT = ("chance", "after", "lasts")


def _whose(location: Location) -> tuple[str | None, str | None]:
    """The party and the interest that a number concerns, where it concerns one."""
    if location[0] in ("value", "benefit"):
        party, _, interest = location[-1].partition(".")
        return (party, interest) if interest else (None, None)
    return location[1] if location[0] not in _OF_EFFECT else None, location[2] if location[0] == "weight" else None


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _at(view: View, location: Location, rate: float) -> Distribution:
    if location[0] == "rate":
        return view.numbers.get(location) or Distribution.point(rate)
    return view.at(location)


def _numbers(quantity: Distribution) -> Plain:
    """Mean, median and percentiles of a number; infinite ones (something that lasts for good) are null."""
    if quantity.is_point:
        value = _finite(quantity.median)
        return {"mean": value, "p5": value, "median": value, "p95": value}
    low, middle, high = (
        float(one) for one in quantity.quantile(np.array([-1.6448536269514722, 0.0, 1.6448536269514722]))
    )
    return {"mean": _finite(quantity.mean), "p5": _finite(low), "median": _finite(middle), "p95": _finite(high)}


def _name(location: Location) -> str:
    """A location in the words of the case file, as ``analyse`` names judgements."""
    kind = location[0]
    if kind in ("value", "benefit"):
        return f"{location[1]}: {location[-1]}"
    if kind == "weight":
        return f"weight {location[1]}.{location[2]}"
    if kind == "trust":
        return f"{location[1]}: trust {location[2]}"
    return f"{location[1]}: {kind}"

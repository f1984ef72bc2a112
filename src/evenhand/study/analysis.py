"""A case analysed: every issue, every account, all draws, on as many threads as one likes with the same result.

Issues are independent of each other once the draws are made, so each is one task; nothing is summed across threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.elicitation import base_name
from evenhand.findings.beliefs import beliefs
from evenhand.findings.causes import Decomposition, Key, decompose, keys, whose
from evenhand.findings.deadlocks import deadlocks
from evenhand.findings.expectations import expectations
from evenhand.findings.kinds import kind
from evenhand.game.samples import Samples
from evenhand.solve import departures
from evenhand.solve.acceptance import RATIFIER, conditions
from evenhand.solve.causes import members
from evenhand.solve.consent import judges
from evenhand.solve.improvements import N_CLASSES, NO_CLASS, nash_choice
from evenhand.solve.netting import netting_matters
from evenhand.solve.prediction import Predictions, predict
from evenhand.solve.sampled import considered, repeats
from evenhand.solve.stability import leavers, stability
from evenhand.study.figures import error_of_share, summaries, value_of_knowing, variance_share
from evenhand.study.ordinal import ordinal_issue
from evenhand.study.prepared import Prepared, prepare
from evenhand.study.results import AccountFindings, IssueFindings, PartyLoss, Study, Summary

__all__ = ["analyse"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

MOST_STATES_LISTED = 64
MOST_STATES_STABILITY = 512
SENSITIVITY_DRAWS = 4096

_CLASS_WORDS = (
    "improvement",
    "improvement if standing is set aside",
    "improvement at others' expense",
    "improvement at others' expense, if standing is set aside",
    "no improvement",
)


def analyse(
    case: Case | Prepared | str | os.PathLike[str],
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    issues: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> Study:
    """Analyse a case: what is lost, by whom, why, and what would unlock it.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    threads : threads to use; all cores unless given.
    issues : only these; the draws, and so the findings, are those of the whole case.
    progress : called as ``progress(issue, done, total)`` after each issue.

    Raises
    ------
    InputError
        If an issue is unknown or a number is out of range.
    """
    import evenhand

    prepared = prepare(case, draws, seed, threads)
    case, wanted = prepared.case, prepared.named(issues)
    stop = threading.Event()

    def work(name: str) -> tuple[IssueFindings, dict[str, Floats]]:
        if case.issues[name].ordinal:
            return ordinal_issue(case, name, prepared.at_work), {}
        return _Issue(prepared, name, stop).findings()

    done: dict[str, tuple[IssueFindings, dict[str, Floats]]] = {}
    workers = max(1, min(threads or os.cpu_count() or 1, len(wanted) or 1))
    with ThreadPoolExecutor(workers) as pool:
        tasks = {pool.submit(work, name): name for name in sorted(wanted, key=prepared.size, reverse=True)}
        try:
            for count, task in enumerate(as_completed(tasks), start=1):
                name = tasks[task]
                done[name] = task.result()
                if progress is not None:
                    progress(name, count, len(wanted))
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    found = [done[name][0] for name in wanted]
    base = base_name(case)
    return Study(
        case_id=case.case,
        title=case.title,
        as_of=case.as_of,
        version=evenhand.__version__,
        draws=draws,
        seed=seed,
        replicates=len(prepared.draws.blocks),
        base=base,
        deadlocks=[list(group) for group in deadlocks(case)],
        unused_potential=_potential(found, [done[name][1] for name in wanted], base, list(case.parties)),
        issues=found,
    )


def _potential(
    found: list[IssueFindings], drawn: list[dict[str, Floats]], base: str, parties: list[str]
) -> dict[str, dict[str, Summary]]:
    """Sum over the issues of each side's losses, with its interval."""
    potential = {}
    for party in parties:
        parts = [losses[party] for losses in drawn if party in losses]
        if parts:
            mean = sum(
                loss.points.mean
                for issue in found
                for name, loss in (issue.accounts[base].losses or {}).items()
                if name == party and party in issue.sides and loss.points
            )
            potential[party] = {"points": summaries([mean], np.sum(parts, axis=0)[:, None])[0]}
    return potential


@dataclass(frozen=True)
class _Drawn:
    """Drawn changes of one view under one mix of states: natural units, and points of substance."""

    interests: dict[tuple[int, int], Floats]
    points: dict[int, Floats]


class _Issue:
    """One cardinal issue: solves it on the means, then goes through the draws block by block."""

    def __init__(self, prepared: Prepared, name: str, stop: threading.Event) -> None:
        self.prepared, self.case, self.draws, self.stop = prepared, prepared.case, prepared.draws, stop
        self.p = p = prepared.problem(name)
        self.form, self.seen = p.form, p.seen
        self.n_views = len(p.seen.views)
        self.predictions = predict(p)
        self.keys = [keys(p, view, self.predictions[view]) for view in range(self.n_views)]
        self.kinds = [kind(p, view) for view in range(self.n_views)]
        self.targets = [self._targets(view) for view in range(self.n_views)]
        self.pairs = sorted(
            {(p.at_work, view) for view in range(self.n_views)}
            | {(key.left, view) for view, found in enumerate(self.keys) for key in found}
        )
        self._go_through_draws()

    def _targets(self, view: int) -> dict[tuple[str, int], Floats]:
        """Mixes of states whose drawn values are wanted: the reference, and each side's lone moves."""
        wanted: dict[tuple[str, int], Floats] = {}
        reference = self.p.reference(view)
        if reference.any():
            wanted["reference", 0] = reference / reference.sum()
        for side in range(self.form.n_sides):
            for name, look in (("unilateral", departures.unilateral), ("temptation", departures.temptation)):
                found = look(self.p, view, side)
                if found is not None:
                    mixed = np.zeros(self.form.n_states)
                    mixed[list(found.states)] = 1.0 / len(found.states)
                    wanted[name, side] = mixed
        return wanted

    def _go_through_draws(self) -> None:
        p, blocks, n_states = self.p, self.draws.blocks, self.form.n_states
        support = np.stack([self._prediction_of(causes, view) > 0 for causes, view in self.pairs])
        self.sizes = np.array([block.stop - block.start for block in blocks], dtype=np.float64)
        self.improvable, self.doubted = np.zeros((2, len(blocks), self.n_views))
        self.same, self.good = np.zeros((2, len(blocks), len(self.pairs)))
        self.shared, self.free, self.apart, self.apart_free = np.zeros((4, n_states))
        number = np.repeat(np.arange(len(blocks)), self.sizes.astype(np.int64))
        held = sorted(set(self.seen.of_account))
        differ = len(held) > 1 and bool((p.classes[held] < NO_CLASS).all(axis=0).any())
        hindsight = []
        pieces: list[list[dict[tuple[str, int], _Drawn]]] = [[] for _ in range(self.n_views)]
        for run in self.prepared.runs:
            if self.stop.is_set():
                raise InterruptedError("another issue failed, or the user interrupted")
            sample = self.prepared.sample(self.form.issue, run)
            one = considered(p, sample, number[run], len(blocks))
            self.improvable += one.improvable
            self.doubted += one.doubted
            self.shared += one.shared
            self.free += one.shared_free
            hindsight.append(one.hindsight)
            if differ:
                apart = self.prepared.sample(self.form.issue, run, True)
                one = considered(p, apart, number[run], len(blocks), common_ground_only=True)
            self.apart += one.shared
            self.apart_free += one.shared_free
            again = repeats(p, sample, self.pairs, support, number[run], len(blocks))
            self.same += again.same
            self.good += again.good
            for view in range(self.n_views):
                pieces[view].append(
                    {
                        (name, side): self._drawn(sample, view, mixed, None if name == "reference" else side)
                        for (name, side), mixed in self.targets[view].items()
                    }
                )
        self.hindsight = np.concatenate(hindsight)
        self.drawn = [
            {name: _joined([piece[name] for piece in pieces[view]]) for name in self.targets[view]}
            for view in range(self.n_views)
        ]

    def _prediction_of(self, causes: int, view: int) -> Floats:
        found = self.predictions[view]
        return np.asarray(found.share[found.place(causes)])

    def _drawn(self, sample: Samples, view: int, mixed: Floats, only: int | None) -> _Drawn:
        """Drawn changes under a mix of states, of all parties or, in points, of one side alone."""
        form = self.form
        shift = form.holds @ mixed - form.holds[:, form.default]
        interests: dict[tuple[int, int], Floats] = {}
        for item, (effect, party, interest) in enumerate(
            zip(form.item_effect.tolist(), form.item_party.tolist(), form.item_interest.tolist(), strict=True)
        ):
            if only is not None and party != only:
                continue
            part = sample.amount[view, item] * shift[effect]
            known = interests.get((party, interest))
            interests[party, interest] = part if known is None else known + part
        points: dict[int, Floats] = {}
        for (party, interest), change in interests.items():
            if form.kinds[interest] == 0 and self.p.means.weighted[party]:
                worth = sample.weight[view, party, interest] * change
                points[party] = points[party] + worth if party in points else worth
        for party in np.flatnonzero(self.p.means.weighted):
            points.setdefault(int(party), np.zeros(sample.amount.shape[2]))
        return _Drawn(interests if only is None else {}, points)

    # -- findings ------------------------------------------------------------------------------------------------

    def findings(self) -> tuple[IssueFindings, dict[str, Floats]]:
        issue, form = self.case.issues[self.form.issue], self.form
        by_view = [self._account(view) for view in range(self.n_views)]
        base = self.seen.of_account[0]
        found = IssueFindings(
            id=form.issue,
            title=issue.title,
            default=form.named(form.default),
            ordinal=False,
            sides=list(form.sides),
            ratifiers={
                form.parties[place]: form.sides[form.ratifies[place]]
                for place in range(form.n_sides, form.n_sides + form.n_ratifiers)
            },
            bystanders=list(form.parties[form.n_sides + form.n_ratifiers :]),
            accounts={name: by_view[view] for name, view in zip(self.seen.accounts, self.seen.of_account, strict=True)},
            common_ground=self._common(free=True),
            common_ground_at_cost=self._common(free=False),
            holds_in_all_accounts=self._holds_everywhere(),
            expectations=self._expectations(base),
            beliefs=[
                {
                    "about": one.about,
                    "by": one.by,
                    "stances": form.named(one.state),
                    "believed": one.believed,
                    "own": one.own,
                    "base": one.base,
                }
                for one in beliefs(self.p)
            ],
        )
        losses = self.drawn[base].get(("reference", 0))
        return found, {form.parties[side]: losses.points[side] for side in range(form.n_sides)} if losses else {}

    def _account(self, view: int) -> AccountFindings:
        p = self.p
        reference = p.reference(view)
        exists = bool(reference.any())
        found, sort = self.predictions[view], self.kinds[view]
        split = decompose(p, view, found) if exists else None
        unilateral, unilateral_mc = self._lone(view, "unilateral")
        temptations, _ = self._lone(view, "temptation")
        losses, errors = self._losses(view) if exists else (None, {})
        everything = self.pairs.index((p.at_work, view))
        n = self.draws.n
        key_rows = [self.pairs.index((key.left, view)) for key in self.keys[view]]
        return AccountFindings(
            kind=sort.name,
            why=sort.why,
            improvement_probability=float(self.improvable[:, view].sum() / n),
            reference=self._reference(view, reference) if exists else None,
            nash_agrees=self._nash_agrees(view, reference) if exists else None,
            beside=self._beside(view) if exists else [],
            losses=losses,
            unilateral_losses=unilateral,
            temptations=temptations,
            temptation={"as": sort.temptation} if sort.temptation else None,
            value_at_risk=self._at_risk(view) if sort.name in ("cooperation that holds", "under temptation") else None,
            mix=self._shares(sort.mix) if sort.mix is not None else None,
            causes=self._points(view, split, "of") if split else None,
            alone=self._points(view, split, "alone_of") if split else None,
            last=self._points(view, split, "last_of") if split else None,
            causes_by_interest=self._by_interest(view, split) if split else None,
            at_work=list(members(p.active)),
            doubt=float(self.doubted[:, view].sum() / n) if exists else None,
            prediction=self._prediction(view, found, everything),
            keys=self._key_list(self.keys[view], view, key_rows) if exists else None,
            stability=self._stability(view, reference),
            leaving=self._leaving(view, reference),
            whose={name: list(actors) for name, actors in whose(p, view).items()} if split else None,
            netting_matters=netting_matters(p, view, found),
            states=self._states(view),
            sensitivity=self._sensitivity(view) if exists else [],
            monte_carlo_error={
                "improvement_probability": error_of_share(self.improvable[:, view], self.sizes),
                "doubt": error_of_share(self.doubted[:, view], self.sizes) if exists else None,
                "losses": errors,
                "unilateral_losses": unilateral_mc,
                "prediction": error_of_share(self.same[:, everything], self.sizes),
                "keys": [error_of_share(self.good[:, row], self.sizes) for row in key_rows] if exists else None,
            },
        )

    def _payers(self, view: int, state: int) -> list[str]:
        return [self.form.parties[party] for party in np.flatnonzero(self.p.pays[view, :, state])]

    def _shares(self, share: Floats) -> list[dict[str, Any]]:
        return [
            {"stances": self.form.named(int(state)), "share": float(share[state])} for state in np.flatnonzero(share)
        ]

    def _reference(self, view: int, reference: NDArray[np.bool_]) -> list[dict[str, Any]]:
        states = np.flatnonzero(reference)
        counted, n_sides = self.form.kinds != 2, self.form.n_sides
        weight, change = self.p.means.weight[view, :n_sides], self.p.means.common[view, :n_sides]
        full = (weight[:, counted, None] * change[:, counted]).sum(axis=1)
        return [
            {
                "stances": self.form.named(int(state)),
                "standing_proof": bool(self.p.classes[view, state] in (0, 2)),
                "pays": self._payers(view, int(state)),
                "probability": 1.0 / len(states),
                "with_standing": {name: float(full[side, state]) for side, name in enumerate(self.form.sides)},
            }
            for state in states
        ]

    def _nash_agrees(self, view: int, reference: NDArray[np.bool_]) -> bool:
        p = self.p
        chosen = p.classes[view] == p.classes[view].min()
        return bool((nash_choice(p.value[view], self.form.n_sides, chosen, p.tolerance) == reference).all())

    def _beside(self, view: int) -> list[dict[str, Any]]:
        """Best states of later classes that would give a side more than the reference agreement."""
        p, form = self.p, self.form
        at_reference = p.value[view] @ self.targets[view]["reference", 0]
        first = int(p.classes[view].min())
        found = []
        for number in range(first + 1, N_CLASSES):
            if not (p.classes[view] == number).any():
                continue
            for state in np.flatnonzero(p.best_of(view, number)):
                more = {
                    form.parties[side]: float(p.value[view, side, state] - at_reference[side])
                    for side in range(form.n_sides)
                    if p.value[view, side, state] > at_reference[side] + p.tolerance[side]
                }
                if more:
                    found.append(
                        {
                            "stances": form.named(int(state)),
                            "standing_proof": number == 2,
                            "pays": self._payers(view, int(state)),
                            "gains": more,
                        }
                    )
        return found

    def _losses(self, view: int) -> tuple[dict[str, PartyLoss], dict[str, float | None]]:
        p, form = self.p, self.form
        mixed, drawn = self.targets[view]["reference", 0], self.drawn[view]["reference", 0]
        improving = p.classes[view] < NO_CLASS
        proof = bool(np.isin(p.classes[view][mixed > 0], (0, 2)).all())
        losses, errors = {}, {}
        for party, name in sorted(enumerate(form.parties), key=lambda pair: list(self.case.parties).index(pair[1])):
            interests = [k for k in range(len(form.interests)) if (party, k) in drawn.interests]
            columns = [drawn.interests[party, k] for k in interests]
            exact = [float(p.means.common[view, party, k] @ mixed) for k in interests]
            natural = dict(
                zip(
                    [form.interests[k] for k in interests],
                    summaries(exact, np.column_stack(columns)) if columns else [],
                    strict=True,
                )
            )
            if not p.means.weighted[party]:
                if natural:
                    losses[name] = PartyLoss(None, None, None, None, natural, "the case gives it no weights")
                continue
            value = p.value[view, party]
            points, hindsight = summaries(
                [float(value @ mixed), float(self.hindsight[:, view, party].mean())],
                np.column_stack([drawn.points[party], self.hindsight[:, view, party]]),
            )
            counted = form.kinds != 2
            full = (p.means.weight[view, party, counted] @ p.means.common[view, party, counted]) @ mixed
            losses[name] = PartyLoss(
                points=points,
                with_standing=None if proof else float(full),
                range={"min": float(value[improving].min()), "max": float(value[improving].max())},
                hindsight=hindsight,
                interests=natural,
            )
            errors[name] = self._error(drawn.points[party])
        return losses, errors

    def _error(self, figure: Floats) -> float | None:
        """Monte Carlo error of a figure's median."""
        medians = [float(np.median(figure[block])) for block in self.draws.blocks]
        return None if len(medians) < 2 else float(np.std(medians, ddof=1) / np.sqrt(len(medians)))

    def _lone(self, view: int, name: str) -> tuple[dict[str, dict[str, Any]], dict[str, float | None]]:
        p, form = self.p, self.form
        look = departures.unilateral if name == "unilateral" else departures.temptation
        out: dict[str, dict[str, Any]] = {}
        errors: dict[str, float | None] = {}
        for side, party in enumerate(form.sides):
            found = look(p, view, side)
            if found is None:
                if name == "unilateral":
                    nothing = {"mean": 0.0, "p5": 0.0, "median": 0.0, "p95": 0.0}
                    out[party] = {**nothing, "stances": [], "whatever_others_do": False}
                continue
            figure = self.drawn[view][name, side].points[side]
            one = summaries([float(p.value[view, side] @ self.targets[view][name, side])], figure[:, None])[0]
            out[party] = {
                "mean": one.mean,
                "p5": one.p5,
                "median": one.median,
                "p95": one.p95,
                "stances": [form.stances[side][form.states[state, side]] for state in found.states],
            }
            if name == "unilateral":
                out[party]["whatever_others_do"] = found.whatever_others_do
                errors[party] = self._error(figure)
            else:
                out[party]["pays"] = [form.parties[q] for q in found.pays]
        return out, errors

    def _at_risk(self, view: int) -> dict[str, float]:
        risk = departures.value_at_risk(self.p, view)
        return {name: float(risk[q]) + 0.0 for q, name in enumerate(self.form.parties) if self.p.means.weighted[q]}

    def _points(self, view: int, split: Decomposition, method: str) -> dict[str, dict[str, float]]:
        return {
            name: getattr(split, method)(self.p.value[view, q])
            for q, name in enumerate(self.form.parties)
            if self.p.means.weighted[q]
        }

    def _by_interest(self, view: int, split: Decomposition) -> dict[str, dict[str, dict[str, float]]]:
        change = self.p.means.common[view]
        return {
            name: {
                interest: split.of(change[q, k]) for k, interest in enumerate(self.form.interests) if change[q, k].any()
            }
            for q, name in enumerate(self.form.parties)
            if change[q].any()
        }

    def _prediction(self, view: int, found: Predictions, everything: int) -> dict[str, Any]:
        row = found.place(self.p.at_work)
        share = found.share[row]
        stays = share[self.form.default] == 1.0
        return {
            "by": "agreement" if found.agreed[row] else "nobody moves" if stays else "drift",
            "states": self._shares(share),
            "probability": float(self.same[:, everything].sum() / self.draws.n),
            "improves": float(self.good[:, everything].sum() / self.draws.n),
            "pays": sorted({name for state in np.flatnonzero(share) for name in self._payers(view, int(state))}),
            "refused_by": self._refusing(view, share),
        }

    def _refusing(self, view: int, share: Floats) -> list[str]:
        """Sides and ratifiers that would refuse an agreement on a predicted state other than today's, on the means."""
        p, form = self.p, self.form
        felt = p.felt(p.at_work)
        refused = {
            one.actor if one.kind == RATIFIER else side
            for state in np.flatnonzero(share)
            if state != form.default
            for side, by in enumerate(judges(p, view, p.at_work))
            for one in conditions(p, by, side, int(state), p.at_work, felt)
            if not one.met
        }
        return [form.parties[actor] for actor in sorted(refused)]

    def _key_list(self, found: tuple[Key, ...], view: int, rows: list[int]) -> list[dict[str, Any]]:
        return [
            {
                "remove": list(key.remove),
                "probability": float(self.good[:, row].sum() / self.draws.n),
                "undone_by_more": key.undone_by_more,
            }
            for key, row in zip(found, rows, strict=True)
        ]

    def _stability(self, view: int, reference: NDArray[np.bool_]) -> dict[str, dict[str, bool] | None] | None:
        p, form = self.p, self.form
        if form.n_states > MOST_STATES_STABILITY:
            return None
        worth, small = self._judged(view), p.tolerance[: form.n_sides]
        held = [stability(int(state), worth, small, form.moves) for state in np.flatnonzero(reference)]
        return {
            "default": stability(form.default, worth, small, form.moves),
            "reference": {name: all(one[name] for one in held) for name in held[0]} if held else None,
        }

    def _judged(self, view: int) -> NDArray[np.float64]:
        """What each side feels of each state as it sees things, shape (n_sides, n_states)."""
        p = self.p
        felt = p.felt(p.at_work)
        return np.stack([felt[by, side] for side, by in enumerate(judges(p, view, p.at_work))])

    def _leaving(self, view: int, reference: NDArray[np.bool_]) -> dict[str, list[str]]:
        """Sides that would gain by leaving today's state alone, or one of the states of the agreement."""
        worth, form, small = self._judged(view), self.form, self.p.tolerance[: self.form.n_sides]

        def named(states: list[int]) -> list[str]:
            gaining = {side for state in states for side in leavers(state, worth, small, form.moves)}
            return [form.sides[side] for side in sorted(gaining)]

        return {"default": named([form.default]), "reference": named(np.flatnonzero(reference).tolist())}

    def _states(self, view: int) -> list[dict[str, Any]] | None:
        p, form = self.p, self.form
        if form.n_states > MOST_STATES_LISTED:
            return None
        return [
            {
                "stances": form.named(state),
                "class": "default" if state == form.default else _CLASS_WORDS[p.classes[view, state]],
                "pays": self._payers(view, state),
                "points": {
                    name: float(p.value[view, q, state]) for q, name in enumerate(form.parties) if p.means.weighted[q]
                },
            }
            for state in range(form.n_states)
        ]

    def _sensitivity(self, view: int) -> list[dict[str, Any]]:
        """Judgements that explain most of the spread of a side's loss, at most five a side."""
        form, found = self.form, []
        some = self.draws.some(SENSITIVITY_DRAWS)
        drawn = self.drawn[view]["reference", 0]
        shift = form.holds @ self.targets[view]["reference", 0] - form.holds[:, form.default]
        for side, name in enumerate(form.sides):
            figure = drawn.points[side][some]
            mean = abs(float(self.p.value[view, side] @ self.targets[view]["reference", 0]))
            rated = []
            for location, column in self.draws.column.items():
                if not self._matters(view, location, name, shift):
                    continue
                normal = self.draws.normal[some, column]
                share = variance_share(normal, figure, float(self.p.tolerance[side]))
                if share >= 0.01:
                    worth = value_of_knowing(normal, figure) / mean if mean > 0 else 0.0
                    rated.append((share, _judgement_name(location), worth))
            for share, judgement, worth in sorted(rated, key=lambda one: (-one[0], one[1]))[:5]:
                found.append({"judgement": judgement, "party": name, "share": share, "value_of_knowing": worth})
        return found

    def _matters(self, view: int, location: tuple[str, ...], side: str, shift: Floats) -> bool:
        if location not in self.seen.views[view].numbers:
            return False
        kind_of, subject = location[0], location[1]
        if kind_of == "weight":
            return subject == side
        if kind_of in ("chance", "after", "lasts", "value", "benefit"):
            moves = shift[self.form.effects.index(subject)] != 0.0
            return bool(moves) and ("." not in location[-1] or location[-1].split(".", 1)[0] == side)
        return False

    def _common(self, free: bool) -> list[dict[str, Any]]:
        """States that improve on the default in every account; without or with somebody else who pays."""
        p, n = self.p, self.draws.n
        held = sorted(set(self.seen.of_account))
        everywhere = (p.classes[held] < NO_CLASS).all(axis=0)
        unpaid = (p.classes[held] <= 1).all(axis=0)
        chosen = everywhere & unpaid if free else everywhere & ~unpaid
        shared, apart = (self.free, self.apart_free) if free else (self.shared, self.apart)
        return [
            {
                "stances": self.form.named(int(state)),
                "pays": sorted({name for view in held for name in self._payers(view, int(state))}),
                "probability": float(shared[state] / n),
                "probability_if_independent": float(apart[state] / n),
            }
            for state in np.flatnonzero(chosen)
        ]

    def _holds_everywhere(self) -> dict[str, Any]:
        held = sorted(set(self.seen.of_account))
        sets = [{key.remove for key in self.keys[view]} for view in held]
        shared = set.intersection(*sets) if all(self.p.reference(view).any() for view in held) else set()
        base = self.seen.of_account[0]
        return {
            "kind": len({self.kinds[view].name for view in held}) == 1,
            "reference": bool(all((self.p.reference(view) == self.p.reference(base)).all() for view in held)),
            "keys": [list(key.remove) for key in self.keys[base] if key.remove in shared],
        }

    def _expectations(self, view: int) -> dict[str, Any] | None:
        found = expectations(self.p, view)
        if found is None:
            return None

        def named(points: float, states: tuple[int, ...]) -> dict[str, Any]:
            stances = [self.form.named(state) for state in states]
            return {"points": points, "stances": stances[0] if len(stances) == 1 else None, "tied": stances}

        return {
            "parties": {
                name: {
                    "expected": {"points": one.expected, "interests": one.interests},
                    "attainable": named(one.attainable, one.attainable_states),
                    "best": named(one.best, one.best_states),
                }
                for name, one in found.sides.items()
            },
            "jointly_feasible": found.jointly_feasible,
            "trim": found.trim,
            "trim_state": self.form.named(found.trim_states[0]) if len(found.trim_states) == 1 else None,
            "trim_states": [self.form.named(state) for state in found.trim_states],
        }


def _joined(pieces: list[_Drawn]) -> _Drawn:
    return _Drawn(
        {name: np.concatenate([piece.interests[name] for piece in pieces]) for name in pieces[0].interests},
        {party: np.concatenate([piece.points[party] for piece in pieces]) for party in pieces[0].points},
    )


def _judgement_name(location: tuple[str, ...]) -> str:
    """A judgement in the words of the case file."""
    if location[0] == "value":
        return f"{location[1]}: {location[2]}"
    if location[0] == "weight":
        return f"weight {location[1]}.{location[2]}"
    if location[0] == "benefit":
        return f"{location[1]}: {location[-1]}"
    return f"{location[1]}: {location[0]}"

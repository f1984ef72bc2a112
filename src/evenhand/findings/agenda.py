"""The agenda: at most k issues, each acceptable by itself and at nobody else's expense, that serve all sides.

An issue can stand on it with its reference agreement, where nobody else pays for that one. A side's share of an agenda
is the sum of its gains divided by the most that it could gain over any such agenda of k issues; a side that could
gain nothing has share 1. The agenda is chosen by the leximin of these shares, as a reference agreement is. Gains of
bystanders are reported and never traded.

References
----------
Kalai, E., & Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. Econometrica 43(3), 513-518.
Imai, H. (1983). Individual monotonicity and lexicographic maxmin solution. Econometrica 51(2), 389-401.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.findings.kinds import kind
from evenhand.solve.improvements import NO_CLASS, best, top_of
from evenhand.solve.leximin import leximin
from evenhand.solve.prediction import Problem

__all__ = [
    "Agenda",
    "Candidate",
    "LeftOut",
    "Step",
    "attainable",
    "candidates",
    "choose",
    "common_candidates",
    "frontier",
    "gains",
    "levels_off",
    "shares_of",
    "sides_of",
    "told_apart",
]

Floats = NDArray[np.float64]

LEVEL = 0.05
"""An agenda levels off where one more issue brings no side more than this part of all that it could gain."""

BLUR = 1e-6
"""A side's gains are rid of numerical noise before agendas are compared where that noise is a larger part of the most
that it could gain. It is where large gains and losses nearly cancel out; else it would make agendas tie for others."""


@dataclass(frozen=True)
class Candidate:
    """An issue that can stand on an agenda, with its agreement.

    Attributes
    ----------
    states : the agreement; several where they tie, figures average over them.
    standing_proof : whether it improves on today with standing counted in full.
    standing : whether standing bears on the issue at all: the agreement is not standing-proof, or an effect of the
        issue touches somebody's standing.
    gain : party to considered value in its own points, parties without weights left out.
    full : the same with standing counted.
    interests : party to interest to natural units.
    tolerance : party to the smallest gain that counts.
    """

    issue: str
    states: tuple[int, ...]
    standing_proof: bool
    standing: bool
    gain: dict[str, float]
    full: dict[str, float]
    interests: dict[str, dict[str, float]]
    tolerance: dict[str, float]


@dataclass(frozen=True)
class LeftOut:
    """An issue that cannot stand on the agenda: its kind, and who would pay."""

    issue: str
    kind: str
    pays: tuple[str, ...]


@dataclass(frozen=True)
class Agenda:
    """The chosen agendas: one, or all that tie.

    Attributes
    ----------
    issues : each agenda's issues, in the order of the case.
    shares : each agenda's share for each side.
    attainable : the most that each side could gain over any agenda of this size, in its own points.
    complete : whether all that tie are named.
    gap : 0 where the choice is proved; else the most by which the smallest share of another agenda could be larger.
    """

    issues: tuple[tuple[str, ...], ...]
    shares: tuple[dict[str, float], ...]
    attainable: dict[str, float]
    complete: bool
    gap: float

    def mean_shares(self) -> dict[str, float]:
        """Shares averaged over the agendas that tie."""
        return {side: sum(each[side] for each in self.shares) / len(self.shares) for side in self.attainable}


@dataclass(frozen=True)
class Step:
    """The agenda of one size: which issues come in and go out, and each side's share of all that it could gain."""

    at_most: int
    agenda: Agenda
    of_total: dict[str, float]
    added: tuple[str, ...]
    dropped: tuple[str, ...]


def sides_of(problems: Mapping[str, Problem], order: Iterable[str]) -> list[str]:
    """Whoever is a side on some issue with numbers, in the order of the case."""
    found = {side for p in problems.values() for side in p.form.sides}
    return [party for party in order if party in found]


def candidates(problems: Mapping[str, Problem], views: Mapping[str, int]) -> tuple[list[Candidate], list[LeftOut]]:
    """Issues that can stand on an agenda, judged by one view of each, and those that cannot."""
    able: list[Candidate] = []
    not_able: list[LeftOut] = []
    for name, p in problems.items():
        view = views[name]
        reference = np.flatnonzero(p.reference(view))
        if len(reference) and p.classes[view].min() <= 1:
            able.append(_candidate(p, view, tuple(int(state) for state in reference)))
            continue
        payers = np.flatnonzero(p.pays[view][:, reference].any(axis=1))
        not_able.append(LeftOut(name, kind(p, view).name, tuple(p.form.parties[q] for q in payers)))
    return able, not_able


def common_candidates(problems: Mapping[str, Problem], views: Mapping[str, int]) -> list[Candidate]:
    """Issues with a state that improves on today in every account at nobody's expense; figures by the named views.

    Among such states the most even one is taken, as a reference agreement is.
    """
    found = []
    for name, p in problems.items():
        held = sorted(set(p.seen.of_account))
        shared = (p.classes[held] <= 1).all(axis=0) & (p.classes[held] < NO_CLASS).all(axis=0)
        if not shared.any():
            continue
        view, n_sides = views[name], p.form.n_sides
        top = np.zeros(n_sides)
        top_of(p.value[view], n_sides, shared, top)
        chosen = np.zeros_like(shared)
        best(p.value[view], top, p.tolerance, shared, chosen)
        found.append(_candidate(p, view, tuple(int(state) for state in np.flatnonzero(chosen))))
    return found


def _candidate(p: Problem, view: int, states: tuple[int, ...]) -> Candidate:
    form, change = p.form, p.means.common[view][:, :, list(states)].mean(axis=2)
    counted = form.kinds != 2
    proof = bool((p.classes[view][list(states)] == 0).all())
    touched = bool((form.kinds[form.item_interest] == 1).any())
    weighted = [(q, name) for q, name in enumerate(form.parties) if p.means.weighted[q]]
    return Candidate(
        issue=form.issue,
        states=states,
        standing_proof=proof,
        standing=touched or not proof,
        gain={name: float(p.value[view, q, list(states)].mean()) for q, name in weighted},
        full={name: float(p.means.weight[view, q, counted] @ change[q, counted]) for q, name in weighted},
        interests={
            name: {key: float(change[q, k]) for k, key in enumerate(form.interests) if change[q, k]}
            for q, name in enumerate(form.parties)
            if change[q].any()
        },
        tolerance={name: float(p.tolerance[q]) for q, name in weighted},
    )


# --- the choice


def gains(able: Sequence[Candidate], sides: Sequence[str]) -> Floats:
    """Gains of the sides, shape (n_sides, n_candidates), in each side's own points; noise below 0 is 0."""
    gain = np.array([[one.gain.get(side, 0.0) for one in able] for side in sides]).reshape(len(sides), len(able))
    small = np.array([[one.tolerance.get(side, 0.0) for one in able] for side in sides]).reshape(gain.shape)
    return np.where(gain > small, gain, 0.0)


def attainable(gain: Floats, k: int) -> Floats:
    """The most that each side could gain over any k of the issues, shape (n_sides,)."""
    return np.asarray(np.sort(gain, axis=1)[:, ::-1][:, :k].sum(axis=1))


def shares_of(able: Sequence[Candidate], issues: Iterable[str], most: Mapping[str, float]) -> dict[str, float]:
    """Each side's share of an agenda; 1 for a side that could gain nothing."""
    chosen = [one for one in able if one.issue in set(issues)]
    gain = gains(chosen, list(most)).sum(axis=1)
    return {side: float(value / top) if top > 0 else 1.0 for (side, top), value in zip(most.items(), gain, strict=True)}


def told_apart(gain: Floats, tolerance: float) -> Floats:
    """Gains of one side less their numerical noise: those that hardly differ made the same, and all rounded.

    They are rounded to the decimal place of the tolerance, which is far above the noise itself: what was given with
    fewer decimals comes back as it was, and so do sums of it. A gain above the tolerance stays above 0.
    """
    out = gain.copy()
    first = -np.inf
    for at in np.argsort(gain, kind="stable"):
        if gain[at] - first > tolerance or first == 0.0:
            first = gain[at]
        out[at] = first
    step = 10.0 ** np.floor(np.log10(tolerance))
    return np.asarray(np.round(out / step) * step)


def choose(able: Sequence[Candidate], sides: Sequence[str], at_most: int) -> Agenda | None:
    """The agenda of at most so many of these issues; None where there is no issue to be put on one.

    Raises
    ------
    ValueError
        If ``at_most`` is smaller than 1.
    """
    if at_most < 1:
        raise ValueError(f"at_most: 1 or more expected, found {at_most}")
    if not able:
        return None
    gain = gains(able, sides)
    top = attainable(gain, at_most)
    some = top > 0
    small = np.array([[one.tolerance.get(side, 0.0) for one in able] for side in sides]).reshape(gain.shape)
    blur = small.sum(axis=1) / np.where(some, top, np.inf)
    blurred = some & (blur > BLUR)
    for side in np.flatnonzero(blurred):
        gain[side] = told_apart(gain[side], float(small[side].max()))
    apart = attainable(gain, at_most)
    told = apart > 0
    found = leximin(gain[told] / apart[told, None], at_most, max(1e-12, float(blur[~blurred].max(initial=0.0))))
    most = dict(zip(sides, top.tolist(), strict=True))
    issues = tuple(tuple(one.issue for one, on in zip(able, members, strict=True) if on) for members in found.sets)
    return Agenda(issues, tuple(shares_of(able, names, most) for names in issues), most, found.complete, found.gap)


def frontier(able: Sequence[Candidate], sides: Sequence[str]) -> list[Step]:
    """The agenda of every size, from one issue to all that can stand on one."""
    steps: list[Step] = []
    before: set[str] = set()
    total = attainable(gains(able, sides), len(able))
    whole = dict(zip(sides, total.tolist(), strict=True))
    for size in range(1, len(able) + 1):
        agenda = choose(able, sides, size)
        assert agenda is not None
        named = {issue for issues in agenda.issues for issue in issues}
        parts = [shares_of(able, issues, whole) for issues in agenda.issues]
        order = [one.issue for one in able]
        steps.append(
            Step(
                at_most=size,
                agenda=agenda,
                of_total={side: sum(part[side] for part in parts) / len(parts) for side in sides},
                added=tuple(name for name in order if name in named - before),
                dropped=tuple(name for name in order if name in before - named),
            )
        )
        before = named
    return steps


def levels_off(steps: Sequence[Step]) -> int | None:
    """The smallest size after which no larger agenda brings a side as much as 5 % of all that it could gain more."""
    for place, step in enumerate(steps):
        last = steps[place + 1 :]
        if all(
            after.of_total[side] - before.of_total[side] < LEVEL
            for before, after in zip([step, *last], last, strict=False)
            for side in step.of_total
        ):
            return step.at_most
    return None

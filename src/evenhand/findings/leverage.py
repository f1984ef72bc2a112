"""Leverage on the means: which threats there are, what is asked, and what each costs and brings whom.

A *threat* of side p on an issue is to leave today's state alone where that hurts the target (*today*), or to refuse the
reference agreement that both could have (*agreement*). A *demand* on another issue is a state in which the target takes
another stance than today's, p whatever it likes, everybody else as today.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.solve.prediction import Problem

__all__ = ["STATUSES", "Lever", "Option", "alone", "demands", "lever", "threats"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

STATUSES = ("leverage", "not credible", "not effective", "no demand", "no threat")
"""What a pair of issues comes to, and where there is no leverage, the first thing that is missing."""


@dataclass(frozen=True)
class Option:
    """One threat or demand: the state to which it leads, and the mix of states by which its worth is reckoned.

    ``worth @ value`` is the change for a party; ``agreement``: a threat to refuse the reference agreement.
    """

    state: int
    worth: Floats
    agreement: bool = False


def threats(p: Problem, side: int, view: int) -> tuple[Option, ...]:
    """Ways in which a side can withdraw cooperation: each lone move from today, and refusing the agreement."""
    found = []
    for goal in p.form.moves[p.form.default, side].tolist():
        if goal >= 0:
            worth = np.zeros(p.form.n_states)
            worth[goal] = 1.0
            found.append(Option(goal, worth))
    reference = p.reference(view)
    if reference.any():
        found.append(Option(p.form.default, reference * (-1.0 / reference.sum()), agreement=True))
    return tuple(found)


def demands(p: Problem, side: int, target: int) -> tuple[Option, ...]:
    """States in which the target has changed its stance and nobody but the side that asks has changed another.

    ``side`` is -1 where whoever asks has no stance on the issue.
    """
    today = p.form.states[p.form.default]
    found = []
    for state, row in enumerate(p.form.states):
        others = [place for place in range(p.form.n_sides) if place not in (side, target)]
        if row[target] != today[target] and (row[others] == today[others]).all():
            worth = np.zeros(p.form.n_states)
            worth[state] = 1.0
            found.append(Option(state, worth))
    return tuple(found)


def alone(p: Problem, side: int) -> tuple[int, ...]:
    """States that a side reaches by itself; -1 for a side that has no stance on the issue."""
    return tuple(goal for goal in p.form.moves[p.form.default, side].tolist() if goal >= 0) if side >= 0 else ()


@dataclass(frozen=True)
class Lever:
    """What a pair of issues comes to in one account after another.

    Attributes
    ----------
    status : of each account, a word of ``STATUSES``.
    in_all : whether one threat and one demand make leverage in every account.
    best : pairs of threat and demand that make leverage in the first account, the ones with the widest margin (of those
        that hold in all accounts, where there are such); tied ones all.
    cost_q, cost_p : shape (n_threats,), of the first account.
    yields_q, gains_p : shape (n_demands,), of the first account.
    """

    status: tuple[str, ...]
    in_all: bool
    best: tuple[tuple[int, int], ...]
    cost_q: Floats
    cost_p: Floats
    yields_q: Floats
    gains_p: Floats


def lever(cost_q: Floats, cost_p: Floats, yields_q: Floats, gains_p: Floats, tolerance: tuple[float, float]) -> Lever:
    """What a pair of issues comes to.

    Parameters
    ----------
    cost_q, cost_p : shape (n_accounts, n_threats), what carrying out costs the target and the threatener.
    yields_q, gains_p : shape (n_accounts, n_demands), what yielding costs the target and brings the threatener.
    tolerance : smallest amount that counts, of the target and of the threatener.
    """
    small_q, small_p = tolerance
    hurts, asks = cost_q > small_q, (yields_q > small_q) & (gains_p > small_p)
    counts = hurts[:, :, None] & asks[:, None, :]
    effective = counts & (cost_q[:, :, None] > yields_q[:, None, :] + small_q)
    credible = counts & (cost_p[:, :, None] < gains_p[:, None, :] - small_p)
    real = effective & credible
    status = tuple(map(_status, real, effective, hurts, asks))
    shared = real.all(axis=0)
    return Lever(
        status=status,
        in_all=bool(shared.any()),
        best=_best(np.asarray(shared if shared.any() else real[0]), cost_q[0], cost_p[0], yields_q[0], gains_p[0]),
        cost_q=cost_q[0],
        cost_p=cost_p[0],
        yields_q=yields_q[0],
        gains_p=gains_p[0],
    )


def _status(real: Bools, effective: Bools, hurts: Bools, asks: Bools) -> str:
    if real.any():
        return "leverage"
    if not hurts.any():
        return "no threat"
    if not asks.any():
        return "no demand"
    return "not credible" if effective.any() else "not effective"


def _best(
    real: Bools, cost_q: Floats, cost_p: Floats, yields_q: Floats, gains_p: Floats
) -> tuple[tuple[int, int], ...]:
    """Widest margin first: the smaller of the parts by which threat exceeds yielding, and gain exceeds cost."""
    pairs = [(int(threat), int(demand)) for threat, demand in np.argwhere(real)]
    margin = {(t, o): min(1.0 - yields_q[o] / cost_q[t], 1.0 - max(0.0, cost_p[t]) / gains_p[o]) for t, o in pairs}
    top = max(margin.values(), default=0.0)
    return tuple(pair for pair in pairs if margin[pair] >= top - 1e-9)

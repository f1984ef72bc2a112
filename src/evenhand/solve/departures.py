"""What a side gains or loses by changing its own stance alone, the others at today's.

A gain at no cost to another side or bystander is a *unilateral loss* of staying; at others' cost it is a *temptation*.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.solve.prediction import Problem

__all__ = ["Departure", "temptation", "unilateral", "value_at_risk"]


@dataclass(frozen=True)
class Departure:
    """Best lone moves of a side from the default: equally good states, and who pays (numbers of parties)."""

    side: int
    states: tuple[int, ...]
    pays: tuple[int, ...]
    whatever_others_do: bool = False


def unilateral(p: Problem, view: int, side: int) -> Departure | None:
    """Best lone move that costs nobody else anything; None where no such move gains.

    Of equally good moves those that hold whatever the others do, where there are such.
    """
    free = [goal for goal in _lone(p, side) if not _payers(p, view, side, goal)]
    states = _best(p, view, side, free)
    if not states:
        return None
    always = tuple(goal for goal in states if _whatever_others_do(p, view, side, int(p.form.states[goal, side])))
    return Departure(side, always or states, (), bool(always))


def temptation(p: Problem, view: int, side: int) -> Departure | None:
    """Best lone move that gains at somebody else's cost; None where there is none."""
    costly = [goal for goal in _lone(p, side) if _payers(p, view, side, goal)]
    states = _best(p, view, side, costly)
    if not states:
        return None
    return Departure(side, states, tuple(sorted({party for goal in states for party in _payers(p, view, side, goal)})))


def value_at_risk(p: Problem, view: int) -> NDArray[np.float64]:
    """The most that each party loses over all departures by one side, shape (n_parties,), at least 0."""
    goals = [goal for side in range(p.form.n_sides) for goal in _lone(p, side)]
    if not goals:
        return np.zeros(len(p.form.parties))
    return np.asarray(np.maximum(0.0, -p.value[view][:, goals].min(axis=1)))


def _lone(p: Problem, side: int) -> list[int]:
    return [int(goal) for goal in p.form.moves[p.form.default, side] if goal >= 0]


def _best(p: Problem, view: int, side: int, goals: list[int]) -> tuple[int, ...]:
    value, small = p.value[view, side], p.tolerance[side]
    gainful = [goal for goal in goals if value[goal] > small]
    if not gainful:
        return ()
    most = max(value[goal] for goal in gainful)
    return tuple(goal for goal in gainful if value[goal] >= most - small)


def _payers(p: Problem, view: int, side: int, goal: int) -> list[int]:
    others = [q for q in range(p.form.n_sides) if q != side and p.value[view, q, goal] < -p.tolerance[q]]
    return others + np.flatnonzero(p.pays[view, :, goal]).tolist()


def _whatever_others_do(p: Problem, view: int, side: int, stance: int) -> bool:
    """Whether the move gains and costs nobody from every state in which the side takes today's stance."""
    form = p.form
    today = form.states[form.default, side]
    for state in np.flatnonzero(form.states[:, side] == today):
        goal = form.moves[state, side, stance]
        if goal < 0:
            return False
        change = p.value[view][:, goal] - p.value[view][:, state]
        plain = (
            p.means.common[view][:, form.kinds == 0][:, :, goal] - p.means.common[view][:, form.kinds == 0][:, :, state]
        )
        if change[side] <= p.tolerance[side]:
            return False
        for party in range(len(form.parties)):
            if party == side:
                continue
            lost = change[party] if p.means.weighted[party] else plain[party].min(initial=0.0)
            if lost < -p.tolerance[party]:
                return False
    return True

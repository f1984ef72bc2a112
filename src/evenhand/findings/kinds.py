"""What sort of issue this is: an unnecessary loss, one at others' expense, or today without improvement and why."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from evenhand.solve import departures
from evenhand.solve.improvements import NO_CLASS
from evenhand.solve.mixing import mix
from evenhand.solve.prediction import Problem

__all__ = ["AT_OTHERS_EXPENSE", "CONFLICT", "HOLDS", "NOTHING", "TEMPTED", "TRADEABLE", "UNNECESSARY", "Kind", "kind"]

UNNECESSARY = "unnecessary loss"
AT_OTHERS_EXPENSE = "loss at the expense of others"
NOTHING = "nothing of substance"
HOLDS = "cooperation that holds"
TEMPTED = "under temptation"
TRADEABLE = "tradeable"
CONFLICT = "genuine conflict"

_WHY = {
    NOTHING: "no side's considered value differs between any two states: nothing of substance is at stake",
    HOLDS: "no side prefers any other state to today's",
    TEMPTED: "no state is better for every side, and a side would gain by leaving today's state at others' cost",
    TRADEABLE: "no single state is better for every side, but a mix of states would be (taking turns, for instance)",
    CONFLICT: "no state, and no mix of states, is better for a side without being worse for another party",
}


@dataclass(frozen=True)
class Kind:
    """The kind, why there is no improvement (None where there is one), and what belongs to it.

    ``temptation`` is "temptation" where following it on all sides would leave every side worse off than today (today
    is a cooperation that can be lost), "seizure" otherwise. ``mix`` (n_states,) are shares of a tradeable mix.
    """

    name: str
    why: str | None = None
    temptation: str | None = None
    mix: NDArray[np.float64] | None = None


def kind(p: Problem, view: int) -> Kind:
    """Kind of an issue in one view."""
    classes, n_sides = p.classes[view], p.form.n_sides
    if (classes < NO_CLASS).any():
        return Kind(UNNECESSARY if classes.min() <= 1 else AT_OTHERS_EXPENSE)
    sides, small = p.value[view, :n_sides], p.tolerance[:n_sides, None]
    if (np.abs(sides) <= small).all():
        return Kind(NOTHING, _WHY[NOTHING])
    if (sides <= small).all():
        return Kind(HOLDS, _WHY[HOLDS])
    tempted = [found for side in range(n_sides) if (found := departures.temptation(p, view, side))]
    if tempted:
        return Kind(TEMPTED, _WHY[TEMPTED], "temptation" if _all_lose(p, view, tempted) else "seizure")
    shares = mix(p, view)
    if shares is not None:
        return Kind(TRADEABLE, _WHY[TRADEABLE], mix=shares)
    return Kind(CONFLICT, _WHY[CONFLICT])


def _all_lose(p: Problem, view: int, tempted: list[departures.Departure]) -> bool:
    """Whether every side is worse off than today once all that are tempted follow their temptation."""
    n_sides = p.form.n_sides
    for chosen in product(*(found.states for found in tempted)):
        state = p.form.states[p.form.default].copy()
        for found, goal in zip(tempted, chosen, strict=True):
            state[found.side] = p.form.states[goal, found.side]
        reached = np.flatnonzero((p.form.states == state).all(axis=1))
        if not len(reached) or (p.value[view, :n_sides, reached[0]] >= -p.tolerance[:n_sides]).any():
            return False
    return True

"""What stands between a side and a state, condition by condition: the same rule as ``agreement.accepts``, taken apart.

Each condition has a *margin* in the points of whoever it concerns; a side accepts where no margin is below minus the
tolerance. :func:`conditions` explains, :func:`accepts_all` decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.solve.agreement import accepts
from evenhand.solve.causes import COMMITMENT, LINKAGE, RATIFICATION
from evenhand.solve.prediction import Problem, demands

__all__ = ["FELT", "LEAVES", "RATIFIER", "TRUST", "WITHHELD", "Condition", "accepts_all", "conditions"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FELT, RATIFIER, WITHHELD, LEAVES, TRUST = "felt value", "ratifier", "linkage", "leaving", "trust"


@dataclass(frozen=True)
class Condition:
    """One thing that must hold for a side to accept a state.

    ``actor`` is whom it concerns: the side, its ratifier, or whoever would leave; ``goal`` the state to which it would
    leave (-1 elsewhere). ``margin`` is in the actor's points (-inf where a linkage withholds the state).
    """

    kind: str
    actor: int
    state: int
    goal: int
    margin: float
    met: bool


def accepts_all(p: Problem, view: int, side: int, states: Bools, causes: int, felt: Floats) -> bool:
    """Whether a side, judging by one view, accepts every one of some states; ``felt`` (n_views, n_actors, n_states)."""
    demand = demands(p.means.weight[:, : p.form.n_sides], p.means.expects, p.form.kinds, causes)
    return all(
        accepts(
            int(state), side, view, causes, felt, demand, p.form.ratifies, p.asks, p.form.moves, p.form.alone,
            p.form.withheld_state, p.form.withheld_move, p.means.trust, p.tolerance,
        )
        for state in np.flatnonzero(states)
    )  # fmt: skip


def conditions(p: Problem, view: int, side: int, state: int, causes: int, felt: Floats) -> tuple[Condition, ...]:
    """Every condition of a side's consent to a state; see :func:`accepts_all` for the parameters.

    Trust is a condition of its own against each departure of the side, as ``kept`` is the smallest over them.
    """
    form, small, worth = p.form, p.tolerance, felt[view]
    demand = demands(p.means.weight[view, : form.n_sides], p.means.expects[view], form.kinds, causes)[side]
    found = [_condition(FELT, side, state, -1, float(worth[side, state] - demand), small)]
    if causes >> RATIFICATION & 1:
        asked = [
            actor
            for actor in range(form.n_sides, form.n_sides + form.n_ratifiers)
            if form.ratifies[actor] == side and p.asks[view, actor - form.n_sides]
        ]
        found += [_condition(RATIFIER, actor, state, -1, float(worth[actor, state]), small) for actor in asked]
    linked = bool(causes >> LINKAGE & 1)
    if linked and form.withheld_state[state]:
        found.append(Condition(WITHHELD, side, state, -1, -np.inf, False))
    if causes >> COMMITMENT & 1:
        goals = [
            (other, int(goal))
            for other in range(form.n_sides)
            for stance, goal in enumerate(form.moves[state, other])
            if goal >= 0 and not (linked and form.withheld_move[other, stance])
        ]
        found += [
            _condition(LEAVES, other, state, goal, float(worth[other, state] - worth[other, goal]), small)
            for other, goal in goals
        ]
        faith, alone = float(p.means.trust[view, side]), int(form.alone[state, side])
        betrayed = 0.0 if alone < 0 else float(worth[side, alone])
        own = [goal for other, goal in goals if other == side]
        kept = {goal: float(worth[side, state] - worth[side, goal]) for goal in own} or {-1: 0.0}
        if faith < 1.0:  # with full trust this would say again that leaving pays, and call it distrust
            found += [
                _condition(TRUST, side, state, goal, faith * keeps + (1.0 - faith) * betrayed, small)
                for goal, keeps in kept.items()
            ]
    return tuple(found)


def _condition(kind: str, actor: int, state: int, goal: int, margin: float, small: Floats) -> Condition:
    return Condition(kind, actor, state, goal, margin, margin >= -float(small[actor]))

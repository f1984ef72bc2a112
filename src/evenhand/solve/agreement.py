"""What the sides agree on while a set of causes is at work.

The sides take the first state, in the order that chose the reference agreement, that each of them accepts, that is
not today's, and by which some side feels that it gains (or, while nobody pays, somebody else does). If there is
none, they drift from today (:mod:`evenhand.solve.drift`).

References
----------
Putnam, R. D. (1988). Diplomacy and domestic politics. International Organization 42(3), 427-460 (ratification).
Tollison, R. D., & Willett, T. D. (1979). Issue linkages. International Organization 33(4), 425-449 (linkage).
Kydd, A. (2000). Trust, reassurance, and cooperation. International Organization 54(2), 325-357 (commitment).
Gupta, S., & Livne, Z. A. (1988). Resolving a conflict situation with a reference outcome. Management Science
34(11), 1303-1314 (expectations).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from evenhand.solve import feeling
from evenhand.solve.causes import COMMITMENT, LINKAGE, MISPERCEPTION, RATIFICATION
from evenhand.solve.drift import support as drift_support

__all__ = ["accepts", "agree", "feel"]


feel = njit(cache=True, nogil=True)(feeling.feel)


@njit(cache=True, nogil=True)
def accepts(
    state: int,
    side: int,
    view: int,
    causes: int,
    felt: Any,
    demand: Any,
    ratifies: Any,
    asks: Any,
    moves: Any,
    alone: Any,
    withheld_state: Any,
    withheld_move: Any,
    trust: Any,
    tolerance: Any,
) -> bool:
    """Whether a side accepts a state, judging by one view, while a set of causes is at work.

    Parameters
    ----------
    felt : float64 (n_views, n_actors, n_states), felt values under these causes.
    demand : float64 (n_views, n_sides), the felt value that each side expects (0 where expectations are not at work).
    asks : bool (n_views, n_ratifiers).
    trust : float64 (n_views, n_sides).
    """
    n_sides = moves.shape[1]
    if felt[view, side, state] < demand[view, side] - tolerance[side]:
        return False
    if causes >> RATIFICATION & 1:
        for actor in range(n_sides, n_sides + asks.shape[1]):
            if ratifies[actor] == side and asks[view, actor - n_sides] and felt[view, actor, state] < -tolerance[actor]:
                return False
    linked = causes >> LINKAGE & 1
    if linked and withheld_state[state]:
        return False
    if causes >> COMMITMENT & 1:
        leaving = -np.inf
        for other in range(n_sides):
            for stance in range(moves.shape[2]):
                goal = moves[state, other, stance]
                if goal < 0 or (linked and withheld_move[other, stance]):
                    continue
                if felt[view, other, goal] > felt[view, other, state] + tolerance[other]:
                    return False
                if other == side:
                    leaving = max(leaving, felt[view, side, goal])
        kept = 0.0 if leaving == -np.inf else felt[view, side, state] - leaving
        betrayed = 0.0 if alone[state, side] < 0 else felt[view, side, alone[state, side]]
        faith = trust[view, side]
        if faith * kept + (1.0 - faith) * betrayed < -tolerance[side]:
            return False
    return True


@njit(cache=True, nogil=True)
def agree(
    causes: int,
    account_view: int,
    side_view: Any,
    felt: Any,
    demand: Any,
    ratifies: Any,
    asks: Any,
    moves: Any,
    alone: Any,
    withheld_state: Any,
    withheld_move: Any,
    trust: Any,
    rank: Any,
    by_rank: Any,
    other_gains: Any,
    default: int,
    tolerance: Any,
    out: Any,
) -> bool:
    """Prediction under a set of causes: True for an agreement, False where the sides drift.

    Fills ``out`` (n_states,), bool: the agreed states (all equally likely), or where the drift is found in the long
    run. ``rank`` and ``by_rank`` (n_states,) give the order of the states and the states in that order (the default,
    rank -1, first). ``other_gains`` marks states by which somebody else gains while nobody pays.
    """
    n_sides = moves.shape[1]
    judged_by = np.empty(n_sides, dtype=np.int64)
    for side in range(n_sides):
        judged_by[side] = side_view[side] if causes >> MISPERCEPTION & 1 else account_view
    out[:] = False
    reached = -2
    for place in range(by_rank.shape[0]):
        state = by_rank[place]
        if state == default:
            continue
        if reached >= 0 and rank[state] != reached:
            break
        gain = other_gains[state]
        willing = True
        for side in range(n_sides):
            feels = felt[judged_by[side], side, state]
            gain = gain or feels > tolerance[side]
            willing = willing and feels >= demand[judged_by[side], side] - tolerance[side]
        if not (gain and willing):
            continue
        for side in range(n_sides):
            if not accepts(
                state, side, judged_by[side], causes, felt, demand, ratifies, asks, moves, alone,
                withheld_state, withheld_move, trust, tolerance,
            ):  # fmt: skip
                willing = False
                break
        if willing:
            out[state] = True
            reached = rank[state]
    if reached >= 0:
        return True
    linked = (causes >> LINKAGE & 1) == 1
    drift_support(default, felt, judged_by, moves, withheld_move, linked, tolerance, out)
    return False

"""Where the sides drift from today when they agree on nothing.

From every state each side that would feel better after a move of its own is equally likely to move, to its best
states; the share of time that this Markov chain spends in each state in the long run counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["long_run", "steps", "support"]


@njit(cache=True, nogil=True)
def steps(
    state: int, felt: Any, side_view: Any, moves: Any, withheld_move: Any, linked: bool, tolerance: Any, chance: Any
) -> int:
    """Chances of the next state; fills ``chance`` (n_states,) and returns how many sides would move.

    Parameters
    ----------
    felt : float64 (n_views, n_actors, n_states).
    side_view : int64 (n_sides,), the view by which each side judges.
    moves : int64 (n_states, n_sides, n_stances), -1 where a side cannot go.
    withheld_move : bool (n_sides, n_stances), moves that a linkage bars, where ``linked``.
    """
    chance[:] = 0.0
    movers = 0
    for side in range(moves.shape[1]):
        values = felt[side_view[side], side]
        best = values[state] + tolerance[side]
        found = False
        for stance in range(moves.shape[2]):
            goal = moves[state, side, stance]
            if goal >= 0 and not (linked and withheld_move[side, stance]) and values[goal] > best:
                best = values[goal]
                found = True
        if not found:
            continue
        movers += 1
        ties = 0
        for turn in range(2):
            for stance in range(moves.shape[2]):
                goal = moves[state, side, stance]
                if goal < 0 or (linked and withheld_move[side, stance]):
                    continue
                if values[goal] > values[state] + tolerance[side] and values[goal] >= best - tolerance[side]:
                    if turn == 0:
                        ties += 1
                    else:
                        chance[goal] += 1.0 / ties
    if movers:
        for goal in range(chance.shape[0]):
            chance[goal] /= movers
    else:
        chance[state] = 1.0
    return movers


@njit(cache=True, nogil=True)
def _anybody_moves(
    state: int, felt: Any, side_view: Any, moves: Any, withheld_move: Any, linked: bool, tolerance: Any
) -> bool:
    for side in range(moves.shape[1]):
        view = side_view[side]
        enough = felt[view, side, state] + tolerance[side]
        for stance in range(moves.shape[2]):
            goal = moves[state, side, stance]
            if goal >= 0 and felt[view, side, goal] > enough and not (linked and withheld_move[side, stance]):
                return True
    return False


@njit(cache=True, nogil=True)
def support(
    start: int, felt: Any, side_view: Any, moves: Any, withheld_move: Any, linked: bool, tolerance: Any, out: Any
) -> None:
    """States in which the chain is found in the long run; fills ``out`` (n_states,), bool."""
    n_states = moves.shape[0]
    out[:] = False
    if not _anybody_moves(start, felt, side_view, moves, withheld_move, linked, tolerance):
        out[start] = True
        return
    chance = np.empty(n_states)
    reached = np.full(n_states, -1, dtype=np.int64)
    queue = np.empty(n_states, dtype=np.int64)
    queue[0] = start
    reached[start] = 0
    count = 1
    head = 0
    while head < count:
        state = queue[head]
        head += 1
        steps(state, felt, side_view, moves, withheld_move, linked, tolerance, chance)
        for goal in range(n_states):
            if chance[goal] > 0.0 and reached[goal] < 0:
                reached[goal] = count
                queue[count] = goal
                count += 1
    step = np.zeros((count, count), dtype=np.bool_)
    for place in range(count):
        steps(queue[place], felt, side_view, moves, withheld_move, linked, tolerance, chance)
        for goal in range(n_states):
            if chance[goal] > 0.0:
                step[place, reached[goal]] = True
    for middle in range(count):
        for first in range(count):
            if step[first, middle]:
                for last in range(count):
                    if step[middle, last]:
                        step[first, last] = True
    for place in range(count):
        recurrent = True
        for goal in range(count):
            if step[place, goal] and not step[goal, place]:
                recurrent = False
                break
        out[queue[place]] = recurrent


def long_run(transition: NDArray[np.float64], start: int) -> NDArray[np.float64]:
    """Long-run share of time in each state of a Markov chain that starts in ``start``.

    Parameters
    ----------
    transition : shape (n_states, n_states), rows sum to 1.

    Returns
    -------
    shape (n_states,), sums to 1: absorption chance into each closed class times its stationary distribution.

    Examples
    --------
    >>> long_run(np.array([[0.0, 0.5, 0.5], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), 0).tolist()
    [0.0, 0.5, 0.5]
    """
    from scipy.sparse.csgraph import connected_components

    n_states = transition.shape[0]
    n_groups, group = connected_components(transition > 0, directed=True, connection="strong")
    closed = [
        members
        for number in range(n_groups)
        for members in [np.flatnonzero(group == number)]
        if not (transition[np.ix_(members, np.setdiff1d(np.arange(n_states), members))] > 0).any()
    ]
    passing = np.setdiff1d(np.arange(n_states), np.concatenate(closed))
    share = np.zeros(n_states)
    for members in closed:
        if start in members:
            absorbed = 1.0
        elif start in passing:
            inner = np.eye(len(passing)) - transition[np.ix_(passing, passing)]
            into = transition[np.ix_(passing, members)].sum(axis=1)
            absorbed = float(np.linalg.solve(inner, into)[np.flatnonzero(passing == start)[0]])
        else:
            absorbed = 0.0
        if absorbed > 0:
            block = transition[np.ix_(members, members)]
            balance = np.vstack([block.T - np.eye(len(members)), np.ones(len(members))])
            rest = np.linalg.lstsq(balance, np.append(np.zeros(len(members)), 1.0), rcond=None)[0]
            share[members] = absorbed * rest
    return share

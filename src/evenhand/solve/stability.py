"""Stability of a state against lone moves: Nash, and held by an answer (SEQ, GMR, SMR).

A side's improvement from a state is deterred in the sense of GMR if the others have a response after which the side
does not prefer the end to the start; of SMR if it cannot escape that end by a further move of its own; of SEQ if
every step of the response is an improvement for whoever takes it. With three or more sides a response is any legal
sequence of the others' moves in which nobody moves twice in a row.

References
----------
Nash, J. F. (1951). Non-cooperative games. Annals of Mathematics 54(2), 286-295.
Howard, N. (1971). Paradoxes of Rationality. MIT Press (GMR, SMR).
Fraser, N. M., & Hipel, K. W. (1979). Solving complex conflicts. IEEE Transactions on Systems, Man, and Cybernetics
9(12), 805-816 (SEQ).
Fang, L., Hipel, K. W., & Kilgour, D. M. (1993). Interactive Decision Making: The Graph Model for Conflict Resolution.
Wiley.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["CONCEPTS", "leavers", "stability"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CONCEPTS = ("nash", "seq", "gmr", "smr")


def stability(state: int, worth: Floats, tolerance: Floats, moves: Ints) -> dict[str, bool]:
    """Whether a state is stable for every side, in each sense.

    Parameters
    ----------
    worth : shape (n_sides, n_states); only the order within a side matters.
    tolerance : shape (n_sides,), differences up to this count as none.
    moves : shape (n_states, n_sides, n_stances), -1 where a side cannot go.
    """
    held = dict.fromkeys(CONCEPTS, True)
    for side in range(worth.shape[0]):
        gains = _improvements(state, side, worth, tolerance, moves)
        if gains:
            held["nash"] = False
        for goal in gains:
            plain = _responses(goal, side, worth, tolerance, moves, improving=False)
            strict = _responses(goal, side, worth, tolerance, moves, improving=True)
            if not any(_not_better(end, state, side, worth, tolerance) for end in plain):
                held["gmr"] = False
            if not any(_not_better(end, state, side, worth, tolerance) for end in strict):
                held["seq"] = False
            if not any(
                _not_better(end, state, side, worth, tolerance)
                and all(_not_better(last, state, side, worth, tolerance) for last in _goals(end, side, moves))
                for end in plain
            ):
                held["smr"] = False
    return held


def leavers(state: int, worth: Floats, tolerance: Floats, moves: Ints) -> list[int]:
    """Sides that would gain by leaving a state alone, whatever is answered; none where it is stable (Nash)."""
    return [side for side in range(worth.shape[0]) if _improvements(state, side, worth, tolerance, moves)]


def _goals(state: int, side: int, moves: Ints) -> list[int]:
    return [int(goal) for goal in moves[state, side] if goal >= 0]


def _not_better(end: int, start: int, side: int, worth: Floats, tolerance: Floats) -> bool:
    return bool(worth[side, end] <= worth[side, start] + tolerance[side])


def _improvements(state: int, side: int, worth: Floats, tolerance: Floats, moves: Ints) -> list[int]:
    return [g for g in _goals(state, side, moves) if worth[side, g] > worth[side, state] + tolerance[side]]


def _responses(start: int, side: int, worth: Floats, tolerance: Floats, moves: Ints, improving: bool) -> set[int]:
    """Ends of all sequences of the others' moves from ``start`` (at least one move, nobody twice in a row)."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        for other in range(worth.shape[0]):
            if other in (side, last):
                continue
            goals = _improvements(state, other, worth, tolerance, moves) if improving else _goals(state, other, moves)
            for goal in goals:
                if (goal, other) not in seen:
                    seen.add((goal, other))
                    waiting.append((goal, other))
    return {state for state, _ in seen}

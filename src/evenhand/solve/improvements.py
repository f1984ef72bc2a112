"""Which states improve on today's, at whose cost, and which of them the sides would choose.

A state is an improvement where no side's considered value is negative and some side's is positive (or somebody
else's, while nobody pays). Improvements come in four classes: at nobody else's cost and *standing-proof* (still an
improvement with standing counted in full); at nobody else's cost; standing-proof; the rest.

Within a class the sides take the state whose shares ``value / largest value of the class``, sorted from the smallest
up, are lexicographically largest: the leximin form of Kalai & Smorodinsky.

References
----------
Kalai, E., & Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. Econometrica 43(3), 513-518.
Imai, H. (1983). Individual monotonicity and lexicographic maxmin solution. Econometrica 51(2), 389-401.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["NO_CLASS", "N_CLASSES", "best", "consider", "nash_choice", "order", "top_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

N_CLASSES = 4
NO_CLASS = 4
"""Class number of a state that is no improvement."""


@njit(cache=True, nogil=True)
def consider(
    change: Any,
    weight: Any,
    kinds: Any,
    weighted: Any,
    n_sides: int,
    tolerance: Any,
    value: Any,
    pays: Any,
    classes: Any,
    other_gains: Any,
) -> None:
    """Considered values, who pays, and the class of every state; fills the last four arrays in place.

    Parameters
    ----------
    change : float64 (n_parties, n_interests, n_states), consequence less the default's, natural units.
    weight : float64 (n_parties, n_interests).
    kinds : int64 (n_interests,), 0 substance, 1 standing, 2 private.
    weighted : bool (n_parties,), whether the party has weights.
    tolerance : float64 (n_parties,), smallest difference that counts, in points (natural units without weights).
    value : float64 (n_parties, n_states), out: considered value, 0 for a party without weights.
    pays : bool (n_parties, n_states), out: parties that are no sides and lose.
    classes : int64 (n_states,), out: 0 to 3, or ``NO_CLASS``.
    other_gains : bool (n_states,), out: somebody who is no side gains while nobody pays.
    """
    n_parties, n_interests, n_states = change.shape
    for state in range(n_states):
        any_pays = False
        others = False
        others_full = False
        accept = True
        accept_full = True
        gain = False
        gain_full = False
        for party in range(n_parties):
            small = tolerance[party]
            pays[party, state] = False
            value[party, state] = 0.0
            if party < n_sides or weighted[party]:
                total = 0.0
                full = 0.0
                for interest in range(n_interests):
                    if kinds[interest] == 2:
                        continue
                    worth = weight[party, interest] * change[party, interest, state]
                    full += worth
                    if kinds[interest] == 0:
                        total += worth
                if weighted[party]:
                    value[party, state] = total
                if party < n_sides:
                    accept = accept and total >= -small
                    accept_full = accept_full and full >= -small
                    gain = gain or total > small
                    gain_full = gain_full or full > small
                else:
                    pays[party, state] = total < -small
                    others = others or total > small
                    others_full = others_full or full > small
            else:
                lowest = 0.0
                highest = 0.0
                highest_full = 0.0
                lowest_full = 0.0
                for interest in range(n_interests):
                    if kinds[interest] == 2:
                        continue
                    amount = change[party, interest, state]
                    lowest_full = min(lowest_full, amount)
                    highest_full = max(highest_full, amount)
                    if kinds[interest] == 0:
                        lowest = min(lowest, amount)
                        highest = max(highest, amount)
                pays[party, state] = lowest < -small
                others = others or (highest > small and lowest >= -small)
                others_full = others_full or (highest_full > small and lowest_full >= -small)
            any_pays = any_pays or pays[party, state]
        other_gains[state] = others and not any_pays
        better = accept and (gain or (others and not any_pays))
        proof = accept_full and (gain_full or (others_full and not any_pays))
        if not better:
            classes[state] = 4
        elif not any_pays:
            classes[state] = 0 if proof else 1
        else:
            classes[state] = 2 if proof else 3


@njit(cache=True, nogil=True)
def top_of(value: Any, n_sides: int, chosen: Any, top: Any) -> None:
    """Largest considered value of each side over the chosen states; fills ``top`` (n_sides,), 0 without any."""
    for side in range(n_sides):
        top[side] = 0.0
        for state in range(chosen.shape[0]):
            if chosen[state]:
                top[side] = max(top[side], value[side, state])


@njit(cache=True, nogil=True)
def _shares(value: Any, state: int, top: Any, tolerance: Any, out: Any) -> None:
    for side in range(top.shape[0]):
        if top[side] > tolerance[side]:
            out[side] = value[side, state] / top[side]
        elif value[side, state] < -tolerance[side]:
            out[side] = -np.inf
        else:
            out[side] = 1.0
    out.sort()


@njit(cache=True, nogil=True)
def best(value: Any, top: Any, tolerance: Any, chosen: Any, found: Any) -> None:
    """Chosen states that no other chosen state beats; fills ``found`` (n_states,), bool.

    ``top`` (n_sides,) are the maxima by which shares are taken; shares that differ by less than the sides'
    ``tolerance`` (n_parties,) are equal.
    """
    n_sides = top.shape[0]
    n_states = chosen.shape[0]
    noise = 1e-12
    for side in range(n_sides):
        if top[side] > tolerance[side]:
            noise = max(noise, tolerance[side] / top[side])
    shares = np.empty((n_states, n_sides))
    for state in range(n_states):
        found[state] = chosen[state]
        if chosen[state]:
            _shares(value, state, top, tolerance, shares[state])
    for state in range(n_states):
        if not chosen[state]:
            continue
        for rival in range(n_states):
            if not chosen[rival] or rival == state:
                continue
            beaten = False
            for place in range(n_sides):
                if shares[rival, place] == shares[state, place]:
                    continue
                if shares[rival, place] > shares[state, place] + noise:
                    beaten = True
                    break
                if shares[rival, place] < shares[state, place] - noise:
                    break
            if beaten:
                found[state] = False
                break


def order(value: Floats, classes: Ints, n_sides: int, tolerance: Floats, default: int) -> Ints:
    """Rank of every state in the order in which the sides would take them; equal where none beats the other.

    Classes come one after the other, each by its own maxima; states that are no improvement come last, by the maxima
    of the first class that is not empty. The default has rank -1: it is never chosen.

    Returns
    -------
    int64, shape (n_states,)
    """
    rank = np.full(classes.shape[0], -1, dtype=np.int64)
    reached = 0
    first_top = np.zeros(n_sides)
    seen_class = False
    for number in range(N_CLASSES + 1):
        left = classes == number
        left[default] = False
        top = np.zeros(n_sides)
        if number < N_CLASSES:
            top_of(value, n_sides, left, top)
            if left.any() and not seen_class:
                first_top, seen_class = top, True
        else:
            top = first_top
        while left.any():
            found = np.zeros_like(left)
            best(value, top, tolerance, left, found)
            if not found.any():
                found = left.copy()
            rank[found] = reached
            reached += 1
            left &= ~found
    return rank


def nash_choice(value: Floats, n_sides: int, chosen: Bools, tolerance: Floats) -> Bools:
    """Chosen states with the largest product of the sides' gains (Nash 1950), sides that can gain nothing left out.

    References
    ----------
    Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.
    """
    top = np.zeros(n_sides)
    top_of(value, n_sides, chosen, top)
    able = [side for side in range(n_sides) if top[side] > tolerance[side]]
    shares = np.array([np.maximum(value[side], 0.0) / top[side] for side in able]).reshape(len(able), value.shape[1])
    product = np.where(chosen, shares.prod(axis=0), -1.0)
    return np.asarray(chosen & (product >= product.max() - 1e-9))

"""How much pressure or reward makes a side accept: exact, as felt values are piecewise linear in the amount.

A *lever* of amount ``a`` changes what a party gets in state ``o`` by ``a * direction[interest, o]``, in natural units.
A penalty takes something away wherever the side holds its default stance, today's state included, and may cost it
standing wherever it yields; a reward gives something in the agreed state. Losses are weighed after netting within an
interest, and felt values are counted from today's state *under the lever*: today itself stays the point from which
gains and losses are felt, so that a penalty is a loss, and weighs λ times what a reward of its size does.

For a side that feels losses λ-fold and would lose ``L`` (worth) by agreeing, the reward in another interest that makes
up for it is λL; the penalty is L, since both are losses.

References
----------
Kahneman, D., & Tversky, A. (1979). Prospect theory. Econometrica 47(2), 263-291.
Tversky, A., & Kahneman, D. (1992). Advances in prospect theory. Journal of Risk and Uncertainty 5, 297-323 (λ = 2.25,
p. 311).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.solve.acceptance import FELT, Condition, conditions
from evenhand.solve.agreement import feel
from evenhand.solve.prediction import Problem

__all__ = ["Feeling", "acceptable", "felt_under", "turning_point"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Feeling:
    """How those feel whom a lever reaches: a side, and the ratifiers who weigh what it gets.

    Attributes
    ----------
    actors : their numbers.
    change : shape (n_reached, n_interests, n_states), natural units, at their own rates; interests may be added to
        those of the issue.
    weight : shape (n_reached, n_interests).
    kinds : shape (n_interests,).
    attachment : shape (n_reached,).
    less : shape (n_reached, n_states), what caution takes off.
    direction : shape (n_interests, n_states), natural units for each unit of the lever.
    """

    actors: tuple[int, ...]
    change: Floats
    weight: Floats
    kinds: Ints
    attachment: Floats
    less: Floats
    direction: Floats


def felt_under(p: Problem, felt: Floats, lever: Feeling, amount: float) -> Floats:
    """Felt values of one view with a lever at work, less today's; ``felt`` and the result (n_actors, n_states)."""
    out = felt.copy()
    for place, actor in enumerate(lever.actors):
        worth = out[actor]
        feel(
            lever.change[place] + amount * lever.direction, lever.weight[place], lever.kinds, True, True,
            float(lever.attachment[place]), worth,
        )  # fmt: skip
        worth -= lever.less[place]
        worth -= worth[p.form.default]
    return out


def acceptable(
    p: Problem, view: int, side: int, states: Bools, causes: int, felt: Floats, lever: Feeling
) -> tuple[Spans, tuple[Condition, ...]]:
    """Amounts of a lever at which a side accepts every one of some states, all others doing their part.

    Returns
    -------
    spans : closed intervals ``(low, high)`` in rising order, ``high`` infinite where more never hurts.
    unmet : where there is none, the conditions that no amount meets.
    """
    ends = _breakpoints(p, lever)
    at = [_margins(p, view, side, states, causes, felt_under(p, felt, lever, amount)) for amount in ends]
    never = [
        one
        for place, one in enumerate(at[0][0])
        if all(margins[place] < 0.0 for _, margins in at) and _flat(at, -2, p.tolerance)[place] <= at[-2][1][place]
    ]
    spans: list[tuple[float, float]] = []
    for place in range(len(ends) - 1):
        last = place == len(ends) - 2
        low, high = _within(ends[place], ends[place + 1], at[place][1], _flat(at, place, p.tolerance), last)
        if low > high:
            continue
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return tuple(spans), () if spans else tuple(never)


def turning_point(p: Problem, view: int, side: int, states: Bools, causes: int, felt: Floats, lever: Feeling) -> float:
    """Amount beyond which more makes the side feel less of an agreement; infinite where more always helps.

    The felt value is concave in the amount, so there is one such point; 0 where the least pressure already hurts. Where
    several states are tied, the smallest of their points.
    """
    ends = _breakpoints(p, lever)
    values = np.array(
        [
            [one.margin for one in _all_conditions(p, view, side, states, causes, felt_under(p, felt, lever, amount))
             if one.kind == FELT]
            for amount in ends
        ]
    )  # fmt: skip
    small = float(p.tolerance[side])
    found = []
    for state in range(values.shape[1]):
        rising = np.diff(values[:, state]) > small
        found.append(np.inf if rising[-1] else ends[int(np.flatnonzero(rising)[-1]) + 1] if rising.any() else 0.0)
    return float(min(found))


def _all_conditions(
    p: Problem, view: int, side: int, states: Bools, causes: int, felt: Floats
) -> tuple[Condition, ...]:
    whole = np.broadcast_to(felt, (len(p.seen.views), *felt.shape))
    return tuple(
        one for state in np.flatnonzero(states) for one in conditions(p, view, side, int(state), causes, whole)
    )


def _margins(
    p: Problem, view: int, side: int, states: Bools, causes: int, felt: Floats
) -> tuple[tuple[Condition, ...], Floats]:
    """Conditions and their margins, those within the tolerance being 0."""
    found = _all_conditions(p, view, side, states, causes, felt)
    margin = np.array([one.margin for one in found])
    small = p.tolerance[[one.actor for one in found]]
    return found, np.where(np.abs(margin) <= small, 0.0, margin)


def _flat(at: Sequence[tuple[tuple[Condition, ...], Floats]], place: int, small: Floats) -> Floats:
    """Margins at the end of a stretch, those being as at its start that differ from it by rounding only."""
    (found, first), last = at[place], at[place + 1][1]
    with np.errstate(invalid="ignore"):
        same = np.abs(last - first) <= small[[one.actor for one in found]]
    return np.where(same, first, last)


def _breakpoints(p: Problem, lever: Feeling) -> list[float]:
    """0, the amounts at which some net change turns from a loss into a gain or back, and one beyond them all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = -lever.change / lever.direction
    some = crossing[np.isfinite(crossing) & (crossing > 0.0)]
    unit = np.abs(lever.weight[:, :, None] * lever.direction).max(axis=(1, 2), initial=0.0)
    stake = 1e9 * p.tolerance[list(lever.actors)]
    size = max((float(one / other) for one, other in zip(stake, unit, strict=True) if other > 0), default=1.0)
    ends = [0.0, *sorted(set(some.tolist()))]
    return [*ends, ends[-1] + (max(ends[-1], size) or 1.0)]


def _within(low: float, high: float, first: Floats, last: Floats, endless: bool) -> tuple[float, float]:
    """Part of a stretch on which no margin is negative, all being linear there; (1, 0) where there is none."""
    width, start, end = high - low, low, np.inf if endless else high
    for one, other in zip(first.tolist(), last.tolist(), strict=True):
        if one < 0.0 and not other > one:
            return 1.0, 0.0
        if one < 0.0:
            start = max(start, low + width * one / (one - other))
        elif other < one and (other < 0.0 or endless):
            end = min(end, low + width * one / (one - other))
    return (start, end) if start <= end else (1.0, 0.0)

"""What each side counts on, against what it can have with everyone's consent and what it could have at best.

References
----------
Gupta, S., & Livne, Z. A. (1988). Resolving a conflict situation with a reference outcome. Management Science 34(11).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.solve.prediction import Problem

__all__ = ["Expectations", "SideExpectation", "expectations"]


@dataclass(frozen=True)
class SideExpectation:
    """In the side's own points, all its interests counted; states by number."""

    expected: float
    interests: dict[str, float]
    attainable: float
    attainable_states: tuple[int, ...]
    best: float
    best_states: tuple[int, ...]


@dataclass(frozen=True)
class Expectations:
    """``trim``: how much less each side would have to expect for all to be met together, averaged over the tied
    ``trim_states``."""

    sides: dict[str, SideExpectation]
    jointly_feasible: bool
    trim: dict[str, float]
    trim_states: tuple[int, ...]


def expectations(p: Problem, view: int = 0) -> Expectations | None:
    """Static check of expectations in one view; None where no side expects anything."""
    n_sides = p.form.n_sides
    weight, expects = p.means.weight[view, :n_sides], p.means.expects[view]
    if not expects.any():
        return None
    full = (weight[:, :, None] * p.means.common[view, :n_sides]).sum(axis=1)
    expected = np.maximum(0.0, (weight * expects).sum(axis=1))
    small = p.tolerance[:n_sides]
    agreed = (full >= -small[:, None]).all(axis=0)
    met = agreed & (full >= expected[:, None] - small[:, None]).all(axis=0)
    aim = _most_even(full, expected, agreed, p.form.default)
    sides = {}
    for side in range(n_sides):
        consent = np.where(agreed, full[side], -np.inf)
        sides[p.form.parties[side]] = SideExpectation(
            expected=float(expected[side]),
            interests={name: float(expects[side, k]) for k, name in enumerate(p.form.interests) if expects[side, k]},
            attainable=float(consent.max()),
            attainable_states=_at(consent, float(small[side])),
            best=float(full[side].max()),
            best_states=_at(full[side], float(small[side])),
        )
    trim = np.maximum(0.0, expected[:, None] - full[:, list(aim)]).mean(axis=1)
    trim[trim <= small] = 0.0
    return Expectations(sides, bool(met.any()), dict(zip(p.form.sides, trim.tolist(), strict=True)), aim)


def _at(value: NDArray[np.float64], small: float) -> tuple[int, ...]:
    return tuple(int(state) for state in np.flatnonzero(value >= value.max() - small))


def _most_even(
    full: NDArray[np.float64], expected: NDArray[np.float64], agreed: NDArray[np.bool_], default: int
) -> tuple[int, ...]:
    """Agreed states whose shares of what is expected, each at most 1 and sorted, are lexicographically largest."""
    some = expected > 0
    share = np.minimum(1.0, full[some] / expected[some, None]) if some.any() else np.ones((1, full.shape[1]))
    ordered = [tuple(column) for column in np.sort(share, axis=0).round(9).T]
    candidates = [int(state) for state in np.flatnonzero(agreed)] or [default]
    most = max(ordered[state] for state in candidates)
    return tuple(state for state in candidates if ordered[state] == most)

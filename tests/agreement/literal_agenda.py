"""The leximin choice of k things once more: every combination, plain loops; and by integer programmes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

Table = Sequence[Sequence[float]]


def sorted_shares(share: Table, members: Sequence[int]) -> list[float]:
    return sorted(sum(own[thing] for thing in members) for own in share)


def chosen(share: Table, k: int, noise: float = 1e-9) -> list[tuple[int, ...]]:
    """All combinations, less those that are below the best by more than noise, place by place."""
    left = list(combinations(range(len(share[0])), k))
    for place in range(len(share)):
        best = max(sorted_shares(share, members)[place] for members in left)
        left = [members for members in left if sorted_shares(share, members)[place] >= best - noise]
    return left


def by_programmes(share: np.ndarray, k: int) -> list[float]:
    """Sums of the 1, 2, … smallest shares of the leximin choice, one mixed-integer programme for each.

    Ogryczak & Śliwiński (2006): the sum of the m smallest is the largest m·r − Σ d with r − d_p at most p's share.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    n_sides, n_things = share.shape
    size = n_things + n_sides * (1 + n_sides)
    sums: list[float] = []
    for m in range(1, n_sides + 1):
        rows, low, high = [np.r_[np.ones(n_things), np.zeros(size - n_things)]], [k], [k]
        for level in range(1, m + 1):
            at = n_things + (level - 1) * (1 + n_sides)
            for side in range(n_sides):
                row = np.zeros(size)
                row[:n_things], row[at], row[at + 1 + side] = -share[side], 1, -1
                rows, low, high = [*rows, row], [*low, -np.inf], [*high, 0]
            total = np.zeros(size)
            total[at], total[at + 1 : at + 1 + n_sides] = level, -1
            if level < m:
                rows, low, high = [*rows, total], [*low, sums[level - 1] - 1e-9], [*high, np.inf]
        found = milp(
            -total,
            constraints=LinearConstraint(np.stack(rows), low, high),
            bounds=Bounds(0, np.r_[np.ones(n_things), np.full(size - n_things, share.sum() + 1)]),
            integrality=np.r_[np.ones(n_things), np.zeros(size - n_things)],
            options={"mip_rel_gap": 0},
        )
        members = found.x[:n_things] > 0.5
        sums.append(float(np.sort(share[:, members].sum(axis=1))[:m].sum()))
    return sums

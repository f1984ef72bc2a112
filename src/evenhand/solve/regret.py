"""What a chosen agenda forgoes, draw by draw, against the one that the same rule would choose in that draw.

In a draw an issue brings a side its gain there, and nothing where the draw has a side refuse it or somebody else pay:
an agreement that does not stand by itself falls away. A side's share of an agenda is what it brings divided by the
most that any k issues would bring that side in that draw.

A side's own regret, 1 less its share, is exact in every draw: the best k issues for one side are those with its k
largest gains. The best agenda for all sides is looked for in every draw by the tree of
:mod:`evenhand.solve.leximin`; where that grows too large for one draw, the smallest share of the best is known to lie
between that of the best set found and a weighted mean that no set exceeds, and findings are given as bounds.

References
----------
Savage, L. J. (1951). The theory of statistical decision. Journal of the American Statistical Association 46(253),
55-67 (regret).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from evenhand.solve.leximin import ascending, compare, search, surrogate, swapped

__all__ = ["Regret", "regret"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NODES = 40_000_000
"""Branches for all draws together."""
FEWEST_NODES, MOST_NODES = 200, 50_000


@dataclass(frozen=True)
class Regret:
    """Findings of every draw.

    Attributes
    ----------
    share : shape (n_draws, n_chosen, n_sides), each side's share of each chosen set.
    best : bool, shape (n_draws, n_chosen), no set that was found beats it.
    low, high : shape (n_draws,), bounds of the smallest share of the best set; equal where it is known.
    known : bool, shape (n_draws,), whether the best set is known; a False in ``best`` is certain anyway.
    """

    share: Floats
    best: Bools
    low: Floats
    high: Floats
    known: Bools


def regret(gain: Floats, chosen: Bools, noise: float = 1e-9) -> Regret:
    """Hold chosen sets of one size against the best of every draw.

    Parameters
    ----------
    gain : shape (n_draws, n_sides, n_things), 0 or more.
    chosen : bool, shape (n_chosen, n_things), all of the same size.
    """
    n_draws, n_sides, _ = gain.shape
    n_chosen = len(chosen)
    out = Regret(
        share=np.ones((n_draws, n_chosen, n_sides)),
        best=np.zeros((n_draws, n_chosen), dtype=np.bool_),
        low=np.ones(n_draws),
        high=np.ones(n_draws),
        known=np.zeros(n_draws, dtype=np.bool_),
    )
    k = int(chosen[0].sum())
    nodes = int(np.clip(NODES // max(n_draws, 1), FEWEST_NODES, MOST_NODES))
    _regret(np.ascontiguousarray(gain), chosen, k, noise, nodes, out.share, out.best, out.low, out.high, out.known)
    return out


@njit(cache=True, nogil=True)
def _regret(
    gain: Any,
    chosen: Any,
    k: int,
    noise: float,
    nodes: int,
    share_out: Any,
    best_out: Any,
    low: Any,
    high: Any,
    known: Any,
) -> None:
    n_draws, n_sides, n_things = gain.shape
    share = np.zeros((n_sides, n_things))
    kept = np.zeros((1, n_things), dtype=np.bool_)
    for draw in range(n_draws):
        for side in range(n_sides):
            own = ascending(gain[draw, side])
            top = own[n_things - k :].sum()
            for thing in range(n_things):
                share[side, thing] = gain[draw, side, thing] / top if top > 0.0 else 1.0 / k
        best = np.full(n_sides, -1.0)
        for one in range(chosen.shape[0]):
            total = np.zeros(n_sides)
            for thing in range(n_things):
                if chosen[one, thing]:
                    total += share[:, thing]
            share_out[draw, one] = total
            trial = ascending(total)
            if compare(trial, best, noise) > 0:
                best[:] = trial
        if k == n_things:
            best_out[draw] = True
            known[draw] = True
            low[draw] = high[draw] = best[0]
            continue
        order, weight = surrogate(share, k, 24)
        members = np.zeros(n_things, dtype=np.bool_)
        bound = 0.0
        for place in range(k):
            members[order[place]] = True
            bound += (weight * share[:, order[place]]).sum()
        swapped(share, members, noise)
        total = np.zeros(n_sides)
        for thing in range(n_things):
            if members[thing]:
                total += share[:, thing]
        trial = ascending(total)
        if compare(trial, best, noise) > 0:
            best[:] = trial
        _, seen = search(share, k, order, weight, noise, best, nodes, kept)
        known[draw] = seen < nodes
        low[draw] = best[0]
        high[draw] = best[0] if known[draw] else max(bound, best[0])
        for one in range(chosen.shape[0]):
            best_out[draw, one] = compare(ascending(share_out[draw, one]), best, noise) >= 0

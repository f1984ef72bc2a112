"""Which k of several things make the sides' shares most even: the leximin choice of a set.

Each thing j brings side p a share ``share[p, j] ≥ 0``, and the share of a set is the sum over its members. Of all
sets of k things those are chosen whose shares, sorted from the smallest up, are lexicographically largest: place by
place, the sets within noise of the best at that place stay, and the others go. All that stay are named.

The proof is by exhaustion: a tree of all sets, in which a branch is cut only where no set in it can be chosen. The
smallest share cannot exceed any weighted mean of the sides' shares, and a weighted mean of sums is largest for the k
things with the largest weighted means: that is the bound (a surrogate constraint, its weights found by multiplicative
updates). The further places are bounded alike: see :func:`promise`. Every set that is left is compared whole, by its
sorted shares: no side is ever fixed as the one that has least, which is right for convex sets and can miss the best set
here. Among things that bring every side the same, only the first is followed; the others are put in its place at the
end.

References
----------
Glover, F. (1968). Surrogate constraints. Operations Research 16(4), 741-749.
Ogryczak, W., & Śliwiński, T. (2006). On direct methods for lexicographic min-max optimization. In Computational
Science and Its Applications, ICCSA 2006, LNCS 3982, 802-811 (why no side may be fixed; the integer programmes, for sums
of the smallest, that the tests hold against this).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "MOST_TIES",
    "Choice",
    "ascending",
    "best_at_every_place",
    "compare",
    "leximin",
    "search",
    "surrogate",
    "swapped",
]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_TIES = 32
"""Most tied sets that are listed."""
MOST_NODES = 4_000_000
"""Branches of the tree that are looked at, some seconds; 40 things rarely need a thousandth of them."""


@dataclass(frozen=True)
class Choice:
    """The sets that no other beats.

    Attributes
    ----------
    sets : bool, shape (n_tied, n_things), in lexicographic order of their members.
    complete : whether these are all.
    gap : 0 where the whole tree was gone through; else the most by which the smallest share of a set that was not
        looked at could exceed that of these.
    """

    sets: Bools
    complete: bool
    gap: float

    @property
    def exact(self) -> bool:
        return self.gap == 0.0


def leximin(share: Floats, k: int, noise: float = 1e-9, most: int = MOST_TIES, nodes: int = MOST_NODES) -> Choice:
    """The leximin choice of ``min(k, n_things)`` things.

    Parameters
    ----------
    share : shape (n_sides, n_things), what each brings each side, 0 or more; never compared across sides but as shares.
    k : how many are chosen; more can do no harm, since no share is negative.
    noise : differences of shares that are no larger count as none.
    most : most tied sets to be listed.
    nodes : branches to be looked at before the search gives up.

    Raises
    ------
    ValueError
        If a share is negative or ``k`` is smaller than 1.

    Examples
    --------
    >>> leximin(np.array([[4.0, 1.0, 3.0], [0.0, 2.0, 1.5]]), 1).sets.tolist()
    [[False, False, True]]
    """
    share = np.ascontiguousarray(share, dtype=np.float64)
    if k < 1 or (share < 0).any():
        raise ValueError(f"k of 1 or more and shares of 0 or more expected, found {k} and {share.min(initial=0.0)}")
    n_sides, n_things = share.shape
    k = min(k, n_things)
    if not n_sides or k == n_things:
        return _without_question(n_things, k, most)
    order, weight = surrogate(share, k, 60)
    order = np.lexsort((*share, -_scores(share, weight)))
    start = np.zeros(n_things, dtype=np.bool_)
    start[order[:k]] = True
    swapped(share, start, noise)
    best = np.sort(share[:, start].sum(axis=1))
    kept = np.zeros((most + 1, n_things), dtype=np.bool_)
    n_kept, seen = search(share, k, order, weight, noise, best, nodes, kept)
    if not n_kept:
        kept[0], n_kept = start, 1
    sets = best_at_every_place(share, kept[: min(n_kept, most)], noise)
    sets, all_twins = _with_twins(share, sets, most)
    gap = 0.0
    if seen >= nodes:
        score = np.sort(_scores(share, weight))[::-1]
        # never 0: with the same smallest share, a set that was not looked at may be better at a later place
        gap = max(noise, 1e-12, float(score[:k].sum() - best[0]))
    return Choice(sets, n_kept <= most and all_twins and seen < nodes, gap)


def _scores(share: Floats, weight: Floats) -> Floats:
    """Weighted mean of what each thing brings the sides; the same for twins, to the last digit."""
    score = np.zeros(share.shape[1])
    for side in range(share.shape[0]):
        score += weight[side] * share[side]
    return score


def _without_question(n_things: int, k: int, most: int) -> Choice:
    """All things, or, where there is no side to ask, every set of k."""
    chosen = list(islice(combinations(range(n_things), k), most + 1))
    return Choice(_rows(chosen[:most], n_things), len(chosen) <= most, 0.0)


def best_at_every_place(share: Floats, sets: Bools, noise: float) -> Bools:
    """Of some sets those that stay when, place by place, all that are below the best there by more than noise go."""
    shares = np.sort(np.stack([share[:, members].sum(axis=1) for members in sets]), axis=1)
    left = np.ones(len(sets), dtype=np.bool_)
    for place in range(shares.shape[1]):
        left &= shares[:, place] >= shares[left, place].max() - noise
    return np.asarray(sets[left])


def _with_twins(share: Floats, sets: Bools, most: int) -> tuple[Bools, bool]:
    """The sets with all others in which a thing gives its place to one that brings every side the same."""
    _, kind = np.unique(share, axis=1, return_inverse=True)
    twins = [np.flatnonzero(kind == number).tolist() for number in range(int(kind.max()) + 1)]
    found: dict[tuple[int, ...], None] = {}
    for members in sets:
        ways = [combinations(group, int(members[group].sum())) for group in twins]
        for parts in islice(product(*(islice(way, most + 1) for way in ways)), most + 1):
            found[tuple(sorted(thing for part in parts for thing in part))] = None
    rows = sorted(found)
    return _rows(rows[:most], share.shape[1]), len(rows) <= most


def _rows(rows: Sequence[tuple[int, ...]], n_things: int) -> Bools:
    out = np.zeros((len(rows), n_things), dtype=np.bool_)
    for row, members in enumerate(rows):
        out[row, list(members)] = True
    return out


# --- the tree. Sorting is by insertion: the arrays are short, and equals keep their order.


@njit(cache=True, nogil=True)
def ascending(values: Any) -> Any:
    """A sorted copy, the smallest first."""
    out = values.copy()
    for place in range(1, out.shape[0]):
        value, at = out[place], place
        while at > 0 and out[at - 1] > value:
            out[at] = out[at - 1]
            at -= 1
        out[at] = value
    return out


@njit(cache=True, nogil=True)
def ranked(score: Any, order: Any) -> None:
    """Put numbers of things in falling order of their score; equals stay as they are. Changes ``order`` in place."""
    for place in range(1, order.shape[0]):
        thing, at = order[place], place
        while at > 0 and score[order[at - 1]] < score[thing]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = thing


@njit(cache=True, nogil=True)
def surrogate(share: Any, k: int, steps: int) -> Any:
    """Weights of the sides under which the best weighted sum of k things is small, by multiplicative updates.

    Returns the things in falling order of that weighted sum, and the weights (n_sides,), which add up to 1. Any weights
    give a bound on the smallest share; good ones give a tight one.
    """
    n_sides, n_things = share.shape
    weight = np.full(n_sides, 1.0 / n_sides)
    best_weight = weight.copy()
    best = np.inf
    score = np.zeros(n_things)
    reached = np.zeros(n_sides)
    order = np.arange(n_things)
    for step in range(steps):
        score[:] = 0.0
        for side in range(n_sides):
            for thing in range(n_things):
                score[thing] += weight[side] * share[side, thing]
        ranked(score, order)
        bound = 0.0
        reached[:] = 0.0
        for place in range(k):
            bound += score[order[place]]
            for side in range(n_sides):
                reached[side] += share[side, order[place]]
        if bound < best:
            best = bound
            best_weight[:] = weight
        pace = 4.0 / (1.0 + step) ** 0.7
        total = 0.0
        for side in range(n_sides):
            weight[side] *= np.exp(-pace * (reached[side] - bound))
            total += weight[side]
        weight /= total
    score[:] = 0.0
    for side in range(n_sides):
        for thing in range(n_things):
            score[thing] += best_weight[side] * share[side, thing]
    order = np.arange(n_things)
    ranked(score, order)
    return order, best_weight


@njit(cache=True, nogil=True)
def compare(one: Any, other: Any, noise: float) -> int:
    """1, 0 or -1: whether the first sorted shares beat the second, tie, or are beaten, place by place."""
    for place in range(one.shape[0]):
        if one[place] > other[place] + noise:
            return 1
        if one[place] < other[place] - noise:
            return -1
    return 0


@njit(cache=True, nogil=True)
def swapped(share: Any, members: Any, noise: float) -> None:
    """Improve a set by exchanging one member for one other thing while that helps; changes ``members`` in place."""
    n_sides, n_things = share.shape
    total = np.zeros(n_sides)
    for thing in range(n_things):
        if members[thing]:
            for side in range(n_sides):
                total[side] += share[side, thing]
    best = ascending(total)
    better = True
    while better:
        better = False
        for out in range(n_things):
            if not members[out]:
                continue
            for into in range(n_things):
                if members[into] or not members[out]:
                    continue
                trial = ascending(total - share[:, out] + share[:, into])
                if compare(trial, best, noise) > 0:
                    total += share[:, into] - share[:, out]
                    best = trial
                    members[out] = False
                    members[into] = True
                    better = True


@njit(cache=True, nogil=True)
def search(share: Any, k: int, order: Any, weight: Any, noise: float, best: Any, most_nodes: int, kept: Any) -> Any:
    """Go through all sets of k things that could equal or beat ``best`` (sorted shares, raised in place).

    ``order`` (n_things,) are the things by falling weighted mean, ``weight`` (n_sides,) adds up to 1. ``kept``
    (room, n_things) takes the sets that tie with the best, less those that differ by twins; once it is full, branches
    that can only tie are cut. Returns how many are kept and how many branches were looked at: ``most_nodes`` where
    it gave up.
    """
    n_sides, n_things = share.shape
    brings = np.zeros((n_things, n_sides))
    score = np.zeros(n_things + 1)
    twin = np.zeros(n_things, dtype=np.bool_)
    for place in range(n_things):
        total = 0.0
        twin[place] = place > 0
        for side in range(n_sides):
            brings[place, side] = share[side, order[place]]
            total += weight[side] * brings[place, side]
            if place > 0 and brings[place, side] != brings[place - 1, side]:
                twin[place] = False
        score[place + 1] = score[place] + total
    whole = _largest_sums(brings.sum(axis=1), k)
    alone = np.zeros((n_sides, n_things + 1, k + 1))
    for side in range(n_sides):
        alone[side] = _largest_sums(brings[:, side].copy(), k)
    heavy = ascending(weight)[::-1].copy()
    highest = np.zeros(n_sides)
    picked = np.zeros(k, dtype=np.int64)
    reached = np.zeros((k + 1, n_sides))
    gathered = np.zeros(k + 1)
    total_reached = np.zeros(k + 1)
    n_kept, seen, depth, place, first = 0, 0, 0, 0, 0
    error = 1e-14 * (1.0 + whole[0, k])
    slack = noise + error
    while True:
        need = k - depth
        while place > first and place < n_things and twin[place]:
            place += 1
        open_ = place + need <= n_things
        if open_:
            bound = gathered[depth] + score[place + need] - score[place]
            open_ = bound >= best[0] - slack
            if open_:
                for side in range(n_sides):
                    highest[side] = reached[depth, side] + alone[side, place, need]
                total = total_reached[depth] + whole[place, need]
                verdict = promise(ascending(highest), bound, heavy, total, best, noise, error)
                open_ = verdict > 0 or (verdict == 0 and n_kept < kept.shape[0])
        if not open_:
            if depth == 0:
                break
            depth -= 1
            place = picked[depth] + 1
            first = picked[depth - 1] + 1 if depth else 0
            continue
        seen += 1
        if seen >= most_nodes:
            break
        picked[depth] = place
        more = 0.0
        for side in range(n_sides):
            reached[depth + 1, side] = reached[depth, side] + brings[place, side]
            more += brings[place, side]
        gathered[depth + 1] = gathered[depth] + score[place + 1] - score[place]
        total_reached[depth + 1] = total_reached[depth] + more
        if depth + 1 < k:
            depth += 1
            place += 1
            first = place
            continue
        trial = ascending(reached[k])
        verdict = compare(trial, best, noise)
        if verdict > 0:
            best[:] = trial
            n_kept = 0
        if verdict >= 0 and n_kept < kept.shape[0]:
            kept[n_kept] = False
            for one in range(k):
                kept[n_kept, order[picked[one]]] = True
            n_kept += 1
        place += 1
    return n_kept, seen


@njit(cache=True, nogil=True)
def promise(highest: Any, bound: float, heavy: Any, total: float, best: Any, noise: float, error: float) -> int:
    """1, 0 or -1: whether a set of a branch might beat ``best``, might tie with it, or is beaten for certain.

    A set that first beats ``best`` at a place has shares no smaller than those of ``best`` before it, and larger ones
    there and after it. So much it needs: at every place, of which ``highest`` are upper bounds (sorted); in the
    weighted sum, of which ``bound`` is one, even if the heaviest weights, which come first in ``heavy``, fall on the
    smallest shares; and in the plain sum, of which ``total`` is one. A sum no larger than that of ``best`` rules
    nothing out by itself: with three sides or more the later shares of a better set may be far smaller. ``error`` is
    that of sums in floating point.
    """
    n_sides = best.shape[0]
    weighted, plain, weight_left = 0.0, 0.0, 1.0
    for place in range(n_sides):
        above = best[place] + noise
        room = error * (1.0 + n_sides)
        if (
            highest[place] > above - error
            and bound >= weighted + weight_left * above - room
            and total >= plain + (n_sides - place) * above - room
        ):
            return 1
        if highest[place] < best[place] - noise - error:
            return -1
        weighted += heavy[place] * (best[place] - noise)
        plain += best[place] - noise
        weight_left = max(0.0, weight_left - heavy[place])
    return 0


@njit(cache=True, nogil=True)
def _largest_sums(values: Any, k: int) -> Any:
    """Largest sum of ``need`` of the values from a place on; shape (n_values + 1, k + 1)."""
    n_values = values.shape[0]
    out = np.full((n_values + 1, k + 1), -np.inf)
    out[n_values, 0] = 0.0
    for place in range(n_values - 1, -1, -1):
        out[place, 0] = 0.0
        for need in range(1, min(k, n_values - place) + 1):
            out[place, need] = max(out[place + 1, need], out[place + 1, need - 1] + values[place])
    return out

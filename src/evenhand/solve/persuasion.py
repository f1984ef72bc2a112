"""The fewest corrections that do: minimal sets among all subsets, exact while the subsets are few enough.

A correction can hurt, so a set that does may have a larger one that does not, and nothing can be pruned but the
supersets of what was found: a set is *minimal* if it does and no proper subset of it does.

With ``n`` corrections all ``2**n`` subsets are tried while there are at most ``MOST_SUBSETS``; beyond, all subsets up
to the largest size that fits, and then one by one whichever brings the side nearest (said to be *not proven*).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

__all__ = ["MOST_SUBSETS", "Search", "minimal_sets"]

MOST_SUBSETS = 1024

Subset = tuple[int, ...]
Outcome = tuple[bool, float]
"""Whether a subset does, and how far it is from doing (0 where it does)."""


@dataclass(frozen=True)
class Search:
    """Minimal sets in the order of their size.

    ``proven``: every subset was tried, so that the first are the smallest there are and none is missing.
    ``complete_to``: the size up to which every subset was tried. ``undone``: for each set whether some larger set that
    was tried does not do.
    """

    sets: tuple[Subset, ...]
    undone: tuple[bool, ...]
    proven: bool
    complete_to: int


def minimal_sets(n: int, try_all: Callable[[Sequence[Subset]], Sequence[Outcome]]) -> Search:
    """Search the subsets of ``n`` corrections; ``try_all`` says of many subsets at once whether they do."""
    complete, total = n, 0
    for size in range(n + 1):
        total += comb(n, size)
        if total > MOST_SUBSETS:
            complete = size - 1
            break
    subsets = [subset for size in range(complete + 1) for subset in combinations(range(n), size)]
    outcome = dict(zip(subsets, try_all(subsets), strict=True))
    sets: list[Subset] = []
    for subset in subsets:
        if outcome[subset][0] and not any(set(known) <= set(subset) for known in sets):
            sets.append(subset)
    if not sets and complete < n:
        grown = _greedy(n, min((s for s in subsets if len(s) == complete), key=lambda s: (outcome[s][1], s)), try_all)
        sets = [grown] if grown is not None else []
    failing = [set(subset) for subset, (does, _) in outcome.items() if not does]
    undone = tuple(any(set(found) < more for more in failing) for found in sets)
    return Search(tuple(sets), undone, complete == n, complete)


def _greedy(n: int, start: Subset, try_all: Callable[[Sequence[Subset]], Sequence[Outcome]]) -> Subset | None:
    """Add whichever correction brings the side nearest, until the set does or nothing is left; then drop what it can
    spare."""
    chosen = start
    while len(chosen) < n:
        options = [tuple(sorted((*chosen, extra))) for extra in range(n) if extra not in chosen]
        tried = list(zip(options, try_all(options), strict=True))
        chosen = min(tried, key=lambda one: (not one[1][0], one[1][1], one[0]))[0]
        if dict(tried)[chosen][0]:
            return _spared(chosen, try_all)
    return None


def _spared(chosen: Subset, try_all: Callable[[Sequence[Subset]], Sequence[Outcome]]) -> Subset:
    for extra in chosen:
        less = tuple(one for one in chosen if one != extra)
        if try_all([less])[0][0]:
            return _spared(less, try_all)
    return chosen

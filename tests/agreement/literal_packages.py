"""Packages once more, as the explanation defines them: every combination of states, plain loops, no state left out.

An issue is a mapping from a state (a name) to what it brings each side and whether somebody else pays; today's state is
not in it and brings nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

State = tuple[tuple[float, ...], bool]
Issues = Mapping[str, Mapping[str, State]]


@dataclass(frozen=True)
class Literal:
    """A package: issue to what its state brings each side."""

    parts: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def net(self) -> tuple[float, ...]:
        return tuple(map(sum, zip(*(value for _, value in self.parts), strict=True)))

    @property
    def critical(self) -> tuple[float, ...]:
        """Gains over losses of each side, infinite where it loses nowhere."""
        told = []
        for own in zip(*(value for _, value in self.parts), strict=True):
            loss = sum(-x for x in own if x < 0)
            told.append(sum(x for x in own if x > 0) / loss if loss else math.inf)
        return tuple(told)

    def taken(self, tolerance: Sequence[float]) -> bool:
        """Whether every side takes it: gains less tolerance times losses at least 0, nothing lost where infinite."""
        for own, limit in zip(zip(*(value for _, value in self.parts), strict=True), tolerance, strict=True):
            gain, loss = sum(x for x in own if x > 0), sum(-x for x in own if x < 0)
            if loss and gain - limit * loss < -1e-9:
                return False
        return True


def packages(issues: Issues, at_most: int) -> set[Literal]:
    """Those taken at λ = 1, at nobody else's cost, not matched by what is acceptable by itself, and unbeaten."""
    made = [one for size in range(2, at_most + 1) for names in combinations(issues, size) for one in _on(issues, names)]
    return {one for one in made if not any(_beats(other, one) for other in made)}


def _on(issues: Issues, names: Sequence[str]) -> list[Literal]:
    """All on these issues but for what beats what."""
    free = [[value for value, pays in issues[name].values() if not pays and max(value) > 0] for name in names]
    alone = [[value for value, pays in issues[name].values() if not pays and min(value) >= 0] for name in names]
    n = len(next(iter(issues[names[0]].values()))[0])
    by_themselves = [
        tuple(map(sum, zip(*chosen, strict=True))) for chosen in product(*([(0.0,) * n, *some] for some in alone))
    ]
    found = {Literal(tuple(zip(names, values, strict=True))) for values in product(*free)}
    return [
        one
        for one in found
        if min(one.net) >= 0
        and not any(all(x >= y for x, y in zip(worth, one.net, strict=True)) for worth in by_themselves)
    ]


def _beats(one: Literal, other: Literal) -> bool:
    """On these issues or some of them: as much for every side, as large a critical λ, and more in one of these."""
    if not {name for name, _ in one.parts} <= {name for name, _ in other.parts}:
        return False
    mine, theirs = (*one.net, min(one.critical)), (*other.net, min(other.critical))
    return all(x >= y for x, y in zip(mine, theirs, strict=True)) and mine != theirs

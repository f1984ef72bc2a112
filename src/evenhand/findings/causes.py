"""Why a loss persists: what is left unexplained, each cause's share, each alone and last, and the keys.

Every figure is a difference between predictions, so it is first found as a signed distribution over states and only
then weighed with anybody's values: the decomposition adds up exactly for every party, interest and draw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evenhand.solve import causes as cause
from evenhand.solve.causes import ALL, CAUSES, NO_REASON, members
from evenhand.solve.prediction import Predictions, Problem
from evenhand.solve.shapley import shapley

__all__ = ["Decomposition", "Key", "decompose", "keys", "whose"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Key:
    """A minimal set of causes whose removal brings an improvement at nobody else's cost.

    ``undone_by_more``: removing some larger set does not bring it.
    """

    remove: tuple[str, ...]
    left: int
    undone_by_more: bool


@dataclass(frozen=True)
class Decomposition:
    """Signed distributions over states, one row each; a party's figure is the row times its values, negated.

    ``names`` are "no stated reason" and the nine causes; ``share`` (10, n_states) sums to the default less the
    reference; ``alone`` and ``last`` (9, n_states).
    """

    names: tuple[str, ...]
    share: Floats
    alone: Floats
    last: Floats

    def of(self, value: Floats) -> dict[str, float]:
        """Shares of one party's loss; ``value`` (n_states,) is its value of each state less the default's."""
        return _named(self.names, -self.share @ value)

    def alone_of(self, value: Floats) -> dict[str, float]:
        return _named(CAUSES, -self.alone @ value)

    def last_of(self, value: Floats) -> dict[str, float]:
        return _named(CAUSES, -self.last @ value)


def decompose(p: Problem, view: int, found: Predictions) -> Decomposition:
    """Split the loss at the default into "no stated reason" and the causes' Shapley shares."""
    today = np.zeros(p.form.n_states)
    today[p.form.default] = 1.0
    everything, nothing = found.share[found.place(ALL)], found.share[found.place(0)]
    share = np.zeros((1 + len(CAUSES), p.form.n_states))
    share[0] = today - everything
    alone, last = np.zeros((2, len(CAUSES), p.form.n_states))
    for place, parts in zip(found.order, shapley(found.share), strict=True):
        share[1 + place] = parts
        alone[place] = found.share[found.place(1 << place)] - nothing
        last[place] = everything - found.share[found.place(ALL & ~(1 << place))]
    return Decomposition((NO_REASON, *CAUSES), share, alone, last)


def keys(p: Problem, view: int, found: Predictions) -> tuple[Key, ...]:
    """Minimal sets of causes whose removal brings a prediction every state of which is good (see ``Problem.good``)."""
    good = p.good(view)
    works = {row: not (found.share[row] > 0)[~good].any() for row in range(found.share.shape[0])}
    active = found.order
    minimal: list[int] = []
    for size in range(len(active) + 1):
        for chosen in combinations(active, size):
            removed = sum(1 << place for place in chosen)
            if works[found.place(ALL & ~removed)] and not any(known & removed == known for known in minimal):
                minimal.append(removed)
    result = []
    for removed in minimal:
        rest = [place for place in active if not removed >> place & 1]
        more = [sum(1 << place for place in extra) for n in range(1, len(rest) + 1) for extra in combinations(rest, n)]
        undone = any(not works[found.place(ALL & ~(removed | extra))] for extra in more)
        result.append(Key(members(removed), p.at_work & ~removed, undone))
    return tuple(result)


def whose(p: Problem, view: int) -> dict[str, tuple[str, ...]]:
    """On whose part each active cause can be at work: sides and ratifiers, in the order of the case.

    A share divides a party's loss and does not tell this: one side's loss may be due to another's misperception or
    standing. An actor is looked at as it sees itself and as the view does. Misperception: whose own view is another
    than this one. Ratification: who must consent. Commitment lies between the sides and is left out.
    """
    form, means, actors = p.form, p.means, range(p.n_actors)
    judge = [int(p.side_view[a if a < form.n_sides else form.ratifies[a]]) for a in actors]
    seen = [sorted({view, judge[a]}) for a in actors]

    def counts(kind: int, a: int) -> bool:
        moved = (means.felt_common[:, a] != 0).any(axis=-1)
        if a < form.n_sides:
            moved = moved | (means.expects[:, a] != 0)
        felt = (form.kinds == kind) & (means.weight[:, a] != 0) & moved
        return bool(felt[seen[a]].any())

    def given(kind: str, place: int, a: int) -> bool:
        return any(
            location[0] == kind and location[place] == form.parties[a]
            for number in seen[a]
            for location in p.seen.views[number].numbers
        )

    found: dict[int, Callable[[int], bool]] = {
        cause.MISPERCEPTION: lambda a: a < form.n_sides and judge[a] != view,
        cause.STANDING: lambda a: counts(1, a),
        cause.PRIVATE: lambda a: counts(2, a),
        cause.IMPATIENCE: lambda a: given("rate", 1, a),
        cause.ATTACHMENT: lambda a: bool((means.attachment[seen[a], a] > 1).any() or means.caution[seen[a], a].any()),
        cause.EXPECTATIONS: lambda a: given("expects", 2, a),
        cause.RATIFICATION: lambda a: a >= form.n_sides and bool(p.asks[seen[a], a - form.n_sides].any()),
        cause.LINKAGE: lambda a: a < form.n_sides and bool(form.withheld_move[a].any()),
    }
    return {
        CAUSES[number]: tuple(form.parties[a] for a in actors if has(a))
        for number, has in found.items()
        if p.active >> number & 1
    }


def _named(names: tuple[str, ...], figures: Floats) -> dict[str, float]:
    return {name: float(figure) + 0.0 for name, figure in zip(names, figures, strict=True)}

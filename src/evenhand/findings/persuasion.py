"""The fewest true corrections to a side's account that make it accept the reference agreement, on the means.

A *correction* replaces one judgement in the side's own account by that of the account under analysis
(:mod:`evenhand.game.corrections`). Sets are searched with every cause at work, and again with all causes but
misperception taken away: where the second search succeeds and the first does not, something else is in the way, and
what that is stands in ``left``.

References
----------
Jervis, R. (1976). Perception and Misperception in International Politics. Princeton University Press.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evenhand.game import means
from evenhand.game.corrections import beside, corrected, misjudgements
from evenhand.game.views import Location, View
from evenhand.solve.acceptance import FELT, Condition, accepts_all, conditions
from evenhand.solve.around import around
from evenhand.solve.causes import ALL, bit
from evenhand.solve.persuasion import Search, Subset, minimal_sets
from evenhand.solve.prediction import Problem

__all__ = ["ONLY_MISPERCEPTION", "Persuasion", "Single", "persuasion", "with_views"]

Bools = NDArray[np.bool_]

ONLY_MISPERCEPTION = bit("misperception")
"""All other causes taken away: what remains of a refusal is what the side misjudges of substance."""

_AT_ONCE = 128


@dataclass(frozen=True)
class Single:
    """One correction by itself: felt value of the agreement after it less what is demanded, and whether it does."""

    location: Location
    margin: float
    accepts: bool
    accepts_without_other_causes: bool


@dataclass(frozen=True)
class Persuasion:
    """What would persuade one side of the reference agreement of one account.

    Attributes
    ----------
    near : the issue as far as this consent depends on it (:mod:`evenhand.solve.around`); states are numbered as there.
    states : the reference agreement; a side accepts it where it accepts every tied state of it.
    accepts, accepts_without_other_causes : by the side's own account as it is.
    margin : felt value less what the side demands, in its own points (the smallest over tied states).
    unmet : conditions that its own account does not meet, all causes at work.
    left : the same after every correction.
    singles : each correction alone, in the order of the issue.
    found, without_other_causes : minimal sets, as places in ``singles``.
    """

    side: int
    near: Problem
    states: Bools
    accepts: bool
    accepts_without_other_causes: bool
    margin: float
    unmet: tuple[Condition, ...]
    left: tuple[Condition, ...]
    singles: tuple[Single, ...]
    found: Search
    without_other_causes: Search

    def locations(self, subset: Subset) -> tuple[Location, ...]:
        """The corrections of a set."""
        return tuple(self.singles[place].location for place in subset)


@dataclass(frozen=True)
class _Tried:
    """Outcome of judging by one view: acceptance under both sets of causes, distance from it, and felt margin."""

    all: tuple[bool, float]
    alone: tuple[bool, float]
    margin: float


def persuasion(p: Problem, view: int, side: int) -> Persuasion | None:
    """What would persuade a side, one account being true; None where that account has no reference agreement."""
    reference = p.reference(view)
    if not reference.any():
        return None
    p, states = around(p, reference)
    own, truth = p.seen.views[p.side_view[side]], p.seen.views[view]
    wrong = misjudgements(p.form, own, truth, side)
    known: dict[Subset, _Tried] = {}

    def tried(subsets: Sequence[Subset]) -> list[_Tried]:
        new = [subset for subset in dict.fromkeys(subsets) if subset not in known]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            made = [corrected(p.form, own, truth, [wrong[place] for place in subset]) for subset in some]
            known.update(zip(some, _try(p, made, side, states), strict=True))
        return [known[subset] for subset in subsets]

    n = len(wrong)
    now = tried([()])[0]
    alone = tried([(place,) for place in range(n)])
    after = [one for one in _unmet(p, corrected(p.form, own, truth, wrong), side, states) if not one.met]
    return Persuasion(
        side=side,
        near=p,
        states=states,
        accepts=now.all[0],
        accepts_without_other_causes=now.alone[0],
        margin=now.margin,
        unmet=tuple(one for one in _unmet(p, own, side, states) if not one.met),
        left=tuple(after),
        singles=tuple(
            Single(location, one.margin, one.all[0], one.alone[0]) for location, one in zip(wrong, alone, strict=True)
        ),
        found=minimal_sets(n, lambda subsets: [one.all for one in tried(subsets)]),
        without_other_causes=minimal_sets(n, lambda subsets: [one.alone for one in tried(subsets)]),
    )


def with_views(p: Problem, views: Sequence[View]) -> Problem:
    """The problem with other views in the place of its own, for questions about what one side accepts.

    Considered values, classes and order of the states stay those of the original views, and so does the tolerance.
    """
    seen = replace(p.seen, accounts=(), views=(), of_account=())
    seen = beside(seen, views)
    return replace(p, seen=seen, means=means(p.form, seen))


def _try(p: Problem, views: Sequence[View], side: int, states: Bools) -> list[_Tried]:
    changed = with_views(p, views)
    felt, plain = changed.felt(ALL), changed.felt(ONLY_MISPERCEPTION)
    found = []
    for place in range(len(views)):
        outcome = []
        for causes, values in ((ALL, felt), (ONLY_MISPERCEPTION, plain)):
            does = accepts_all(changed, place, side, states, causes, values)
            outcome.append((does, 0.0 if does else _distance(changed, place, side, states, causes, values)))
        found.append(_Tried(outcome[0], outcome[1], _margin(changed, place, side, states, felt)))
    return found


def _conditions(
    p: Problem, view: int, side: int, states: Bools, causes: int, felt: NDArray[np.float64]
) -> list[Condition]:
    return [one for state in np.flatnonzero(states) for one in conditions(p, view, side, int(state), causes, felt)]


def _distance(p: Problem, view: int, side: int, states: Bools, causes: int, felt: NDArray[np.float64]) -> float:
    """How far a side is from accepting: what is missing in each condition, each party's points as shares of its own
    largest stake, added up; only for choosing where to look next."""
    return float(
        sum(
            min(1e6, -one.margin * 1e-9 / p.tolerance[one.actor]) if p.tolerance[one.actor] > 0 else 1.0
            for one in _conditions(p, view, side, states, causes, felt)
            if not one.met
        )
    )


def _margin(p: Problem, view: int, side: int, states: Bools, felt: NDArray[np.float64]) -> float:
    return min(one.margin for one in _conditions(p, view, side, states, ALL, felt) if one.kind == FELT)


def _unmet(p: Problem, view: View, side: int, states: Bools) -> list[Condition]:
    changed = with_views(p, [view])
    return _conditions(changed, 0, side, states, ALL, changed.felt(ALL))

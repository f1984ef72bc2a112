"""Findings of an issue for which only the order of the states is known.

Improvements, efficiency, stability, misperceptions and what bars an improvement follow from rankings alone. Sizes of
losses, shares of causes, the choice among several improvements, mixes and probabilities need numbers.

References
----------
Bennett, P. G. (1977). Toward a theory of hypergames. Omega 5(6), 749-751 (misperception).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.findings import kinds
from evenhand.game import Rankings, Structure, rankings
from evenhand.solve.causes import ALL, CAUSES, members
from evenhand.solve.stability import leavers, stability

__all__ = ["CANNOT", "OrdinalFindings", "ordinal"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CANNOT = (
    "only the order of the states is given: sizes of losses, shares of causes, the choice among several "
    "improvements and probabilities need numbers (effects and weights)"
)

_BARRING = ("misperception", "ratification", "linkage", "commitment")


@dataclass(frozen=True)
class OrdinalFindings:
    """One account's ordinal findings; states by number.

    ``worth`` (n_parties, n_states): larger is better, 0 for today's state; only the order counts. ``ranked``
    (n_parties,): whether the party has a ranking. ``keys``: minimal sets of causes whose removal lets every side
    accept some efficient improvement, with whether removing more undoes it.
    """

    account: str
    kind: str
    why: str
    temptation: str | None
    worth: Floats
    ranked: Bools
    improvements: tuple[int, ...]
    efficient: tuple[int, ...]
    pays: dict[int, tuple[str, ...]]
    keys: tuple[tuple[tuple[str, ...], bool], ...]
    at_work: tuple[str, ...]
    stable: dict[int, dict[str, bool]]
    leaving: dict[int, tuple[str, ...]]
    misperceptions: tuple[str, ...]


def ordinal(case: Case, form: Structure, causes: int = ALL) -> tuple[OrdinalFindings, ...]:
    """Ordinal findings of an issue, the base account first; ``causes`` are those not taken away beforehand."""
    seen = rankings(case, form)
    told = tuple(_misperceptions(form, seen))
    left = members(causes)
    return tuple(_of(case, form, seen, view, told, left) for view in range(len(seen.accounts)))


def _of(
    case: Case,
    form: Structure,
    seen: Rankings,
    view: int,
    told: tuple[str, ...],
    left: tuple[str, ...],
) -> OrdinalFindings:
    sides, mine, ranked = slice(0, form.n_sides), seen.worth[view], seen.ranked
    losers = (mine < 0) & ranked[:, None]
    losers[sides] = False
    accepted = (mine[sides] >= 0).all(axis=0)
    better = accepted & ((mine[sides] > 0).any(axis=0) | (~losers.any(axis=0) & (mine[form.n_sides :] > 0).any(axis=0)))
    free = better & ~losers.any(axis=0)
    pool = free if free.any() else better
    efficient = [o for o in np.flatnonzero(pool).tolist() if not _dominated(o, mine[sides], pool)]
    found = _keys(case, form, seen, view, efficient, left)
    name, why, temptation = _kind(form, mine, bool(free.any()), bool(better.any()))
    small = np.zeros(form.n_sides)
    judges = seen.of_side if "misperception" in left else (view,) * form.n_sides
    own = np.stack([seen.worth[judges[side], side] for side in range(form.n_sides)])
    return OrdinalFindings(
        account=seen.accounts[view],
        kind=name,
        why=why,
        temptation=temptation,
        worth=mine,
        ranked=ranked,
        improvements=tuple(int(o) for o in np.flatnonzero(better)),
        efficient=tuple(efficient),
        pays={int(o): tuple(form.parties[q] for q in np.flatnonzero(losers[:, o])) for o in np.flatnonzero(better)},
        keys=found,
        at_work=tuple(cause for cause in _at_work(form, seen) if cause in left),
        stable={o: stability(o, own, small, form.moves) for o in (form.default, *efficient)},
        leaving={
            o: tuple(form.sides[side] for side in leavers(o, own, small, form.moves))
            for o in (form.default, *efficient)
        },
        misperceptions=told,
    )


def _dominated(state: int, worth: Floats, pool: Bools) -> bool:
    rivals = pool & (worth >= worth[:, [state]]).all(axis=0) & (worth > worth[:, [state]]).any(axis=0)
    return bool(rivals.any())


def _at_work(form: Structure, seen: Rankings) -> tuple[str, ...]:
    present = {
        "misperception": len(seen.accounts) > 1,
        "ratification": bool(seen.ranked[form.n_sides : form.n_sides + form.n_ratifiers].any()),
        "linkage": bool(form.withheld_move.any()),
        "commitment": True,
    }
    return tuple(cause for cause in CAUSES if present.get(cause))


def _accepts(
    case: Case,
    form: Structure,
    seen: Rankings,
    view: int,
    causes: set[str],
    state: int,
) -> bool:
    for side in range(form.n_sides):
        by = seen.of_side[side] if "misperception" in causes else view
        worth = seen.worth[by]
        if worth[side, state] < 0:
            return False
        if "ratification" in causes:
            for actor in np.flatnonzero(form.ratifies == side):
                if seen.ranked[actor] and worth[actor, state] < 0 and _asked(case, form, by, int(actor)):
                    return False
        if "linkage" in causes and form.withheld_state[state]:
            return False
        if "commitment" in causes:
            for other in range(form.n_sides):
                for stance, goal in enumerate(form.moves[state, other]):
                    barred = "linkage" in causes and form.withheld_move[other, stance]
                    if goal >= 0 and not barred and worth[other, goal] > worth[other, state]:
                        return False
    return True


def _asked(case: Case, form: Structure, view: int, actor: int) -> bool:
    if view == 0:
        return True
    holders = [side for side in form.sides if side in case.accounts]
    return case.accounts[holders[view - 1]].ratifiers.get(form.parties[actor], True)


def _keys(
    case: Case,
    form: Structure,
    seen: Rankings,
    view: int,
    goals: list[int],
    left: tuple[str, ...],
) -> tuple[tuple[tuple[str, ...], bool], ...]:
    if not goals:
        return ()
    works = {}
    barring = [cause for cause in _BARRING if cause in left]
    for size in range(len(barring) + 1):
        for removed in combinations(barring, size):
            rest = set(barring) - set(removed)
            works[removed] = any(_accepts(case, form, seen, view, rest, goal) for goal in goals)
    minimal: list[tuple[str, ...]] = []
    for removed, good in works.items():
        if good and not any(set(known) <= set(removed) for known in minimal):
            minimal.append(removed)
    return tuple(
        (removed, any(set(removed) < set(more) and not good for more, good in works.items())) for removed in minimal
    )


def _kind(form: Structure, worth: Floats, free: bool, better: bool) -> tuple[str, str, str | None]:
    if better:
        return (kinds.UNNECESSARY if free else kinds.AT_OTHERS_EXPENSE), CANNOT, None
    sides = worth[: form.n_sides]
    if not sides.any():
        return kinds.NOTHING, "no side ranks any state above or below another", None
    if (sides <= 0).all():
        return kinds.HOLDS, "no side prefers any other state to today's", None
    lone = [[int(g) for g in form.moves[form.default, side] if g >= 0] for side in range(form.n_sides)]
    tempted = {side: goals[int(np.argmax(sides[side, goals]))] for side, goals in enumerate(lone) if goals}
    tempted = {side: goal for side, goal in tempted.items() if sides[side, goal] > 0}
    if tempted:
        state = form.states[form.default].copy()
        for side, goal in tempted.items():
            state[side] = form.states[goal, side]
        reached = np.flatnonzero((form.states == state).all(axis=1))
        lost = bool(len(reached)) and bool((sides[:, reached[0]] < 0).all())
        why = "no state is better for every side, and a side would gain by leaving today's state at others' cost"
        return kinds.TEMPTED, why, "temptation" if lost else "seizure"
    why = "no state is better for every side; whether a mix of states would be cannot be told from rankings"
    return kinds.CONFLICT, why, None


def _misperceptions(form: Structure, seen: Rankings) -> list[str]:
    told = []
    accounts, worth = seen.accounts, seen.worth
    words = {1.0: "above", 0.0: "level with", -1.0: "below"}
    for view, by in enumerate(accounts[1:], start=1):
        for about, name in enumerate(form.parties):
            if name == by or not seen.ranked[about]:
                continue
            truth = accounts.index(name) if name in accounts[1:] else 0
            for state in range(form.n_states):
                believed, own = np.sign(worth[view, about, state]), np.sign(worth[truth, about, state])
                if believed != own:
                    stances = ", ".join(f"{side} {stance}" for side, stance in form.named(state).items())
                    whose = f"{name}'s own account" if truth else "the base account"
                    told.append(
                        f"{by}'s account has {name} rank ({stances}) {words[float(believed)]} today's state, "
                        f"{whose} {words[float(own)]} it"
                    )
    return told

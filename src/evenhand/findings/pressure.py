"""The smallest penalty or reward that makes a side accept the reference agreement, on the means.

A *penalty* takes units of the side's numeraire away each year while it holds its default stance; it is felt as far as
it is believed. Yielding to it costs the side standing: so much worth of rank for each point's worth of the penalty, in
the standing interest that the side weighs most. A *reward* gives units of the numeraire each year in the agreed state.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.elicitation import pooled
from evenhand.game.pressing import Pressing
from evenhand.game.structure import KINDS
from evenhand.solve.acceptance import Condition
from evenhand.solve.causes import ALL
from evenhand.solve.prediction import Problem
from evenhand.solve.pressed import Reach
from evenhand.solve.pressure import Feeling, acceptable, turning_point

__all__ = ["Amount", "Levers", "levers", "penalty", "reward"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Levers:
    """What penalties and rewards on one side touch.

    ``numeraire`` and ``standing`` are names of interests; without a numeraire nothing can be asked, without a standing
    interest that the side weighs there is no backlash. ``interests`` are those of the issue and then the added ones.
    ``rank_per_unit``: units of the standing interest lost by yielding to a penalty of one unit, backlash being 1.
    """

    side: int
    numeraire: str
    standing: str | None
    interests: tuple[str, ...]
    rank_per_unit: float
    numeraire_weight: float
    reach: Reach


@dataclass(frozen=True)
class Amount:
    """An amount of a lever, in units of the side's numeraire a year.

    Attributes
    ----------
    smallest : the smallest amount at which the side accepts; None where there is none.
    until : beyond it the side no longer accepts; infinite where more never undoes it.
    turns : beyond it more makes the side feel less of the agreement; infinite where more always helps.
    unmet : where there is none, the conditions that no amount meets (empty: none meets all of them at once).
    """

    smallest: float | None
    until: float | None
    turns: float
    unmet: tuple[Condition, ...]


def levers(case: Case, p: Problem, side: int) -> Levers | None:
    """What can be moved; None for a side that counts in no interest."""
    form, name = p.form, p.form.parties[side]
    money = case.parties[name].numeraire
    if money is None:
        return None
    view = int(p.side_view[side])
    account = p.seen.accounts[p.seen.of_account.index(view)]
    rank = _weighed_most(case, p, view, side, account)
    added = tuple(dict.fromkeys(one for one in (money, rank) if one is not None and one not in form.interests))
    interests = (*form.interests, *added)
    kinds = np.array([KINDS.index(case.interests[one].kind) for one in interests], dtype=np.int64)
    weights = np.array([[_weight(case, account, party, one) for one in added] for party in form.parties])
    whole = np.concatenate([p.means.weight[view, side], weights.reshape(len(form.parties), len(added))[side]])
    worth, face = float(whole[interests.index(money)]), float(whole[interests.index(rank)]) if rank else 0.0
    return Levers(
        side=side,
        numeraire=money,
        standing=rank,
        interests=interests,
        rank_per_unit=worth / face if face > 0 else 0.0,
        numeraire_weight=worth,
        reach=Reach(
            numeraire=interests.index(money),
            standing=interests.index(rank) if rank else -1,
            kinds=kinds,
            added=weights.reshape(len(form.parties), len(added)),
            holding=np.asarray(form.states[:, side] == form.states[form.default, side]),
        ),
    )


def _weighed_most(case: Case, p: Problem, view: int, side: int, account: str) -> str | None:
    """The standing interest that a side weighs most; of equals the one of which the issue moves most, then costs most.

    Which of them that is hangs on their numbers, never on their order in the file.
    """
    found = []
    for name, interest in case.interests.items():
        worth = _weight(case, account, p.form.parties[side], name) if interest.kind == "standing" else 0.0
        if worth > 0:
            place = p.form.interests.index(name) if name in p.form.interests else -1
            felt = p.means.felt_own[view, side, place] if place >= 0 else np.zeros(1)
            lost = tuple(sorted((-felt).tolist(), reverse=True))
            found.append((worth, float(np.abs(felt).sum()), lost, name))
    return max(found, key=lambda one: one[:3])[3] if found else None


def _weight(case: Case, account: str, party: str, interest: str) -> float:
    """Median weight that an account gives one unit, for that party; 0 where it gives none."""
    own = case.accounts[account].weights.get(party, {}) if account in case.accounts else {}
    found = own.get(interest) or case.weights.get(party, {}).get(interest)
    return 0.0 if found is None else pooled(case, found).median


def penalty(p: Problem, found: Levers, states: Bools, pressing: Pressing) -> Amount:
    """The smallest penalty on holding out at which a side accepts, judging by its own account, all causes at work.

    What is believed and the backlash enter by their means: what is felt is proportional to each.
    """
    holding = found.reach.holding
    direction = np.zeros((len(found.interests), p.form.n_states))
    direction[found.reach.numeraire, holding] = -pressing.believed.mean
    if found.reach.standing >= 0:
        direction[found.reach.standing, ~holding] = -pressing.backlash.mean * found.rank_per_unit
    return _amount(p, found, states, direction)


def reward(p: Problem, found: Levers, states: Bools) -> Amount:
    """The smallest reward for agreeing at which a side accepts; see :func:`penalty`."""
    direction = np.zeros((len(found.interests), p.form.n_states))
    direction[found.reach.numeraire, states] = 1.0
    return _amount(p, found, states, direction)


def _amount(p: Problem, found: Levers, states: Bools, direction: Floats) -> Amount:
    view = int(p.side_view[found.side])
    felt, lever = p.felt(ALL)[view], _feeling(p, view, found, direction)
    spans, unmet = acceptable(p, view, found.side, states, ALL, felt, lever)
    turns = turning_point(p, view, found.side, states, ALL, felt, lever)
    smallest, until = spans[0] if spans else (None, None)
    return Amount(smallest, until, turns, unmet)


def _feeling(p: Problem, view: int, found: Levers, direction: Floats) -> Feeling:
    actors = (found.side, *np.flatnonzero(p.form.ratifies[: p.n_actors] == found.side).tolist())
    rows, m = list(actors), p.means
    more = len(found.interests) - len(p.form.interests)
    return Feeling(
        actors=actors,
        change=np.pad(m.felt_own[view, rows], ((0, 0), (0, more), (0, 0))),
        weight=np.concatenate([m.weight[view, rows], found.reach.added[rows]], axis=1),
        kinds=found.reach.kinds,
        attachment=m.attachment[view, rows],
        less=m.caution[view, rows, None] * m.spread[view, 3, rows],
        direction=direction,
    )

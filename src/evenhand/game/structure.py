"""The form of one issue as labelled arrays: who moves, which states there are, which move leads where.

Parties stand in the order sides, ratifiers of these sides, bystanders, each group in the order of the case file.
Nothing here is a number that somebody judged; those are in :mod:`evenhand.game.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case, Issue, Linkage
from evenhand.casefile.states import States
from evenhand.game.benefits import Recipe, recipes

__all__ = ["KINDS", "Structure", "barring_linkages", "structure"]

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

KINDS = ("substance", "standing", "private")
"""Kinds of interests; an interest's code is its place here."""


@dataclass(frozen=True)
class Structure:
    """States, moves and effects of one issue.

    Attributes
    ----------
    parties : names; the first ``n_sides`` are the sides, the next ``n_ratifiers`` ratify for one of them.
    ratifies : shape (n_parties,), index of the side for which a party ratifies, -1 for others.
    kinds : shape (n_interests,), index into ``KINDS``.
    states : shape (n_states, n_sides), stance number of each side.
    moves : shape (n_states, n_sides, n_stances), state reached when one side changes to a stance, -1 where it
        cannot (infeasible, its own stance, or an irreversible stance that it would leave).
    alone : shape (n_states, n_sides), state in which this side keeps its stance and the others take the default's,
        -1 where that is infeasible.
    withheld_state, withheld_move : by a linkage that is at work today; shapes (n_states,), (n_sides, n_stances).
    holds : shape (n_effects, n_states).
    item_effect, item_party, item_interest : shape (n_items,), one item for each number that an effect gives.
    recipes : one for each item, how its number comes about.
    item_row : shape (n_items,), row of its discount factor: that of its effect, or that of its effect's schedule.
    row_effect : shape (n_rows,), the effect of each row; first one row for each effect, then the schedules.
    schedules : of the rows after those of the effects, years after the start and the share that is added then.
    """

    issue: str
    parties: tuple[str, ...]
    n_sides: int
    n_ratifiers: int
    ratifies: Ints
    interests: tuple[str, ...]
    kinds: Ints
    stances: tuple[tuple[str, ...], ...]
    states: Ints
    default: int
    moves: Ints
    alone: Ints
    withheld_state: Bools
    withheld_move: Bools
    effects: tuple[str, ...]
    holds: Bools
    once: Bools
    item_effect: Ints
    item_party: Ints
    item_interest: Ints
    recipes: tuple[Recipe, ...]
    item_row: Ints
    row_effect: Ints
    schedules: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def n_states(self) -> int:
        return int(self.states.shape[0])

    @property
    def sides(self) -> tuple[str, ...]:
        return self.parties[: self.n_sides]

    def named(self, state: int) -> dict[str, str]:
        """A state in words: side to stance."""
        return {side: self.stances[place][self.states[state, place]] for place, side in enumerate(self.sides)}


def barring_linkages(case: Case, issue: Issue) -> tuple[Linkage, ...]:
    """Linkages of an issue that are at work while all issues stand at their defaults."""
    return tuple(
        linkage
        for linkage in issue.linkage
        if all(
            case.issues[other].default.get(side) == stance
            for other, stances in linkage.while_.items()
            for side, stance in stances.items()
        )
    )


def structure(case: Case, issue_id: str) -> Structure:
    """Form of one issue of a checked case."""
    issue = case.issues[issue_id]
    sides = [party for party in case.parties if party in issue.stances]
    stances = tuple(tuple(issue.stances[side]) for side in sides)
    states, number = _feasible(issue, sides, stances)
    default = number[tuple(stances[i].index(issue.default[side]) for i, side in enumerate(sides))]
    parties, ratifies, n_ratifiers = _parties(case, issue, sides)
    moves, alone = _moves(issue, sides, stances, states, number, default)
    withheld_state, withheld_move = _withheld(case, issue, sides, stances, states)
    received = {key.split(".", 1)[1] for effect in issue.effects for key in effect.receives}
    received |= {interest for expected in issue.expects.values() for interest in expected}
    received |= {
        interest
        for account in case.accounts.values()
        for expected in account.expects.get(issue_id, {}).values()
        for interest in expected
    }
    interests = tuple(interest for interest in case.interests if interest in received)
    given = [(index, recipe) for index, effect in enumerate(issue.effects) for recipe in recipes(effect)]
    items = [
        (index, parties.index(party), interests.index(interest))
        for index, recipe in given
        for party, interest in (recipe.target.split(".", 1),)
    ]
    columns = np.array(items, dtype=np.int64).reshape(-1, 3)
    row_effect, schedules = _rows(issue)
    row_of = {int(effect): len(issue.effects) + place for place, effect in enumerate(row_effect[len(issue.effects) :])}
    return Structure(
        issue=issue_id,
        parties=tuple(parties),
        n_sides=len(sides),
        n_ratifiers=n_ratifiers,
        ratifies=ratifies,
        interests=interests,
        kinds=np.array([KINDS.index(case.interests[name].kind) for name in interests], dtype=np.int64),
        stances=stances,
        states=states,
        default=default,
        moves=moves,
        alone=alone,
        withheld_state=withheld_state,
        withheld_move=withheld_move,
        effects=tuple(effect.id for effect in issue.effects),
        holds=_holds([effect.when for effect in issue.effects], sides, stances, states),
        once=np.array([effect.once for effect in issue.effects], dtype=np.bool_),
        item_effect=columns[:, 0],
        item_party=columns[:, 1],
        item_interest=columns[:, 2],
        recipes=tuple(recipe for _, recipe in given),
        item_row=np.array([row_of[index] if recipe.scheduled else index for index, recipe in given], dtype=np.int64),
        row_effect=row_effect,
        schedules=schedules,
    )


def _rows(issue: Issue) -> tuple[Ints, tuple[tuple[tuple[float, float], ...], ...]]:
    """The effect of each row of discount factors, and the steps of those that follow a schedule."""
    effects = list(range(len(issue.effects)))
    schedules = []
    for index, effect in enumerate(issue.effects):
        security = effect.benefit.security if effect.benefit is not None else None
        if security is not None and security.schedule:
            years, shares = list(security.schedule), list(security.schedule.values())
            added = [share - before for share, before in zip(shares, [0.0, *shares[:-1]], strict=True)]
            effects.append(index)
            schedules.append(tuple(zip(years, added, strict=True)))
    return np.array(effects, dtype=np.int64), tuple(schedules)


def _feasible(
    issue: Issue, sides: list[str], stances: tuple[tuple[str, ...], ...]
) -> tuple[Ints, dict[tuple[int, ...], int]]:
    everything = States({side: list(issue.stances[side]) for side in sides})
    barred = 0
    for condition in issue.infeasible:
        barred |= everything.holding(condition)
    combinations = [
        combination
        for place, combination in enumerate(np.ndindex(*[len(names) for names in reversed(stances)]))
        if not barred >> place & 1
    ]
    states = np.array([combination[::-1] for combination in combinations], dtype=np.int64)
    return states, {tuple(int(value) for value in row): index for index, row in enumerate(states)}


def _parties(case: Case, issue: Issue, sides: list[str]) -> tuple[list[str], Ints, int]:
    touched = {key.split(".", 1)[0] for effect in issue.effects for key in effect.receives}
    touched |= set(issue.ranking) | set(issue.preferences)
    ratifiers = [name for name, party in case.parties.items() if party.ratifies in sides and name not in sides]
    bystanders = [name for name in case.parties if name in touched and name not in sides and name not in ratifiers]
    parties = [*sides, *ratifiers, *bystanders]
    ratifies = np.full(len(parties), -1, dtype=np.int64)
    for offset, name in enumerate(ratifiers):
        ratifies[len(sides) + offset] = sides.index(str(case.parties[name].ratifies))
    return parties, ratifies, len(ratifiers)


def _moves(
    issue: Issue,
    sides: list[str],
    stances: tuple[tuple[str, ...], ...],
    states: Ints,
    number: dict[tuple[int, ...], int],
    default: int,
) -> tuple[Ints, Ints]:
    widest = max(len(names) for names in stances)
    moves = np.full((len(states), len(sides), widest), -1, dtype=np.int64)
    alone = np.full((len(states), len(sides)), -1, dtype=np.int64)
    kept = [{stances[i].index(name) for name in issue.irreversible.get(side, ())} for i, side in enumerate(sides)]
    today = tuple(int(value) for value in states[default])
    for index, row in enumerate(states):
        state = tuple(int(value) for value in row)
        for side, stance in enumerate(state):
            alone[index, side] = number.get((*today[:side], stance, *today[side + 1 :]), -1)
            if stance in kept[side]:
                continue
            for other in range(len(stances[side])):
                if other != stance:
                    moves[index, side, other] = number.get((*state[:side], other, *state[side + 1 :]), -1)
    return moves, alone


def _withheld(
    case: Case, issue: Issue, sides: list[str], stances: tuple[tuple[str, ...], ...], states: Ints
) -> tuple[Bools, Bools]:
    withheld = np.zeros((len(sides), max(len(names) for names in stances)), dtype=np.bool_)
    for linkage in barring_linkages(case, issue):
        side = sides.index(linkage.party)
        withheld[side, stances[side].index(linkage.withholds)] = True
    barred = np.array([any(withheld[i, stance] for i, stance in enumerate(row)) for row in states], dtype=np.bool_)
    return barred, withheld


def _holds(
    conditions: list[dict[str, tuple[str, ...]]],
    sides: list[str],
    stances: tuple[tuple[str, ...], ...],
    states: Ints,
) -> Bools:
    holds = np.ones((len(conditions), len(states)), dtype=np.bool_)
    for index, condition in enumerate(conditions):
        for side, allowed in condition.items():
            place = sides.index(side)
            wanted = [stances[place].index(name) for name in allowed]
            holds[index] &= np.isin(states[:, place], wanted)
    return holds

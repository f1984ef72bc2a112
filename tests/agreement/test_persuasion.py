"""Persuasion and pressure against brute force: every subset of corrections written into a case, amounts as effects."""

from __future__ import annotations

import copy
from itertools import combinations
from typing import Any

import literal
import numpy as np
from hypothesis import assume, given
from strategies import Data, case_data, case_of, law

import evenhand
from evenhand.findings.persuasion import ONLY_MISPERCEPTION, persuasion
from evenhand.findings.pressure import levers, penalty, reward
from evenhand.game import means, structure, views
from evenhand.game.pressing import pressing
from evenhand.game.views import Location
from evenhand.solve.acceptance import accepts_all, conditions
from evenhand.solve.around import around
from evenhand.solve.causes import ALL, CAUSES
from evenhand.solve.prediction import Problem, problem

EVERYTHING = frozenset(CAUSES)
MOST = 6
"""Most corrections whose subsets are all written out."""


def solved(case: Any, issue: str) -> Problem:
    form = structure(case, issue)
    seen = views(case, form)
    return problem(form, seen, means(form, seen))


def states_of(game: literal.Literal, p: Problem, mask: Any) -> list[literal.State]:
    return [tuple(p.form.named(int(o))[side] for side in game.sides) for o in np.flatnonzero(mask)]


def without(data: Data, side: str, issue: str, location: Location) -> None:
    """Take one judgement out of a side's account, so that the base one stands there."""
    account, kind = data["accounts"][side], location[0]
    if kind == "value":
        del account["effects"][location[1]]["gives"][location[2]]
    elif kind == "benefit":
        (parameters,) = account["effects"][location[1]]["benefit"].values()
        del parameters[location[2]]
    elif kind in ("chance", "after", "lasts"):
        del account["effects"][location[1]][kind]
    elif kind in ("weight", "trust"):
        del account["weights" if kind == "weight" else kind][location[1]][location[2]]
    elif kind == "asks":
        del account["ratifiers"][location[1]]
    else:
        del account[kind][location[1]]


@law
@given(case_data())
def test_every_subset_does_what_the_case_with_that_subset_written_in_does(data: Data) -> None:
    case = case_of(data)
    assume(case.accounts)
    for issue in case.issues:
        p = solved(case, issue)
        for side, name in enumerate(p.form.sides):
            found = persuasion(p, p.seen.of_account[0], side)
            if found is None or len(found.singles) > MOST:
                continue
            does = {}
            n = len(found.singles)
            for subset in (one for size in range(n + 1) for one in combinations(range(n), size)):
                changed = copy.deepcopy(data)
                for place in subset:
                    without(changed, name, issue, found.singles[place].location)
                game = literal.Literal(case_of(changed), issue)
                states = states_of(game, p, p.reference(p.seen.of_account[0]))
                does[subset] = all(game.accepts(name, o, EVERYTHING) for o in states)
            minimal = [
                one for one, good in does.items() if good and not any(set(m) < set(one) and does[m] for m in does)
            ]
            assert list(found.found.sets) == minimal
            undone = [any(set(one) < set(more) and not good for more, good in does.items()) for one in minimal]
            assert list(found.found.undone) == undone
            assert found.accepts == does[()] and found.found.proven


@law
@given(case_data())
def test_the_conditions_taken_together_are_the_rule(data: Data) -> None:
    case = case_of(data)
    for issue in case.issues:
        p = solved(case, issue)
        for causes in (ALL, ONLY_MISPERCEPTION, 0):
            felt = p.felt(causes)
            for view in range(len(p.seen.views)):
                for side in range(p.form.n_sides):
                    for state in range(p.form.n_states):
                        one = np.arange(p.form.n_states) == state
                        told = conditions(p, view, side, state, causes, felt)
                        assert accepts_all(p, view, side, one, causes, felt) == all(c.met for c in told)


@law
@given(case_data())
def test_consent_depends_on_nothing_outside_the_part_that_is_looked_at(data: Data) -> None:
    case = case_of(data)
    for issue in case.issues:
        p = solved(case, issue)
        for state in range(p.form.n_states):
            one = np.arange(p.form.n_states) == state
            small, place = around(p, one)
            for causes in (ALL, ONLY_MISPERCEPTION):
                felt, cut = p.felt(causes), small.felt(causes)
                for view in range(len(p.seen.views)):
                    for side in range(p.form.n_sides):
                        whole = accepts_all(p, view, side, one, causes, felt)
                        assert accepts_all(small, view, side, place, causes, cut) == whole


def with_effect(data: Data, issue: str, when: Data, key: str, much: float) -> Any:
    changed = copy.deepcopy(data)
    changed["issues"][issue]["effects"].append({"id": "lever", "when": when, "gives": {key: much}})
    return case_of(changed)


def counted(data: Data) -> Data:
    """The case with a numeraire for everybody who weighs the first interest; pressure is believed and unresented."""
    told = copy.deepcopy(data)
    for name, party in told["parties"].items():
        if told["weights"].get(name, {}).get("k1", 0) not in (0, None):
            party["numeraire"] = "k1"
    sides = {side for issue in told["issues"].values() for side in issue["stances"]}
    told["pressure"] = {side: {"believed": 1, "backlash": 0} for side in sorted(sides)}
    for account in told.get("accounts", {}).values():  # a numeraire weighs something in every account
        for weights in account.get("weights", {}).values():
            weights.pop("k1", None)
    return told


@law
@given(case_data())
def test_the_smallest_reward_is_where_the_case_with_the_reward_written_in_turns(data: Data) -> None:
    data = counted(data)
    case = case_of(data)
    for issue in case.issues:
        p = solved(case, issue)
        agreed = p.reference(p.seen.of_account[0])
        for side, name in enumerate(p.form.sides):
            moved = levers(case, p, side)
            if moved is None or agreed.sum() != 1:
                continue
            when = p.form.named(int(np.flatnonzero(agreed)[0]))
            smallest = reward(p, moved, agreed).smallest

            def accepts(much: float, name: str = name, when: Data = when, issue: str = issue) -> bool:
                game = literal.Literal(with_effect(data, issue, when, f"{name}.k1", much), issue)
                return game.accepts(name, tuple(when[one] for one in game.sides), EVERYTHING)

            if smallest is None:
                assert not any(accepts(much) for much in (0.0, 1.0, 30.0, 1000.0))
            else:
                assert accepts(smallest + 1e-5)
                assert smallest == 0.0 or not accepts(smallest - 1e-3)


@law
@given(case_data())
def test_without_attachment_a_penalty_is_an_effect_that_ends_where_the_side_yields(data: Data) -> None:
    """Where losses weigh like gains it makes no difference from which point they are counted."""
    data = counted(data)
    for party in (*data["parties"].values(), *data.get("accounts", {}).values()):
        party.pop("attachment", None)
        party.pop("caution", None)
    case = case_of(data)
    for issue in case.issues:
        p = solved(case, issue)
        agreed = p.reference(p.seen.of_account[0])
        for side, name in enumerate(p.form.sides):
            moved = levers(case, p, side)
            if moved is None or agreed.sum() != 1 or moved.reach.holding[agreed].any():
                continue
            today = p.form.stances[side][p.form.states[p.form.default, side]]
            when = {name: [stance for stance in p.form.stances[side] if stance != today]}
            state = p.form.named(int(np.flatnonzero(agreed)[0]))
            smallest = penalty(p, moved, agreed, pressing(case, name, p.form.sides)).smallest

            def accepts(
                much: float, name: str = name, when: Data = when, state: Data = state, issue: str = issue
            ) -> bool:
                game = literal.Literal(with_effect(data, issue, when, f"{name}.k1", much), issue)
                return game.accepts(name, tuple(state[one] for one in game.sides), EVERYTHING)

            if smallest is None:
                assert not any(accepts(much) for much in (0.0, 1.0, 30.0, 1000.0))
            else:
                assert accepts(smallest + 1e-5)
                assert smallest == 0.0 or not accepts(smallest - 1e-3)


@law
@given(case_data(spread=False))
def test_where_nothing_is_uncertain_every_draw_says_what_the_means_say(data: Data) -> None:
    case = case_of(counted(data))
    for account in (None, *case.accounts):
        for issue in evenhand.persuade(case, draws=2, threads=1, account=account).issues:
            for found in issue.sides.values():
                assert found.probability == found.accepts and found.probability_alone == found.accepts_alone
                assert all(one["probability"] == 1 for one in (*found.sets, *found.sets_alone))
                assert all(one["probability"] == one["accepts"] for one in found.corrections)
                assert found.after_all["probability"] == found.after_all["accepts"]
                smallest = found.penalty["smallest"]
                for point in found.penalty["curve"]:
                    if smallest is None or point["amount"] < smallest * (1 - 1e-9):
                        assert point["probability"] == 0
                if smallest is not None and (found.penalty["until"] is None):
                    assert all(p["probability"] for p in found.penalty["curve"] if p["amount"] > smallest * (1 + 1e-9))

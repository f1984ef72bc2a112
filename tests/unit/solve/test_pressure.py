"""Amounts by hand: prospect theory's compensation, a threshold, what no amount meets."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from games import case, number, solved

from evenhand.solve.causes import ALL
from evenhand.solve.prediction import Problem
from evenhand.solve.pressure import Feeling, acceptable, felt_under, turning_point

K, M, RANK = 0, 1, 2


def lever(p: Problem, **rows: dict[str, float]) -> Feeling:
    """A lever on side a alone; rows by interest, ``{"k": {"yy": 1}}``."""
    direction = np.zeros((len(p.form.interests), p.form.n_states))
    for interest, cells in rows.items():
        for state, much in cells.items():
            direction[p.form.interests.index(interest), number(p, state)] = much
    return Feeling(
        actors=(0,),
        change=p.means.felt_own[0, :1],
        weight=p.means.weight[0, :1],
        kinds=p.form.kinds,
        attachment=p.means.attachment[0, :1],
        less=np.zeros((1, p.form.n_states)),
        direction=direction,
    )


def solve(found: Any, **rows: dict[str, float]) -> tuple[Any, float]:
    p = solved(found)
    states = np.arange(p.form.n_states) == number(p, "yy")
    felt, pulled = p.felt(ALL)[0], lever(p, **rows)
    spans, _ = acceptable(p, 0, 0, states, ALL, felt, pulled)
    return spans, turning_point(p, 0, 0, states, ALL, felt, pulled)


def losing(loss: float, factor: float, **more: Any) -> Any:
    """Side a loses in one interest and is made up for in another."""
    return case({"yy": {"a.k": 0, "a.m": -loss, "b.k": 1}}, parties={"a": {"attachment": factor}, "b": {}}, **more)


def test_the_compensation_for_a_sure_loss_is_lambda_times_the_loss() -> None:
    # Tversky & Kahneman (1992), p. 311: λ = 2.25. For 100 of one thing one asks 225 of another: 225 - 2.25 × 100 = 0.
    spans, turns = solve(losing(100, 2.25), k={"yy": 1})
    assert spans == (pytest.approx((225, math.inf)),) and turns == math.inf


def test_a_penalty_need_only_match_the_loss_as_both_are_losses() -> None:
    # staying costs 2.25 × x, agreeing 2.25 × 100
    spans, _ = solve(losing(100, 2.25), k={"xx": -1, "xy": -1})
    assert spans == (pytest.approx((100, math.inf)),)


def test_in_the_interest_that_is_lost_itself_compensation_nets_out_and_lambda_does_not_matter() -> None:
    spans, _ = solve(losing(100, 2.25), m={"yy": 1})
    assert spans == (pytest.approx((100, math.inf)),)


def test_without_attachment_reward_and_penalty_are_alike() -> None:
    assert solve(losing(7, 1), k={"yy": 1})[0] == (pytest.approx((7, math.inf)),)
    assert solve(losing(7, 1), k={"xx": -1, "xy": -1})[0] == (pytest.approx((7, math.inf)),)


def test_backlash_has_a_threshold_where_it_has_eaten_the_standing_that_the_agreement_brings() -> None:
    # λ = 2. The agreement: 2.5 of k, -2.5 of m, 2 of rank: felt 2.5 - 5 + 2 = -0.5. A penalty x on staying, felt -2x;
    # yielding costs 1.5 x of rank. Up to x = 4/3: -0.5 + 2x - 1.5x, 0 at x = 1, 1/6 at 4/3. Beyond, lost rank weighs
    # double: 1/6 + (2 - 3)(x - 4/3), 0 at x = 1.5.
    found = case({"yy": {"a.k": 2.5, "a.m": -2.5, "a.rank": 2, "b.k": 1}}, parties={"a": {"attachment": 2}, "b": {}})
    spans, turns = solve(found, k={"xx": -1, "xy": -1}, rank={"yx": -1.5, "yy": -1.5})
    assert spans == (pytest.approx((1, 1.5)),)
    assert turns == pytest.approx(4 / 3)


def test_pressure_whose_backlash_outweighs_it_hurts_from_the_start() -> None:
    # rank is not gained, so losing it weighs double at once: -2 + 2x - 2 × 1.5x
    p = solved(case({"yy": {"a.k": 0, "a.m": -1, "a.rank": 0, "b.k": 1}}, parties={"a": {"attachment": 2}, "b": {}}))
    states = np.arange(p.form.n_states) == number(p, "yy")
    pulled = lever(p, k={"xx": -1, "xy": -1}, rank={"yx": -1.5, "yy": -1.5})
    spans, unmet = acceptable(p, 0, 0, states, ALL, p.felt(ALL)[0], pulled)
    assert spans == () and "felt value" in {one.kind for one in unmet}
    assert turning_point(p, 0, 0, states, ALL, p.felt(ALL)[0], pulled) == 0


def test_no_amount_moves_what_the_other_side_would_gain_by_leaving() -> None:
    found = case({"yy": {"a.k": 1, "b.k": 1}, "yx": {"b.k": 3}})
    p = solved(found)
    states = np.arange(p.form.n_states) == number(p, "yy")
    spans, unmet = acceptable(p, 0, 0, states, ALL, p.felt(ALL)[0], lever(p, k={"yy": 1}))
    assert spans == () and [(one.kind, p.form.parties[one.actor]) for one in unmet] == [("leaving", "b")]


def test_a_reward_must_also_outdo_the_gain_of_leaving() -> None:
    # leaving brings 5 against 2 in the agreement: 2 + r >= 5
    assert solve(case({"yy": {"a.k": 2, "b.k": 1}, "xy": {"a.k": 5}}), k={"yy": 1})[0] == (
        pytest.approx((3, math.inf)),
    )


def test_a_reward_is_worth_what_trust_leaves_of_it() -> None:
    # trust 0.5 and -4 when left alone: 0.5 (2 + r - 0) + 0.5 (-4) >= 0 at r = 2
    found = case({"yy": {"a.k": 2, "b.k": 1}, "yx": {"a.k": -4}}, parties={"a": {"trust": {"b": 0.5}}, "b": {}})
    assert solve(found, k={"yy": 1})[0] == (pytest.approx((2, math.inf)),)


def test_today_stays_the_point_from_which_everything_is_counted() -> None:
    p = solved(losing(100, 2))
    under = felt_under(p, p.felt(ALL)[0], lever(p, k={"xx": -1, "xy": -1}), 10.0)
    assert under[0, p.form.default] == 0 and under[0, number(p, "yy")] == pytest.approx(-200 + 20)

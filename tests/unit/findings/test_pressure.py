"""The smallest penalty and reward of a case, by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from games import case, solved

from evenhand.findings.pressure import Amount, Levers, levers, penalty, reward
from evenhand.game.pressing import pressing

MONEY = {name: {"numeraire": "k"} for name in "ab"}
SURE = {"believed": 1, "backlash": 0}


def amounts(states: dict[str, Any], said: dict[str, Any] = SURE, **more: Any) -> tuple[Levers, Amount, Amount]:
    parties = {
        name: {**MONEY.get(name, {}), **more.get("parties", {}).get(name, {})}
        for name in {*MONEY, *more.get("parties", {})}
    }
    found = case(states, **{**more, "parties": parties}, pressure={"a": said})
    p = solved(found)
    moved = levers(found, p, 0)
    assert moved is not None
    agreed = p.reference(0)
    return moved, penalty(p, moved, agreed, pressing(found, "a", p.form.sides)), reward(p, moved, agreed)


LOSS = {"yy": {"a.k": 2, "a.m": -2, "b.k": 1}}
"""Worth 0 to a in substance, 2 - 2.25 × 2 = -2.5 as it feels with λ = 2.25."""


def test_penalty_and_reward_differ_by_lambda() -> None:
    # reward: 2 + r = 2.25 × 2, so that 4.5 in all make up for the loss of 2. Penalty: 2.25 x = 2.5.
    _, pressed, given = amounts(LOSS, parties={"a": {"attachment": 2.25}})
    assert given.smallest == pytest.approx(2.5)
    assert pressed.smallest == pytest.approx(2.5 / 2.25)


def test_a_threat_half_believed_must_be_twice_as_large() -> None:
    _, pressed, _ = amounts(LOSS, {"believed": 0.5, "backlash": 0}, parties={"a": {"attachment": 2.25}})
    assert pressed.smallest == pytest.approx(2 * 2.5 / 2.25)


def test_backlash_is_counted_in_worth_whatever_a_unit_of_standing_weighs() -> None:
    # a point's worth of the penalty costs half a point's worth of rank: 2.25 (x - x / 2) = 2.5, at any weight of rank
    for weight in (1, 4):
        moved, pressed, _ = amounts(
            LOSS, {"believed": 1, "backlash": 0.5}, parties={"a": {"attachment": 2.25}},
            weights={"a": {"k": 1, "m": 1, "rank": weight}},
        )  # fmt: skip
        assert moved.standing == "rank" and moved.rank_per_unit == pytest.approx(1 / weight)
        assert pressed.smallest == pytest.approx(2 * 2.5 / 2.25) and pressed.until == math.inf


def test_what_is_believed_and_what_yielding_costs_enter_by_their_means() -> None:
    # 2.25 x (0.8 - 0.3) = 2.5 on the means; on the medians, 0.9 and 0.1, it would be less
    found = case(
        LOSS,
        parties={"a": {**MONEY["a"], "attachment": 2.25}, "b": MONEY["b"]},
        weights={"a": {"k": 1, "m": 1, "rank": 1}},
    )
    p = solved(found)
    moved = levers(found, p, 0)
    assert moved is not None
    skewed = replace(
        pressing(found, "a", p.form.sides),
        believed=cast(Any, SimpleNamespace(mean=0.8, median=0.9)),
        backlash=cast(Any, SimpleNamespace(mean=0.3, median=0.1)),
    )
    assert penalty(p, moved, p.reference(0), skewed).smallest == pytest.approx(2.5 / 2.25 / (0.8 - 0.3))


def test_a_side_that_weighs_no_standing_feels_no_backlash() -> None:
    moved, pressed, _ = amounts(
        LOSS, {"believed": 1, "backlash": 5}, parties={"a": {"attachment": 2.25}}, weights={"a": {"k": 1, "m": 1}}
    )
    assert moved.standing is None and pressed.smallest == pytest.approx(2.5 / 2.25)


def test_pressure_on_a_side_is_felt_by_who_consents_for_it() -> None:
    # the ratifier loses 3 by agreeing (its own m) and shares the side's k: 2 - 3 + x >= 0
    _, pressed, given = amounts(
        {"yy": {"a.k": 2, "b.k": 1, "r.rank": -3}}, parties={"r": {"ratifies": "a"}}, weights={"r": {"k": 1, "rank": 1}}
    )
    assert pressed.smallest == pytest.approx(1) and given.smallest == pytest.approx(1)


def test_a_side_that_counts_in_nothing_cannot_be_pressed() -> None:
    found = case(LOSS)
    assert levers(found, solved(found), 0) is None


def test_a_side_that_accepts_needs_nothing() -> None:
    _, pressed, given = amounts({"yy": {"a.k": 2, "b.k": 2}})
    assert pressed.smallest == 0 and given.smallest == 0


def test_a_side_with_nothing_at_stake_itself_is_pressed_for_the_sake_of_who_consents() -> None:
    # a gets nothing at all; its ratifier loses 1 of k in the agreement and shares what a is spared: -1 + x >= 0
    _, pressed, _ = amounts(
        {"yy": {"b.k": 1, "r.k": -1, "r.m": 1}},
        parties={"r": {"ratifies": "a"}},
        weights={"a": {"k": 1}, "r": {"k": 1}},
    )
    assert pressed.smallest == pytest.approx(1)

"""What each cause does, one at a time, on one small game worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from games import case, named, solved

from evenhand.solve.causes import ALL, bit, members
from evenhand.solve.prediction import predict_one

BOTH = {"yy": {"a.k": 2, "b.k": 2}}
NOTHING_ELSE = 0


def predicted(states: dict[str, dict[str, Any]], causes: int, **more: Any) -> set[str]:
    p = solved(case(states, **more))
    return named(p, predict_one(p, 0, causes))


@pytest.mark.parametrize(
    ("cause", "states", "more"),
    [
        # feels 2 - 3
        ("standing", {"yy": {**BOTH["yy"], "a.rank": -3}}, {}),
        ("private interest", {"yy": {**BOTH["yy"], "a.rent": -3}}, {}),
        # 4·(-1) + 3 = -1
        ("attachment", {"yy": {"a.k": 3, "a.m": -1, "b.k": 2}}, {"parties": {"a": {"attachment": 4}}}),
        ("expectations", BOTH, {"issue": {"expects": {"a": {"k": 2.5}}}}),
        # the assembly weighs m three times: 3 - 3·2
        (
            "ratification",
            {"yy": {"a.k": 3, "a.m": -2, "b.k": 2}},
            {"parties": {"r": {"ratifies": "a"}}, "weights": {"r": {"k": 1, "m": 3}}},
        ),
        # leaving alone brings 3
        ("commitment", {**BOTH, "xy": {"a.k": 3, "b.k": -1}}, {}),
        # trust 0.2: 0.2·(2 - 0) + 0.8·(-1) < 0
        ("commitment", {**BOTH, "yx": {"a.k": -1}}, {"parties": {"a": {"trust": {"b": 0.2}}}}),
        # a believes that it loses
        ("misperception", BOTH, {"accounts": {"a": {"effects": {"e-yy": {"gives": {"a.k": -1}}}}}}),
    ],
)
def test_one_cause_alone_bars_the_only_improvement(
    cause: str, states: dict[str, dict[str, Any]], more: dict[str, Any]
) -> None:
    assert predicted(states, NOTHING_ELSE, **more) == {"yy"}
    assert predicted(states, bit(cause), **more) == {"xx"}
    assert predicted(states, ALL & ~bit(cause), **more) == {"yy"}
    p = solved(case(states, **more))
    assert cause in members(p.active)


def test_impatience_bars_what_pays_late() -> None:
    # Costs 1 a year now, 4 a year from year 10 on: at no rate -1 + 4·1/2 = 1; at a rate of 1 nearly -1.
    found = case(
        {},
        issue={
            "effects": [
                {"id": "cost", "when": {"a": "y", "b": "y"}, "gives": {"a.k": -1, "b.k": 1}},
                {"id": "late", "when": {"a": "y", "b": "y"}, "gives": {"a.k": 4}, "after": 10},
            ]
        },
        parties={"a": {"rate": 1}},
    )
    p = solved(found)
    assert named(p, predict_one(p, 0, NOTHING_ELSE)) == {"yy"}
    assert named(p, predict_one(p, 0, bit("impatience"))) == {"xx"}


def test_caution_bars_what_is_uncertain() -> None:
    # Mean 2, standard deviation 5/1.645 = 3.04: 2 - 1·3.04 < 0.
    states = {"yy": {"a.k": [-3, 2, 7], "b.k": 1}}
    assert predicted(states, bit("attachment"), parties={"a": {"caution": 1}}) == {"xx"}
    assert predicted(states, bit("attachment"), parties={"a": {"caution": 0.5}}) == {"yy"}


def test_what_is_expected_is_accepted_at_that_value_and_not_below() -> None:
    for expected, reached in ((2, "yy"), (2.001, "xx")):
        issue = {"expects": {"a": {"k": expected}}}
        assert predicted(BOTH, bit("expectations"), issue=issue) == {reached}


def test_an_irreversible_stance_cannot_be_left_and_so_commits() -> None:
    states = {**BOTH, "xy": {"a.k": 3, "b.k": -1}}
    assert predicted(states, bit("commitment"), issue={"irreversible": {"a": ["y"]}}) == {"yy"}


def test_where_nothing_is_agreed_the_sides_drift() -> None:
    # Each moves alone to y (1, then 1 more, at the other's cost): yy, worse for both than xx.
    states = {"yx": {"a.k": 1, "b.k": -3}, "xy": {"a.k": -3, "b.k": 1}, "yy": {"a.k": -2, "b.k": -2}}
    assert predicted(states, NOTHING_ELSE) == {"yy"}

"""Discount factors and means by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from evenhand.casefile import Case
from evenhand.elicitation import Distribution, marginal
from evenhand.game import discount_factor, means, structure, views
from evenhand.game.views import factor_moments


def case(effects: list[dict[str, Any]], **more: Any) -> Case:
    data: dict[str, Any] = {
        "case": "one",
        "title": "One",
        "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
        "interests": {
            "k": {"name": "K", "unit": "points"},
            "m": {"name": "M", "unit": "points"},
        },
        "weights": {"a": {"k": 1}, "b": {"k": 2}},
        "issues": {
            "i": {
                "title": "I",
                "stances": {"a": ["x", "y"], "b": ["x", "y"]},
                "default": {"a": "x", "b": "x"},
                "effects": effects,
            }
        },
    }
    data.update(more)
    return Case.model_validate(data)


@pytest.mark.parametrize(
    ("after", "lasts", "rate", "horizon", "expected"),
    [
        (0, math.inf, 0.0, 20, 1.0),
        (3, math.inf, 0.0, 20, 0.85),
        (0, 1, 0.0, 20, 0.05),
        (1.5, 2, 0.0, 10, 0.2),
        (25, math.inf, 0.0, 20, 0.0),
        (19, 5, 0.0, 20, 0.05),
        (0, 1, 1.0, 2, 2 / 3),  # 1/2 of (1/2 + 1/4)
        (1, 1, 1.0, 2, 1 / 3),
        (0.5, 1, 1.0, 2, 1 / 2),  # (1/4 + 1/8) of 3/4
    ],
)
def test_a_yearly_effect_is_worth_its_discounted_part_of_the_horizon(
    after: float, lasts: float, rate: float, horizon: int, expected: float
) -> None:
    plain = discount_factor(np.array(after), np.array(lasts), rate, horizon)
    many = discount_factor(np.array([after]), np.array([lasts]), np.array([rate]), horizon)
    assert float(plain) == pytest.approx(expected, abs=1e-12)
    assert float(many[0]) == pytest.approx(expected, abs=1e-12)


def test_an_effect_from_now_on_is_worth_exactly_itself() -> None:
    for horizon in (1, 7, 20, 33):
        for rate in (0.0, 0.03, 0.4):
            assert float(discount_factor(np.array(0.0), np.array(math.inf), rate, horizon)) == 1.0


def test_uncertain_delay_and_duration_are_averaged() -> None:
    # Uniform-like check against a large even sample.
    from statistics import NormalDist

    after = Distribution((marginal((1.0, 3.0, 8.0), 0.0),))
    z = np.array([NormalDist().inv_cdf((i + 0.5) / 20_000) for i in range(20_000)])
    sample = discount_factor(after.quantile(z), np.array(math.inf), 0.05, 20)
    first, second = factor_moments(after, Distribution.point(math.inf), False, 0.05, 20)
    assert first == pytest.approx(sample.mean(), rel=1e-4)
    assert second == pytest.approx((sample**2).mean(), rel=1e-4)


def test_everything_counts_as_the_difference_to_today() -> None:
    found = case(
        [
            {"id": "e1", "when": {"a": "y"}, "gives": {"a.k": 4, "b.k": -1}, "chance": 0.5},
            {"id": "e2", "when": {"a": "x"}, "gives": {"b.k": 3}},
        ]
    )
    form = structure(found, "i")
    m = means(form, views(found, form))
    states = {(form.named(o)["a"], form.named(o)["b"]): o for o in range(form.n_states)}
    assert m.common[0, 0, 0, states["y", "x"]] == 2
    assert m.common[0, 1, 0, states["y", "y"]] == -3.5
    assert (m.common[0, :, :, states["x", "x"]] == 0).all()


def test_the_spread_of_a_sum_follows_from_first_and_second_moments() -> None:
    # Var(C·Y) with C = 1/2 sure and Y of standard deviation 2/1.645, weight 1; the others are sure.
    found = case([{"id": "e1", "when": {"a": "y"}, "gives": {"a.k": [1, 3, 5]}, "chance": 0.5}])
    form = structure(found, "i")
    m = means(form, views(found, form))
    state = next(o for o in range(form.n_states) if form.named(o)["a"] == "y")
    assert m.spread[0, 0, 0, state] == pytest.approx(0.5 * 2 / 1.6448536269514722)
    assert m.spread[0, 0, 1, state] == 0


def test_a_party_whose_weights_this_issue_does_not_touch_has_weights_all_the_same() -> None:
    """An interest without a weight is worth 0; it does not turn its party into one without weights."""
    parties = {"a": {"name": "A"}, "b": {"name": "B"}, "c": {"name": "C"}, "d": {"name": "D"}}
    gives = {"a.k": 2, "b.k": 1, "c.k": -1, "d.k": -1}
    found = case(
        [{"id": "e1", "when": {"a": "y"}, "gives": gives}],
        parties=parties,
        weights={"a": {"k": 1}, "b": {"k": 2}, "c": {"m": 1}},
    )
    form = structure(found, "i")
    m = means(form, views(found, form))
    assert dict(zip(form.parties, m.weighted.tolist(), strict=True)) == {"a": True, "b": True, "c": True, "d": False}


def test_two_accounts_that_say_the_same_share_a_view() -> None:
    same = {"attachment": {"a": 2}}
    effects = [{"id": "e1", "when": {"a": "y"}, "gives": {"a.k": 1}}]
    found = case(effects, accounts={"a": same, "b": same})
    seen = views(found, structure(found, "i"))
    assert seen.accounts == ("authors", "a", "b")
    assert seen.of_account == (0, 1, 1) and seen.of_side == (1, 1)

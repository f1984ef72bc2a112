"""Benefit models by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from evenhand.casefile import Case, Effect
from evenhand.elicitation import Distribution, marginal
from evenhand.game import draw, locations, means, structure, views
from evenhand.game.benefits import ahead, annuity, bracket, bracket_moments, classes, recipes
from evenhand.game.samples import samples
from evenhand.game.views import factor_product, scheduled_factor

POINT = Distribution.point
Z95 = 1.6448536269514722


def case(effects: list[dict[str, Any]], **more: Any) -> Case:
    """Two sides that may each move from x to y."""
    data: dict[str, Any] = {
        "case": "one",
        "title": "One",
        "horizon": 10,
        "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
        "interests": {"k": {"name": "K", "unit": "points"}, "m": {"name": "M", "unit": "points"}},
        "weights": {"a": {"k": 1, "m": 1}, "b": {"k": 1}},
        "issues": {
            "i": {
                "title": "I",
                "stances": {"a": ["x", "y"], "b": ["x", "y"]},
                "default": {"a": "x", "b": "x"},
                "effects": effects,
            }
        },
        **more,
    }
    return Case.model_validate(data)


BOTH = {"a": "y", "b": "y"}


def given(benefit: dict[str, Any], rate: float = 0.0, **more: Any) -> dict[str, float]:
    """What A and B have on the means in the state in which both have moved."""
    one = case([{"id": "e", "when": BOTH, "benefit": benefit, **more}], rate=rate)
    form = structure(one, "i")
    m = means(form, views(one, form))
    last = form.states.tolist().index([1, 1])
    return {
        f"{party}.{interest}": float(m.common[0, place, number, last])
        for place, party in enumerate(form.parties)
        for number, interest in enumerate(form.interests)
    }


# -- which projects go ahead


def test_half_of_the_projects_go_ahead_where_the_law_is_safe_for_the_median_payback() -> None:
    assert float(ahead(3.0, 3.0, 2.5)) == 0.5


def test_the_slowest_twentieth_stays_out_where_the_law_is_safe_for_as_long_as_the_rest_take() -> None:
    # median 3 years, the slowest twentieth at 3 x 2.5 = 7.5 years
    assert float(ahead(7.5, 3.0, 2.5)) == pytest.approx(0.95, abs=1e-12)
    assert float(ahead(3.0 / 2.5, 3.0, 2.5)) == pytest.approx(0.05, abs=1e-12)


def test_projects_that_are_all_alike_go_ahead_together() -> None:
    assert ahead(np.array([2.9, 3.0, 3.1]), 3.0, 1.0).tolist() == [0.0, 1.0, 1.0]


def test_nothing_goes_ahead_without_safety_unless_it_pays_at_once() -> None:
    assert float(ahead(0.0, 3.0, 2.0)) == 0.0
    assert float(ahead(0.0, 0.0, 2.0)) == 1.0


def test_short_safety_leaves_what_is_speculative_and_short_term() -> None:
    # median 2 years, spread 2: sigma = ln 2 / 1.6449; G(1) = Phi(-1.6449) = 0.05; G(2) = 0.5
    found = {name: float(part) for name, part in classes(2.0, 2.0, 2.0).items()}
    assert found["speculative"] == pytest.approx(0.05, abs=1e-12)
    assert found["short-term"] == pytest.approx(0.45, abs=1e-12)
    assert found["long-term"] == pytest.approx(0.0, abs=1e-12)


def test_the_sorts_add_up_to_what_goes_ahead() -> None:
    for safety in (0.0, 0.5, 2.0, 9.0):
        assert sum(float(part) for part in classes(safety, 4.0, 3.0).values()) == pytest.approx(
            float(ahead(safety, 4.0, 3.0)), abs=1e-12
        )


# -- what they are worth


def test_a_hazard_adds_to_the_rate() -> None:
    # 2 years at 4 % and 6 % hazard: 1/1.1 + 1/1.21
    assert float(annuity(0.04 + 0.06, 2.0)) == pytest.approx(1 / 1.1 + 1 / 1.21, abs=1e-12)


def test_without_rate_or_hazard_a_project_earns_as_long_as_it_lives() -> None:
    assert annuity(np.array([0.0, 1e-12]), 7.0) == pytest.approx([7.0, 7.0], rel=1e-9)


def test_better_institutions_add_what_goes_ahead_then_less_what_does_so_now() -> None:
    # median payback 3, spread 3; safe for 1 year now, so Phi(-1.6449) = 0.05 of the projects go ahead, worth
    # A(0.1, 2) = 1.7355 each; with 2 years more half of them do, worth A(0.05, 2) = 1/1.05 + 1/1.1025 = 1.8594.
    now, then = 0.05 * (1 / 1.1 + 1 / 1.21), 0.5 * (1 / 1.05 + 1 / 1.05**2)
    assert float(bracket(3.0, 3.0, 1.0, 2.0, 0.1, 0.5, 2.0, 0.0)) == pytest.approx(then - now, abs=1e-12)


def test_an_investment_benefit_is_flow_times_income_times_that() -> None:
    investment = {"to": {"a.k": 0.2, "b.k": 0.1}, "flow": 10, "payback": "3 years", "spread": 3, "safety": 1,
                  "safer": 2, "hazard": 0.1, "cut": 0.5, "life": "2 years"}  # fmt: skip
    each = 0.5 * (1 / 1.05 + 1 / 1.05**2) - 0.05 * (1 / 1.1 + 1 / 1.21)
    found = given({"investment": investment})
    assert found["a.k"] == pytest.approx(10 * 0.2 * each, abs=1e-12)
    assert found["b.k"] == pytest.approx(10 * 0.1 * each, abs=1e-12)


def test_without_parameters_for_today_the_law_is_not_safe_and_there_is_no_hazard() -> None:
    # nothing goes ahead today; safe for 3 years half of the projects do, worth 5 years of 0.1 each without discount
    found = given({"investment": {"to": {"a.k": 0.1}, "flow": 8, "payback": 3, "spread": 2, "safer": 3, "life": 5}})
    assert found["a.k"] == pytest.approx(8 * 0.5 * 5 * 0.1, abs=1e-12)


# -- security


def test_security_is_the_confrontations_spared_times_the_harm_of_one() -> None:
    # 0.1 a year, a fifth of them less, 30 points each: 0.6 points a year
    assert given({"security": {"to": {"a.k": 30}, "hazard": 0.1, "cut": 0.2}})["a.k"] == pytest.approx(0.6)


def test_a_cut_below_nothing_adds_danger() -> None:
    assert given({"security": {"to": {"a.k": 30}, "hazard": 0.1, "cut": -0.2}})["a.k"] == pytest.approx(-0.6)


def test_savings_come_by_schedule() -> None:
    # over 10 years: half of 4 a year from year 2 on, all of it from year 5 on: (3 x 0.5 + 5 x 1) / 10 x 4 = 2.6
    security = {"to": {}, "hazard": 0.1, "cut": 0.2, "savings": {"a.k": 4}, "schedule": {"2": 0.5, "5": 1}}
    assert given({"security": security})["a.k"] == pytest.approx(2.6)


def test_a_delay_shifts_the_schedule() -> None:
    # one year later: (3 x 0.5 + 4 x 1) / 10 x 4 = 2.2
    security = {"to": {}, "hazard": 0.1, "cut": 0.2, "savings": {"a.k": 4}, "schedule": {"5": 1, "2": 0.5}}
    assert given({"security": security}, after=1)["a.k"] == pytest.approx(2.2)


def test_savings_end_with_the_effect() -> None:
    # lasts 6 years from now: (3 x 0.5 + 1 x 1) / 10 x 4 = 1
    security = {"to": {}, "hazard": 0.1, "cut": 0.2, "savings": {"a.k": 4}, "schedule": {"2": 0.5, "5": 1}}
    assert given({"security": security}, lasts=6)["a.k"] == pytest.approx(1.0)


def test_trade_follows_from_security() -> None:
    # 40 a year of trade, a third more for each confrontation a year less, 0.02 of them less, 0.15 a unit
    trade = {"to": {"a.m": 0.15}, "volume": 40, "response": 1 / 3}
    found = given({"security": {"to": {"a.k": 30}, "hazard": 0.1, "cut": 0.2, "trade": trade}})
    assert found["a.m"] == pytest.approx(40 / 3 * 0.02 * 0.15)
    assert found["a.k"] == pytest.approx(0.6)


# -- adversary


def test_who_gains_from_an_adversary_keeps_a_part_of_what_another_pays() -> None:
    # 35 a year justified by the adversary; a tenth less of it; a third of that had stayed with the makers
    adversary = {"to": {"a.m": 1 / 3}, "spending": 35, "change": -0.1, "paid by": "a.k"}
    found = given({"adversary": adversary})
    assert found["a.m"] == pytest.approx(-35 * 0.1 / 3)
    assert found["a.k"] == pytest.approx(3.5)


# -- uncertain parameters


def test_a_mean_is_the_product_of_the_means_and_is_met_by_the_draws() -> None:
    adversary = {"to": {"a.m": [0.2, 0.3, 0.4]}, "spending": [20, 35, 60], "change": [-0.3, -0.1, -0.02]}
    one = case([{"id": "e", "when": BOTH, "benefit": {"adversary": adversary}, "chance": 0.5}])
    form = structure(one, "i")
    seen = views(one, form)
    exact = means(form, seen).common[0, 0, form.interests.index("m"), -1]
    of = seen.views[0].numbers
    product = math.prod(of["benefit", "e", *name].mean for name in (("to", "a.m"), ("spending",), ("change",)))
    assert exact == pytest.approx(0.5 * product, rel=1e-12)
    drawn = samples(form, seen, draw(locations([(form, seen)]), 4096, 1), slice(0, 4096))
    assert drawn.amount[0, 0].mean() == pytest.approx(exact, rel=0.01)


@pytest.mark.parametrize("alike", [True, False])
def test_the_spread_of_what_shares_a_parameter_is_that_of_the_draws(alike: bool) -> None:
    """Two numbers of one model go up and down together; its savings follow the same delay by a schedule."""
    benefit: dict[str, Any] = (
        {"adversary": {"to": {"a.m": [0.2, 0.3, 0.4]}, "spending": [20, 35, 60], "change": [-0.3, -0.1, -0.02],
                       "paid by": ["a.k"]}}
        if alike
        else {"security": {"to": {"a.k": [10, 20, 40]}, "hazard": [0.02, 0.05, 0.1], "cut": [0.1, 0.3, 0.6],
                           "savings": {"a.m": [1, 2, 4]}, "schedule": {"2": 0.5, "5": 1}}}
    )  # fmt: skip
    one = case([{"id": "e", "when": BOTH, "benefit": benefit, "gives": {"a.k": [0, 1, 2]}, "after": [1, 2, 4],
                 "chance": [0.4, 0.6, 0.8]}])  # fmt: skip
    form = structure(one, "i")
    seen = views(one, form)
    drawn = samples(form, seen, draw(locations([(form, seen)]), 1 << 15, 1), slice(0, 1 << 15))
    whole = drawn.amount[0][form.item_party == 0].sum(axis=0)
    assert means(form, seen).spread[0, 0, 0, -1] == pytest.approx(whole.std(), rel=0.01)
    assert means(form, seen).common[0, 0, :, -1].sum() == pytest.approx(whole.mean(), rel=0.01)


def spread(*values: float, low: float = 0.0, high: float = math.inf) -> Distribution:
    return Distribution((marginal(values, low, high),))


def test_the_bracket_has_the_moments_of_a_finer_rule() -> None:
    """Against Simpson's rule over two uncertain parameters, done apart: E[G A] with one in each factor."""
    safety, hazard = spread(1, 2, 4), spread(0.02, 0.05, 0.12)
    known = (POINT(3), POINT(2.5), POINT(0), safety, hazard, POINT(0), POINT(15))
    z = np.linspace(-9, 9, 20001)
    share = np.exp(-0.5 * z * z)
    share /= share.sum()
    going = ahead(safety.quantile(z), 3.0, 2.5)
    worth = annuity(0.03 + hazard.quantile(z), 15.0)
    first, second = bracket_moments(known, 0.03)
    assert first == pytest.approx(float((going @ share) * (worth @ share)), rel=1e-9)
    assert second == pytest.approx(float((going**2 @ share) * (worth**2 @ share)), rel=1e-9)


def test_the_bracket_without_spread_is_the_point() -> None:
    values = (3.0, 2.5, 2.0, 3.0, 0.06, 0.4, 15.0)
    first, second = bracket_moments(tuple(map(POINT, values)), 0.03)
    point = float(bracket(*values, 0.03))
    assert (first, second) == pytest.approx((point, point**2), rel=1e-12)


def test_a_schedule_all_at_once_is_none() -> None:
    start, length = np.array([0.0, 3.0]), np.array([math.inf, 5.0])
    steps = [(0.0, 1.0)]
    assert scheduled_factor(start, length, 0.03, 20, steps) == pytest.approx(
        scheduled_factor(start, length, 0.03, 20, [(0.0, 0.4), (0.0, 0.6)])
    )
    assert factor_product(POINT(0.0), POINT(math.inf), 0.0, 20, ((10.0, 1.0),)) == pytest.approx(0.5)


def test_an_account_replaces_single_parameters() -> None:
    adversary = {"to": {"a.m": 0.5}, "spending": 10, "change": -0.2}
    own = {"a": {"effects": {"e": {"benefit": {"adversary": {"spending": 30}}}}}}
    one = case([{"id": "e", "when": BOTH, "benefit": {"adversary": adversary}}], accounts=own)
    form = structure(one, "i")
    found = means(form, views(one, form)).common[:, 0, 0, -1]
    assert found.tolist() == pytest.approx([-1.0, -3.0])


def test_an_effect_may_give_numbers_and_call_a_model() -> None:
    effect = Effect.model_validate(
        {"id": "e", "when": BOTH, "gives": {"a.k": 1},
         "benefit": {"security": {"to": {"b.k": 1}, "hazard": 1, "cut": 1, "savings": {"a.m": 1}}}}
    )  # fmt: skip
    assert [recipe.target for recipe in recipes(effect)] == ["a.k", "b.k", "a.m"]
    assert effect.receives == ("a.k", "b.k", "a.m")


def test_a_parameter_of_a_model_can_be_misjudged_and_corrected() -> None:
    from evenhand.game.corrections import corrected, misjudgements

    adversary = {"to": {"a.m": 0.5}, "spending": 10, "change": -0.2}
    own = {"a": {"effects": {"e": {"benefit": {"adversary": {"spending": 30}}}}}}
    one = case([{"id": "e", "when": BOTH, "benefit": {"adversary": adversary}}], accounts=own)
    form = structure(one, "i")
    seen = views(one, form)
    base, mine = seen.views
    wrong = misjudgements(form, mine, base, 0)
    assert wrong == (("benefit", "e", "spending"),)
    assert corrected(form, mine, base, wrong) == base


def test_a_cut_form_keeps_what_its_effects_need() -> None:
    """Two effects, the second by schedule; without the states of the first only the second is left."""
    from evenhand.solve.around import _cut

    security = {"to": {"a.k": 1}, "hazard": 1, "cut": 1, "savings": {"b.k": 4}, "schedule": {"2": 1}}
    one = case(
        [
            {"id": "lone", "when": {"a": "y", "b": "x"}, "gives": {"a.k": 1}},
            {"id": "both", "when": BOTH, "benefit": {"security": security}},
        ]
    )
    form = structure(one, "i")
    cut = _cut(form, np.array([form.default, form.states.tolist().index([1, 1])]))
    assert cut.effects == ("both",)
    assert [recipe.target for recipe in cut.recipes] == ["a.k", "b.k"]
    assert (cut.item_row.tolist(), cut.row_effect.tolist()) == ([0, 1], [0, 0])
    assert cut.schedules == form.schedules

"""Courses on paths small enough to work out by hand, and the equilibrium of Bush and Mosteller."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from evenhand.solve.courses import CONFRONT, HOLD, TRIM, Parameters, Paths, adapt, paths


def go(uniform: list[float], aspired: Any = 0.0, attained: Any = 1.0, trimmed: Any = None, **numbers: float) -> Paths:
    """One path; ``aspired`` and ``attained`` as numbers, or by side and issue."""
    one = {
        "hazard": 0.0, "disappointment": 1.0, "adaptation": 0.0, "duration": 1.0, "suspended": 0.0, "recovery": 0.0,
        "forgone": 0.0, "confrontation": 1.0, **numbers,
    }  # fmt: skip

    def shaped(value: Any) -> np.ndarray:
        return np.atleast_2d(np.asarray(value, dtype=float))[None]

    n_sides = shaped(aspired).shape[1]
    given = {name: np.array([value]) for name, value in one.items() if name != "adaptation"}
    parameters = Parameters(adaptation=np.full((1, n_sides), one["adaptation"]), **given)
    start = shaped(aspired)
    return paths(
        start, start if trimmed is None else shaped(trimmed), shaped(attained), parameters,
        np.array([uniform]), np.ones(len(uniform)),
    )  # fmt: skip


def test_disappointment_is_the_gap_as_a_share_of_the_sides_own_scale_and_fades_as_aspirations_adapt() -> None:
    # counts on 10, gets 4, adapts by half: aspirations 10, 7, 5.5; gaps 6, 3, 1.5 on a scale of 10
    found = go([0.5, 0.5, 0.5], aspired=10.0, attained=4.0, adaptation=0.5)
    assert found.disappointment[HOLD, 0] == pytest.approx([0.6, 0.3, 0.15])
    assert found.crises[HOLD, 0] == 0
    assert found.lost[HOLD, 0] == 0


def test_who_loses_by_an_agreement_is_disappointed_without_counting_on_anything() -> None:
    # counts on 0, gets -2: a gap of 2 on a scale of 2
    assert go([0.5], aspired=0.0, attained=-2.0).disappointment[HOLD, 0, 0] == 1.0


def test_nobody_is_disappointed_where_nothing_is_at_stake() -> None:
    assert go([0.5], aspired=0.0, attained=0.0).disappointment[HOLD, 0, 0] == 0.0


def test_a_crisis_suspends_for_its_duration_and_what_is_suspended_comes_back_year_by_year() -> None:
    # hazard ln 2: a crisis where the chance is below 1/2; half is suspended, and half of that returns each year:
    # 0.5 + 0.25 + 0.125 years lost
    found = go([0.4, 0.6, 0.6], hazard=math.log(2), suspended=0.5, recovery=0.5)
    assert found.crises[HOLD, 0] == 1
    assert found.lost[HOLD, 0] == pytest.approx(0.875)
    assert found.had[HOLD] == pytest.approx([0.5, 0.75, 0.875])
    assert found.begun[HOLD].tolist() == [1, 0, 0]


def test_a_crisis_of_a_year_and_a_half_lasts_into_the_second_year() -> None:
    # year 1 wholly lost; year 2: half of it, and of its other half what has not come back: 0.5 + 0.25; year 3: 0.5
    found = go([0.4, 0.6, 0.6], hazard=math.log(2), suspended=1.0, recovery=0.5, duration=1.5)
    assert found.lost[HOLD, 0] == pytest.approx(1 + 0.75 + 0.5)


def test_no_second_crisis_begins_while_one_is_under_way() -> None:
    # with a chance of 0 in every year a crisis begins whenever it may: in years 1 and 3
    found = go([0.0] * 4, hazard=1.0, suspended=1.0, recovery=1.0, duration=2.0)
    assert found.begun[HOLD].tolist() == [1, 0, 1, 0]


def test_a_crisis_without_duration_is_counted_and_takes_what_has_not_come_back() -> None:
    # no time under way; half of what was suspended comes back at once, so 0.5 is lost in its year, then 0.25
    found = go([0.4, 0.6], hazard=math.log(2), suspended=1.0, recovery=0.5, duration=0.0)
    assert (found.crises[HOLD, 0], found.lost[HOLD, 0]) == (1, pytest.approx(0.5 + 0.5))


@pytest.mark.parametrize(("chance", "crises"), [(0.499, 1), (0.501, 0)])
def test_full_disappointment_multiplies_the_hazard(chance: float, crises: int) -> None:
    # counts on 1, gets nothing: D = 1, hazard 3 · (ln 2)/3 = ln 2, probability 1/2
    found = go([chance], aspired=1.0, attained=0.0, hazard=math.log(2) / 3, disappointment=3.0)
    assert found.crises[HOLD, 0] == crises


@pytest.mark.parametrize(("chance", "crises"), [(0.499, 1), (0.501, 0)])
def test_every_side_counts_the_same(chance: float, crises: int) -> None:
    # one side gets nothing, the other, whose points are a thousand times as large, all: D = 1/2, ratio 4: 4^(1/2) = 2
    found = go([chance], aspired=[[1.0], [1000.0]], attained=[[0.0], [1000.0]], hazard=math.log(2) / 2,
               disappointment=4.0)  # fmt: skip
    assert found.crises[HOLD, 0] == crises


def test_trim_starts_from_its_own_aspirations_on_the_same_chances() -> None:
    # hold: D = 1 and a crisis; trim: D = 0 and, at a quarter of the hazard, none on the same chance
    found = go([0.4], aspired=1.0, trimmed=0.0, attained=0.0, hazard=math.log(2) / 4, disappointment=4.0)
    assert found.crises[[HOLD, TRIM], 0].tolist() == [1, 0]


def test_confronting_forgoes_agreements_every_year_and_multiplies_the_hazard() -> None:
    # nine tenths forgone for three years; hazard 2 · (ln 2)/2 is ln 2, so crises on chances below 1/2
    found = go([0.4, 0.6, 0.6], hazard=math.log(2) / 2, confrontation=2.0, forgone=0.9)
    assert found.lost[CONFRONT, 0] == pytest.approx(2.7)
    assert found.crises[:, 0].tolist() == [0, 0, 1]


def test_later_years_weigh_as_they_are_told_to() -> None:
    one = Parameters(*(np.array([value]) for value in (0.0, 1.0)), np.zeros((1, 1)),
                     *(np.array([value]) for value in (1.0, 0.0, 0.0, 0.5, 1.0)))  # fmt: skip
    found = paths(np.zeros((1, 1, 1)), np.zeros((1, 1, 1)), np.ones((1, 1, 1)), one, np.full((1, 2), 0.5),
                  np.array([1.0, 0.5]))  # fmt: skip
    assert found.lost[CONFRONT, 0] == pytest.approx(0.5 * 1.0 + 0.5 * 0.5)


def test_rescaling_a_sides_points_and_reordering_sides_and_issues_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    n, years = 300, 12
    aspired, attained = rng.random((2, n, 2, 3))
    parameters = Parameters(
        hazard=rng.random(n), disappointment=4 * rng.random(n), adaptation=rng.random((n, 2)),
        duration=2 * rng.random(n), suspended=rng.random(n), recovery=rng.random(n), forgone=rng.random(n),
        confrontation=2 * rng.random(n),
    )  # fmt: skip
    uniform, worth = rng.random((n, years)), np.ones(years)
    plain = paths(aspired, aspired / 2, attained, parameters, uniform, worth)
    factor = np.array([64.0, 1.0])[None, :, None]
    moved = Parameters(**{**vars(parameters), "adaptation": parameters.adaptation[:, ::-1].copy()})

    def turned(values: np.ndarray) -> np.ndarray:
        return (factor * values)[:, ::-1, ::-1].copy()

    other = paths(turned(aspired), turned(aspired / 2), turned(attained), moved, uniform, worth)
    assert (other.crises == plain.crises).all()
    np.testing.assert_allclose(other.lost, plain.lost, rtol=1e-12)
    np.testing.assert_allclose(other.disappointment[:, ::-1], plain.disappointment, rtol=1e-9)


# --- the equilibrium of the linear operator


def test_the_expected_aspiration_converges_to_the_equilibrium_of_bush_and_mosteller() -> None:
    """Bush & Mosteller (1955), chapters 1, 4 and 5: two operators, applied by chance.

    Event 1 comes with probability π, event 2 else; operator i is ``Q_i p = a_i p + (1 − a_i) λ_i`` with fixed point
    λ_i, here ``adapt(p, λ_i, θ_i)`` with θ_i = 1 − a_i. Taking expectations of both sides, the mean V of p obeys
    ``V' = V + π θ₁ (λ₁ − V) + (1 − π) θ₂ (λ₂ − V)``, which stands still at
    ``V∞ = [π θ₁ λ₁ + (1 − π) θ₂ λ₂] / [π θ₁ + (1 − π) θ₂]``
    and is approached by the factor ``1 − π θ₁ − (1 − π) θ₂`` a step.
    """
    chance, first, second, high, low = 0.3, 0.2, 0.5, 1.0, 0.1
    limit = (chance * first * high + (1 - chance) * second * low) / (chance * first + (1 - chance) * second)
    rng = np.random.default_rng(1955)
    n, steps = 4000, 60
    held = np.zeros(n)
    for _ in range(steps):
        event = rng.random(n) < chance
        held = np.where(event, adapt(held, high, first), adapt(held, low, second))
    left = (1 - chance * first - (1 - chance) * second) ** steps  # of the distance at the start
    assert left < 1e-10
    assert abs(held.mean() - limit) < 4 * held.std() / math.sqrt(n)


def test_with_equal_rates_probabilities_are_matched_with_the_variance_of_the_stationary_distribution() -> None:
    """Equal rates, events 1 and 0: V∞ = π (probability matching; Estes & Straughan 1954).

    The variance follows in the same way: p' = (1 − θ) p + θ e with e independent of p and Var e = π(1 − π), so that
    ``W = (1 − θ)² W + θ² π (1 − π)``, or ``W∞ = π (1 − π) θ / (2 − θ)``.
    """
    chance, rate, n = 0.7, 0.3, 20000
    rng = np.random.default_rng(1954)
    held = np.zeros(n)
    for _ in range(80):
        held = adapt(held, (rng.random(n) < chance).astype(float), rate)
    assert held.mean() == pytest.approx(chance, abs=4 * held.std() / math.sqrt(n))
    assert held.var() == pytest.approx(chance * (1 - chance) * rate / (2 - rate), rel=0.05)


def test_the_kernel_follows_the_operator_to_its_fixed_point() -> None:
    # no crises: aspirations go to what is had as (1 − θ)^t; gap_t / scale = (10 − 4)(1 − 0.3)^t / 10
    found = go([0.5] * 20, aspired=10.0, attained=4.0, adaptation=0.3)
    assert found.disappointment[HOLD, 0] == pytest.approx(0.6 * 0.7 ** np.arange(20))

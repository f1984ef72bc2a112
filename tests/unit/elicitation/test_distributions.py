"""Percentiles to distributions: published shapes, exact percentiles, bounds, moments."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.elicitation import Distribution, marginal
from evenhand.elicitation.distributions import Z95

PERCENTILES = np.array([-Z95, 0.0, Z95])
BOUNDS = [(-math.inf, math.inf), (0.0, math.inf), (-math.inf, 100.0), (0.0, 100.0)]


def of(values: tuple[float, ...], low: float = -math.inf, high: float = math.inf) -> Distribution:
    return Distribution((marginal(values, low, high),))


@st.composite
def triples(draw: st.DrawFn) -> tuple[float, float, float]:
    first = draw(st.floats(0.5, 90))
    second = draw(st.floats(first + 0.1, 95))
    return first, second, draw(st.floats(second + 0.1, 99))


@settings(max_examples=60, deadline=None, print_blob=True)
@given(triples(), st.sampled_from(BOUNDS))
def test_the_three_percentiles_are_met_exactly(values: tuple[float, float, float], bounds: tuple[float, float]) -> None:
    assert of(values, *bounds).quantile(PERCENTILES) == pytest.approx(values, rel=1e-9)


@settings(max_examples=60, deadline=None, print_blob=True)
@given(triples(), st.sampled_from(BOUNDS))
def test_quantiles_rise_and_stay_within_the_bounds(
    values: tuple[float, float, float], bounds: tuple[float, float]
) -> None:
    drawn = of(values, *bounds).quantile(np.linspace(-6.2, 6.2, 401))
    assert np.isfinite(drawn).all()
    assert (np.diff(drawn) >= 0).all()
    assert drawn.min() >= bounds[0] and drawn.max() <= bounds[1]


def j_qpd_b(p: float, values: tuple[float, float, float], low: float, high: float) -> float:
    """J-QPD-B as published (Hadlock & Bickel 2017, eq. 6)."""
    from statistics import NormalDist

    z, c = NormalDist().inv_cdf, NormalDist().inv_cdf(0.95)
    lo, mid, hi = (z((value - low) / (high - low)) for value in values)
    n = math.copysign(1, lo + hi - 2 * mid)
    xi = lo if n > 0 else hi
    delta = math.acosh((hi - lo) / (2 * min(mid - lo, hi - mid))) / c
    scale = (hi - lo) / math.sinh(2 * delta * c)
    return low + (high - low) * NormalDist().cdf(xi + scale * math.sinh(delta * (z(p) + n * c)))


def j_qpd_s(p: float, values: tuple[float, float, float], low: float) -> float:
    """J-QPD-S as published (Hadlock & Bickel 2017, eq. 9)."""
    from statistics import NormalDist

    z, c = NormalDist().inv_cdf, NormalDist().inv_cdf(0.95)
    lo, mid, hi = (math.log(value - low) for value in values)
    n = math.copysign(1, lo + hi - 2 * mid)
    theta = values[0] - low if n > 0 else values[2] - low
    delta = math.sinh(math.acosh((hi - lo) / (2 * min(mid - lo, hi - mid)))) / c
    scale = min(hi - mid, mid - lo) / (delta * c)
    return low + theta * math.exp(scale * math.sinh(math.asinh(delta * z(p)) + math.asinh(n * c * delta)))


@pytest.mark.parametrize("p", [0.001, 0.05, 0.2, 0.5, 0.8, 0.99])
@pytest.mark.parametrize("values", [(0.1, 0.2, 0.9), (0.1, 0.8, 0.9), (0.02, 0.05, 0.2)])
def test_bounded_quantities_follow_the_published_formulas(p: float, values: tuple[float, float, float]) -> None:
    from statistics import NormalDist

    z = np.array([NormalDist().inv_cdf(p)])
    assert of(values, 0, 1).quantile(z)[0] == pytest.approx(j_qpd_b(p, values, 0, 1), rel=1e-9)
    assert of(values, 0).quantile(z)[0] == pytest.approx(j_qpd_s(p, values, 0), rel=1e-9)


def test_without_skew_the_j_qpd_are_lognormal_and_probit_normal() -> None:
    z = np.array([-2.0, 0.3, 1.5])
    lognormal = np.exp(math.log(4) + z * math.log(2) / Z95)
    assert of((2, 4, 8), 0).quantile(z) == pytest.approx(lognormal)
    assert of((0.2, 0.5, 0.8), 0, 1).quantile(-z) == pytest.approx(1 - of((0.2, 0.5, 0.8), 0, 1).quantile(z))


def test_an_upper_bound_mirrors_a_lower_one() -> None:
    z = np.linspace(-3, 3, 7)
    assert of((1, 3, 4), high=5).quantile(z) == pytest.approx(-of((-4, -3, -1), low=-5).quantile(-z))


def test_unbounded_quantities_are_two_half_normals() -> None:
    found = of((1, 3, 4)).quantile(np.array([-Z95, -1.0, 1.0, Z95]))
    assert found == pytest.approx([1, 3 - 2 / Z95, 3 + 1 / Z95, 4])


def test_half_normals_by_hand() -> None:
    # Sides of 2 and 1 at 1.645: standard deviations a, b; mean m + (b - a)/sqrt(2 pi); E(x-m)² = (a² + b²)/2.
    a, b = 2 / Z95, 1 / Z95
    found = of((1, 3, 4))
    assert found.mean == pytest.approx(3 + (b - a) / math.sqrt(2 * math.pi))
    shift = (b - a) / math.sqrt(2 * math.pi)
    assert found.second_moment == pytest.approx(9 + 6 * shift + (a * a + b * b) / 2)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [((1, 3, 4), BOUNDS[0]), ((1, 3, 4), BOUNDS[1]), ((1, 3, 4), (-math.inf, 5.0)), ((0.1, 0.2, 0.9), (0.0, 1.0))],
)
def test_moments_are_those_of_a_large_sample(values: tuple[float, ...], bounds: tuple[float, float]) -> None:
    from statistics import NormalDist

    even = np.array([NormalDist().inv_cdf((i + 0.5) / 50_000) for i in range(50_000)])
    sample = of(values, *bounds).quantile(even)
    assert of(values, *bounds).mean == pytest.approx(sample.mean(), rel=2e-3)
    assert of(values, *bounds).second_moment == pytest.approx((sample**2).mean(), rel=2e-2)


def test_moments_of_a_lognormal_are_known() -> None:
    sigma = math.log(2) / Z95
    found = of((2, 4, 8), 0)
    assert found.mean == pytest.approx(4 * math.exp(sigma**2 / 2), rel=1e-9)
    assert found.second_moment == pytest.approx(16 * math.exp(2 * sigma**2), rel=1e-9)


@pytest.mark.parametrize(
    ("bounds", "middle"),
    [(BOUNDS[0], 5.0), (BOUNDS[1], 4.0), ((-math.inf, 10.0), 6.0), ((0.0, 10.0), 5.0)],
)
def test_a_pair_has_its_median_in_the_middle_of_the_scale_without_bounds(
    bounds: tuple[float, float], middle: float
) -> None:
    # 10 - sqrt(8 · 2) = 6; the probits of 0.2 and 0.8 cancel.
    assert of((2, 8), *bounds).median == pytest.approx(middle)


def test_a_point_is_certain_and_equal_percentiles_are_a_point() -> None:
    for values in ((3.0,), (3.0, 3.0), (3.0, 3.0, 3.0)):
        found = of(values, 0)
        assert found.is_point and found.median == found.mean == 3.0 and found.second_moment == 9.0


@pytest.mark.parametrize("values", [(), (2, 1), (1, 2, 3, 4), (-1, 2)])
def test_what_is_no_judgement_is_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="rising numbers"):
        marginal(values, low=0)


def test_doubling_a_quantity_doubles_its_quantiles() -> None:
    z = np.linspace(-4, 4, 9)
    for bounds in BOUNDS[:2]:
        assert of((2, 6, 16), *bounds).quantile(z) == pytest.approx(2 * of((1, 3, 8), *bounds).quantile(z))

"""Summaries, Monte Carlo errors and sensitivity against figures that are known."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from evenhand.study.figures import error_of_share, summaries, value_of_knowing, variance_share

EVEN = np.array([NormalDist().inv_cdf((i + 0.5) / 4096) for i in range(4096)])


def test_percentiles_are_those_of_the_columns() -> None:
    draws = np.column_stack([np.arange(101.0), np.full(101, 3.0)])
    first, second = summaries([7.0, 3.0], draws)
    assert (first.mean, first.p5, first.median, first.p95) == (7.0, 5.0, 50.0, 95.0)
    assert (second.p5, second.median, second.p95) == (3.0, 3.0, 3.0)
    assert summaries([], draws) == []


def test_one_draw_is_enough_for_a_summary_but_not_for_an_error() -> None:
    (found,) = summaries([2.0], np.array([[2.0]]))
    assert found.p5 == found.p95 == 2.0
    assert error_of_share(np.array([1.0]), np.array([1.0])) is None


def test_error_of_a_share_is_the_replicates_standard_error() -> None:
    # Shares 0.2, 0.4: standard deviation 0.1414, over sqrt(2) 0.1.
    assert error_of_share(np.array([2.0, 4.0]), np.array([10.0, 10.0])) == pytest.approx(0.1)


def test_variance_is_shared_out_as_the_squares_of_the_coefficients() -> None:
    other = np.random.default_rng(1).permutation(EVEN)
    figure = 2 * EVEN + other
    assert variance_share(EVEN, figure) == pytest.approx(0.8, abs=0.02)
    assert variance_share(other, figure) == pytest.approx(0.2, abs=0.02)
    assert variance_share(EVEN, np.full(4096, 5.0)) == 0.0
    assert variance_share(EVEN, 5.0 + 1e-12 * figure, small=1e-9) == 0.0  # rounding, of which nobody is the cause


def test_knowing_helps_only_where_the_decision_could_turn() -> None:
    # E max(Z, 0) = 1/sqrt(2 pi) = 0.399, and nothing where the figure is always positive.
    assert value_of_knowing(EVEN, EVEN.copy()) == pytest.approx(0.399, abs=0.005)
    assert value_of_knowing(EVEN, EVEN + 10) == pytest.approx(0.0, abs=1e-9)

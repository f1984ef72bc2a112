"""Draws: replicates, reproducibility, and columns that follow what the numbers say."""

from __future__ import annotations

import numpy as np
import pytest

from evenhand.casefile import Case
from evenhand.game import REPLICATES, chances, draw, further, locations, structure, views

PLACES = [("value", "e1", "a.k"), ("value", "e2", "a.k"), ("weight", "a", "k")]


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    assert (draw(PLACES, 100, 1).normal == draw(PLACES, 100, 1).normal).all()
    assert (draw(PLACES, 100, 1).normal != draw(PLACES, 100, 2).normal).any()


def test_seed_0_is_a_seed() -> None:
    assert (draw(PLACES, 100, 0).normal == draw(PLACES, 100, 0).normal).all()


@pytest.mark.parametrize("n", [1, 2, 15, 16, 17, 1000])
def test_replicates_share_out_all_draws(n: int) -> None:
    found = draw(PLACES, n, 1)
    rows = [row for block in found.blocks for row in range(block.start, block.stop)]
    assert rows == list(range(n)) and len(found.blocks) == min(n, REPLICATES)
    assert np.isfinite(found.normal).all()


def test_each_column_is_standard_normal() -> None:
    normal = draw(PLACES, 16 * 256, 3).normal.astype(float)
    assert normal.mean(axis=0) == pytest.approx([0, 0, 0], abs=0.01)
    assert normal.std(axis=0) == pytest.approx([1, 1, 1], abs=0.02)
    assert np.corrcoef(normal.T)[np.triu_indices(3, 1)] == pytest.approx([0, 0, 0], abs=0.03)


def test_nothing_uncertain_needs_no_column() -> None:
    assert draw([], 5, 1).normal.shape == (5, 0)


def test_no_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one draw"):
        draw(PLACES, 0, 1)


@pytest.mark.parametrize("order", ["ij", "ji"])
def test_columns_follow_the_numbers_and_not_the_issue_in_which_they_are_met_first(order: str) -> None:
    stances = {"a": ["x", "y"], "b": ["x", "y"]}
    issues = {
        name: {
            "title": name,
            "stances": stances,
            "default": {"a": "x", "b": "x"},
            "effects": [{"id": f"e-{name}", "when": {"a": "y"}, "gives": {"a.k": 1, key: 1}}],
        }
        for name, key in (("i", "b.k"), ("j", "b.m"))
    }
    case = Case.model_validate(
        {
            "case": "columns",
            "title": "Columns",
            "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
            "interests": {"k": {"name": "K", "unit": "points"}, "m": {"name": "M", "unit": "points"}},
            "weights": {"a": {"k": [1, 2, 3], "m": 1}, "b": {"k": [0.5, 1, 4], "m": 99}},
            "issues": {name: issues[name] for name in order},
        }
    )
    forms = [structure(case, name) for name in case.issues]
    assert locations([(form, views(case, form)) for form in forms]) == [("weight", "b", "k"), ("weight", "a", "k")]


def test_quantities_beside_the_issues_are_spread_evenly_and_leave_the_first_as_they_are() -> None:
    """A Latin hypercube a replicate: each of n equal shares of the probability holds one value."""
    from scipy.special import ndtr

    found = draw([("value", "e", "a.k")], 320, 7)
    beside = further(found, 3, 7)
    for block in found.blocks:
        size = block.stop - block.start
        for column in range(3):
            place = np.floor(ndtr(beside[block, column].astype(float)) * size + 1e-4).astype(int)
            assert len(set(np.clip(place, 0, size - 1).tolist())) >= size - 1  # single precision may move one
    assert (further(found, 2, 7) == beside[:, :2]).all()
    assert (further(found, 3, 8) != beside).any()


def test_chances_are_the_same_however_many_are_asked_for() -> None:
    found = draw([], 100, 3)
    many = chances(found, 9, 3)
    assert many.shape == (100, 9)
    assert ((many >= 0) & (many < 1)).all()
    assert (chances(found, 4, 3) == many[:, :4]).all()
    assert abs(np.corrcoef(many[:, 0], many[:, 1])[0, 1]) < 0.4

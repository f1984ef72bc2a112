"""Experts' numbers pooled: every side counts the same, however many experts it sends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from evenhand.casefile import Case, judgements
from evenhand.elicitation import base_name, pooled

EXPERTS = {"a1": "p1", "a2": "p1", "b1": "p2", "c1": None}


def case(experts: dict[str, Any]) -> Case:
    number = {"is": 10, "experts": experts} if experts else 10
    return Case.model_validate(
        {
            "case": "pool",
            "title": "Pool",
            "parties": {"p1": {"name": "A"}, "p2": {"name": "B"}},
            "interests": {"k1": {"name": "K", "unit": "points"}},
            "weights": {"p1": {"k1": 1}, "p2": {"k1": 1}},
            "experts": {name: {"name": name, **({"side": side} if side else {})} for name, side in EXPERTS.items()},
            "issues": {
                "issue1": {
                    "title": "I",
                    "stances": {"p1": ["x", "y"], "p2": ["x", "y"]},
                    "default": {"p1": "x", "p2": "x"},
                    "effects": [{"id": "e1", "when": {"p1": "y"}, "gives": {"p1.k1": number}}],
                }
            },
        }
    )


def value(experts: dict[str, Any]) -> Any:
    found = case(experts)
    return pooled(found, next(j for path, j in judgements(found) if "gives" in path))


def test_without_experts_of_every_side_the_authors_number_stands() -> None:
    assert base_name(case({})) == base_name(case({"a1": 2, "a2": 4})) == "authors"
    assert value({"a1": 2, "a2": 4}).median == 10
    assert base_name(case({"a1": 2, "b1": 4})) == "pooled"


def test_a_second_expert_of_a_side_does_not_move_the_other_side_s_share() -> None:
    assert value({"a1": 2, "b1": 6}).median == 4
    assert value({"a1": 2, "a2": 2, "b1": 6}).median == pytest.approx(4)
    assert value({"a1": 1, "a2": 3, "b1": 6}).median == pytest.approx(4)


def test_experts_of_no_side_are_one_more_group() -> None:
    assert value({"a1": 2, "b1": 6, "c1": 10}).median == pytest.approx(6)


def test_swapping_the_sides_experts_swaps_nothing() -> None:
    z = np.linspace(-3, 3, 13)
    one, other = value({"a1": [1, 2, 5], "b1": [2, 3, 4]}), value({"a1": [2, 3, 4], "b1": [1, 2, 5]})
    assert one.quantile(z) == pytest.approx(other.quantile(z))


def test_quantiles_are_averaged_so_that_disagreement_adds_no_width() -> None:
    found = value({"a1": [0, 1, 2], "b1": [10, 11, 12]})
    assert found.quantile(np.array([-1.6448536269514722, 0, 1.6448536269514722])) == pytest.approx([5, 6, 7])
    assert found.mean == pytest.approx(6)

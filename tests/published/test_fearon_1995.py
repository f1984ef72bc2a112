"""Fearon's bargaining range, met by the security model and by the improvements that follow from it.

Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379-414, pages 386-388: two
states divide a good of size 1; A wins a war with probability p; war costs them c_A and c_B. Risk-neutral, both prefer
every division x with p - c_A <= x <= p + c_B to war: an interval as wide as the costs of war together.
"""

from __future__ import annotations

from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case

DIVISIONS = [tenth / 10 for tenth in range(11)]


def dispute(p: float, cost_a: float, cost_b: float) -> Case:
    """War by default; settling on a division spares both its costs (certain: hazard 1, all of it taken away)."""
    stance = {x: f"x{round(10 * x):02d}" for x in DIVISIONS}
    effects: list[dict[str, Any]] = [
        {
            "id": "peace",
            "when": {"a": list(stance.values()), "b": "settle"},
            "benefit": {"security": {"to": {"a.good": cost_a, "b.good": cost_b}, "hazard": 1, "cut": 1}},
        }
    ]
    for x, name in stance.items():
        effects.append({"id": name, "when": {"a": name, "b": "settle"}, "gives": {"a.good": x - p, "b.good": p - x}})
    return Case.model_validate(
        {
            "case": "fearon",
            "title": "Fearon 1995",
            "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
            "interests": {"good": {"name": "Good", "unit": "share"}},
            "weights": {"a": {"good": 1}, "b": {"good": 1}},
            "issues": {
                "division": {
                    "title": "Division",
                    "stances": {"a": ["war", *stance.values()], "b": ["war", "settle"]},
                    "default": {"a": "war", "b": "war"},
                    "infeasible": [{"a": "war", "b": "settle"}, {"a": list(stance.values()), "b": "war"}],
                    "effects": effects,
                }
            },
        }
    )


@pytest.mark.parametrize(
    ("p", "cost_a", "cost_b", "expected"),
    [
        # p - c_A = 0.5 - 0.15 = 0.35; p + c_B = 0.5 + 0.25 = 0.75
        (0.5, 0.15, 0.25, [0.4, 0.5, 0.6, 0.7]),
        # 0.7 - 0.05 = 0.65; 0.7 + 0.05 = 0.75
        (0.7, 0.05, 0.05, [0.7]),
        # 0.25 - 0.02 = 0.23; 0.25 + 0.02 = 0.27: no tenth lies between, so a good that comes in tenths is fought for,
        # which is Fearon's indivisibility
        (0.25, 0.02, 0.02, []),
    ],
)
def test_the_improvements_on_war_are_the_divisions_in_the_bargaining_range(
    p: float, cost_a: float, cost_b: float, expected: list[float]
) -> None:
    found = evenhand.analyse(dispute(p, cost_a, cost_b), draws=16)["division"].accounts["authors"]
    improving = [
        int(state["stances"]["a"][1:]) / 10 for state in found.states or [] if state["class"].startswith("improvement")
    ]
    assert improving == expected


def test_what_both_forgo_by_war_is_the_costs_of_war_together() -> None:
    """At any division in the range the gains add up to c_A + c_B, here 0.4 (one good, so the sum has a meaning)."""
    losses = evenhand.analyse(dispute(0.5, 0.15, 0.25), draws=16)["division"].accounts["authors"].losses
    assert sum(loss.interests["good"].mean for loss in losses.values()) == pytest.approx(0.4)

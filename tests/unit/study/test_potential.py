"""Unused potential by hand, and what the study of benefits says of a model."""

from __future__ import annotations

import json
from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case
from evenhand.errors import InputError


def case(**more: Any) -> Case:
    """Two issues whose agreements bring north 2 and 1, south 1 and 3, and the island 5 lives on the second."""
    data: dict[str, Any] = {
        "case": "strait",
        "title": "Strait",
        "parties": {
            "north": {"name": "North", "numeraire": "money"},
            "south": {"name": "South", "numeraire": "money"},
            "island": {"name": "Island"},
        },
        "interests": {"money": {"name": "Money", "unit": "USD bn/yr"}, "lives": {"name": "Lives", "unit": "lives/yr"}},
        "weights": {"north": {"money": 2}, "south": {"money": 1}},
        "issues": {
            name: {
                "title": name,
                "stances": {"north": ["no", "yes"], "south": ["no", "yes"]},
                "default": {"north": "no", "south": "no"},
                "effects": [{"id": f"{name}-done", "when": {"north": "yes", "south": "yes"}, "gives": gives}],
            }
            for name, gives in (
                ("first", {"north.money": 2, "south.money": 1}),
                ("second", {"north.money": 1, "south.money": 3, "island.lives": 5}),
            )
        },
        **more,
    }
    return Case.model_validate(data)


def potential(one: Case, **more: Any) -> dict[str, Any]:
    return json.loads(json.dumps(evenhand.benefits(one, draws=32, **more).document()))["unused_potential"]


def test_it_is_the_sum_over_the_issues_for_every_party() -> None:
    found = potential(case())
    assert found["north"]["interests"]["money"]["mean"] == pytest.approx(3)
    assert found["south"]["interests"]["money"]["mean"] == pytest.approx(4)
    assert found["island"]["interests"]["lives"]["mean"] == pytest.approx(5)
    assert found["island"]["points"] is None
    assert found["island"]["why"] == "no weights"


def test_the_whole_is_told_in_what_the_party_counts_in() -> None:
    # north weighs its money by 2, so 3 a year are 6 points and as much as 3 of money
    found = potential(case())["north"]
    assert found["points"]["mean"] == pytest.approx(6)
    assert found["worth"]["mean"] == pytest.approx(3)
    assert found["issues"] == {"first": pytest.approx(2 / 3), "second": pytest.approx(1 / 3)}


def test_a_side_s_points_are_those_of_the_analysis() -> None:
    analysed = evenhand.analyse("us-russia-2013", draws=64).unused_potential
    found = evenhand.benefits("us-russia-2013", draws=64).unused_potential
    for side, figure in analysed.items():
        assert found[side]["points"]["mean"] == pytest.approx(figure["points"].mean)
        assert found[side]["points"]["p95"] == pytest.approx(figure["points"].p95)


def test_an_issue_without_improvement_or_amounts_does_not_count() -> None:
    assert evenhand.benefits("us-russia-2013", draws=8).issues[2]["why"] == "none"
    with pytest.raises(InputError, match="no issue"):
        evenhand.benefits("ordinal", draws=8)


def test_another_account_has_another_sum() -> None:
    own = {"north": {"effects": {"first-done": {"gives": {"north.money": 7}}}}}
    assert potential(case(accounts=own), account="north")["north"]["interests"]["money"]["mean"] == pytest.approx(8)
    assert potential(case(accounts=own))["north"]["interests"]["money"]["mean"] == pytest.approx(3)


def test_a_model_is_shown_with_its_parameters_and_what_it_gives() -> None:
    one = case().model_dump(by_alias=True, exclude_none=True)
    one["issues"]["first"]["effects"][0]["benefit"] = {
        "investment": {"to": {"north.money": 0.1}, "flow": 8, "payback": 3, "spread": 2, "safer": 3, "life": 5}
    }
    (model,) = evenhand.benefits(Case.model_validate(one), draws=8).models
    # nothing is safe today; with 3 years half of the projects are, worth 8 x 0.5 x 5 x 0.1 a year
    assert model["gives"] == [{"to": "north.money", "by": "to", "mean": pytest.approx(2.0), "p5": pytest.approx(2.0),
                               "median": pytest.approx(2.0), "p95": pytest.approx(2.0)}]  # fmt: skip
    assert model["sorts"]["without"]["all"]["mean"] == 0.0
    assert model["sorts"]["with"]["all"]["mean"] == pytest.approx(0.5)
    assert {one["parameter"]: one["median"] for one in model["parameters"]}["flow"] == 8

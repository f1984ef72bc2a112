"""What pressure does by the case, and by the readings where the case is silent."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "solve"))

import pytest
from games import table

from evenhand.elicitation import pooled
from evenhand.game.pressing import BACKLASH, BELIEVED, COSTS, pressing

MONEY = {name: {"numeraire": "k"} for name in "ab"}


def test_what_the_case_says_comes_first_and_the_rest_are_readings() -> None:
    found = table({"yy": (1, 1)}, parties=MONEY, pressure={"a": {"believed": 1, "costs": {"b": 2}}})
    told = pressing(found, "a", ("a", "b"))
    assert told.believed.mean == 1 and told.backlash == pooled(found, BACKLASH)
    assert told.costs == {"b": 2} and told.given == {"believed", "costs.b"}
    other = pressing(found, "b", ("a", "b"))
    assert other.believed == pooled(found, BELIEVED) and not other.given


def test_the_reading_of_the_cost_is_shared_by_the_other_sides() -> None:
    parties = {**MONEY, "c": {"numeraire": "k"}}
    found = table({"yy": (1, 1)}, parties=parties)
    mean = pooled(found, COSTS).mean
    assert pressing(found, "a", ("a", "b", "c")).costs == pytest.approx({"b": mean / 2, "c": mean / 2})


def test_what_carrying_it_out_costs_a_side_that_counts_in_another_interest_is_not_known() -> None:
    found = table({"yy": (1, 1)}, parties={"a": {"numeraire": "k"}, "b": {"numeraire": "m"}})
    told = pressing(found, "a", ("a", "b"))
    assert told.costs == {} and told.unknown == ("b",)

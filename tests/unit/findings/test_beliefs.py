"""What one side's account says of the other, beside the other's own and the base."""

from __future__ import annotations

import pytest
from games import case, solved

from evenhand.findings.beliefs import beliefs

BOTH = {"yy": {"a.k": 2, "b.k": 4}}


def test_a_belief_is_a_share_of_the_largest_of_the_three_values() -> None:
    accounts = {
        "a": {"effects": {"e-yy": {"gives": {"b.k": -2}}}},
        "b": {"effects": {"e-yy": {"gives": {"b.k": 5}}}},
    }
    found = {(one.by, one.about): one for one in beliefs(solved(case(BOTH, accounts=accounts)))}
    about_b = found["a", "b"]
    assert (about_b.believed, about_b.own, about_b.base) == pytest.approx((-0.4, 1.0, 0.8))
    assert (found["b", "a"].believed, found["b", "a"].own, found["b", "a"].base) == (1, 1, 1)


def test_a_side_without_an_account_has_no_own_figure_and_no_beliefs() -> None:
    found = beliefs(solved(case(BOTH, accounts={"a": {"effects": {"e-yy": {"gives": {"b.k": 1}}}}})))
    assert [(one.by, one.about, one.own) for one in found] == [("a", "b", None)]


def test_nothing_is_divided_by_nothing() -> None:
    found = beliefs(solved(case({"yx": {"a.k": -1}}, accounts={"a": {"attachment": {"a": 2}}})))
    assert all(one.believed == 0 == one.base for one in found if one.about == "b")

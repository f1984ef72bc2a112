"""Mixes worked out by hand."""

from __future__ import annotations

import pytest
from games import case, number, solved, table

from evenhand.solve.mixing import mix


def test_turns_are_shared_evenly() -> None:
    p = solved(table({"yz": (5, -1), "zy": (-1, 5)}))
    found = mix(p, 0)
    assert found is not None
    assert found[number(p, "yz")] == pytest.approx(0.5) and found[number(p, "zy")] == pytest.approx(0.5)


def test_an_uneven_mix_equalises_the_shares_of_what_each_could_gain() -> None:
    # Part q of (4, -1), 1 - q of (-1, 2). a gains 5q - 1, at most 7/3 (q = 2/3); b gains 2 - 3q, at most 7/5 (q = 1/5).
    # Equal shares: (5q - 1)/(7/3) = (2 - 3q)/(7/5), so 14q = 91/15 and q = 13/30.
    p = solved(table({"yz": (4, -1), "zy": (-1, 2)}))
    found = mix(p, 0)
    assert found is not None
    assert found[number(p, "yz")] == pytest.approx(13 / 30)


def test_no_mix_where_every_state_costs_more_than_it_brings() -> None:
    assert mix(solved(table({"yz": (4, -5), "zy": (-5, 4)})), 0) is None


def test_no_mix_at_a_bystander_s_cost() -> None:
    states = {"yz": {"a.k": 5, "b.k": -1, "c.k": -1}, "zy": {"a.k": -1, "b.k": 5}}
    assert mix(solved(case(states, parties={"c": {}})), 0) is None
    assert mix(solved(case(states, parties={"c": {}}, weights={"c": {"m": 1}})), 0) is not None

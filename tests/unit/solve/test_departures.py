"""Lone moves: at nobody's cost, at others' cost, whatever the others do; and whether netting matters."""

from __future__ import annotations

import pytest
from games import case, named, number, solved, table

from evenhand.solve.departures import temptation, unilateral, value_at_risk
from evenhand.solve.netting import netting_matters
from evenhand.solve.prediction import predict


def test_a_gain_at_no_cost_is_a_unilateral_loss_of_staying() -> None:
    p = solved(table({"yx": (1, 0), "yy": (2, 0)}))
    found = unilateral(p, 0, 0)
    assert found is not None and found.states == (number(p, "yx"),) and found.whatever_others_do
    assert temptation(p, 0, 0) is None
    assert unilateral(p, 0, 1) is None


def test_it_depends_on_the_others_where_the_move_costs_them_or_gains_nothing_there() -> None:
    for there in ((2, -1), (0, 0), (-1, 0)):
        found = unilateral(solved(table({"yx": (1, 0), "yy": there})), 0, 0)
        assert found is not None and not found.whatever_others_do


def test_of_equally_good_moves_those_are_named_that_hold_whatever_the_others_do() -> None:
    # y and z bring a 3 today; once b has moved to y, z brings it 3 - 5 = -2 and y still 3
    y, z = {f"y{b}": (3, 0) for b in "xyz"}, {"zx": (3, 0), "zy": (-2, 0), "zz": (3, 0)}
    p = solved(table(y | z))
    found = unilateral(p, 0, 0)
    assert found is not None and found.states == (number(p, "yx"),) and found.whatever_others_do


def test_a_gain_at_another_s_cost_is_a_temptation_and_names_who_pays() -> None:
    p = solved(case({"yx": {"a.k": 1, "b.k": -1, "c.k": -1}}, parties={"c": {}}))
    found = temptation(p, 0, 0)
    assert found is not None and unilateral(p, 0, 0) is None
    assert [p.form.parties[q] for q in found.pays] == ["b", "c"]


def test_value_at_risk_is_the_most_that_others_moves_can_cost() -> None:
    p = solved(table({"yx": (1, -3), "xy": (-2, 1), "yy": (-9, -9)}))
    assert value_at_risk(p, 0) == pytest.approx([2, 3])


def test_netting_matters_where_a_gain_and_a_loss_would_cancel_first() -> None:
    # Interest by interest 4 - 3·2 < 0: refused; netted 4 - 2 = 2: accepted.
    states = {"yy": {"a.k": 4, "a.m": -2, "b.k": 1}}
    for attachment, matters in ((3, True), (1.5, False)):
        p = solved(case(states, parties={"a": {"attachment": attachment}}))
        assert netting_matters(p, 0, predict(p)[0]) is matters
    p = solved(case({"yy": {"a.k": -1, "b.k": 1}}, parties={"a": {"attachment": 3}}))
    assert netting_matters(p, 0, predict(p)[0]) is False
    assert named(p, p.reference(0)) == set()

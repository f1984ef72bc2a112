"""Leverage and unused potential are even: names, order and the scale of a party's weights change nothing."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import alike, assert_same, renamed, sorted_lists, without
from strategies import Data, case_data, case_of, law
from test_evenness import names_in, scaled, shuffled

import evenhand
from evenhand.casefile import Case

SMALL = ("error",)


def leverage(case: Case) -> dict[str, Any]:
    assume(len(case.issues) > 1)
    return plain(evenhand.leverage(case, draws=32, threads=1).document())


def benefits(case: Case) -> dict[str, Any]:
    return plain(evenhand.benefits(case, draws=32).document())


def plain(found: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(found, allow_nan=False)))


def compared(found: dict[str, Any]) -> Any:
    return sorted_lists(without(found, SMALL))


BOTH = pytest.mark.parametrize("document", [leverage, benefits])


@BOTH
@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_other_names_change_names_only(
    document: Callable[[Case], dict[str, Any]], data: Data, dice: random.Random
) -> None:
    names = names_in(data)
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    expected = renamed(document(case_of(data)), mapping)
    assert_same(compared(document(case_of(renamed(data, mapping)))), compared(expected), 1e-9)


@BOTH
@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing(
    document: Callable[[Case], dict[str, Any]], data: Data, dice: random.Random
) -> None:
    one, other = case_of(data), case_of(shuffled(data, dice))
    assume(not alike(one))
    assert_same(compared(document(other)), compared(document(one)), 1e-7)


@BOTH
@law
@given(case_data(more=True), st.sampled_from([0.25, 8.0]))
def test_a_partys_weights_in_another_numeraire_change_nothing_but_its_points(
    document: Callable[[Case], dict[str, Any]], data: Data, factor: float
) -> None:
    moved = copy.deepcopy(data)
    for place in (moved, *moved.get("accounts", {}).values()):
        if "p1" in place.get("weights", {}):
            place["weights"]["p1"] = scaled(place["weights"]["p1"], factor)
    found, expected = (without(document(case_of(one)), ("points",)) for one in (moved, data))
    assert_same(compared(found), compared(expected), 1e-9)


@law
@given(case_data(more=True))
def test_a_share_of_leverage_in_every_account_is_no_larger_than_in_one(data: Data) -> None:
    for pair in leverage(case_of(data))["pairs"]:
        assert pair["probability_in_all"] <= pair["probability"]
        assert not pair["in_all_accounts"] or pair["status"] == "leverage"
        for best in pair["best"]:
            assert best["carrying_out"] < 1.0
            assert 0.0 < best["yielding"] < 1.0

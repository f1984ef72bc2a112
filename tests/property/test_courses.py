"""Courses over time are even: names, order and the scale of a party's weights change nothing but themselves."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import alike, assert_same, renamed, sorted_lists, without
from strategies import Data, case_data, case_of, law
from test_evenness import names_in, scaled, shuffled

import evenhand
from evenhand.casefile import Case

EDGES = ("sensitivity", "most", "flips")
"""What may jump where two shares are equal but for rounding."""


def document(case: Case) -> dict[str, Any]:
    found = evenhand.courses(case, draws=32, threads=1, years=6).document()
    return dict(json.loads(json.dumps(found, allow_nan=False)))


def compared(found: dict[str, Any]) -> Any:
    """A document whose lists by year stay in order, less what may jump."""
    return sorted_lists(without(found, EDGES))


@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_other_names_change_names_only(data: Data, dice: random.Random) -> None:
    names = names_in(data)
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    expected = renamed(document(case_of(data)), mapping)
    found = document(case_of(renamed(data, mapping)))
    assert_same(compared(found), compared(expected), 1e-9)


@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing(data: Data, dice: random.Random) -> None:
    one, other = case_of(data), case_of(shuffled(data, dice))
    assume(not alike(one))
    assert_same(compared(document(other)), compared(document(one)), 1e-9)


@law
@given(case_data(more=True), st.sampled_from([0.25, 8.0]))
def test_a_partys_weights_in_another_numeraire_change_nothing(data: Data, factor: float) -> None:
    moved = copy.deepcopy(data)
    for place in (moved, *moved.get("accounts", {}).values()):
        if "p1" in place.get("weights", {}):
            place["weights"]["p1"] = scaled(place["weights"]["p1"], factor)
    if "caution" in moved["parties"]["p1"]:
        del moved["parties"]["p1"]["caution"]
        del data["parties"]["p1"]["caution"]
    assert_same(compared(document(case_of(moved))), compared(document(case_of(data))), 1e-9)


@pytest.mark.parametrize("first", ["north", "south"])
def test_mirrored_sides_with_their_own_adaptation_change_places_with_their_names(first: str) -> None:
    second = {"north": "south", "south": "north"}[first]
    data: Data = {
        "case": "mirror",
        "title": "Mirror",
        "parties": {first: {"name": "F"}, second: {"name": "S"}},
        "interests": {"k": {"name": "K", "unit": "points"}},
        "weights": {first: {"k": 1}, second: {"k": 1}},
        "issues": {
            "i": {
                "title": "I",
                "stances": {first: ["x", "y"], second: ["x", "y"]},
                "default": {first: "x", second: "x"},
                "effects": [
                    {"id": "e", "when": {first: "y", second: "y"}, "gives": {f"{first}.k": 1, f"{second}.k": 1}}
                ],
                "expects": {first: {"k": 3}, second: {"k": 3}},
            }
        },
        "courses": {"adaptation of": {first: [0.1, 0.2, 0.3], second: [0.4, 0.6, 0.8]}},
    }
    found = document(case_of(data))
    plain = document(case_of(renamed(data, {first: "a", second: "b"})))
    assert_same(compared(renamed(found, {first: "a", second: "b"})), compared(plain), 1e-12)
    held = found["courses"]["hold"]["yearly"]["disappointment"]
    assert held[first][-1] > held[second][-1]

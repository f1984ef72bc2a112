"""Laws of the agenda: names and order are nothing to it, nor is the scale of a party's weights; shares are shares."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import assert_same, renamed, sorted_lists, without
from strategies import Data, case_data, case_of, law
from test_evenness import names_in, scaled, shuffled

import evenhand
from evenhand.casefile import Case

POINTS = ("points", "attainable")


def document(case: Case, at_most: int = 2) -> dict[str, Any]:
    return json.loads(json.dumps(evenhand.agenda(case, at_most=at_most, draws=16).document(), allow_nan=False))


def data(**more: Any) -> st.SearchStrategy[Data]:
    return case_data(most_issues=4, more=True, **more)


@law
@given(data(), st.randoms(use_true_random=False))
def test_other_names_change_names_only(given_: Data, dice: random.Random) -> None:
    names = names_in(given_)
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    expected = renamed(document(case_of(given_)), mapping)
    assert_same(sorted_lists(document(case_of(renamed(given_, mapping)))), sorted_lists(expected), 1e-9)


@law
@given(data(spread=False), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing(given_: Data, dice: random.Random) -> None:
    expected = document(case_of(given_))
    found = document(case_of(shuffled(given_, dice)))
    assert_same(sorted_lists(found), sorted_lists(expected), 1e-9)


@law
@given(data(), st.sampled_from([0.5, 3.0]))
def test_the_scale_of_a_party_s_weights_changes_its_points_only(given_: Data, factor: float) -> None:
    other = copy.deepcopy(given_)
    party = next(iter(other["parties"]))
    other["weights"][party] = scaled(other["weights"][party], factor)
    for account in other.get("accounts", {}).values():
        if party in account.get("weights", {}):
            account["weights"][party] = scaled(account["weights"][party], factor)
    expected, found = document(case_of(given_)), document(case_of(other))
    assert_same(without(found, POINTS), without(expected, POINTS), 1e-9)
    for side, points in (expected["attainable"] or {}).items():
        assert found["attainable"][side] == pytest.approx(points * (factor if side == party else 1))


@law
@given(data())
def test_shares_lie_between_nothing_and_all_and_more_issues_bring_no_less(given_: Data) -> None:
    found = document(case_of(given_))
    for one in found["agendas"]:
        assert all(-1e-9 <= share <= 1 + 1e-9 for share in one["shares"].values())
        assert len(one["issues"]) <= 2
    for side in found["regret"] or {}:
        assert -1e-9 <= found["regret"][side]["mean"] <= 1 + 1e-9
    smallest = [min(step["of_total"].values()) for step in found["frontier"]]
    assert not smallest or smallest[-1] == pytest.approx(1)
    if found["certainty"]:
        for bounds in (found["certainty"]["best"], found["certainty"]["near"]):
            assert 0 <= bounds["low"] <= bounds["high"] <= 1


@law
@given(data())
def test_nobody_pays_for_an_agenda(given_: Data) -> None:
    case = case_of(given_)
    study, found = evenhand.analyse(case, draws=16), document(case)
    for tied in found["agendas"]:
        for name in tied["issues"]:
            reference = study[name].accounts[study.base].reference
            assert reference is not None
            assert all(not option["pays"] for option in reference)

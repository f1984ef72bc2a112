"""Evenness of a tested proposal: findings and sentences follow the numbers, not the names."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from laws import assert_same, renamed, sorted_lists, without
from strategies import Data, case_data, case_of, law
from test_evenness import names_in, scaled, shuffled

import evenhand
from evenhand.casefile import Case
from evenhand.errors import InputError

Proposal = dict[str, dict[str, str]]


def proposal(data: Data) -> Proposal:
    """The last stance of every side on the first two issues."""
    issues = sorted(data["issues"])[:2]
    return {
        name: {side: sorted(stances)[-1] for side, stances in data["issues"][name]["stances"].items()}
        for name in issues
    }


def document(case: Case, propose: Proposal, **more: Any) -> Any:
    try:
        found = evenhand.initiative(case, propose, draws=16, threads=1, **more).document()
    except InputError:  # infeasible, or today's state
        assume(False)
        raise
    return json.loads(json.dumps(found, allow_nan=False))


@law
@given(case_data(more=True, most_issues=2), st.randoms(use_true_random=False))
def test_other_names_change_names_only(given_: Data, dice: random.Random) -> None:
    names = names_in(given_)
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    propose = proposal(given_)
    expected = renamed(document(case_of(given_), propose), mapping)
    found = document(case_of(renamed(given_, mapping)), renamed(propose, mapping))
    assert_same(sorted_lists(found), sorted_lists(expected), 1e-9)


@law
@given(case_data(more=True, most_issues=2, spread=False), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing(given_: Data, dice: random.Random) -> None:
    propose = proposal(given_)
    expected = document(case_of(given_), propose)
    found = document(case_of(shuffled(given_, dice)), propose)
    assert_same(sorted_lists(found), sorted_lists(expected), 1e-9)


@law
@given(case_data(more=True, most_issues=2), st.sampled_from([0.5, 4.0]))
def test_the_scale_of_a_party_s_weights_changes_nothing(given_: Data, factor: float) -> None:
    other = copy.deepcopy(given_)
    party = next(iter(other["parties"]))
    other["weights"][party] = scaled(other["weights"][party], factor)
    for account in other.get("accounts", {}).values():
        if party in account.get("weights", {}):
            account["weights"][party] = scaled(account["weights"][party], factor)
    propose = proposal(given_)
    expected, found = document(case_of(given_), propose), document(case_of(other), propose)
    small = ("monte_carlo_error",)
    assert_same(without(found, small), without(expected, small), 1e-9)

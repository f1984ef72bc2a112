"""Evenness of the audit itself: it follows what the file says, whoever bears which name, and in whatever order."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from laws import assert_same, renamed, sorted_lists
from strategies import Data, case_data, case_of, law
from test_evenness import names_in, shuffled

import evenhand

SOURCES = ("x1", "x2", "x3")


def sourced(data: Data, dice: random.Random) -> Data:
    """The case with sources and experts of some sides, which some numbers name."""
    data = copy.deepcopy(data)
    parties = [*data["parties"], None]
    data["evidence"] = {name: {"title": "A source"} for name in SOURCES}
    data["experts"] = {name: {"name": "Somebody"} for name in ("y1", "y2", "y3")}
    for one in (*data["evidence"].values(), *data["experts"].values()):
        side = dice.choice(parties)
        if side in data["issues"]["issue1"]["stances"]:
            one["side"] = side
    for issue in data["issues"].values():
        for effect in issue["effects"]:
            effect["gives"] = {key: _number(value, dice) for key, value in effect["gives"].items()}
            if dice.random() < 0.3:
                effect["evidence"] = [dice.choice(SOURCES)]
    return data


def _number(value: Any, dice: random.Random) -> Any:
    if dice.random() < 0.5 or isinstance(value, dict):
        return value
    full: Data = {"is": value}
    if dice.random() < 0.6:
        full["evidence"] = dice.sample(SOURCES, dice.choice([1, 1, 2]))
    if dice.random() < 0.3:
        full["experts"] = dict.fromkeys(dice.sample(("y1", "y2", "y3"), dice.choice([1, 2, 3])), value)
    if dice.random() < 0.5:
        full["status"] = "reading"
    return full


def audit(data: Data) -> Data:
    return json.loads(json.dumps(evenhand.evenness(case_of(data)).document(), allow_nan=False))


@law
@given(case_data(), st.randoms(use_true_random=False))
def test_other_names_change_names_only(data: Data, dice: random.Random) -> None:
    data = sourced(data, dice)
    names = [*names_in(data), *SOURCES, "y1", "y2", "y3"]
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    assert_same(sorted_lists(audit(renamed(data, mapping))), sorted_lists(renamed(audit(data), mapping)))


@law
@given(case_data(), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing(data: Data, dice: random.Random) -> None:
    data = sourced(data, dice)
    assert_same(sorted_lists(audit(shuffled(data, dice))), sorted_lists(audit(data)))


@law
@given(case_data(accounts=False), st.randoms(use_true_random=False))
def test_an_account_that_repeats_the_base_one_departs_nowhere_and_flips_nothing(
    data: Data, dice: random.Random
) -> None:
    data = sourced(data, dice)
    side = dice.choice(list(data["issues"]["issue1"]["stances"]))
    data["accounts"] = {side: {"weights": {side: data["weights"][side]}}}
    found = audit(data)
    assert [one["total"] for one in found["departures"]] == [0]
    assert not [one for one in found["left_out"]["flips"] if one["kind"] == "account"]


@law
@given(case_data(), st.randoms(use_true_random=False))
def test_each_number_is_counted_once_and_each_issue_flips_or_holds(data: Data, dice: random.Random) -> None:
    found = audit(sourced(data, dice))
    for one in (*found["judgements"]["by_side"].values(), found["judgements"]["nobody"]):
        assert sum(one["supplied"].values()) == sum(one["status"].values()) == one["total"]
    flipped = {one["issue"] for one in found["left_out"]["flips"]}
    assert flipped | set(found["left_out"]["hold"]) == set(data["issues"])
    assert not flipped & set(found["left_out"]["hold"])
    assert all(one["before"] != one["after"] for one in found["left_out"]["flips"])

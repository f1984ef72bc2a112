"""Evenness of persuasion, pressure and arguments: findings and sentences follow the numbers, not the names."""

from __future__ import annotations

import copy
import json
import random
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from laws import assert_same, renamed, sorted_lists, without
from strategies import Data, case_data, case_of, law
from test_evenness import names_in, scaled, shuffled

import evenhand
from evenhand.report import arguments, persuasion

DRAWN = ("p5", "median", "p95", "probability", "probability_alone", "peak", "ways", "monte_carlo_error")


SWAP = {"p1": "p2", "p2": "p1"}


def swapped(text: str) -> str:
    return re.sub(r"\b(p1|p2)\b", lambda found: SWAP[found[1]], text)


def counted(data: Data) -> Data:
    told = copy.deepcopy(data)
    for name, party in told["parties"].items():
        weight = told["weights"].get(name, {}).get("k1", 0)
        if (weight["is"] if isinstance(weight, dict) else weight) != 0:
            party["numeraire"] = "k1"
    for account in told.get("accounts", {}).values():
        for weights in account.get("weights", {}).values():
            weights.pop("k1", None)
    return told


def document(data: Data, draws: int = 8) -> Data:
    found = evenhand.persuade(case_of(data), draws=draws, threads=1).document()
    return json.loads(json.dumps(found, allow_nan=False))


def sentences(data: Data) -> dict[str, list[str]]:
    case, told = case_of(data), document(data)
    return {
        f"{issue['id']}/{side}": [
            *persuasion.brief(case, found),
            *persuasion.pressure(case, found),
            *(persuasion.correction(case, found, one) for one in found["corrections"]),
            *arguments.argument(case, issue, side, told["account"]),
        ]
        for issue in told["issues"]
        for side, found in issue["sides"].items()
    }


@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_other_names_change_names_only(data: Data, dice: random.Random) -> None:
    data = counted(data)
    names = names_in(data)
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    assert_same(sorted_lists(document(renamed(data, mapping))), sorted_lists(renamed(document(data), mapping)), 1e-12)


@law
@given(case_data(more=True))
def test_swapping_the_sides_swaps_the_text(data: Data) -> None:
    found, expected = sentences(renamed(counted(data), SWAP)), sentences(counted(data))
    assert found == {swapped(key): [swapped(text) for text in told] for key, told in expected.items()}


@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing_on_the_means(data: Data, dice: random.Random) -> None:
    data = counted(data)
    found, expected = document(shuffled(data, dice)), document(data)

    def compared(told: Data) -> Any:
        for issue in told["issues"]:
            for side in issue["sides"].values():
                side["corrections"].sort(key=lambda one: one["name"])
                side["sets"] = sorted(sorted(one["correct"]) for one in side["sets"])
                side["sets_alone"] = sorted(sorted(one["correct"]) for one in side["sets_alone"])
        return sorted_lists(without(told, DRAWN))

    assert_same(compared(found), compared(expected), 1e-7)


@law
@given(case_data(spread=False), st.sampled_from([0.25, 3.0]))
def test_a_partys_points_in_another_unit_change_nothing_but_the_points(data: Data, factor: float) -> None:
    data = counted(data)
    party = next(iter(data["issues"]["issue1"]["stances"]))
    other = copy.deepcopy(data)
    other["weights"][party] = scaled(other["weights"][party], factor)
    for account in other.get("accounts", {}).values():
        if party in account.get("weights", {}):
            account["weights"][party] = scaled(account["weights"][party], factor)

    def compared(told: Data) -> Any:
        told = without(told, ("points", "short"))
        for issue in told["issues"]:
            for side in issue["sides"].values():
                for one in side["corrections"]:
                    if one["kind"] == "weight":
                        one["believed"] = one["true"] = None
        return told

    assert_same(compared(document(other, 2)), compared(document(data, 2)), 1e-7)

"""Proposals through the draws, several issues at once, and what a proposal may not be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from games import case

import evenhand
from evenhand.casefile import Case, loads
from evenhand.errors import InputError
from evenhand.study.initiative import resolved

TWO = """
case: two
title: Two
parties: {a: {name: A, numeraire: k}, b: {name: B, numeraire: k}, c: {name: C}}
interests: {k: {name: K, unit: USD bn/yr}}
weights: {a: {k: 1}, b: {k: 1}, c: {k: 1}}
issues:
  i:
    title: I
    stances: {a: [x, y], b: [x, y]}
    default: {a: x, b: x}
    effects: [{id: e, when: {a: y}, gives: {a.k: 4, b.k: -1, c.k: 1}}]
    infeasible: [{a: y, b: y}]
  j:
    title: J
    stances: {a: [x, y], b: [x, y]}
    default: {a: x, b: x}
    effects: [{id: f, when: {b: y}, gives: {a.k: -2, b.k: 3}}]
"""


def two() -> Case:
    return loads(TWO)


def told(given: Case, propose: Any, **more: Any) -> dict[str, Any]:
    found = evenhand.initiative(given, propose, draws=64, threads=1, **more).document()
    return dict(json.loads(json.dumps(found, allow_nan=False)))


def test_each_issue_stands_by_itself_and_the_package_is_a_what_if() -> None:
    # a: 4 on i, -2 on j; b: -1 on i, 3 on j: each would refuse one issue, and take both if it trades freely
    found = told(two(), {"j": {"b": "y"}, "i": {"a": "y"}})
    assert [issue["id"] for issue in found["issues"]] == ["i", "j"]
    assert not found["viable"] and found["probability"] == 0.0
    assert [{s: one["accepts"] for s, one in issue["consent"].items()} for issue in found["issues"]] == [
        {"a": True, "b": False},
        {"a": False, "b": True},
    ]
    package = found["package"]
    assert package["critical"] == {"a": 2.0, "b": 3.0} and package["tolerance"] == 2.0
    assert package["taken"] == {"a": True, "b": True} and package["probability_of_all"] == 1.0
    assert {party: items["k"]["mean"] for party, items in found["totals"].items()} == {"a": 2.0, "b": 2.0, "c": 1.0}
    # what b is short of on i, in its numeraire
    assert found["issues"][0]["consent"]["b"]["shortfall"] == {"interest": "k", "amount": 1.0}


def test_one_issue_has_no_package() -> None:
    found = told(two(), {"i": {"a": "y"}})
    assert found["package"] is None and found["totals"] is None
    assert found["issues"][0]["asked"] == ["a"] and found["issues"][0]["proposed"] == {"a": "y", "b": "x"}


def test_probabilities_count_draws() -> None:
    # a gains 1 with [-3, 1, 5]: by half-normals, 1 less 1.645 standard deviations of 4/1.645 is -3: it refuses where
    # z < -1.645/4 = -0.411, in 34 % of the draws
    given = case({"yy": {"a.k": [-3, 1, 5], "b.k": 1}, "xy": {"b.k": -1}})
    found = evenhand.initiative(given, {"i": {"a": "y", "b": "y"}}, draws=4000).document()
    side = found["issues"][0]["consent"]["a"]
    assert side["accepts"] and side["probability"] == pytest.approx(0.6595, abs=0.01)
    assert found["probability"] == found["issues"][0]["probability"] == pytest.approx(0.6595, abs=0.01)
    assert found["monte_carlo_error"] < 0.02


def test_the_same_seed_gives_the_same_on_any_number_of_threads() -> None:
    propose = {name: {"ru": "join", "us": "assure"} for name in ("missile-defence",)} | {"snowden": {"us": "decouple"}}
    one, other = (
        evenhand.initiative("us-russia-2013", propose, draws=64, threads=count).document() for count in (1, 2)
    )
    assert one == other


def test_a_side_s_own_account_is_taken_to_be_true() -> None:
    propose = {"hunt": {"alder": "stag", "birch": "stag"}}
    found = told(evenhand.load("assurance-misread"), propose, account="birch")
    issue = found["issues"][0]
    assert found["account"] == "birch" and set(issue["accounts"]) >= {"authors", "birch"}
    # consent is by each side's own view whichever account is believed
    base = told(evenhand.load("assurance-misread"), propose)["issues"][0]
    accepting = [{side: part["accepts"] for side, part in one["consent"].items()} for one in (issue, base)]
    assert accepting[0] == accepting[1]


def test_ranks_alone_say_who_accepts() -> None:
    both = {"alder": "restrain", "birch": "restrain"}
    found = told(evenhand.load("ordinal"), {"armament": both, "captives": {"alder": "release", "birch": "release"}})
    armament, captives = found["issues"]
    # by its ranking: leaving alone is first, both restrain second, today third
    assert armament["consent"]["alder"]["rank"] == {"proposed": 2, "today": 3, "of": 4}
    assert not armament["viable"] and captives["viable"]
    assert [one["kind"] for one in armament["consent"]["alder"]["unmet"]] == ["leaving", "leaving"]
    assert [one["remove"] for one in armament["keys"]] == [["commitment"]]
    assert armament["stability"]["nash"] is False and captives["stability"]["nash"] is True
    assert armament["accounts"]["authors"]["is_reference"] and armament["probability"] is None
    assert found["probability"] is None and found["package"] is None


def test_ranks_alone_name_a_viable_state_nearby() -> None:
    found = told(evenhand.load("ordinal"), {"captives": {"alder": "release"}})["issues"][0]
    assert not found["consent"]["alder"]["accepts"] and found["consent"]["alder"]["unmet"][0]["kind"] == "felt value"
    assert found["nearest"] == [{"stances": {"alder": "release", "birch": "release"}, "changes": 1}]


@pytest.mark.parametrize(
    ("propose", "message"),
    [
        ({}, "at least one issue"),
        ({"ii": {"a": "y"}}, "no issue is called `ii`; did you mean i?"),
        ({"i": {"d": "y"}}, "i: no side is called `d`; there are a, b"),
        ({"i": {"c": "y"}}, "i: no side is called `c`"),
        ({"i": {"a": "yy"}}, "i: no stance of a is called `yy`; did you mean y?"),
        ({"i": {"a": "x"}}, "i: this is today's state"),
        ({"i": {"a": "y", "b": "y"}}, "i: the state a=y, b=y is infeasible by the case"),
        ({"i": {}}, "i: a stance for at least one side expected, such as `i: a=y`"),
        ({"i": "y"}, "i: a stance for at least one side expected"),
        ({"i": {"a": None}}, "no stance of a is called `None`"),
        ({1: {"a": "y"}}, "no issue is called `1`"),
        ([], "at least one issue"),
    ],
)
def test_what_cannot_be_proposed(propose: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        resolved(two(), propose)
    assert message in str(caught.value)


def test_all_faults_of_a_proposal_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        resolved(two(), {"i": {"a": "q", "z": "x"}, "k": {}})
    assert len(str(caught.value).splitlines()) == 3


def test_an_unknown_account_is_refused() -> None:
    with pytest.raises(InputError, match="unknown account 'z'"):
        evenhand.initiative(two(), {"i": {"a": "y"}}, account="z")


def test_frames_and_notebooks() -> None:
    found = evenhand.initiative(two(), {"i": {"a": "y"}}, draws=16)
    frame = found.to_frame()
    assert frame["side"].tolist() == ["a", "b"] and frame["accepts"].tolist() == [True, False]
    assert not found.viable and found["i"]["title"] == "I" and "<table>" in found._repr_html_()
    with pytest.raises(KeyError):
        found["j"]

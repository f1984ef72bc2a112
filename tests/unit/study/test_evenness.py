"""Leaving one voice out: what is gone, which findings flip, and the audit as a whole."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case, check
from evenhand.study.evenness import outline, without_account, without_expert, without_source

Data = dict[str, Any]

RIVER: Data = {
    "case": "river",
    "title": "River",
    "parties": {"a": {"name": "A"}, "b": {"name": "B"}},
    "interests": {"k": {"name": "Water", "unit": "points"}},
    "weights": {"a": {"k": 1}, "b": {"k": 1}},
    "issues": {
        "share": {
            "title": "Sharing",
            "stances": {"a": ["keep", "share"], "b": ["keep", "share"]},
            "default": {"a": "keep", "b": "keep"},
            "effects": [{"id": "shared", "when": {"a": "share", "b": "share"}, "gives": {"a.k": 3, "b.k": 2}}],
        }
    },
    "evidence": {"x": {"title": "X", "side": "a"}, "y": {"title": "Y"}},
}
SHARED = (("a", "share"), ("b", "share"))


def case(change: Callable[[Data], Any] | None = None) -> Case:
    data = copy.deepcopy(RIVER)
    if change is not None:
        change(data)
    made = Case.model_validate(data)
    assert check(made) == []
    return made


def flips(made: Case) -> dict[tuple[str, str], list[str]]:
    found = evenhand.evenness(made).document()["left_out"]["flips"]
    return {(one["kind"], one["id"]): one["flips"] for one in found}


def shared(**numbers: Any) -> Callable[[Data], Any]:
    gives = {key.replace("_", "."): number for key, number in numbers.items()}
    return lambda data: data["issues"]["share"]["effects"][0]["gives"].update(gives)


def test_the_outline_of_a_gain_that_nothing_bars() -> None:
    # both gain by sharing (3 and 2), nobody gains by leaving it alone (0): they would agree, so no cause bars it
    found = outline(case(), "share")
    assert found.kind == "unnecessary loss"
    assert found.reference == {SHARED}
    assert found.keys == {()}
    assert found.main == {"a": ("no stated reason",), "b": ("no stated reason",)}


def test_a_finding_that_hangs_on_one_source_flips_without_it() -> None:
    def change(data: Data) -> None:
        # B: -1 by the treaty itself, +4 by a fund of which one source speaks; together 3
        shared(b_k=-1)(data)
        fund = {"id": "fund", "when": {"a": "share", "b": "share"}, "gives": {"b.k": 4}, "evidence": ["x"]}
        data["issues"]["share"]["effects"].append(fund)

    made = case(change)
    assert outline(made, "share").kind == "unnecessary loss"
    # without it A has 3 and B -1: no state, and no mix, is better for one and worse for none
    assert outline(without_source(made, "x"), "share").kind == "genuine conflict"
    assert flips(made) == {("source", "x"): ["kind", "reference", "keys", "main"]}


def test_a_number_with_a_second_source_or_with_experts_stays() -> None:
    def change(data: Data) -> None:
        data["experts"] = {"xa": {"name": "XA", "side": "a"}, "xb": {"name": "XB", "side": "b"}}
        shared(a_k={"is": 3, "evidence": ["x", "y"]}, b_k={"is": 2, "evidence": ["x"], "experts": {"xa": 2, "xb": 2}})(
            data
        )

    made = case(change)
    assert without_source(made, "x") == made
    assert flips(made) == {}


def test_a_source_takes_every_number_that_cites_it_alone() -> None:
    def change(data: Data) -> None:
        cites = {"evidence": ["x"]}
        data["parties"]["a"] |= {"attachment": {"is": 2, **cites}, "trust": {"b": {"is": 0.5, **cites}}}
        data["parties"]["b"]["rate"] = {"is": 0.1, "evidence": ["y"]}
        issue = data["issues"]["share"]
        issue["effects"][0] |= {"after": {"is": 1, **cites}, "chance": 0.5, "evidence": ["y"]}
        issue["expects"] = {"a": {"k": {"is": 1, **cites}}}
        issue["linkage"] = [{"party": "a", "withholds": "share", "while": {"other": {"b": "keep"}}, **cites}]
        data["issues"]["other"] = copy.deepcopy(RIVER["issues"]["share"])
        data["issues"]["other"]["effects"][0] |= {"id": "else", **cites}
        data["accounts"] = {
            "b": {
                "weights": {"a": {"k": {"is": 2, **cites}}, "b": {"k": 2}},
                "effects": {"else": {"gives": {"a.k": 5}}, "shared": {"gives": {"b.k": {"is": 5, **cites}}}},
            }
        }

    left = without_source(case(change), "x")
    assert [fault.code for fault in check(left)] == ["nothing-at-stake"]  # the other issue, see below
    a, b = left.parties["a"], left.parties["b"]
    assert (a.attachment, a.trust) == (None, {})
    assert b.rate is not None
    share = left.issues["share"]
    assert (share.effects[0].after, share.expects, share.linkage) == (None, {"a": {}}, ())
    assert share.effects[0].chance is not None
    assert set(share.effects[0].gives) == {"a.k", "b.k"}
    assert left.issues["other"].effects == ()
    assert set(left.accounts["b"].weights["b"]) == {"k"}
    assert left.accounts["b"].weights["a"] == {}
    assert {name: set(own.gives) for name, own in left.accounts["b"].effects.items()} == {"shared": set()}
    # nothing is left of the other issue, and that is said without an error
    assert outline(left, "other").kind == "nothing of substance"


def test_without_its_account_a_side_judges_by_the_base_one() -> None:
    # B takes sharing for a loss of 1: it refuses, and taking misperception away is enough
    made = case(lambda data: data.update(accounts={"b": {"effects": {"shared": {"gives": {"b.k": -1}}}}}))
    before = outline(made, "share")
    assert before.keys == {("misperception",)}
    assert before.main == {"a": ("misperception",), "b": ("misperception",)}
    assert outline(without_account(made, "b"), "share") == outline(case(), "share")
    assert flips(made) == {("account", "b"): ["keys", "main"]}


def test_without_one_of_two_experts_the_authors_number_stands() -> None:
    def change(data: Data) -> None:
        data["experts"] = {"xa": {"name": "XA", "side": "a"}, "xb": {"name": "XB", "side": "b"}}
        # pooled with equal shares: (2 - 6) / 2 = -2; the authors say 2
        shared(b_k={"is": 2, "experts": {"xa": 2, "xb": -6}})(data)

    made = case(change)
    assert outline(made, "share").kind == "genuine conflict"
    assert outline(without_expert(made, "xa"), "share").kind == "unnecessary loss"
    assert flips(made) == {
        ("expert", "xa"): ["kind", "reference", "keys", "main"],
        ("expert", "xb"): ["kind", "reference", "keys", "main"],
    }
    assert "xa" not in without_expert(made, "xa").experts


def test_an_expert_among_several_of_a_side_may_not_matter() -> None:
    def change(data: Data) -> None:
        data["experts"] = {name: {"name": name, "side": name[0]} for name in ("a1", "a2", "b1", "b2")}
        shared(b_k={"is": 2, "experts": dict.fromkeys(("a1", "a2", "b1", "b2"), 2)})(data)

    document = evenhand.evenness(case(change)).document()
    assert document["base"] == "pooled"
    assert document["left_out"] == {
        "tried": {"account": 0, "source": 2, "expert": 4},
        "flips": [],
        "hold": ["share"],
    }


def test_an_ordinal_issue_is_asked_about_its_accounts() -> None:
    def change(data: Data) -> None:
        states = [{"a": one, "b": other} for one in ("keep", "share") for other in ("keep", "share")]
        both, none = states[3], states[0]
        issue = data["issues"]["share"]
        del issue["effects"]
        issue["ranking"] = {"a": [both, none, [states[1], states[2]]], "b": [both, none, [states[1], states[2]]]}
        data["accounts"] = {"b": {"ranking": {"share": {"b": [none, both, [states[1], states[2]]]}}}}

    # by its own ranking B is better off today; by the base one sharing is better for both
    document = evenhand.evenness(case(change)).document()
    (flip,) = document["left_out"]["flips"]
    assert (flip["kind"], flip["id"], flip["flips"]) == ("account", "b", ["keys"])
    assert (flip["before"]["keys"], flip["after"]["keys"]) == ([["misperception"]], [[]])
    assert document["departures"][0]["about"] == {"a": 0, "b": 1, "nobody": 0}


def test_places_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "river.json.yaml"
    data = copy.deepcopy(RIVER)
    shared(b_k={"is": 2, "evidence": ["x"]})(data)
    file.write_text(json.dumps(data, indent=1), encoding="utf-8")
    found = evenhand.evenness(str(file)).document()["mend"]
    (one,) = (one for one in found if one["code"] == "opponent-only")
    assert one["location"] == "issues.share.effects.shared.gives.b.k"
    assert '"b.k"' in file.read_text().splitlines()[one["line"] - 1]
    unread = evenhand.evenness(evenhand.load(file)).document()["mend"]
    assert [{**one, "file": None, "line": None, "column": None} for one in found] == unread


def test_everything_that_ships_is_audited_with_the_same_result_each_time() -> None:
    for case_id in ("chicken", "ordinal", "ratifier", "at-a-bystanders-expense", "nile-gerd-2020"):
        first = evenhand.evenness(case_id).document()
        assert first == evenhand.evenness(case_id).document()
        json.dumps(first, allow_nan=False)
        counted = sum(one["total"] for one in first["judgements"]["by_side"].values())
        for one in (*first["judgements"]["by_side"].values(), first["judgements"]["nobody"]):
            assert sum(one["supplied"].values()) == sum(one["status"].values()) == one["total"]
        assert case_id == "ordinal" or counted > 0
        assert "score" not in json.dumps(list(first))


def test_what_to_mend_is_a_table() -> None:
    frame = evenhand.evenness("nile-gerd-2020").to_frame()
    assert set(frame["code"]) == {"one-sided-number", "one-sided-cause", "few-sources", "no-source"}
    # a made-up case, the same for both: its numbers have no source, and nothing else is to be mended
    assert set(evenhand.evenness("chicken").to_frame()["code"]) == {"no-source"}


@pytest.mark.parametrize("unknown", ["nowhere"])
def test_a_case_that_is_not_there_is_said(unknown: str) -> None:
    with pytest.raises(evenhand.errors.InputError):
        evenhand.evenness(unknown)

"""The case for an agreement: one template, and what does not speak for it is said too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "solve"))


import pytest
from games import case

import evenhand
from evenhand.report import arguments, words
from evenhand.report.numerals import HARD, THIN

TWO = {name: {"numeraire": "k"} for name in "ab"}


def text(states: dict[str, Any], side: str = "a", **more: Any) -> list[str]:
    found = case(states, parties={**TWO, **more.pop("parties", {})}, **more)
    told = evenhand.persuade(found, draws=16, threads=1).document()
    return [one.replace(HARD, " ").replace(THIN, " ")
            for one in arguments.argument(found, told["issues"][0], side, told["account"])]  # fmt: skip


def test_a_plain_case_in_full() -> None:
    # yy brings a 2 and b 3, and nothing stands in the way
    assert text({"yy": {"a.k": 2, "b.k": 3}}) == [
        "A: compared with the agreement, this is what today\u2019s state costs it. K: 2 points.",
        "No source is named for these figures.",
        "Its account misjudges nothing that keeps it from agreeing.",
        "By its own account the agreement would bring it 100 % of that worth.",
        "Others would gain too. B, in K: 3 points.",
        "Its standing is protected: counting rank and respect too, the agreement leaves it no worse off.",
        "By changing its own stance alone it can have nothing of this without a cost to somebody else.",
        "Nothing in the case speaks against it.",
    ]


def test_nothing_is_said_of_standing_where_the_case_has_no_interest_of_standing() -> None:
    found = case({"yy": {"a.k": 2, "b.k": 3}}, parties=TWO)
    substance = {name: one for name, one in found.interests.items() if one.kind != "standing"}
    weights = {
        party: {name: one for name, one in own.items() if name in substance} for party, own in found.weights.items()
    }
    for interests, said in ((found.interests, True), (substance, False)):
        bare = found.model_copy(update={"interests": interests, "weights": weights})
        document = evenhand.persuade(bare, draws=16, threads=1).document()
        for side in "ab":
            told = " ".join(arguments.argument(bare, document["issues"][0], side, document["account"]))
            assert ("Its standing is protected" in told) is said


def test_a_misjudgement_with_its_source() -> None:
    told = text(
        {"yy": {"a.k": {"is": 2, "evidence": ["r"]}, "b.k": 3}},
        accounts={"a": {"effects": {"e-yy": {"gives": {"a.k": -1}}}}},
        evidence={"r": {"title": "A report", "status": "verified"}},
    )
    assert "The figures rest on: A report [r] (stands in the source)." in told
    assert (
        "It misjudges what \u201cA: y; B: y\u201d brings A: K: it takes it to be \u22121 point, where the authors\u2019"
        " account has 2 points (A report [r] (stands in the source))."
    ) in told
    assert "By its own account the agreement would leave it worse off in substance." in told


@pytest.mark.parametrize(("side", "other"), ["ab", "ba"])
def test_a_loss_of_standing_that_is_made_up_for_is_told_and_stands_against_it(side: str, other: str) -> None:
    # 10 - 3 of rank: no worse off in all, and yet its standing falls
    told = text({"yy": {f"{side}.k": 10, f"{side}.rank": -3, f"{other}.k": 3}}, side)
    assert (
        "The agreement costs rank and respect (Rank: 3 points); even so, all counted, the side comes out no worse."
        in told
    )
    assert told[-1] == "Against it: what the agreement costs in rank and respect. Rank: 3 points."
    assert not any("protected" in one for one in told)


def test_a_hurt_to_standing_says_what_would_make_up_for_it() -> None:
    # 2 - 3 of rank: a form that saves it 1 point of rank
    told = text({"yy": {"a.k": 2, "a.rank": -3, "b.k": 3}})
    assert (
        "Counting rank and respect too, it would come out worse; a form that saves it 1 point (Rank)"
        " would make up for that." in told
    )


def test_what_speaks_against_it_is_said() -> None:
    # a pays 1 of m, c pays, a is tempted (3 alone at the expense of b), consent at home is missing
    told = text(
        {"yy": {"a.k": 3, "a.m": -1, "b.k": 3, "c.k": -1}, "yx": {"a.k": 4, "b.k": -1}},
        parties={"c": {}, "r": {"ratifies": "a"}},
        weights={"c": {"k": 1}, "r": {"m": 1}},
    )
    assert "Against it: what the agreement costs. M: 1 point." in told
    assert "Against it: somebody else would pay (c)." in told
    assert "Against it: it would gain by changing alone to y, at the expense of others (B)." in told
    assert "Against it: consent at home is missing (r)." in told


def test_every_kind_of_correction_has_a_name_and_numbers() -> None:
    found = case(
        {"yy": {"a.k": 2, "b.k": 2}},
        parties={**TWO, "r": {"ratifies": "a"}},
        weights={"r": {"k": 1}},
        accounts={
            "a": {
                "effects": {"e-yy": {"gives": {"a.k": 1}, "chance": 0.5, "after": 2, "lasts": 5}},
                "weights": {"b": {"k": 2}}, "attachment": {"b": 2}, "caution": {"b": 1}, "rate": {"b": 0.1},
                "trust": {"a": {"b": 0.5}}, "ratifiers": {"r": False},
            }
        },
    )  # fmt: skip
    issue = evenhand.persuade(found, draws=16, threads=1).document()["issues"][0]
    told = {
        one["kind"]: (arguments.correction_name(found, one), *arguments.correction_numbers(found, one))
        for one in issue["sides"]["a"]["corrections"]
    }
    plain = {kind: tuple(t.replace(HARD, " ").replace(THIN, " ") for t in row) for kind, row in told.items()}
    assert plain["chance"] == ("the chance of what \u201cA: y; B: y\u201d brings", "50 %", "100 %")
    assert plain["after"] == ("when what \u201cA: y; B: y\u201d brings starts", "2 years", "0 years")
    assert plain["lasts"] == ("how long what \u201cA: y; B: y\u201d brings lasts", "5 years", "for good")
    assert plain["weight"] == ("what a unit is worth: K, B", "2", "1")
    assert plain["trust"] == ("the chance that another side keeps its word: B", "50 %", "100 %")
    assert plain["asks"] == ("whether consent at home is needed: r", "not needed", "needed")
    assert set(plain) == {
        "value",
        "chance",
        "after",
        "lasts",
        "weight",
        "attachment",
        "caution",
        "rate",
        "trust",
        "asks",
    }
    assert words.STATUS

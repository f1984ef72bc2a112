"""Persuasion and pressure through the draws, and as data."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "solve"))

from games import case

import evenhand
from evenhand.errors import InputError
from evenhand.study.persuasion import PersuasionStudy

MONEY = {"a": {"numeraire": "k"}, "b": {"numeraire": "k"}, "c": {}}
TWO = {name: MONEY[name] for name in "ab"}
PRESSED = {"a": {"believed": 1, "backlash": 1.5, "costs": {"b": 0.5, "c": 2}}}
FELT = {"yy": {"a.k": 2.5, "a.m": -2.5, "a.rank": 2, "b.k": 1, "c.k": 1}}
"""With λ = 2, as in test_pressure: accepts from a penalty of 1 to one of 1.5, most willing at 4/3."""


def pressed(**more: Any) -> Any:
    parties = {"a": {**MONEY["a"], "attachment": 2}, "b": MONEY["b"], "c": MONEY["c"]}
    return evenhand.persuade(case(FELT, parties=parties, pressure=PRESSED, **more), draws=64, threads=1)["i"].sides["a"]


def test_a_penalty_does_between_its_smallest_amount_and_where_backlash_undoes_it() -> None:
    found = pressed().penalty
    assert (found["smallest"], found["until"], found["turns"]) == pytest.approx((1, 1.5, 4 / 3))
    # the grid reaches twice the smallest amount in twelfths of it, with the turning point between
    accepts = [round(one["amount"], 6) for one in found["curve"] if one["probability"] == 1]
    assert accepts == [1, round(7 / 6, 6), round(4 / 3, 6), 1.5]
    assert {one["probability"] for one in found["curve"] if not 1 - 1e-9 <= one["amount"] <= 1.5 + 1e-9} == {0}
    assert found["peak"] == {"amount": found["smallest"], "probability": 1}


def test_what_a_penalty_costs_and_takes_in_standing() -> None:
    found = pressed().penalty
    assert found["standing"] == {"interest": "rank", "amount": pytest.approx(1.5)}
    assert found["costs"] == {
        "b": {"interest": "k", "amount": pytest.approx(0.5)},
        "c": {"interest": "k", "amount": pytest.approx(2)},
    }


def test_expected_losses_are_those_of_a_refusal_with_what_the_way_costs() -> None:
    # b loses 1 today. Nothing done: refused, 1. A penalty of 1 does: nothing is lost, nothing carried out. A reward of
    # 0.5 (felt 2.5 - 5 + 2 = -0.5) does, and b pays it: 0.5.
    found = pressed()
    ways = {one["way"]: one for one in found.ways}
    assert [ways[name]["probability"] for name in ("nothing", "persuasion", "penalty", "reward")] == [0, 0, 1, 1]
    assert [ways[name]["losses"]["b"]["share"] for name in ways] == pytest.approx([1, 1, 0, 0.5])
    assert ways["reward"]["losses"]["a"]["points"] == pytest.approx(-0.5)
    assert ways["nothing"]["losses"]["a"]["share"] is None  # a loses nothing of substance today: 2.5 - 2.5


def test_a_reward_is_paid_by_the_other_sides() -> None:
    # 0.5 does, as above; b is the only other side and pays it all, c looks on and pays nothing
    assert pressed().reward["smallest"] == pytest.approx(0.5)
    assert pressed().reward["costs"] == {"b": {"interest": "k", "amount": pytest.approx(0.5)}}
    assert pressed().reward["unknown"] == []


def test_two_other_sides_pay_a_reward_in_equal_parts() -> None:
    found = evenhand.persuade("nile-gerd-2020", issues=["power-trade"], draws=32)["power-trade"].sides["egy"]
    part = {"interest": "income", "amount": pytest.approx(found.reward["smallest"] / 2)}
    assert found.reward["costs"] == {"eth": part, "sdn": part}


def test_what_a_reward_costs_a_side_that_counts_in_another_interest_is_not_known() -> None:
    found = evenhand.persuade("win-set", draws=32, threads=1)["programme"].sides["birch"].reward
    assert found["smallest"] and found["costs"] == {} and found["unknown"] == ["alder"]


def test_a_penalty_that_fails_is_carried_out() -> None:
    # half of the draws believe it little: threats below 1 do not move a, and then a loses the penalty, b half of it
    said = {"a": {"believed": [0.2, 0.5, 0.8], "backlash": 0, "costs": {"b": 0.5}}}
    parties = TWO
    states = {"yy": {"a.k": 1, "a.rank": -2, "b.k": 1}}
    found = evenhand.persuade(case(states, parties=parties, pressure=said), draws=512, threads=1)["i"].sides["a"]
    penalty = next(one for one in found.ways if one["way"] == "penalty")
    share = penalty["probability"]
    assert penalty["amount"] == pytest.approx(1 / 0.5, rel=0.02) and 0.3 < share < 0.7
    assert penalty["losses"]["b"]["points"] == pytest.approx((1 - share) * (1 + 0.5 * penalty["amount"]))
    assert penalty["losses"]["a"]["points"] == pytest.approx((1 - share) * (1 + penalty["amount"]))


def test_an_agreement_that_asks_nothing_of_a_side_cannot_be_pressed_for() -> None:
    parties = TWO
    found = evenhand.persuade(case({"xy": {"a.k": -0, "b.k": 1, "a.m": 1}}, parties=parties), draws=16, threads=1)["i"]
    assert found.sides["a"].penalty["why"] and found.sides["a"].penalty["curve"] == []


def test_probabilities_follow_the_spread_of_the_correction() -> None:
    # believed -1; in truth 1 ± 1 at the 5th and 95th percentile: positive in all but 5 of 100 draws
    parties = TWO
    found = evenhand.persuade(
        case(
            {"yy": {"a.k": [0, 1, 2], "b.k": 1}},
            parties=parties,
            accounts={"a": {"effects": {"e-yy": {"gives": {"a.k": -1}}}}},
        ),
        draws=4000, threads=1,
    )["i"].sides["a"]  # fmt: skip
    assert found.probability == 0
    assert found.sets[0]["probability"] == pytest.approx(0.95, abs=0.01)
    assert found.corrections[0]["closes"] == 1 and found.shortfall == {"points": 1, "share": 1}


def test_corrections_name_their_evidence_and_the_firmest_comes_first() -> None:
    evidence = {"report": {"title": "A report", "status": "verified"}}
    gives = {
        "a.k": {"is": 2, "status": "reading"},
        "a.m": {"is": 2, "status": "verified", "evidence": ["report"]},
        "b.k": 2,
    }
    found = evenhand.persuade(
        case(
            {"yy": gives},
            parties=TWO,
            accounts={"a": {"effects": {"e-yy": {"gives": {"a.k": -1, "a.m": -1}}}}},
            evidence=evidence,
        ),
        draws=16, threads=1,
    )["i"].sides["a"]  # fmt: skip
    # each alone is enough, in every draw; what stands in a source comes before a reading
    assert [one["correct"] for one in found.sets] == [["e-yy: a.m"], ["e-yy: a.k"]]
    assert found.sets[0]["evidence"] == ["report"] and found.sets[1]["unsourced"] == 1
    assert found.corrections[0]["evidence"] == [
        {"id": "report", "title": "A report", "status": "verified", "side": None}
    ]


def test_the_case_for_agreement_is_made_of_the_sides_own_figures() -> None:
    # neither state is standing-proof; e is yy: 4 of k and -5 of rank for a; alone (yx) it has 3 at no cost to b
    found = evenhand.persuade(
        case({"yy": {"a.k": 4, "a.rank": -5, "b.k": 1}, "yx": {"a.k": 3, "a.rank": -4}}, parties=TWO),
        draws=16, threads=1,
    )["i"].sides["a"].argument  # fmt: skip
    assert found["loss"]["interests"]["k"]["mean"] == 4 and found["loss"]["share_of_own"] == 1
    assert found["standing"] == {
        "worth": pytest.approx(-5 / 4), "kept": False, "needed": {"interest": "rank", "amount": pytest.approx(1)},
        "proof": False,
    }  # fmt: skip
    assert found["unilateral"]["share"] == pytest.approx(3 / 4) and found["unilateral"]["stances"] == ["y"]


def test_another_account_can_be_taken_to_be_true() -> None:
    named = evenhand.persuade("assurance-misread", draws=16, threads=1, account="alder")
    assert named.account == "alder"
    assert named["hunt"].sides["alder"].corrections == []  # its own account is the truth now
    assert named["hunt"].sides["alder"].why


def test_ordinal_issues_say_why_there_is_nothing() -> None:
    for issue in evenhand.persuade("ordinal", draws=16, threads=1).issues:
        assert issue.ordinal and issue.sides == {} and issue.why


def test_names_that_the_case_does_not_have_are_refused() -> None:
    for wrong in ({"issues": ["x"]}, {"sides": ["x"]}, {"account": "x"}):
        with pytest.raises(InputError, match="unknown"):
            evenhand.persuade("chicken", draws=16, **wrong)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads() -> None:
    def text(threads: int) -> str:
        found: PersuasionStudy = evenhand.persuade("india-pakistan-2013", draws=300, seed=5, threads=threads)
        return json.dumps(found.document(), allow_nan=False)

    assert text(1) == text(3)


def test_one_issue_and_one_side_have_the_findings_of_the_whole() -> None:
    whole = evenhand.persuade("india-pakistan-2013", draws=100, threads=1).document()
    name = whole["issues"][0]["id"]
    side = next(iter(whole["issues"][0]["sides"]))
    part = evenhand.persuade("india-pakistan-2013", draws=100, threads=1, issues=[name], sides=[side]).document()
    assert part["issues"][0]["sides"] == {side: whole["issues"][0]["sides"][side]}


def test_a_frame_has_a_row_for_each_way() -> None:
    frame = evenhand.persuade("assurance-misread", draws=16, threads=1).to_frame()
    assert list(frame["way"].unique()) == ["nothing", "persuasion", "penalty", "reward"] and len(frame) == 8


@pytest.mark.parametrize("standing", [("r", "t"), ("t", "r")])
def test_of_equal_interests_of_standing_backlash_takes_the_one_at_stake_whatever_their_order(standing: Any) -> None:
    # a gains 1 and 2 of r, loses 2 of t, doubled by attachment: 1 + 2 − 4 = −1; of r and t, equal in weight and in what
    # moves, t costs more. Of a penalty x nine tenths are believed, four tenths of its worth are taken from t, doubled:
    # −1 + 0.9 × 2 x… on staying, −0.8 x on agreeing; it expects 3 of m: −1 − 0.8 x + 1.8 x = 3, x = 4.
    interests = {"m": {"name": "M", "unit": "p"}}
    interests |= {name: {"name": name.upper(), "unit": "p", "kind": "standing"} for name in standing}
    from evenhand.casefile import Case

    made = Case.model_validate(
        {
            "case": "o", "title": "O", "interests": interests,
            "parties": {"a": {"name": "A", "numeraire": "m", "attachment": 2}, "b": {"name": "B", "numeraire": "m"}},
            "weights": {"a": {"m": 1, "r": 1, "t": 1}, "b": {"m": 1}},
            "issues": {"i": {
                "title": "I", "stances": {"a": ["no", "yes"], "b": ["no", "yes"]}, "default": {"a": "no", "b": "no"},
                "effects": [{"id": "e1", "when": {"a": "yes", "b": "yes"},
                             "gives": {"a.m": 1, "a.r": 2, "a.t": -2, "b.m": 1}}],
                "expects": {"a": {"m": 3}}}},
            "pressure": {"a": {"believed": 0.9, "backlash": 0.4}},
        }
    )  # fmt: skip
    found = evenhand.persuade(made, draws=16).document()
    assert found["issues"][0]["sides"]["a"]["penalty"]["smallest"] == pytest.approx(4)

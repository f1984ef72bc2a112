"""Which issues can stand on an agenda, and which do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from several import case, issue, solved

from evenhand.casefile import Case
from evenhand.findings.agenda import (
    Candidate,
    candidates,
    choose,
    common_candidates,
    frontier,
    levels_off,
    shares_of,
    sides_of,
    told_apart,
)


def chosen(found: Case, k: int) -> Any:
    problems = solved(found)
    able, left = candidates(problems, dict.fromkeys(problems, 0))
    return choose(able, sides_of(problems, found.parties), k), able, left


def test_the_most_even_two_issues_are_chosen() -> None:
    # gains of a: 4, 3, 1, of b: 2, 1, 3. The most from two issues: a 7, b 5.
    # {1, 2}: 7/7, 3/5; {1, 3}: 5/7, 5/5; {2, 3}: 4/7, 4/5. Smallest shares 3/5, 5/7, 4/7.
    found, _, _ = chosen(case({"a.k": 4, "b.k": 2}, {"a.k": 3, "b.k": 1}, {"a.k": 1, "b.k": 3}), 2)
    assert found.issues == (("i1", "i3"),)
    assert found.attainable == {"a": 7, "b": 5}
    assert found.shares[0] == pytest.approx({"a": 5 / 7, "b": 1})
    assert found.complete and found.gap == 0


def test_an_agreement_that_somebody_else_pays_for_cannot_stand_on_it() -> None:
    found, able, left = chosen(case({"a.k": 9, "b.k": 9, "other.k": -1}, {"a.k": 1, "b.k": 1}), 2)
    assert found.issues == (("i2",),)
    assert [one.issue for one in able] == ["i2"]
    assert [(one.issue, one.pays) for one in left] == [("i1", ("other",))]


def test_an_agreement_that_a_side_would_refuse_cannot_stand_on_it() -> None:
    found, _, left = chosen(case({"a.k": 9, "b.k": -1}, {"a.k": 1, "b.k": 1}), 2)
    assert found.issues == (("i2",),)
    assert [(one.issue, one.kind) for one in left] == [("i1", "genuine conflict")]


def test_without_any_issue_there_is_no_agenda() -> None:
    assert chosen(case({"a.k": 9, "b.k": -1}), 2)[0] is None


def test_a_side_that_can_gain_nothing_anywhere_stands_in_nobodys_way() -> None:
    # b gains nothing anywhere; a takes the larger gain
    found, _, _ = chosen(case({"a.k": 1}, {"a.k": 2}), 1)
    assert found.issues == (("i2",),)
    assert found.shares[0] == {"a": 1, "b": 1}


def test_a_side_that_is_not_on_an_issue_counts_all_the_same() -> None:
    # three sides, the third on issue 3 only: with two issues a can have 4 (3 + 1), b 4 (3 + 1), c 5.
    # {1, 2}: 4/4, 4/4, 0; {1, 3}: 3/4, 3/4, 1; {2, 3}: 1/4, 1/4, 1. Smallest: 0, 3/4, 1/4.
    data = case({"a.k": 3, "b.k": 3}, {"a.k": 1, "b.k": 1}, sides=("a", "b")).model_dump(by_alias=True)
    data["parties"]["c"] = {"name": "C"}
    data["weights"]["c"] = {"k": 1}
    data["issues"]["i3"] = issue({"c.k": 5}, ("a", "c"), 3)
    found = Case.model_validate(data)
    assert chosen(found, 2)[0].issues == (("i1", "i3"),)


def test_ties_are_all_named_and_averaged() -> None:
    found, _, _ = chosen(case({"a.k": 2}, {"b.k": 5}), 1)
    assert found.issues == (("i1",), ("i2",))
    assert found.mean_shares() == {"a": 0.5, "b": 0.5}


def test_numerical_noise_of_one_side_makes_no_agendas_tie_for_another() -> None:
    # a gains 0.01 from each, the rest of a million gained and lost; b gains 5, 9, 7, which nobody would call the same
    blur = {"a.k": 1e6, "a.l": -999_999.99}
    found = case(
        {**blur, "b.k": 5}, {**blur, "b.k": 9}, {**blur, "b.k": 7},
        interests={name: {"name": name.upper(), "unit": "points"} for name in "kl"},
        weights={name: {"k": 1, "l": 1} for name in ("a", "b", "other")},
    )  # fmt: skip
    agenda = chosen(found, 1)[0]
    assert agenda.attainable["a"] == pytest.approx(0.01)
    assert agenda.issues == (("i2",),)
    assert chosen(found, 2)[0].issues == (("i2", "i3"),)


def test_gains_that_differ_by_noise_only_tie_for_the_side_that_has_it() -> None:
    apart = told_apart(np.array([0.0, 0.01, 0.03 + 1e-10, 0.02 - 1e-10, 0.01 + 1e-10, 0.003]), 0.002)
    assert apart.tolist() == pytest.approx([0, 0.01, 0.03, 0.02, 0.01, 0.003], abs=1e-15)
    assert apart[1] == apart[4]


def test_a_side_whose_gains_are_all_noise_is_left_out() -> None:
    def one(issue: str, a: float, b: float, tolerance: float) -> Candidate:
        return Candidate(issue, (0,), True, False, {"a": a, "b": b}, {}, {}, {"a": tolerance, "b": 1e-9})

    found = choose([one("i1", 0.0001, 1, 1e-9), one("i2", 0, 2, 0.002)], ["a", "b"], 1)
    assert found is not None
    assert found.issues == (("i2",),)


def test_standing_is_seen_where_it_bears() -> None:
    _, able, _ = chosen(
        case({"a.k": 2, "b.k": 2, "b.rank": -3}, {"a.k": 1, "b.k": 1, "a.rank": 1}, {"a.k": 1, "b.k": 1}), 1
    )
    assert [(one.standing_proof, one.standing) for one in able] == [(False, True), (True, True), (True, False)]
    assert able[0].full == {"a": 2, "b": -1}


def test_what_stands_in_every_account_needs_no_belief() -> None:
    found = case(
        {"a.k": 5, "b.k": 5}, {"a.k": 1, "b.k": 1},
        accounts={"a": {"effects": {"e1": {"gives": {"b.k": -1}}}}},
    )  # fmt: skip
    problems = solved(found)
    assert [one.issue for one in common_candidates(problems, dict.fromkeys(problems, 0))] == ["i2"]


def test_the_frontier_says_what_one_more_issue_adds() -> None:
    # gains of a: 60, 30, 10, of b: 60, 36, 4: in that order whatever the size; parts of the totals 100 and 100
    found = case({"a.k": 60, "b.k": 60}, {"a.k": 30, "b.k": 36}, {"a.k": 10, "b.k": 4})
    problems = solved(found)
    able, _ = candidates(problems, dict.fromkeys(problems, 0))
    steps = frontier(able, ["a", "b"])
    assert [step.added for step in steps] == [("i1",), ("i2",), ("i3",)]
    assert [(step.of_total["a"], step.of_total["b"]) for step in steps] == [
        pytest.approx((0.6, 0.6)), pytest.approx((0.9, 0.96)), pytest.approx((1, 1)),
    ]  # fmt: skip
    assert levels_off(steps) == 3  # the third still brings a 10 %
    assert levels_off(steps[:2]) == 2


def test_shares_of_any_agenda_are_parts_of_what_could_be_had() -> None:
    _, able, _ = chosen(case({"a.k": 4, "b.k": 2}, {"a.k": 3, "b.k": 1}), 1)
    assert shares_of(able, ["i2"], {"a": 4.0, "b": 2.0}) == {"a": 0.75, "b": 0.5}


def test_an_agenda_of_no_issue_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        choose([], ["a"], 0)

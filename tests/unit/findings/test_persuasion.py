"""What would persuade a side, by hand."""

from __future__ import annotations

from typing import Any

import pytest
from games import case, solved

from evenhand.findings.persuasion import Persuasion, persuasion


def told(states: dict[str, Any], account: dict[str, Any], **more: Any) -> Persuasion:
    found = persuasion(solved(case(states, accounts={"a": account}, **more)), 0, 0)
    assert found is not None
    return found


def sets(found: Persuasion) -> list[tuple[tuple[str, ...], ...]]:
    return [found.locations(one) for one in found.found.sets]


def test_one_misjudgement_of_what_the_agreement_brings() -> None:
    # believed -1, in truth 2: the margin goes from -1 to 2
    found = told({"yy": {"a.k": 2, "b.k": 2}}, {"effects": {"e-yy": {"gives": {"a.k": -1}}}})
    assert not found.accepts and found.margin == -1
    assert [one.margin for one in found.singles] == [2]
    assert sets(found) == [(("value", "e-yy", "a.k"),)]
    assert found.left == ()


def test_two_misjudgements_that_each_suffice_to_refuse_must_both_go() -> None:
    # it takes itself for a loser (-1) and the other for a cheat (6 > 2)
    found = told(
        {"yy": {"a.k": 2, "b.k": 2}, "yx": {"b.k": 0}},
        {"effects": {"e-yy": {"gives": {"a.k": -1}}, "e-yx": {"gives": {"b.k": 6}}}},
    )
    assert sets(found) == [(("value", "e-yy", "a.k"), ("value", "e-yx", "b.k"))]
    # without the fear that an agreement is not kept, the first is enough
    assert [found.locations(one) for one in found.without_other_causes.sets] == [(("value", "e-yy", "a.k"),)]


def test_either_of_two_corrections_may_do() -> None:
    # believed: -1 of k and -1 of m, in truth 2 and 2: 2 - 1 and -1 + 2 are each 1
    found = told({"yy": {"a.k": 2, "a.m": 2, "b.k": 2}}, {"effects": {"e-yy": {"gives": {"a.k": -1, "a.m": -1}}}})
    assert sets(found) == [(("value", "e-yy", "a.k"),), (("value", "e-yy", "a.m"),)]


def test_a_correction_can_hurt_and_a_happy_error_is_left_alone() -> None:
    # believed 3 of m against -2 of k; in truth -1 and 2: it accepts now (1), and with both (1), not with m alone (-3)
    found = told({"yy": {"a.k": 2, "a.m": -1, "b.k": 2}}, {"effects": {"e-yy": {"gives": {"a.k": -2, "a.m": 3}}}})
    assert found.accepts and found.found.sets == ((),) and found.found.undone == (True,)
    assert [one.accepts for one in found.singles] == [True, False]


def test_what_is_left_in_the_way_after_every_correction_is_named() -> None:
    found = told(
        {"yy": {"a.k": 2, "b.k": 2, "a.rank": -5}, "xy": {"a.k": 3, "b.k": -1}},
        {"effects": {"e-yy": {"gives": {"a.k": -1}}}},
    )
    assert sets(found) == []
    assert {one.kind for one in found.left} == {"felt value", "leaving"}
    assert [found.locations(one) for one in found.without_other_causes.sets] == [(("value", "e-yy", "a.k"),)]


def test_a_ratifier_of_which_the_side_takes_no_notice_comes_back_with_the_truth() -> None:
    found = told(
        {"yy": {"a.k": 2, "b.k": 2}},
        {"ratifiers": {"r": False}},
        parties={"r": {"ratifies": "a"}},
        weights={"r": {"k": 0, "m": 1}},
    )
    assert found.accepts and [one.location for one in found.singles] == [("asks", "r")]


def test_trust_is_a_judgement_that_can_be_corrected() -> None:
    # trust 0.25 and -4 when left alone: 0.25 × 2 + 0.75 × -4 < 0; in truth trust 1: 2
    found = told({"yy": {"a.k": 2, "b.k": 2}, "yx": {"a.k": -4}}, {"trust": {"a": {"b": 0.25}}})
    assert sets(found) == [(("trust", "a", "b"),)]


def test_no_agreement_nothing_to_be_persuaded_of() -> None:
    assert persuasion(solved(case({"yy": {"a.k": -1, "b.k": -1}})), 0, 0) is None


def test_a_side_that_sees_it_right_has_nothing_to_correct() -> None:
    found = persuasion(solved(case({"yy": {"a.k": 2, "b.k": 2}})), 0, 0)
    assert found is not None and found.singles == () and found.accepts
    assert found.margin == pytest.approx(2)

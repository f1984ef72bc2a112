"""What courses set out from, on games small enough to work out by hand."""

from __future__ import annotations

import pytest
from games import named, solved, table

from evenhand.findings.courses import start

BOTH = {"yy": (3, 2)}


def test_the_reference_agreement_is_in_force_and_brings_what_it_brings() -> None:
    p = solved(table(BOTH))
    found = start(p, 0)
    assert found.agreement is not None
    assert named(p, found.agreement) == {"yy"}
    assert (found.attained.tolist(), found.expected.tolist(), found.why) == ([3, 2], [0, 0], "")


def test_the_trim_is_what_the_static_check_finds() -> None:
    # a counts on 4 and can have 3; b counts on 1 and can have 2
    found = start(solved(table(BOTH, issue={"expects": {"a": {"k": 4}, "b": {"k": 1}}})), 0)
    assert found.trim.tolist() == [1, 0]
    assert found.trim_share.tolist() == pytest.approx([0.25, 0])


def test_nothing_is_in_force_where_nothing_improves_on_today_or_the_case_leaves_it_out() -> None:
    none = start(solved(table({"yy": (-1, 2)})), 0)
    assert (none.agreement, none.why, none.attained.tolist()) == (None, "none", [0, 0])
    assert start(solved(table(BOTH)), 0, named=False).why == "not named"


def test_what_others_pay_for_is_not_in_force() -> None:
    made = table(BOTH).model_dump(by_alias=True, exclude_defaults=True, exclude_none=True)
    made["parties"]["c"] = {"name": "C"}
    made["issues"]["i"]["effects"][0]["gives"]["c.k"] = -1
    from evenhand.casefile import Case

    assert start(solved(Case.model_validate(made)), 0).why == "pays"

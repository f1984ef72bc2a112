"""A proposal on the means, by hand."""

from __future__ import annotations

from typing import Any

import pytest
from games import case, number, solved, table

from evenhand.casefile import Case, loads
from evenhand.findings.initiative import Initiative, Linkages, linkages, number_of, sure_amount
from evenhand.game import structure
from evenhand.solve.causes import bit

NONE = Linkages((), (), ())

LINKED = """
case: linked
title: Linked
parties: {a: {name: A}, b: {name: B}}
interests: {k: {name: K, unit: points}}
weights: {a: {k: 1}, b: {k: 1}}
issues:
  i:
    title: I
    stances: {a: [x, y], b: [x, y]}
    default: {a: x, b: x}
    effects: [{id: e, when: {a: y, b: y}, gives: {a.k: 2, b.k: 2}}]
    linkage: [{party: a, withholds: y, while: {j: {b: x}}}, {party: b, withholds: y, while: {j: {b: z}}}]
  j:
    title: J
    stances: {a: [x, y], b: [x, y, z]}
    default: {a: x, b: x}
    effects: [{id: f, when: {b: y}, gives: {a.k: 1, b.k: 1}}]
"""


def proposed(found: Case, name: str) -> Initiative:
    p = solved(found)
    return Initiative(p, number(p, name), NONE)


def test_a_prisoners_dilemma_is_worth_it_to_both_and_blocked_by_leaving() -> None:
    # each feels 2 of at most 3 in either direction, asks for nothing, and would gain 3 by leaving alone
    found = proposed(table({"yy": (2.0, 2.0), "xy": (3.0, -1.0), "yx": (-1.0, 3.0)}), "yy")
    assert found.accepts.tolist() == [False, False]
    assert [found.margin(side) for side in (0, 1)] == pytest.approx([2 / 3, 2 / 3])
    assert {one.kind for one in found.conditions(0) if not one.met} == {"leaving"}  # each trusts in full
    everybody, each, substance = found.removals(0)
    assert [one.removed for one in everybody] == [bit("commitment")]
    assert [[one.removed for one in some] for some in each] == [[bit("commitment")]] * 2
    assert substance.all()
    # leaving to xy (3) is answered by b's own gain to xx (0), from which a has only yx (-1)
    assert found.stability() == {"nash": False, "seq": True, "gmr": True, "smr": True}
    assert found.leaving() == ("a", "b")


def test_attachment_blocks_and_its_removal_is_enough() -> None:
    # 4 of k less 2 x 3 of m is -2 of at most 2; as gains and losses weigh alike, 1
    found = proposed(
        case({"yy": {"a.k": 4, "a.m": -3, "b.k": 1}}, parties={"a": {"attachment": 2, "numeraire": "m"}}), "yy"
    )
    assert found.accepts.tolist() == [False, False]  # b sees that a would leave
    assert found.margin(0) == pytest.approx(-1.0) and found.margin(1) == pytest.approx(1.0)
    assert [one.removed for one in found.removals(0)[0]] == [bit("attachment")]
    # 2 are missing: within m a loss of 3 is to be undone first, at 2 a unit; in k each unit counts once
    assert found.shortfall(found_case(), 0, "m") == pytest.approx(1.0)
    assert found.shortfall(found_case(), 0, "k") == pytest.approx(2.0)
    assert found.shortfall(found_case(), 1, "k") == 0.0
    assert found.shortfall(found_case(), 0, None) is None


def found_case() -> Case:
    return case({"yy": {"a.k": 1}})


def test_an_interest_that_the_issue_does_not_touch_counts_by_its_weight() -> None:
    given = case({"yy": {"a.k": -3, "b.k": 1}}, weights={"a": {"k": 1, "m": 2}})
    assert proposed(given, "yy").shortfall(given, 0, "m") == pytest.approx(1.5)


def test_expectations_ask_for_more_than_nothing() -> None:
    # it feels 2 and counts on 3: short by 1, half of the most that it feels
    found = proposed(case({"yy": {"a.k": 2, "b.k": 2}}, issue={"expects": {"a": {"k": 3}}}), "yy")
    assert found.accepts.tolist() == [False, True]
    assert found.margin(0) == pytest.approx(-0.5)
    assert [one.removed for one in found.removals(0)[0]] == [bit("expectations")]
    assert found.shortfall(found_case(), 0, "k") == pytest.approx(1.0)


def test_what_is_worse_in_substance_has_no_set_of_causes() -> None:
    found = proposed(case({"yy": {"a.k": -1, "b.k": 5}}), "yy")
    everybody, each, substance = found.removals(0)
    assert everybody == [] and each[0] == [] and substance.tolist() == [False, True]


def test_a_better_agreement_is_named_and_what_is_had_of_it() -> None:
    # zz brings both 2, yy both 1
    found = proposed(table({"yy": (1.0, 1.0), "zz": (2.0, 2.0)}), "yy")
    beside = found.compared(0)
    assert beside.improvement and not beside.is_reference
    assert beside.shares == {"a": pytest.approx(0.5), "b": pytest.approx(0.5)}
    assert [found.form.named(state) for state in beside.better] == [{"a": "z", "b": "z"}]
    best = proposed(table({"yy": (1.0, 1.0), "zz": (2.0, 2.0)}), "zz").compared(0)
    assert best.is_reference and best.better == ()


def test_a_better_state_that_makes_somebody_else_pay_is_not_better() -> None:
    given: dict[str, Any] = {"yy": {"a.k": 1, "b.k": 1}, "zz": {"a.k": 2, "b.k": 2, "c.k": -1}}
    found = proposed(case(given, parties={"c": {}}, weights={"c": {"k": 1}}), "yy")
    assert found.compared(0).better == ()
    assert proposed(case(given, parties={"c": {}}, weights={"c": {"k": 1}}), "zz").compared(0).pays == ("c",)


def test_a_linkage_is_judged_by_what_is_proposed_where_it_waits() -> None:
    linked = loads(LINKED)
    issue, p = linked.issues["i"], solved(linked)
    state = number_of(p.form, {"a": "y", "b": "y"})
    alone = linkages(linked, issue, {})
    assert (len(alone.at_work), alone.lifted, alone.brought) == (1, (), ())
    assert Initiative(p, state, alone).accepts.tolist() == [False, False]
    lifted = linkages(linked, issue, {"j": {"a": "x", "b": "y"}})
    assert lifted.at_work == () and [one.party for one in lifted.lifted] == ["a"]
    assert Initiative(p, state, lifted).accepts.tolist() == [True, True]
    brought = linkages(linked, issue, {"j": {"b": "z"}})
    assert [one.party for one in brought.brought] == ["b"] and len(brought.lifted) == 1
    assert Initiative(p, state, brought).accepts.tolist() == [False, False]


def test_an_infeasible_state_has_no_number() -> None:
    form = structure(case({"yy": {"a.k": 1}}, issue={"infeasible": [{"a": "y", "b": "x"}]}), "i")
    assert number_of(form, {"a": "y", "b": "x"}) == -1
    assert form.named(number_of(form, {"a": "x", "b": "y"})) == {"a": "x", "b": "y"}


@pytest.mark.parametrize(
    ("missing", "weight", "now", "attachment", "amount"),
    [(4.0, 2.0, 0.0, 3.0, 2.0), (4.0, 2.0, -5.0, 2.0, 1.0), (10.0, 1.0, -2.0, 2.0, 8.0), (1.0, 0.5, 7.0, 2.0, 2.0)],
)
def test_sure_amounts(missing: float, weight: float, now: float, attachment: float, amount: float) -> None:
    """The third: 2 units undo the loss and bring 2 x 2 = 4; the other 6 points take 6 units more."""
    assert sure_amount(missing, weight, now, attachment) == pytest.approx(amount)

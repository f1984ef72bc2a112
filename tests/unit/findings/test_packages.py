"""Issues taken together, and the tolerance at which each side still takes them.

The worked case is the market task of Pruitt & Lewis (1975, Journal of Personality and Social Psychology 31(4),
621-633; Pruitt 1981): a buyer and a seller agree on prices A to I of iron, sulphur and coal. The buyer earns 2000 on
iron at A, 1200 on sulphur, 800 on coal, and nothing at I; the seller 800, 1200 and 2000 at I, nothing at A, both in
equal steps. In the middle (E) each earns half of that: 1000 + 600 + 400 = 2000.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from several import case as yielding
from several import solved

from evenhand.casefile import Case
from evenhand.findings.packages import critical_tolerance, options, packages

PRICES = ["high", "middle", "low"]


def market(*goods: str) -> Case:
    """Today the prices are in the middle; a good's price is changed by both or by nobody."""
    most = {"iron": (2000, 800), "sulphur": (1200, 1200), "coal": (800, 2000)}
    issues: dict[str, Any] = {}
    for good in goods:
        buyer, seller = most[good]
        both = {price: {"buyer": price, "seller": price} for price in PRICES}
        issues[good] = {
            "title": good,
            "stances": {"buyer": PRICES, "seller": PRICES},
            "default": both["middle"],
            "infeasible": [{"buyer": one, "seller": [p for p in PRICES if p != one]} for one in PRICES],
            "effects": [
                {"id": f"{good}-low", "when": both["low"], "gives": {"buyer.k": buyer / 2, "seller.k": -seller / 2}},
                {"id": f"{good}-high", "when": both["high"], "gives": {"buyer.k": -buyer / 2, "seller.k": seller / 2}},
            ],
        }
    return Case.model_validate(
        {
            "case": "market",
            "title": "Market",
            "parties": {"buyer": {"name": "Buyer"}, "seller": {"name": "Seller"}},
            "interests": {"k": {"name": "Profit", "unit": "USD"}},
            "weights": {"buyer": {"k": 1}, "seller": {"k": 1}},
            "issues": issues,
        }
    )


def found(case: Case, at_most: int = 2, sides: tuple[str, ...] = ("buyer", "seller")) -> list[Any]:
    problems = solved(case)
    some, _ = packages(problems, dict.fromkeys(problems, 0), sides, at_most)
    assert some is not None
    return some


def stances(package: Any, case: Case) -> dict[str, str]:
    problems = solved(case)
    return {one.issue: problems[one.issue].form.named(one.states[0])["buyer"] for one in package.options}


def test_the_market_task_has_one_logroll() -> None:
    # Cheap iron for dear coal. Buyer: +1000 on iron, -400 on coal: critical λ 1000 / 400 = 2.5. Seller: -400 on iron,
    # +1000 on coal: 2.5 as well. Dear iron for cheap coal loses 1000 and wins 400: nobody takes it at λ = 1.
    case = market("iron", "coal")
    (one,) = found(case)
    assert stances(one, case) == {"iron": "low", "coal": "high"}
    assert one.gain == {"buyer": 1000, "seller": 1000}
    assert one.loss == {"buyer": 400, "seller": 400}
    assert one.critical == {"buyer": 2.5, "seller": 2.5}
    assert one.tolerance == 2.5


def test_sulphur_helps_nobody_who_trades_it_for_another_good() -> None:
    # Sulphur is worth 600 to each. Cheap iron (+1000, -400) for dear sulphur (-600, +600): buyer 1000 / 600, seller
    # 600 / 400; both at least 1, the smaller is 1.5. Cheap sulphur for dear coal: mirrored, 1.5 too.
    case = market("iron", "sulphur", "coal")
    assert sorted(round(one.tolerance, 3) for one in found(case)) == [1.5, 1.5, 2.5]


def test_tolerances_of_hand_made_tables() -> None:
    assert critical_tolerance(np.array([3.0, 0.0, 2.0, 0.0]), np.array([2.0, 1.0, 0.0, 0.0])).tolist() == [
        1.5, 0, np.inf, np.inf,
    ]  # fmt: skip


def test_what_is_acceptable_by_itself_needs_no_package() -> None:
    # both issues serve both: taken one by one they bring as much
    assert found(yielding({"a.k": 2, "b.k": 1}, {"a.k": 1, "b.k": 2}), sides=("a", "b")) == []


def test_a_loss_can_be_made_good_by_an_issue_that_serves_both() -> None:
    # issue 1: a +5, b -1; issue 2: a +1, b +3, acceptable by itself. Together b wins 3 and gives up 1: λ 3; a never
    # loses.
    (one,) = found(yielding({"a.k": 5, "b.k": -1}, {"a.k": 1, "b.k": 3}), sides=("a", "b"))
    assert one.critical == {"a": np.inf, "b": 3}
    assert [option.alone for option in one.options] == [False, True]


def test_what_costs_a_bystander_is_no_part_of_a_package() -> None:
    assert found(yielding({"a.k": 5, "b.k": -1, "other.k": -1}, {"a.k": -1, "b.k": 5}), sides=("a", "b")) == []


def test_three_issues_can_do_what_two_cannot() -> None:
    # each issue serves one side and costs the next: 1 a +3 b -2, 2 b +3 c -2, 3 c +3 a -2. In any two of them somebody
    # only loses; together each wins 3 and gives up 2.
    sides = ("a", "b", "c")
    case = yielding({"a.k": 3, "b.k": -2}, {"b.k": 3, "c.k": -2}, {"c.k": 3, "a.k": -2}, sides=sides)
    assert found(case, 2, sides) == []
    (one,) = found(case, 3, sides)
    assert one.critical == {"a": 1.5, "b": 1.5, "c": 1.5}


def test_states_that_another_is_as_good_as_for_all_are_left_out() -> None:
    problems = solved(market("iron"))
    assert len(options(problems["iron"], 0, ("buyer", "seller"))) == 2


def test_too_many_combinations_are_counted_and_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.findings.packages.MOST_COMBINATIONS", 3)
    problems = solved(market("iron", "coal"))
    assert packages(problems, dict.fromkeys(problems, 0), ("buyer", "seller")) == (None, 4)

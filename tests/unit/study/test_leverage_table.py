"""Leverage by hand: a threat to close a trade, a demand at a border."""

from __future__ import annotations

import json
from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case, check
from evenhand.errors import InputError


def case(threat: tuple[Any, Any] = (-1, -4), demand: tuple[Any, Any] = (2, -3), **more: Any) -> Case:
    """North may close the trade (what that gives north, south); south may open the border (the same)."""
    data: dict[str, Any] = {
        "case": "strait",
        "title": "Strait",
        "parties": {
            "north": {"name": "North", "numeraire": "money"},
            "south": {"name": "South", "numeraire": "money"},
            "island": {"name": "Island"},
            "council": {"name": "Council", "ratifies": "south", "numeraire": "money"},
        },
        "interests": {"money": {"name": "Money", "unit": "USD bn/yr"}},
        "weights": {"north": {"money": 1}, "south": {"money": 1}, "council": {"money": 1}},
        "issues": {
            "trade": {
                "title": "Trade",
                "stances": {"north": ["open", "closed"], "south": ["open", "closed"]},
                "default": {"north": "open", "south": "open"},
                "effects": [
                    {"id": "closed", "when": {"north": "closed"},
                     "gives": {"north.money": threat[0], "south.money": threat[1], "island.money": -1}},
                    {"id": "closed-too", "when": {"south": "closed"},
                     "gives": {"north.money": -1, "south.money": -5}},
                ],
            },
            "border": {
                "title": "Border",
                "stances": {"north": ["shut", "ajar"], "south": ["shut", "yield"]},
                "default": {"north": "shut", "south": "shut"},
                "effects": [
                    {"id": "yields", "when": {"south": "yield"},
                     "gives": {"north.money": demand[0], "south.money": demand[1]}},
                    {"id": "ajar", "when": {"north": "ajar"}, "gives": {"north.money": -6, "south.money": 1}},
                ],
            },
        },
        **more,
    }  # fmt: skip
    found = Case.model_validate(data)
    assert check(found) == []
    return found


def found(one: Case, **more: Any) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    document = json.loads(json.dumps(evenhand.leverage(one, draws=more.pop("draws", 64), **more).document()))
    return {(pair["by"], pair["on"], pair["with"], pair["for"]): pair for pair in document["pairs"]}


WANTED = ("north", "south", "trade", "border")


def test_a_threat_that_costs_more_than_yielding_and_less_than_it_wins_is_leverage() -> None:
    # to south: closing costs 4, yielding 3; to north: closing costs 1, yielding brings 2
    pair = found(case())[WANTED]
    assert pair["status"] == "leverage"
    assert pair["accounts"] == {"authors": "leverage", "north": "leverage", "south": "leverage"}
    assert (pair["probability"], pair["probability_in_all"]) == (1.0, 1.0)
    (best,) = pair["best"]
    assert best["threat"]["stances"] == {"north": "closed", "south": "open"}
    assert best["demand"] == {"north": "shut", "south": "yield"}
    assert best["carrying_out"] == pytest.approx(1 / 2)
    assert best["yielding"] == pytest.approx(3 / 4)
    assert best["threat"]["pays"] == ["island"]
    assert not best["costs_nothing"]


@pytest.mark.parametrize(
    ("threat", "demand", "status"),
    [
        ((-2.5, -4), (2, -3), "not credible"),  # closing costs north 2.5, yielding brings 2
        ((-2, -4), (2, -3), "not credible"),  # as much as it brings: nothing is won
        ((-1, -2.5), (2, -3), "not effective"),  # south would rather bear 2.5 than yield 3
        ((-1, -3), (2, -3), "not effective"),
        ((-1, 1), (2, -3), "no threat"),  # closing does south good
        ((-1, -4), (2, 0), "no demand"),  # yielding costs south nothing: it needs no threat
        ((-1, -4), (0, -3), "no demand"),  # yielding brings north nothing
        ((0, -4), (2, -3), "leverage"),
    ],
)
def test_otherwise_the_first_thing_that_is_missing_is_said(
    threat: tuple[float, float], demand: tuple[float, float], status: str
) -> None:
    assert found(case(threat, demand))[WANTED]["status"] == status


def test_a_threat_that_costs_the_threatener_nothing_is_marked() -> None:
    assert found(case((0.5, -4)))[WANTED]["best"][0]["costs_nothing"]


def test_what_a_side_could_have_alone_is_not_brought_by_the_other() -> None:
    # north gains 1.5 by another stance of its own; then yielding brings 2 - 1.5 = 0.5, less than closing costs
    data = case().model_dump(by_alias=True, exclude_none=True)
    data["issues"]["border"]["effects"][1]["gives"] = {"north.money": 1.5}
    assert found(Case.model_validate(data))[WANTED]["status"] == "leverage"  # with both 1.5 + 2, so 2 more than alone
    data["issues"]["border"]["effects"][1]["when"] = {"north": "ajar", "south": "shut"}
    assert found(Case.model_validate(data))[WANTED]["status"] == "not credible"


def test_a_side_may_threaten_to_refuse_an_agreement() -> None:
    # an agreement that brings south 4 and north 1, on which nothing can be withdrawn today
    one = case((0, 0)).model_dump(by_alias=True, exclude_none=True)
    one["issues"]["trade"]["effects"] = [
        {"id": "more", "when": {"north": "closed", "south": "closed"}, "gives": {"north.money": 1, "south.money": 4}}
    ]
    (best,) = found(Case.model_validate(one))[WANTED]["best"]
    assert best["threat"]["refuses_agreement"]
    assert best["threat"]["agreement"] == [{"north": "closed", "south": "closed"}]
    assert best["carrying_out"] == pytest.approx(1 / 2)
    assert best["yielding"] == pytest.approx(3 / 4)


def test_it_holds_whichever_account_is_believed_only_where_every_account_has_it() -> None:
    # south thinks that closing would cost north 3, more than yielding brings
    own = {"south": {"effects": {"closed": {"gives": {"north.money": -3}}}}}
    pair = found(case(accounts=own))[WANTED]
    assert pair["accounts"] == {"authors": "leverage", "north": "leverage", "south": "not credible"}
    assert not pair["in_all_accounts"]
    assert (pair["probability"], pair["probability_in_all"]) == (1.0, 0.0)
    assert found(case(accounts=own), account="south")[WANTED]["status"] == "not credible"


def test_the_probability_is_that_of_the_inequalities() -> None:
    # yielding costs south 3 with a standard deviation of 1 (half-normals): effective where it costs less than 4
    from statistics import NormalDist

    spread = 1.6448536269514722
    pair = found(case(demand=(2, [-3 - spread, -3, -3 + spread])), draws=8192)[WANTED]
    expected = NormalDist().cdf(1.0) - NormalDist().cdf(-3.0)  # and more than nothing
    assert pair["probability"] == pytest.approx(expected, abs=0.005)


def test_who_must_consent_and_would_rather_bear_the_threat_is_named() -> None:
    one = case().model_dump(by_alias=True, exclude_none=True)
    one["issues"]["border"]["effects"][0]["gives"]["council.money"] = -2  # with the side's: 5 against 4
    assert found(Case.model_validate(one))[WANTED]["best"][0]["refused_by"] == ["council"]
    assert found(case())[WANTED]["best"][0]["refused_by"] == []


def test_the_summary_counts_every_pair_once() -> None:
    study = evenhand.leverage(case(), draws=16)
    assert [(item["by"], item["on"], item["pairs"]) for item in study.summary] == [
        ("north", "south", 2),
        ("south", "north", 2),
    ]
    assert study.summary[0]["leverage"] == 1
    assert len(study.to_frame()) == 4


def test_one_issue_has_no_leverage_on_another() -> None:
    with pytest.raises(InputError, match="one issue"):
        evenhand.leverage("chicken", draws=8)
    with pytest.raises(InputError, match="unknown account"):
        evenhand.leverage(case(), draws=8, account="west")


def test_any_number_of_threads_gives_the_same_table() -> None:
    one, four = (evenhand.leverage("india-pakistan-2013", draws=64, threads=n).document() for n in (1, 4))
    assert json.dumps(one) == json.dumps(four)

"""Leverage, benefits and unused potential in words: whole sentences, the same for every side, no points."""

from __future__ import annotations

import re
from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case
from evenhand.report import benefits, leverage, potential

CASE = evenhand.load("nile-gerd-2020")
TABLE = evenhand.leverage(CASE, draws=200).document()
STUDY = evenhand.benefits("us-russia-2013", draws=200).document()
US_RUSSIA = evenhand.load("us-russia-2013")


def test_every_ordered_pair_of_sides_has_its_part() -> None:
    shown = leverage.leverage(CASE, TABLE)
    sides = [CASE.parties[side].name for side in TABLE["sides"]]
    for one in sides:
        for other in sides:
            assert (f"  {one} → {other}\n" in shown) == (one != other)


def test_the_terminal_is_no_wider_than_asked() -> None:
    for width in (40, 80):
        for shown in (leverage.leverage(CASE, TABLE, width=width), benefits.benefits(US_RUSSIA, STUDY, width=width)):
            assert max(map(len, shown.splitlines())) <= width


def test_a_real_pair_says_threat_demand_and_shares() -> None:
    pair: dict[str, Any] = next(
        one for one in TABLE["pairs"] if one["best"] and not one["best"][0]["threat"]["refuses_agreement"]
    )
    best = pair["best"][0]
    first, second = leverage.moves(CASE, pair, best)
    assert first.startswith(f"threat: {CASE.parties[pair['by']].name}: ")
    assert second.startswith(f"demand: {CASE.parties[pair['on']].name}: ")
    assert "In the draws: " in leverage.amounts(CASE, pair, best)


def test_what_costs_the_threatener_nothing_is_said_so() -> None:
    pair = next(one for one in TABLE["pairs"] if one["best"])
    best = {**pair["best"][0], "costs_nothing": True}
    assert "cannot count on its not being done anyway" in leverage.amounts(CASE, pair, best)


def test_no_leverage_is_an_answer() -> None:
    none = {**TABLE["summary"][0], "leverage": 0, "pairs": 25}
    assert leverage.counted(none) == "no leverage on any of 25 pairs of issues."
    empty = {**TABLE, "pairs": [], "summary": []}
    assert "No side can withdraw anything" in leverage.leverage(CASE, empty)


@pytest.mark.parametrize(
    ("section", "case", "document"),
    [
        (leverage.section, CASE, TABLE),
        (potential.section, US_RUSSIA, STUDY),
        (benefits.section, US_RUSSIA, STUDY),
    ],
)
def test_sections_are_whole_and_escape_what_a_case_says(section: Any, case: Case, document: Any) -> None:
    data = case.model_dump(by_alias=True, exclude_none=True)
    name = next(iter(data["parties"]))
    data["parties"][name]["name"] = "<b>North & co</b>"
    page = str(section(Case.model_validate(data), document))
    assert "<b>North" not in page
    assert "&lt;b&gt;North &amp; co&lt;/b&gt;" in page
    for tag in ("section", "table", "tbody", "ul", "h3"):
        assert len(re.findall(rf"<{tag}[ >]", page)) == page.count(f"</{tag}>")


def test_unused_potential_is_told_for_every_party_in_one_form() -> None:
    for party in potential.shown(STUDY):
        _, whole, rows, _ = potential.of_party(US_RUSSIA, STUDY, party)
        assert re.match(
            r"all that it forgoes is worth |better off today|nothing of substance|no figure for the whole", whole
        )
        assert rows
        assert "point" not in whole


def test_a_party_that_is_better_off_today_is_told_so_with_a_positive_amount() -> None:
    found = {"worth": {"mean": -2.0, "p5": -3.0, "median": -2.0, "p95": -1.0}, "numeraire": "budget", "why": None}
    told = potential.whole(US_RUSSIA, "us", found)
    assert told.replace("\u00a0", " ") == (
        "better off today; all of that is worth USD 2 bn a year (1 to 3) to it, counted in: Public budget"
    )


def test_what_the_law_lets_go_ahead_is_told_by_sort() -> None:
    (model,) = [one for one in STUDY["models"] if one["model"] == "investment"]
    without, with_ = benefits.sorts(model)
    assert without.startswith("Without it ")
    assert with_.startswith("With it ")
    assert all(word in without for word in ("speculative", "short-term", "long-term"))

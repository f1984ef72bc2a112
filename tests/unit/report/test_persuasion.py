"""Persuasion and pressure in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

import evenhand
from evenhand.report import persuasion


@pytest.fixture(scope="module")
def india() -> tuple[Any, Any]:
    case = evenhand.load("india-pakistan-2013")
    return case, evenhand.persuade(case, draws=100, threads=1).document()


@pytest.mark.parametrize("name", ["assurance-misread", "chicken", "ordinal", "ratifier", "nile-gerd-2020"])
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    case = evenhand.load(name)
    document = evenhand.persuade(case, draws=32, threads=1).document()
    for show in (persuasion.findings, persuasion.details):
        for line in show(case, document, width=width).splitlines():
            assert len(line) <= width or "evenhand persuade" in line


def test_what_would_persuade_is_said_with_its_probability() -> None:
    case = evenhand.load("assurance-misread")
    told = persuasion.findings(case, evenhand.persuade(case, draws=32, threads=1).document())
    flat = re.sub(r"\\s+", " ", " ".join(told.split()))
    assert 'Enough would be to correct: what "Alder: stag; Birch: hare" brings Birch: Game caught (100 %' in flat
    assert "Of those that refuse, corrections alone win over 2, a penalty 0, a reward 0." in flat


@pytest.mark.parametrize("show", [persuasion.findings, persuasion.details])
def test_who_pays_a_reward_is_said(show: Any) -> None:
    case = evenhand.load("ratifier")
    told = " ".join(show(case, evenhand.persuade(case, draws=32, threads=1).document()).split())
    assert re.search(
        r"The smallest reward that does: ([^(]+) \([^)]+\)\. If the reward is taken, it costs Alder: \1\.", told
    )


def test_where_it_is_not_known_what_a_reward_costs_that_is_said() -> None:
    case = evenhand.load("win-set")
    told = " ".join(persuasion.findings(case, evenhand.persuade(case, draws=32, threads=1).document()).split())
    assert "What its part of the reward costs is not known, as it counts in another interest: Alder." in told


def test_every_side_has_the_same_template(india: tuple[Any, Any]) -> None:
    case, document = india
    for issue in document["issues"]:
        for found in issue["sides"].values():
            told = persuasion.brief(case, found)
            assert told[0].startswith(("Accepts as things stand (", "Refuses as things stand (accepts "))
            assert found["accepts"] == (len(told) == 1)


def test_the_section_is_whole_html_and_escapes_names(india: tuple[Any, Any]) -> None:
    case, document = india
    parties = {**case.parties, "ind": case.parties["ind"].model_copy(update={"name": "<b>India</b>"})}
    page = persuasion.section(case.model_copy(update={"parties": parties}), document)
    assert page.startswith('<section id="persuasion"') and page.rstrip().endswith("</section>")
    assert "<b>" not in page and "&lt;b&gt;India" in page
    assert page.count("<details>") == page.count("</details>")


def test_a_threshold_is_said_where_there_is_one() -> None:
    penalty = {"interest": "k", "turns": 0.0, "peak": None, "curve": []}
    case = evenhand.load("chicken")
    assert persuasion._threshold(case, penalty) == [
        "On the means any penalty makes agreement less likely: its backlash outweighs it."
    ]
    assert "Beyond 3 more pressure" in persuasion._threshold(case, {**penalty, "turns": 3.0})[0]
    curve = [
        {"amount": 0.0, "probability": 0.1},
        {"amount": 1.0, "probability": 0.6},
        {"amount": 2.0, "probability": 0.2},
    ]
    told = persuasion._threshold(case, {**penalty, "turns": None, "peak": curve[1], "curve": curve})
    assert told[0].startswith("It accepts most often at a penalty of 1")

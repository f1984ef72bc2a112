"""Persuasion and pressure in words."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "solve"))

from games import case

import evenhand
from evenhand.report import arguments, language, persuasion


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
            assert told[0].startswith(("Accepts as things stand (", "Refuses as things stand ("))
            assert found["accepts"] == (len(told) == 1)


def test_whose_readings_of_pressure_stand_is_said_as_far_as_it_is_so() -> None:
    """None of the case's own in chicken, some in India and Pakistan, all in the United States and Russia."""
    pages = {}
    for name in ("chicken", "india-pakistan-2013", "us-russia-2013"):
        case = evenhand.load(name)
        found = evenhand.persuade(case, draws=16, issues=list(case.issues)[-1:])
        pages[name] = dict(persuasion.limits(found.document())).get("Pressure", "")
    assert "are the program’s own readings here" in pages["chicken"]
    assert pages["india-pakistan-2013"].startswith("where the case does not say how far threats are believed")
    assert pages["us-russia-2013"] == ""


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


@pytest.mark.parametrize("show", [persuasion.details, persuasion.section])
def test_a_side_that_accepts_has_no_threshold(show: Any) -> None:
    """In the stag hunt without misjudgements both sides accept: no penalty, reward or correction is looked for."""
    hunt = evenhand.load("assurance")
    told = flat(hunt, show)
    sentence = "On the means it accepts already, so there is no threshold for a penalty or a reward to reach."
    assert told.count(sentence) == 2
    assert told.count("not needed") == 6  # persuasion, penalty and reward, for two sides
    for absent in ("at a penalty of", "alone enough", "What would persuade it"):
        assert absent not in told


# --- what was not worked out, and what is not asked

MONEY = {"numeraire": "k"}
HELD = {"yy": {"a.k": 10, "a.rank": 0, "b.k": 5}, "ny": {"a.k": 20, "b.k": -1}}
"""Both gain if both move; a would gain more by staying, and so b does not believe that it moves."""


def flat(found: Any, show: Any = persuasion.details) -> str:
    told = show(found, evenhand.persuade(found, draws=32, threads=1).document())
    return " ".join(re.sub(r"<[^>]+>", " ", str(told)).split())


@pytest.mark.parametrize("show", [persuasion.findings, persuasion.details, persuasion.section])
def test_what_was_not_computed_for_want_of_a_numeraire_is_said_to_be_so(show: Any) -> None:
    told = flat(case(HELD), show)
    assert told.count("not worked out: the case names no interest in whose unit this side") == 2
    assert "makes it accept." not in told
    assert "the program" not in told  # readings of pressure that stand in no figure
    if show is not persuasion.details:
        assert "Of those that refuse, corrections alone win over 0." in told
        assert "Neither a penalty nor a reward could be worked out for any of them." in told


def test_the_totals_say_of_how_many_sides_they_speak() -> None:
    told = flat(case(HELD, parties={"a": MONEY}), persuasion.findings)
    assert told.count("not worked out: the case names no interest in whose unit this side") == 1
    assert "Of the 2 that refuse, a penalty could be worked out for 1 and a reward for 1; the others are not" in told


def test_of_a_side_that_keeps_its_stance_nothing_is_asked() -> None:
    # only b is to move, which brings both something; a believes that it would lose 2 by it, and 2 paid to it help
    found = case(
        {"xy": {"a.k": 3, "b.k": 1}},
        parties={"a": MONEY, "b": MONEY},
        accounts={"a": {"effects": {"e-xy": {"gives": {"a.k": -2}}}}},
    )
    told = flat(found, persuasion.findings)
    assert "The agreement asks nothing of it, so that no penalty can press for anything. The smallest reward" in told
    assert "No penalty makes it accept." not in told
    assert "a penalty could be worked out for 0 and a reward for 1; the others are not in these counts." in told


def test_where_the_smallest_penalty_always_does_more_is_not_said_to_help() -> None:
    curve = [
        {"amount": 0.0, "probability": 0.0},
        {"amount": 1.0, "probability": 1.0},
        {"amount": 2.0, "probability": 1.0},
    ]
    penalty = {"interest": "k", "turns": None, "peak": curve[1], "curve": curve, "smallest": 1.0, "probability": 1.0}
    found = evenhand.load("chicken")
    assert persuasion._threshold(found, penalty) == []
    told = persuasion._threshold(found, {**penalty, "probability": 0.6})
    assert told[0].startswith("More pressure than that goes on helping as far as was looked: 100")


def test_the_order_of_the_default_in_the_file_is_not_heard() -> None:
    found = evenhand.load("assurance-misread")
    issues = {
        name: issue.model_copy(update={"default": dict(reversed(issue.default.items()))})
        for name, issue in found.issues.items()
    }
    turned = found.model_copy(update={"issues": issues})
    assert flat(turned) == flat(found)
    propose = {
        name: {side: list(own)[-1] for side, own in issue.stances.items()} for name, issue in found.issues.items()
    }
    one, other = (evenhand.initiative(each, propose, draws=16).document()["issues"][0] for each in (found, turned))
    assert (list(one["default"]), one["asked"]) == (list(other["default"]), other["asked"])


def test_where_nothing_is_computed_nothing_is_said_of_pressure() -> None:
    told = flat(evenhand.load("ordinal"), persuasion.findings)
    assert "threats" not in told and "Success means" not in told


@pytest.mark.parametrize("spoken", list(language.LANGUAGES))
def test_a_loss_of_standing_is_told_to_either_side_in_the_same_words(spoken: str) -> None:
    """The mirror of a case, with the names exchanged, reads the same side by side."""
    told = []
    for side, other, name, next_name in (("a", "b", "Xanthe", "Yorick"), ("b", "a", "Xanthe", "Yorick")):
        found = case(
            {"yy": {f"{side}.k": 10, f"{side}.rank": -3, f"{other}.k": 3}},
            parties={side: {**MONEY, "name": name}, other: {**MONEY, "name": next_name}},
        )
        document = evenhand.persuade(found, draws=16, threads=1).document()
        issue = document["issues"][0]
        with language.speaking(spoken):
            told.append([arguments.argument(found, issue, each, document["account"]) for each in (side, other)])
    assert told[0] == told[1]
    assert sum("3" in sentence and "Rank" in sentence for sentence in told[0][0]) == 2


def test_no_heading_stands_above_nothing() -> None:
    # b alone moves, which brings both something: neither refuses, and a counts in no interest
    told = persuasion.details(*_both(case({"xy": {"a.k": 3, "b.k": 1}})))
    assert "Accepts as things stand" in told
    assert "What would persuade it" not in told and "What it misjudges" not in told
    assert "What pressure would take\n    On the means it accepts already" in told


def _both(found: Any) -> tuple[Any, Any]:
    return found, evenhand.persuade(found, draws=32, threads=1).document()


@pytest.mark.parametrize(("cost", "said"), [(4.0, False), (6.0, True)])
def test_a_reward_that_costs_its_giver_more_than_it_gains_is_said_to(cost: float, said: bool) -> None:
    """A loses 5 by today's state: with a reward of cost c taken in 40 % of the draws it expects 0.6 * 5 + 0.4 * c."""
    losses = {"a": {"points": 5.0, "spent": 0.0}, "b": {"points": 3.0, "spent": 0.0}}
    paid = {"a": {"points": 0.6 * 5.0 + 0.4 * cost, "spent": cost}, "b": {"points": 0.0, "spent": 0.0}}
    found = {"ways": [{"way": "nothing", "losses": losses}, {"way": "reward", "losses": paid}]}
    told = persuasion._overpaid(case(HELD), found)
    assert told == (["That is more than the agreement would bring A, which pays it."] if said else [])


@pytest.mark.parametrize(
    ("worth", "told"),
    [
        (0, "None of these penalties can be said to leave all who threaten it better off than doing nothing"),
        (1, "1 of these penalties would leave all who threaten it better off than doing nothing"),
        (2, "2 of these penalties would leave all who threaten them better off than doing nothing"),
    ],
)
def test_whether_penalties_pay_those_who_threaten_them_is_said_in_words(worth: int, told: str) -> None:
    assert persuasion._worth_threatening(worth).startswith(told)

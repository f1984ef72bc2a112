"""The findings in the terminal, for a document made up by hand: what stands there, in which form, for whom."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
import synthetic

import evenhand
from evenhand.casefile import Case, loads, starter
from evenhand.report import html, naming, terminal, words
from evenhand.report.lines import Lines

ISSUE = "border-trade"
OPEN = {"north": "open", "south": "open"}
CLOSED = {"north": "closed", "south": "closed"}
NINE = list(naming.CAUSES)


@pytest.fixture
def case() -> Case:
    return loads(starter("border", "A closed border"))


def spread(mean: float) -> dict[str, float]:
    return {"mean": mean, "p5": mean / 2, "median": mean, "p95": mean * 2}


def loss(mean: float, **interests: float) -> dict[str, Any]:
    return {
        "points": spread(mean),
        "with_standing": None,
        "range": {"min": mean / 2, "max": mean},
        "hindsight": spread(mean * 1.1),
        "interests": {name: spread(value) for name, value in interests.items()},
    }


def causes(**shares: float) -> dict[str, float]:
    named = {name.replace("_", " "): value for name, value in shares.items()}
    return {name: named.get(name, 0.0) for name in (naming.NO_REASON, *NINE)}


def account(**other: Any) -> dict[str, Any]:
    """What one account says where both sides lose and either of two causes is a key."""
    found: dict[str, Any] = {
        "kind": "unnecessary loss",
        "why": None,
        "improvement_probability": 0.97,
        "reference": [{"stances": OPEN, "standing_proof": True, "pays": [], "probability": 1.0}],
        "nash_agrees": True,
        "beside": [],
        "losses": {
            "north": loss(2.0, budget=2.0, safety=1.4),
            "south": loss(2.5, budget=2.2, safety=1.4),
            "assembly": loss(2.0, budget=2.0),
            "coast": {**loss(0.0, budget=0.2), "points": None},
        },
        "unilateral_losses": {
            side: {**spread(0.0), "stances": ["closed"], "whatever_others_do": False} for side in CLOSED
        },
        "temptations": {},
        "temptation": None,
        "value_at_risk": None,
        "mix": None,
        "causes": {
            "north": causes(misperception=1.5, standing=0.5),
            "south": causes(misperception=1.0, commitment=2.0, attachment=-0.5),
            "assembly": causes(misperception=2.0),
        },
        "alone": {"north": {"misperception": 2.0}, "south": {"commitment": 2.5}, "assembly": {}},
        "last": {"north": {"misperception": 0.0}, "south": {"commitment": 0.0}, "assembly": {}},
        "causes_by_interest": None,
        "at_work": ["misperception", "standing", "attachment", "ratification", "commitment"],
        "doubt": 0.07,
        "prediction": {
            "by": "nobody moves",
            "states": [{"stances": CLOSED, "share": 1.0}],
            "probability": 0.9,
            "pays": [],
        },
        "keys": [
            {"remove": ["misperception"], "probability": 0.62, "undone_by_more": False},
            {"remove": ["commitment"], "probability": 0.55, "undone_by_more": False},
        ],
        "stability": {
            "default": {"nash": True, "seq": True, "gmr": True, "smr": True},
            "reference": {"nash": False, "seq": True, "gmr": True, "smr": False},
        },
        "netting_matters": False,
        "states": None,
        "sensitivity": [
            {"judgement": "both-open: north.budget", "party": "north", "share": 0.61},
            {"judgement": "both-open: south.budget", "party": "south", "share": 0.58},
        ],
        "monte_carlo_error": {
            "improvement_probability": 0.01,
            "doubt": 0.01,
            "losses": {},
            "prediction": 0,
            "keys": [],
        },
    }
    return {**found, **other}


def document(**base: Any) -> dict[str, Any]:
    """The findings of the starter case, made up; ``base`` changes what the base account says."""
    accounts = {"authors": account(**base), "north": account(keys=[]), "south": account()}
    if base.get("kind", "unnecessary loss") not in ("unnecessary loss", "loss at the expense of others"):
        accounts["authors"] |= {"reference": None, "losses": None, "causes": None, "alone": None, "last": None}
        accounts["authors"] |= {"keys": None, "doubt": None}
    return {
        "schema": "evenhand.analysis/1",
        "evenhand": "0.1.0",
        "case": {"id": "border", "title": "A closed border", "as of": "2024-01-01"},
        "draws": 10000,
        "seed": 1,
        "replicates": 16,
        "base": "authors",
        "deadlocks": [],
        "unused_potential": {},
        "issues": [
            {
                "id": ISSUE,
                "title": "Opening the border to trade",
                "default": CLOSED,
                "ordinal": False,
                "sides": ["north", "south"],
                "ratifiers": {"assembly": "south"},
                "bystanders": ["coast"],
                "accounts": accounts,
                "common_ground": [
                    {"stances": OPEN, "pays": [], "probability": 0.88, "probability_if_independent": 0.8}
                ],
                "common_ground_at_cost": [],
                "holds_in_all_accounts": {"kind": True, "reference": True, "keys": []},
                "expectations": {
                    "parties": {
                        "south": {
                            "expected": {"points": 4.0, "interests": {"budget": 4.0}},
                            "attainable": {"points": 2.0, "stances": OPEN},
                            "best": {"points": 3.0, "stances": OPEN},
                        }
                    },
                    "jointly_feasible": False,
                    "trim": {"south": 1.0},
                    "trim_state": OPEN,
                },
                "beliefs": [
                    {"about": "south", "by": "north", "stances": OPEN, "believed": -0.4, "own": 0.8, "base": 1.0}
                ],
            }
        ],
    }


def plain(text: str) -> str:
    """In one line."""
    return " ".join(text.split())


def test_the_heading_names_the_case_its_day_the_draws_and_whose_numbers_they_are(case: Case) -> None:
    first, second = terminal.findings(case, document()).splitlines()[:2]
    assert first == "A closed border [border]"
    assert second.startswith("As of 1 January 2024; 1 issue; 10 000 draws, seed 1; the authors")


def test_an_issue_says_who_loses_how_much_of_what_why_and_what_unlocks_it(case: Case) -> None:
    told = plain(terminal.findings(case, document()))
    for part in (
        "Unnecessary loss.",
        "North: a loss in Public budget (USD 2 bn a year)",
        "South: a loss in Public budget (USD 2.2 bn a year)",
        "North, misperception (75 %)",
        "South, commitment (80 %)",
        "misperception (62 %) or commitment (55 %) removed unlocks it",
    ):
        assert part in told


@pytest.mark.parametrize("kind", sorted(set(words.KINDS) - {"unnecessary loss", "loss at the expense of others"}))
def test_an_issue_without_improvement_gets_its_kind_in_words(case: Case, kind: str) -> None:
    other: dict[str, Any] = {"kind": kind}
    if kind == "under temptation":
        gain = {**spread(1.0), "stances": ["open"], "pays": ["south"]}
        other |= {"temptation": {"as": "seizure"}, "temptations": {"north": gain}}
    shown = document(**other)
    told = plain(terminal.findings(case, shown))
    issue = shown["issues"][0]
    assert plain(words.kind(case, issue["accounts"]["authors"])).replace("\u2019", "'") in told
    assert "a loss in" not in told
    assert plain(terminal.details(case, shown))


def test_at_the_end_stand_common_ground_limits_and_how_to_see_more(case: Case) -> None:
    shown = terminal.findings(case, document(), source="my cases/border.yaml", width=30)
    told = plain(shown)
    assert "Common ground: a state leaves every side as well off as today and one" in told
    assert "not predictions" in told
    assert f"  evenhand analyse 'my cases/border.yaml' --issue {ISSUE}" in shown.splitlines()


def test_the_detail_has_every_part(case: Case) -> None:
    told = plain(terminal.details(case, document()))
    for part in (
        "North: closed [today]; open",
        "Assembly of South: must consent for South",
        "Bystanders: Coastal states",
        "Agreement: North: open; South: open (at nobody else's expense)",
        "Public budget USD 2 bn a year (1 to 4)",
        "misperception 75 %",
        "alone 100 % last 0 %",
        "At work without effect on any loss: ratification.",
        "In substance no side gains by changing its own stance alone.",
        "In 7 % of the draws a side would refuse",
        "nobody moves",
        "Today's state: as the sides see things, with every cause at work, none gains by leaving it alone (called a "
        "Nash equilibrium)",
        "In all accounts the same: what kind of issue it is; which agreement today is compared with",
        "to South a loss, as North sees it; a gain, by its own account",
        "Every side as well off as today, one better off: North: open; South: open (usually, 88 %)",
        "counts on Public budget (USD 4 bn a year); with everyone's consent, North: open; South: open (50 % of it)",
        "would have to count on 25 % less",
        "brings North: Public budget (61 %)",
    ):
        assert part in told, part


def test_each_party_has_its_own_hundred_per_cent(case: Case) -> None:
    """South's points are worth a hundredth of North's: nothing that is printed changes."""
    scaled = document()
    for found in scaled["issues"][0]["accounts"].values():
        for part in ("causes", "alone", "last"):
            found[part]["south"] = {name: value / 100 for name, value in found[part]["south"].items()}
        south = found["losses"]["south"]
        for part in ("points", "range", "hindsight"):
            south[part] = {name: value / 100 for name, value in south[part].items()}
    assert terminal.details(case, scaled) == terminal.details(case, document())


def test_a_negative_share_is_shown_as_one(case: Case) -> None:
    line = next(line for line in terminal.details(case, document()).splitlines() if "attachment" in line)
    assert "−20 %" in line
    assert "█" not in line


def test_the_sides_are_treated_alike(case: Case) -> None:
    """Exchanged names exchange the names and nothing else."""
    exchanged = {"north": "south", "south": "north", "North": "South", "South": "North"}

    def swap(text: str) -> str:
        return re.sub("north|south|North|South", lambda match: exchanged[match[0]], text)

    names = swap(json.dumps(document()))
    swapped = loads(swap(starter("border", "A closed border")))
    mirrored = swap(terminal.details(case, document(), width=100))
    assert plain(terminal.details(swapped, json.loads(names), width=100)) == plain(mirrored)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100])
@pytest.mark.parametrize("show", [terminal.findings, terminal.details])
def test_no_line_is_wider_than_the_terminal(case: Case, show: Any, width: int) -> None:
    lines = show(case, document(), width=width).splitlines()
    assert max(len(line) for line in lines if not line.startswith("  evenhand ")) <= width


@pytest.mark.parametrize("show", [terminal.findings, terminal.details])
def test_headings_are_marked_only_where_that_is_wanted(case: Case, show: Any) -> None:
    without = show(case, document())
    marked = show(case, document(), bold=True)
    assert "\x1b" not in without
    assert re.sub(r"\x1b\[[01]m", "", marked) == without != marked


def test_another_account_may_be_shown(case: Case) -> None:
    told = plain(terminal.findings(case, document(), account="north"))
    assert "the account of North" in told
    assert "No set of these causes" in told


def test_an_account_that_an_issue_lacks_is_said_to_be_no_different(case: Case) -> None:
    lacking = document()
    del lacking["issues"][0]["accounts"]["north"]
    told = plain(terminal.findings(case, lacking, account="north"))
    assert "(The account of North does not differ here" in told
    assert "62 %" in told


def test_an_ordinal_issue_says_what_ranks_can_say(case: Case) -> None:
    none = dict.fromkeys(
        ("improvement_probability", "losses", "causes", "alone", "last", "doubt", "monte_carlo_error", "sensitivity")
    )
    ranks = {
        "improvements": [{"stances": OPEN, "pays": []}],
        "efficient": [{"stances": OPEN}],
        "misperceptions": ["North takes South to prefer today's state"],
    }
    why = "ranks have no sizes"
    keys = [{"remove": ["commitment"], "probability": None, "undone_by_more": False}]
    reference = [{"stances": OPEN, "standing_proof": True, "pays": [], "probability": None}]
    ranked = document(**none, keys=keys, ordinal=ranks, why=why, reference=reference)
    ranked["issues"][0] |= {"ordinal": True, "expectations": None, "beliefs": []}
    ranked["issues"][0]["common_ground"][0]["probability"] = None
    told = plain(terminal.details(case, ranked))
    assert "Ranks have no sizes." in told
    assert "North takes South to prefer today's state." in told
    assert "Commitment removed unlocks it." in told
    assert plain(terminal.findings(case, ranked))


def test_many_states_are_cut_short_and_the_rest_is_counted(case: Case) -> None:
    many = document()
    ground = many["issues"][0]["common_ground"]
    ground += [copy.deepcopy(ground[0]) for _ in range(20)]
    assert "… and 15 more, all in the data." in terminal.details(case, many)


def test_what_could_be_gained_alone_is_said_with_the_stances(case: Case) -> None:
    gain = {**spread(0.5), "stances": ["open"], "whatever_others_do": True}
    told = plain(terminal.details(case, document(unilateral_losses={"north": gain})))
    assert (
        "North: gains 25 % of its own loss by changing to open, at no cost to anybody, whatever the others do" in told
    )


def test_a_temptation_without_a_loss_is_given_in_the_partys_own_unit(case: Case) -> None:
    gain = {**spread(1.0), "stances": ["open"], "pays": ["south"]}
    shown = document(
        kind="under temptation",
        temptation={"as": "temptation"},
        temptations={"north": gain},
        value_at_risk={"north": 0.0, "south": 3.0},
    )
    told = plain(terminal.details(case, shown))
    assert "North: would gain something worth USD 1 bn a year to it (Public budget) by changing to open" in told
    assert "South: at risk if a side changes alone: at most something worth USD 3 bn a year" in told
    assert "North: at risk" not in told


def test_deadlocks_are_named_by_the_titles_of_their_issues() -> None:
    case, found = evenhand.load("deadlock"), evenhand.analyse("deadlock", draws=16).document()
    assert found["deadlocks"] == [["crossing", "captives"]]
    assert 'Deadlock: "The border crossing" and "Captives" wait for each other.' in terminal.findings(case, found)


def test_a_name_can_neither_move_the_cursor_nor_turn_the_text_around(case: Case) -> None:
    forged = document()
    forged["issues"][0]["title"] = "A\x1b[31m B\u202e C\x07"
    told = terminal.findings(case, forged)
    assert "A[31m B C" in told
    assert not set(told) & set("\x1b\x07\u202e")


def test_who_would_gain_by_leaving_a_state_is_named() -> None:
    case, found = evenhand.load("chicken"), evenhand.analyse("chicken", draws=64).document()
    account = found["issues"][0]["accounts"]["authors"]
    # while both dare each would gain by swerving; from both swerving each would gain by daring
    assert account["leaving"] == {"default": ["alder", "birch"], "reference": ["alder", "birch"]}
    assert words.held(case, account, "default").startswith("Alder and Birch would gain by leaving it alone, each as")
    one = {**account, "leaving": {"default": ["birch"], "reference": []}}
    assert words.held(case, one, "default").startswith("Birch would gain by leaving it alone, as it sees things itself")


def test_where_the_accounts_have_nothing_in_common_that_is_a_sentence() -> None:
    page = Lines(80, False)
    terminal._in_all(page, {"kind": False, "reference": False, "keys": []})
    assert "The accounts agree neither on what kind of issue it is, nor on the agreement" in page.done()


def test_columns_stay_in_line_whatever_a_share_says() -> None:
    page = Lines(80, False)
    page.bars([("standing", 0.6, 0.0, 0.1), ("impatience", 0.002, 0.0, 0.998), ("linkage", 0.398, 0.5, 0.0)], 4)
    lines = page.done().splitlines()
    assert len(lines) == 3 and len({line.index("alone") for line in lines}) == 1
    assert len({line.index("last") for line in lines}) == len({len(line) for line in lines}) == 1
    assert "under 1 %" in lines[1].replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("amount", "said"), [("0.0000000002", True), ("0.0000004", True), ("0.000001", False)])
def test_a_case_in_too_large_a_unit_is_said_to_be_so(amount: str, said: bool) -> None:
    """Else its losses would pass for nothing without a word."""
    case = loads(f"""
case: a
title: A
parties: {{north: {{name: North}}, south: {{name: South}}}}
interests: {{trade: {{name: Trade, unit: USD m/yr}}}}
weights: {{north: {{trade: 1}}, south: {{trade: 1}}}}
issues:
  way:
    title: The way
    stances: {{north: [shut, open], south: [shut, open]}}
    default: {{north: shut, south: shut}}
    effects: [{{id: both, when: {{north: open, south: open}}, gives: {{north.trade: {amount}, south.trade: {amount}}}}}]
""")
    document = synthetic.document(case)
    sentence = (
        "Every amount of this is smaller than a millionth of a unit, and what is smaller than a billionth is shown as "
        "nothing: Trade (USD m a year). A smaller unit would show all of it."
    )
    shown = (terminal.findings(case, document), terminal.details(case, document), html.render(case, document))
    told = [plain(text.replace("\u202f", " ").replace("\u00a0", " ")) for text in map(str, shown)]
    assert [sentence in text for text in told] == [said] * 3

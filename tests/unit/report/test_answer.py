"""The answer in brief, as one would say it aloud."""

from __future__ import annotations

from typing import Any

import pytest
import synthetic

from evenhand.report import answer, html, terminal


def _account(kind: str, lost: dict[str, float], keys: list[tuple[list[str], float]]) -> dict[str, Any]:
    return {
        "kind": kind,
        "reference": [{"stances": {}, "pays": [], "standing_proof": True}],
        "losses": {side: {"points": {"mean": points}} for side, points in lost.items()},
        "keys": [{"remove": causes, "probability": often} for causes, often in keys],
    }


def _document(*accounts: dict[str, Any]) -> dict[str, Any]:
    issues = [
        {"id": f"i{number}", "title": f"Issue {number}", "sides": ["alder", "birch"], "accounts": {"authors": one}}
        for number, one in enumerate(accounts, 1)
    ]
    return {"base": "authors", "issues": issues}


LOST = "unnecessary loss"


def test_each_side_has_its_own_first_two_issues_of_those_that_nobody_else_would_pay_for() -> None:
    """Alder: 9 is at others' expense, so 5 and 3 are first; Birch: 4 and 2, and nothing on the second."""
    document = _document(
        _account(LOST, {"alder": 1.0, "birch": 4.0}, []),
        _account(LOST, {"alder": 5.0, "birch": 0.0}, []),
        _account("loss at the expense of others", {"alder": 9.0, "birch": 9.0}, []),
        _account(LOST, {"alder": 3.0, "birch": 2.0}, []),
    )
    assert answer.lost_most(synthetic.plain(), document) == [
        "Alder: \u201cIssue 2\u201d and \u201cIssue 4\u201d",
        "Birch: \u201cIssue 1\u201d and \u201cIssue 4\u201d",
    ]
    alone = {**document, "issues": document["issues"][:1]}
    assert answer.lost_most(synthetic.plain(), alone) == []


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        # surest: standing + linkage, standing alone, commitment; standing stands in two of three, in one by itself
        (
            [[(["commitment"], 0.2), (["standing", "linkage"], 0.9)], [(["standing"], 0.6)], [(["commitment"], 0.5)]],
            "On 2 of the 3 issues that can be unlocked the surest way takes this cause away: standing. "
            "On 1 of them this alone is enough.",
        ),
        # equally often: both are named, in the order of the causes
        (
            [[(["standing", "commitment"], 0.9)], [(["standing", "commitment"], 0.6)]],
            "On 2 of the 2 issues that can be unlocked, for each of these causes, the surest way takes it away: "
            "standing and commitment.",
        ),
        # an issue that needs no key, or has none, is not among them
        ([[([], 0.9)], [], [(["standing"], 0.6)]], ""),
    ],
)
def test_the_cause_in_the_surest_key_of_most_issues_unlocks_most(keys: list[Any], told: str) -> None:
    document = _document(*(_account(LOST, {"alder": 1.0}, one) for one in keys))
    assert answer.unlocks_most(document) == told


def test_the_agenda_stands_in_one_line_with_how_sure_it_is() -> None:
    document = _document(*(_account(LOST, {"alder": 1.0}, []) for _ in range(3)))
    agenda = {
        "agendas": [{"issues": ["i1", "i3"], "stands": 0.46}],
        "candidates": [{"id": "i1"}, {"id": "i2"}, {"id": "i3"}],
        "certainty": {"best": {"low": 0.17, "high": 0.17}},
    }
    told = answer.agenda_line(synthetic.plain(), {**document, "agenda": agenda}).replace("\u202f", " ")
    assert "All of it stands, leaving nobody worse off, in 46 % of the draws, and it is the best agenda in 17 %" in told
    assert answer.agenda_line(synthetic.plain(), document) == ""


def test_the_key_sentence_comes_first_and_a_point_is_explained_before_the_first_amount() -> None:
    case = synthetic.plain()
    points = case.interests["lives"].model_copy(update={"unit": "points"})
    case = case.model_copy(update={"interests": {**case.interests, "lives": points}})
    page = html.render(case, synthetic.document(case))
    brief = page[page.index('id="brief"') :]
    first, explained, amount = (brief.index(text) for text in ('answer"', "A point is the case", "a loss in"))
    assert brief[first : first + 16] == 'answer"><strong>'
    assert first < brief.index("This report compares") < explained < amount
    told = terminal.findings(case, synthetic.document(case))
    assert told.index("A point is the case") < told.index("a loss in")


def test_what_holds_is_said_as_a_sentence_of_its_own() -> None:
    case = synthetic.plain()
    document = synthetic.document(case)
    document["issues"][0]["accounts"]["authors"] |= {"kind": "cooperation that holds", "reference": None}
    brief = html.render(case, document)
    assert '<p class="says">Nothing to gain. No side prefers' in brief

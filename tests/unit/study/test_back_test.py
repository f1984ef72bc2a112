"""The back-test by hand: four issues, one of each outcome; and what it must never do, be an input."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import evenhand
from evenhand.casefile import Case, check
from evenhand.errors import InputError
from evenhand.study.back_test import brier, skill

BOTH = {"north": "move", "south": "move"}
NEITHER = {"north": "stay", "south": "stay"}


def issue(name: str, later: list[dict[str, Any]], *, tempting: bool = False) -> dict[str, Any]:
    """Both gain if both move. If it is tempting not to, each gains 3 by staying while the other moves, who loses 2."""
    effects = [{"id": f"{name}-both", "when": BOTH, "gives": {"north.money": 1, "south.money": 1}}]
    if tempting:
        effects += [
            {"id": f"{name}-{one}", "when": {one: "move", other: "stay"},
             "gives": {f"{one}.money": -2, f"{other}.money": 3}}
            for one, other in (("north", "south"), ("south", "north"))
        ]  # fmt: skip
    return {
        "title": name,
        "stances": {"north": ["stay", "move"], "south": ["stay", "move"]},
        "default": NEITHER,
        "effects": effects,
        "outcome later": later,
    }


def case(**changes: Any) -> Case:
    came, gone = {"fact": "came", "since": 2003, "state": BOTH}, {"fact": "went", "since": "2004-05", "state": NEITHER}
    stayed = {"fact": "nothing", "state": NEITHER}
    data: dict[str, Any] = {
        "case": "strait",
        "title": "Strait",
        "as of": "2000-06-15",
        "parties": {"north": {"name": "North", "numeraire": "money"}, "south": {"name": "South", "numeraire": "money"}},
        "interests": {"money": {"name": "Money", "unit": "USD bn/yr"}},
        "weights": {"north": {"money": 1}, "south": {"money": 1}},
        "issues": {
            "easy": issue("easy", [gone, came]),
            "hard": issue("hard", [came], tempting=True),
            "missed": issue("missed", [{"fact": "too late", "since": "2005-07", "state": BOTH}]),
            "stuck": issue("stuck", [stayed], tempting=True),
            "silent": issue("silent", [{"fact": "words alone"}]),
        },
    }
    return Case.model_validate({**data, **changes})


def test_each_outcome_follows_from_what_was_predicted_and_what_came() -> None:
    """An easy issue is agreed on in every draw, a tempting one in none; five years end in June 2005."""
    found = evenhand.back_test([case()], draws=16)
    told = {one["id"]: (one["forecast"], one["came"], one["outcome"], one["ended"]) for one in found.issues}
    assert told == {
        "easy": (1.0, "2003", "hit", "as before"),  # it came in 2003 and was gone in May 2004
        "hard": (0.0, "2003", "miss", "improvement"),
        "missed": (1.0, None, "false alarm", "as before"),
        "stuck": (0.0, None, "correct rejection", "as before"),
    }
    assert found.unread == [{"case": "strait", "id": "silent", "why": "no later state"}]


def test_the_score_and_its_baselines() -> None:
    """Forecasts 1, 0, 1, 0; events 1, 1, 0, 0: score 2/4; base rate 1/2, whose score is 1/4; skill 1 - 2 = -1.

    Had "easy" or "stuck" come out otherwise, three of four would be wrong at a base rate of 1/4 or 3/4: skill
    1 - (3/4)/(3/16) = -3; had "hard" or "missed", one of four: 1 - (1/4)/(3/16) = -1/3.
    """
    scores = evenhand.back_test([case()], draws=16).scores
    assert scores is not None
    assert (scores["brier"], scores["baselines"], scores["skill"]) == (0.5, {"base rate": 0.25, "never": 0.5}, -1.0)
    assert scores["skill_otherwise"] == pytest.approx([-3.0, -1 / 3])
    assert (scores["came"], scores["expected"]) == (2, 2.0)
    assert set(scores["outcomes"].values()) == {1}


def test_two_issues_that_came_out_otherwise_leave_no_range_of_the_skill() -> None:
    """Forecasts 1 and 0, one came: skill 1. Either issue read otherwise, both came out alike, and no skill is left."""
    from evenhand.report.back_test import back_test

    one, whole = case(), case().model_dump(by_alias=True, exclude_unset=True)["issues"]
    two = Case.model_validate(
        {
            **one.model_dump(by_alias=True, exclude_unset=True),
            "issues": {name: whole[name] for name in ("easy", "stuck")},
        }
    )
    found = evenhand.back_test([two], draws=16)
    assert found.scores is not None
    assert (found.scores["skill"], found.scores["skill_otherwise"]) == (1.0, None)
    assert "Skill against the base rate: 1.\n" in back_test({"strait": two}, found.document())


def test_longer_years_let_later_states_in() -> None:
    found = evenhand.back_test([case()], years=6, draws=16)
    assert {one["id"]: one["outcome"] for one in found.issues}["missed"] == "hit"


def test_an_event_that_all_issues_share_allows_no_skill() -> None:
    assert skill(np.array([0.5, 0.5]), np.array([1.0, 1.0])) is None
    assert brier(np.array([0.5, 0.5]), np.array([1.0, 1.0])) == 0.25


def test_what_happened_later_is_no_input() -> None:
    bare = case().model_dump(by_alias=True, exclude_unset=True)
    for one in bare["issues"].values():
        one.pop("outcome later", None)
    with_it = evenhand.analyse(case(), draws=64).document()
    assert with_it == evenhand.analyse(Case.model_validate(bare), draws=64).document()


def test_a_later_state_must_be_one_of_the_issue() -> None:
    wrong = [{"fact": "x", "state": {"north": "leave", "south": "stay"}}, {"fact": "y", "state": {"north": "stay"}}]
    found = check(case(issues={"easy": issue("easy", wrong)}))
    assert {fault.code for fault in found} == {"unknown-stance", "state-incomplete"}
    assert check(case()) == []


def test_a_state_that_the_case_rules_out_is_told() -> None:
    one = {**issue("easy", [{"fact": "x", "state": {"north": "move", "south": "stay"}}])}
    one["infeasible"] = [{"north": "move", "south": "stay"}]
    assert evenhand.back_test([case(issues={"easy": one})], draws=16).issues[0]["ended"] == "ruled out"


def test_what_cannot_be_done_is_refused() -> None:
    for cases, years, says in (
        ([], 5, "at least one case"),
        (["chicken"], 5, "has no day"),
        ([case(), case()], 5, "two cases are called `strait`"),
        ([case()], 0, "from 1 to 100"),
    ):
        with pytest.raises(InputError, match=says):
            evenhand.back_test(cases, years=years, draws=16)


def test_the_document_is_plain_data() -> None:
    document = evenhand.back_test([case()], draws=16).document()
    assert json.loads(json.dumps(document)) == document
    assert document["schema"] == "evenhand.back-test/1"


def test_what_was_so_before_the_cases_day_did_not_come_after_it() -> None:
    """As of June 2000: 1999 lies before, any part of 2000 or its June does not."""
    for since, came in ((1999, None), ("2000-05", None), (2000, "2000"), ("2000-06", "2000-06")):
        later = [{"fact": "so", "since": since, "state": BOTH}]
        found = evenhand.back_test([case(issues={"easy": issue("easy", later)})], draws=16)
        assert [one["came"] for one in found.issues] == [came]

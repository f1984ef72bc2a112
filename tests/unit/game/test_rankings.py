"""Rankings by hand: ladders, statements in order of priority, and who judges by what."""

from __future__ import annotations

from typing import Any

from evenhand.casefile import Case
from evenhand.game import Rankings, rankings, structure


def seen(issue: dict[str, Any], **more: Any) -> Rankings:
    """An issue of two sides, A and B, and of C, which watches; states in order: no no, yes no, no yes, yes yes."""
    data = {
        "case": "ranks",
        "title": "Ranks",
        "parties": {"a": {"name": "A"}, "b": {"name": "B"}, "c": {"name": "C"}},
        "interests": {},
        "issues": {
            "i": {
                "title": "I",
                "stances": {"a": ["no", "yes"], "b": ["no", "yes"]},
                "default": {"a": "no", "b": "yes"},
                **issue,
            }
        },
        **more,
    }
    case = Case.model_validate(data)
    return rankings(case, structure(case, "i"))


def state(a: str, b: str) -> dict[str, str]:
    return {"a": a, "b": b}


LADDER = [state("yes", "no"), [state("yes", "yes"), state("no", "yes")], state("no", "no")]


def test_a_ladder_goes_down_a_step_at_a_time_and_today_stands_at_0() -> None:
    """Best first: yes no; then, level, yes yes and today's no yes; then no no."""
    found = seen({"ranking": {"a": LADDER}})
    assert found.worth[0, 0].tolist() == [-1, 1, 0, 0]
    assert found.ranked.tolist() == [True, False]  # C neither acts nor ranks: it is no party to the issue
    assert not found.worth[0, 1:].any()


def test_of_statements_the_first_that_tells_two_states_apart_decides() -> None:
    """B yes comes first, then A no: no yes, yes yes, no no, yes no; today's is the best, so the others are below 0."""
    found = seen({"preferences": {"b": [{"all": {"b": "yes"}}, {"not": {"a": "yes"}}]}})
    assert found.worth[0, 1].tolist() == [-2, -3, 0, -1]


def test_a_side_judges_by_its_own_account_and_others_by_the_base() -> None:
    """What B's account leaves out it takes from the base account."""
    upside_down = LADDER[::-1]
    found = seen({"ranking": {"a": LADDER, "c": LADDER}}, accounts={"b": {"ranking": {"i": {"a": upside_down}}}})
    assert found.accounts == ("authors", "b") and found.of_side == (0, 1)
    assert found.worth[0, 0].tolist() == [-1, 1, 0, 0]
    assert found.worth[1, 0].tolist() == [1, -1, 0, 0]
    assert found.worth[1, 2].tolist() == found.worth[0, 2].tolist() == [-1, 1, 0, 0]

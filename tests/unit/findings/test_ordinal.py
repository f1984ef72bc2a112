"""Ordinal findings by hand."""

from __future__ import annotations

from typing import Any

import pytest

from evenhand.casefile import Case
from evenhand.findings.ordinal import CANNOT, OrdinalFindings, ordinal
from evenhand.game import structure


def issue(issue: dict[str, Any], **more: Any) -> list[OrdinalFindings]:
    data = {
        "case": "ranks",
        "title": "Ranks",
        "parties": {"a": {"name": "A"}, "b": {"name": "B"}, **more.pop("parties", {})},
        "interests": {},
        "issues": {
            "i": {
                "title": "I",
                "stances": {"a": ["c", "d"], "b": ["c", "d"]},
                "default": {"a": "d", "b": "d"},
                **issue,
            }
        },
        **more,
    }
    case = Case.model_validate(data)
    return list(ordinal(case, structure(case, "i")))


def ranked(*names: str | list[str]) -> list[Any]:
    """A ranking, best first; a list is a tie."""

    def state(name: str) -> dict[str, str]:
        return {"a": name[0], "b": name[1]}

    return [[state(part) for part in name] if isinstance(name, list) else state(name) for name in names]


DILEMMA = {"a": ranked("dc", "cc", "dd", "cd"), "b": ranked("cd", "cc", "dd", "dc")}
HUNT = {"a": ranked("cc", ["dc", "dd"], "cd"), "b": ranked("cc", ["cd", "dd"], "dc")}


def test_the_dilemma_by_ranks() -> None:
    (found,) = issue({"ranking": DILEMMA})
    assert found.kind == "unnecessary loss" and found.why == CANNOT
    assert len(found.improvements) == 1 and found.efficient == found.improvements
    assert found.keys == ((("commitment",), False),)
    assert found.stable[found.efficient[0]] == {"nash": False, "seq": True, "gmr": True, "smr": True}


def test_the_hunt_by_ranks_needs_no_key() -> None:
    (found,) = issue({"ranking": HUNT})
    assert found.keys == (((), False),)


def test_the_hunt_misread_as_a_dilemma() -> None:
    accounts = {side: {"ranking": {"i": {other: DILEMMA[other]}}} for side, other in (("a", "b"), ("b", "a"))}
    base, *own = issue({"ranking": HUNT}, accounts=accounts)
    assert base.keys == ((("misperception",), False), (("commitment",), False))
    assert all(one.keys == ((("commitment",), False),) for one in own)
    assert len(base.misperceptions) == 2  # each takes the other to rank leaving alone above today's state
    assert all("above today's state" in text for text in base.misperceptions)


def test_cooperation_is_under_temptation() -> None:
    (found,) = issue({"ranking": DILEMMA, "default": {"a": "c", "b": "c"}})
    assert (found.kind, found.temptation) == ("under temptation", "temptation")
    assert found.keys == () and found.improvements == ()


def test_cooperation_holds_and_nothing_is_at_stake() -> None:
    (found,) = issue({"ranking": HUNT, "default": {"a": "c", "b": "c"}})
    assert found.kind == "cooperation that holds"
    level = ranked(["cc", "cd", "dc", "dd"])
    (found,) = issue({"ranking": {"a": level, "b": level}})
    assert found.kind == "nothing of substance"


def test_a_bystander_that_ranks_it_lower_pays() -> None:
    ranking = {**DILEMMA, "e": ranked(["cd", "dc", "dd"], "cc")}
    (found,) = issue({"ranking": ranking}, parties={"e": {"name": "E"}})
    assert found.kind == "loss at the expense of others"
    assert found.pays[found.improvements[0]] == ("e",)


def test_statements_rank_like_the_states_they_describe() -> None:
    """Most important first: the other's c; then not c while it is c; so dc, cc, dd, cd as in the dilemma."""
    preferences = {
        "a": [{"b": "c"}, {"not": {"a": "c"}}],
        "b": [{"a": "c"}, {"not": {"b": "c"}}],
    }
    (by_rank,), (by_statement,) = issue({"ranking": DILEMMA}), issue({"preferences": preferences})
    assert (by_statement.kind, by_statement.keys, by_statement.efficient) == (
        by_rank.kind,
        by_rank.keys,
        by_rank.efficient,
    )


@pytest.mark.parametrize("ranking", [DILEMMA, HUNT])
def test_sides_may_change_places(ranking: dict[str, Any]) -> None:
    def swapped(states: Any) -> Any:
        if isinstance(states, list):
            return [swapped(state) for state in states]
        return {"a": states["b"], "b": states["a"]}

    (one,) = issue({"ranking": ranking})
    (other,) = issue({"ranking": {"a": swapped(ranking["b"]), "b": swapped(ranking["a"])}})
    assert (one.kind, one.keys) == (other.kind, other.keys)

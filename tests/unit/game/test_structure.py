"""States, moves and the marks that linkage and irreversible stances leave on them."""

from __future__ import annotations

from typing import Any

from evenhand.casefile import Case
from evenhand.findings.deadlocks import deadlocks
from evenhand.game import Structure, structure


def case(issue: dict[str, Any] | None = None, other: dict[str, Any] | None = None) -> Case:
    def one(number: int, extra: dict[str, Any] | None) -> dict[str, Any]:
        return {
            "title": f"Issue {number}",
            "stances": {"b": ["x", "y"], "a": ["x", "y", "z"]},
            "default": {"a": "x", "b": "x"},
            "effects": [{"id": f"e{number}", "when": {"a": "y"}, "gives": {"a.k": 1, "d.k": 1}}],
            **(extra or {}),
        }

    return Case.model_validate(
        {
            "case": "form",
            "title": "Form",
            "parties": {
                "d": {"name": "D"},
                "c": {"name": "C", "ratifies": "b"},
                "a": {"name": "A"},
                "b": {"name": "B"},
                "e": {"name": "E"},
            },
            "interests": {"k": {"name": "K", "unit": "points"}},
            "weights": {"a": {"k": 1}, "b": {"k": 1}, "c": {"k": 1}},
            "issues": {"i": one(1, issue), "j": one(2, other)},
        }
    )


def names(form: Structure, states: Any) -> set[str]:
    return {"".join(form.named(int(o)).values()) for o in states}


def number(form: Structure, name: str) -> int:
    return next(o for o in range(form.n_states) if "".join(form.named(o).values()) == name)


def test_sides_come_first_then_ratifiers_then_bystanders_who_receive_something() -> None:
    form = structure(case(), "i")
    assert form.parties == ("a", "b", "c", "d")
    assert form.ratifies.tolist() == [-1, -1, 1, -1]


def test_every_feasible_combination_is_a_state() -> None:
    assert names(structure(case(), "i"), range(6)) == {"xx", "xy", "yx", "yy", "zx", "zy"}
    form = structure(case({"infeasible": [{"a": ["y", "z"], "b": "y"}]}), "i")
    assert names(form, range(form.n_states)) == {"xx", "xy", "yx", "zx"}
    assert form.named(form.default) == {"a": "x", "b": "x"}


def test_nobody_moves_to_an_infeasible_state_or_out_of_an_irreversible_stance() -> None:
    form = structure(case({"infeasible": [{"a": "z", "b": "y"}], "irreversible": {"a": ["y"]}}), "i")

    def goals(state: str, side: int) -> set[str]:
        found = form.moves[number(form, state), side]
        return names(form, found[found >= 0])

    assert goals("xx", 0) == {"yx", "zx"}
    assert goals("xy", 0) == {"yy"}
    assert goals("yx", 0) == set()
    assert goals("yx", 1) == {"yy"}
    assert goals("zx", 1) == set()
    assert form.alone[number(form, "yy"), 0] == number(form, "yx")
    assert form.alone[number(form, "yy"), 1] == number(form, "xy")


def test_linkage_withholds_a_stance_only_while_the_other_issue_stands_so() -> None:
    at_work = {"linkage": [{"party": "a", "withholds": "y", "while": {"j": {"b": "x"}}}]}
    form = structure(case(at_work), "i")
    assert names(form, [o for o in range(form.n_states) if form.withheld_state[o]]) == {"yx", "yy"}
    assert form.withheld_move.tolist() == [[False, True, False], [False, False, False]]
    idle = {"linkage": [{"party": "a", "withholds": "y", "while": {"j": {"b": "y"}}}]}
    assert not structure(case(idle), "i").withheld_state.any()


def test_linkages_that_wait_for_each_other_are_a_deadlock() -> None:
    one = {"linkage": [{"party": "a", "withholds": "y", "while": {"j": {"b": "x"}}}]}
    two = {"linkage": [{"party": "b", "withholds": "y", "while": {"i": {"a": "x"}}}]}
    lifted = {"linkage": [{"party": "b", "withholds": "y", "while": {"i": {"a": "y"}}}]}
    assert deadlocks(case(one, two)) == (("i", "j"),)
    assert deadlocks(case(one)) == ()
    assert deadlocks(case(one, lifted)) == ()

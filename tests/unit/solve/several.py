"""Small cases of several issues, on each of which every side keeps or yields."""

from __future__ import annotations

from typing import Any

from evenhand.casefile import Case
from evenhand.game import means, structure, views
from evenhand.solve.prediction import Problem, problem


def issue(gives: dict[str, Any], sides: tuple[str, ...] = ("a", "b"), number: int = 1) -> dict[str, Any]:
    """Every side keeps or yields; where all yield, this is what they get."""
    return {
        "title": f"Issue {number}",
        "stances": {side: ["keep", "yield"] for side in sides},
        "default": dict.fromkeys(sides, "keep"),
        "effects": [{"id": f"e{number}", "when": dict.fromkeys(sides, "yield"), "gives": gives}],
    }


def case(*gives: dict[str, Any], sides: tuple[str, ...] = ("a", "b"), **more: Any) -> Case:
    parties = {name: {"name": name.upper()} for name in (*sides, "other")}
    return Case.model_validate(
        {
            "case": "few",
            "title": "Few",
            "parties": parties,
            "interests": {
                "k": {"name": "K", "unit": "points"},
                "rank": {"name": "R", "unit": "points", "kind": "standing"},
            },
            "weights": {name: {"k": 1, "rank": 1} for name in (*sides, "other")},
            "issues": {f"i{n}": issue(one, sides, n) for n, one in enumerate(gives, 1)},
            **more,
        }
    )


def solved(found: Case) -> dict[str, Problem]:
    out = {}
    for name in found.issues:
        form = structure(found, name)
        seen = views(found, form)
        out[name] = problem(form, seen, means(form, seen))
    return out

"""Small games for the tests of the solvers."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from evenhand.casefile import Case
from evenhand.game import means, structure, views
from evenhand.solve.prediction import Problem, problem

INTERESTS = {
    "k": {"name": "K", "unit": "points"},
    "m": {"name": "M", "unit": "points"},
    "rank": {"name": "Rank", "unit": "points", "kind": "standing"},
    "rent": {"name": "Rent", "unit": "points", "kind": "private"},
}


def case(states: dict[str, dict[str, Any]], default: str = "xx", **more: Any) -> Case:
    """Sides a and b, stances x, y (z where named); ``states`` gives a state's changes, ``{"xy": {"a.k": 1}}``."""
    letters = sorted({letter for name in [*states, default] for letter in name} | {"x", "y"})
    issue = {
        "title": "I",
        "stances": {"a": letters, "b": letters},
        "default": {"a": default[0], "b": default[1]},
        "effects": [
            {"id": f"e-{name}", "when": {"a": name[0], "b": name[1]}, "gives": gives} for name, gives in states.items()
        ],
        **more.pop("issue", {}),
    }
    parties = {name: {"name": name.upper(), **more.get("parties", {}).get(name, {})} for name in ("a", "b")}
    parties |= {name: {"name": name, **extra} for name, extra in more.pop("parties", {}).items() if name not in "ab"}
    weights = {name: dict.fromkeys(INTERESTS, 1) for name in ("a", "b")}
    return Case.model_validate(
        {
            "case": "game",
            "title": "Game",
            "parties": parties,
            "interests": INTERESTS,
            "weights": {**weights, **more.pop("weights", {})},
            "issues": {"i": issue},
            **more,
        }
    )


def table(values: dict[str, tuple[float, float]], **more: Any) -> Case:
    """The two sides' values of each state that is not 0, 0."""
    return case({name: {"a.k": u, "b.k": v} for name, (u, v) in values.items()}, **more)


def solved(found: Case) -> Problem:
    form = structure(found, "i")
    seen = views(found, form)
    return problem(form, seen, means(form, seen))


def number(p: Problem, name: str) -> int:
    """Number of a state by its stances, such as ``xy``."""
    return next(o for o in range(p.form.n_states) if "".join(p.form.named(o).values()) == name)


def named(p: Problem, states: Any) -> set[str]:
    """States by their stances."""
    return {"".join(p.form.named(int(o)).values()) for o in np.flatnonzero(states)}


def two_by_two(values: dict[str, tuple[float, float]]) -> tuple[list[str], Any, Any]:
    """Names, worth (2, 4) and moves (4, 2, 2) of a plain game with stances c and d."""
    names = ["".join(pair) for pair in product("cd", repeat=2)]
    worth = np.array([[values[name][side] for name in names] for side in range(2)], dtype=float)
    moves = np.full((4, 2, 2), -1, dtype=np.int64)
    for state, name in enumerate(names):
        for side in range(2):
            for stance, letter in enumerate("cd"):
                goal = (letter + name[1]) if side == 0 else (name[0] + letter)
                if goal != name:
                    moves[state, side, stance] = names.index(goal)
    return names, worth, moves

"""Defaults that do not hold by the case's own numbers: some side feels better after a move of its own.

Drift then starts from a state that the sides would already have left; the numbers or the default want a second look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.game import Structure, means, rankings, structure, views
from evenhand.solve.causes import ALL
from evenhand.solve.feeling import felt, tolerance

__all__ = ["Unstable", "unstable_defaults"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Unstable:
    """A side that feels better, all causes at work, after changing its own stance alone."""

    issue: str
    side: str
    stances: tuple[str, ...]


def unstable_defaults(case: Case) -> tuple[Unstable, ...]:
    """Issues of a checked case whose default is not stable, with the side and the stances that draw it away."""
    found = []
    for name, issue in case.issues.items():
        form = structure(case, name)
        worth, small = _ranked(case, form) if issue.ordinal else _felt(case, form)
        for side, party in enumerate(form.sides):
            stances = tuple(
                form.stances[side][stance]
                for stance, goal in enumerate(form.moves[form.default, side])
                if goal >= 0
                and not form.withheld_move[side, stance]
                and worth[side, goal] > worth[side, form.default] + small[side]
            )
            if stances:
                found.append(Unstable(name, party, stances))
    return tuple(found)


def _felt(case: Case, form: Structure) -> tuple[Floats, Floats]:
    """What each side feels of each state in its own view, all causes at work, and which difference counts."""
    seen = views(case, form)
    numbers = means(form, seen)
    every = felt(form, numbers, ALL)
    return np.stack([every[view, side] for side, view in enumerate(seen.of_side)]), tolerance(form, numbers)


def _ranked(case: Case, form: Structure) -> tuple[Floats, Floats]:
    """How each side ranks the states in its own view."""
    seen = rankings(case, form)
    return np.stack([seen.worth[view, side] for side, view in enumerate(seen.of_side)]), np.zeros(form.n_sides)

"""Defaults that do not hold by the case's own numbers: some side feels better after a move of its own.

Drift then starts from a state that the sides would already have left; the numbers or the default want a second look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenhand.casefile import Case
from evenhand.findings.ordinal import ordinal
from evenhand.game import means, structure, views
from evenhand.solve.causes import ALL
from evenhand.solve.prediction import problem

__all__ = ["Unstable", "unstable_defaults"]


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
        if issue.ordinal:
            accounts = ordinal(case, form)
            by_name = {one.account: one for one in accounts}
            worth = np.stack([by_name.get(side, accounts[0]).worth[i] for i, side in enumerate(form.sides)])
            small = np.zeros(form.n_sides)
        else:
            seen = views(case, form)
            p = problem(form, seen, means(form, seen))
            felt = p.felt(ALL)
            worth = np.stack([felt[p.side_view[side], side] for side in range(form.n_sides)])
            small = p.tolerance
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

"""What courses over time set out from: which agreements are in force, what each side counts on, and the trim.

References
----------
Gupta, S., & Livne, Z. A. (1988). Resolving a conflict situation with a reference outcome. Management Science 34(11).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.findings.expectations import expectations
from evenhand.solve.improvements import NO_CLASS
from evenhand.solve.prediction import Problem

__all__ = ["Start", "start"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Start:
    """One issue at the start, in one view, on the means.

    Attributes
    ----------
    agreement : shape (n_states,), the reference agreement (tied states equally likely); None where it is not in force.
    why : one of ``none``, ``pays``, ``not named`` where it is not; else empty.
    aim : shape (n_states,), the agreed state that comes nearest to what all sides count on, as
        :func:`evenhand.findings.expectations.expectations` finds it; None where no side counts on anything.
    expected, attained, trim : shape (n_sides,), in each side's own points, all its interests counted; ``trim`` is how
        much less it would have to count on for all to be met together.
    """

    agreement: Floats | None
    why: str
    aim: Floats | None
    expected: Floats
    attained: Floats
    trim: Floats

    @property
    def trim_share(self) -> Floats:
        """The trim as a share of what the side counts on, 0 where it counts on nothing; shape (n_sides,)."""
        some = self.expected > 0
        return np.where(some, self.trim / np.where(some, self.expected, 1.0), 0.0)


def start(p: Problem, view: int, named: bool = True) -> Start:
    """One issue at the start; ``named`` is False where the case leaves its agreement out."""
    n_sides = p.form.n_sides
    reference, first = p.reference(view), int(p.classes[view].min())
    why = "none" if first == NO_CLASS else "pays" if first > 1 else "" if named else "not named"
    agreement = reference / reference.sum() if not why else None
    full = (p.means.weight[view, :n_sides, :, None] * p.means.common[view, :n_sides]).sum(axis=1)
    static = expectations(p, view)
    aim = np.zeros(p.form.n_states) if static is not None else None
    if static is not None and aim is not None:
        aim[list(static.trim_states)] = 1.0 / len(static.trim_states)
    return Start(
        agreement=agreement,
        why=why,
        aim=aim,
        expected=np.array([static.sides[side].expected if static else 0.0 for side in p.form.sides]),
        attained=full @ agreement if agreement is not None else np.zeros(n_sides),
        trim=np.array([static.trim[side] if static else 0.0 for side in p.form.sides]),
    )

"""What each side believes of the others, beside what the base account and the others' own accounts say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evenhand.solve.improvements import NO_CLASS
from evenhand.solve.prediction import Problem

__all__ = ["Belief", "beliefs"]

_MOST_STATES = 12


@dataclass(frozen=True)
class Belief:
    """Value to ``about`` of a state over today's, as a share of the largest of the three figures."""

    about: str
    by: str
    state: int
    believed: float
    own: float | None
    base: float


def beliefs(p: Problem) -> tuple[Belief, ...]:
    """Every side's belief about every other on the states that matter.

    These are the base account's reference agreement; without one, the improvements that some account sees; without
    any, all states but today's. None where these are more than twelve: which to leave out would be arbitrary.
    """
    held = dict(zip(p.seen.accounts, p.seen.of_account, strict=True))
    base = p.seen.of_account[0]
    found = []
    for about, name in enumerate(p.form.sides):
        for by in p.form.sides:
            if by == name or by not in held:
                continue
            for state in _states(p, base):
                figures = [float(p.value[held[by], about, state]), float(p.value[base, about, state])]
                own = float(p.value[held[name], about, state]) if name in held else None
                scale = max(abs(figure) for figure in [*figures, own or 0.0])
                scale = scale if scale > p.tolerance[about] else 1.0
                found.append(
                    Belief(
                        name, by, state, figures[0] / scale, None if own is None else own / scale, figures[1] / scale
                    )
                )
    return tuple(found)


def _states(p: Problem, base: int) -> list[int]:
    others = np.arange(p.form.n_states) != p.form.default
    for chosen in (p.reference(base), np.any(p.classes < NO_CLASS, axis=0), others):
        if np.any(chosen):
            return [int(state) for state in np.flatnonzero(chosen)] if np.sum(chosen) <= _MOST_STATES else []
    return []

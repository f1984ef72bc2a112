"""Whether a mix of states (taking turns, a lottery) would do what no single state does.

A linear programme over the shares of the states: nobody is worse off on average, and each side in turn is made as
well off as can be; then the mix that makes the smallest share of an attainable gain largest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenhand.solve.prediction import Problem

__all__ = ["mix"]


def mix(p: Problem, view: int) -> NDArray[np.float64] | None:
    """Shares of the states in the most even mix that leaves no party worse and one side better; None without one.

    Returns
    -------
    shape (n_states,), sums to 1, or None.
    """
    from scipy.optimize import linprog

    n_sides, n_states = p.form.n_sides, p.form.n_states
    sides = p.value[view, :n_sides] / np.maximum(np.abs(p.value[view, :n_sides]).max(axis=1, keepdims=True), 1e-300)
    floor = np.vstack([sides, *_others(p, view)])
    whole = np.ones((1, n_states))
    tops = np.zeros(n_sides)
    for side in range(n_sides):
        solved = linprog(-sides[side], A_ub=-floor, b_ub=np.zeros(len(floor)), A_eq=whole, b_eq=[1.0], method="highs")
        tops[side] = -solved.fun if solved.success else 0.0
    able = tops > 1e-7
    if not able.any():
        return None
    even = np.hstack([-sides[able] / tops[able, None], np.ones((int(able.sum()), 1))])
    solved = linprog(
        np.append(np.zeros(n_states), -1.0),
        A_ub=np.vstack([np.hstack([-floor, np.zeros((len(floor), 1))]), even]),
        b_ub=np.zeros(len(floor) + len(even)),
        A_eq=np.append(whole, [[0.0]], axis=1),
        b_eq=[1.0],
        bounds=[(0.0, None)] * n_states + [(None, None)],
        method="highs",
    )
    share = np.where(solved.x[:n_states] > 1e-9, solved.x[:n_states], 0.0)
    return np.asarray(share / share.sum())


def _others(p: Problem, view: int) -> list[NDArray[np.float64]]:
    """Rows that must not fall below zero: bystanders' and ratifiers' values, or their interests where unweighted."""
    found = []
    for party in range(p.form.n_sides, len(p.form.parties)):
        plain = p.means.common[view, party][p.form.kinds == 0]
        rows = p.value[view, [party]] if p.means.weighted[party] else plain
        size = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
        found.append(rows[size[:, 0] > 0] / size[size[:, 0] > 0])
    return [rows for rows in found if len(rows)]

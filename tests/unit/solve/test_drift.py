"""Long-run shares of small chains worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evenhand.solve.drift import long_run


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # stays
        ([[1]], [1]),
        # two states in turn: half the time each
        ([[0, 1], [1, 0]], [0.5, 0.5]),
        # balance: share of 1 is 1/2 of the share of 0
        ([[0.5, 0.5], [1, 0]], [2 / 3, 1 / 3]),
        # a return to 0 only delays: from 2 half the way back; all ends in 1
        ([[0, 0.5, 0.5], [0, 1, 0], [0.5, 0, 0.5]], [0, 1, 0]),
        # 1/4 to a state that stays, 3/4 to a cycle of two
        ([[0, 0.25, 0.75, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], [0, 0.25, 0.375, 0.375]),
        # gambler: h = 1/2·1 + 1/2·(1/2·h) -> 2/3 and 1/3
        ([[0, 0.5, 0.5, 0], [0, 1, 0, 0], [0.5, 0, 0, 0.5], [0, 0, 0, 1]], [0, 2 / 3, 0, 1 / 3]),
        # what cannot be reached does not count
        ([[0, 1, 0], [1, 0, 0], [0, 0, 1]], [0.5, 0.5, 0]),
    ],
)
def test_time_shares_are_those_worked_out_by_hand(rows: list[list[float]], expected: list[float]) -> None:
    assert long_run(np.array(rows, dtype=float), 0) == pytest.approx(expected, abs=1e-12)

"""What a chosen agenda forgoes, draw by draw."""

from __future__ import annotations

import numpy as np
import pytest

from evenhand.solve.regret import regret


def test_shares_and_the_best_set_of_each_draw() -> None:
    # Two draws, two sides, three things, one of which is chosen: thing 0.
    # Draw 1: side a gains 4, 2, 0, side b 1, 2, 0: at most 4 and 2. Shares of thing 0: 1, 1/2; of thing 1: 1/2, 1.
    #         Sorted both are (1/2, 1): thing 0 ties with the best, whose smallest share is 1/2.
    # Draw 2: a gains 1, 2, 0, b 1, 4, 0: shares of thing 0: 1/2, 1/4; of thing 1: 1, 1, the best.
    gain = np.array([[[4, 2, 0], [1, 2, 0]], [[1, 2, 0], [1, 4, 0]]], dtype=float)
    found = regret(gain, np.array([[True, False, False]]))
    assert found.share[:, 0].tolist() == [[1, 0.5], [0.5, 0.25]]
    assert found.best[:, 0].tolist() == [True, False]
    assert found.low.tolist() == found.high.tolist() == [0.5, 1]


def test_a_side_that_can_gain_nothing_in_a_draw_has_share_one() -> None:
    found = regret(np.array([[[1.0, 2.0], [0.0, 0.0]]]), np.array([[True, False]]))
    assert found.share[0, 0].tolist() == pytest.approx([0.5, 1])


def test_all_things_chosen_leave_nothing_to_regret() -> None:
    found = regret(np.ones((3, 2, 4)), np.ones((1, 4), dtype=np.bool_))
    assert found.best.all()
    assert (found.share == 1).all()


def test_where_a_draw_is_too_hard_bounds_are_given() -> None:
    gain = np.random.default_rng(0).random((3000, 1, 40))
    gain = np.concatenate([gain, 1 - gain], axis=1)
    chosen = np.zeros((1, 40), dtype=np.bool_)
    chosen[0, :20] = True
    found = regret(gain[:300].repeat(10, axis=0), chosen)
    assert not found.known.all()
    assert (found.low <= found.high + 1e-12).all()
    assert (found.low >= found.share[:, 0].min(axis=1) - 1e-12).all()
    assert (found.high - found.low).max() < 0.05

"""Stability concepts on textbook games, and what one contains of another."""

from __future__ import annotations

import numpy as np
import pytest
from games import two_by_two
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.solve.stability import CONCEPTS, stability

NONE = np.zeros(2)

DILEMMA = {"cc": (3.0, 3.0), "cd": (1.0, 4.0), "dc": (4.0, 1.0), "dd": (2.0, 2.0)}
CHICKEN = {"cc": (3.0, 3.0), "cd": (2.0, 4.0), "dc": (4.0, 2.0), "dd": (1.0, 1.0)}
PENNIES = {"cc": (1.0, 0.0), "cd": (0.0, 1.0), "dc": (0.0, 1.0), "dd": (1.0, 0.0)}


def held(values: dict[str, tuple[float, float]], state: str) -> set[str]:
    names, worth, moves = two_by_two(values)
    return {name for name, is_held in stability(names.index(state), worth, NONE, moves).items() if is_held}


def test_mutual_cooperation_in_the_dilemma_is_held_by_an_answer_but_not_by_itself() -> None:
    """Fraser & Hipel (1984): the leaver is followed by the other's own improvement, and both end where it is worse."""
    assert held(DILEMMA, "cc") == {"seq", "gmr", "smr"}
    assert held(DILEMMA, "dd") == set(CONCEPTS)
    assert held(DILEMMA, "cd") == held(DILEMMA, "dc") == set()


def test_in_chicken_the_answer_is_not_credible() -> None:
    """Who dares is deterred only by a crash that the other would not choose: GMR and SMR, not SEQ."""
    assert held(CHICKEN, "cc") == {"gmr", "smr"}
    assert held(CHICKEN, "cd") == held(CHICKEN, "dc") == set(CONCEPTS)
    assert held(CHICKEN, "dd") == set()


def test_matching_pennies_has_no_nash_state() -> None:
    """Each leaver is answered by an improvement of the other that brings the leaver back to where it was."""
    for state in PENNIES:
        found = held(PENNIES, state)
        assert "nash" not in found and {"seq", "gmr"} <= found and "smr" not in found


def test_a_difference_within_the_tolerance_tempts_nobody() -> None:
    names, worth, moves = two_by_two({"cc": (0, 0), "cd": (0, 0), "dc": (1e-12, 0), "dd": (0, 0)})
    assert stability(0, worth, np.full(2, 1e-9), moves)["nash"]
    assert not stability(names.index("cc"), worth, np.zeros(2), moves)["nash"]


@settings(max_examples=150, deadline=None, print_blob=True)
@given(st.lists(st.integers(0, 4), min_size=24, max_size=24), st.integers(0, 7))
def test_nash_within_seq_within_gmr_and_nash_within_smr_within_gmr(ranks: list[int], state: int) -> None:
    """On three sides with two stances each."""
    worth = np.array(ranks, dtype=float).reshape(3, 8)
    moves = np.full((8, 3, 2), -1, dtype=np.int64)
    for o in range(8):
        for side in range(3):
            moves[o, side, 1 - (o >> side & 1)] = o ^ (1 << side)
    found = stability(state, worth, np.zeros(3), moves)
    assert found["nash"] <= found["seq"] <= found["gmr"]
    assert found["nash"] <= found["smr"] <= found["gmr"]


@pytest.mark.parametrize("values", [DILEMMA, CHICKEN, PENNIES])
def test_only_the_order_of_a_side_s_values_counts(values: dict[str, tuple[float, float]]) -> None:
    other = {name: (2.0**u, 10 + v**3) for name, (u, v) in values.items()}
    for state in values:
        assert held(values, state) == held(other, state)

"""Minimal sets by hand."""

from __future__ import annotations

from collections.abc import Sequence

from evenhand.solve.persuasion import Outcome, Subset, minimal_sets


def ask(does: object, far: object = lambda found: 0.0) -> object:
    def try_all(subsets: Sequence[Subset]) -> list[Outcome]:
        return [(does(set(one)), far(set(one))) for one in subsets]  # type: ignore[operator]

    return try_all


def test_a_correction_may_hurt_so_that_a_set_does_and_a_larger_one_does_not() -> None:
    # {2} does, unless 0 is corrected too without 1: {0, 2} does not; {0, 1} does, and so does {0, 1, 2}.
    found = minimal_sets(3, ask(lambda s: (2 in s and 0 not in s) or {0, 1} <= s))  # type: ignore[arg-type]
    assert (found.sets, found.undone) == (((2,), (0, 1)), (True, False))
    assert found.proven and found.complete_to == 3


def test_nothing_needed_and_nothing_that_does() -> None:
    assert minimal_sets(2, ask(lambda s: True)).sets == ((),)  # type: ignore[arg-type]
    assert minimal_sets(2, ask(lambda s: False)).sets == ()  # type: ignore[arg-type]
    assert minimal_sets(0, ask(lambda s: False)).sets == ()  # type: ignore[arg-type]


def test_beyond_the_bound_small_sets_are_all_tried_and_a_larger_one_is_not_proven_minimal() -> None:
    # of 12, all subsets up to size 4 are 1 + 12 + 66 + 220 + 495 = 794; with those of 5 there would be 1,586 > 1,024
    needed = {0, 2, 4, 6, 8, 10}
    found = minimal_sets(12, ask(lambda s: needed <= s, lambda s: float(len(needed - s))))  # type: ignore[arg-type]
    assert found.sets == (tuple(sorted(needed)),)
    assert not found.proven and found.complete_to == 4
    small = minimal_sets(12, ask(lambda s: {3, 7} <= s))  # type: ignore[arg-type]
    assert small.sets == ((3, 7),) and not small.proven

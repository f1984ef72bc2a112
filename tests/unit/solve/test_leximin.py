"""The leximin choice of a set of things."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from evenhand.solve.leximin import MOST_TIES, leximin


def _sets(share: list[list[float]], k: int, **more: int) -> list[list[int]]:
    found = leximin(np.array(share, dtype=float), k, **more)
    return [np.flatnonzero(members).tolist() for members in found.sets]


def test_the_most_even_pair_is_chosen() -> None:
    # sums (a, b): {0,1} (7, 3), {0,2} (5, 5), {1,2} (4, 4); smallest 3, 5, 4
    assert _sets([[4, 3, 1], [2, 1, 3]], 2) == [[0, 2]]


def test_no_side_is_fixed_as_the_one_that_has_least() -> None:
    # thing 0: (0.5, 0.6), thing 1: (0.9, 0.5). Both have smallest share 0.5. Who fixes the first side at 0.5 and then
    # asks for the most for the second takes thing 0; sorted, (0.5, 0.9) beats (0.5, 0.6).
    assert _sets([[0.5, 0.9], [0.6, 0.5]], 1) == [[1]]


def test_ties_are_all_named() -> None:
    assert _sets([[1, 0, 0.5], [0, 1, 0.5]], 2) == [[0, 1]]
    # one thing: (1, 0), (0, 1) and (0, 1) again tie; (0.5, 0) is beaten at the second place
    assert _sets([[1, 0, 0, 0.5], [0, 1, 1, 0]], 1) == [[0], [1], [2]]


def test_differences_within_noise_count_as_none() -> None:
    assert _sets([[1, 1 + 1e-12], [1, 1]], 1) == [[0], [1]]
    assert _sets([[1, 1 + 1e-6], [1, 1]], 1) == [[1]]


def test_things_that_bring_nobody_anything_still_count_as_things() -> None:
    assert _sets([[0, 1], [0, 1]], 2) == [[0, 1]]
    assert _sets([[0, 0], [0, 0]], 1) == [[0], [1]]


def test_more_than_there_are_means_all() -> None:
    assert _sets([[1, 2]], 5) == [[0, 1]]


def test_many_ties_are_cut_off_and_that_is_said() -> None:
    found = leximin(np.ones((3, 40)), 20)
    assert len(found.sets) == MOST_TIES
    assert not found.complete
    assert found.exact


def test_twins_of_a_few_sorts_are_no_burden() -> None:
    # 40 things, ten of each of four sorts. Five of (2, 1) and five of (1, 2) bring 15 and 15; which five, is a tie.
    share = np.tile(np.array([[2, 1, 1, 0], [1, 2, 1, 0]], dtype=float), 10)
    found = leximin(share, 10)
    assert share[:, found.sets[0]].sum(axis=1).tolist() == [15, 15]
    assert not found.complete
    assert found.exact


def test_forty_things_are_chosen_without_giving_up() -> None:
    dice = np.random.default_rng(1)
    for k in range(1, 41):
        assert leximin(dice.lognormal(0, 1, (3, 40)), k).exact


def _opposed(least: float) -> np.ndarray:
    """Four sides, each of which gets something from one of four sorts of four things; two more that differ by thing."""
    share = np.zeros((6, 16))
    share[:4] = np.kron(np.eye(4), np.full(4, 0.25))
    dice = np.random.default_rng(8)
    share[4] = dice.choice([0.92, 0.94, 0.96, 0.98], 16) / 4
    share[5] = 2 * least / 4 - share[4] + dice.choice([-0.02, 0, 0.02], 16) / 4
    return share


@pytest.mark.parametrize("least", [0.93, 0.95, 0.97])
@pytest.mark.parametrize("most", [1, 2, 32])
def test_a_better_set_of_a_smaller_sum_is_found_when_the_list_of_ties_is_full(least: float, most: int) -> None:
    # the four smallest shares are 0.25 in every good set; at the fifth place the best set's sum may well be smaller
    share = _opposed(least)
    every = [np.sort(share[:, list(m)].sum(axis=1)) for m in combinations(range(16), 4)]
    best = every[0]
    for one in every:
        differ = np.flatnonzero(np.abs(one - best) > 1e-9)
        if len(differ) and one[differ[0]] > best[differ[0]]:
            best = one
    found = leximin(share, 4, most=most)
    assert np.sort(share[:, found.sets[0]].sum(axis=1)) == pytest.approx(best)
    assert found.exact


def test_of_three_sides_too_a_smaller_sum_may_be_better() -> None:
    # sorted shares (1, 2, 5), (1, 3, 3.5) and (1, 2, 2): the second is best and its sum is not the largest
    assert _sets([[1, 1, 1], [2, 3, 2], [5, 3.5, 2]], 1, most=1) == [[1]]


def test_a_search_that_gives_up_claims_no_proof_though_no_smallest_share_is_larger() -> None:
    # the third side gets 0 from every set, so that no set's smallest share is larger
    gain = np.random.default_rng(0).random((1, 40))
    found = leximin(np.concatenate([gain, 1 - gain, np.zeros((1, 40))]), 20, nodes=1000)
    assert not found.exact
    assert not found.complete


def test_a_search_that_gives_up_says_how_far_off_it_could_be() -> None:
    # exactly opposed sides: the sums are a matter of balance, as in number partitioning
    gain = np.random.default_rng(0).random((1, 40))
    share = np.concatenate([gain, 1 - gain])
    found = leximin(share, 20, nodes=1000)
    assert not found.exact
    assert not found.complete
    assert found.sets.sum() == 20
    assert 0 < found.gap < 0.05 * share[:, found.sets[0]].sum(axis=1).min()


@pytest.mark.parametrize(("share", "k"), [([[-1.0]], 1), ([[1.0]], 0)])
def test_wrong_use_is_refused(share: list[list[float]], k: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        leximin(np.array(share), k)

"""The tree of agendas against every combination, and against integer programmes where there are too many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal_agenda import by_programmes, chosen
from strategies import law

from evenhand.solve.leximin import leximin
from evenhand.solve.regret import regret


def _sets(found: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(np.flatnonzero(members).tolist()) for members in found]


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, int]:
    """Shares of 1 to 4 sides in up to 8 things, many of them alike, and how many are chosen."""
    n_sides, n_things = draw(st.integers(1, 4)), draw(st.integers(1, 8))
    number = st.one_of(st.integers(0, 3).map(float), st.floats(0, 1, width=32))
    rows = draw(st.lists(st.lists(number, min_size=n_things, max_size=n_things), min_size=n_sides, max_size=n_sides))
    return np.array(rows), draw(st.integers(1, n_things))


@law
@given(tables())
def test_it_chooses_what_all_combinations_choose(table: tuple[np.ndarray, int]) -> None:
    share, k = table
    found = leximin(share, k, most=100)
    assert _sets(found.sets) == sorted(chosen(share.tolist(), k))
    assert found.complete
    assert found.exact


@pytest.mark.parametrize(("n_sides", "n_things", "k"), [(2, 40, 3), (2, 40, 20), (3, 40, 11), (5, 40, 6), (3, 40, 36)])
def test_it_chooses_what_integer_programmes_choose(n_sides: int, n_things: int, k: int, capfd: object) -> None:
    dice = np.random.default_rng(n_sides * 100 + k)
    gain = dice.lognormal(0, 1, (n_sides, n_things)) * (dice.random((n_sides, n_things)) < 0.8)
    share = gain / np.sort(gain, axis=1)[:, -k:].sum(axis=1, keepdims=True)
    found = leximin(share, k)
    assert found.exact
    ours = np.cumsum(np.sort(share[:, found.sets[0]].sum(axis=1)))
    # the solver's own smallest step is 1e-6
    assert ours == pytest.approx(by_programmes(share, k), abs=2e-6)


@law
@given(tables(), st.integers(0, 2**16))
def test_the_best_agenda_of_a_draw_is_that_of_all_combinations(table: tuple[np.ndarray, int], seed: int) -> None:
    gain, k = table
    n_things = gain.shape[1]
    members = np.zeros((1, n_things), dtype=np.bool_)
    members[0, np.random.default_rng(seed).choice(n_things, k, replace=False)] = True
    top = np.sort(gain, axis=1)[:, -k:].sum(axis=1)
    share = [[float(x) / float(most) if most > 0 else 1 / k for x in own] for own, most in zip(gain, top, strict=True)]
    found = regret(gain[None], members)
    best = chosen(share, k)
    assert found.known[0]
    assert found.low[0] == found.high[0] == pytest.approx(min(sum(own[j] for j in best[0]) for own in share))
    assert found.best[0, 0] == (tuple(np.flatnonzero(members[0]).tolist()) in best)
    assert found.share[0, 0] == pytest.approx([sum(own[j] for j in np.flatnonzero(members[0])) for own in share])

"""Predictions on the means, for every set of causes and every view: what the sides would do.

A :class:`Problem` is one issue ready to be solved: form, means, considered values, classes and order of the states.
Causes that cannot matter on the issue are left out (``active``); the set of all others has 2**n subsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenhand.game import Means, Structure, Views
from evenhand.solve import causes as cause
from evenhand.solve.agreement import agree, feel
from evenhand.solve.drift import long_run, steps
from evenhand.solve.feeling import felt, tolerance
from evenhand.solve.improvements import NO_CLASS, best, consider, order, top_of

__all__ = ["Predictions", "Problem", "demands", "predict", "predict_one", "problem"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """One issue on the means.

    Attributes
    ----------
    tolerance : shape (n_parties,), smallest difference that counts.
    value : shape (n_views, n_parties, n_states), considered value in each party's own points.
    pays : bool, same shape.
    classes, rank : shape (n_views, n_states).
    by_rank : shape (n_views, n_states), states in their order.
    other_gains : bool, shape (n_views, n_states).
    active : bit set of the causes that can matter.
    at_work : bit set of the causes that are not taken away beforehand; all of them but in a what-if.
    """

    form: Structure
    seen: Views
    means: Means
    tolerance: Floats
    value: Floats
    pays: Bools
    classes: Ints
    rank: Ints
    by_rank: Ints
    other_gains: Bools
    active: int
    at_work: int = cause.ALL

    @property
    def n_actors(self) -> int:
        return self.form.n_sides + self.form.n_ratifiers

    @cached_property
    def side_view(self) -> Ints:
        return np.array(self.seen.of_side, dtype=np.int64)

    @cached_property
    def asks(self) -> Bools:
        return np.array([view.asks for view in self.seen.views], dtype=np.bool_).reshape(
            len(self.seen.views), self.form.n_ratifiers
        )

    def reference(self, view: int) -> Bools:
        """The reference agreement: states of the first class that is not empty that no other of it beats."""
        classes = self.classes[view]
        if (classes == NO_CLASS).all():
            return np.zeros(self.form.n_states, dtype=np.bool_)
        return self.best_of(view, int(classes.min()))

    def best_of(self, view: int, number: int) -> Bools:
        """States of a class that no other of it beats."""
        chosen = self.classes[view] == number
        top = np.zeros(self.form.n_sides)
        top_of(self.value[view], self.form.n_sides, chosen, top)
        found = np.zeros_like(chosen)
        best(self.value[view], top, self.tolerance, chosen, found)
        return found

    def good(self, view: int) -> Bools:
        """Improvements for which nobody else pays, or all improvements where the reference has somebody pay."""
        classes = self.classes[view]
        return np.asarray(classes <= 1 if (classes <= 1).any() else classes < NO_CLASS)

    def felt(self, causes: int) -> Floats:
        """Felt value under a set of causes, shape (n_views, n_actors, n_states)."""
        return felt(self.form, self.means, causes, feel)


def problem(form: Structure, seen: Views, means: Means, at_work: int = cause.ALL) -> Problem:
    """Considered values, classes and order of the states of an issue, in every view.

    A cause that is not ``at_work`` counts as removed in every prediction: it has no share and is in no key.
    """
    n_views, n_parties, _, n_states = means.common.shape
    small = tolerance(form, means)
    value = np.zeros((n_views, n_parties, n_states))
    pays = np.zeros((n_views, n_parties, n_states), dtype=np.bool_)
    classes = np.zeros((n_views, n_states), dtype=np.int64)
    other_gains = np.zeros((n_views, n_states), dtype=np.bool_)
    for view in range(n_views):
        consider(
            means.common[view], means.weight[view], form.kinds, means.weighted, form.n_sides, small,
            value[view], pays[view], classes[view], other_gains[view],
        )  # fmt: skip
    rank = np.stack([order(value[v], classes[v], form.n_sides, small, form.default) for v in range(n_views)])
    return Problem(
        form=form,
        seen=seen,
        means=means,
        tolerance=small,
        value=value,
        pays=pays,
        classes=classes,
        rank=rank,
        by_rank=np.argsort(rank, axis=1, kind="stable").astype(np.int64),
        other_gains=other_gains,
        active=_active(form, seen, means) & at_work,
        at_work=at_work,
    )


def _active(form: Structure, seen: Views, means: Means) -> int:
    """Causes that can matter; the rest change no prediction."""
    touched = set(form.item_interest.tolist()) | set(np.flatnonzero(means.expects.any(axis=(0, 1))).tolist())
    kinds = {int(form.kinds[interest]) for interest in touched}
    numbers = [location for view in seen.views for location in view.numbers]
    found = {
        cause.MISPERCEPTION: len(seen.views) > 1,
        cause.STANDING: 1 in kinds,
        cause.PRIVATE: 2 in kinds,
        cause.IMPATIENCE: any(location[0] == "rate" for location in numbers),
        cause.ATTACHMENT: bool((means.attachment > 1).any() or means.caution.any())
        or any(location[0] == "attachment" for location in numbers),
        cause.EXPECTATIONS: any(location[0] == "expects" for location in numbers),
        cause.RATIFICATION: form.n_ratifiers > 0,
        cause.LINKAGE: bool(form.withheld_move.any()),
        cause.COMMITMENT: True,
    }
    return sum(1 << place for place, present in found.items() if present)


def demands(weight: Floats, expects: Floats, kinds: Ints, causes: int) -> Floats:
    """Felt value that each side expects, ``max(0, Σ w·expected)`` over the interests that count; 0 if not at work.

    ``weight`` (…, n_sides, n_interests), ``expects`` the same; returns (…, n_sides).
    """
    if not causes >> cause.EXPECTATIONS & 1:
        return np.zeros(expects.shape[:-1])
    counted = (
        (kinds == 0)
        | ((kinds == 1) & bool(causes >> cause.STANDING & 1))
        | ((kinds == 2) & bool(causes >> cause.PRIVATE & 1))
    )
    return np.asarray(np.maximum(0.0, (weight * expects * counted).sum(axis=-1)))


@dataclass(frozen=True)
class Predictions:
    """Predictions of one view for every subset of the active causes.

    ``share`` (2**n, n_states): how likely, or what part of the time, each state is found; ``agreed`` (2**n,).
    ``place`` turns a set of causes into a row.
    """

    active: int
    share: Floats
    agreed: Bools

    def place(self, causes: int) -> int:
        """Row of a set of causes; causes that cannot matter are ignored."""
        row, position = 0, 0
        for number in range(len(cause.CAUSES)):
            if self.active >> number & 1:
                row |= (causes >> number & 1) << position
                position += 1
        return row

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Numbers of the active causes, in the order of the row's bits."""
        return tuple(number for number in range(len(cause.CAUSES)) if self.active >> number & 1)


_SHAPING = sum(1 << place for place in (cause.STANDING, cause.PRIVATE, cause.IMPATIENCE, cause.ATTACHMENT))
"""Causes on which felt values depend."""


def predict(p: Problem) -> tuple[Predictions, ...]:
    """Predictions on the means, one record a view."""
    numbers = [number for number in range(len(cause.CAUSES)) if p.active >> number & 1]
    n_rows, n_views = 1 << len(numbers), len(p.seen.views)
    share = np.zeros((n_views, n_rows, p.form.n_states))
    agreed = np.zeros((n_views, n_rows), dtype=np.bool_)
    felt_of: dict[int, Floats] = {}
    drifts: dict[bytes, Floats] = {}
    for row in range(n_rows):
        at_work = sum(1 << number for place, number in enumerate(numbers) if row >> place & 1)
        shape = at_work & _SHAPING
        if shape not in felt_of:
            felt_of[shape] = p.felt(at_work)
        for view in range(n_views):
            share[view, row], agreed[view, row] = _one(p, view, at_work, felt_of[shape], drifts)
    return tuple(Predictions(p.active, share[view], agreed[view]) for view in range(n_views))


def predict_one(p: Problem, view: int, causes: int) -> Floats:
    """Prediction of one view under one set of causes, shape (n_states,)."""
    return _one(p, view, causes, p.felt(causes), {})[0]


def _one(p: Problem, view: int, at_work: int, felt: Floats, drifts: dict[bytes, Floats]) -> tuple[Floats, bool]:
    demand = demands(p.means.weight[:, : p.form.n_sides], p.means.expects, p.form.kinds, at_work)
    found = np.zeros(p.form.n_states, dtype=np.bool_)
    agreed = agree(
        at_work, view, p.side_view, felt, demand, p.form.ratifies, p.asks, p.form.moves, p.form.alone,
        p.form.withheld_state, p.form.withheld_move, p.means.trust, p.rank[view], p.by_rank[view],
        p.other_gains[view], p.form.default, p.tolerance, found,
    )  # fmt: skip
    if agreed or found.sum() == 1:
        return found / found.sum(), agreed
    return _drift(p, view, at_work, felt, drifts), agreed


def _drift(p: Problem, view: int, at_work: int, felt: Floats, known: dict[bytes, Floats]) -> Floats:
    judged_by = p.side_view if at_work >> cause.MISPERCEPTION & 1 else np.full_like(p.side_view, view)
    linked = bool(at_work >> cause.LINKAGE & 1)
    transition = np.zeros((p.form.n_states, p.form.n_states))
    waiting, reached = [p.form.default], {p.form.default}
    while waiting:
        state = waiting.pop()
        steps(state, felt, judged_by, p.form.moves, p.form.withheld_move, linked, p.tolerance, transition[state])
        for goal in np.flatnonzero(transition[state]).tolist():
            if goal not in reached:
                reached.add(goal)
                waiting.append(goal)
    chain = sorted(reached)
    block = transition[np.ix_(chain, chain)]
    key = np.array(chain).tobytes() + block.tobytes()
    if key not in known:
        share = np.zeros(p.form.n_states)
        share[chain] = long_run(block, chain.index(p.form.default))
        known[key] = share
    return known[key]

"""Who accepts one proposed state, under every set of causes: on the means, and draw by draw.

The rule is that of :func:`evenhand.solve.agreement.accepts`; here it is asked of a state that somebody proposes, not of
the one that the sides would choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from evenhand.game.samples import Samples
from evenhand.solve import causes as cause
from evenhand.solve.agreement import accepts, feel
from evenhand.solve.causes import ALL
from evenhand.solve.prediction import Problem, demands
from evenhand.solve.sampled import _demand

__all__ = ["Removal", "by_causes", "consents", "drawn_consent", "judges", "minimal_removals", "nearest_accepted"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SHAPING = (cause.STANDING, cause.PRIVATE, cause.IMPATIENCE, cause.ATTACHMENT)


@dataclass(frozen=True)
class Removal:
    """A minimal set of causes whose removal brings consent; ``undone``: removing more loses it again."""

    removed: int
    undone: bool


def judges(p: Problem, view: int, causes: int) -> list[int]:
    """The view by which each side judges: its own while misperception is at work, else the one under analysis."""
    if causes >> cause.MISPERCEPTION & 1:
        return [int(own) for own in p.side_view]
    return [view] * p.form.n_sides


def consents(p: Problem, view: int, state: int, causes: int, felt: Floats) -> Bools:
    """Whether each side accepts a state under a set of causes, shape (n_sides,); ``felt`` is that of these causes."""
    demand = demands(p.means.weight[:, : p.form.n_sides], p.means.expects, p.form.kinds, causes)
    return np.array(
        [
            accepts(
                state, side, judge, causes, felt, demand, p.form.ratifies, p.asks, p.form.moves, p.form.alone,
                p.form.withheld_state, p.form.withheld_move, p.means.trust, p.tolerance,
            )
            for side, judge in enumerate(judges(p, view, causes))
        ],
        dtype=np.bool_,
    )  # fmt: skip


def by_causes(p: Problem, view: int, state: int) -> dict[int, Bools]:
    """Consent of each side for every set of causes that can be at work; causes that cannot matter are at work in all.

    The keys are the causes that are taken away, subsets of ``p.active``.
    """
    shape = sum(1 << place for place in _SHAPING)
    felt: dict[int, Floats] = {}
    found = {}
    for removed in _subsets(p.active):
        causes = ALL & ~removed
        if causes & shape not in felt:
            felt[causes & shape] = p.felt(causes)
        found[removed] = consents(p, view, state, causes, felt[causes & shape])
    return found


def _subsets(of: int) -> list[int]:
    """Every subset of a set of causes, the smallest sets first."""
    found, one = [0], of
    while one:
        found.append(one)
        one = (one - 1) & of
    return sorted(found, key=lambda causes: (causes.bit_count(), causes))


def minimal_removals(works: dict[int, bool]) -> list[Removal]:
    """The minimal sets of ``works``, which has an entry for every subset, in the order of their size.

    Examples
    --------
    >>> [each.removed for each in minimal_removals({0: False, 1: True, 2: False, 3: True})]
    [1]
    """
    minimal: list[int] = []
    for removed in sorted(works, key=lambda causes: (causes.bit_count(), causes)):
        if works[removed] and not any(known & removed == known for known in minimal):
            minimal.append(removed)
    return [
        Removal(removed, any(more & removed == removed and not good for more, good in works.items()))
        for removed in minimal
    ]


def nearest_accepted(p: Problem, view: int, state: int) -> list[int]:
    """States that every side accepts with all causes at work and that differ from a state in the fewest stances.

    As in a prediction, some side must feel that it gains, or somebody else while nobody pays; today's state is none.
    """
    felt = p.felt(ALL)
    own = np.stack([felt[judge, side] for side, judge in enumerate(judges(p, view, ALL))])
    small = p.tolerance[: p.form.n_sides]
    gains = np.asarray((own > small[:, None]).any(axis=0) | p.other_gains[view])
    gains[p.form.default] = False
    far = np.asarray((p.form.states != p.form.states[state]).sum(axis=1))
    found: list[int] = []
    for other in sorted(np.flatnonzero(gains).tolist(), key=lambda each: int(far[each])):
        if found and far[other] > far[found[0]]:
            break
        if consents(p, view, other, ALL, felt).all():
            found.append(other)
    return found


def drawn_consent(p: Problem, drawn: Samples, state: int, asked: Sequence[tuple[int, int]]) -> Bools:
    """Whether each side accepts a state in each draw, shape (n_asked, n_sides, n_draws).

    ``asked`` holds pairs (set of causes at work, view under analysis). A cautious side (ρ > 0) judges by its mean, as
    in :mod:`evenhand.solve.sampled`.
    """
    shape = sum(1 << place for place in _SHAPING)
    masks = sorted({causes & shape for causes, _ in asked})
    on = np.array([[bool(mask >> place & 1) for place in _SHAPING] for mask in masks], dtype=np.bool_)
    judged = np.array([judges(p, view, causes) for causes, view in asked], dtype=np.int64)
    shift = p.form.holds.astype(np.float64) - p.form.holds[:, [p.form.default]]
    out = np.zeros((len(asked), p.form.n_sides, drawn.amount.shape[2]), dtype=np.bool_)
    _drawn(
        drawn.amount, drawn.own_amount, drawn.row_actor, drawn.row_item, p.form.item_effect, p.form.item_interest,
        shift, p.form.kinds, drawn.weight, drawn.attachment, drawn.trust, drawn.expects,
        np.stack([p.felt(mask) for mask in masks]), p.means.caution > 0, on,
        np.array([masks.index(causes & shape) for causes, _ in asked], dtype=np.int64),
        np.array([causes for causes, _ in asked], dtype=np.int64), judged,
        p.form.ratifies, p.asks, p.form.moves, p.form.alone, p.form.withheld_state, p.form.withheld_move,
        p.tolerance, state, out,
    )  # fmt: skip
    return out


@njit(cache=True, nogil=True)
def _drawn(
    amount: Any, own_amount: Any, row_actor: Any, row_item: Any, item_effect: Any, item_interest: Any, shift: Any,
    kinds: Any, weight: Any, attachment: Any, trust: Any, expects: Any, mean_felt: Any, cautious: Any, on: Any,
    which: Any, sets: Any, judged: Any, ratifies: Any, asks: Any, moves: Any, alone: Any, withheld_state: Any,
    withheld_move: Any, tolerance: Any, proposed: int, out: Any,
) -> None:  # fmt: skip
    n_views, _, n_draws = amount.shape
    n_actors, n_sides = attachment.shape[1], trust.shape[1]
    n_interests, n_states = kinds.shape[0], shift.shape[1]
    change = np.zeros((2, n_views, n_actors, n_interests, n_states))
    felt = np.zeros((on.shape[0], n_views, n_actors, n_states))
    demand = np.zeros((n_views, n_sides))
    faith = np.zeros((n_views, n_sides))
    worth = np.zeros(n_interests)
    for draw in range(n_draws):
        change[:] = 0.0
        for view in range(n_views):
            for row in range(row_actor.shape[0]):
                actor, item = row_actor[row], row_item[row]
                effect, interest = item_effect[item], item_interest[item]
                common, own = amount[view, item, draw], own_amount[view, row, draw]
                for state in range(n_states):
                    change[0, view, actor, interest, state] += common * shift[effect, state]
                    change[1, view, actor, interest, state] += own * shift[effect, state]
            for side in range(n_sides):
                faith[view, side] = trust[view, side, draw]
            for actor in range(n_actors):
                for interest in range(n_interests):
                    worth[interest] = weight[view, actor, interest, draw]
                for mask in range(on.shape[0]):
                    if on[mask, 3] and cautious[view, actor]:
                        felt[mask, view, actor] = mean_felt[mask, view, actor]
                        continue
                    weighing = attachment[view, actor, draw] if on[mask, 3] else 1.0
                    rate = 1 if on[mask, 2] else 0
                    feel(
                        change[rate, view, actor], worth, kinds, on[mask, 0], on[mask, 1], weighing,
                        felt[mask, view, actor],
                    )  # fmt: skip
        for one in range(sets.shape[0]):
            _demand(sets[one], weight, expects, draw, kinds, demand)
            for side in range(n_sides):
                out[one, side, draw] = accepts(
                    proposed, side, judged[one, side], sets[one], felt[which[one]], demand, ratifies, asks, moves,
                    alone, withheld_state, withheld_move, faith, tolerance,
                )  # fmt: skip

"""The same issue draw by draw: how often a finding on the means comes out again.

The order of the states and who pays stay as they are on the means; draws vary what is felt. A side that is cautious
(ρ > 0) judges by its mean in every draw.
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
from evenhand.solve.agreement import agree, feel
from evenhand.solve.causes import EXPECTATIONS, PRIVATE, STANDING
from evenhand.solve.improvements import best, consider, top_of
from evenhand.solve.prediction import Problem

__all__ = ["Considered", "Repeats", "considered", "repeats"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Considered:
    """What a run of draws says of improvements, counted replicate by replicate.

    ``improvable``, ``doubted`` (n_replicates, n_views): draws in which an improvement exists, in which a side would
    refuse the reference agreement (tied states count by their share). ``hindsight`` (n_draws, n_views, n_parties):
    considered value at the best state of each draw. ``shared``, ``shared_free`` (n_states,): draws in which a state
    improves in every view, and in which nobody else pays either.
    """

    improvable: Floats
    doubted: Floats
    hindsight: Floats
    shared: Floats
    shared_free: Floats


def considered(
    p: Problem, drawn: Samples, replicate: Ints, n_replicates: int, common_ground_only: bool = False
) -> Considered:
    """Improvements, doubt, hindsight and common ground, draw by draw; ``replicate`` (n_draws,) numbers each draw's.

    ``common_ground_only`` leaves all but the last two at 0.
    """
    n_views, _, n_draws = drawn.amount.shape
    reference = np.stack([p.reference(view) for view in range(n_views)])
    out = Considered(
        improvable=np.zeros((n_replicates, n_views)),
        doubted=np.zeros((n_replicates, n_views)),
        hindsight=np.zeros((n_draws, n_views, len(p.form.parties))),
        shared=np.zeros(p.form.n_states),
        shared_free=np.zeros(p.form.n_states),
    )
    _considered(
        drawn.amount, drawn.weight, *_items(p), p.form.kinds, p.means.weighted, p.form.n_sides, p.tolerance, reference,
        replicate, common_ground_only, out.improvable, out.doubted, out.hindsight, out.shared, out.shared_free,
    )  # fmt: skip
    return out


def _items(p: Problem) -> tuple[Ints, Ints, Ints, Floats]:
    shift = p.form.holds.astype(np.float64) - p.form.holds[:, [p.form.default]]
    return p.form.item_effect, p.form.item_party, p.form.item_interest, shift


@njit(cache=True, nogil=True)
def _considered(
    amount: Any,
    weight: Any,
    item_effect: Any,
    item_party: Any,
    item_interest: Any,
    shift: Any,
    kinds: Any,
    weighted: Any,
    n_sides: int,
    tolerance: Any,
    reference: Any,
    replicate: Any,
    common_ground_only: bool,
    improvable: Any,
    doubted: Any,
    hindsight: Any,
    shared: Any,
    shared_free: Any,
) -> None:
    n_views, n_items, n_draws = amount.shape
    n_parties, n_interests = weight.shape[1], weight.shape[2]
    worth = np.zeros((n_parties, n_interests))
    n_states = shift.shape[1]
    change = np.zeros((n_parties, n_interests, n_states))
    value = np.zeros((n_parties, n_states))
    pays = np.zeros((n_parties, n_states), dtype=np.bool_)
    classes = np.zeros(n_states, dtype=np.int64)
    gains = np.zeros(n_states, dtype=np.bool_)
    chosen = np.zeros(n_states, dtype=np.bool_)
    found = np.zeros(n_states, dtype=np.bool_)
    top = np.zeros(n_sides)
    everywhere = np.zeros(n_states, dtype=np.bool_)
    free = np.zeros(n_states, dtype=np.bool_)
    for draw in range(n_draws):
        everywhere[:] = True
        free[:] = True
        for view in range(n_views):
            change[:] = 0.0
            for item in range(n_items):
                party, interest, effect = item_party[item], item_interest[item], item_effect[item]
                much = amount[view, item, draw]
                for state in range(n_states):
                    change[party, interest, state] += much * shift[effect, state]
            for party in range(n_parties):
                for interest in range(n_interests):
                    worth[party, interest] = weight[view, party, interest, draw]
            consider(change, worth, kinds, weighted, n_sides, tolerance, value, pays, classes, gains)
            first = 4
            for state in range(n_states):
                first = min(first, classes[state])
                if classes[state] == 4:
                    everywhere[state] = False
                if classes[state] > 1:
                    free[state] = False
            if common_ground_only:
                continue
            n_reference = reference[view].sum()
            for state in range(n_states):
                if reference[view, state]:
                    for side in range(n_sides):
                        if value[side, state] < -tolerance[side]:
                            doubted[replicate[draw], view] += 1.0 / n_reference
                            break
            if first == 4:
                continue
            improvable[replicate[draw], view] += 1
            for state in range(n_states):
                chosen[state] = classes[state] == first
            top_of(value, n_sides, chosen, top)
            best(value, top, tolerance, chosen, found)
            n_found = found.sum()
            for state in range(n_states):
                if found[state]:
                    for party in range(n_parties):
                        hindsight[draw, view, party] += value[party, state] / n_found
        for state in range(n_states):
            if everywhere[state]:
                shared[state] += 1
                if free[state]:
                    shared_free[state] += 1


@dataclass(frozen=True)
class Repeats:
    """Draws in which predictions come out again, and in which they are good; both (n_replicates, n_pairs)."""

    same: Floats
    good: Floats


def repeats(
    p: Problem, drawn: Samples, pairs: Sequence[tuple[int, int]], support: Bools, replicate: Ints, n_replicates: int
) -> Repeats:
    """How often the draws repeat some predictions.

    Parameters
    ----------
    pairs : (set of causes, view) of each prediction, sorted.
    support : shape (n_pairs, n_states), the states of each prediction on the means.
    replicate : shape (n_draws,), the replicate to which each draw belongs.
    """
    shaping = (cause.STANDING, cause.PRIVATE, cause.IMPATIENCE, cause.ATTACHMENT)
    shape = sum(1 << place for place in shaping)
    masks = sorted({causes & shape for causes, _ in pairs})
    on = np.array([[bool(mask >> place & 1) for place in shaping] for mask in masks], dtype=np.bool_)
    looked_at = np.zeros((len(masks), len(p.seen.views)), dtype=np.bool_)
    for causes, view in pairs:
        looked_at[masks.index(causes & shape), p.side_view if causes >> cause.MISPERCEPTION & 1 else view] = True
    out = Repeats(np.zeros((n_replicates, len(pairs))), np.zeros((n_replicates, len(pairs))))
    good = np.stack([p.good(view) for view in range(len(p.seen.views))])
    _, _, item_interest, shift = _items(p)
    numbered = np.array(pairs, dtype=np.int64).T.copy()
    _repeats(
        drawn.amount, drawn.own_amount, drawn.row_actor, drawn.row_item, p.form.item_effect, item_interest, shift,
        p.form.kinds, drawn.weight, drawn.attachment, drawn.trust, drawn.expects,
        np.stack([p.felt(mask) for mask in masks]), p.means.caution > 0, on, looked_at,
        np.array([masks.index(causes & shape) for causes, _ in pairs], dtype=np.int64),
        numbered[0], numbered[1],
        p.side_view, p.form.ratifies, p.asks, p.form.moves, p.form.alone,
        p.form.withheld_state, p.form.withheld_move, p.rank, p.by_rank, p.other_gains, p.form.default, p.tolerance,
        support, good, replicate, out.same, out.good,
    )  # fmt: skip
    return out


@njit(cache=True, nogil=True)
def _repeats(
    amount: Any, own_amount: Any, row_actor: Any, row_item: Any, item_effect: Any, item_interest: Any, shift: Any,
    kinds: Any, weight: Any, attachment: Any, trust: Any, expects: Any,
    mean_felt: Any, cautious: Any, on: Any, looked_at: Any, which: Any,
    sets: Any, seen_by: Any, side_view: Any, ratifies: Any, asks: Any, moves: Any, alone: Any,
    withheld_state: Any, withheld_move: Any, rank: Any, by_rank: Any, other_gains: Any, default: int, tolerance: Any,
    support: Any, good: Any, replicate: Any, out_same: Any, out_good: Any,
) -> None:  # fmt: skip
    n_views, _, n_draws = amount.shape
    n_actors, n_sides = attachment.shape[1], trust.shape[1]
    n_interests = kinds.shape[0]
    n_states = shift.shape[1]
    common = np.zeros((n_views, n_actors, n_interests, n_states))
    own = np.zeros((n_views, n_actors, n_interests, n_states))
    felt = np.zeros((on.shape[0], n_views, n_actors, n_states))
    demand = np.zeros((n_views, n_sides))
    faith = np.zeros((n_views, n_sides))
    worth = np.zeros((n_actors, n_interests))
    found = np.zeros(n_states, dtype=np.bool_)
    any_own = on[:, 2].any()
    any_common = not on[:, 2].all()
    for draw in range(n_draws):
        common[:] = 0.0
        own[:] = 0.0
        for view in range(n_views):
            for row in range(row_actor.shape[0]):
                actor, item = row_actor[row], row_item[row]
                effect, interest = item_effect[item], item_interest[item]
                if any_common and amount[view, item, draw] != 0.0:
                    much = amount[view, item, draw]
                    for state in range(n_states):
                        common[view, actor, interest, state] += much * shift[effect, state]
                if any_own and own_amount[view, row, draw] != 0.0:
                    much = own_amount[view, row, draw]
                    for state in range(n_states):
                        own[view, actor, interest, state] += much * shift[effect, state]
            for actor in range(n_actors):
                for interest in range(n_interests):
                    worth[actor, interest] = weight[view, actor, interest, draw]
            for side in range(n_sides):
                faith[view, side] = trust[view, side, draw]
            for mask in range(on.shape[0]):
                if not looked_at[mask, view]:
                    continue
                for actor in range(n_actors):
                    if on[mask, 3] and cautious[view, actor]:
                        felt[mask, view, actor] = mean_felt[mask, view, actor]
                        continue
                    weighing = attachment[view, actor, draw] if on[mask, 3] else 1.0
                    change = own[view, actor] if on[mask, 2] else common[view, actor]
                    feel(
                        change, worth[actor], kinds, on[mask, 0], on[mask, 1], weighing,
                        felt[mask, view, actor],
                    )  # fmt: skip
        for pair in range(sets.shape[0]):
            causes, view = sets[pair], seen_by[pair]
            if pair == 0 or causes != sets[pair - 1]:
                _demand(causes, weight, expects, draw, kinds, demand)
            agree(
                causes, view, side_view, felt[which[pair]], demand, ratifies, asks, moves, alone,
                withheld_state, withheld_move, faith, rank[view], by_rank[view], other_gains[view],
                default, tolerance, found,
            )  # fmt: skip
            same = True
            fine = True
            for state in range(n_states):
                if found[state] != support[pair, state]:
                    same = False
                if found[state] and not good[view, state]:
                    fine = False
            out_same[replicate[draw], pair] += same
            out_good[replicate[draw], pair] += fine


@njit(cache=True, nogil=True)
def _demand(causes: int, weight: Any, expects: Any, draw: int, kinds: Any, out: Any) -> None:
    """What each side demands in each view under a set of causes; see ``prediction.demands``."""
    for view in range(out.shape[0]):
        for side in range(out.shape[1]):
            total = 0.0
            if causes >> EXPECTATIONS & 1:
                for interest in range(kinds.shape[0]):
                    kind = kinds[interest]
                    if kind == 0 or (kind == 1 and causes >> STANDING & 1) or (kind == 2 and causes >> PRIVATE & 1):
                        total += weight[view, side, interest, draw] * expects[view, side, interest, draw]
            out[view, side] = max(0.0, total)

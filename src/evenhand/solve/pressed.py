"""How often, over the draws, a side accepts: with corrections made, under a penalty, for a reward.

Draws vary what is felt, as in :mod:`evenhand.solve.sampled`: a cautious side (ρ > 0) judges by its mean in every draw.
What a penalty does (how far it is believed, its backlash) is drawn beside.
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
from evenhand.solve.prediction import Problem
from evenhand.solve.sampled import _demand

__all__ = ["NOTHING", "PENALTY", "REWARD", "Reach", "Trial", "accepted"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOTHING, PENALTY, REWARD = 0, 1, 2


@dataclass(frozen=True)
class Trial:
    """One thing tried in every draw: by which view the side judges, and a penalty or reward of some amount."""

    view: int
    lever: int = NOTHING
    amount: float = 0.0


@dataclass(frozen=True)
class Reach:
    """What levers touch. ``numeraire`` and ``standing`` are rows of the extended interests, -1 where there is none.

    ``kinds`` (n_interests,) extended; ``added`` (n_parties, n_added) the fixed weights of the added interests;
    ``holding`` (n_states,) where the side holds its default stance.
    """

    numeraire: int
    standing: int
    kinds: Ints
    added: Floats
    holding: Bools


def accepted(
    p: Problem,
    drawn: Samples,
    side: int,
    states: Bools,
    causes: int,
    trials: Sequence[Trial],
    reach: Reach,
    believed: Floats,
    backlash: Floats,
    replicate: Ints,
    n_replicates: int,
) -> Floats:
    """Draws in which a side accepts every one of some states, shape (n_replicates, n_trials).

    ``p`` and ``drawn`` hold every view that the trials name; ``believed`` and ``backlash`` (n_draws,).
    """
    m, form, n_actors = p.means, p.form, p.n_actors
    impatient = bool(causes >> cause.IMPATIENCE & 1)
    amount = drawn.own_amount if impatient else np.ascontiguousarray(drawn.amount[:, drawn.row_item])
    shift = form.holds.astype(np.float64) - form.holds[:, [form.default]]
    standing, private = bool(causes >> cause.STANDING & 1), bool(causes >> cause.PRIVATE & 1)
    attached = bool(causes >> cause.ATTACHMENT & 1)
    less = m.caution[:, :, None] * m.spread[:, standing + 2 * private] * attached
    out = np.zeros((n_replicates, len(trials)))
    _accepted(
        amount, drawn.row_actor, form.item_effect[drawn.row_item], form.item_interest[drawn.row_item], shift,
        reach.kinds, drawn.weight[:, :n_actors], reach.added[:n_actors], drawn.attachment, drawn.trust, drawn.expects,
        m.felt_own if impatient else m.felt_common, m.weight[:, :n_actors], m.attachment, less,
        (m.caution > 0) & attached, standing, private, attached, causes,
        np.array([trial.view for trial in trials], dtype=np.int64),
        np.array([trial.lever for trial in trials], dtype=np.int64),
        np.array([trial.amount for trial in trials]), believed, backlash, reach.numeraire, reach.standing,
        reach.holding, states, side, form.ratifies, p.asks, form.moves, form.alone, form.withheld_state,
        form.withheld_move, form.default, p.tolerance, replicate, out,
    )  # fmt: skip
    return out


@njit(cache=True, nogil=True)
def _accepted(
    amount: Any, row_actor: Any, row_effect: Any, row_interest: Any, shift: Any, kinds: Any, weight: Any, added: Any,
    attachment: Any, trust: Any, expects: Any, mean_change: Any, mean_weight: Any, mean_attachment: Any, less: Any,
    cautious: Any, standing: bool, private: bool, attached: bool, causes: int,
    views: Any, levers: Any, amounts: Any, believed: Any, backlash: Any, money: int, rank: int,
    holding: Any, agreed: Any, side: int, ratifies: Any, asks: Any, moves: Any, alone: Any, withheld_state: Any,
    withheld_move: Any, default: int, tolerance: Any, replicate: Any, out: Any,
) -> None:  # fmt: skip
    n_views, _, n_draws = amount.shape
    n_actors, n_sides = attachment.shape[1], trust.shape[1]
    n_states, n_all = shift.shape[1], kinds.shape[0]
    n_interests = weight.shape[2]
    change = np.zeros((n_views, n_actors, n_all, n_states))
    worth = np.zeros((n_views, n_actors, n_all))
    weighing = np.ones((n_views, n_actors))
    plain = np.zeros((n_views, n_actors, n_states))
    felt = np.zeros((n_views, n_actors, n_states))
    pressed = np.zeros((n_all, n_states))
    demand = np.zeros((n_views, n_sides))
    faith = np.zeros((n_views, n_sides))
    for view in range(n_views):
        for actor in range(n_actors):
            for more in range(added.shape[1]):
                worth[view, actor, n_interests + more] = added[actor, more]
    asked = np.zeros(n_actors, dtype=np.bool_)  # on whom the side's consent depends
    for actor in range(n_actors):
        asked[actor] = actor < n_sides or ratifies[actor] == side
    for view in range(n_views):  # a cautious side judges by its mean, which no draw changes
        for actor in range(n_actors):
            if not cautious[view, actor]:
                continue
            for interest in range(n_interests):
                worth[view, actor, interest] = mean_weight[view, actor, interest]
                for state in range(n_states):
                    change[view, actor, interest, state] = mean_change[view, actor, interest, state]
            weighing[view, actor] = mean_attachment[view, actor] if attached else 1.0
            feel(
                change[view, actor], worth[view, actor], kinds, standing, private, weighing[view, actor],
                plain[view, actor],
            )  # fmt: skip
            for state in range(n_states):
                plain[view, actor, state] -= less[view, actor, state]
    for draw in range(n_draws):
        for view in range(n_views):
            for actor in range(n_actors):
                if asked[actor] and not cautious[view, actor]:
                    change[view, actor] = 0.0
            for row in range(row_actor.shape[0]):
                much = amount[view, row, draw]
                if much != 0.0 and asked[row_actor[row]] and not cautious[view, row_actor[row]]:
                    for state in range(n_states):
                        change[view, row_actor[row], row_interest[row], state] += much * shift[row_effect[row], state]
            for actor in range(n_actors):
                if cautious[view, actor] or not asked[actor]:
                    continue
                for interest in range(n_interests):
                    worth[view, actor, interest] = weight[view, actor, interest, draw]
                if attached:
                    weighing[view, actor] = attachment[view, actor, draw]
                feel(
                    change[view, actor], worth[view, actor], kinds, standing, private, weighing[view, actor],
                    plain[view, actor],
                )  # fmt: skip
            for one in range(n_sides):
                faith[view, one] = trust[view, one, draw]
        _demand(causes, weight, expects, draw, kinds[:n_interests], demand)
        for trial in range(views.shape[0]):
            view, lever, size = views[trial], levers[trial], amounts[trial]
            worths = plain
            if lever != 0:
                worths = felt
                face = 0.0
                if rank >= 0 and worth[view, side, rank] > 0.0:
                    face = size * backlash[draw] * worth[view, side, money] / worth[view, side, rank]
                for actor in range(n_actors):
                    if not asked[actor]:
                        continue
                    if actor != side and ratifies[actor] != side:
                        for state in range(n_states):
                            felt[view, actor, state] = plain[view, actor, state]
                        continue
                    for interest in range(n_all):
                        for state in range(n_states):
                            pressed[interest, state] = change[view, actor, interest, state]
                    for state in range(n_states):
                        if lever == 1 and holding[state]:
                            pressed[money, state] -= size * believed[draw]
                        elif lever == 1 and rank >= 0:
                            pressed[rank, state] -= face
                        elif lever == 2 and agreed[state]:
                            pressed[money, state] += size
                    feel(
                        pressed, worth[view, actor], kinds, standing, private, weighing[view, actor],
                        felt[view, actor],
                    )  # fmt: skip
                    if cautious[view, actor]:
                        for state in range(n_states):
                            felt[view, actor, state] -= less[view, actor, state]
                    today = felt[view, actor, default]
                    for state in range(n_states):
                        felt[view, actor, state] -= today
            willing = True
            for state in range(n_states):
                if agreed[state] and not accepts(
                    state, side, view, causes, worths, demand, ratifies, asks, moves, alone, withheld_state,
                    withheld_move, faith, tolerance,
                ):  # fmt: skip
                    willing = False
                    break
            out[replicate[draw], trial] += willing

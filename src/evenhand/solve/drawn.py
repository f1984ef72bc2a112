"""What one state brings every party, draw by draw, and whether it stands by itself there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.game.samples import Samples
from evenhand.solve.prediction import Problem

__all__ = ["Drawn", "drawn_at"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Drawn:
    """One state in a run of draws, less today's.

    Attributes
    ----------
    change : (party, interest) to natural units, each of shape (n_draws,); pairs that no effect touches are left out.
    value : shape (n_parties, n_draws), considered value; 0 for a party without weights.
    accepted : bool, shape (n_draws,), no side is worse off.
    free : bool, shape (n_draws,), nobody else is.
    """

    change: dict[tuple[int, int], Floats]
    value: Floats
    accepted: Bools
    free: Bools


def drawn_at(p: Problem, drawn: Samples, view: int, state: int) -> Drawn:
    """Changes and considered values of a state in a run of draws, as one view has them."""
    form, n_draws = p.form, drawn.amount.shape[2]
    shift = form.holds[:, state].astype(np.float64) - form.holds[:, form.default]
    change: dict[tuple[int, int], Floats] = {}
    for item, effect in enumerate(form.item_effect.tolist()):
        place = (int(form.item_party[item]), int(form.item_interest[item]))
        part = drawn.amount[view, item] * shift[effect]
        change[place] = change[place] + part if place in change else part
    value = np.zeros((len(form.parties), n_draws))
    lowest = np.zeros((len(form.parties), n_draws))
    for (party, interest), much in change.items():
        if form.kinds[interest] == 0:
            lowest[party] = np.minimum(lowest[party], much)
            if p.means.weighted[party]:
                value[party] += drawn.weight[view, party, interest] * much
    small = p.tolerance[:, None]
    worst = np.where(p.means.weighted[:, None], value, lowest)
    return Drawn(
        change=change,
        value=value,
        accepted=np.asarray((value[: form.n_sides] >= -small[: form.n_sides]).all(axis=0)),
        free=np.asarray((worst[form.n_sides :] >= -small[form.n_sides :]).all(axis=0)),
    )

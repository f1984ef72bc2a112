"""The part of an issue on which consent to some states depends.

Whether a side accepts a state hangs on today's state, on that state, on those to which it can be left, and on the one
where the side is left alone; on effects that hold in none of them nothing hangs. An issue of thousands of states is
thereby as quick to ask about as one of ten.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evenhand.game import Structure, means
from evenhand.solve.prediction import Problem

__all__ = ["around"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def around(p: Problem, states: Bools) -> tuple[Problem, Bools]:
    """The issue cut down to what consent to some states depends on, and these states in its numbers.

    Only what :func:`evenhand.solve.agreement.accepts` says of these states is the same as before; moves from other
    states, and what depends on all of them (classes, order), are not.
    """
    form, agreed = p.form, np.flatnonzero(states)
    reached = {form.default, *agreed.tolist(), *form.moves[agreed].ravel().tolist()}
    reached |= set(form.alone[agreed].ravel().tolist())
    kept = np.array(sorted(state for state in reached if state >= 0), dtype=np.int64)
    small = _cut(form, kept)
    return (
        replace(
            p,
            form=small,
            means=means(small, p.seen),
            value=p.value[:, :, kept],
            pays=p.pays[:, :, kept],
            classes=p.classes[:, kept],
            rank=p.rank[:, kept],
            by_rank=np.argsort(p.rank[:, kept], axis=1, kind="stable"),
            other_gains=p.other_gains[:, kept],
        ),
        states[kept],
    )


def _cut(form: Structure, kept: Ints) -> Structure:
    """A form with some of its states, and the effects that hold in one of them."""
    number = np.full(form.n_states + 1, -1, dtype=np.int64)  # the last place is that of -1: no state
    number[kept] = np.arange(len(kept))
    holding = np.asarray(form.holds[:, kept].any(axis=1))
    effects = np.flatnonzero(holding)
    place = np.cumsum(holding) - 1
    items = holding[form.item_effect]
    rows = holding[form.row_effect]
    row_place = np.cumsum(rows) - 1
    scheduled = rows[len(form.effects) :]
    return replace(
        form,
        states=form.states[kept],
        default=int(number[form.default]),
        moves=number[form.moves[kept]],
        alone=number[form.alone[kept]],
        withheld_state=form.withheld_state[kept],
        effects=tuple(form.effects[effect] for effect in effects),
        holds=form.holds[np.ix_(effects, kept)],
        once=form.once[effects],
        item_effect=place[form.item_effect[items]].astype(np.int64),
        item_party=form.item_party[items],
        item_interest=form.item_interest[items],
        recipes=tuple(recipe for recipe, kept_item in zip(form.recipes, items, strict=True) if kept_item),
        item_row=row_place[form.item_row[items]].astype(np.int64),
        row_effect=place[form.row_effect[rows]].astype(np.int64),
        schedules=tuple(steps for steps, kept_row in zip(form.schedules, scheduled, strict=True) if kept_row),
    )

"""The drawn numbers of one issue, a block of draws at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.elicitation import Distribution
from evenhand.game.draws import Draws
from evenhand.game.structure import Structure
from evenhand.game.views import Location, Views, discount_factor, own_rate, rows

__all__ = ["Samples", "samples"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Samples:
    """Drawn numbers of an issue.

    Attributes
    ----------
    amount : shape (n_draws, n_views, n_items), value × chance × discount factor at the common rate.
    own_amount : shape (n_draws, n_views, n_rows), the same at the rate of the actor who feels it; see ``rows``.
    row_actor, row_item : shape (n_rows,).
    weight : shape (n_draws, n_views, n_parties, n_interests).
    attachment : shape (n_draws, n_views, n_actors).
    trust : shape (n_draws, n_views, n_sides).
    expects : shape (n_draws, n_views, n_sides, n_interests).
    """

    amount: Floats
    own_amount: Floats
    row_actor: NDArray[np.int64]
    row_item: NDArray[np.int64]
    weight: Floats
    attachment: Floats
    trust: Floats
    expects: Floats


def samples(form: Structure, seen: Views, draws: Draws, block: slice, independent: bool = False) -> Samples:
    """Numbers of a block of draws; ``independent`` draws an account's own answers apart from the base's."""
    n = block.stop - block.start
    known: dict[tuple[int, Distribution], Floats] = {}
    row_actor, row_item = rows(form)
    n_views, n_parties, n_interests = len(seen.views), len(form.parties), len(form.interests)
    n_actors = form.n_sides + form.n_ratifiers
    out = Samples(
        amount=np.zeros((n, n_views, len(form.item_effect))),
        own_amount=np.zeros((n, n_views, len(row_item))),
        row_actor=row_actor,
        row_item=row_item,
        weight=np.zeros((n, n_views, n_parties, n_interests)),
        attachment=np.ones((n, n_views, n_actors)),
        trust=np.ones((n, n_views, form.n_sides)),
        expects=np.zeros((n, n_views, form.n_sides, n_interests)),
    )
    for number in range(n_views):
        holder = seen.accounts[seen.of_account.index(number)]

        def drawn(location: Location, number: int = number, holder: str = holder) -> Floats:
            quantity = seen.views[number].at(location)
            if quantity.is_point:
                return np.full(n, quantity.median)
            column = draws.column[location]
            if independent and number:
                column = draws.column.get((holder, *location), column)
            key = (column, quantity)
            if key not in known:
                known[key] = quantity.quantile(draws.normal[block, column])
            return known[key]

        _fill(form, seen, number, drawn, out)
    return out


def _fill(form: Structure, seen: Views, number: int, drawn: Callable[[Location], Floats], out: Samples) -> None:
    view = seen.views[number]
    n = out.amount.shape[0]
    chance = [drawn(("chance", effect)) for effect in form.effects]

    def factor(effect: int, rate: Floats | float) -> Floats:
        timing = [view.at((name, form.effects[effect])) for name in ("after", "lasts")]
        lasts = np.ones(n) if form.once[effect] else drawn(("lasts", form.effects[effect]))
        if all(part.is_point for part in timing) and np.ndim(rate) == 0:
            after = drawn(("after", form.effects[effect]))
            return np.full(n, discount_factor(after[0], lasts[0], rate, seen.horizon))
        return discount_factor(drawn(("after", form.effects[effect])), lasts, rate, seen.horizon)

    common = [chance[effect] * factor(effect, seen.rate) for effect in range(len(form.effects))]
    values = []
    for item, effect in enumerate(form.item_effect):
        key = f"{form.parties[form.item_party[item]]}.{form.interests[form.item_interest[item]]}"
        values.append(drawn(("value", form.effects[effect], key)))
        out.amount[:, number, item] = values[item] * common[effect]
    own: dict[int, list[Floats]] = {}
    for actor in range(form.n_sides + form.n_ratifiers):
        name = form.parties[actor]
        if ("rate", name) in view.numbers:
            rate = own_rate(view, name, seen.rate)
            rates: Floats | float = rate.median if rate.is_point else drawn(("rate", name))
            own[actor] = [chance[effect] * factor(effect, rates) for effect in range(len(form.effects))]
        out.attachment[:, number, actor] = drawn(("attachment", name))
    for row, (actor, item) in enumerate(zip(out.row_actor, out.row_item, strict=True)):
        if actor in own:
            out.own_amount[:, number, row] = values[item] * own[actor][form.item_effect[item]]
        else:
            out.own_amount[:, number, row] = out.amount[:, number, item]
    for place, name in enumerate(form.parties):
        for interest, key in enumerate(form.interests):
            if ("weight", name, key) in view.numbers:
                out.weight[:, number, place, interest] = drawn(("weight", name, key))
            if place < form.n_sides and ("expects", form.issue, name, key) in view.numbers:
                out.expects[:, number, place, interest] = drawn(("expects", form.issue, name, key))
        if place < form.n_sides:
            for other in form.sides:
                if ("trust", name, other) in view.numbers and other != name:
                    out.trust[:, number, place] *= drawn(("trust", name, other))

"""The drawn numbers of one issue, a block of draws at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.elicitation import Distribution
from evenhand.game.benefits import value
from evenhand.game.draws import Draws
from evenhand.game.structure import Structure
from evenhand.game.views import Location, Views, discount_factor, rows, scheduled_factor

__all__ = ["Samples", "samples"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Samples:
    """Drawn numbers of an issue.

    Attributes
    ----------
    amount : shape (n_views, n_items, n_draws), value × chance × discount factor at the common rate.
    own_amount : shape (n_views, n_rows, n_draws), the same at the rate of the actor who feels it; see ``rows``.
    row_actor, row_item : shape (n_rows,).
    weight : shape (n_views, n_parties, n_interests, n_draws).
    attachment : shape (n_views, n_actors, n_draws).
    trust : shape (n_views, n_sides, n_draws).
    expects : shape (n_views, n_sides, n_interests, n_draws).

    Draws come last here: a number is filled in for all draws at once.
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
    known: dict[tuple[int, int], Floats] = {}
    factors: dict[object, Floats] = {}
    row_actor, row_item = rows(form)
    n_views, n_parties, n_interests = len(seen.views), len(form.parties), len(form.interests)
    n_actors = form.n_sides + form.n_ratifiers
    out = Samples(
        amount=np.zeros((n_views, len(form.item_effect), n)),
        own_amount=np.zeros((n_views, len(row_item), n)),
        row_actor=row_actor,
        row_item=row_item,
        weight=np.zeros((n_views, n_parties, n_interests, n)),
        attachment=np.ones((n_views, n_actors, n)),
        trust=np.ones((n_views, form.n_sides, n)),
        expects=np.zeros((n_views, form.n_sides, n_interests, n)),
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
            key = (column, id(quantity))
            if key not in known:
                known[key] = quantity.quantile(draws.normal[block, column])
            return known[key]

        _fill(form, seen, number, drawn, factors, out)
    return out


def _fill(
    form: Structure,
    seen: Views,
    number: int,
    drawn: Callable[[Location], Floats],
    factors: dict[object, Floats],
    out: Samples,
) -> None:
    view = seen.views[number]
    chance = np.stack([drawn(("chance", effect)) for effect in form.effects]) if form.effects else np.zeros((0, 1))
    timing = tuple(id(view.at((name, effect))) for effect in form.effects for name in ("after", "lasts"))

    def discounted(rate: Location | None) -> Floats:
        key = (timing, id(view.numbers[rate]) if rate else 0, rate)
        if key not in factors:
            factors[key] = _factors(form, seen, number, drawn, drawn(rate) if rate else seen.rate)
        return (chance if not form.schedules else chance[form.row_effect]) * factors[key]

    common = discounted(None)
    brackets: dict[str, Floats] = {}
    values = [value(recipe, drawn, seen.rate, brackets) for recipe in form.recipes]
    for item, row in enumerate(form.item_row):
        out.amount[number, item] = values[item] * common[row]
    own: dict[int, Floats] = {}
    for actor in range(form.n_sides + form.n_ratifiers):
        name = form.parties[actor]
        if ("rate", name) in view.numbers:
            own[actor] = discounted(("rate", name))
        out.attachment[number, actor] = drawn(("attachment", name))
    for row, (actor, item) in enumerate(zip(out.row_actor.tolist(), out.row_item.tolist(), strict=True)):
        if actor in own:
            out.own_amount[number, row] = values[item] * own[actor][form.item_row[item]]
        else:
            out.own_amount[number, row] = out.amount[number, item]
    for place, name in enumerate(form.parties):
        for interest, key in enumerate(form.interests):
            if ("weight", name, key) in view.numbers:
                out.weight[number, place, interest] = drawn(("weight", name, key))
            if place < form.n_sides and ("expects", form.issue, name, key) in view.numbers:
                out.expects[number, place, interest] = drawn(("expects", form.issue, name, key))
        if place < form.n_sides:
            for other in form.sides:
                if ("trust", name, other) in view.numbers and other != name:
                    out.trust[number, place] *= drawn(("trust", name, other))


def _factors(
    form: Structure, seen: Views, number: int, drawn: Callable[[Location], Floats], rate: Floats | float
) -> Floats:
    """Discount factors of all rows, shape (n_rows, n_draws) or (n_rows, 1) where nothing is uncertain."""
    view = seen.views[number]
    after = [view.at(("after", effect)) for effect in form.effects]
    lasts = [
        Distribution.point(1.0) if once else view.at(("lasts", effect))
        for effect, once in zip(form.effects, form.once, strict=True)
    ]
    fixed = [first.is_point and second.is_point for first, second in zip(after, lasts, strict=True)]
    year = np.arange(1.0, seen.horizon + 1)
    start = np.array([quantity.median for quantity in after])[:, None]
    end = start + np.array([quantity.median for quantity in lasts])[:, None]
    active = np.clip(np.minimum(year, end) - np.maximum(year - 1, start), 0.0, 1.0)
    each = 1.0 / (1.0 + np.atleast_1d(np.asarray(rate, dtype=np.float64)))
    worth = np.multiply.accumulate(np.broadcast_to(each, (seen.horizon, each.size)), axis=0)
    factors = active @ (worth / worth.sum(axis=0))
    if not all(fixed):
        n = len(drawn(("after", form.effects[fixed.index(False)])))
        factors = np.repeat(factors, n, axis=1) if factors.shape[1] == 1 else factors
        for effect in np.flatnonzero(~np.array(fixed)):
            name = form.effects[effect]
            length = np.ones(n) if form.once[effect] else drawn(("lasts", name))
            factors[effect] = discount_factor(drawn(("after", name)), length, rate, seen.horizon)
    if not form.schedules:
        return np.asarray(factors)
    scheduled = []
    for effect, steps in zip(form.row_effect[len(form.effects) :], form.schedules, strict=True):
        start, length = (drawn((kind, form.effects[effect])) for kind in ("after", "lasts"))
        scheduled.append(np.broadcast_to(scheduled_factor(start, length, rate, seen.horizon, steps), len(start)))
    return np.concatenate((np.broadcast_to(factors, (len(factors), len(scheduled[0]))), scheduled))

"""The numbers of one issue as each account sees them, and what they mean on average.

A *location* names a number's place in the case (``("value", effect, party.interest)``); the same location in two
accounts is the same question answered twice, so both answers share a quantile when they are drawn.

Means are exact: every location is an independent quantity, so the mean of value × chance × discount factor is the
product of the three means, and the variance of a sum over effects follows from their first two moments; what a benefit
model gives has its moments by fixed quadrature (:mod:`evenhand.game.benefits`). Choices made on the means therefore
carry no sampling noise at all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case, Judgement
from evenhand.elicitation import Distribution, base_name, pooled
from evenhand.game.benefits import moments, parameters
from evenhand.game.structure import Structure

__all__ = [
    "Location",
    "Means",
    "View",
    "Views",
    "discount_factor",
    "expected_amounts",
    "means",
    "scheduled_factor",
    "views",
]

Floats = NDArray[np.float64]
Location = tuple[str, ...]

_ONE = Distribution.point(1.0)
_ZERO = Distribution.point(0.0)
_FOREVER = Distribution.point(math.inf)


@dataclass(frozen=True)
class View:
    """Every number of one issue as one account sees it, and whom it takes for a ratifier."""

    numbers: dict[Location, Distribution]
    asks: tuple[bool, ...]

    def at(self, location: Location) -> Distribution:
        """The number at a location, or the value that stands where the case gives none."""
        found = self.numbers.get(location)
        return _DEFAULTS[location[0]] if found is None else found


_DEFAULTS = {
    "chance": _ONE,
    "after": _ZERO,
    "lasts": _FOREVER,
    "weight": _ZERO,
    "attachment": _ONE,
    "caution": _ZERO,
    "trust": _ONE,
    "expects": _ZERO,
    "benefit": _ZERO,
}


@dataclass(frozen=True)
class Views:
    """The distinct views of an issue.

    ``accounts`` names the accounts (the base one first); ``of_account`` and ``of_side`` give the number of the view
    that an account holds and by which a side judges. Two accounts that say the same share a view. ``weighted``: whether
    a party has weights at all, be it for interests that this issue does not touch (these are worth 0 to it).
    """

    accounts: tuple[str, ...]
    views: tuple[View, ...]
    of_account: tuple[int, ...]
    of_side: tuple[int, ...]
    weighted: tuple[bool, ...]
    rate: float
    horizon: int


def views(case: Case, form: Structure) -> Views:
    """Numbers of an issue in the base account and in each side's own."""
    own = [side for side in form.sides if side in case.accounts]
    accounts = (base_name(case), *own)
    found: list[View] = []
    of_account = []
    known: dict[int, Distribution] = {}
    for account in (None, *own):
        view = _view(case, form, account, known)
        if view not in found:
            found.append(view)
        of_account.append(found.index(view))
    by_name = dict(zip(accounts, of_account, strict=True))
    return Views(
        accounts=accounts,
        views=tuple(found),
        of_account=tuple(of_account),
        of_side=tuple(by_name.get(side, of_account[0]) for side in form.sides),
        weighted=tuple(
            any(held.get(name) for held in (case.weights, *(case.accounts[side].weights for side in own)))
            for name in form.parties
        ),
        rate=case.rate,
        horizon=case.horizon,
    )


def _view(case: Case, form: Structure, account_id: str | None, known: dict[int, Distribution]) -> View:
    issue = case.issues[form.issue]
    account = case.accounts[account_id] if account_id else None
    given: dict[Location, Judgement] = {}
    for effect in issue.effects:
        override = account.effects.get(effect.id) if account else None
        for key, judgement in effect.gives.items():
            given["value", effect.id, key] = override.gives.get(key, judgement) if override else judgement
        if effect.benefit is not None:
            given.update(parameters(effect.id, effect.benefit, override.benefit if override else None))
        for name in ("chance", "after", "lasts"):
            judgement = (getattr(override, name) if override else None) or getattr(effect, name)
            if judgement is not None:
                given[name, effect.id] = judgement
    actors = form.parties[: form.n_sides + form.n_ratifiers]
    for name in form.parties:
        weights = dict(case.weights.get(name, {}))
        weights.update(account.weights.get(name, {}) if account else {})
        given.update({("weight", name, key): value for key, value in weights.items() if key in form.interests})
    for name in actors:
        party = case.parties[name]
        for trait in ("attachment", "caution", "rate"):
            judgement = (getattr(account, trait).get(name) if account else None) or getattr(party, trait)
            if judgement is not None:
                given[trait, name] = judgement
    for name in form.sides:
        trust = dict(case.parties[name].trust)
        trust.update(account.trust.get(name, {}) if account else {})
        given.update({("trust", name, other): value for other, value in trust.items() if other in form.sides})
        expected = dict(issue.expects.get(name, {}))
        expected.update(account.expects.get(form.issue, {}).get(name, {}) if account else {})
        given.update({("expects", form.issue, name, key): value for key, value in expected.items()})
    asks = tuple(
        account.ratifiers.get(name, True) if account else True
        for name in form.parties[form.n_sides :][: form.n_ratifiers]
    )
    for judgement in given.values():  # a number that two accounts share stays one object, so it is drawn once
        if id(judgement) not in known:
            known[id(judgement)] = pooled(case, judgement)
    return View({location: known[id(judgement)] for location, judgement in given.items()}, asks)


def discount_factor(after: Floats, lasts: Floats, rate: Floats | float, horizon: int) -> Floats:
    """Worth of a yearly effect as a share of one that runs from now to the horizon.

    Parameters
    ----------
    after, lasts : years until it starts and for which it runs; broadcast against each other and ``rate``.
    rate : yearly discount rate, 0 or more.
    horizon : years counted.

    Notes
    -----
    ``Σ_t a_t (1+r)^-t / Σ_t (1+r)^-t`` for ``t = 1..horizon``, ``a_t`` the part of year ``t`` in which it is active.

    Examples
    --------
    >>> float(discount_factor(np.array(3.0), np.array(np.inf), 0.0, 20))
    0.85
    """
    start = np.asarray(after, dtype=np.float64)
    end = start + np.asarray(lasts, dtype=np.float64)
    rate = np.asarray(rate, dtype=np.float64)
    if rate.ndim == 0:
        worth = (1.0 + float(rate)) ** -np.arange(1.0, horizon + 1)
        knots = np.arange(horizon + 1.0)
        gathered = np.concatenate(([0.0], np.cumsum(worth)))
        gathered /= gathered[-1]
        return np.asarray(np.interp(end, knots, gathered) - np.interp(start, knots, gathered))
    log = np.log1p(rate)
    at_zero = rate == 0.0
    divisor = np.where(at_zero, 1.0, rate)

    def gathered_until(years: Floats) -> Floats:  # whole years are a geometric series; a part of one is weighed as it
        years = np.clip(years, 0.0, horizon)
        whole = np.floor(years)
        series = np.where(at_zero, whole, -np.expm1(-whole * log) / divisor)
        return np.asarray(series + (years - whole) * np.exp(-(whole + 1.0) * log))

    total = gathered_until(np.asarray(float(horizon)))
    return np.asarray((gathered_until(end) - gathered_until(start)) / total)


@dataclass(frozen=True)
class Means:
    """Means and medians of every view of an issue.

    Actors are the sides and their ratifiers; ``own`` is reckoned at each actor's own discount rate, ``common`` at the
    common one.

    Attributes
    ----------
    common : shape (n_views, n_parties, n_interests, n_states), mean consequence less that of the default.
    felt_own : shape (n_views, n_actors, n_interests, n_states), the same as an actor feels it (a ratifier: its own
        and its side's), at its own rate; ``felt_common`` at the common rate.
    weight : shape (n_views, n_parties, n_interests), medians.
    attachment, caution : shape (n_views, n_actors), medians.
    trust : shape (n_views, n_sides), product over the other sides, medians.
    expects : shape (n_views, n_sides, n_interests), medians.
    spread : shape (n_views, 4, n_actors, n_states), standard deviation of Σ w x less that at the default, at median
        weights, where standing (bit 0) and private interests (bit 1) are counted.
    weighted : shape (n_parties,), whether a party has weights at all.
    """

    common: Floats
    felt_common: Floats
    felt_own: Floats
    weight: Floats
    attachment: Floats
    caution: Floats
    trust: Floats
    expects: Floats
    spread: Floats
    weighted: NDArray[np.bool_]


def means(form: Structure, seen: Views) -> Means:
    """Exact means and medians of every number of an issue."""
    parts = [_means_of(form, seen, view) for view in seen.views]
    stacked = {name: np.stack([part[name] for part in parts]) for name in parts[0]}
    return Means(**stacked, weighted=np.array(seen.weighted, dtype=np.bool_))


def scheduled_factor(
    after: Floats, lasts: Floats, rate: Floats | float, horizon: int, steps: Sequence[tuple[float, float]]
) -> Floats:
    """Discount factor of what comes by steps: years after the start, each with the share that is added then.

    Examples
    --------
    >>> float(scheduled_factor(np.array(0.0), np.array(np.inf), 0.0, 20, [(0, 0.5), (10, 0.5)]))
    0.75
    """
    total = np.zeros(np.broadcast_shapes(after.shape, lasts.shape, np.shape(rate)))
    for year, added in steps:
        total = total + added * discount_factor(after + year, np.maximum(lasts - year, 0.0), rate, horizon)
    return total


@lru_cache(maxsize=4096)
def factor_moments(
    after: Distribution,
    lasts: Distribution,
    once: bool,
    rate: float,
    horizon: int,
    steps: tuple[tuple[float, float], ...] = (),
) -> tuple[float, float]:
    """First two moments of the discount factor over uncertain delay and duration."""
    factor, share = _factor(after, lasts, once, rate, horizon, steps)
    return float((factor * share).sum()), float((factor * factor * share).sum())


@lru_cache(maxsize=1024)
def factor_product(
    after: Distribution, lasts: Distribution, rate: float, horizon: int, steps: tuple[tuple[float, float], ...]
) -> float:
    """Expected product of an effect's discount factor and that of its schedule."""
    plain, share = _factor(after, lasts, False, rate, horizon, ())
    return float((plain * _factor(after, lasts, False, rate, horizon, steps)[0] * share).sum())


def _factor(
    after: Distribution,
    lasts: Distribution,
    once: bool,
    rate: float,
    horizon: int,
    steps: tuple[tuple[float, float], ...],
) -> tuple[Floats, Floats]:
    first, first_share = _sample(after)
    second, second_share = _sample(Distribution.point(1.0) if once else lasts)
    share = first_share[:, None] * second_share[None, :]
    if steps:
        return scheduled_factor(first[:, None], second[None, :], rate, horizon, steps), share
    return discount_factor(first[:, None], second[None, :], rate, horizon), share


_NODES = np.linspace(-6.0, 6.0, 601)
_SHARES = np.exp(-0.5 * _NODES**2) / np.exp(-0.5 * _NODES**2).sum()


def _sample(quantity: Distribution) -> tuple[Floats, Floats]:
    if quantity.is_point:
        return np.array([quantity.median]), np.ones(1)
    return quantity.quantile(_NODES), _SHARES


def rows(form: Structure) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What each actor feels: pairs (actor, item); a ratifier feels what it gets itself and what its side gets."""
    pairs = [
        (actor, item)
        for actor in range(form.n_sides + form.n_ratifiers)
        for item, party in enumerate(form.item_party)
        if party == actor or party == form.ratifies[actor]
    ]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def own_rate(view: View, actor: str, common: float) -> Distribution:
    """An actor's own discount rate; the common one where the case gives none."""
    found = view.numbers.get(("rate", actor))
    return Distribution.point(common) if found is None else found


def _means_of(form: Structure, seen: Views, view: View) -> dict[str, Floats]:
    n_actors = form.n_sides + form.n_ratifiers
    shift = form.holds.astype(np.float64) - form.holds[:, [form.default]]
    value, products = _values(form, view, seen.rate)
    chance = [view.at(("chance", effect)) for effect in form.effects]
    timing = [(view.at(("after", effect)), view.at(("lasts", effect))) for effect in form.effects]

    def factors(rate: float) -> list[tuple[float, float]]:
        plain = [
            factor_moments(after, lasts, bool(once), rate, seen.horizon)
            for (after, lasts), once in zip(timing, form.once, strict=True)
        ]
        scheduled = zip(form.row_effect[len(form.effects) :], form.schedules, strict=True)
        return plain + [
            factor_moments(*timing[effect], False, rate, seen.horizon, steps) for effect, steps in scheduled
        ]

    common_factor = factors(seen.rate)
    common = np.zeros((len(form.parties), len(form.interests), form.n_states))
    for item, effect in enumerate(form.item_effect):
        amount = value[item] * chance[effect].mean * common_factor[form.item_row[item]][0]
        common[form.item_party[item], form.item_interest[item]] += amount * shift[effect]
    felt = {name: np.zeros((n_actors, len(form.interests), form.n_states)) for name in ("common", "own")}
    actor_factor = {actor: factors(own_rate(view, form.parties[actor], seen.rate).median) for actor in range(n_actors)}
    for actor, item in zip(*rows(form), strict=True):
        effect, interest = form.item_effect[item], form.item_interest[item]
        row, plain = form.item_row[item], value[item] * chance[effect].mean * shift[effect]
        felt["common"][actor, interest] += plain * common_factor[row][0]
        felt["own"][actor, interest] += plain * actor_factor[actor][row][0]
    weight = np.array([[view.at(("weight", p, k)).median for k in form.interests] for p in form.parties])
    actors = form.parties[:n_actors]
    return {
        "common": common,
        "felt_common": felt["common"],
        "felt_own": felt["own"],
        "weight": weight.reshape(len(form.parties), len(form.interests)),
        "attachment": np.array([view.at(("attachment", name)).median for name in actors]),
        "caution": np.array([view.at(("caution", name)).median for name in form.sides] + [0.0] * form.n_ratifiers),
        "trust": np.array(
            [
                math.prod(view.at(("trust", name, other)).median for other in form.sides if other != name)
                for name in form.sides
            ]
        ),
        "expects": np.array(
            [[view.at(("expects", form.issue, name, key)).median for key in form.interests] for name in form.sides]
        ).reshape(form.n_sides, len(form.interests)),
        "spread": _spread(form, value, products, chance, _squares(form, timing, common_factor, seen), weight),
    }


def expected_amounts(form: Structure, seen: Views, number: int) -> Floats:
    """Exact mean of each item at the common rate, value × chance × discount factor, shape (n_items,)."""
    view = seen.views[number]
    value, _ = _values(form, view, seen.rate)
    found = np.zeros(len(value))
    for item, (effect, row) in enumerate(zip(form.item_effect.tolist(), form.item_row.tolist(), strict=True)):
        name, steps = form.effects[effect], () if row == effect else form.schedules[row - len(form.effects)]
        timing = (view.at(("after", name)), view.at(("lasts", name)), bool(form.once[effect]))
        factor = factor_moments(*timing, seen.rate, seen.horizon, steps)[0]
        found[item] = value[item] * view.at(("chance", name)).mean * factor
    return found


def _values(form: Structure, view: View, rate: float) -> tuple[Floats, list[Floats]]:
    """Expected value of each item, shape (n_items,), and expected products of those of each effect."""
    value = np.zeros(len(form.item_effect))
    products = []
    for effect in range(len(form.effects)):
        items = np.flatnonzero(form.item_effect == effect)
        value[items], product = moments([form.recipes[item] for item in items], view.at, rate)
        products.append(product)
    return value, products


def _squares(
    form: Structure,
    timing: list[tuple[Distribution, Distribution]],
    factor: list[tuple[float, float]],
    seen: Views,
) -> tuple[Floats, list[Floats]]:
    """Expected discount factor of each item, and expected products of those of the items of each effect."""
    first = np.array([factor[row][0] for row in form.item_row])
    products = []
    for effect in range(len(form.effects)):
        items = np.flatnonzero(form.item_effect == effect)
        rows = form.item_row[items]
        product = np.full((len(items), len(items)), factor[effect][1])
        for row in set(rows.tolist()) - {effect}:
            mine, steps = rows == row, form.schedules[row - len(form.effects)]
            product[np.ix_(mine, mine)] = factor[row][1]
            across = factor_product(*timing[effect], seen.rate, seen.horizon, steps)
            product[np.ix_(mine, ~mine)] = product[np.ix_(~mine, mine)] = across
        products.append(product)
    return first, products


def _spread(
    form: Structure,
    value: Floats,
    values: list[Floats],
    chance: list[Distribution],
    factors: tuple[Floats, list[Floats]],
    weight: Floats,
) -> Floats:
    """Standard deviation of Σ w x of each actor in each state, less that at the default.

    For the items i of one effect, ``Σ w_i C D_i v_i`` has the expected square ``E[C²] Σ w_i w_j E[D_i D_j] E[v_i v_j]``
    and the mean ``E[C] Σ w_i E[D_i] E[v_i]``; effects are independent of each other.
    """
    n_actors = form.n_sides + form.n_ratifiers
    spread = np.zeros((4, n_actors, form.n_states))
    actor_of_row, item_of_row = rows(form)
    items_of = [np.flatnonzero(form.item_effect == effect) for effect in range(len(form.effects))]
    mean_of = [part.mean * value[items] * factors[0][items] for part, items in zip(chance, items_of, strict=True)]
    square_of = [part.second_moment * one * two for part, one, two in zip(chance, values, factors[1], strict=True)]
    for counted in range(4):
        for actor in range(n_actors):
            worth = np.zeros(len(form.item_effect))
            for item in item_of_row[actor_of_row == actor]:
                interest = form.item_interest[item]
                if not form.kinds[interest] or counted >> (form.kinds[interest] - 1) & 1:
                    worth[item] = weight[actor, interest]
            variance = np.zeros(len(form.effects))
            for effect, items in enumerate(items_of):
                w = worth[items]
                if w.any():
                    variance[effect] = w @ square_of[effect] @ w - (w @ mean_of[effect]) ** 2
            spread[counted, actor] = np.sqrt(np.maximum(variance, 0.0) @ form.holds)
    return spread - spread[:, :, [form.default]]

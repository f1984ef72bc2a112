"""Benefit models: what an effect gives where a model says it instead of a number.

Every model gives a yearly value in the interest's own unit. Delay, duration and chance are those of the effect.

**Investment and trade.** A flow *F* of capital would be put in each year if the rules were safe. Projects differ in
the time *T* after which they have paid for themselves: lognormal, with median *m* and the slowest twentieth at *m*
times the spread *q*, so that ``ln T ~ N(ln m, σ²)`` with ``σ = ln q / 1.645``. A project goes ahead where it pays
back while the rules can be relied upon, for *s* years: the part ``G(s) = Φ((ln s − ln m) / σ)``. Capital at work
brings a yearly income *y* for *N* years; a yearly hazard *h* of expropriation or of a change of the rules adds to the
common rate *r*, so that a unit is worth ``y · A(r + h)``, ``A(i) = (1 − (1 + i)^−N) / i`` (and ``N`` at ``i = 0``).
The effect adds *a* years of safety and takes away the part *c* of the hazard. It gives, as the present worth of what
is put in during a year,

    ``F · y · [G(s + a) · A(r + h (1 − c)) − G(s) · A(r + h)]``

**Security.** With *h* confrontations a year, of which the effect takes away the part *c*, and the harm *d* that one
does: ``h · c · d``. Savings are given as they are, by schedule. Trade *V* grows by the part *e* for each
confrontation a year less, and a unit of trade brings *g*: ``V · e · h · c · g``.

**Adversary**, the inverse. Spending *S* is justified by the adversary; the effect changes it by the part *k* (less:
below 0), and a group keeps the part *b* as its own gain: ``S · k · b``. Who pays for it gets ``−S · k``.

Every parameter is an independent quantity, so a mean is the product of the means of its factors and that of the
bracket, and the same holds for second moments; only the bracket of the investment model needs quadrature.

References
----------
North, D. C. (1990). Institutions, Institutional Change and Economic Performance. Cambridge University Press.
Eaton, J., & Gersovitz, M. (1984). A theory of expropriation and deviations from perfect capital mobility. Economic
Journal 94(373), 16-40 (a chance of expropriation enters the return that is asked as an addition to the rate).
Knack, S., & Keefer, P. (1995). Institutions and economic performance: cross-country tests using alternative
    institutional measures. Economics & Politics 7(3).
Henisz, W. J. (2000). The institutional environment for multinational investment. Journal of Law, Economics, and
Organization 16(2), 334-364.
Acemoglu, D., & Johnson, S. (2005). Unbundling institutions. Journal of Political Economy 113(5), 949-995.
Long, A. G. (2008). Bilateral trade in the shadow of armed conflict. International Studies Quarterly 52(1), 81-101.
Martin, P., Mayer, T., & Thoenig, M. (2008). Make trade not war? Review of Economic Studies 75(3), 865-900.
Tullock, G. (1967). The welfare costs of tariffs, monopolies, and theft. Western Economic Journal 5(3), 224-232.
Chiozza, G., & Goemans, H. E. (2011). Leaders and International Conflict. Cambridge University Press.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Benefit, BenefitOverride, Effect, Judgement
from evenhand.elicitation import Distribution

__all__ = [
    "CLASSES",
    "PARAMETERS",
    "Recipe",
    "ahead",
    "annuity",
    "bracket",
    "bracket_moments",
    "classes",
    "moments",
    "parameters",
    "recipes",
    "value",
]

Floats = NDArray[np.float64]
Location = tuple[str, ...]
Z95 = 1.6448536269514722

CLASSES = {"speculative": 1.0, "short-term": 3.0, "long-term": math.inf}
"""Sorts of investment, by the years after which it has paid for itself: each up to the number given."""

PARAMETERS = (
    "to", "flow", "payback", "spread", "safety", "safer", "hazard", "cut", "life", "savings", "trade to",
    "trade volume", "trade response", "spending", "change",
)  # fmt: skip
"""Every parameter of a model, in the order in which they are told."""

BRACKET = ("payback", "spread", "safety", "safer", "hazard", "cut", "life")
"""Parameters on which the bracket of the investment model depends, in the order of :func:`bracket`."""


# -- formulas


def ahead(safety: Floats | float, payback: Floats | float, spread: Floats | float) -> Floats:
    """Part of the projects that pay back while the rules can be relied upon, ``Φ(ln(safety / payback) / σ)``.

    Parameters
    ----------
    safety : years for which the rules can be relied upon, 0 or more.
    payback : years after which half of the projects have paid for themselves, 0 or more.
    spread : payback of the slowest twentieth as a multiple of that, 1 or more; 1: all are alike.

    Examples
    --------
    >>> ahead(3.0, 3.0, 2.0).round(3).item(), ahead(6.0, 3.0, 2.0).round(3).item()
    (0.5, 0.95)
    """
    from scipy.special import ndtr

    safety, payback, spread = (np.asarray(part, dtype=np.float64) for part in (safety, payback, spread))
    with np.errstate(divide="ignore", invalid="ignore"):
        part = ndtr((np.log(safety) - np.log(payback)) / (np.log(spread) / Z95))
    return np.where((spread <= 1.0) | (payback <= 0.0), np.asarray(safety >= payback, dtype=np.float64), part)


def annuity(rate: Floats | float, life: Floats | float) -> Floats:
    """Present worth of one a year for ``life`` years, paid at the end of each: ``(1 − (1 + i)^−N) / i``.

    Examples
    --------
    >>> annuity(0.1, 2).round(4).item(), annuity(0.0, 7).item()  # 1/1.1 + 1/1.21
    (1.7355, 7.0)
    """
    rate, life = np.asarray(rate, dtype=np.float64), np.asarray(life, dtype=np.float64)
    small = rate == 0.0
    safe = np.where(small, 1.0, rate)
    return np.where(small, life, -np.expm1(-life * np.log1p(safe)) / safe)


def bracket(
    payback: Floats | float,
    spread: Floats | float,
    safety: Floats | float,
    safer: Floats | float,
    hazard: Floats | float,
    cut: Floats | float,
    life: Floats | float,
    rate: float,
) -> Floats:
    """What better institutions add to a unit of flow: ``G(s + a) · A(r + h (1 − c)) − G(s) · A(r + h)``."""
    after = ahead(np.add(safety, safer), payback, spread) * annuity(
        rate + np.multiply(hazard, np.subtract(1.0, cut)), life
    )
    return np.asarray(after - ahead(safety, payback, spread) * annuity(np.add(rate, hazard), life))


def classes(safety: Floats | float, payback: Floats | float, spread: Floats | float) -> dict[str, Floats]:
    """What goes ahead, by how soon it pays back: each sort as a part of all projects.

    Examples
    --------
    >>> {name: round(float(part), 2) for name, part in classes(4.0, 3.0, 3.0).items()}
    {'speculative': 0.05, 'short-term': 0.45, 'long-term': 0.17}
    """
    safety = np.asarray(safety, dtype=np.float64)
    edges = [np.zeros(())] + [ahead(np.minimum(safety, end), payback, spread) for end in CLASSES.values()]
    return {name: edges[place + 1] - edges[place] for place, name in enumerate(CLASSES)}


# -- which numbers a model uses, and how they combine


@dataclass(frozen=True)
class Recipe:
    """How one number that an effect gives comes about: ``sign`` times the product of the quantities at ``factors``.

    ``bracket`` names the effect whose investment bracket is a further factor; ``scheduled``: by the effect's schedule.
    """

    target: str
    factors: tuple[Location, ...]
    sign: float = 1.0
    bracket: str = ""
    scheduled: bool = False


def recipes(effect: Effect) -> Iterator[Recipe]:
    """One recipe for each number that an effect gives, those under ``gives`` first."""
    for target in effect.gives:
        yield Recipe(target, (("value", effect.id, target),))
    if effect.benefit is not None:
        yield from _modelled(effect.id, effect.benefit)


def _modelled(name: str, benefit: Benefit) -> Iterator[Recipe]:
    def at(*parameter: str) -> Location:
        return ("benefit", name, *parameter)

    if benefit.investment is not None:
        for target in benefit.investment.to:
            yield Recipe(target, (at("flow"), at("to", target)), bracket=name)
    if benefit.security is not None:
        fewer, trade = (at("hazard"), at("cut")), benefit.security.trade
        for target in benefit.security.to:
            yield Recipe(target, (*fewer, at("to", target)))
        for target in benefit.security.savings:
            yield Recipe(target, (at("savings", target),), scheduled=bool(benefit.security.schedule))
        for target in trade.to if trade is not None else ():
            yield Recipe(target, (*fewer, at("trade volume"), at("trade response"), at("trade to", target)))
    if benefit.adversary is not None:
        spent = (at("spending"), at("change"))
        for target in benefit.adversary.to:
            yield Recipe(target, (*spent, at("to", target)))
        for target in benefit.adversary.paid_by:
            yield Recipe(target, spent, sign=-1.0)


def parameters(effect: str, benefit: Benefit, override: BenefitOverride | None = None) -> dict[Location, Judgement]:
    """Every number of a benefit model by its location, an account's own in the place of the base account's."""
    found = {**benefit.numbers, **(override.numbers if override is not None else {})}
    return {("benefit", effect, *place): number for place, number in found.items()}


# -- drawn values


def value(recipe: Recipe, drawn: Callable[[Location], Floats], rate: float, known: dict[str, Floats]) -> Floats:
    """A number in every draw; ``known`` keeps the brackets that were worked out."""
    product = drawn(recipe.factors[0])
    for factor in recipe.factors[1:]:
        product = product * drawn(factor)
    if recipe.bracket:
        if recipe.bracket not in known:
            known[recipe.bracket] = bracket(
                **{name: drawn(("benefit", recipe.bracket, name)) for name in BRACKET}, rate=rate
            )
        product = product * known[recipe.bracket]
    return product if recipe.sign > 0 else -product


# -- exact means and second moments


def moments(found: Sequence[Recipe], at: Callable[[Location], Distribution], rate: float) -> tuple[Floats, Floats]:
    """Expected values (n,) and expected products (n, n) of the numbers that one effect gives.

    Exact but for the bracket, whose quadrature is good to about 1e-8 of its size, and to better than 1e-12 where one of
    its first four parameters is certain; to about 1e-3 where projects hardly differ (a spread that may come near 1).
    """
    brackets = {
        name: bracket_moments(tuple(at(("benefit", name, part)) for part in BRACKET), rate)
        for name in {recipe.bracket for recipe in found if recipe.bracket}
    }
    first = np.array([_mean(recipe, at, brackets) for recipe in found])
    second = np.outer(first, first)
    for row, one in enumerate(found):
        for column, other in enumerate(found[: row + 1]):
            if not set(one.factors).isdisjoint(other.factors):
                second[row, column] = second[column, row] = _product(one, other, at, brackets)
    return first, second


def _mean(recipe: Recipe, at: Callable[[Location], Distribution], brackets: dict[str, tuple[float, float]]) -> float:
    whole = recipe.sign * math.prod(at(place).mean for place in recipe.factors)
    return whole * brackets[recipe.bracket][0] if recipe.bracket else whole


def _product(
    one: Recipe,
    other: Recipe,
    at: Callable[[Location], Distribution],
    brackets: dict[str, tuple[float, float]],
) -> float:
    """Expected product of two numbers that share a factor (two of one investment model share its flow)."""
    shared = set(one.factors) & set(other.factors)
    whole = one.sign * other.sign
    for place in dict.fromkeys((*one.factors, *other.factors)):
        whole *= at(place).second_moment if place in shared else at(place).mean
    if one.bracket and one.bracket == other.bracket:
        return whole * brackets[one.bracket][1]
    for name in (one.bracket, other.bracket):
        whole *= brackets[name][0] if name else 1.0
    return whole


@lru_cache(maxsize=1024)
def bracket_moments(quantities: tuple[Distribution, ...], rate: float) -> tuple[float, float]:
    """Expected value and expected square of the bracket; ``quantities`` in the order of ``BRACKET``.

    Its two halves, which part goes ahead and what a unit is worth, share no parameter: for the pairs
    ``g = (G(s + a), G(s))`` and ``w = (A(r + h (1 − c)), A(r + h))`` the mean is ``E g · E w`` with signs (+, −), and
    the expected square the sum of ``E[g gᵀ] ∘ E[w wᵀ]`` with the signs' products.
    """
    (payback, spread, safety, safer), shares = _grid(quantities[:4])
    (hazard, cut, life), chances = _grid(quantities[4:])
    going, goings = _pair(ahead(safety + safer, payback, spread), ahead(safety, payback, spread), shares)
    worth, worths = _pair(annuity(rate + hazard * (1.0 - cut), life), annuity(rate + hazard, life), chances)
    sign = np.array([1.0, -1.0])
    return float((sign * going * worth).sum()), float((np.outer(sign, sign) * goings * worths).sum())


_NODES = {0: 2, 1: 96, 2: 96, 3: 48, 4: 32}
"""Nodes for each uncertain quantity, by how many there are."""


@lru_cache(maxsize=8)
def _rule(nodes: int) -> tuple[Floats, Floats]:
    """Standard-normal quantiles and their shares: Gauss and Legendre's rule on either side of the median.

    Two halves, because a quantity without bounds has a kink in its median.
    """
    place, share = np.polynomial.legendre.leggauss(nodes // 2)
    place, share = 4.0 * (place + 1.0), share * np.exp(-8.0 * (place + 1.0) ** 2)
    return np.concatenate((-place[::-1], place)), np.concatenate((share[::-1], share)) / (2.0 * share.sum())


def _grid(quantities: Sequence[Distribution]) -> tuple[list[Floats], list[Floats]]:
    """Values of each quantity along an axis of its own, and their shares."""
    nodes, shares = _rule(_NODES[sum(not quantity.is_point for quantity in quantities)])
    values, weights = [], []
    for axis, quantity in enumerate(quantities):
        point = quantity.is_point
        along = np.array([quantity.median]) if point else quantity.quantile(nodes)
        values.append(along.reshape([-1 if place == axis else 1 for place in range(len(quantities))]))
        weights.append(np.ones(1) if point else shares)
    return values, weights


def _pair(first: Floats, second: Floats, shares: list[Floats]) -> tuple[Floats, Floats]:
    """Expected values (2,) and expected products (2, 2) of two functions of the quantities of a grid."""

    def expected(values: Floats) -> float:
        values = np.broadcast_to(values, [len(share) for share in shares])
        for share in shares:
            values = np.tensordot(share, values, axes=(0, 0))
        return float(values)

    both = (first, second)
    means = np.array([expected(one) for one in both])
    return means, np.array([[expected(one * other) for other in both] for one in both])

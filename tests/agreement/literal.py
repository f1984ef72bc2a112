"""The method once more, slowly: a literal reference to hold the fast engine against.

One issue with effects, seen by one account, on the means. Every function is one rule of the method, written
as plainly as it can be: dictionaries, loops, all 512 sets of causes, exact probabilities. Nothing here is
shared with the engine except the typed case. Numbers given by experts are left aside (the base account is
``authors``).

A *state* is a tuple of stances in the order of the issue's sides; a *group* is a list of tied states.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from itertools import combinations, permutations, product
from typing import Any

from evenhand.casefile.model import Case, Judgement

State = tuple[str, ...]
Group = list[State]
Causes = frozenset[str]
Prediction = dict[State, Fraction]
Quantity = tuple[tuple[float, ...], float, float]
"""What is known of a number: its percentiles, its lower and its upper bound."""

CAUSES = (
    "misperception",
    "standing",
    "private interest",
    "impatience",
    "attachment",
    "expectations",
    "ratification",
    "linkage",
    "commitment",
)
NO_STATED_REASON = "no stated reason"
BASE = "authors"
NORMAL_95 = 1.6448536269514722
TOLERANCE = 1e-9
STEP = 0.005
PRODUCT_STEP = 0.02


# ---------------------------------------------------------------------------------------------------------------
# Judgements


def quantity(judgement: Judgement) -> Quantity:
    """Percentiles and bounds; percentiles that are all the same are a point."""
    values = tuple(float(value) for value in judgement.is_)
    if values[0] == values[-1]:
        values = values[:1]
    low, high = judgement.bounds
    return values, low, high


def certain(value: float) -> Quantity:
    """A number that nobody doubts."""
    return (float(value),), -math.inf, math.inf


def cumulative_normal(z: float) -> float:
    """Probability that a standard normal variable lies below z."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def inverse_normal(p: float) -> float:
    """The z with a given cumulative probability, by bisection and two Newton steps."""
    low, high = -38.0, 38.0
    for _ in range(200):
        middle = (low + high) / 2
        if cumulative_normal(middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def median(known: Quantity) -> float:
    """50th percentile; of a pair the middle: plain if unbounded, of logs with one bound, of probits with two."""
    values, low, high = known
    if len(values) == 1:
        return values[0]
    if len(values) == 3:
        return values[1]
    first, last = values
    if math.isinf(low) and math.isinf(high):
        return (first + last) / 2
    if math.isinf(high):
        return low + math.sqrt((first - low) * (last - low))
    if math.isinf(low):
        return high - math.sqrt((high - first) * (high - last))
    width = high - low
    probit = (inverse_normal((first - low) / width) + inverse_normal((last - low) / width)) / 2
    return low + width * cumulative_normal(probit)


def half_normals(known: Quantity) -> tuple[float, float, float]:
    """Median and the standard deviations on either side of it, of an unbounded quantity."""
    values, _, _ = known
    middle = median(known)
    return middle, (middle - values[0]) / NORMAL_95, (values[-1] - middle) / NORMAL_95


@cache
def jqpd_quantile(known: Quantity) -> Callable[[float], float]:
    """Quantile of a bounded quantity as a function of z = Φ⁻¹(p): J-QPD-S (one bound) or J-QPD-B (two).

    Hadlock & Bickel (2017), Decision Analysis 14(1), 35-64. Exact at the three percentiles. An upper bound
    alone is the mirror image of a lower bound alone.
    """
    values, low, high = known
    first, middle, last = values[0], median(known), values[-1]
    c = NORMAL_95
    if math.isinf(low):
        mirrored = jqpd_quantile(((-last, -middle, -first), -high, math.inf))
        return lambda z: -mirrored(-z)

    bounded = not math.isinf(high)
    if bounded:
        lower, centre, upper = (inverse_normal((value - low) / (high - low)) for value in (first, middle, last))
    else:
        lower, centre, upper = (math.log(value - low) for value in (first, middle, last))
    smaller = min(centre - lower, upper - centre)
    skew = lower + upper - 2 * centre
    even = len(values) == 2 or abs(skew) <= 1e-12 * (upper - lower)
    n = 0 if even else (1 if skew > 0 else -1)

    if bounded:
        if n == 0:
            slope = (upper - lower) / (2 * c)
            return lambda z: low + (high - low) * cumulative_normal(centre + slope * z)
        delta = math.acosh((upper - lower) / (2 * smaller)) / c
        scale = (upper - lower) / math.sinh(2 * delta * c)
        start = lower if n == 1 else upper
        return lambda z: low + (high - low) * cumulative_normal(start + scale * math.sinh(delta * (z + n * c)))

    if n == 0:
        slope = (upper - lower) / (2 * c)
        return lambda z: low + math.exp(centre + slope * z)
    delta = math.sinh(math.acosh((upper - lower) / (2 * smaller))) / c
    scale = smaller / (delta * c)
    start = lower if n == 1 else upper
    return lambda z: low + math.exp(start + scale * math.sinh(math.asinh(delta * z) + math.asinh(n * c * delta)))


def quantile(known: Quantity, z: float) -> float:
    """Quantile at p = Φ(z) of any quantity."""
    values, low, high = known
    if len(values) == 1:
        return values[0]
    if math.isinf(low) and math.isinf(high):
        middle, left, right = half_normals(known)
        return middle + z * (left if z < 0 else right)
    return jqpd_quantile(known)(z)


def normal_grid(step: float, reach: float) -> list[tuple[float, float]]:
    """Points z and their probabilities, by the trapezoid rule on the normal density."""
    count = round(2 * reach / step)
    points = [(-reach + i * step, 0.5 if i in (0, count) else 1.0) for i in range(count + 1)]
    weighted = [(z, end * math.exp(-z * z / 2)) for z, end in points]
    total = sum(weight for _, weight in weighted)
    return [(z, weight / total) for z, weight in weighted]


def mean_and_variance(weighted: list[tuple[float, float]]) -> tuple[float, float]:
    """Mean and variance of values with probabilities."""
    mean = math.fsum(weight * value for value, weight in weighted)
    return mean, math.fsum(weight * (value - mean) ** 2 for value, weight in weighted)


@cache
def moments(known: Quantity) -> tuple[float, float]:
    """Mean and variance: exact for points and half-normals, by integration over z for bounded quantities."""
    values, low, high = known
    if len(values) == 1:
        return values[0], 0.0
    if math.isinf(low) and math.isinf(high):
        middle, left, right = half_normals(known)
        shift = (right - left) / math.sqrt(2 * math.pi)
        return middle + shift, (left**2 + right**2) / 2 - shift**2
    return mean_and_variance([(quantile(known, z), weight) for z, weight in normal_grid(STEP, 12.0)])


def discounted_time(t: float, rate: float, horizon: int) -> float:
    """Σ over years of (part of the year before time t) times (1+r)^−year, within the horizon."""
    total = 0.0
    for year in range(1, horizon + 1):
        total += min(max(t - (year - 1), 0.0), 1.0) * (1 + rate) ** -year
    return total


@cache
def discount_moments(after: Quantity, lasts: Quantity, rate: float, horizon: int) -> tuple[float, float]:
    """Mean and variance of D, the part of the horizon's discounted years in which an effect is active."""
    table = [discounted_time(year, rate, horizon) for year in range(horizon + 1)]

    def clock(t: float) -> float:
        if t >= horizon:
            return table[horizon]
        year = int(t)
        return table[year] + (t - year) * (table[year + 1] - table[year])

    def factor(start: float, length: float) -> float:
        return (clock(start + length) - clock(start)) / table[horizon]

    both = len(after[0]) > 1 and len(lasts[0]) > 1
    grid = normal_grid(PRODUCT_STEP, 8.0) if both else normal_grid(STEP, 12.0)
    starts = [(quantile(after, z), w) for z, w in grid] if len(after[0]) > 1 else [(after[0][0], 1.0)]
    lengths = [(quantile(lasts, z), w) for z, w in grid] if len(lasts[0]) > 1 else [(lasts[0][0], 1.0)]
    return mean_and_variance([(factor(start, length), v * w) for start, v in starts for length, w in lengths])


# ---------------------------------------------------------------------------------------------------------------
# Benefit models

COARSE = 0.25
Term = tuple[tuple[str, str], float, tuple[str, ...], bool, bool]
"""Who gets it; sign; the parameters that are multiplied; whether the investment bracket is; whether by schedule."""


def benefit_parameters(record: Any, prefix: str = "") -> dict[str, Quantity]:
    """Every number of a benefit model by its name: ``flow``, ``to us.budget``, ``trade volume``, …"""
    found: dict[str, Quantity] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Judgement):
            found[prefix + name] = quantity(value)
        elif name in ("to", "savings"):
            found.update({f"{prefix}{name} {target}": quantity(number) for target, number in value.items()})
        elif name == "trade" and value is not None:
            found.update(benefit_parameters(value, "trade "))
    return found


def benefit_terms(benefit: Any) -> list[Term]:
    """What a benefit model gives, as products of its parameters."""
    terms: list[Term] = []

    def add(target: str, names: tuple[str, ...], sign: float = 1.0, bracket: bool = False, by: bool = False) -> None:
        party, interest = target.split(".", 1)
        terms.append(((party, interest), sign, names, bracket, by))

    if benefit.investment:
        for target in benefit.investment.to:
            add(target, ("flow", f"to {target}"), bracket=True)
    if benefit.security:
        for target in benefit.security.to:
            add(target, ("hazard", "cut", f"to {target}"))
        for target in benefit.security.savings:
            add(target, (f"savings {target}",), by=bool(benefit.security.schedule))
        for target in benefit.security.trade.to if benefit.security.trade else ():
            add(target, ("hazard", "cut", "trade volume", "trade response", f"trade to {target}"))
    if benefit.adversary:
        for target in benefit.adversary.to:
            add(target, ("spending", "change", f"to {target}"))
        for target in benefit.adversary.paid_by:
            add(target, ("spending", "change"), sign=-1.0)
    return terms


def goes_ahead(safety: float, payback: float, spread: float) -> float:
    """Part of the projects that pay back within the time for which the rules are safe; lognormal paybacks."""
    if spread == 1 or payback == 0 or safety == 0:
        return 1.0 if safety >= payback else 0.0
    return cumulative_normal((math.log(safety) - math.log(payback)) / (math.log(spread) / NORMAL_95))


def worth_of_one(rate: float, life: float) -> float:
    """Present worth of one a year, paid at the end of each year of a life."""
    return life if rate == 0 else (1 - (1 + rate) ** -life) / rate


def values_of(known: Quantity) -> list[tuple[float, float]]:
    """Values of a parameter with their probabilities, on a coarse grid."""
    if len(known[0]) == 1:
        return [(known[0][0], 1.0)]
    return [(quantile(known, z), weight) for z, weight in normal_grid(COARSE, 8.0)]


@cache
def bracket_moments(known: tuple[Quantity, ...], rate: float) -> tuple[float, float]:
    """Expected value and square of G(s + a) A(r + h (1 − c)) − G(s) A(r + h), summed over all combinations."""
    payback, spread, safety, safer, hazard, cut, life = (values_of(one) for one in known)
    going = [0.0] * 5
    for m, p1 in payback:
        for q, p2 in spread:
            for s, p3 in safety:
                before = goes_ahead(s, m, q)
                for a, p4 in safer:
                    after, p = goes_ahead(s + a, m, q), p1 * p2 * p3 * p4
                    for place, value in enumerate((after, before, after**2, after * before, before**2)):
                        going[place] += p * value
    worth = [0.0] * 5
    for h, p1 in hazard:
        for n, p2 in life:
            before = worth_of_one(rate + h, n)
            for c, p3 in cut:
                after, p = worth_of_one(rate + h * (1 - c), n), p1 * p2 * p3
                for place, value in enumerate((after, before, after**2, after * before, before**2)):
                    worth[place] += p * value
    mean = going[0] * worth[0] - going[1] * worth[1]
    return mean, going[2] * worth[2] - 2 * going[3] * worth[3] + going[4] * worth[4]


def expected(known: dict[str, Quantity], rate: float, *terms: Term) -> float:
    """Expected value of one term, or of the product of two: every parameter is independent of the others."""
    result = math.prod(term[1] for term in terms)
    for name in {name for term in terms for name in term[2]}:
        mean, variance = moments(known[name])
        both = sum(name in term[2] for term in terms) == 2
        result *= variance + mean**2 if both else mean
    brackets = sum(term[3] for term in terms)
    if brackets:
        parts = ("payback", "spread", "safety", "safer", "hazard", "cut", "life")
        result *= bracket_moments(tuple(known.get(part, certain(0)) for part in parts), rate)[brackets - 1]
    return result


@cache
def discount_product(
    after: Quantity, lasts: Quantity, rate: float, horizon: int, *schedules: tuple[tuple[float, float], ...]
) -> float:
    """Expected product of the parts of the horizon for which things by these schedules are there (one or two)."""
    grid = normal_grid(0.05, 8.0)
    starts = [(quantile(after, z), w) for z, w in grid] if len(after[0]) > 1 else [(after[0][0], 1.0)]
    lengths = [(quantile(lasts, z), w) for z, w in grid] if len(lasts[0]) > 1 else [(lasts[0][0], 1.0)]
    whole = discounted_time(horizon, rate, horizon)
    total = 0.0
    for start, v in starts:
        for length, w in lengths:
            result = 1.0
            for steps in schedules:
                end = discounted_time(start + length, rate, horizon)
                result *= sum(
                    share * max(0.0, end - discounted_time(start + year, rate, horizon)) / whole
                    for year, share in steps
                )
            total += v * w * result
    return total


def added_shares(schedule: dict[float, float]) -> tuple[tuple[float, float], ...]:
    """Years, each with the share that is added then."""
    found, before = [], 0.0
    for year, share in schedule.items():
        found.append((year, share - before))
        before = share
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------
# Accounts


class View:
    """One account's numbers on one issue: the base account's, each replaced where the account gives another."""

    def __init__(self, case: Case, issue_id: str, name: str) -> None:
        self.name = name
        issue = case.issues[issue_id]
        own = None if name == BASE else case.accounts[name]
        self.weights: dict[str, dict[str, float]] = {}
        self.attachment: dict[str, float] = {}
        self.caution: dict[str, float] = {}
        self.rate: dict[str, float] = {}
        self.trust: dict[str, dict[str, float]] = {}
        self.expects: dict[str, dict[str, float]] = {}
        self.asked: dict[str, bool] = {}
        for party, record in case.parties.items():
            weights = {**case.weights.get(party, {}), **(own.weights.get(party, {}) if own else {})}
            self.weights[party] = {interest: median(quantity(w)) for interest, w in weights.items()}
            attachment = (own.attachment.get(party) if own else None) or record.attachment
            caution = (own.caution.get(party) if own else None) or record.caution
            rate = (own.rate.get(party) if own else None) or record.rate
            trust = {**record.trust, **(own.trust.get(party, {}) if own else {})}
            expected = {
                **issue.expects.get(party, {}),
                **(own.expects.get(issue_id, {}).get(party, {}) if own else {}),
            }
            self.attachment[party] = 1.0 if attachment is None else median(quantity(attachment))
            self.caution[party] = 0.0 if caution is None else median(quantity(caution))
            self.rate[party] = case.rate if rate is None else median(quantity(rate))
            self.trust[party] = {other: median(quantity(t)) for other, t in trust.items()}
            self.expects[party] = {interest: median(quantity(e)) for interest, e in expected.items()}
            self.asked[party] = own.ratifiers.get(party, True) if own else True
        self.effects: list[dict[str, Any]] = []
        for effect in issue.effects:
            other = own.effects.get(effect.id) if own else None
            gives = {**effect.gives, **(other.gives if other else {})}
            chance = (other.chance if other else None) or effect.chance
            after = (other.after if other else None) or effect.after
            lasts = (other.lasts if other else None) or effect.lasts
            self.effects.append(
                {
                    "when": effect.when,
                    "gives": {tuple(key.split(".", 1)): quantity(value) for key, value in gives.items()},
                    "terms": benefit_terms(effect.benefit) if effect.benefit else [],
                    "known": {
                        **(benefit_parameters(effect.benefit.parameters) if effect.benefit else {}),
                        **(benefit_parameters(other.benefit.parameters) if other and other.benefit else {}),
                    },
                    "steps": added_shares(effect.benefit.security.schedule)
                    if effect.benefit and effect.benefit.security
                    else (),
                    "chance": certain(1) if chance is None else quantity(chance),
                    "after": certain(0) if after is None else quantity(after),
                    "lasts": certain(1)
                    if effect.once
                    else (certain(case.horizon) if lasts is None else quantity(lasts)),
                }
            )


# ---------------------------------------------------------------------------------------------------------------
# One issue by one account


class Literal:
    """One issue of a case by one account."""

    def __init__(self, case: Case, issue_id: str, account: str = BASE) -> None:
        issue = case.issues[issue_id]
        if issue.ordinal:
            raise ValueError("the literal reference covers issues with effects only")
        self.case, self.issue, self.account = case, issue, account
        self.sides = list(issue.stances)
        self.parties = list(case.parties)
        self.others = [party for party in self.parties if party not in self.sides]
        self.ratifiers = [party for party in self.others if case.parties[party].ratifies in self.sides]
        self.views = {name: View(case, issue_id, name) for name in accounts_of(case, issue_id)}
        if account not in self.views:
            self.views[account] = View(case, issue_id, account)
        self.default: State = tuple(issue.default[side] for side in self.sides)
        every = product(*(issue.stances[side] for side in self.sides))
        self.states = [o for o in every if not any(self.holds(rule, o) for rule in issue.infeasible)]
        self._cache: dict[Any, Any] = {}
        self._scale = {party: self._largest(party) for party in self.parties}

    # -- states and moves

    def stance(self, o: State, side: str) -> str:
        """What a side does in a state."""
        return o[self.sides.index(side)]

    def holds(self, when: dict[str, tuple[str, ...]], o: State) -> bool:
        """Whether a rule's condition holds: a side that it does not name may do anything."""
        return all(self.stance(o, side) in stances for side, stances in when.items())

    def barred_stances(self, causes: Causes) -> set[tuple[str, str]]:
        """Linkage at work: stances withheld while all the other issues' defaults are as described."""
        barred: set[tuple[str, str]] = set()
        if "linkage" not in causes:
            return barred
        for link in self.issue.linkage:
            as_described = all(
                self.case.issues[other].default[side] == stance
                for other, stances in link.while_.items()
                for side, stance in stances.items()
            )
            if as_described:
                barred.add((link.party, link.withholds))
        return barred

    def departures(self, side: str, o: State, causes: Causes) -> list[State]:
        """States that a side reaches by changing its own stance alone.

        None out of an irreversible stance, none to an infeasible state, none to a stance that linkage withholds.
        """
        here = self.stance(o, side)
        if here in self.issue.irreversible.get(side, ()):
            return []
        barred = self.barred_stances(causes)
        place = self.sides.index(side)
        reached = []
        for stance in self.issue.stances[side]:
            target = (*o[:place], stance, *o[place + 1 :])
            if stance != here and target in self.states and (side, stance) not in barred:
                reached.append(target)
        return reached

    # -- consequences and considered values

    def consequence(self, view: View, party: str, interest: str, o: State, rate: float) -> float:
        """Mean x: sum over the effects that hold of mean value × mean chance × mean discount factor."""
        total = 0.0
        for effect in view.effects:
            if (party, interest) in effect["gives"] and self.holds(effect["when"], o):
                value, _ = moments(effect["gives"][party, interest])
                chance, _ = moments(effect["chance"])
                time, _ = discount_moments(effect["after"], effect["lasts"], rate, self.case.horizon)
                total += value * chance * time
            for term in effect["terms"]:
                if term[0] == (party, interest) and self.holds(effect["when"], o):
                    chance, _ = moments(effect["chance"])
                    total += expected(effect["known"], self.case.rate, term) * chance * self.time(effect, rate, term)
        return total

    def time(self, effect: dict[str, Any], rate: float, *terms: Term) -> float:
        """Expected discount factor of a term of a benefit model, or expected product of those of two."""
        if not any(term[4] for term in terms):
            mean, variance = discount_moments(effect["after"], effect["lasts"], rate, self.case.horizon)
            return variance + mean**2 if len(terms) == 2 else mean
        steps = [effect["steps"] if term[4] else ((0.0, 1.0),) for term in terms]
        return discount_product(effect["after"], effect["lasts"], rate, self.case.horizon, *steps)

    def change(self, view: View, party: str, interest: str, o: State, rate: float | None = None) -> float:
        """Mean z = x(o) − x(d); at the common rate unless another is named."""
        rate = self.case.rate if rate is None else rate
        key = ("change", view.name, party, interest, o, rate)
        if key not in self._cache:
            there = self.consequence(view, party, interest, o, rate)
            today = self.consequence(view, party, interest, self.default, rate)
            self._cache[key] = there - today
        result: float = self._cache[key]
        return result

    def interests(self, *kinds: str) -> list[str]:
        """Interests of the given kinds."""
        return [name for name, interest in self.case.interests.items() if interest.kind in kinds]

    def _largest(self, party: str) -> float:
        """Largest Σ|w z| of a party on the issue, over states, accounts and all interests."""
        largest = 0.0
        for view in self.views.values():
            weights = view.weights[party]
            side = self.case.parties[party].ratifies
            for o in self.states:
                own = {k: self.change(view, party, k, o) for k in weights}
                largest = max(largest, sum(abs(weights[k] * own[k]) for k in weights))
                if party in self.ratifiers and side is not None:
                    netted = {k: own[k] + self.change(view, side, k, o) for k in weights}
                    largest = max(largest, sum(abs(weights[k] * netted[k]) for k in weights))
        return largest

    def tolerance(self, party: str) -> float:
        """Differences up to this many of a party's points are rounding."""
        return TOLERANCE * self._scale[party]

    def has_weights(self, party: str) -> bool:
        """Whether the account under analysis gives the party weights."""
        return bool(self.views[self.account].weights[party])

    def considered(self, party: str, o: State, *kinds: str) -> float:
        """Mean u = Σ median weight × mean z over the interests of substance (or of other kinds, if named)."""
        view = self.views[self.account]
        counted = self.interests(*(kinds or ("substance",)))
        return sum(view.weights[party].get(k, 0.0) * self.change(view, party, k, o) for k in counted)

    # -- who pays, improvements, classes

    def some_interest(self, party: str, o: State, kinds: tuple[str, ...], sign: int) -> bool:
        """Whether any interest of a party without weights falls (sign −1) or rises (sign +1)."""
        view = self.views[self.account]
        for interest in self.interests(*kinds):
            largest = max(abs(self.change(view, party, interest, other)) for other in self.states)
            if sign * self.change(view, party, interest, o) > TOLERANCE * largest:
                return True
        return False

    def pays(self, party: str, o: State) -> bool:
        """A bystander, or a ratifier for itself, whose considered value falls; without weights, any interest."""
        if self.has_weights(party):
            return self.considered(party, o) < -self.tolerance(party)
        return self.some_interest(party, o, ("substance",), -1)

    def payers(self, o: State) -> list[str]:
        """Everybody who is no side and pays."""
        return [party for party in self.others if self.pays(party, o)]

    def someone_else_gains(self, o: State, kinds: tuple[str, ...] = ("substance",)) -> bool:
        """Whether somebody who is no side gains (without weights: some interest rises and none falls)."""
        for party in self.others:
            if self.has_weights(party):
                if self.considered(party, o, *kinds) > self.tolerance(party):
                    return True
            elif self.some_interest(party, o, kinds, 1) and not self.some_interest(party, o, kinds, -1):
                return True
        return False

    def improves(self, o: State, kinds: tuple[str, ...] = ("substance",)) -> bool:
        """No side loses, and a side gains, or someone else does while nobody pays."""
        if any(self.considered(side, o, *kinds) < -self.tolerance(side) for side in self.sides):
            return False
        if any(self.considered(side, o, *kinds) > self.tolerance(side) for side in self.sides):
            return True
        return not self.payers(o) and self.someone_else_gains(o, kinds)

    def standing_proof(self, o: State) -> bool:
        """Still an improvement with everyone's standing counted at plain median weights."""
        return self.improves(o, ("substance", "standing"))

    def classes(self) -> list[list[State]]:
        """Improvements: nobody pays and standing-proof; nobody pays; standing-proof; the rest."""
        if "classes" not in self._cache:
            found: list[list[State]] = [[], [], [], []]
            for o in self.states:
                if self.improves(o):
                    found[2 * bool(self.payers(o)) + (not self.standing_proof(o))].append(o)
            self._cache["classes"] = found
        result: list[list[State]] = self._cache["classes"]
        return result

    # -- leximin order

    def maxima(self, states: Iterable[State]) -> dict[str, float]:
        """What each side can gain at most within some states (nothing, where there are none)."""
        states = list(states)
        return {side: max((self.considered(side, o) for o in states), default=0.0) for side in self.sides}

    def shares(self, o: State, maxima: dict[str, float]) -> list[float]:
        """u / max u of each side, smallest first; a side that can gain nothing: 1, or −∞ where it loses."""
        found = []
        for side in self.sides:
            value = self.considered(side, o)
            if maxima[side] > self.tolerance(side):
                found.append(value / maxima[side])
            else:
                found.append(1.0 if value >= -self.tolerance(side) else -math.inf)
        return sorted(found)

    def beats(self, a: State, b: State, maxima: dict[str, float]) -> bool:
        """Whether a is leximin-better: the first unequal share, from the smallest up, is larger."""
        noise = max(
            (self.tolerance(side) / maxima[side] for side in self.sides if maxima[side] > self.tolerance(side)),
            default=0.0,
        )
        for of_a, of_b in zip(self.shares(a, maxima), self.shares(b, maxima), strict=True):
            if of_a == of_b or abs(of_a - of_b) <= noise:
                continue
            return of_a > of_b
        return False

    def peeled(self, states: list[State], maxima: dict[str, float]) -> list[Group]:
        """Groups of states: those that no other beats, then those that no other of the rest beats, and so on."""
        groups, rest = [], list(states)
        while rest:
            best = [o for o in rest if not any(self.beats(other, o, maxima) for other in rest)]
            groups.append(best)
            rest = [o for o in rest if o not in best]
        return groups

    def order(self) -> list[Group]:
        """All states: each class by its own maxima, then those that are no improvements by those of e's class."""
        if "order" not in self._cache:
            classes = self.classes()
            first = next((states for states in classes if states), [])
            groups = [group for states in classes for group in self.peeled(states, self.maxima(states))]
            rest = [o for o in self.states if not self.improves(o)]
            self._cache["order"] = groups + self.peeled(rest, self.maxima(first))
        result: list[Group] = self._cache["order"]
        return result

    def reference(self) -> Group:
        """The reference agreement e: the first group of the first class that is not empty; [] where all are."""
        return self.order()[0] if any(self.classes()) else []

    # -- losses, unilateral losses, the kind of default

    def unilateral(self, side: str) -> tuple[float, float]:
        """The most that a side gains by moving alone at no cost to another, and the most at others' cost."""
        free = at_cost = 0.0
        for o in self.departures(side, self.default, frozenset()):
            gain = self.considered(side, o)
            if gain <= self.tolerance(side):
                continue
            others = [other for other in self.sides if other != side]
            hurt = any(self.considered(other, o) < -self.tolerance(other) for other in others)
            if hurt or self.payers(o):
                at_cost = max(at_cost, gain)
            else:
                free = max(free, gain)
        return free, at_cost

    def kind(self) -> str:
        """The name of what today's state is."""
        reference = self.reference()
        if reference:
            return "loss at the expense of others" if self.payers(reference[0]) else "unnecessary loss"
        values = {(side, o): self.considered(side, o) for side in self.sides for o in self.states}
        if all(abs(value) <= self.tolerance(side) for (side, _), value in values.items()):
            return "nothing of substance"
        if all(value <= self.tolerance(side) for (side, _), value in values.items()):
            return "cooperation that holds"
        if any(max(self.unilateral(side)) > 0 for side in self.sides):
            return "under temptation"
        return "tradeable" if self.tradeable() else "genuine conflict"

    def tradeable(self) -> bool:
        """Whether a mix of states, at no bystander's cost, leaves no side worse and one better (linear programme)."""
        from scipy.optimize import linprog

        view = self.views[self.account]
        rows = [[self.considered(side, o) / (self._scale[side] or 1) for o in self.states] for side in self.sides]
        gain = [sum(row[i] for row in rows) for i in range(len(self.states))]
        for party in self.others:
            if self.has_weights(party):
                rows.append([self.considered(party, o) / (self._scale[party] or 1) for o in self.states])
            else:
                for interest in self.interests("substance"):
                    changes = [self.change(view, party, interest, o) for o in self.states]
                    rows.append([change / (max(map(abs, changes)) or 1) for change in changes])
        found = linprog(
            [-g for g in gain],
            A_ub=[[-value for value in row] for row in rows],
            b_ub=[0.0] * len(rows),
            A_eq=[[1.0] * len(self.states)],
            b_eq=[1.0],
        )
        return bool(-found.fun > TOLERANCE)

    # -- felt values

    def counted(self, causes: Causes) -> list[str]:
        """Substance always counts; standing and private interests where they are at work."""
        kinds = ["substance"]
        if "standing" in causes:
            kinds.append("standing")
        if "private interest" in causes:
            kinds.append("private")
        return self.interests(*kinds)

    def eyes(self, side: str, causes: Causes) -> View:
        """By which account a side judges: its own (else the base one) when misperceiving, else the one analysed."""
        if "misperception" not in causes:
            return self.views[self.account]
        return self.views[side if side in self.case.accounts else BASE]

    def variance(self, view: View, party: str, interests: list[str], o: State) -> float:
        """Variance of Σ w x(o) at median weights and the common rate; all judgements independent.

        Of each effect that holds, with Y = Σ w·value: Var(CDY) = E[C²]E[D²]·Var Y + Var(CD)·E[Y]², the same as
        E[C²]E[D²](Var Y + E[Y]²) − (E[C]E[D]E[Y])², and exactly 0 where nothing is uncertain.
        """
        total = 0.0
        for effect in view.effects:
            if not self.holds(effect["when"], o):
                continue
            value = spread = 0.0
            for interest in interests:
                if (party, interest) in effect["gives"]:
                    mean, variance = moments(effect["gives"][party, interest])
                    weight = view.weights[party].get(interest, 0.0)
                    value += weight * mean
                    spread += weight**2 * variance
            chance, chance_var = moments(effect["chance"])
            time, time_var = discount_moments(effect["after"], effect["lasts"], self.case.rate, self.case.horizon)
            product_var = (chance_var + chance**2) * time_var + chance_var * time**2
            total += (chance_var + chance**2) * (time_var + time**2) * spread + product_var * value**2
            total += self.modelled_variance(view, effect, party, interests, value)
        return total

    def modelled_variance(
        self, view: View, effect: dict[str, Any], party: str, interests: list[str], plain: float
    ) -> float:
        """What a benefit model adds to the variance of an effect: Σ_ij w_i w_j (E[v_i v_j C² D_i D_j] − E E)."""
        terms = [term for term in effect["terms"] if term[0][0] == party and term[0][1] in interests]
        if not terms:
            return 0.0
        rate, known = self.case.rate, effect["known"]
        weight = {term: view.weights[party].get(term[0][1], 0.0) for term in terms}
        chance, chance_var = moments(effect["chance"])
        square = chance_var + chance**2
        time, _ = discount_moments(effect["after"], effect["lasts"], rate, self.case.horizon)
        here: Term = (("", ""), 1.0, (), False, False)
        total = 0.0
        for one in terms:
            mean = weight[one] * expected(known, rate, one)
            alone = chance * self.time(effect, rate, one)
            total += 2 * mean * plain * (square * self.time(effect, rate, one, here) - alone * chance * time)
            for other in terms:
                both = square * expected(known, rate, one, other) * self.time(effect, rate, one, other)
                apart = expected(known, rate, one) * alone * expected(known, rate, other)
                total += weight[one] * weight[other] * (both - apart * chance * self.time(effect, rate, other))
        return total

    def felt(self, view: View, party: str, o: State, causes: Causes) -> float:
        """f: what a side, or a ratifier, feels of a state under some causes, by a given account.

        Own rate when impatient; losses weigh λ per interest, and a side gives up ρ per added standard deviation,
        when attached. A ratifier nets, interest by interest, what its side gets and what it gets itself.
        """
        relevant = causes & {"standing", "private interest", "impatience", "attachment"}
        key = ("felt", view.name, party, o, relevant)
        if key in self._cache:
            cached: float = self._cache[key]
            return cached
        rate = view.rate[party] if "impatience" in causes else self.case.rate
        counted = self.counted(causes)
        total = 0.0
        for interest in counted:
            change = self.change(view, party, interest, o, rate)
            if party in self.ratifiers:
                change += self.change(view, str(self.case.parties[party].ratifies), interest, o, rate)
            value = view.weights[party].get(interest, 0.0) * change
            if "attachment" in causes and value < 0:
                value *= view.attachment[party]
            total += value
        if "attachment" in causes and party in self.sides and view.caution[party] > 0:
            there, today = (  # a variance of nothing may come out as -1e-20
                math.sqrt(max(0.0, self.variance(view, party, counted, state))) for state in (o, self.default)
            )
            total -= view.caution[party] * (there - today)
        self._cache[key] = total
        return total

    # -- acceptance

    def demanded(self, view: View, side: str, causes: Causes) -> float:
        """The least felt value that a side accepts: max(0, Σ w·expected) over what counts, else 0."""
        if "expectations" not in causes:
            return 0.0
        counted = self.counted(causes)
        expected = view.expects[side]
        return max(0.0, sum(view.weights[side].get(k, 0.0) * expected[k] for k in counted if k in expected))

    def ratified(self, view: View, side: str, o: State, causes: Causes) -> bool:
        """No ratifier of the side that is asked in this view feels a loss."""
        for ratifier in self.ratifiers:
            asked = self.case.parties[ratifier].ratifies == side and view.asked[ratifier]
            if asked and self.felt(view, ratifier, o, causes) < -self.tolerance(ratifier):
                return False
        return True

    def credible(self, view: View, side: str, o: State, causes: Causes) -> bool:
        """In the side's view nobody gains by leaving alone, and the risk that others break their word is borne."""
        for party in self.sides:
            here = self.felt(view, party, o, causes)
            for away in self.departures(party, o, causes):
                if self.felt(view, party, away, causes) > here + self.tolerance(party):
                    return False
        trust = 1.0
        for other in self.sides:
            if other != side:
                trust *= view.trust[side].get(other, 1.0)
        kept = betrayed = 0.0
        own = [self.felt(view, side, away, causes) for away in self.departures(side, o, causes)]
        if own:
            kept = self.felt(view, side, o, causes) - max(own)
        alone = tuple(self.stance(o if p == side else self.default, p) for p in self.sides)
        if alone in self.states:
            betrayed = self.felt(view, side, alone, causes) - self.felt(view, side, self.default, causes)
        return trust * kept + (1 - trust) * betrayed >= -self.tolerance(side)

    def accepts(self, side: str, o: State, causes: Causes) -> bool:
        """Whether a side consents to a state, with these causes at work."""
        view = self.eyes(side, causes)
        if any(self.stance(o, party) == stance for party, stance in self.barred_stances(causes)):
            return False
        if self.felt(view, side, o, causes) < self.demanded(view, side, causes) - self.tolerance(side):
            return False
        if "ratification" in causes and not self.ratified(view, side, o, causes):
            return False
        return "commitment" not in causes or self.credible(view, side, o, causes)

    def worth_agreeing(self, o: State, causes: Causes) -> bool:
        """Some side feels that it gains, or, while nobody pays, someone else gains."""
        for side in self.sides:
            if self.felt(self.eyes(side, causes), side, o, causes) > self.tolerance(side):
                return True
        return not self.payers(o) and self.someone_else_gains(o)

    # -- prediction

    def prediction(self, causes: Causes) -> Prediction:
        """Probability of each state: the first one all agree on (ties equally likely), else where they drift."""
        for group in self.order():
            agreed = [
                o
                for o in group
                if o != self.default
                and all(self.accepts(side, o, causes) for side in self.sides)
                and self.worth_agreeing(o, causes)
            ]
            if agreed:
                return {o: Fraction(1, len(agreed)) for o in agreed}
        return self.drift(causes)

    def steps(self, o: State, causes: Causes) -> Prediction:
        """One step of the drift: each side with a felt improvement is equally likely to move to its best states."""
        choices = []
        for side in self.sides:
            view = self.eyes(side, causes)
            value = {away: self.felt(view, side, away, causes) for away in self.departures(side, o, causes)}
            best = max(value.values(), default=-math.inf)
            if best > self.felt(view, side, o, causes) + self.tolerance(side):
                choices.append([away for away in value if value[away] >= best - self.tolerance(side)])
        chances: Prediction = {}
        for states in choices:
            for away in states:
                chances[away] = chances.get(away, Fraction(0)) + Fraction(1, len(choices) * len(states))
        return chances or {o: Fraction(1)}

    def drift(self, causes: Causes) -> Prediction:
        """Long-run time average of the Markov chain of lone moves, from the default."""
        return time_average(self.default, lambda o: self.steps(o, causes))

    def predictions(self) -> dict[Causes, Prediction]:
        """The prediction under each of the 512 sets of causes."""
        if "predictions" not in self._cache:
            self._cache["predictions"] = {causes: self.prediction(causes) for causes in subsets(CAUSES)}
        result: dict[Causes, Prediction] = self._cache["predictions"]
        return result

    # -- why it is lost

    def loss(self, value: Callable[[State], float], where: dict[State, Any]) -> float:
        """Mean value at e less mean value at a prediction; tied states of e are averaged."""
        reference = self.reference()
        at_reference = sum(value(o) for o in reference) / len(reference)
        return at_reference - sum(float(chance) * value(o) for o, chance in where.items())

    def inert(self, cause: str) -> bool:
        """A cause that changes no prediction, whatever else is at work."""
        if ("inert", cause) not in self._cache:
            found = self.predictions()
            self._cache["inert", cause] = all(found[causes] == found[causes | {cause}] for causes in found)
        return bool(self._cache["inert", cause])

    def why(self, value: Callable[[State], float]) -> dict[str, dict[str, float]]:
        """Shares, alone and last of each cause in the loss of one value at the default."""
        everything = frozenset(CAUSES)
        v = {causes: self.loss(value, where) for causes, where in self.predictions().items()}
        causes = shapley([c for c in CAUSES if not self.inert(c)], v)
        return {
            "causes": {
                NO_STATED_REASON: self.loss(value, {self.default: 1}) - v[everything],
                **{c: causes.get(c, 0.0) for c in CAUSES},
            },
            "alone": {c: v[frozenset([c])] for c in CAUSES},
            "last": {c: v[everything] - v[everything - {c}] for c in CAUSES},
        }

    def good(self, where: Prediction) -> bool:
        """Every state an improvement for which nobody else pays (the latter only where e is such)."""
        unpaid = not self.payers(self.reference()[0])
        return all(self.improves(o) and not (unpaid and self.payers(o)) for o in where)

    def keys(self) -> list[dict[str, Any]]:
        """Minimal sets of causes whose removal brings a good prediction; whether removing more undoes it."""
        if not self.reference():
            return []
        everything = frozenset(CAUSES)
        works = {removed: self.good(self.predictions()[everything - removed]) for removed in subsets(CAUSES)}
        found = []
        for removed, does in works.items():
            if does and not any(works[fewer] for fewer in works if fewer < removed):
                undone = any(not works[more] for more in works if more > removed)
                found.append({"remove": [c for c in CAUSES if c in removed], "undone": undone})
        return sorted(found, key=lambda key: (len(key["remove"]), [CAUSES.index(c) for c in key["remove"]]))


# ---------------------------------------------------------------------------------------------------------------
# Mathematics of no issue in particular


def subsets(items: Iterable[str]) -> list[Causes]:
    """All subsets, smaller ones first."""
    items = list(items)
    return [frozenset(chosen) for size in range(len(items) + 1) for chosen in combinations(items, size)]


def shapley(players: list[str], v: dict[Causes, float]) -> dict[str, float]:
    """Shapley shares: by walking through every ordering up to six players, by the sum over subsets beyond."""
    if len(players) > 6:
        return shapley_by_subsets(players, v)
    shares = dict.fromkeys(players, 0.0)
    orderings = list(permutations(players))
    for ordering in orderings:
        present: Causes = frozenset()
        for player in ordering:
            shares[player] += (v[present | {player}] - v[present]) / len(orderings)
            present = present | {player}
    return shares


def shapley_by_subsets(players: list[str], v: dict[Causes, float]) -> dict[str, float]:
    """Shapley shares: Σ over the sets T without c of |T|! (n−|T|−1)! / n! × (v(T∪c) − v(T))."""
    n = len(players)
    shares = {}
    for player in players:
        total = 0.0
        for present in subsets(p for p in players if p != player):
            weight = math.factorial(len(present)) * math.factorial(n - len(present) - 1) / math.factorial(n)
            total += weight * (v[present | {player}] - v[present])
        shares[player] = total
    return shares


def solve_linear(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Exact solution of a square system by Gauss-Jordan elimination."""
    n = len(matrix)
    rows = [[*matrix[i], right[i]] for i in range(n)]
    for column in range(n):
        pivot = next(i for i in range(column, n) if rows[i][column] != 0)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [entry / rows[column][column] for entry in rows[column]]
        for i in range(n):
            if i != column and rows[i][column] != 0:
                times = rows[i][column]
                rows[i] = [a - times * b for a, b in zip(rows[i], rows[column], strict=True)]
    return [row[n] for row in rows]


def time_average(start: State, steps: Callable[[State], Prediction]) -> Prediction:
    """Share of time that a Markov chain spends in each state in the long run (also where it cycles)."""
    chain: dict[State, Prediction] = {}
    waiting = [start]
    while waiting:
        o = waiting.pop()
        if o not in chain:
            chain[o] = steps(o)
            waiting.extend(chain[o])
    reach = {o: {o} for o in chain}
    for _ in chain:
        for o, following in chain.items():
            for away in following:
                reach[o] |= reach[away]
    final = [o for o in chain if all(o in reach[away] for away in reach[o])]
    passing = [o for o in chain if o not in final]

    average: Prediction = {}
    for cycle in {frozenset(reach[o]) for o in final}:
        members = sorted(cycle)
        # Time shares within the cycle: π = πP for all but one state, and Σπ = 1.
        balance = [[chain[b].get(a, Fraction(0)) - (a == b) for b in members] for a in members[1:]]
        balance.append([Fraction(1)] * len(members))
        shares = solve_linear(balance, [Fraction(0)] * (len(members) - 1) + [Fraction(1)])
        # Chance of ending in the cycle: h = Ph on the states that are only passed through.
        ending = Fraction(1) if start in cycle else Fraction(0)
        if start in passing:
            matrix = [[Fraction(a == b) - chain[a].get(b, Fraction(0)) for b in passing] for a in passing]
            entering = [sum((p for b, p in chain[a].items() if b in cycle), Fraction(0)) for a in passing]
            ending = solve_linear(matrix, entering)[passing.index(start)]
        for o, share in zip(members, shares, strict=True):
            if ending * share:
                average[o] = ending * share
    return average


# ---------------------------------------------------------------------------------------------------------------
# The front


def accounts_of(case: Case, issue_id: str) -> list[str]:
    """The base account, and the own account of each side of the issue that has one."""
    return [BASE] + [side for side in case.issues[issue_id].stances if side in case.accounts]


def predictions(case: Case, issue_id: str, account: str = BASE) -> dict[Causes, Prediction]:
    """The prediction under each of the 512 sets of causes, by one account."""
    return Literal(case, issue_id, account).predictions()


def analyse(case: Case, issue_id: str, account: str = BASE) -> dict[str, Any]:
    """Everything about one issue by one account, as plain dictionaries keyed by names.

    Where there is no reference agreement, ``losses``, ``causes``, ``alone``, ``last`` are empty and so are
    ``keys``. Entries under ``per interest`` repeat ``losses``, ``causes``, ``alone``, ``last`` in natural units.
    """
    game = Literal(case, issue_id, account)
    reference = game.reference()
    result: dict[str, Any] = {
        "kind": game.kind(),
        "reference": [dict(zip(game.sides, o, strict=True)) for o in reference],
        "pays": game.payers(reference[0]) if reference else [],
        "standing proof": game.standing_proof(reference[0]) if reference else None,
        "order": game.order(),
        "considered": {
            party: {o: game.considered(party, o) for o in game.states}
            for party in game.parties
            if game.has_weights(party)
        },
        "losses": {},
        "causes": {},
        "alone": {},
        "last": {},
        "keys": game.keys(),
        "predictions": game.predictions(),
        "unilateral": {side: game.unilateral(side)[0] for side in game.sides},
        "temptation": {side: game.unilateral(side)[1] for side in game.sides},
        "per interest": {"losses": {}, "causes": {}, "alone": {}, "last": {}},
    }
    if not reference:
        return result

    def enter(into: dict[str, Any], path: tuple[str, ...], value: Callable[[State], float]) -> None:
        why = game.why(value)
        for name, figure in {"losses": game.loss(value, {game.default: 1}), **why}.items():
            place = into[name]
            for step in path[:-1]:
                place = place.setdefault(step, {})
            place[path[-1]] = figure

    view = game.views[account]
    for party in game.parties:
        if game.has_weights(party):
            enter(result, (party,), lambda o, p=party: game.considered(p, o))  # type: ignore[misc]
        for k in case.interests:
            given = [{*effect["gives"], *(term[0] for term in effect["terms"])} for effect in view.effects]
            if any((party, k) in targets for targets in given):
                enter(result["per interest"], (party, k), lambda o, p=party, k=k: game.change(view, p, k, o))  # type: ignore[misc]
    return result

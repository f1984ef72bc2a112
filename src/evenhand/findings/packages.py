"""Packages: issues taken together, so that a side gives way on one for what it gets on another. A what-if only.

A package names a state for each of several issues. A side's gains are what it wins on issues, its losses what it gives
up on others, in its own points. With a linkage tolerance λ it takes the package if ``gains − λ·losses ≥ 0``: λ = 1
trades freely, λ = ∞ never gives way anywhere, which is the commentary's rule. Its critical λ is therefore
gains / losses (∞ where it loses nowhere), and that of the package is the smallest of its sides'.

Listed are packages that each side takes at λ = 1, that leave nobody else worse off on any issue, that no set of
agreements acceptable by themselves on the same issues matches for every side, and that no other package on these
issues, or on some of them, beats in what it brings each side and in its critical λ.

References
----------
Tollison, R. D., & Willett, T. D. (1979). An economic theory of mutually advantageous issue linkages in international
negotiations. International Organization 33(4), 425-449.
Froman, L. A., & Cohen, M. D. (1970). Compromise and logroll: comparing the efficiency of two bargaining processes.
Behavioral Science 15(2), 180-183.
Pruitt, D. G. (1981). Negotiation Behavior. Academic Press (logrolling).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from evenhand.solve.prediction import Problem

__all__ = ["MOST_COMBINATIONS", "Option", "Package", "critical_tolerance", "options", "packages"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST_COMBINATIONS = 3_000_000
"""Most combinations of states that are gone through."""


@dataclass(frozen=True)
class Option:
    """A state of an issue that costs no one but a side, with what it brings every side; several states if they tie."""

    issue: str
    states: tuple[int, ...]
    value: Floats
    alone: bool


@dataclass(frozen=True)
class Package:
    """Options taken together.

    ``gain``, ``loss``: side to points won and given up, over the issues; ``critical``: side to its critical λ, infinite
    where it loses nowhere; ``tolerance``: the smallest of these.
    """

    options: tuple[Option, ...]
    gain: dict[str, float]
    loss: dict[str, float]
    critical: dict[str, float]
    tolerance: float


def critical_tolerance(gain: Floats, loss: Floats, small: Floats | float = 0.0) -> Floats:
    """``gain / loss``, infinite where nothing is lost; elementwise.

    Examples
    --------
    >>> critical_tolerance(np.array([1000.0, 3.0]), np.array([400.0, 0.0])).tolist()
    [2.5, inf]
    """
    gain, loss = np.broadcast_arrays(np.asarray(gain, dtype=np.float64), np.asarray(loss, dtype=np.float64))
    lost = loss > small
    return np.where(lost, gain / np.where(lost, loss, 1.0), np.inf)


def options(p: Problem, view: int, sides: Sequence[str]) -> list[Option]:
    """States of an issue that could be part of a package.

    Left out are today's state, states for which somebody else pays, states by which no side gains, and states that
    another of these is as good as for every side and better than for one: a package only gains by the exchange.
    """
    value, small = _values(p, view, sides), _tolerances(p, sides)
    free = ~p.pays[view].any(axis=0) & (value > 0).any(axis=0)
    free[p.form.default] = False
    groups: dict[bytes, list[int]] = {}
    for state in np.flatnonzero(free).tolist():
        groups.setdefault(_rounded(value[:, state], small), []).append(state)
    rivals = value[:, [group[0] for group in groups.values()]]
    found = []
    for group in groups.values():
        own = value[:, [group[0]]]
        beaten = (rivals >= own - small[:, None]).all(axis=0) & (rivals > own + small[:, None]).any(axis=0)
        if not beaten.any():
            found.append(Option(p.form.issue, tuple(group), own[:, 0], bool(p.classes[view, group[0]] <= 1)))
    return found


def _values(p: Problem, view: int, sides: Sequence[str]) -> Floats:
    """What the states of an issue bring sides of the case, shape (n_sides, n_states); 0 for who has no part in it."""
    nothing = np.zeros(p.form.n_states)
    value = np.stack([p.value[view, p.form.parties.index(s)] if s in p.form.parties else nothing for s in sides])
    return np.where(np.abs(value) > _tolerances(p, sides)[:, None], value, 0.0)


def _tolerances(p: Problem, sides: Sequence[str]) -> Floats:
    return np.array([p.tolerance[p.form.parties.index(s)] if s in p.form.parties else 0.0 for s in sides])


def _rounded(value: Floats, small: Floats) -> bytes:
    step = np.where(small > 0, small, 1.0)
    return np.asarray(np.round(value / (2 * step)) + 0.0).tobytes()


def packages(
    problems: Mapping[str, Problem], views: Mapping[str, int], sides: Sequence[str], at_most: int = 2
) -> tuple[list[Package] | None, int]:
    """Packages of two issues up to ``at_most``, the largest critical λ first, and how many combinations there are.

    The list is None where these are more than ``MOST_COMBINATIONS``.
    """
    offered = {name: options(p, views[name], sides) for name, p in problems.items()}
    offered = {name: found for name, found in offered.items() if found}
    sets = [names for size in range(2, at_most + 1) for names in combinations(offered, size)]
    count = sum(prod(len(offered[name]) for name in names) for names in sets)
    if count > MOST_COMBINATIONS:
        return None, count
    small = {name: _tolerances(problems[name], sides) for name in offered}
    alone = {name: [one.value for one in found if one.alone] for name, found in offered.items()}
    found: dict[tuple[str, ...], list[Package]] = {}
    for names in sets:
        noise = np.sum([small[name] for name in names], axis=0)
        chosen = _of_issues([offered[name] for name in names], [alone[name] for name in names], noise)
        if chosen:
            made = [_package(parts, sides, noise) for parts in chosen]
            smaller = [one for known, some in found.items() if set(known) < set(names) for one in some]
            kept = [one for one in made if not any(_beats(other, one, noise) for other in [*made, *smaller])]
            if kept:
                found[names] = kept
    every = [one for some in found.values() for one in some]
    return sorted(every, key=lambda one: (-one.tolerance, len(one.options))), count


def _of_issues(offered: list[list[Option]], alone: list[list[Floats]], noise: Floats) -> list[tuple[Option, ...]]:
    """Combinations that every side takes at λ = 1 and that no agreements acceptable by themselves match."""
    tables = [np.stack([one.value for one in some], axis=1) for some in offered]
    shape = tuple(table.shape[1] for table in tables)
    total = np.zeros((len(noise), *shape))
    for axis, table in enumerate(tables):
        total = total + table.reshape(len(noise), *(-1 if place == axis else 1 for place in range(len(shape))))
    taken: Bools = np.asarray((total >= -noise.reshape(-1, *(1,) * len(shape))).all(axis=0))
    best = np.zeros((len(noise), 1))
    for some in alone:
        each = np.stack([np.zeros(len(noise)), *some], axis=1)
        best = (best[:, :, None] + each[:, None, :]).reshape(len(noise), -1)
    for place in zip(*np.nonzero(taken), strict=True):
        worth = total[(slice(None), *place)]
        if (best >= worth[:, None] - noise[:, None]).all(axis=0).any():
            taken[place] = False
    return [
        tuple(some[int(number)] for some, number in zip(offered, place, strict=True))
        for place in zip(*np.nonzero(taken), strict=True)
    ]


def _package(parts: tuple[Option, ...], sides: Sequence[str], noise: Floats) -> Package:
    value = np.stack([one.value for one in parts], axis=1)
    gain, loss = np.maximum(value, 0.0).sum(axis=1), np.maximum(-value, 0.0).sum(axis=1)
    critical = critical_tolerance(gain, loss, noise)
    return Package(
        options=parts,
        gain=dict(zip(sides, gain.tolist(), strict=True)),
        loss=dict(zip(sides, loss.tolist(), strict=True)),
        critical=dict(zip(sides, critical.tolist(), strict=True)),
        tolerance=float(critical.min()),
    )


def _beats(one: Package, other: Package, noise: Floats) -> bool:
    """Whether one brings every side as much, at as large a critical λ, and more in one of these respects."""
    if one is other:
        return False
    net = np.array([one.gain[side] - one.loss[side] for side in one.gain])
    rival = np.array([other.gain[side] - other.loss[side] for side in other.gain])
    same = one.tolerance == other.tolerance or abs(one.tolerance - other.tolerance) <= 1e-9 * other.tolerance
    if (net < rival - noise).any() or not (same or one.tolerance > other.tolerance):
        return False
    return bool((net > rival + noise).any() or not same)

"""What becomes of a proposed state of one or more issues, on the means.

Each issue stands by itself; what a proposal changes for other issues is linkages alone: one that waits for another
issue's stance is judged by the stance that is proposed there, so that a proposal can lift a linkage, or bring one in.

References
----------
Samuelson, W., & Zeckhauser, R. (1988). Status quo bias in decision making. Journal of Risk and Uncertainty 1(1), 7-59.
Putnam, R. D. (1988). Diplomacy and domestic politics. International Organization 42(3), 427-460.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case, Issue, Linkage
from evenhand.findings.pressure import _weight
from evenhand.game import Structure
from evenhand.game.structure import barring_linkages
from evenhand.solve.acceptance import FELT, Condition, conditions
from evenhand.solve.causes import ALL, LINKAGE
from evenhand.solve.consent import Removal, by_causes, consents, judges, minimal_removals, nearest_accepted
from evenhand.solve.improvements import NO_CLASS
from evenhand.solve.prediction import Problem, demands
from evenhand.solve.stability import leavers, stability

__all__ = ["Compared", "Initiative", "Linkages", "linkages", "linked", "number_of", "sure_amount"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
States = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Linkages:
    """Linkages of an issue at work within a proposal; ``lifted``: today, not there; ``brought``: there, not today."""

    at_work: tuple[Linkage, ...]
    lifted: tuple[Linkage, ...]
    brought: tuple[Linkage, ...]


def linkages(case: Case, issue: Issue, proposed: States) -> Linkages:
    """Linkages of an issue where other issues stand as proposed; those not proposed stand as today."""
    today = barring_linkages(case, issue)
    at_work = tuple(
        linkage
        for linkage in issue.linkage
        if all(
            {**case.issues[other].default, **proposed.get(other, {})}.get(side) == stance
            for other, stances in linkage.while_.items()
            for side, stance in stances.items()
        )
    )
    return Linkages(
        at_work,
        tuple(one for one in today if one not in at_work),
        tuple(one for one in at_work if one not in today),
    )


def linked(form: Structure, at_work: tuple[Linkage, ...]) -> Structure:
    """A form under these linkages in the place of those that are at work today."""
    move = np.zeros_like(form.withheld_move)
    for linkage in at_work:
        side = form.sides.index(linkage.party)
        move[side, form.stances[side].index(linkage.withholds)] = True
    state = np.array([any(move[i, stance] for i, stance in enumerate(row)) for row in form.states], dtype=np.bool_)
    return replace(form, withheld_move=move, withheld_state=state)


def number_of(form: Structure, stances: Mapping[str, str]) -> int:
    """Number of a state by its stances, -1 where it is infeasible."""
    row = [form.stances[place].index(stances[side]) for place, side in enumerate(form.sides)]
    found = np.flatnonzero((form.states == row).all(axis=1))
    return int(found[0]) if len(found) else -1


@dataclass(frozen=True)
class Compared:
    """A proposed state beside the reference agreement of one account.

    ``shares``: side to the part of its gain in the reference agreement that the proposal brings, None where it gains
    nothing there. ``better``: states at nobody's further expense that leave no side worse off than the proposal and
    one better off, in the order of the account.
    """

    number: int
    pays: tuple[str, ...]
    is_reference: bool
    has_reference: bool
    shares: dict[str, float | None]
    better: tuple[int, ...]

    @property
    def improvement(self) -> bool:
        return self.number != NO_CLASS


class Initiative:
    """One issue with a proposed state, with the linkages that are at work within the proposal."""

    def __init__(self, p: Problem, state: int, links: Linkages) -> None:
        form = linked(p.form, links.at_work)
        active = p.active & ~(1 << LINKAGE)
        if form.withheld_move.any():
            active |= 1 << LINKAGE
        self.p = replace(p, form=form, active=active)
        self.form, self.state, self.links = form, state, links

    @cached_property
    def felt(self) -> Floats:
        """Felt values with every cause at work."""
        return self.p.felt(ALL)

    @cached_property
    def largest(self) -> Floats:
        """Each actor's own largest felt value in either direction, as each view has it; shape (n_views, n_actors)."""
        return np.asarray(np.abs(self.felt).max(axis=2))

    @cached_property
    def accepts(self) -> Bools:
        """Whether each side accepts, judging as it does, every cause at work."""
        return consents(self.p, 0, self.state, ALL, self.felt)

    def accepts_by(self, view: int) -> Bools:
        """The same if each side judged by one view."""
        causes = ALL & ~1
        return consents(self.p, view, self.state, causes, self.felt)

    def conditions(self, side: int, view: int | None = None) -> tuple[Condition, ...]:
        """Every condition of a side's consent, by its own view unless another is named."""
        by = judges(self.p, 0, ALL)[side] if view is None else view
        return conditions(self.p, by, side, self.state, ALL, self.felt)

    def margin(self, side: int, view: int | None = None) -> float | None:
        """Felt value less what the side demands, as a share of its own largest felt value; None where it feels none."""
        by = judges(self.p, 0, ALL)[side] if view is None else view
        felt = next(one for one in self.conditions(side, view) if one.kind == FELT)
        return self.share(by, side, felt.margin)

    def share(self, view: int, actor: int, points: float) -> float | None:
        """Points of an actor as a share of its own largest felt value on the issue."""
        whole = float(self.largest[view, actor])
        return points / whole if whole > self.p.tolerance[actor] and np.isfinite(points) else None

    def removals(self, view: int) -> tuple[list[Removal], list[list[Removal]], Bools]:
        """Minimal sets of causes whose removal makes every side accept, and each side; and who does with none left."""
        found = by_causes(self.p, view, self.state)
        everybody = minimal_removals({removed: bool(all_.all()) for removed, all_ in found.items()})
        each = [
            minimal_removals({removed: bool(accepts[side]) for removed, accepts in found.items()})
            for side in range(self.form.n_sides)
        ]
        return everybody, each, found[self.p.active]

    def stability(self) -> dict[str, bool]:
        """In which senses the state is stable, each side judging as it does."""
        return stability(self.state, self._judged(), self.p.tolerance[: self.form.n_sides], self.form.moves)

    def leaving(self) -> tuple[str, ...]:
        """Sides that would gain by leaving the state alone, each judging as it does."""
        gaining = leavers(self.state, self._judged(), self.p.tolerance[: self.form.n_sides], self.form.moves)
        return tuple(self.form.sides[side] for side in gaining)

    def _judged(self) -> Floats:
        """What each side feels of each state as it sees things, shape (n_sides, n_states)."""
        return np.stack([self.felt[by, side] for side, by in enumerate(judges(self.p, 0, ALL))])

    def nearest(self, view: int) -> list[int]:
        """States that every side accepts and that differ from the proposal in the fewest stances."""
        return nearest_accepted(self.p, view, self.state)

    def compared(self, view: int) -> Compared:
        """The proposal beside the reference agreement of an account."""
        p, n, state = self.p, self.form.n_sides, self.state
        reference, value, small = p.reference(view), p.value[view, : self.form.n_sides], p.tolerance[:n]
        there = bool(reference.any())
        at_reference = value[:, reference].mean(axis=1) if there else np.zeros(n)
        shares = [
            float(value[side, state] / at_reference[side]) if at_reference[side] > small[side] else None
            for side in range(n)
        ]
        return Compared(
            number=int(p.classes[view, state]),
            pays=tuple(self.form.parties[party] for party in np.flatnonzero(p.pays[view, :, state])),
            is_reference=bool(reference[state]),
            has_reference=there,
            shares=dict(zip(self.form.sides, shares, strict=True)),
            better=tuple(self._better(view)),
        )

    def _better(self, view: int) -> list[int]:
        p, state, small = self.p, self.state, self.p.tolerance[: self.form.n_sides, None]
        value, now = p.value[view, : self.form.n_sides], p.value[view, : self.form.n_sides, [state]].T
        rivals = (value >= now - small).all(axis=0) & (value > now + small).any(axis=0)
        rivals &= ~(p.pays[view] & ~p.pays[view, :, [state]].T).any(axis=0)
        rivals[self.form.default] = False
        return [int(other) for other in p.by_rank[view] if rivals[other]]

    def shortfall(self, case: Case, side: int, interest: str | None) -> float | None:
        """The least of its numeraire, sure and as long as the agreement, that a side would have to get besides to feel
        what it demands; 0 where nothing is missing, None where it does not say what it counts in."""
        by = judges(self.p, 0, ALL)[side]
        m, form = self.p.means, self.form
        demand = demands(m.weight[by, : form.n_sides], m.expects[by], form.kinds, ALL)[side]
        missing = float(demand - self.felt[by, side, self.state])
        if missing <= self.p.tolerance[side]:
            return 0.0
        if interest is None:
            return None
        if interest not in form.interests:
            account = self.p.seen.accounts[self.p.seen.of_account.index(by)]
            return missing / _weight(case, account, form.parties[side], interest)
        place = form.interests.index(interest)
        weight, now = float(m.weight[by, side, place]), float(m.felt_own[by, side, place, self.state])
        return sure_amount(missing, weight, now, float(m.attachment[by, side])) if weight > 0 else None


def sure_amount(missing: float, weight: float, now: float, attachment: float) -> float:
    """How much of an interest makes good a missing felt value, where a loss within it weighs ``attachment`` times.

    Examples
    --------
    >>> sure_amount(5.0, 1.0, -2.0, 2.0)  # the first 2 units undo a loss and count double; 1 more
    3.0
    """
    lost = max(0.0, -now)
    undone = lost * weight * attachment
    return missing / (weight * attachment) if missing <= undone else lost + (missing - undone) / weight

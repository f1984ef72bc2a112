"""A proposed state of an issue of which only the order of the states is known: acceptance by rank."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.casefile import Case
from evenhand.findings.ordinal import _BARRING, CANNOT, OrdinalFindings, _accepts, _asked, ordinal
from evenhand.game import Structure, rankings
from evenhand.solve.acceptance import FELT, LEAVES, RATIFIER, WITHHELD
from evenhand.solve.consent import minimal_removals
from evenhand.solve.stability import leavers, stability

__all__ = ["ordinal_initiative"]

Floats = NDArray[np.float64]
Plain = dict[str, Any]
MOST_LISTED = 64


def ordinal_initiative(case: Case, form: Structure, state: int, account: str) -> Plain:
    """What rankings alone say of a proposal; probabilities, margins and amounts are None."""
    found = ordinal(case, form)
    return _Ordinal(case, form, found, state, account).document()


class _Ordinal:
    """Rankings of every account; each side judges by its own."""

    def __init__(
        self, case: Case, form: Structure, found: tuple[OrdinalFindings, ...], state: int, account: str
    ) -> None:
        self.case, self.form, self.found, self.state = case, form, found, state
        self.seen = seen = rankings(case, form)
        self.accounts, self.worth, self.ranked, self.judged_by = seen.accounts, seen.worth, seen.ranked, seen.of_side
        self.view = self.accounts.index(account) if account in self.accounts else 0

    def document(self) -> Plain:
        form, sides = self.form, self.form.sides
        consent = {side: self._side(place) for place, side in enumerate(sides)}
        own = np.stack([self.worth[by, side] for side, by in enumerate(self.judged_by)])
        keys = self._keys(self.view, None)
        return {
            "sides": list(sides),
            "ratifiers": {
                form.parties[place]: sides[form.ratifies[place]]
                for place in range(form.n_sides, form.n_sides + form.n_ratifiers)
            },
            "bystanders": list(form.parties[form.n_sides + form.n_ratifiers :]),
            "viable": all(one["accepts"] for one in consent.values()),
            "probability": None,
            "monte_carlo_error": None,
            "consent": consent,
            "stability": stability(self.state, own, np.zeros(form.n_sides), form.moves),
            "leaving": [sides[side] for side in leavers(self.state, own, np.zeros(form.n_sides), form.moves)],
            "keys": keys,
            "why": CANNOT,
            "gains": None,
            "nobody_else_pays": None,
            "accounts": {name: self._account(view) for view, name in enumerate(self.accounts)},
            "nearest": self._nearest(),
        }

    def _side(self, side: int) -> Plain:
        by = self.judged_by[side]
        unmet = self._unmet(by, side)
        return {
            "accepts": not unmet,
            "probability": None,
            "margin": None,
            "unmet": unmet,
            "causes": self._keys(self.view, side),
            "shortfall": None,
            "rank": self._rank(by, side),
            "by_account": {
                name: {
                    "accepts": not self._unmet(view, side),
                    "probability": None,
                    "margin": None,
                    "unmet": self._unmet(view, side),
                }
                for view, name in enumerate(self.accounts)
            },
        }

    def _rank(self, view: int, side: int) -> Plain:
        """Places from the best down, tied states sharing one: of the proposal, of today's state, and how many."""
        worth = self.worth[view, side]
        ladder = sorted(set(worth.tolist()), reverse=True)
        return {
            "proposed": ladder.index(float(worth[self.state])) + 1,
            "today": ladder.index(float(worth[self.form.default])) + 1,
            "of": len(ladder),
        }

    def _unmet(self, view: int, side: int) -> list[Plain]:
        """Unmet conditions, every cause at work, by one view."""
        form, state, worth = self.form, self.state, self.worth[view]
        told: list[tuple[str, int, list[int]]] = [(FELT, side, [])] if worth[side, state] < 0 else []
        told += [
            (RATIFIER, actor, [])
            for actor in np.flatnonzero(form.ratifies == side).tolist()
            if self.ranked[actor] and worth[actor, state] < 0 and _asked(self.case, form, view, actor)
        ]
        if form.withheld_state[state]:
            told.append((WITHHELD, side, []))
        for other in range(form.n_sides):
            goals = [
                int(goal)
                for stance, goal in enumerate(form.moves[state, other])
                if goal >= 0 and not form.withheld_move[other, stance] and worth[other, goal] > worth[other, state]
            ]
            if goals:
                most = max(worth[other, goals])
                told.append((LEAVES, other, [goal for goal in goals if worth[other, goal] == most]))
        return [
            {
                "kind": kind,
                "party": form.parties[actor],
                "to": [form.named(goal) for goal in goals] or None,
                "margin": None,
            }
            for kind, actor, goals in told
        ]

    def _works(self, causes: set[str], view: int, side: int | None) -> bool:
        """Whether every side, or one, accepts while these causes are at work."""
        if side is None:
            return _accepts(self.case, self.form, self.seen, view, causes, self.state)
        kept = set(causes) - {"misperception"}
        by = self.judged_by[side] if "misperception" in causes else view
        unmet = {one["kind"] for one in self._unmet(by, side)}
        barred = {RATIFIER: "ratification", WITHHELD: "linkage", LEAVES: "commitment"}
        return not any(kind == FELT or barred[kind] in kept for kind in unmet)

    def _keys(self, view: int, side: int | None) -> list[Plain]:
        works = {}
        for size in range(len(_BARRING) + 1):
            for removed in combinations(range(len(_BARRING)), size):
                left = set(_BARRING) - {_BARRING[place] for place in removed}
                works[sum(1 << place for place in removed)] = self._works(left, view, side)
        return [
            {
                "remove": [name for place, name in enumerate(_BARRING) if one.removed >> place & 1],
                "probability": None,
                "undone_by_more": one.undone,
            }
            for one in minimal_removals(works)
        ]

    def _account(self, view: int) -> Plain:
        one, state, form = self.found[view], self.state, self.form
        sides = one.worth[: form.n_sides]
        better = [
            o
            for o in range(form.n_states)
            if o != form.default
            and (sides[:, o] >= sides[:, state]).all()
            and (sides[:, o] > sides[:, state]).any()
            and not self._losers(view, o) - self._losers(view, state)
        ]
        pays = sorted(self._losers(view, state), key=form.parties.index)
        found = "improvement at others' expense" if pays else "improvement"
        return {
            "improvement": state in one.improvements,
            "class": found if state in one.improvements else "no improvement",
            "pays": pays,
            "is_reference": state in one.efficient,
            "reference": [form.named(o) for o in one.efficient] or None,
            "of_reference": None,
            "better": [form.named(o) for o in better[:MOST_LISTED]],
            "keys": self._keys(view, None),
        }

    def _losers(self, view: int, state: int) -> set[str]:
        form = self.form
        others = range(form.n_sides, len(form.parties))
        return {form.parties[q] for q in others if self.ranked[q] and self.worth[view, q, state] < 0}

    def _nearest(self) -> list[Plain]:
        form, row = self.form, self.form.states[self.state]
        own = np.stack([self.worth[by, side] for side, by in enumerate(self.judged_by)])
        far = (form.states != row).sum(axis=1)
        viable = [
            o
            for o in range(form.n_states)
            if o != form.default
            and (own[:, o] > 0).any()
            and _accepts(self.case, form, self.seen, self.view, set(_BARRING), o)
        ]
        least = min((int(far[o]) for o in viable), default=0)
        near = [o for o in viable if far[o] == least]
        return [{"stances": form.named(o), "changes": least} for o in near[:MOST_LISTED]]

"""Unused potential: what each party forgoes over all issues together, bystanders included, with its interval.

The sum over the issues of a party's losses ``L_p(d) = u_p(e) − u_p(d)`` at their reference agreements, interest by
interest in natural units, and as a whole in the party's own points, told in its numeraire.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.elicitation import pooled
from evenhand.solve.improvements import NO_CLASS
from evenhand.study.figures import summaries
from evenhand.study.prepared import Prepared

__all__ = ["Potential", "potential"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Potential:
    """What the parties forgo together.

    ``issues`` says of each issue whether it counts (``why`` not); ``parties`` has an entry for whoever gains or loses.
    """

    issues: list[dict[str, Any]]
    parties: dict[str, dict[str, Any]]


def potential(prepared: Prepared, account: str) -> Potential:
    """Sum the losses of every party over the issues that have a reference agreement, by one account."""
    total = _Total(prepared)
    issues = []
    for name, issue in prepared.case.issues.items():
        why = "ordinal" if issue.ordinal else total.add(name, account)
        pays = total.pays.get(name, [])
        issues.append({"id": name, "title": issue.title, "counts": why is None, "why": why, "pays": pays})
    parties = {party: total.figures(party) for party in prepared.case.parties if party in total.touched}
    return Potential(issues, parties)


class _Total:
    def __init__(self, prepared: Prepared) -> None:
        self.prepared, self.case = prepared, prepared.case
        self.drawn: dict[tuple[str, str], Floats] = {}
        self.mean: dict[tuple[str, str], float] = {}
        self.points: dict[str, Floats] = {}
        self.of_issue: dict[str, dict[str, float]] = {}
        self.pays: dict[str, list[str]] = {}

    @property
    def touched(self) -> set[str]:
        return {party for party, _ in self.mean} | {name for name, held in self.of_issue.items() if any(held.values())}

    def add(self, issue: str, account: str) -> str | None:
        """Add an issue; a word why it does not count, where it has no improvement."""
        p = self.prepared.problem(issue)
        form, seen = p.form, p.seen
        view = seen.of_account[seen.accounts.index(account) if account in seen.accounts else 0]
        reference = p.reference(view)
        if not reference.any():
            return "none"
        mixed = reference / reference.sum()
        paying = (p.pays[view][:, reference]).any(axis=1) & (p.classes[view][reference].min() < NO_CLASS)
        self.pays[issue] = [form.parties[place] for place in np.flatnonzero(paying)]
        shift = form.holds @ mixed - form.holds[:, form.default]
        for place, party in enumerate(form.parties):
            for k, interest in enumerate(form.interests):
                amount = float(p.means.common[view, place, k] @ mixed)
                if (
                    amount
                    or ((form.item_party == place) & (form.item_interest == k) & (shift[form.item_effect] != 0)).any()
                ):
                    self.mean[party, interest] = self.mean.get((party, interest), 0.0) + amount
            if p.means.weighted[place]:
                self.of_issue.setdefault(party, {})[issue] = float(p.value[view, place] @ mixed)
                self.points.setdefault(party, np.zeros(self.prepared.draws.n))
        for run in self.prepared.runs:
            self._draw(issue, view, run, shift)
        return None

    def _draw(self, issue: str, view: int, run: slice, shift: Floats) -> None:
        p, sample = self.prepared.problem(issue), self.prepared.sample(issue, run)
        form = p.form
        items = zip(form.item_effect.tolist(), form.item_party.tolist(), form.item_interest.tolist(), strict=True)
        for item, (effect, place, k) in enumerate(items):
            if shift[effect] == 0.0:
                continue
            party, amount = form.parties[place], sample.amount[view, item] * shift[effect]
            self.drawn.setdefault((party, form.interests[k]), np.zeros(self.prepared.draws.n))[run] += amount
            if p.means.weighted[place] and form.kinds[k] == 0:
                self.points[party][run] += sample.weight[view, place, k] * amount

    def figures(self, party: str) -> dict[str, Any]:
        """A party's figures: by interest, as a whole in its numeraire, and which issue brings what part of it."""
        interests = [k for k in self.case.interests if (party, k) in self.mean]
        none = np.zeros(self.prepared.draws.n)
        columns = np.column_stack([self.drawn.get((party, k), none) for k in interests] or [none])
        found: dict[str, Any] = {
            "interests": {
                k: vars(one)
                for k, one in zip(interests, summaries([self.mean[party, k] for k in interests], columns), strict=True)
            },
            "points": None,
            "worth": None,
            "numeraire": None,
            "issues": {},
            "why": None,
        }
        if party not in self.points:
            return {**found, "why": "no weights"}
        whole = float(sum(self.of_issue[party].values()))
        found["points"] = vars(summaries([whole], self.points[party][:, None])[0])
        if abs(whole) > 0:
            found["issues"] = {issue: part / abs(whole) for issue, part in self.of_issue[party].items() if part}
        numeraire = self.case.parties[party].numeraire
        unit = self._unit(party, numeraire)
        if numeraire is None or unit <= 0:
            return {**found, "why": "no numeraire"}
        found["numeraire"] = numeraire
        found["worth"] = {name: value / unit for name, value in found["points"].items()}
        return found

    def _unit(self, party: str, numeraire: str | None) -> float:
        """Points that a unit of the numeraire is worth."""
        weight = self.case.weights.get(party, {}).get(numeraire or "")
        return pooled(self.case, weight).median if weight is not None else 0.0

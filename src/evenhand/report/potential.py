"""Unused potential in words: one figure for each party, told in what it counts in, and what it consists of.

A function of the case and the plain document only (``benefits --json``). The same template for every party, sides,
ratifiers and bystanders alike; no figure is compared with another party's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext

__all__ = ["counted", "of_party", "section"]

Document = Mapping[str, Any]
NOTHING = numerals.NOTHING
MOST_ISSUES = 3
"""Most issues that are named as parts of a party's figure."""


def counted(case: Case, document: Document) -> list[str]:
    """Which issues are added up, and which are not."""
    issues = document["issues"]
    free = [issue for issue in issues if issue["counts"] and not issue["pays"]]
    paid = [issue for issue in issues if issue["counts"] and issue["pays"]]
    told = [
        ngettext(
            "Added up over %(n)s issue on which an agreement would improve on today at nobody else's expense.",
            "Added up over %(n)s issues on which an agreement would improve on today at nobody else's expense.",
            len(free),
        )
        % {"n": len(free)}
    ]
    for issue in paid:
        names = phrasing.listed(naming.party_name(case, party) for party in issue["pays"])
        told.append(
            _("Added up as well, though it could be had only at the expense of others (%(parties)s): %(issue)s.")
            % {"parties": names, "issue": naming.issue_title(case, issue)}
        )
    none = sum(issue["why"] == "none" for issue in issues)
    if none:
        told.append(
            ngettext(
                "On %(n)s issue no state improves on today, so nothing is forgone.",
                "On %(n)s issues no state improves on today, so nothing is forgone.",
                none,
            )
            % {"n": none}
        )
    ordinal = sum(issue["why"] == "ordinal" for issue in issues)
    if ordinal:
        told.append(
            ngettext(
                "%(n)s issue cannot be added: only the order of its states is known.",
                "%(n)s issues cannot be added: only the order of their states is known.",
                ordinal,
            )
            % {"n": ordinal}
        )
    return told


def whole(case: Case, party: str, found: Document) -> str:
    """The party's one figure, in what it counts in."""
    if found["worth"] is None:
        return {
            "no weights": _("no figure for the whole: the case gives the party no weights"),
            "no numeraire": _("no figure for the whole: the party has no interest in which it counts"),
        }[found["why"]]
    interest = found["numeraire"]
    worth = found["worth"]
    amount = numerals.interval(abs(worth["mean"]), *_turned(worth), naming.unit(case, interest))
    names = {"amount": amount, "interest": naming.interest_name(case, interest)}
    if max(abs(worth[key]) for key in ("mean", "p5", "p95")) < NOTHING:
        return _("nothing of substance")
    if worth["mean"] < 0:
        return _("better off today; all of that is worth %(amount)s to it, counted in: %(interest)s") % names
    return _("all that it forgoes is worth %(amount)s to it, counted in: %(interest)s") % names


def _turned(worth: Document) -> tuple[float, float]:
    """The ends of an interval, the other way round where the figure is turned to be positive."""
    return (worth["p5"], worth["p95"]) if worth["mean"] >= 0 else (-worth["p95"], -worth["p5"])


def by_interest(case: Case, found: Document) -> list[tuple[str, str]]:
    """Interest and amount in its unit; minus: better off today."""
    rows = []
    for interest, figure in found["interests"].items():
        if max(abs(figure[key]) for key in ("mean", "p5", "p95")) < NOTHING:
            continue
        text = numerals.interval(figure["mean"], figure["p5"], figure["p95"], naming.unit(case, interest))
        rows.append((naming.interest_name(case, interest), text))
    return rows


def by_issue(case: Case, document: Document, found: Document) -> str:
    """The issues that bring most of it, as shares of the party's own figure."""
    titles = {issue["id"]: naming.issue_title(case, issue) for issue in document["issues"]}
    parts = sorted(found["issues"].items(), key=lambda part: -abs(part[1]))[:MOST_ISSUES]
    told = [f"{titles[issue]} ({numerals.percent(share)})" for issue, share in parts if abs(share) >= 0.005]
    return _("Most of it: %(issues)s.") % {"issues": "; ".join(told)} if told else ""


def of_party(case: Case, document: Document, party: str) -> tuple[str, str, list[tuple[str, str]], str]:
    """Name, figure, interests, main issues."""
    found = document["unused_potential"][party]
    return (
        naming.party_name(case, party),
        whole(case, party, found),
        by_interest(case, found),
        by_issue(case, document, found),
    )


def shown(document: Document) -> list[str]:
    """Parties of whom there is anything to tell."""
    return [
        party
        for party, found in document["unused_potential"].items()
        if any(abs(figure[key]) >= NOTHING for figure in found["interests"].values() for key in ("mean", "p5", "p95"))
    ]


class _Section:
    """What the template asks for."""

    def __init__(self, case: Case, document: Document) -> None:
        self.case, self.document = case, document

    def unique(self, label: str) -> str:
        """The label of a table; no two tables of the section have the same."""
        return label

    def caption(self) -> str:
        return _("What each party forgoes: mean (%(percent)s interval); minus, better off today") % {
            "percent": numerals.percent(0.9)
        }

    def counted(self) -> list[str]:
        return counted(self.case, self.document)

    def parties(self) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        return [of_party(self.case, self.document, party) for party in shown(self.document)]


def section(case: Case, document: Document) -> Markup:
    """Unused potential as a section of a page."""
    template = environment().get_template("potential.html.jinja")
    return Markup(template.render(page=_Section(case, document)))

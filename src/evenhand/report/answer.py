"""The answer in brief as one would say it aloud: what is lost where, what would unlock most, and a short agenda.

A function of the case and the plain document only (``analyse --json``, with the agenda where it has one). Sides come
in the order of the document, each in the same words; shares of losses only order a side's own issues.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from evenhand.casefile.model import Case
from evenhand.report import agenda, naming, numerals, phrasing, words
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext

__all__ = ["agenda_line", "lost_most", "points", "unlocks_most"]

Document = Mapping[str, Any]
FIRST = 2
"""Issues that are named for each side."""


def lost_most(case: Case, document: Document) -> list[str]:
    """For each side the issues on which it loses most that nobody else would pay for, by its own weights.

    Nothing where there is one issue only.
    """
    if len(document["issues"]) < 2:
        return []
    told = []
    for side in dict.fromkeys(side for issue in document["issues"] for side in issue["sides"]):
        lost = {
            phrasing.quoted(naming.issue_title(case, issue)): points
            for issue in document["issues"]
            if (points := _points(document, issue, side)) > numerals.NOTHING
        }
        first = sorted(lost, key=lambda title: -lost[title])[:FIRST]
        if first:
            parts = {"party": naming.party_name(case, side), "issues": phrasing.listed(first)}
            told.append(_("%(party)s: %(issues)s") % parts)
    return told


def _points(document: Document, issue: Document, side: str) -> float:
    account = words.base_account(document, issue)
    loss = (account.get("losses") or {}).get(side) or {}
    if account["kind"] != words.LOSSES[0]:
        return 0.0
    return float((loss.get("points") or {}).get("mean", 0.0))


def unlocks_most(document: Document) -> str:
    """The cause that stands in the surest key of most issues with a loss; empty where fewer than two need a key."""
    surest = [key for issue in document["issues"] if (key := _surest(words.base_account(document, issue)))]
    counts = Counter(name for key in surest for name in key)
    most = max(counts.values(), default=0)
    if most < 2:
        return ""
    names = [name for name in naming.CAUSES if counts[name] == most]
    told = ngettext(
        "On %(count)s of the %(total)s issues that can be unlocked the surest way takes this cause away: %(causes)s.",
        "On %(count)s of the %(total)s issues that can be unlocked, for each of these causes, the surest way takes it "
        "away: %(causes)s.",
        len(names),
    ) % {"causes": naming.causes(names), "count": most, "total": len(surest)}
    alone = sum(key == names for key in surest)
    enough = ngettext(
        "On %(alone)s of them this alone is enough.",
        "On %(alone)s of them this alone is enough.",
        alone,
    ) % {"alone": alone}
    return f"{told} {enough}" if alone and len(names) == 1 else told


def _surest(account: Document) -> list[str]:
    """The causes in the surest key of an issue with a loss; none where it needs no key or has none."""
    keys = account.get("keys") or []
    if account["kind"] not in words.LOSSES or any(not key["remove"] for key in keys):
        return []
    first = words.surest_first(keys)
    return list(first[0]["remove"]) if first else []


def agenda_line(case: Case, document: Document) -> str:
    """The best agenda and how sure it is; empty where the document has no agenda, or one issue only."""
    found = document.get("agenda") or {}
    agendas = found.get("agendas") or []
    if not agendas or len(document["issues"]) < 2:
        return ""
    titles = {issue["id"]: naming.issue_title(case, issue) for issue in document["issues"]}
    told = phrasing.sentence("; ".join(titles[name] for name in agendas[0]["issues"] if name in titles))
    sure = agenda.certain(found)
    return f"{told} {phrasing.sentence(sure)}" if sure else told


def points(case: Case) -> str:
    """What a point is, where the case counts an interest of substance in points."""
    names = [
        naming.interest_name(case, name)
        for name, interest in case.interests.items()
        if interest.kind == "substance" and interest.unit in {"point", "points"}
    ]
    if not names:
        return ""
    return _(
        "A point is the case\u2019s own measure of what has no unit of its own (%(interests)s); points of two parties "
        "are never compared."
    ) % {"interests": "; ".join(names)}

"""Charts of what a text, or a frame on another site, shows of a case: those of the engine's report, drawn here.

Every chart stands beside its figures in words, and above the same as a table. Points, those in which an interest is
judged too, are never on an axis that two parties share; the bars of one figure in a unit that can be measured are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evenhand.report import charts, words
from evenhand.report.language import speaking
from evenhand_site.cases.findings import NOTHING
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.wording import Wording, cause, interval, percent

__all__ = ["Chart", "drawn"]

JUDGED = frozenset(["", "point", "points", "балл", "баллы", "баллов", "бал", "бали", "балів"])
"""Units in which an interest is judged for each party by itself, in the languages in which cases are written."""


@dataclass(frozen=True)
class Chart:
    """One chart: whose it is, its drawings with what is said above each, and its legend: a field and what it means.

    ``note`` says below the last chart of a figure how to read all of them.
    """

    title: str
    drawings: Sequence[tuple[str, str]]
    legend: Sequence[tuple[str, str]] = ()
    note: str = ""


def drawn(study: CaseStudy, what: str, issue: str, name: str) -> list[Chart]:
    """The charts of what a study shows of an issue, or of the case; none where there is no chart of it.

    ``name`` is new to the page.
    """
    found = study.findings.issue(issue) if issue else None
    draw, wording = _OF_AN_ISSUE.get(what), Wording(study.findings)
    with speaking(get_language() or "en"):
        if what == "overview":
            return _overview(wording)
        return draw(wording, found, name) if draw and found else []


def _overview(wording: Wording) -> list[Chart]:
    """For each side: which part of its own losses each issue makes up, in the order of the case."""
    found, made = wording.findings, []
    for side in found.sides:
        portions = found.portions(side)
        bars = [(issue, portions[issue["id"]]) for issue in found.issues if issue["id"] in portions]
        lines = [(_told(wording.issue(issue), percent(share)), charts.own_share(share)) for issue, share in bars]
        if lines:
            made.append(Chart(_("Share of own losses: %(party)s") % {"party": wording.party(side)}, lines))
    return made


def _losses(of: str) -> Callable[[Wording, Any, str], list[Chart]]:
    """For each of the parties: what it forgoes in each interest, with the interval; open bars where it is better off.

    Bars in one unit share a scale, those in points of one party only, and zero is at one place in all of them.
    """

    def draw(wording: Wording, issue: Any, _name: str) -> list[Chart]:
        amounts = {party: wording.findings.amounts(issue, party) for party in issue[of]}
        scales = _scales(wording, amounts)
        zero, made = _zero(scales.values()), []
        for party, items in amounts.items():
            lines = []
            for interest, item in items.items():
                mean, between = interval(item)
                what = ", ".join(filter(None, (wording.interest(interest), wording.unit(interest))))
                scale = scales[_scale_of(wording, party, interest)]
                bar = charts.span(item["mean"], item["p5"], item["p95"], *scale, zero)
                lines.append((_told(what, f"{mean} ({between})" if between else mean), bar))
            if lines:
                made.append(Chart(wording.party(party), lines))
        note = _how_to_read(scales)
        return [*made[:-1], *(replace(last, note=note) for last in made[-1:])]

    return draw


def _scale_of(wording: Wording, party: str, interest: str) -> tuple[str, str]:
    """Which bars share a scale: those in a unit, and those in points of the same party only, who is named then."""
    unit = wording.findings.interest(interest)[1]
    return (party if unit.partition("/")[0].strip().casefold() in JUDGED else "", unit)


def _scales(wording: Wording, amounts: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], tuple[float, float]]:
    """The ends of each scale over the amounts of several parties; zero is always between them."""
    ends: dict[tuple[str, str], tuple[float, float]] = {}
    for party, items in amounts.items():
        for interest, item in items.items():
            scale = _scale_of(wording, party, interest)
            low, high = ends.get(scale, (0.0, 0.0))
            ends[scale] = min(low, item["p5"], item["mean"]), max(high, item["p95"], item["mean"])
    return ends


def _how_to_read(scales: Iterable[tuple[str, str]]) -> str:
    """Which bars can be compared in length, whole sentences for the scales that a figure has."""
    judged = {bool(party) for party, _unit in scales}
    told = []
    if False in judged:
        told.append(
            _(
                "In this figure bars in one unit share a scale; bars in different units cannot be compared in length, "
                "and a unit need not be worth the same to everyone."
            )
        )
    if True in judged:
        told.append(_("Points are judged for each party by itself: bars in points compare figures of one party alone."))
    return " ".join(told)


def _zero(scales: Collection[tuple[float, float]]) -> float:
    """Where zero stands in all bars, in per cent of the width: as much room on each side as is needed there."""
    scales = [(low, high) for low, high in scales if high > low]
    below = max((-low / (high - low) for low, high in scales), default=0.0)
    above = max((high / (high - low) for low, high in scales), default=1.0)
    return 100 * below / (below + above)


def _causes(wording: Wording, issue: Any, name: str) -> list[Chart]:
    """For each side that loses: its own loss as a bar, cut up by cause."""
    account = wording.findings.base(issue)
    shares = {side: parts for side in issue["sides"] if (parts := words.shares_of(account, side))}
    left = charts.reach(shares.values())
    return [
        Chart(
            wording.party(side),
            [("", charts.stacked(parts, wording.party(side), f"{name}-{place}", left))],
            [
                (charts.swatch(one), f"{cause(one)} {percent(parts[one])}")
                for one in charts.ORDER
                if abs(parts.get(one, 0.0)) >= 0.005
            ],
        )
        for place, (side, parts) in enumerate(shares.items())
    ]


def _expectations(wording: Wording, issue: Any, name: str) -> list[Chart]:
    """For each side that counts on something: that, and what it can attain, against the best it could imagine."""
    made = []
    given = (issue.get("expectations") or {}).get("parties") or {}
    for place, side in enumerate(side for side in issue["sides"] if side in given):
        expected, attainable, best = (given[side][key]["points"] for key in ("expected", "attainable", "best"))
        if expected <= NOTHING or best <= NOTHING:
            continue
        told = _(
            "The line: what it counts on, %(expected)s of the best that any state gives it. The bar: what it can "
            "attain with everyone's consent, %(attainable)s of the best."
        ) % {"expected": percent(expected / best), "attainable": percent(attainable / best)}
        title = wording.party(side)
        bar = charts.expectations(expected / best, attainable / best, title, told, f"{name}-{place}")
        made.append(Chart(title, [(told, bar)]))
    return made


def _beliefs(wording: Wording, issue: Any, name: str) -> list[Chart]:
    """What each side believes that a state is worth to another, against that one's own account and the base account."""
    made = []
    for place, item in enumerate(issue.get("beliefs") or []):
        values = {"believed": item["believed"], "own": item.get("own"), "base": item["base"]}
        heads = {"believed": _("Believed"), "own": _("Own account"), "base": _("Base account")}
        told = {key: "" if value is None else _told(heads[key], percent(value)) for key, value in values.items()}
        title = _("What %(by)s believes about %(about)s: %(state)s") % {
            "by": wording.party(item["by"]),
            "about": wording.party(item["about"]),
            "state": wording.state(issue, item["stances"]),
        }
        described = "; ".join(filter(None, told.values()))
        chart = charts.beliefs(*values.values(), title, described, f"{name}-{place}", list(told.values()))
        legend = [(charts.mark(key), text) for key, text in told.items() if text]
        made.append(Chart(title, [("", chart)], legend))
    return made


def _told(what: str, figure: str) -> str:
    """A figure behind what it is of."""
    return f"{what}: {figure}"


_OF_AN_ISSUE: dict[str, Callable[[Wording, Any, str], list[Chart]]] = {
    "losses": _losses("sides"),
    "bystanders": _losses("bystanders"),
    "causes": _causes,
    "expectations": _expectations,
    "beliefs": _beliefs,
}

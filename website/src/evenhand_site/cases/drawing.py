"""Charts of what a text shows of an issue: those of the engine's report, drawn here, with the figures beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from evenhand.report import charts, words
from evenhand.report.language import speaking
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.wording import Wording, cause, percent

__all__ = ["Chart", "drawn"]


@dataclass(frozen=True)
class Chart:
    """One chart: whose it is, the drawing, and its legend: a field in the colour, and what it stands for."""

    title: str
    svg: str
    legend: Sequence[tuple[str, str]]


def drawn(study: CaseStudy, what: str, issue: str, name: str) -> list[Chart]:
    """The charts of what a study shows of an issue; none where there is no chart of it. ``name`` is new to the page."""
    draw = _DRAWN.get(what)
    if draw is None or study.findings.issue(issue) is None:
        return []
    with speaking(get_language() or "en"):
        return draw(study, issue, name)


def _causes(study: CaseStudy, issue: str, name: str) -> list[Chart]:
    """For each side that loses: its own loss as a bar, cut up by cause."""
    found, wording = study.findings.issue(issue), Wording(study.findings)
    account = study.findings.base(found)
    shares = {side: parts for side in found["sides"] if (parts := words.shares_of(account, side))}
    left = charts.reach(shares.values())
    return [
        Chart(
            wording.party(side),
            charts.stacked(parts, wording.party(side), f"{name}-{place}", left),
            [
                (charts.swatch(one), f"{cause(one)} {percent(parts[one])}")
                for one in charts.ORDER
                if abs(parts.get(one, 0.0)) >= 0.005
            ],
        )
        for place, (side, parts) in enumerate(shares.items())
    ]


_DRAWN: dict[str, Callable[[CaseStudy, str, str], list[Chart]]] = {"causes": _causes}

"""A finding for other sites to show in a frame: nothing around it, and the code that brings it there.

Only the sites that editors have listed may show it (`EmbedRules`); browsers refuse the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from evenhand_site.cases import framing
from evenhand_site.cases.drawing import drawn
from evenhand_site.cases.models import CaseStudy, EmbedRules
from evenhand_site.cases.showing import OF_CASE, SHOWS, headline, show
from evenhand_site.cases.study import study_at
from evenhand_site.cases.wording import Shown, Wording

__all__ = ["OF_PART", "Code", "code", "codes", "finding"]

OF_PART = {
    "brief": ("overview",),
    "ledger": ("losses", "bystanders"),
    "causes": ("causes", "keys"),
    "beliefs": ("beliefs",),
    "common-ground": ("common-ground",),
    "expectations": ("expectations",),
    "issues": ("agreement",),
}
"""The tables that other sites can show of each part of a report; of the other parts nothing can be shown by itself."""


@dataclass(frozen=True)
class Code:
    """What another site writes into its page to show a finding in a frame: what it shows, where that is, the code."""

    title: str
    address: str
    html: str


@xframe_options_exempt
@require_safe
def finding(request: HttpRequest, case_id: str, version: str, show: str, issue: str = "") -> HttpResponse:
    """One thing that a study says of an issue, or of the whole case, in the reader's language."""
    study = study_at(case_id, version)
    found = shown(study, show, issue) if study else None
    if study is None or found is None:
        raise Http404("no such finding")
    of_issue = study.findings.issue(issue)
    context = {
        "study": study,
        "shown": found,
        "charts": drawn(study, show, issue, "figure"),
        "title": headline(show, Wording(study.findings), study.name, of_issue),
        "of_case": study.name if of_issue else "",
        "codes": [code(study, show, issue)],
    }
    allowed = [SELF, *EmbedRules.load(request_or_site=request).origins]
    policy = csp_replace({"frame-ancestors": allowed, "script-src": [NONE], "form-action": [NONE]})
    answer = policy(render)(request, "cases/embed.html", context)
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def shown(study: CaseStudy, what: str, issue: str = "") -> Shown | None:
    """What a study shows of an issue, or of the case where none is named; None where there is no such thing."""
    found = study.findings.issue(issue) if issue else None
    known = SHOWS if found else {} if issue else OF_CASE
    return show(what, Wording(study.findings), found) if what in known else None


def code(study: CaseStudy, what: str, issue: str = "") -> Code | None:
    """What brings a finding to another site; None where the study has no such finding."""
    found = shown(study, what, issue)
    if found is None:
        return None
    of_issue = study.findings.issue(issue)
    head = headline(what, Wording(study.findings), study.name, of_issue)
    title = found.table.caption if found.table else head
    more = [issue, what] if issue else [what]
    address = settings.BASE_URL + reverse(
        "case_embed" if issue else "case_embed_whole", args=[study.case_id, study.place, *more]
    )
    charts, case = drawn(study, what, issue, "figure"), study.name if issue else ""
    widths = (*(screen - framing.ASIDE for screen in framing.SCREENS), framing.WIDTH)
    tall = {width: framing.height(head, case, found, charts, width) for width in widths}
    html = '<iframe src="{}" title="{}" width="100%" height="{}" style="{}" loading="lazy"></iframe>'
    return Code(title, address, format_html(html, address, title, tall[framing.WIDTH], framing.style(tall)))


def codes(study: CaseStudy, part: str, issue: str = "") -> list[Code]:
    """What brings each table of a part of the report to another site, where the study has numbers for it."""
    found = {what: shown(study, what, issue) for what in OF_PART.get(part, ())}
    return [each for what, table in found.items() if table and table.table and (each := code(study, what, issue))]

"""A finding for other sites to show in a frame: nothing around it, and the code that brings it there.

Only the sites that editors have listed may show it (`EmbedRules`); browsers refuse the others.
"""

from __future__ import annotations

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from evenhand_site.cases.models import EmbedRules
from evenhand_site.cases.showing import SHOWS
from evenhand_site.cases.study import study_at
from evenhand_site.cases.wording import Wording

__all__ = ["code", "finding"]


@xframe_options_exempt
@require_safe
def finding(request: HttpRequest, case_id: str, version: str, issue: str, show: str) -> HttpResponse:
    """One thing that a study says of an issue, in the reader's language."""
    study = study_at(case_id, version)
    found = study.findings.issue(issue) if study else None
    if study is None or found is None or show not in SHOWS:
        raise Http404("no such finding")
    wording = Wording(study.findings)
    context = {
        "study": study,
        "shown": SHOWS[show][1](wording, found),
        "title": wording.issue(found),
        "code": code(request, wording.issue(found)),
    }
    allowed = [SELF, *EmbedRules.load(request_or_site=request).origins]
    policy = csp_replace({"frame-ancestors": allowed, "script-src": [NONE], "form-action": [NONE]})
    answer = policy(render)(request, "cases/embed.html", context)
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def code(request: HttpRequest, title: str) -> str:
    """What another site writes into its page to show this one in a frame."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="480" loading="lazy"></iframe>',
        request.build_absolute_uri(request.path),
        title,
    )

"""Stored studies: their list, the report as the engine made it, and what may be fetched."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

import evenhand
from evenhand_site.cases.models import CaseStudy

__all__ = ["analysis", "case_file", "report", "studies"]


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """Every case with its studies, the newest first."""
    by_case: dict[str, list[CaseStudy]] = {}
    for study in CaseStudy.objects.all():
        by_case.setdefault(study.case_id, []).append(study)
    return render(request, "cases/studies.html", {"cases": list(by_case.values())})


@require_safe
def report(request: HttpRequest, case_id: str, version: str = "") -> HttpResponse:
    """The report of a version, of the newest one where none is named, under a policy of its own; with the way back."""
    study = _study(case_id, version)
    way_back = render_to_string("cases/way_back.html", {"study": study}, request)
    style = f"<style>{render_to_string('cases/way_back.css')}</style>"
    html = re.sub("(?=</head>)", lambda _found: style, _rendered(study.pk, get_language()), count=1)
    html = re.sub(r'<body>\s*(<a class="skip".*?</a>)?', lambda found: f"{found[0]}\n{way_back}", html, count=1)
    return HttpResponse(html, headers={"Content-Security-Policy": policy(html), "Content-Language": get_language()})


@require_safe
def analysis(request: HttpRequest, case_id: str, version: str) -> HttpResponse:
    """The findings as ``evenhand analyse --json`` gives them."""
    study = _study(case_id, version)
    return _file(study.analysis, "application/json", f"{study.case_id}-{study.short}.json")


@require_safe
def case_file(request: HttpRequest, case_id: str, version: str) -> HttpResponse:
    """The case file that was analysed (media type of RFC 9512)."""
    study = _study(case_id, version)
    return _file(study.file, "application/yaml; charset=utf-8", f"{study.case_id}-{study.short}.yaml")


@lru_cache(maxsize=12)
def _rendered(pk: int, language: str) -> str:
    """The report of a study, which never changes, as the engine writes it in this language."""
    from evenhand.report import html
    from evenhand.report.language import speaking

    study = CaseStudy.objects.defer(None).get(pk=pk)
    with speaking(language):
        return html.render(evenhand.loads(study.file), json.loads(study.analysis) | json.loads(study.chapters))


def policy(html: str) -> str:
    """A content security policy that allows the style sheets inside a report, by their hashes, and nothing else."""
    sheets = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sheets]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def _study(case_id: str, version: str) -> CaseStudy:
    found = CaseStudy.objects.filter(case_id=case_id, version__startswith=version).first()
    if found is None:
        raise Http404("no study of this case in this version")
    return found


def _file(content: str, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

"""Cases on the site: their list, a case's pages, and what may be fetched of a study."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

import evenhand
from evenhand.report import styles
from evenhand_site.cases import datasets
from evenhand_site.cases.brief import in_brief
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.pages import CasePage, Place
from evenhand_site.cases.study import last_with, study_at
from evenhand_site.cases.tables import TABLES, as_csv
from evenhand_site.citing.bibtex import bibtex
from evenhand_site.citing.csl import csl
from evenhand_site.citing.reference import Reference
from evenhand_site.citing.ris import ris
from evenhand_site.house.open_graph import picture
from evenhand_site.house.surroundings import edition_here
from evenhand_site.keeping.throttle import throttled

__all__ = ["case", "file", "studies", "style_sheet"]

FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"


@require_safe
def studies(request: HttpRequest) -> HttpResponse:
    """Every case with its studies, the newest first."""
    by_case: dict[str, list[CaseStudy]] = {}
    for study in CaseStudy.objects.all():
        by_case.setdefault(study.case_id, []).append(study)
    told = in_brief([versions[0] for versions in by_case.values()])
    return render(request, "cases/studies.html", {"cases": [(*one, by_case[one[0].case_id]) for one in told]})


@require_safe
def case(request: HttpRequest, case_id: str, version: str = "", issue: str = "", chapter: str = "") -> HttpResponse:
    """A page of a case: of the newest study, or of the one that is named.

    An issue that the newest has no longer, or by another name, leads to the newest study that has it.
    """
    study = study_at(case_id, version)
    if study is None and not issue and not chapter:  # an issue may be called as versions are
        study, version, issue = study_at(case_id), "", version
    page = CasePage.at(Place(study, bool(version), issue, chapter)) if study else None
    if page is None and issue and not version and (former := last_with(case_id, issue)):
        return redirect(Place(former, True, issue).url)  # it may come back: not for ever
    if page is None:
        raise Http404("no study of this case in this version, or no such issue or chapter in it")
    return render(request, "cases/case.html", {"page": page})


@throttled("case-file", per_minute=120)
@require_safe
def file(request: HttpRequest, case_id: str, version: str, name: str, issue: str = "") -> HttpResponse:
    """What a study, or one issue of it, gives to other programs."""
    study = study_at(case_id, version)
    if study is None or (issue and study.findings.issue(issue) is None):
        raise Http404("no study of this case in this version, or no such issue in it")
    stem, _dot, ending = name.rpartition(".")
    if ending == "csv" and stem in TABLES:
        return _csv(study, stem, issue)
    if ending == "json" and not issue and stem in (chapters := study.chapter_documents):
        return _attached(study, stem, datasets.as_json(chapters[stem]), "application/json", "json")
    if name not in (_OF_AN_ISSUE if issue else _OF_A_STUDY):
        raise Http404(f"a study has no file {name!r}")
    return (_OF_AN_ISSUE if issue else _OF_A_STUDY)[name](study, issue)


@require_safe
def style_sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """What the report's parts look like on the site; its address changes with it."""
    sheet = report_style()
    same = digest == hashlib.sha256(sheet.encode()).hexdigest()[:12]
    return HttpResponse(sheet, content_type="text/css", headers={"Cache-Control": FOR_EVER if same else A_DAY})


@cache
def report_style() -> str:
    """The engine's rules below ``.report``, and where they meet the site's."""
    own = Path(__file__).with_name("templates") / "cases" / "case.css"
    return styles.within(".report") + own.read_text(encoding="utf-8")


# --- files


def _analysis(study: CaseStudy, issue: str) -> HttpResponse:
    """The findings as ``evenhand analyse --json`` gives them, to the byte; or what they say of one issue."""
    document = dict(study.findings.document)
    if issue:
        document["issues"] = [study.findings.issue(issue)]
    return _attached(study, issue, datasets.as_json(document), "application/json", "json")


def _case_file(study: CaseStudy, _issue: str) -> HttpResponse:
    """The case file that was analysed (media type of RFC 9512)."""
    return _attached(study, "", study.file, "application/yaml; charset=utf-8", "yaml")


def _report(study: CaseStudy, _issue: str) -> HttpResponse:
    """The whole report as one file that needs nothing beside itself, in the reader's language."""
    from evenhand.report import html
    from evenhand.report.language import speaking

    kept = CaseStudy.objects.defer(None).get(pk=study.pk)
    with speaking(get_language() or "en"):
        made = html.render(evenhand.loads(kept.file), json.loads(kept.analysis) | json.loads(kept.chapters))
    return _attached(study, get_language() or "en", made, "text/html; charset=utf-8", "html")


def _csv(study: CaseStudy, table: str, issue: str) -> HttpResponse:
    name = f"{issue}-{table}" if issue else table
    content = as_csv(table, study.findings, issue)
    return _attached(study, name, content, "text/csv; charset=utf-8; header=present", "csv")


def _cited(write: Callable, media_type: str, ending: str) -> Callable[[CaseStudy, str], HttpResponse]:
    def cited(study: CaseStudy, issue: str) -> HttpResponse:
        content = write(datasets.reference(CasePage.at(Place(study, True))))
        return _attached(study, "", content, f"{media_type}; charset=utf-8", ending)

    return cited


def _picture(study: CaseStudy, issue: str) -> HttpResponse:
    """For places that show a link: the title of the case, or of the issue."""
    page, around = CasePage.at(Place(study, True, issue)), edition_here()
    made = picture(
        title=page.title,
        above=page.report.title if issue else page.report.as_of,
        network=around.name if around else "",
        language=get_language() or "en",
    )
    return FileResponse(made.open("rb"), content_type="image/png", headers={"Cache-Control": A_DAY})


def _csl(cited: Reference) -> str:
    return json.dumps([csl(cited)], ensure_ascii=False, indent=2)


_OF_AN_ISSUE: dict[str, Callable[[CaseStudy, str], HttpResponse]] = {
    "analysis.json": _analysis,
    "picture.png": _picture,
}
_OF_A_STUDY: dict[str, Callable[[CaseStudy, str], HttpResponse]] = {
    **_OF_AN_ISSUE,
    "case.yaml": _case_file,
    "report.html": _report,
    "citation.bib": _cited(bibtex, "application/x-bibtex", "bib"),
    "citation.ris": _cited(ris, "application/x-research-info-systems", "ris"),
    "citation.json": _cited(_csl, "application/json", "csl.json"),
}


def _attached(study: CaseStudy, what: str, content: str, media_type: str, ending: str) -> HttpResponse:
    name = "-".join(part for part in (study.case_id, study.place, what) if part)
    disposition = content_disposition_header(True, f"{name}.{ending}")
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition or "attachment"})

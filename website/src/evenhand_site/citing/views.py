"""References of a text as files for reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from evenhand_site.citing.bibtex import bibtex
from evenhand_site.citing.csl import csl
from evenhand_site.citing.reference import Reference, reference
from evenhand_site.citing.ris import ris
from evenhand_site.publications.models import Publication

__all__ = ["citation_bibtex", "citation_csl", "citation_ris"]


@require_safe
def citation_bibtex(request: HttpRequest, pk: int) -> HttpResponse:
    """The BibTeX entry of a public text."""
    return _file(pk, bibtex, "bib", "application/x-bibtex")


@require_safe
def citation_ris(request: HttpRequest, pk: int) -> HttpResponse:
    """The RIS record of a public text."""
    return _file(pk, ris, "ris", "application/x-research-info-systems")


@require_safe
def citation_csl(request: HttpRequest, pk: int) -> HttpResponse:
    """The CSL-JSON item of a public text, in a list as processors expect it."""
    return _file(pk, lambda found: json.dumps([csl(found)], ensure_ascii=False, indent=2), "json", "application/json")


def _file(pk: int, write: Callable[[Reference], str], ending: str, media_type: str) -> HttpResponse:
    page = get_object_or_404(Publication.objects.live().public(), pk=pk).specific
    found = reference(page)
    answer = HttpResponse(write(found), content_type=f"{media_type}; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.key}.{ending}")
    return answer

"""The way to the cases from pages of other subjects: the home page and the footer."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from evenhand_site.cases.models import ArgumentsPage, CaseStudy
from evenhand_site.house.surroundings import keep
from evenhand_site.publications.privacy import public

register = template.Library()


@register.simple_tag
def newest_studies() -> list[CaseStudy]:
    """The newest study of each case."""
    found: dict[str, CaseStudy] = {}
    for study in CaseStudy.objects.defer("analysis", "names", "report", "file"):
        found.setdefault(study.case_id, study)
    return list(found.values())


@register.simple_tag
def arguments_here() -> list[ArgumentsPage]:
    """The pages in the reader's language that set an argument beside a case."""
    pages = public(ArgumentsPage.objects.live()).filter(locale__language_code=get_language()).order_by("path")
    return keep(("arguments", get_language()), lambda: list(pages))

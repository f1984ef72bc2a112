"""The way to the cases from pages of other subjects, and what a case's own pages need beside their words."""

from __future__ import annotations

import hashlib

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from evenhand.report import charts, faults, numerals
from evenhand.report.language import speaking
from evenhand_site.cases.arguments import Argument, arguments
from evenhand_site.cases.blocks import FindingValue
from evenhand_site.cases.brief import in_brief
from evenhand_site.cases.datasets import dataset, reference
from evenhand_site.cases.drawing import Chart, drawn
from evenhand_site.cases.models import ArgumentsPage, Case, CaseStudy, EmbedRules
from evenhand_site.cases.pages import CasePage
from evenhand_site.cases.tables import TABLES
from evenhand_site.citing.structured import as_script
from evenhand_site.citing.styles import Cited, cited_in_all_styles
from evenhand_site.keeping.kept import keep
from evenhand_site.publications.privacy import public

register = template.Library()


@register.simple_tag
def newest_studies() -> list[tuple[CaseStudy, str]]:
    """The newest study of each case, with a sentence on what it found in the reader's language."""
    return in_brief(CaseStudy.objects.of_every_case())


@register.simple_tag
def claims_weighed(study: CaseStudy) -> list[Argument]:
    """Every claim of the commentary beside what the study says about it."""
    return arguments(study.findings)


@register.simple_tag
def arguments_here() -> list[ArgumentsPage]:
    """The pages in the reader's language that set an argument beside a case."""
    pages = public(ArgumentsPage.objects.live()).filter(locale__language_code=get_language()).order_by("path")
    return keep(("arguments", get_language()), lambda: list(pages))


@register.filter
def grouped(number: int) -> str:
    """A count as the report beside it writes numbers: narrow spaces between thousands, from five digits on."""
    return numerals.as_given(number)


@register.filter
def of_the_checker(words: str) -> SafeString:
    """What the checker says, in the reader's language where it has it; it bears the language in which it is told."""
    language = (get_language() or "en") if faults.translatable(words) else "en"
    with speaking(language):
        return format_html('<span class="of-the-checker" lang="{}">{}</span>', language, faults.said(words))


@register.simple_tag
def report_style_address() -> str:
    """Where the style sheet of the report's parts is, as it is now."""
    from evenhand_site.cases.views import report_style

    return reverse("case_style", args=[hashlib.sha256(report_style().encode()).hexdigest()[:12]])


@register.simple_tag
def chart_definitions() -> SafeString:
    """Patterns that the report's charts refer to: once in a page."""
    return mark_safe(str(charts.definitions()))


@register.simple_tag(takes_context=True)
def finding_charts(context: template.Context, figure: FindingValue) -> list[Chart]:
    """The charts of a figure in a text, on a page; the first ones of a page bring what all of them refer to."""
    request = context["request"]
    number = getattr(request, "figures_drawn", 0) + 1
    found = drawn(figure["study"], figure["show"], figure.place.issue, f"figure-{number}")
    if found:
        request.figures_drawn = number
        context["first_charts"] = number == 1
    return found


@register.simple_tag
def study_citations(page: CasePage) -> list[Cited]:
    """The study in every style."""
    return cited_in_all_styles(reference(page))


@register.simple_tag
def dataset_block(page: CasePage) -> SafeString:
    """What dataset search engines read of a case."""
    return as_script(dataset(page))


@register.simple_tag
def embedding_sites() -> list[str]:
    """The sites that may show findings in a frame."""
    return keep(
        "sites that show findings", lambda: [each for rules in EmbedRules.objects.all() for each in rules.origins]
    )


@register.simple_tag(takes_context=True)
def where_sites_are_listed(context: template.Context) -> str:
    """The address at which the reader may list the sites that show findings; empty for those who may not."""
    request = context["request"]
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # nobody's: the page is kept, and the same for all
        return ""
    may = request.user.has_perms(["wagtailadmin.access_admin", "cases.change_embedrules"])
    return reverse("wagtailsettings:edit", args=["cases", "embedrules"]) if may else ""


@register.simple_tag
def file_address(page: CasePage, name: str) -> str:
    return page.place.file(name)


@register.simple_tag(takes_context=True)
def case_to_compare(context: template.Context, page: CasePage) -> Case | None:
    """The case whose versions the reader may compare, as those may who write it."""
    request = context["request"]
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # nobody's: the page is kept, and the same for all
        return None
    if not request.user.has_perms(["wagtailadmin.access_admin", "cases.change_case"]):
        return None
    return Case.objects.filter(case_id=page.study.case_id).first()


@register.simple_tag
def table_names() -> list[str]:
    return list(TABLES)

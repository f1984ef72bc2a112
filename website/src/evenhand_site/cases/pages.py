"""A case's pages: which there are, where each stands, what it says; links between the report's parts as addresses.

=====================================  ==============================================================================
address                                page
=====================================  ==============================================================================
``cases/CASE/``                        the case: the answer in brief, its issues, chapters, files, versions
``cases/CASE/ISSUE/``                  one issue, with all that the report says of it and every number behind it
``cases/CASE/issue/ISSUE/``            the same for an issue called as other pages are: ``chapters``, ``what-if``
``cases/CASE/chapters/CHAPTER/``       one chapter of the report
``cases/CASE/VERSION/…``               each of these as one study found it, for ever
=====================================  ==============================================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from evenhand_site.cases import embed
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.rendering import Issue, Part, Parts, parts

__all__ = ["CasePage", "Place", "chapters"]

ON_THE_CASE_PAGE = frozenset(["brief", "issues"])
"""Parts of the report that have no chapter of their own: the case's page and the issues' pages say the same."""


def chapters(report: Parts) -> list[Part]:
    """The parts of a report that have a page of their own."""
    return [part for part in report.parts if part.name not in ON_THE_CASE_PAGE]


@dataclass(frozen=True)
class Place:
    """Where a page of a study stands: below the case, or for ever below one study; the case's page if no more is said.

    ``study`` in the address is left out where readers are to see whatever is newest.
    """

    study: CaseStudy
    archived: bool = False
    issue: str = ""
    chapter: str = ""

    @property
    def url(self) -> str:
        version = [self.study.place] if self.archived else []
        more = [part for part in (self.issue, self.chapter) if part]
        name = "case_issue" if self.issue else "case_chapter" if self.chapter else "case"
        return reverse(f"{name}_version" if version else name, args=[self.study.case_id, *version, *more])

    def to(self, issue: str = "", chapter: str = "") -> Place:
        """Another page of the same study, in the same way."""
        return Place(self.study, self.archived, issue, chapter)

    @property
    def for_ever(self) -> Place:
        return Place(self.study, True, self.issue, self.chapter)

    @property
    def now(self) -> Place:
        return Place(self.study, False, self.issue, self.chapter)

    @property
    def question(self) -> str:
        """Where readers change the numbers of this page and see what follows."""
        version = [self.study.place] if self.archived else []
        name = "what_if" + ("_version" if version else "") + ("_issue" if self.issue else "")
        return reverse(name, args=[self.study.case_id, *version, *([self.issue] if self.issue else [])])

    def file(self, name: str) -> str:
        """The address of a file: of the issue on whose page one is, else of the whole study; for ever."""
        more = [self.issue] if self.issue and not name.startswith(("case.", "report.", "citation.")) else []
        where = "case_issue_file" if more else "case_file"
        return reverse(where, args=[self.study.case_id, self.study.place, *more, name])


@dataclass(frozen=True)
class Section:
    """A part as its page has it, and what brings its figures to other sites."""

    html: SafeString
    codes: list[embed.Code]


@dataclass(frozen=True)
class CasePage:
    """A page about a case as templates want it; what they ask of every page of the site is called as Wagtail does."""

    place: Place
    report: Parts = field(repr=False)

    @classmethod
    def at(cls, place: Place) -> CasePage | None:
        """The page at a place in the reader's language; None where the case has no such issue or chapter."""
        report = parts(place.study, get_language() or "en")
        page = cls(place, report)
        known = place.issue in report.issues if place.issue else page.chapter is not None or not place.chapter
        return page if known else None

    @property
    def study(self) -> CaseStudy:
        return self.place.study

    @property
    def issue(self) -> Issue | None:
        return self.report.issues.get(self.place.issue)

    @property
    def chapter(self) -> Part | None:
        return next((part for part in chapters(self.report) if part.name == self.place.chapter), None)

    # --- what every page of the site has

    @property
    def title(self) -> str:
        """The issue's, or the case's."""
        return self.issue.title if self.issue else self.report.title

    @property
    def seo_title(self) -> str:
        """What the page is called where it stands by itself: in a list of results, in a window's bar."""
        names = {"page": self.issue.title if self.issue else self.chapter.title if self.chapter else ""}
        return _("%(page)s: %(case)s") % {**names, "case": self.report.title} if names["page"] else self.report.title

    @property
    def lead(self) -> str:
        """What the page is about: the case, or the issue's question."""
        return self.issue.question if self.issue else self.report.summary

    @property
    def search_description(self) -> str:
        brief = self.issue.parts[0] if self.issue else self.chapter or self.report.part("brief")
        told = (
            " ".join(
                strip_tags(
                    re.sub(r"<h2.*?</h2>|<span class=\"kind\">.*?</span>", "", brief.html, flags=re.DOTALL)
                ).split()
            )
            if brief
            else ""
        )
        return self.lead or Truncator(told).chars(300)

    @property
    def url(self) -> str:
        """The address by which the page is known: that of the case while the study is the newest."""
        return (self.place.for_ever if self.study.newer else self.place.now).url

    @property
    def newest_address(self) -> str:
        """The same page as the newest study has it; the case's page where that has no such issue or chapter."""
        newest = self.study.newer or self.study
        there = Place(newest, False, self.place.issue, self.place.chapter)
        return (there if CasePage.at(there) else there.to()).url

    @property
    def date(self) -> datetime:
        return self.study.created

    # --- what stands in it

    @cached_property
    def parts(self) -> Sequence[Part]:
        if self.issue:
            return self.issue.parts
        shown = self.chapter or self.report.part("brief")
        return (shown,) if shown else ()

    @property
    def body(self) -> SafeString:
        """All that stands in it."""
        return mark_safe("\n".join(section.html for section in self.sections))

    @cached_property
    def sections(self) -> list[Section]:
        """The parts, with links that lead to wherever the other parts stand."""
        here = frozenset[str]().union(*(part.anchors for part in self.parts))

        def leading(found: re.Match[str]) -> str:
            anchor = found[1]
            return found[0] if anchor in here else f'href="{self._address_of(anchor)}"'

        return [
            Section(
                mark_safe(self._asked_here_first(re.sub(r'href="#([^"]+)"', leading, part.html))),
                embed.codes(self.study, part.name, self.place.issue),
            )
            for part in self.parts
        ]

    def _asked_here_first(self, html: str) -> str:
        """Where the report tells how to test it by commands, what one can do without any comes first."""
        words = format_html(
            '<p>{} <a href="{}" rel="nofollow">{}</a></p>\n<p>{}</p>',
            _("Here on the site you can put other numbers in the place of those of the case, and see at once:"),
            self.place.question,
            _("What if? Change a number and see which findings move"),
            _("With Evenhand on a computer of your own you can change whatever else stands in the case."),
        )
        return re.sub(r'(<h3 id="testing">.*?</h3>)', lambda found: f"{found[1]}\n{words}", html, count=1)

    def _address_of(self, anchor: str) -> str:
        issue = anchor.removeprefix("issue-")
        if anchor.startswith("issue-") and issue in self.report.issues:
            return self.place.to(issue=issue).url
        part = next((part for part in chapters(self.report) if anchor in part.anchors), None)
        case, anchor = self.place.to().url, "all-issues" if anchor == "issues" else anchor
        return f"{self.place.to(chapter=part.name).url}#{anchor}" if part else f"{case}#{anchor}"

    @property
    def chapter_file(self) -> str:
        """The data of the chapter, where it has a document of its own."""
        name = self.place.chapter
        return self.place.file(f"{name}.json") if name in self.study.chapter_documents else ""

    @property
    def contents(self) -> list[dict[str, Any]]:
        """The case's page and its chapters: title, address, whether this is the one."""
        brief = self.report.part("brief")
        first = [("", brief.title)] if brief else []
        return [
            {
                "title": title,
                "url": self.place.to(chapter=name).url,
                "here": not self.place.issue and name == self.place.chapter,
            }
            for name, title in [*first, *((part.name, part.title) for part in chapters(self.report))]
        ]

    @property
    def issues(self) -> list[dict[str, Any]]:
        return [
            {
                "title": issue.title,
                "question": issue.question,
                "url": self.place.to(issue=name).url,
                "here": name == self.place.issue,
            }
            for name, issue in self.report.issues.items()
        ]

    @property
    def beside(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The page before this one and the next among its like: issues among issues, chapters among chapters."""
        row = self.issues if self.place.issue else self.contents
        at = next(number for number, item in enumerate(row) if item["here"])
        return (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)

    @property
    def texts(self) -> list[Page]:
        """Texts in the reader's language that show findings of the case, the newest first."""
        models = ContentType.objects.get_for_models(CaseStudy, Page)
        shown = ReferenceIndex.objects.filter(
            base_content_type=models[Page],
            to_content_type=models[CaseStudy],
            to_object_id__in=[str(study.pk) for study in self.versions],
        )
        keys = {int(key) for key in shown.values_list("object_id", flat=True)}
        found = Page.objects.live().public().filter(pk__in=keys, locale__language_code=get_language())
        return list(found.order_by("-first_published_at", "-pk"))

    @cached_property
    def versions(self) -> list[CaseStudy]:
        """Every study of the case, the newest first."""
        return list(CaseStudy.objects.filter(case_id=self.study.case_id).order_by("-created", "-pk"))

"""A finding of a case in the body of a text, drawn from a stored study each time it is printed."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from evenhand_site.cases import embed
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.pages import Place
from evenhand_site.cases.showing import OF_CASE, SHOWS, headline, show
from evenhand_site.cases.tables import OF_SHOWN
from evenhand_site.cases.wording import Shown, Wording
from evenhand_site.house.choosers import ChooserBlock

__all__ = ["FindingBlock", "issues"]


def issues() -> list[tuple[str, list[tuple[str, str]]]]:
    """The issues of every case, as a choice has them: by id and title, first those of the newest study of each case.

    What only earlier studies of a case had stands in a group of its own, and cases of one title with their names.
    """
    groups: dict[tuple[str, bool], dict[str, str]] = {}
    for study in CaseStudy.objects.all():  # the newest of each case first
        say, newest = Wording(study.findings), groups.get((study.case_id, True))
        known = groups.setdefault((study.case_id, newest is None), {})
        for issue in study.findings.issues:
            if newest is None or issue["id"] not in newest:
                known.setdefault(issue["id"], say.issue(issue))
    titles = _titles()
    return [(_group(titles[case], newest), list(known.items())) for (case, newest), known in groups.items() if known]


def _titles() -> dict[str, str]:
    """The title of each case, with its name where another case has the same title."""
    titles = {study.case_id: study.name for study in CaseStudy.objects.of_every_case()}
    counted = Counter(titles.values())
    return {case: f"{title} ({case})" if counted[title] > 1 else title for case, title in titles.items()}


def _group(title: str, newest: bool) -> str:
    return title if newest else gettext("%(case)s (earlier versions)") % {"case": title}


class IssueSelect(forms.Select):
    """The choice of an issue; where there are scripts, ``choosing.js`` leaves those of the chosen study in it."""

    class Media:
        js = ("cases/choosing.js",)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        titles = _titles()
        context["widget"]["attrs"]["data-of"] = json.dumps(
            {
                study.pk: {
                    "groups": [_group(titles[study.case_id], newest) for newest in (True, False)],
                    "issues": [issue["id"] for issue in study.findings.issues],
                }
                for study in CaseStudy.objects.all()
            }
        )
        return context


class FindingValue(blocks.StructValue):
    """What was chosen, and what the study says about it."""

    @property
    def shown(self) -> Shown | None:
        """Sentences and a table in the reader's language; None where the study is gone, or not all is chosen yet."""
        shown = self._shown_by(self.get("study"))
        if shown and shown.table and self.get("caption"):
            return replace(shown, table=replace(shown.table, caption=self["caption"]))
        return shown

    def _shown_by(self, study: CaseStudy | None) -> Shown | None:
        """The same finding as another study has it."""
        issue = study.findings.issue(self.get("issue")) if study else None
        if not study or not self.get("show") or (issue is None and self["show"] not in OF_CASE):
            return None
        return show(self["show"], Wording(study.findings), issue)

    @property
    def head(self) -> str:
        """What stands above the figure: its caption, or what it shows and of what."""
        findings = self["study"].findings
        of_issue = findings.issue(self.place.issue)
        return self.get("caption") or headline(self["show"], Wording(findings), self["study"].name, of_issue)

    @property
    def of_case(self) -> str:
        """The case, where neither a caption nor what stands above the figure names it."""
        return "" if self.get("caption") or self["show"] in OF_CASE else self["study"].name

    @property
    def label(self) -> str:
        """What the figure shows, in one line, for those who jump from figure to figure by ear."""
        return f"{self.head} ({self.of_case})" if self.of_case else self.head

    @property
    def place(self) -> Place:
        """Where the issue stands on the site, as this study found it."""
        return Place(self["study"], archived=True, issue="" if self["show"] in OF_CASE else self["issue"])

    @property
    def files(self) -> list[tuple[str, str]]:
        """The figure's numbers and what stands behind them: names and addresses."""
        return [
            ("CSV", self.place.file(f"{OF_SHOWN[self['show']]}.csv")),
            ("JSON", self.place.file("analysis.json")),
            (gettext("case file"), self.place.file("case.yaml")),
        ]

    @property
    def codes(self) -> list[embed.Code]:
        """What brings the figure to another site."""
        code = embed.code(self["study"], self["show"], self.place.issue)
        return [code] if code else []

    @property
    def newer(self) -> Place | None:
        """Where the issue stands now, if the case was studied anew since; the case's page if it is no longer there."""
        study = self["study"].newer
        if study is None:
            return None
        return Place(study, issue=self.place.issue if study.findings.issue(self.place.issue) else "")

    @property
    def meanwhile(self) -> str:
        """Whether the finding is another one in the newest study, in words; empty where that is this one."""
        newest, shown = self["study"].newer, self._shown_by(self["study"])
        if newest is None or shown is None:
            return ""
        now = self._shown_by(newest)
        if now is None:
            return gettext("The newest version has this issue no longer.")
        if now == shown:
            return gettext("In the newest version this finding is the same.")
        if differing := [sentence for sentence in now.words if sentence not in shown.words]:
            told = gettext("In the newest version this finding reads: %(words)s")
            return told % {"words": " ".join(map(str, differing))}
        return gettext("In the newest version this finding has other figures.")


class FindingBlock(blocks.StructBlock):
    """Case and version (a stored study never changes), issue, and what to show of it."""

    study = ChooserBlock(
        "cases.CaseStudy",
        label=_("study"),
        help_text=_("A case in one version; the finding stays that of this version."),
    )
    issue = blocks.ChoiceBlock(
        choices=issues,
        required=False,
        widget=IssueSelect(),
        label=pgettext_lazy("dispute", "issue"),
        help_text=_("Needed for whatever is not shown of the whole case."),
    )
    show = blocks.ChoiceBlock(
        choices=[(name, label) for name, (label, _shows) in (SHOWS | OF_CASE).items()], label=_("shows")
    )
    caption = blocks.CharBlock(required=False, max_length=300, label=_("caption"))

    class Meta:
        icon = "table"
        label = _("finding of a case")
        value_class = FindingValue
        template = "cases/blocks/finding.html"

    def get_searchable_content(self, value: FindingValue) -> list[str]:
        """What stands above the figure and the sentences in it, as the active language has them; no number of it."""
        return [value.label, *map(str, value.shown.words)] if value.shown else []

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        study, show, issue = cleaned["study"], cleaned["show"], cleaned["issue"]
        if not study or show in OF_CASE or not (show or issue):  # a draft may be unfinished
            return cleaned
        findings = study.findings
        if findings.issue(issue) is None:
            known = Wording(findings).issues(findings.issues)
            raise blocks.StructBlockValidationError(
                {"issue": ValidationError(_("Choose an issue of this case: %(issues)s.") % {"issues": known})}
            )
        return cleaned

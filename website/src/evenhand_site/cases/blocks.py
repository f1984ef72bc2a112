"""A finding of a case in the body of a text, drawn from a stored study each time it is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

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
    """The issues of every case, as a choice has them: cases by title, and in each its issues by id and title."""
    cases: dict[str, tuple[str, dict[str, str]]] = {}
    for study in CaseStudy.objects.all():
        say = Wording(study.findings)
        _title, known = cases.setdefault(study.case_id, (study.name, {}))
        for issue in study.findings.issues:
            known.setdefault(issue["id"], say.issue(issue))
    return [(title, list(known.items())) for title, known in cases.values()]


class FindingValue(blocks.StructValue):
    """What was chosen, and what the study says about it."""

    @property
    def shown(self) -> Shown | None:
        """Sentences and a table in the reader's language; None where the study is gone, or not all is chosen yet."""
        study = self.get("study")
        issue = study.findings.issue(self.get("issue")) if study else None
        if not study or not self.get("show") or (issue is None and self["show"] not in OF_CASE):
            return None
        shown = show(self["show"], Wording(study.findings), issue)
        if shown.table and self.get("caption"):
            return replace(shown, table=replace(shown.table, caption=self["caption"]))
        return shown

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

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["study"] or not cleaned["show"] or cleaned["show"] in OF_CASE:  # a draft may be unfinished
            return cleaned
        findings = cleaned["study"].findings
        if findings.issue(cleaned["issue"]) is None:
            known = Wording(findings).issues(findings.issues)
            raise blocks.StructBlockValidationError(
                {"issue": ValidationError(_("Choose an issue of this case: %(issues)s.") % {"issues": known})}
            )
        return cleaned

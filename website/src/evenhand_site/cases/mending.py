"""Where each fault of a case is mended: at the field of a form that shows it, else at its line of the YAML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

import evenhand
from evenhand.errors import Fault
from evenhand_site.cases.forms import Section
from evenhand_site.cases.models import Case
from evenhand_site.cases.sections import SECTIONS, section
from evenhand_site.cases.writing import Examined, Path, document_of, examine

__all__ = ["Place", "Told", "faults_in_forms", "in_forms", "in_text", "listed"]

MOST = 5
"""Faults that a message tells one by one."""


@dataclass(frozen=True)
class Place:
    """Where a fault is mended: the address of a page and field, and what they are called."""

    address: str
    name: str


@dataclass(frozen=True)
class Told:
    """What is wrong and what is odd in a file, each with the place in the forms where it is mended, if one shows it."""

    faults: list[tuple[Place | None, Fault]]
    warnings: list[tuple[Place | None, Fault]]


def in_text(examined: Examined) -> Told:
    """For whoever has the YAML before them: the lines of the faults say where."""
    return Told(
        [(None, fault) for _path, fault in examined.faults], [(None, fault) for _path, fault in examined.warnings]
    )


def in_forms(case: Case, document: evenhand.Document | None, examined: Examined) -> Told:
    """For whoever writes in forms."""
    pages = _Pages(case, document, examined)
    return Told(pages.places(examined.faults), pages.places(examined.warnings))


def faults_in_forms(case: Case) -> list[tuple[Place | None, Fault]]:
    """The faults of a draft, each with the place in the forms where it is mended."""
    examined = examine(case.text, case.case_id)
    return _Pages(case, document_of(case.text), examined).places(examined.faults)


def listed(case: Case, told: str, faults: Sequence[tuple[Place | None, Fault]]) -> SafeString:
    """A message: what is told, then the first faults, each with a link to where it is mended."""
    context = {"case": case, "told": told, "faults": faults[:MOST], "more": max(0, len(faults) - MOST)}
    return render_to_string("cases/admin/mend.html", context)


class _Pages:
    """The pages of forms of a case, each made once."""

    def __init__(self, case: Case, document: evenhand.Document | None, examined: Examined) -> None:
        self.case, self.document, self.examined = case, document, examined
        self.made: dict[str, Section | None] = {}

    def places(self, found: Sequence[tuple[Path, Fault]]) -> list[tuple[Place | None, Fault]]:
        return [(self.place(path), fault) for path, fault in found]

    def place(self, path: Path) -> Place | None:
        """The field, or the row, that shows the value at a path; None where no form does."""
        if self.document is None or not path:
            return None
        for where in self._fitting(path):
            page = self._page(where)
            if page is not None and (found := _within(page, path)):
                anchor, name = found
                told = _("%(page)s: %(field)s") % {"page": page.title, "field": name} if name else page.title
                return Place(reverse("case_form", args=[self.case.pk, where]) + anchor, told)
        return None

    def _page(self, where: str) -> Section | None:
        if where not in self.made:
            assert self.document is not None
            try:
                page = section(self.document, where, self.case.pk)
                self.made[where] = page.build(self.document, self.examined)
            except Http404:
                self.made[where] = None
        return self.made[where]

    def _fitting(self, path: Path) -> list[str]:
        """The pages that may show a path, the one about the least first."""
        first, *others = (str(step) for step in path[:2])
        if first not in SECTIONS[1:]:
            return ["case"]
        found = [first, *("/".join([first, name]) for name in others if name and "/" not in name)]
        if path[0] == "issues" and path[2:3] == ("effects",) and len(path) > 3:
            assert self.document is not None
            effect = self.document.value((*path[:4], "id"))
            if isinstance(effect, str) and effect:
                found.append("/".join([found[-1], effect]))
        return found[::-1]


def _within(page: Section, path: Path) -> tuple[str, str] | None:
    """The field of a page that shows a path, its row, or the page itself: what an address ends in, and its name."""
    shown: list[tuple[Path, str, str]] = []
    for group in page.groups:
        if group.path:
            shown.append((group.path, f"#row_{group.name}" if group.name else "", group.title))
        for entry in group.entries:
            if entry.path and entry.inputs:
                name = f"{group.title} – {entry.label}" if group.title else entry.label
                shown.append((entry.path, f"#{entry.inputs[0]['id']}", name))
    fitting = [each for each in shown if path[: len(each[0])] == each[0]]
    if fitting:
        return max(fitting, key=lambda each: len(each[0]))[1:]
    return ("", "") if page.root and path == page.root else None

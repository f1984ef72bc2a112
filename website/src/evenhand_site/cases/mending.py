"""Where each fault of a case is mended: at the field of a form that shows it, else at its line of the YAML; and where
that is said which readers would miss.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

import evenhand
from evenhand.errors import Fault
from evenhand_site.cases.forms import Section
from evenhand_site.cases.guiding import Ahead, apart
from evenhand_site.cases.models import Case
from evenhand_site.cases.sections import SECTIONS, section
from evenhand_site.cases.writing import Examined, Path, document_of, examine, mended_at

__all__ = ["Few", "Place", "Told", "Unsaid", "few", "in_forms", "in_text", "listed", "unsaid"]

MOST = 5
"""Faults that a message tells one by one."""


@dataclass(frozen=True)
class Place:
    """Where a fault is mended: the address of a page and field, and what they are called."""

    address: str
    name: str


@dataclass(frozen=True)
class Told:
    """What is wrong and what is odd in a file, each with the place in the forms where it is mended, if one shows it;
    and what comes next, which is told apart. Both views of a case tell the same.
    """

    faults: list[tuple[Place | None, Fault]]
    warnings: list[tuple[Place | None, Fault]]
    ahead: Ahead


def in_text(text: str, case_id: str) -> Told:
    """For whoever has the YAML before them: the lines of the faults say where."""
    examined, ahead = apart(document_of(text), examine(text, case_id))
    faults, warnings = ([(None, fault) for _path, fault in found] for found in (examined.faults, examined.warnings))
    return Told(faults, warnings, ahead)


def in_forms(case: Case) -> Told:
    """For whoever writes in forms."""
    document = document_of(case.text)
    examined, ahead = apart(document, examine(case.text, case.case_id))
    pages = _Pages(case, document)
    return Told(pages.places(examined.faults), pages.places(examined.warnings), ahead)


@dataclass(frozen=True)
class Few:
    """How many faults there are, the first with the places in the forms where they are mended; what comes next."""

    count: int
    first: list[tuple[Place | None, Fault]]
    ahead: Ahead

    @property
    def more(self) -> int:
        return self.count - len(self.first)


def few(case: Case, besides: Collection[Fault] = ()) -> Few:
    """The faults of a draft but for these, the first with the places where they are mended; what is missing apart."""
    document = document_of(case.text)
    examined, ahead = apart(document, examine(case.text, case.case_id))
    found = [each for each in examined.faults if each[1] not in besides]
    return Few(len(found), _Pages(case, document).places(found[:MOST]), ahead)


def listed(case: Case, told: str, faults: Few) -> SafeString:
    """A message: what is told, then the first faults, each with a link to where it is mended, and what comes next."""
    return render_to_string("cases/admin/mend.html", {"case": case, "told": told, "faults": faults})


@dataclass(frozen=True)
class Unsaid:
    """What readers of a case would miss, which stops nothing: how many of its numbers name no source, on which pages of
    forms, each led to with how many are there; and what is not told of the case as a whole, with the field for it.
    """

    unsourced: int
    numbers: int
    pages: list[tuple[Place, int]]
    fields: list[tuple[Place, str]]

    def __bool__(self) -> bool:
        return bool(self.unsourced or self.fields)


def unsaid(case: Case, text: str | None = None) -> Unsaid | None:
    """What a text says too little of, that of the case unless given; None while it has faults, which come first."""
    text = case.text if text is None else text
    document, examined = document_of(text), examine(text, case.case_id)
    if document is None or examined.faults:
        return None
    pages = _Pages(case, document)
    found: dict[str, tuple[Place, int]] = {}
    for path in examined.unsourced:
        place, title = pages.place_and_page(path) or (Place(case.admin_url, _("YAML")), _("YAML"))
        address = place.address.partition("#")[0]
        first, count = found.get(address, (Place(place.address, title), 0))
        found[address] = first, count + 1
    fields = [
        (place, words)
        for key, words in _of_the_whole()
        if not document.value((key,)) and (place := pages.place((key,)))
    ]
    return Unsaid(len(examined.unsourced), examined.numbers, list(found.values()), fields)


def _of_the_whole() -> list[tuple[str, str]]:
    return [
        ("summary", _("No summary is given.")),
        ("as of", _("No day is given whose state of affairs counts as today’s.")),
        ("authors", _("No authors are given.")),
    ]


@dataclass(frozen=True)
class _Page:
    """A page of forms: its address and title, and what it shows: paths, what their addresses end in, their names.

    Fields show all that is below their paths, rows and the page itself no more than their fields do.
    """

    address: str
    title: str
    fields: list[tuple[Path, str, str]]
    rows: list[tuple[Path, str, str]]

    def place(self, path: Path) -> Place | None:
        """The field, else the row, that shows a path; the page where it is about just that."""
        fitting = [each for each in self.fields if path[: len(each[0])] == each[0]]
        fitting += [each for each in self.rows if path == each[0]]
        if not fitting:
            return None
        _path, anchor, name = max(fitting, key=lambda each: len(each[0]))
        told = _("%(page)s: %(field)s") % {"page": self.title, "field": name} if name else self.title
        return Place(self.address + anchor, told)


class _Pages:
    """The pages of forms of a case, each made once."""

    def __init__(self, case: Case, document: evenhand.Document | None) -> None:
        self.case, self.document = case, document
        self.made: dict[str, _Page | None] = {}

    def places(self, found: Sequence[tuple[Path, Fault]]) -> list[tuple[Place | None, Fault]]:
        return [(self.place(*mended_at(path, fault)), fault) for path, fault in found]

    def place(self, *paths: Path) -> Place | None:
        """Where the first of these is shown that is shown anywhere."""
        found = next(filter(None, map(self.place_and_page, paths)), None)
        return found[0] if found else None

    def place_and_page(self, path: Path) -> tuple[Place, str] | None:
        """The field, or the row, that shows the value at a path, and the title of its page; None where no form does."""
        if self.document is None or not path:
            return None
        for where in self._fitting(self.document, path):
            if where not in self.made:
                self.made[where] = self._page(self.document, where)
            page = self.made[where]
            if page is not None and (place := page.place(path)):
                return place, page.title
        return None

    def _page(self, document: evenhand.Document, where: str) -> _Page | None:
        try:
            page = section(document, where, self.case.pk).build(document, Examined((), ()))
        except Http404:
            return None
        return _Page(reverse("case_form", args=[self.case.pk, where]), page.title, *_shown(page))

    @staticmethod
    def _fitting(document: evenhand.Document, path: Path) -> list[str]:
        """The pages that may show a path, the one about the least first."""
        first, *others = (str(step) for step in path[:2])
        if first not in SECTIONS[1:]:
            return ["case"]
        found = [first, *("/".join([first, name]) for name in others if name and "/" not in name)]
        if path[0] == "issues" and path[2:3] == ("effects",) and len(path) > 3:
            effect = document.value((*path[:4], "id"))
            if isinstance(effect, str) and effect:
                found.append("/".join([found[-1], effect]))
        return found[::-1]


def _shown(page: Section) -> tuple[list[tuple[Path, str, str]], list[tuple[Path, str, str]]]:
    """The fields and the rows of a page."""
    fields, rows = [], [(page.root, "", "")]
    for group in page.groups:
        rows.append((group.path, f"#row_{group.name}" if group.name else "", group.title))
        for entry in group.entries:
            if entry.path and entry.inputs:
                name = f"{group.title} – {entry.label}" if group.title else entry.label
                fields.append((entry.path, f"#{entry.inputs[0]['id']}", name))
    return fields, rows

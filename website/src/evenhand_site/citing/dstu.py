"""ДСТУ 8302:2015, the Ukrainian standard of bibliographic references.

Up to three authors in front of the title, of four or more the first ones after it (four are named, of more the first
and «та ін.»); areas are parted by full stops, without the sign ``//``, which the standard allows to leave out.
"""

from __future__ import annotations

from datetime import date

from evenhand_site.citing.dates import day_and_month, numbers
from evenhand_site.citing.formatted import Formatted, Italic, ended, formatted
from evenhand_site.citing.names import initials, parts, shortened
from evenhand_site.citing.reference import Name, Reference

__all__ = ["dstu"]

_WORDS = {
    "uk": {"site": "вебсайт", "others": "та ін.", "accessed": "дата звернення", "number": "№", "undated": "б. р."},
    "ru": {"site": "веб-сайт", "others": "и др.", "accessed": "дата обращения", "number": "№", "undated": "б. г."},
    "en": {"site": "website", "others": "et al.", "accessed": "accessed", "number": "no.", "undated": "n. d."},
}


def dstu(reference: Reference, accessed: date) -> Formatted:
    """The reference; ``accessed`` is the day on which the address was open."""
    words = _WORDS.get(reference.language, _WORDS["en"])
    names = reference.authors
    title = reference.title
    if 0 < len(names) < 4:
        title = f"{ended(', '.join(shortened(name, ' ') for name in names))} {title}"
    elif len(names) == 4:
        title = f"{title} / {', '.join(map(_direct, names))}"
    elif names:
        title = f"{title} / {_direct(names[0])} {words['others']}"
    elif reference.corporate and reference.corporate != reference.container:
        title = f"{title} / {reference.corporate}"
    runs = [title, ". "]
    if reference.kind == "book":
        runs += [reference.publisher, ", "] if reference.publisher else []
        runs.append(str(reference.date.year) if reference.date else words["undated"])
    else:
        if reference.kind == "episode" and reference.section:
            runs += [Italic(reference.section), ". "]
        runs += [Italic(reference.container), f" : {words['site']}. "]
        runs.append(str(reference.date.year) if reference.date else words["undated"])
        if reference.date:
            runs += [". ", day_and_month(reference.date, reference.language)]
        if reference.place:
            runs += [". ", reference.place]
        if reference.number:
            series = f"{reference.series} " if reference.series else ""
            runs += [". ", f"{series}{words['number']} {reference.number}"]
    doi = f"DOI: {reference.doi}. " if reference.doi else ""
    runs += [". ", f"{doi}URL: {reference.url} ({words['accessed']}: {numbers(accessed)})."]
    return formatted(*runs, closing=".…")


def _direct(name: Name) -> str:
    family, given, suffix = parts(name)
    return " ".join(part for part in (initials(given), family, suffix) if part)

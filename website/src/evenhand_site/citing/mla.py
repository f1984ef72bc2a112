"""The MLA Handbook, 9th edition (2021): entries of a list of works cited.

One author inverted; two as “Example, Ada, and Ben Sample”; three or more as “Example, Ada, et al.” (5.6-5.8). A body
that is both author and publisher is named as publisher only (5.18). The container is in italics; addresses lose
``https://`` (5.96), DOIs keep it; the series of a memo closes the entry (5.111).
"""

from __future__ import annotations

from evenhand_site.citing.capitals import MLA, headline
from evenhand_site.citing.dates import MLA_MONTHS
from evenhand_site.citing.formatted import Formatted, Italic, closed, ended, formatted, quoted
from evenhand_site.citing.names import direct, inverted
from evenhand_site.citing.reference import Reference

__all__ = ["mla"]


def mla(reference: Reference) -> Formatted:
    """The entry of a list of works cited."""
    authors = _authors(reference)
    head = f"{ended(authors)} " if authors else ""
    title = headline(reference.title, reference.language, MLA)
    titled = [closed(Italic(title)), ". "] if reference.kind == "book" else [f"{quoted(title)} "]
    return formatted(head, *titled, *_container(reference), *_optional(reference))


def _authors(reference: Reference) -> str:
    names = reference.authors
    if not names:
        return "" if reference.corporate in {reference.container, reference.publisher} else reference.corporate
    if len(names) == 1:
        return inverted(names[0])
    if len(names) == 2:
        return f"{inverted(names[0])}, and {direct(names[1])}"
    return f"{inverted(names[0])}, et al."


def _container(reference: Reference) -> list[str]:
    """Container, number, publisher, date, place, joined by commas (the core elements, in their order)."""
    elements: list[str] = []
    if reference.kind == "book":
        elements += [reference.publisher, str(reference.date.year) if reference.date else ""]
    else:
        podcast = reference.kind == "episode" and reference.section
        elements.append(Italic(podcast or reference.container))
        if reference.kind == "episode":
            elements.append(f"season {reference.season}" if reference.season else "")
            elements.append(f"episode {reference.number}" if reference.number else "")
            elements.append(reference.container if podcast else "")
        if reference.kind == "course":
            elements.append(reference.institution)
        elements.append(_day(reference))
        elements.append(reference.place)
    elements.append(reference.address if reference.doi else reference.url.split("://", 1)[-1])
    runs: list[str] = []
    for element in filter(None, elements):
        runs += [", ", element] if runs else [element]
    return [*runs, "."]


def _optional(reference: Reference) -> list[str]:
    """What kind of thing it is, where that is not plain; the series of a memo."""
    if reference.kind == "memo":
        return [f" {ended(reference.in_series() if reference.series else reference.in_series('No.'))}"]
    return [{"event": " Event.", "course": " Course.", "episode": " Podcast."}.get(reference.kind, "")]


def _day(reference: Reference) -> str:
    day = reference.date
    return f"{day.day} {MLA_MONTHS[day.month - 1]} {day.year}" if day else ""

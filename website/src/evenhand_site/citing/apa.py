"""The Publication Manual of the American Psychological Association, 7th edition (2020): the reference list.

Names inverted with initials, an ampersand before the last, up to twenty; of more the first nineteen, an ellipsis and
the last (9.8). Without authors the title stands first (9.12); without a date “n.d.” (9.17). Works that stand alone are
in italics, in sentence style (9.19); a site that is also the author is not repeated (9.31); what is unusual is said in
square brackets (9.21); those who sign an episode are its hosts (10.12). Full stops stand inside quotation marks (6.9).
"""

from __future__ import annotations

from evenhand_site.citing.capitals import sentence
from evenhand_site.citing.dates import MONTHS
from evenhand_site.citing.formatted import Formatted, Italic, closed, ended, formatted
from evenhand_site.citing.names import shortened
from evenhand_site.citing.reference import Reference

__all__ = ["apa"]


def apa(reference: Reference) -> Formatted:
    """The entry of a reference list."""
    authors, day = _authors(reference), f"({_date(reference)}). "
    title = _title(reference)
    title[-1:] = [closed(title[-1]), ". "] if title[-1] else [". "]
    head = [f"{ended(authors)} ", day, *title] if authors else [*title, day]
    return formatted(*head, *_source(reference), reference.address)


def _authors(reference: Reference) -> str:
    names = [shortened(name) for name in reference.authors]
    if not names:
        return reference.corporate
    host = {"episode": " (Host)" if len(names) == 1 else " (Hosts)"}.get(reference.kind, "")
    if len(names) == 1:
        return f"{names[0]}{host}"
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}{host}"
    return f"{', '.join(names[:-1])}, & {names[-1]}{host}"


def _date(reference: Reference) -> str:
    day = reference.date
    if not day:
        return "n.d."
    return str(day.year) if reference.kind == "book" else f"{day.year}, {MONTHS[day.month - 1]} {day.day}"


def _title(reference: Reference) -> list[str]:
    title = sentence(reference.title, reference.language, reference.seen)
    if reference.kind == "memo":
        number = reference.in_series("No.")
        return [Italic(title), f" ({number})"] if number else [Italic(title)]
    if reference.kind == "episode":
        number = f" (No. {reference.number})" if reference.number else ""
        return [title, f"{number} [Audio podcast episode]"]
    version = f" (Version {reference.version})" if reference.version else ""
    said = {"event": " [Event]", "course": " [Course]", "dataset": f"{version} [Data set]"}.get(reference.kind, "")
    return [Italic(title), said] if said else [Italic(title)]


def _source(reference: Reference) -> list[str]:
    """Who published it, and what it is part of; not the author again."""
    site = reference.container if reference.container != reference.corporate else ""
    if reference.kind == "book":
        publisher = reference.publisher if reference.publisher != reference.corporate else ""
        return [publisher, ". "] if publisher else []
    if reference.kind == "episode" and reference.section:
        return ["In ", Italic(reference.section), ". ", *([site, ". "] if site else [])]
    if reference.kind == "event":
        parts = [part for part in (site, reference.place) if part]
        return [", ".join(parts), ". "] if parts else []
    if reference.kind == "course":
        site = reference.institution or site
    return [site, ". "] if site else []

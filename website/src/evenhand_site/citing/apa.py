"""The Publication Manual of the American Psychological Association, 7th edition (2020): the reference list.

Names inverted with initials, an ampersand before the last, up to twenty; of more the first nineteen, an ellipsis and
the last (9.8). Without authors the title stands first (9.12); without a date “n.d.” (9.17). Works that stand alone are
in italics, in sentence style (9.19); a site that is also the author is not repeated (9.31); what is unusual is said in
square brackets (9.21).
"""

from __future__ import annotations

from evenhand_site.citing.capitals import sentence
from evenhand_site.citing.dates import MONTHS
from evenhand_site.citing.formatted import Formatted, Italic, ended, formatted
from evenhand_site.citing.names import initials
from evenhand_site.citing.reference import Name, Reference

__all__ = ["apa"]


def apa(reference: Reference) -> Formatted:
    """The entry of a reference list."""
    authors, day = _authors(reference), f"({_date(reference)}). "
    title = _title(reference)
    head = [f"{ended(authors)} ", day, *title, ". "] if authors else [*title, ". ", day]
    return formatted(*head, *_source(reference), reference.address)


def _authors(reference: Reference) -> str:
    names = [_inverted(name) for name in reference.authors]
    if not names:
        return reference.corporate
    if len(names) == 1:
        return names[0]
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _inverted(name: Name) -> str:
    return f"{name.family}, {initials(name.given)}" if name.given else name.family


def _date(reference: Reference) -> str:
    day = reference.date
    if not day:
        return "n.d."
    return str(day.year) if reference.kind == "book" else f"{day.year}, {MONTHS[day.month - 1]} {day.day}"


def _title(reference: Reference) -> list[str]:
    title = sentence(reference.title, reference.language, reference.seen)
    if reference.kind == "memo":
        number = f"{reference.series} No. {reference.number}" if reference.number else reference.series
        return [Italic(title), f" ({number})"]
    if reference.kind == "episode":
        number = f" (No. {reference.number})" if reference.number else ""
        return [title, f"{number} [Audio podcast episode]"]
    said = {"event": " [Event]", "course": " [Course]"}.get(reference.kind, "")
    return [Italic(title), said]


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

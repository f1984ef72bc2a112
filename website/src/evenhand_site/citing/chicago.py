"""The Chicago Manual of Style, 18th edition (2024): notes and bibliography.

Bibliography: up to six authors, of more the first three and *et al.*; only the first is inverted (13.23, 13.107).
Notes: up to two authors, of more the first and *et al.* English titles in headline style (8.160); titles of pages,
papers and episodes in quotation marks, of books and podcasts in italics (14.104, 14.116, 14.166).
"""

from __future__ import annotations

from evenhand_site.citing.capitals import CHICAGO, headline
from evenhand_site.citing.dates import english
from evenhand_site.citing.formatted import Formatted, Italic, closed, ended, formatted, quoted
from evenhand_site.citing.names import direct, inverted, series_of
from evenhand_site.citing.reference import Reference

__all__ = ["chicago", "chicago_note"]


def chicago(reference: Reference) -> Formatted:
    """The entry of a bibliography."""
    authors = _authors(reference, most=6, shown=3, invert=True)
    head = f"{ended(authors)} " if authors else ""
    title = headline(reference.title, reference.language, CHICAGO)
    if reference.kind == "book":
        facts = ", ".join(fact for fact in (reference.publisher, _year(reference)) if fact)
        return formatted(head, closed(Italic(title)), ". ", facts, ". " if facts else "", ended(reference.address))
    runs: list[str] = []
    for first, *rest in _source(reference):
        runs += [f"N{first[1:]}" if first.startswith("no. ") else first, *rest, ". "]  # it begins a sentence here
    return formatted(head, f"{quoted(title)} ", *runs, ended(reference.address))


def chicago_note(reference: Reference) -> Formatted:
    """The full note at the first mention."""
    authors = _authors(reference, most=2, shown=1, invert=False)
    head = f"{authors}, " if authors else ""
    title = headline(reference.title, reference.language, CHICAGO)
    if reference.kind == "book":
        facts = ", ".join(fact for fact in (reference.publisher, _year(reference)) if fact)
        return formatted(head, Italic(title), f" ({facts})" if facts else "", ", ", ended(reference.address))
    runs: list[str] = []
    for part in _source(reference):
        runs += [*part, ", "]
    return formatted(head, f"{quoted(title, ',')} ", *runs, ended(reference.address))


def _authors(reference: Reference, *, most: int, shown: int, invert: bool) -> str:
    names = reference.authors
    if not names:
        return reference.corporate
    written = [inverted(name) if invert and not place else direct(name) for place, name in enumerate(names)]
    if len(names) > most:
        return f"{', '.join(written[:shown])}{',' if invert else ''} et al."
    return series_of(written, ", ", ", and " if invert or len(names) > 2 else " and ")


def _source(reference: Reference) -> list[list[str]]:
    """What stands between the title and the address: parts that are sentences in a bibliography."""
    day = [[english(reference.date)]] if reference.date else []
    site = reference.container if reference.container != reference.corporate else ""
    facts = [fact for fact in (site, english(reference.date) if reference.date else "") if fact]
    if reference.kind == "memo":
        return [[", ".join(fact for fact in (reference.in_series("no."), *facts) if fact)]]
    if reference.kind == "episode":
        return [_podcast(reference), *([[site]] if site else []), ["Podcast"], *day]
    if reference.kind == "event":
        host = f"Event hosted by {reference.container}"
        return [[", ".join(fact for fact in (host, reference.place, *(each[0] for each in day)) if fact)]]
    if reference.kind == "course":
        return [[", ".join(fact for fact in ("Course", reference.institution or site) if fact)], *day]
    return [*([[site]] if site else []), *day]


def _podcast(reference: Reference) -> list[str]:
    place = (("season", reference.season), ("episode", reference.number))
    told = ", ".join(f"{word} {number}" for word, number in place if number)
    return [Italic(reference.section or reference.container), f", {told}" if told else ""]


def _year(reference: Reference) -> str:
    return str(reference.date.year) if reference.date else "n.d."

"""ГОСТ Р 7.0.100-2018 (bibliographic record) and ГОСТ Р 7.0.5-2008 (bibliographic reference).

The words of the record are those of the text's language. Record: heading with the first of up to three authors; the
statement of responsibility names up to four, of more the first three and [и др.] (5.2.6.6); then kind of content and
means, ``//`` and the site, year, day, address and the day of access. Reference: up to three authors in front, of more
the first one after the title; signs between areas are full stops.
"""

from __future__ import annotations

from datetime import date

from evenhand_site.citing.dates import day_and_month, numbers
from evenhand_site.citing.formatted import Formatted, ended, formatted
from evenhand_site.citing.names import initials, parts, shortened
from evenhand_site.citing.reference import Name, Reference

__all__ = ["gost", "gost_short"]

_WORDS = {
    "ru": {
        "text": "Текст : электронный", "speech": "Устная речь : электронная", "site": "сайт", "others": "и др.",
        "accessed": "дата обращения", "number": "№", "undated": "[б. г.]",
    },
    "uk": {
        "text": "Текст : електронний", "speech": "Усне мовлення : електронне", "site": "сайт", "others": "та ін.",
        "accessed": "дата звернення", "number": "№", "undated": "[б. р.]",
    },
    "en": {
        "text": "Text : electronic", "speech": "Spoken word : electronic", "site": "site", "others": "et al.",
        "accessed": "accessed", "number": "no.", "undated": "[n. d.]",
    },
}  # fmt: skip


def gost(reference: Reference, accessed: date) -> Formatted:
    """The bibliographic record of ГОСТ Р 7.0.100-2018; ``accessed`` is the day on which the address was open."""
    words = _words(reference)
    names = reference.authors
    head = f"{ended(shortened(names[0]))} " if 0 < len(names) < 4 else ""
    content = words["speech" if reference.kind == "episode" else "text"]
    areas = [f"{head}{reference.title}{_responsibility(reference)}"]
    if reference.kind == "book":
        areas.append(", ".join(fact for fact in (reference.publisher, _year(reference)) if fact))
        areas += [f"ISBN {reference.isbn}"] if reference.isbn else []
        areas.append(content)
    else:
        areas += [f"{content} // {_whole(reference)}", _year(reference)]
        areas += [day_and_month(reference.date, reference.language)] if reference.date else []
        areas += [reference.place] if reference.place else []
        if reference.number:
            number = f"{words['number']} {reference.number}"
            areas.append(f"({reference.series} ; {number})" if reference.series else number)
    return _joined(" – ", [*areas, *_address(reference, accessed)])


def gost_short(reference: Reference, accessed: date) -> Formatted:
    """The bibliographic reference of ГОСТ Р 7.0.5-2008."""
    words, names = _words(reference), reference.authors
    title = reference.title
    if 0 < len(names) < 4:
        title = f"{ended(', '.join(shortened(name, ' ') for name in names))} {title}"
    elif names:
        title = f"{title} / {_direct(names[0])} [{words['others']}]"
    elif reference.corporate and reference.corporate != reference.container:
        title = f"{title} / {reference.corporate}"
    book = reference.kind == "book"
    areas = [title, reference.publisher] if book else [f"{title} // {reference.container}"]
    areas.append(_year(reference))
    areas += [day_and_month(reference.date, reference.language)] if reference.date and not book else []
    areas += [f"{words['number']} {reference.number}"] if reference.number else []
    return _joined(" ", [area for area in areas if area] + _address(reference, accessed))


def _joined(sign: str, areas: list[str]) -> Formatted:
    """The areas with a full stop and a sign between them; a stop that is there already is not doubled."""
    runs = areas[:1]
    for area in areas[1:]:
        runs += [f".{sign}", area]
    return formatted(*runs, closing=".…")


def _words(reference: Reference) -> dict[str, str]:
    return _WORDS.get(reference.language, _WORDS["en"])


def _whole(reference: Reference) -> str:
    """What the text is part of; the podcast of an episode before the site."""
    site = f"{reference.container} : [{_words(reference)['site']}]"
    if reference.kind == "episode" and reference.section:
        return f"{reference.section} / {site}"
    return site


def _responsibility(reference: Reference) -> str:
    names = [_direct(name) for name in reference.authors]
    if len(names) > 4:
        return f" / {', '.join(names[:3])} [{_words(reference)['others']}]"
    if names:
        return f" / {', '.join(names)}"
    return f" / {reference.corporate}" if reference.corporate else ""


def _address(reference: Reference, accessed: date) -> list[str]:
    doi = [f"DOI {reference.doi}"] if reference.doi else []
    return [*doi, f"URL: {reference.url} ({_words(reference)['accessed']}: {numbers(accessed)})."]


def _year(reference: Reference) -> str:
    return str(reference.date.year) if reference.date else _words(reference)["undated"]


def _direct(name: Name) -> str:
    family, given, suffix = parts(name)
    return " ".join(part for part in (initials(given), family, suffix) if part)

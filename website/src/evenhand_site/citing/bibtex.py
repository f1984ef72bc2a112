"""BibTeX entries. Words stay in Unicode; what TeX would read as its own signs is escaped.

Braces are written as ``\\textbraceleft{}`` and ``\\textbraceright{}``, since readers of BibTeX count even escaped ones.
"""

from __future__ import annotations

from evenhand_site.citing.names import parts
from evenhand_site.citing.reference import Name, Reference

__all__ = ["bibtex"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES = {"memo": "techreport", "book": "book"}
_LANGUAGES = {"en": "english", "ru": "russian", "uk": "ukrainian"}
_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "$&#_%"},
    }
)  # fmt: skip
_IN_ADDRESSES = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '{}\\ <>"^`|'})


def bibtex(reference: Reference) -> str:
    """The entry, ending with a line break."""
    authors = " and ".join(map(_name, reference.authors)) or _whole(reference.corporate)
    memo, book = reference.kind == "memo", reference.kind == "book"
    day = reference.date
    fields = {
        "author": authors,
        "title": _whole(reference.title),
        "institution": _escaped(reference.container) if memo else "",
        "type": _escaped(reference.series) if memo else "",
        "number": str(reference.number or ""),
        "publisher": _escaped(reference.publisher) if book else "",
        "howpublished": "" if memo or book else _escaped(_where(reference)),
        "version": _escaped(reference.version),
        "year": str(day.year) if day else "",
        "month": "",
        "address": _escaped(reference.place),
        "doi": _address(reference.doi),
        "isbn": _escaped(reference.isbn),
        "url": _address(reference.url),
        "language": _LANGUAGES.get(reference.language, reference.language),
    }
    lines = []
    for name, value in fields.items():
        if value:
            lines.append(f"  {name} = {{{value}}},\n")
        if name == "month" and day:
            lines.append(f"  month = {_MONTHS[day.month - 1]},\n")
    return f"@{_TYPES.get(reference.kind, 'misc')}{{{reference.key},\n{''.join(lines)}}}\n"


def _where(reference: Reference) -> str:
    kind = {"episode": "Podcast", "event": "Event", "course": "Course"}.get(reference.kind, "")
    section = reference.section if reference.kind == "episode" else ""
    return ", ".join(part for part in (kind, section, reference.institution, reference.container) if part)


def _name(name: Name) -> str:
    """A name as “family, suffix, given”; what would be parted otherwise, as words without a comma, stands in braces."""
    family, given, suffix = parts(name)
    if not given and not suffix and " " in family:
        return _whole(family)
    return ", ".join(_part(part) for part in (family, suffix, given) if part)


def _part(part: str) -> str:
    return _whole(part) if "," in part or "and" in part.lower().split() else _escaped(part)


def _whole(words: str) -> str:
    """Words that stay together and keep their capitals."""
    return f"{{{_escaped(words)}}}" if words else ""


def _escaped(words: str) -> str:
    return " ".join(words.split()).translate(_SIGNS)


def _address(address: str) -> str:
    """An address or a DOI, which TeX reads word for word."""
    return address.translate(_IN_ADDRESSES)

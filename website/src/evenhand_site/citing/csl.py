"""CSL-JSON, the input of citation processors (Citation Style Language 1.0.2, appendices III and IV)."""

from __future__ import annotations

from typing import Any

from evenhand_site.citing.names import parts
from evenhand_site.citing.reference import Name, Reference

__all__ = ["csl"]

_TYPES = {
    "memo": "report", "book": "book", "episode": "broadcast", "event": "event", "course": "document",
    "dataset": "dataset",
}  # fmt: skip


def csl(reference: Reference) -> dict[str, Any]:
    """The item; without what is not known."""
    day = reference.date
    authors = [_name(name) for name in reference.authors]
    episode = reference.kind == "episode"
    item = {
        "id": reference.key,
        "type": _TYPES.get(reference.kind, "webpage"),
        "title": reference.title,
        "author": authors or ([{"literal": reference.corporate}] if reference.corporate else []),
        "container-title": reference.section if episode and reference.section else reference.container,
        "collection-title": reference.series,
        "number": str(reference.number or ""),
        "version": reference.version,
        "genre": reference.series or ("Podcast" if episode else ""),
        "publisher": reference.publisher,
        "event-place": reference.place,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "DOI": reference.doi,
        "ISBN": reference.isbn,
        "URL": reference.url,
        "language": reference.language,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    return {part: words for part, words in zip(("family", "given", "suffix"), parts(name), strict=True) if words}

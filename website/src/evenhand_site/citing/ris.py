"""RIS (Research Information Systems), the tagged format of reference managers: two letters, two spaces, a hyphen."""

from __future__ import annotations

from evenhand_site.citing.names import inverted
from evenhand_site.citing.reference import Reference

__all__ = ["ris"]

_TYPES = {"memo": "RPRT", "book": "BOOK", "episode": "SOUND", "dataset": "DATA"}


def ris(reference: Reference) -> str:
    """The record; lines end as the format asks, with carriage return and line feed."""
    day = reference.date
    tags = [
        ("TY", _TYPES.get(reference.kind, "ELEC")),
        *(("AU", inverted(name)) for name in reference.authors),
        ("AU", reference.corporate),
        ("TI", reference.title),
        ("T2", reference.section if reference.kind == "episode" and reference.section else reference.container),
        ("T3", reference.series),
        ("ET", reference.version),
        ("SN", reference.isbn),
        ("M1", str(reference.number or "")),
        ("PB", reference.publisher),
        ("CY", reference.place),
        ("PY", f"{day.year:04}" if day else ""),
        ("DA", day.isoformat().replace("-", "/") if day else ""),
        ("LA", reference.language),
        ("DO", reference.doi),
        ("UR", reference.url),
        ("ID", reference.key),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value.strip()]
    return "\r\n".join([*lines, "ER  - ", ""])

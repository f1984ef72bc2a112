"""Style sheets of the report: of its parts alone, and for a page in which the parts stand beside other things.

``page.css`` is the frame of the report as a file of its own, ``report.css`` what its parts look like.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["parts", "printed_colours", "within"]

_SHEETS = Path(__file__).parent / "templates"


def within(selector: str) -> str:
    """The rules of the parts for whatever stands inside ``selector``; the page gives its own colours and letters.

    Colours that such a page must name: ``--paper``, ``--raised``, ``--ink``, ``--muted``, ``--rule``, ``--faint``,
    ``--accent``; letters: ``--serif``, ``--sans``.

    Examples
    --------
    >>> ".report h3 > a { color: inherit;" in within(".report")
    True
    """

    def scoped(found: re.Match[str]) -> str:
        chosen = found[1].strip()
        if chosen.startswith("@"):
            return found[0]
        places = [place.strip() for place in chosen.split(",")]
        told = ", ".join(selector if place == ":root" else f"{selector} {place}" for place in places)
        return f"\n{told} {{"

    return re.sub(r"([^{}]+)\{", scoped, parts()).strip() + "\n"


@cache
def parts() -> str:
    """The rules of the parts, without comments."""
    return re.sub(r"/\*.*?\*/", "", _sheet("report.css"), flags=re.DOTALL)


def printed_colours() -> dict[str, str]:
    """The colours of print by their names."""
    found: dict[str, str] = {}
    for sheet in (_sheet("page.css"), _sheet("report.css")):
        screen, printed = sheet.split("@media print", 1)
        for part in (screen.split("@media", 1)[0], printed):
            found |= dict(re.findall(r"(--[\w-]+):\s*([^;}]+)", part))
    return {name: found.get(value[4:-1], value) if value.startswith("var(") else value for name, value in found.items()}


def _sheet(name: str) -> str:
    return (_SHEETS / name).read_text(encoding="utf-8")

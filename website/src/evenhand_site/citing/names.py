"""Names of authors in citations: inverted, with initials, joined."""

from __future__ import annotations

import re

from evenhand_site.citing.reference import Name

__all__ = ["direct", "initials", "inverted", "series_of"]


def inverted(name: Name) -> str:
    """“Example, Ada”."""
    return f"{name.family}, {name.given}" if name.given else name.family


def direct(name: Name) -> str:
    """“Ada Example”."""
    return f"{name.given} {name.family}".strip()


def initials(given: str, space: str = "\N{NO-BREAK SPACE}") -> str:
    """The initials of given names; hyphens stay.

    >>> initials("Jean-Paul Marie", " "), initials("Ада Ивановна", " "), initials("J. R.", " ")
    ('J.-P. M.', 'А. И.', 'J. R.')
    """
    words = re.findall(r"[^\s.]+", given)
    return space.join("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in words)


def series_of(names: list[str], joined: str, last: str) -> str:
    """The names joined by ``joined``, the last by ``last``."""
    return names[0] if len(names) == 1 else f"{joined.join(names[:-1])}{last}{names[-1]}"

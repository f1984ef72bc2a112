"""Names of authors in citations: inverted, with initials, joined.

A suffix (Jr., III) stands last when a name is inverted. A particle (van, de) stays where the person has it: before the
family name it belongs to it; after the given names it stays there, in full, and is no initial.
"""

from __future__ import annotations

import re

from evenhand_site.citing.reference import Name

__all__ = ["direct", "initials", "inverted", "parts", "series_of", "shortened"]

_SUFFIX = re.compile(r"(?:,\s*|\s+)((?:Jr|Sr|jr|sr|мл|ст|мол)\.?|I{2,3}|IV)$")
_PARTICLES = frozenset(
    """af al am auf aus av bin da das de degli dei del della den der des di do dos du e el het ibn il in la las le li lo
    los of op opde san ten ter und van vande vander vom von y z zu zum zur
    ван де дель дер ди ду ибн ла ле фон цу эль ібн ель""".split()  # noqa: SIM905
)


def parts(name: Name) -> tuple[str, str, str]:
    """Family name with its particle, given names, suffix.

    >>> parts(Name("King Jr.", "Martin Luther")), parts(Name("van Dam", "Cy")), parts(Name("Lot, III"))
    (('King', 'Martin Luther', 'Jr.'), ('van Dam', 'Cy', ''), ('Lot', '', 'III'))
    """
    family, given, suffix = name.family, name.given, ""
    if found := _SUFFIX.search(family):
        family, suffix = family[: found.start()], found[1]
    elif found := _SUFFIX.search(given):
        given, suffix = given[: found.start()], found[1]
    return family, given, suffix


def inverted(name: Name) -> str:
    """“Example, Ada”, “Example, Ada, Jr.”."""
    return ", ".join(part for part in parts(name) if part)


def shortened(name: Name, comma: str = ", ") -> str:
    """“Example, A.”, “Example, A., Jr.”; ``comma`` stands between family name and initials."""
    family, given, suffix = parts(name)
    short = initials(given)
    return f"{family}{comma if short else ''}{short}{', ' if suffix else ''}{suffix}"


def direct(name: Name) -> str:
    """“Ada Example”, “Ada Example Jr.”."""
    family, given, suffix = parts(name)
    return " ".join(part for part in (given, family, suffix) if part)


def initials(given: str, space: str = "\N{NO-BREAK SPACE}") -> str:
    """The initials of given names; hyphens and particles stay.

    >>> initials("Jean-Paul Marie", " "), initials("Ада Ивановна", " "), initials("J. R.", " "), initials("Jo van", " ")
    ('J.-P. M.', 'А. И.', 'J. R.', 'J. van')
    """
    words = [_initial(word) for word in re.findall(r"[^\s.]+", given)]
    return space.join(word for word in words if word)


def _initial(word: str) -> str:
    if word in _PARTICLES:
        return word
    letters = (next((sign for sign in part if sign.isalnum()), "") for part in word.split("-"))
    return "-".join(f"{letter.upper()}." for letter in letters if letter)


def series_of(names: list[str], joined: str, last: str) -> str:
    """The names joined by ``joined``, the last by ``last``."""
    return names[0] if len(names) == 1 else f"{joined.join(names[:-1])}{last}{names[-1]}"

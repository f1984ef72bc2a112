"""The cases that ship with Evenhand, found by name: worked-out reference cases, then small ones that teach."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from evenhand.errors import InputError

__all__ = ["SHELVES", "cases", "find", "locate"]

SHELVES = ("reference", "teaching", "published")
"""The folders of the catalogue, in the order in which they are listed."""


def cases() -> dict[str, Path]:
    """Every case that ships: its name and its file, shelf by shelf, in alphabetical order.

    Examples
    --------
    >>> cases()["prisoners-dilemma"].parent.name
    'teaching'
    """
    top = Path(str(resources.files(__name__)))
    return {file.stem: file for shelf in SHELVES for file in sorted((top / shelf).glob("*.yaml"))}


def find(case_id: str) -> Path:
    """The file of the case of this name.

    Raises
    ------
    InputError
        If no case of this name ships; the nearest name is suggested.
    """
    shipped = cases()
    if case_id not in shipped:
        raise InputError(f"no case called `{case_id}` ships with Evenhand{_suggestion(case_id, shipped)}")
    return shipped[case_id]


def locate(path_or_id: str | os.PathLike[str]) -> Path:
    """The file of a case, given its path or, for one that ships, its name. A file of that name comes first.

    Raises
    ------
    InputError
        If there is neither such a file nor such a case.
    """
    name = os.fspath(path_or_id)
    path = Path(name)
    if "\0" in name or not name:
        raise InputError(f"{name!r} names neither a file nor a case")
    shipped = cases()
    if name in shipped and not path.is_file():
        return shipped[name]
    if os.path.lexists(path) or path.suffix or os.sep in name:
        return path
    raise InputError(f"{name}: no such file, and no case of that name ships{_suggestion(name, shipped)}")


def _suggestion(name: str, shipped: dict[str, Path]) -> str:
    from evenhand.casefile.shape import nearest  # costs time that only a mistake should take

    near = nearest(name, list(shipped))
    return f"; did you mean {near}?" if near else "; `evenhand cases` lists those that do"

"""A case file to a :class:`Case`, or to all of its faults at once."""

from __future__ import annotations

import os
import stat
from typing import Any

from evenhand.casefile.check import faults_in
from evenhand.casefile.compose import Path, Places, compose
from evenhand.casefile.model import Case
from evenhand.casefile.shape import nearest, shape
from evenhand.errors import CaseError, Fault, InputError, phrase

__all__ = ["MAX_BYTES", "MAX_FAULTS", "loads", "loads_with_places", "read", "read_text", "read_with_places"]

MAX_BYTES = 10_000_000
"""Largest file that is read; a case of a hundred issues has less than a tenth of it."""
MAX_FAULTS = 500
"""Most faults that are listed."""


def read(source: str | os.PathLike[str]) -> Case:
    """The case in a file.

    Raises
    ------
    InputError
        If the file cannot be read at all: it is missing, a folder, a device, too large, or no UTF-8 text.
    CaseError
        If it is no case, or one with faults: all of them, each with its place.
    """
    return read_with_places(source)[0]


def read_with_places(source: str | os.PathLike[str]) -> tuple[Case, Places]:
    """The case in a file, and where everything stands in it (for warnings with their line)."""
    return loads_with_places(read_text(source), os.fspath(source))


def loads(text: str, name: str = "<text>") -> Case:
    """The case in a text; ``name`` stands in the place of the file's name in faults.

    Examples
    --------
    >>> try:
    ...     loads("case: strait\\ntittle: The strait\\nparties: {}\\ninterests: {}\\nissues: {}", "strait.yaml")
    ... except CaseError as error:
    ...     print(error.faults[0])
    strait.yaml:2:1: `tittle` is not known in a case [unknown-key]
        found: tittle
        expected: one of: case, title, as of, authors, summary, note, licence, rate, horizon, parties, interests, \
weights, issues, accounts, episodes, events, courses, pressure, experts, evidence, translations
        did you mean: title?
    """
    return loads_with_places(text, name)[0]


def loads_with_places(text: str, name: str = "<text>") -> tuple[Case, Places]:
    """The case in a text, and where everything stands in it."""
    data, places, faults = compose(text.removeprefix("\ufeff"), name)
    if data is None:
        raise CaseError(_listed(faults))
    case, more = _examine(data, places)
    said = {(fault.line, fault.column) for fault in faults}
    more = [fault for fault in more if (fault.line, fault.column) not in said]
    if case is None or faults or more:
        raise CaseError(_listed([*faults, *more]))
    return case, places


def _listed(faults: list[Fault]) -> list[Fault]:
    """The faults in the order of the file, cut off where nobody would read on."""
    ordered = sorted(faults)
    if len(ordered) <= MAX_FAULTS:
        return ordered
    last = ordered[MAX_FAULTS - 1]
    message = phrase("more than %(most)s faults: those after this place are not listed", most=MAX_FAULTS)
    expected = phrase("these mended first; many may have one cause")
    rest = Fault(last.line, last.column + 1, "more", message, last.file, expected=expected)
    return [*ordered[:MAX_FAULTS], rest]


def _examine(data: Any, places: Places) -> tuple[Case | None, list[Fault]]:
    """Shape and sense together; nothing is said about the sense of what has no shape."""
    case, faults, broken = shape(data, places)
    unreadable = set(broken)

    def follows(path: Path, key: bool) -> bool:
        above = range(len(path) if key else len(path) + 1)
        return any(path[:length] in unreadable for length in above)

    findings = faults_in(data, places)
    return case, faults + [found.fault for found in findings if not follows(found.path, found.key)]


def read_text(source: str | os.PathLike[str]) -> str:
    """The text of a file that somebody named.

    Raises
    ------
    InputError
        If there is no such file, or it cannot be read, or is too large, or holds no UTF-8 text.
    """
    path = os.fspath(source)
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "no ordinary file (a device, pipe or socket)"
            raise InputError(f"{path}: {kind}, where a file is expected")
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
            size = max(os.fstat(file.fileno()).st_size, len(content))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file{_near_file(path)}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path!s}: cannot be read ({reason[0].lower()}{reason[1:]})") from error
    if size > MAX_BYTES:
        raise InputError(f"{path}: {size / 1e6:,.1f} MB, larger than the {MAX_BYTES / 1e6:g} MB that are read")
    return _decoded(content, path)


def _decoded(content: bytes, path: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{path}: the text is in UTF-16; save it as UTF-8")
    if b"\0" in content:
        raise InputError(f"{path}: no text, it looks like a binary file; a case is a text file in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"line {line} holds the byte 0x{content[error.start]:02x}"
        raise InputError(f"{path}: the text is not in UTF-8 ({what}); save it as UTF-8") from None


def _near_file(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        files = [entry for entry in os.listdir(folder or ".") if entry.endswith((".yaml", ".yml"))]
    except (OSError, ValueError):
        return ""
    near = nearest(name, files)
    return f"; did you mean {os.path.join(folder, near)}?" if near else ""

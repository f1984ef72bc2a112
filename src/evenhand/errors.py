"""Every error that Evenhand raises on purpose.

::

    EvenhandError
    ├── CaseError         a case file has faults (all of them, each a ``Fault`` with its place)
    ├── InputError        something else that a user gave cannot be used (a path, an option, an unknown issue)
    └── OutputError       a result could not be written (a full disk, a folder that is not there)

"There is no agreement" is never an error: it is an answer with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["CaseError", "EvenhandError", "Fault", "InputError", "OutputError"]


class EvenhandError(Exception):
    """Base of all errors that a user can mend."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong in a file: where, what, what was expected, and how to mend it.

    ``line`` and ``column`` count from 1; 0 means that the fault concerns the file as a whole.
    ``code`` names the kind of fault and its page in the documentation.
    """

    line: int
    column: int
    code: str
    message: str
    file: str = ""
    text: str = ""
    expected: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        parts = [f"{place}: {self.message} [{self.code}]"]
        if self.text:
            parts.append(f"    found: {self.text}")
        if self.expected:
            parts.append(f"    expected: {self.expected}")
        if self.suggestion:
            parts.append(f"    did you mean: {self.suggestion}?")
        return "\n".join(parts)


class CaseError(EvenhandError):
    """A case file has faults; ``faults`` holds all of them in the order of the file, ``what`` names the file's kind."""

    def __init__(self, faults: Iterable[Fault], what: str = "case") -> None:
        self.faults = tuple(sorted(faults))
        self.what = what
        super().__init__("\n".join(str(fault) for fault in self.faults))


class InputError(EvenhandError):
    """Something that the user named (a file, a case, an issue, an option) cannot be used."""


class OutputError(EvenhandError):
    """A result could not be written; what stood there before is untouched."""

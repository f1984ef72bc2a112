"""Every error that Evenhand raises on purpose.

::

    EvenhandError
    ├── CaseError         a case file has faults (all of them, each a ``Fault`` with its place)
    ├── InputError        something else that a user gave cannot be used (a path, an option, an unknown issue)
    └── OutputError       a result could not be written (a full disk, a folder that is not there)

"There is no agreement" is never an error: it is an answer with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = [
    "CaseError",
    "EvenhandError",
    "Fault",
    "InputError",
    "OutputError",
    "Phrase",
    "phrase",
    "phrase_counted",
]


class Phrase(str):
    """English words about a file that can be said in other languages as well.

    It is the English text, and behaves as nothing else. ``template`` and ``values`` are what it was made of, ``many``
    and ``number`` as well where something is counted: a translator sees the template, and `evenhand.report.faults` says
    it in the language of the reader.
    """

    template: str
    many: str
    number: int
    values: Mapping[str, str | int]


def phrase(template: str, /, **values: str | int) -> Phrase:
    """Words with named places, as ``%(side)s``, and what stands in these; the template is made known to translators.

    A value is a name or a piece of the file, shown as it is; or a phrase in its turn, in the nominative and best behind
    a colon; or an ``int``, an amount that every language groups its own way (a line or a year is given as text).

    Examples
    --------
    >>> phrase("at most %(most)s states, of `%(side)s`", most=100_000, side="us")
    'at most 100,000 states, of `us`'
    """
    return _made(template, "", 1, values)


def phrase_counted(one: str, many: str, number: int, /, **values: str | int) -> Phrase:
    """The same with a number that the words must agree with.

    Examples
    --------
    >>> phrase_counted("%(count)s state is left out", "%(count)s states are left out", 2, count="2")
    '2 states are left out'
    """
    return _made(one, many, number, values)


def _made(one: str, many: str, number: int, values: Mapping[str, str | int]) -> Phrase:
    template = many if many and number != 1 else one
    made = Phrase(
        template % {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    )
    made.template, made.many, made.number, made.values = one, many, number, values
    return made


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

"""The check of a case in a text: every fault at once, or the case with everything that is odd in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from evenhand.casefile import Case, Places, loads_with_places, warnings
from evenhand.errors import CaseError, Fault, phrase
from evenhand.findings.evenness import entries, supplied
from evenhand.study.unstable import unstable_defaults

__all__ = ["Checked", "check"]


@dataclass(frozen=True)
class Checked:
    """What a check found: the case and its warnings, or faults and no case.

    ``places`` says where everything stands in the text, for a case without faults.
    """

    case: Case | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    places: Places | None = None

    @property
    def numbers(self) -> int:
        """How many numbers the case has that somebody gave; 0 without a case."""
        return sum(1 for _entry in entries(self.case)) if self.case is not None else 0

    @property
    def unsourced(self) -> tuple[tuple[str | int, ...], ...]:
        """The paths of the numbers that name no source or expert, nor say how they were come by.

        They are those that the audit of evenness lists as without a source.

        Examples
        --------
        >>> import evenhand
        >>> found = check(evenhand.locate("prisoners-dilemma").read_text(encoding="utf-8"))
        >>> len(found.unsourced), found.numbers
        (4, 6)
        """
        if self.case is None:
            return ()
        return tuple(entry.path for entry in entries(self.case) if supplied(self.case, entry) == "none")


def check(text: str, name: str = "<text>") -> Checked:
    """Everything that is wrong or odd in the text of a case file, as ``evenhand check`` says it.

    Parameters
    ----------
    text : str
        The case file.
    name : str
        Stands in the place of the file's name in faults.

    Returns
    -------
    Checked
        Never raises for a text, whatever it holds.

    Examples
    --------
    >>> [fault.code for fault in check("case: strait").faults][:2]
    ['missing-key', 'missing-key']
    """
    try:
        case, places = loads_with_places(text, name)
    except CaseError as error:
        return Checked(None, error.faults)
    return Checked(case, (), tuple(sorted([*warnings(case, places), *_unstable(case, places)])), places)


def _unstable(case: Case, places: Places) -> list[Fault]:
    """Defaults that do not hold by the case's own numbers; only the engine can tell."""
    return [
        places.fault(
            "unstable-default",
            phrase("by the case's own numbers %(side)s would leave today's state by itself", side=found.side),
            ("issues", found.issue, "default", found.side),
            expected=phrase(
                "a stance that %(side)s keeps while the others keep theirs; it feels better with %(stances)s",
                side=found.side,
                stances=reduce(_or, [f"`{stance}`" for stance in found.stances]),
            ),
        )
        for found in unstable_defaults(case)
    ]


def _or(one: str, other: str) -> str:
    return phrase("%(one)s or %(other)s", one=one, other=other)

"""Two versions of a case compared in what is found: issue by issue, as a what-if is compared with its case.

Both must have been analysed with the same draws and seed, so that nothing but the file makes a difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evenhand.casefile import Case
from evenhand.errors import InputError
from evenhand.study.what_if import _issue

__all__ = ["compare"]

Document = Mapping[str, Any]


def compare(before: Document, after: Document, cases: tuple[Case, Case]) -> dict[str, Any]:
    """What is found otherwise in the second of two versions.

    Parameters
    ----------
    before, after : documents of :func:`evenhand.analyse`, of the same draws and seed.
    cases : the cases that they are of.

    Returns
    -------
    dict
        ``issues``: those of both versions, as in a what-if, with ``alike`` true where sides, stances, parties and
        interests bear the same names in both, so that states can be told in the words of either; a loss has no
        ``ratio`` where the party counts its points otherwise. ``gone`` and ``new``: ids of the others.

    Raises
    ------
    InputError
        If draws or seed differ.

    Examples
    --------
    >>> import evenhand
    >>> case = evenhand.load("prisoners-dilemma")
    >>> found = evenhand.analyse(case, draws=64).document()
    >>> [issue["changed"] for issue in compare(found, found, (case, case))["issues"]]
    [[]]
    """
    numbers = [(found["draws"], found["seed"]) for found in (before, after)]
    if numbers[0] != numbers[1]:
        raise InputError(f"versions are compared in the same draws and seed; found {numbers[0]} and {numbers[1]}")
    fresh = {issue["id"]: issue for issue in after["issues"]}
    compared = []
    for issue in before["issues"]:
        if issue["id"] in fresh:
            both = _issue(issue, fresh[issue["id"]], str(before["base"]), str(after["base"]), False)
            both["title"] = fresh[issue["id"]]["title"]
            compared.append({**both, "alike": _alike(cases, issue["id"]), "loss": _in_one_unit(cases, both["loss"])})
    old = {issue["id"] for issue in before["issues"]}
    return {
        "issues": compared,
        "gone": [issue["id"] for issue in before["issues"] if issue["id"] not in fresh],
        "new": [name for name in fresh if name not in old],
    }


def _alike(cases: tuple[Case, Case], issue: str) -> bool:
    first, second = (
        (
            {side: set(stances) for side, stances in case.issues[issue].stances.items()},
            set(case.parties),
            set(case.interests),
        )
        for case in cases
    )
    return first == second


def _in_one_unit(cases: tuple[Case, Case], loss: Mapping[str, Any]) -> dict[str, Any]:
    """Losses without a ratio where the party has another numeraire, so that its points are others."""

    def numeraire(case: Case, party: str) -> str | None:
        return case.parties[party].numeraire if party in case.parties else None

    return {
        party: both if len({numeraire(case, party) for case in cases}) == 1 else {**both, "ratio": None}
        for party, both in loss.items()
    }

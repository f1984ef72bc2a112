"""``evenhand check``: every fault of a case, and what is odd in it."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from evenhand.cli import options, streams
from evenhand.errors import Fault, InputError
from evenhand.report.language import speaking

if TYPE_CHECKING:
    from evenhand.casefile import Case, Places

__all__ = ["check"]


@click.command(short_help="Check cases: all faults at once.")
@click.argument("case", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Count warnings as faults.")
@click.option("--json", "json_target", metavar="FILE", help="Write the outcome as JSON (- for standard output).")
@click.option("--evenness", is_flag=True, help="Audit how evenly each case treats its sides: a list of what to mend.")
@options.in_language
def check(case: tuple[str, ...], strict: bool, json_target: str | None, evenness: bool, language: str) -> int:
    """Check each CASE (a file, or the name of one that ships): all faults at once, each with its place.

    Exit status 0 if there are none, 2 otherwise. Warnings say what is odd and stop nothing; neither does what
    --evenness lists.
    """
    from evenhand.report.faults import told

    if json_target is not None:
        streams.check_target(json_target, case)
    outcomes = [_examine(name) for name in case]
    if evenness:
        for outcome in outcomes:
            outcome.audit()
    if json_target is not None:
        document = {"schema": "evenhand.check/1", "cases": [outcome.document() for outcome in outcomes]}
        streams.deliver(streams.as_json(document), json_target)
    with speaking(language):
        for outcome in outcomes:
            for fault in (*outcome.faults, *outcome.warnings):
                streams.complain(told(fault) if fault.file else fault.message, bare=bool(fault.file))
            if json_target != streams.DASH:
                streams.say(streams.wrapped(outcome.summary()))
                if outcome.evenness is not None:
                    streams.say(f"\n{outcome.told()}")
    return 2 if any(outcome.faults or (strict and outcome.warnings) for outcome in outcomes) else 0


class _Outcome:
    """What the check of one case found."""

    def __init__(self, name: str, case: Case | None, faults: tuple[Fault, ...], warnings: tuple[Fault, ...]) -> None:
        self.name = name
        self.case = case
        self.faults = faults
        self.warnings = warnings
        self.places: Places | None = None
        self.evenness: dict[str, Any] | None = None

    def audit(self) -> None:
        """Look at the evenness of a case without faults."""
        if self.case is not None:
            from evenhand.study.evenness import evenness

            with streams.Progress() as progress:
                self.evenness = evenness(self.case, self.places, progress).document()

    def told(self) -> str:
        """The audit in words."""
        from evenhand.report.evenness import findings

        assert self.case is not None and self.evenness is not None
        return findings(self.case, self.evenness, width=streams.width(), bold=streams.coloured(sys.stdout))

    def document(self) -> dict[str, Any]:
        found = self._document()
        return found if self.evenness is None else {**found, "evenness": self.evenness}

    def _document(self) -> dict[str, Any]:
        return {
            "case": self.name,
            "id": self.case.case if self.case else None,
            "faults": [asdict(fault) for fault in self.faults],
            "warnings": [asdict(fault) for fault in self.warnings],
        }

    def summary(self) -> str:
        """One line: how many faults and warnings, and how much was looked at."""
        from evenhand.report.faults import counted

        held = {}
        if self.case is not None:
            from evenhand.casefile import judgements

            held = {
                "issues": len(self.case.issues),
                "parties": len(self.case.parties),
                "numbers": sum(1 for _ in judgements(self.case)),
                "sources": len(self.case.evidence),
            }
        return counted(self.name, len(self.faults), len(self.warnings), held)


def _examine(name: str) -> _Outcome:
    from evenhand import check as of_text
    from evenhand.casefile import read_text
    from evenhand.catalog import locate

    try:
        path = locate(name)
        found = of_text(read_text(path), os.fspath(path))
    except InputError as error:
        return _Outcome(name, None, (Fault(0, 0, "unreadable", str(error)),), ())
    outcome = _Outcome(name, found.case, found.faults, found.warnings)
    outcome.places = found.places
    return outcome

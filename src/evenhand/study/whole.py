"""Everything that a report says, from one preparation of a case: the analysis, and the chapters that follow from it.

The chapters are documents of their own (``evenhand agenda``, ``persuade`` and the like). What cannot be asked of a case
is left out: an agenda and courses are of a whole case, and need an issue that is counted in numbers. The audit of what
the case rests on is always there, a tested proposal where there is one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from evenhand.casefile import Case
from evenhand.study.agenda import agenda
from evenhand.study.analysis import Progress, analyse
from evenhand.study.benefits import benefits
from evenhand.study.evenness import evenness
from evenhand.study.initiative import Proposal, initiative, resolved
from evenhand.study.leverage import leverage
from evenhand.study.over_time import courses
from evenhand.study.persuasion import persuade
from evenhand.study.prepared import prepare
from evenhand.study.results import Study

__all__ = ["CHAPTERS", "whole"]

CHAPTERS = ("agenda", "initiative", "persuasion", "benefits", "courses", "leverage", "evenness")
"""Keys of the chapters, in the order in which a report has them."""


def whole(
    case: Case | str | os.PathLike[str],
    draws: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    issues: Sequence[str] | None = None,
    progress: Progress | None = None,
    propose: Proposal | None = None,
    step: Callable[[str], object] | None = None,
) -> tuple[Study, dict[str, dict[str, Any]]]:
    """The analysis of a case and, by their keys, the documents of the chapters that go with it into a report.

    Parameters
    ----------
    case, draws, seed : see :func:`evenhand.study.prepared.prepare`.
    threads : threads to use; all cores unless given.
    issues : only these; then there is no agenda, and no courses.
    progress : called as ``progress(issue, done, total)``, for each part anew.
    propose : a proposal to be tested, as for :func:`evenhand.study.initiative.initiative`.
    step : called as ``step(name)`` before each part: ``analysis``, then the chapters' keys.

    Raises
    ------
    InputError
        If an issue is unknown, a number is out of range, or there is a fault in the proposal.
    """
    ready = prepare(case, draws, seed, threads)
    wanted = ready.named(issues)
    if propose is not None:
        resolved(ready.case, propose)  # a fault in it is said before long work
    begin = step or (lambda name: None)
    begin("analysis")
    study = analyse(ready, draws, seed, threads, wanted, progress)
    chapters: dict[str, dict[str, Any]] = {}
    if ready.forms and issues is None:
        begin("agenda")
        chapters["agenda"] = agenda(ready, draws=draws, seed=seed, threads=threads, progress=progress).document()
    if propose is not None:
        begin("initiative")
        tested = initiative(ready, propose, draws, seed, threads, progress=progress)
        chapters["initiative"] = tested.document()
    if any(name in ready.forms for name in wanted):
        begin("persuasion")
        chapters["persuasion"] = persuade(ready, draws, seed, threads, wanted, progress=progress).document()
    if ready.forms and issues is None:
        begin("benefits")
        chapters["benefits"] = benefits(ready, draws, seed, progress=progress).document()
        begin("courses")
        chapters["courses"] = courses(ready, draws, seed, threads, progress=progress).document()
        if len(ready.forms) > 1:
            begin("leverage")
            chapters["leverage"] = leverage(ready, draws, seed, threads, progress=progress).document()
    begin("evenness")
    chapters["evenness"] = evenness(ready.case, progress=progress).document()
    return study, chapters

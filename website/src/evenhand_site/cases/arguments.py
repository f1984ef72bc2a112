"""The argument and the numbers: each claim of the commentary beside what a study says about it."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand_site.cases.claims import CLAIMS, Claim
from evenhand_site.cases.findings import Findings
from evenhand_site.cases.verdicts import RULES
from evenhand_site.cases.weighing import WEIGHED, Finding
from evenhand_site.cases.wording import Wording

__all__ = ["Argument", "arguments"]


@dataclass(frozen=True)
class Argument:
    """A claim beside what a study says about it, and the rule of the verdict."""

    number: int
    claim: Claim
    finding: Finding
    rule: str


def arguments(findings: Findings) -> list[Argument]:
    """Every claim with what the study says about it, in the reader's language."""
    wording = Wording(findings)
    weighed = [weigh(findings, wording) for weigh in WEIGHED]
    return [Argument(number, *pair) for number, pair in enumerate(zip(CLAIMS, weighed, RULES, strict=True), 1)]

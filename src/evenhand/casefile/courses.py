"""The parameters of courses over time: the number that stands where a case gives none, and where it comes from.

None of them is a fact about a case. The form of each is from the literature; the width says how little is known. What
each means and what speaks against it stands in ``docs/explanation/courses.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.casefile.model import Case, Chance, Duration, Judgement, NonNegative

__all__ = ["PARAMETERS", "Parameter", "parameter"]


@dataclass(frozen=True)
class Parameter:
    """A parameter's documented default, how far it was checked, and its sources."""

    default: Judgement
    sources: tuple[str, ...]


def _chance(*numbers: float) -> Judgement:
    return Chance.model_validate({"is": list(numbers), "status": "reading"})


PARAMETERS: dict[str, Parameter] = {
    "hazard": Parameter(
        NonNegative.model_validate({"is": [0.03, 0.07, 0.2], "status": "reading"}),
        ("Brecher et al., ICB 14", "Gibler, Miller & Little 2016", "Thompson, Sakuwa & Suhas 2021"),
    ),
    "disappointment": Parameter(NonNegative.model_validate({"is": [0.7, 2, 6], "status": "reading"}), ("Gurr 1970",)),
    "adaptation": Parameter(_chance(0.1, 0.3, 0.6), ("Bush & Mosteller 1955", "Lant 1992")),
    "duration": Parameter(
        Duration.model_validate({"is": [0.02, 0.22, 1.4], "status": "computed"}), ("Brecher et al., ICB 14",)
    ),
    "suspended": Parameter(_chance(0.2, 0.5, 0.9), ()),
    "recovery": Parameter(_chance(0.2, 0.5, 0.8), ()),
    "trim": Parameter(_chance(1.0), ("Gupta & Livne 1988",)),
    "forgone": Parameter(_chance(0.5, 0.8, 0.95), ()),
    "confrontation": Parameter(
        NonNegative.model_validate({"is": [0.8, 1.5, 3], "status": "reading"}),
        ("Gibler, Miller & Little 2016", "Thompson, Sakuwa & Suhas 2021"),
    ),
}
"""Parameters in the order in which they are drawn and shown."""


def parameter(case: Case, name: str) -> tuple[Judgement, bool]:
    """A parameter of a case: the number, and whether the case gives it."""
    given = getattr(case.courses, name) if case.courses is not None else None
    return (given, True) if given is not None else (PARAMETERS[name].default, False)

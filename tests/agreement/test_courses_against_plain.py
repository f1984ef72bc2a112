"""The compiled courses against the same definition written as plain loops over dictionaries."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from evenhand.solve.courses import COURSES, Parameters, paths


def plain(
    aspired: Any, trimmed: Any, attained: Any, one: dict[str, Any], uniform: list[float], worth: list[float]
) -> dict[str, tuple[int, float, list[float]]]:
    """Crises, years lost and yearly disappointment of one path, course by course, as the definition reads."""
    sides, issues = range(len(attained)), range(len(attained[0]))
    scale = [sum(max(aspired[s][i], attained[s][i], 0.0) - min(attained[s][i], 0.0) for i in issues) for s in sides]
    out = {}
    for course in COURSES:
        kept = 1.0 - one["forgone"] if course == "confront" else 1.0
        hazard = one["hazard"] * (one["confrontation"] if course == "confront" else 1.0)
        aspirations = [list(row) for row in (trimmed if course == "trim" else aspired)]
        share, left, crises, lost, means = 0.0, 0.0, 0, 0.0, []
        for chance, weight in zip(uniform, worth, strict=True):
            own = []
            for s in sides:
                gap = 0.0
                for i in issues:
                    gap += max(0.0, aspirations[s][i] - (1.0 - share) * kept * attained[s][i])
                own.append(gap / scale[s] if scale[s] > 0 else 0.0)
            means.append(sum(own) / len(own))
            begins = left <= 0 and chance < -math.expm1(-hazard * one["disappointment"] ** means[-1])
            if begins:
                crises, left, share = crises + 1, one["duration"], max(share, one["suspended"])
            rest = (1.0 - one["recovery"]) * share
            if begins or left > 0:
                part = min(1.0, left)
                left -= part
                gone = part * share + (1.0 - part) * rest
                share = share if left > 0 else rest
            else:
                gone, share = share, rest
            lost += weight * (1.0 - kept * (1.0 - gone))
            for s in sides:
                for i in issues:
                    now = kept * (1.0 - gone) * attained[s][i]
                    aspirations[s][i] += one["adaptation"][s] * (now - aspirations[s][i])
        out[course] = (crises, lost, means)
    return out


@pytest.mark.parametrize(("n_sides", "n_issues", "years"), [(1, 1, 1), (2, 1, 7), (2, 12, 20), (3, 4, 30)])
def test_the_kernel_does_what_the_definition_says(n_sides: int, n_issues: int, years: int) -> None:
    rng = np.random.default_rng(n_sides + 10 * n_issues)
    n = 60
    aspired = np.maximum(0.0, rng.normal(0.5, 1.0, (n, n_sides, n_issues)))
    attained = rng.normal(0.5, 1.0, (n, n_sides, n_issues))
    trimmed = aspired * rng.random((n, n_sides, n_issues))
    given = {
        "hazard": rng.random(n), "disappointment": 5 * rng.random(n), "adaptation": rng.random((n, n_sides)),
        "duration": 3 * rng.random(n), "suspended": rng.random(n), "recovery": rng.random(n),
        "forgone": rng.random(n), "confrontation": 3 * rng.random(n),
    }  # fmt: skip
    uniform, worth = rng.random((n, years)), 1.03 ** -np.arange(years)
    found = paths(aspired, trimmed, attained, Parameters(**given), uniform, worth)
    total = np.zeros(years)
    for path in range(n):
        one = {name: values[path].tolist() for name, values in given.items()}
        expected = plain(
            aspired[path].tolist(), trimmed[path].tolist(), attained[path].tolist(), one, uniform[path].tolist(),
            worth.tolist(),
        )  # fmt: skip
        for number, course in enumerate(COURSES):
            crises, lost, _ = expected[course]
            assert found.crises[number, path] == crises
            assert found.lost[number, path] == lost
        total += expected["hold"][2]
    np.testing.assert_allclose(found.disappointment[0].mean(axis=0), total, rtol=1e-12)

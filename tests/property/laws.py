"""What the laws share: analyses as plain data, put in an order of their own and compared."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import evenhand
from evenhand.casefile import Case
from evenhand.game import structure, views
from evenhand.game.surroundings import colours

DRAWN = frozenset(
    {
        "p5",
        "median",
        "p95",
        "hindsight",
        "probability",
        "improves",
        "probability_if_independent",
        "improvement_probability",
        "doubt",
        "sensitivity",
        "monte_carlo_error",
    }
)
"""Figures that come from the draws; all others come from the means."""

SMALL = ("monte_carlo_error", "sensitivity")
"""What may jump when a draw lies on an edge or two judgements are equally telling."""


def document(case: Case, draws: int = 32, seed: int = 1, **more: Any) -> dict[str, Any]:
    """An analysis as plain data; not a number and infinity are errors."""
    found = evenhand.analyse(case, draws=draws, seed=seed, threads=more.pop("threads", 1), **more).document()
    return json.loads(json.dumps(found, allow_nan=False))


def without(value: Any, names: frozenset[str] | tuple[str, ...]) -> Any:
    """Plain data less the entries of some names."""
    if isinstance(value, dict):
        return {key: without(part, names) for key, part in value.items() if key not in names}
    return [without(part, names) for part in value] if isinstance(value, list) else value


def on_the_means(value: Any) -> Any:
    """The part of an analysis that does not come from draws."""
    return without(value, DRAWN)


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Plain data with every name replaced, in keys, values and text."""
    pattern = re.compile(r"(?<![A-Za-z0-9])(" + "|".join(sorted(names, key=len, reverse=True)) + r")(?![A-Za-z0-9])")
    return json.loads(pattern.sub(lambda found: names[found[1]], json.dumps(value)))


def sorted_lists(value: Any) -> Any:
    """Plain data with every list in an order that depends on its words only; the order of percentiles stays."""
    if isinstance(value, dict):
        return {key: sorted_lists(part) for key, part in value.items()}
    if isinstance(value, list) and value and not isinstance(value[0], (int, float)):
        parts = [sorted_lists(part) for part in value]
        return sorted(parts, key=lambda part: json.dumps(_words(part), sort_keys=True))
    return value


def _words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _words(part) for key, part in value.items() if not isinstance(part, float)}
    return [_words(part) for part in value] if isinstance(value, list) else value


def assert_same(found: Any, expected: Any, near: float = 1e-9, scale: float = 1.0, path: str = "") -> None:
    """Equal words; figures equal to ``near``, relative to themselves or to ``scale``."""
    if isinstance(expected, dict) and isinstance(found, dict):
        assert found.keys() == expected.keys(), path
        for key in expected:
            assert_same(found[key], expected[key], near, scale, f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        assert len(found) == len(expected), (path, found, expected)
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            assert_same(one, other, near, scale, f"{path}/{place}")
    elif isinstance(expected, float) and isinstance(found, float):
        assert math.isclose(found, expected, rel_tol=near, abs_tol=near * scale), (path, found, expected)
    else:
        assert found == expected, path


def alike(case: Case) -> bool:
    """Whether two uncertain numbers of a case say the same and stand alike, so that nothing tells their draws apart."""
    forms = [(form, views(case, form)) for form in (structure(case, issue) for issue in case.issues)]
    colour = colours(forms)
    uncertain = {
        location
        for _, seen in forms
        for view in seen.views
        for location, quantity in view.numbers.items()
        if not quantity.is_point
    }
    return len({colour["number", *location] for location in uncertain}) < len(uncertain)

"""Packages of small random cases against every combination of states, as they are defined."""

from __future__ import annotations

import math
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal_packages import Issues, Literal
from literal_packages import packages as literal
from strategies import law

import evenhand
from evenhand.casefile import Case
from evenhand.findings.packages import packages

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "solve"))
from several import solved

PARTIES = {2: ("a", "b"), 3: ("a", "b", "c")}
STANCES = ("keep", "yield")


@st.composite
def drawn(draw: st.DrawFn) -> tuple[tuple[str, ...], Issues, int]:
    """Two or three sides; issues whose states bring whole numbers (so that ties are exact) and may cost a bystander."""
    n = draw(st.sampled_from([2, 2, 3]))
    sides = PARTIES[n]
    names = [".".join(stances) for stances in product(STANCES, repeat=n)][1:]
    value = st.tuples(*[st.integers(-3, 3).map(float)] * n)
    state = st.tuples(value, st.sampled_from([False, False, False, True]))
    size = draw(st.integers(2, 3))
    issues = {f"i{number}": {name: draw(state) for name in names} for number in range(size)}
    return sides, issues, draw(st.integers(2, 3))


def case(sides: tuple[str, ...], issues: Issues) -> Case:
    def effects(issue: str) -> list[dict[str, Any]]:
        return [
            {
                "id": f"{issue}-{number}",
                "when": dict(zip(sides, state.split("."), strict=True)),
                "gives": {
                    **{f"{side}.k": x for side, x in zip(sides, value, strict=True)},
                    "other.k": -1 if pays else 0,
                },
            }
            for number, (state, (value, pays)) in enumerate(issues[issue].items())
        ]

    return Case.model_validate(
        {
            "case": "few",
            "title": "Few",
            "parties": {name: {"name": name.upper()} for name in (*sides, "other")},
            "interests": {"k": {"name": "K", "unit": "points"}},
            "weights": {name: {"k": 1} for name in (*sides, "other")},
            "issues": {
                name: {
                    "title": name,
                    "stances": {side: list(STANCES) for side in sides},
                    "default": dict.fromkeys(sides, "keep"),
                    "effects": effects(name),
                }
                for name in issues
            },
        }
    )


@law
@given(drawn())
def test_packages_are_those_of_all_combinations(given_: tuple[tuple[str, ...], Issues, int]) -> None:
    sides, issues, at_most = given_
    problems = solved(case(sides, issues))
    found, _ = packages(problems, dict.fromkeys(problems, 0), sides, at_most)
    assert found is not None
    ours = [Literal(tuple((o.issue, tuple(o.value.tolist())) for o in one.options)) for one in found]
    assert len(ours) == len(set(ours))
    assert set(ours) == literal(issues, at_most)
    for one, plain in zip(found, ours, strict=True):
        assert tuple(one.critical[side] for side in sides) == pytest.approx(plain.critical)
        assert one.tolerance == pytest.approx(min(plain.critical))
    assert [one.tolerance for one in found] == sorted((one.tolerance for one in found), reverse=True)


@law
@given(drawn(), st.data())
def test_what_is_taken_at_a_tolerance_is_what_each_side_takes(
    given_: tuple[tuple[str, ...], Issues, int], data: st.DataObject
) -> None:
    sides, issues, at_most = given_
    limits = [data.draw(st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0, math.inf])) for _ in sides]
    tolerance = dict(zip(sides, limits, strict=True))
    document = evenhand.agenda(
        case(sides, issues), draws=8, per_package=at_most, tolerance=tolerance, threads=1
    ).document()["packages"]
    every = literal(issues, at_most)
    assert document["found"] == len(every)
    assert document["taken"] == sum(one.taken(limits) for one in every)
    # without any spread each draw repeats the means
    assert all(one["probability"] == 1 for one in document["list"])
    for one in document["list"]:
        for place, side in enumerate(sides):
            net = sum(issue["points"].get(side, 0.0) for issue in one["issues"])
            told = one["compared"].get(side)
            assert told is None or told["points"]["with"] == pytest.approx(net), place

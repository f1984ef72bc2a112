"""Expected, attainable, best, and the trim, by hand."""

from __future__ import annotations

import pytest
from games import named, solved, table

from evenhand.findings.expectations import expectations

VALUES = {"xy": (4, 1), "yx": (1, 4), "yy": (3, 3), "zz": (9, -1)}


def test_nobody_expects_anything() -> None:
    assert expectations(solved(table(VALUES))) is None


def test_what_can_be_had_together_needs_no_trim() -> None:
    found = expectations(solved(table(VALUES, issue={"expects": {"a": {"k": 3}, "b": {"k": 2}}})))
    assert found is not None and found.jointly_feasible
    assert found.trim == {"a": 0, "b": 0}


def test_what_cannot_be_had_together_is_trimmed_most_evenly() -> None:
    p = solved(table(VALUES, issue={"expects": {"a": {"k": 4}, "b": {"k": 4}}}))
    found = expectations(p)
    assert found is not None and not found.jointly_feasible
    # Shares of what is expected: yy 3/4, 3/4 against 1 and 1/4.
    assert named(p, [o in found.trim_states for o in range(p.form.n_states)]) == {"yy"}
    assert found.trim == pytest.approx({"a": 1, "b": 1})
    assert found.sides["a"].expected == 4
    assert found.sides["a"].attainable == 4  # with b's consent, not the 9 at b's cost
    assert found.sides["a"].best == 9


def test_a_loss_expected_is_no_demand() -> None:
    found = expectations(solved(table(VALUES, issue={"expects": {"a": {"k": -2}}})))
    assert found is not None
    assert found.sides["a"].expected == 0 and found.jointly_feasible

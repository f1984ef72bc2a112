"""Each condition of consent, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from games import case, number, solved

from evenhand.solve.acceptance import accepts_all, conditions
from evenhand.solve.causes import ALL


def margins(found: Any, side: int = 0) -> dict[tuple[str, str, str], float]:
    p = solved(found)
    told = conditions(p, int(p.side_view[side]), side, number(p, "yy"), ALL, p.felt(ALL))
    return {
        (one.kind, p.form.parties[one.actor], "".join(p.form.named(one.goal).values()) if one.goal >= 0 else ""):
        one.margin for one in told
    }  # fmt: skip


def test_every_condition_has_its_margin() -> None:
    found = case(
        {"yy": {"a.k": 2, "b.k": 3}, "xy": {"a.k": 5}, "yx": {"a.k": -4, "b.k": 1}},
        parties={"r": {"ratifies": "a"}, "a": {"trust": {"b": 0.75}}},
        weights={"r": {"k": 1}},
        issue={"expects": {"a": {"k": 1}}},
    )
    assert margins(found) == pytest.approx(
        {
            ("felt value", "a", ""): 2 - 1,
            ("ratifier", "r", ""): 2,
            ("leaving", "a", "xy"): 2 - 5,
            ("leaving", "b", "yx"): 3 - 1,
            ("trust", "a", "xy"): 0.75 * (2 - 5) + 0.25 * -4,
        }
    )
    p = solved(found)
    states = np.arange(p.form.n_states) == number(p, "yy")
    assert not accepts_all(p, 0, 0, states, ALL, p.felt(ALL))
    assert accepts_all(p, 0, 0, states, 0, p.felt(0))


def test_a_side_that_cannot_leave_is_asked_for_trust_in_the_others_alone() -> None:
    found = case(
        {"yy": {"a.k": 2, "b.k": 3}, "yx": {"a.k": -4}},
        parties={"a": {"trust": {"b": 0.75}}},
        issue={"irreversible": {"a": ["y"]}},
    )
    assert margins(found)["trust", "a", ""] == pytest.approx(0.25 * -4)

"""Shares, alone, last and keys by hand."""

from __future__ import annotations

from typing import Any

import pytest
from games import case, solved, table

from evenhand.findings.causes import decompose, keys, whose
from evenhand.solve.causes import CAUSES, NO_REASON
from evenhand.solve.prediction import predict

TEMPTED = {"yy": (2, 2), "xy": (3, -1), "yx": (-1, 3)}


def why(found: Any) -> tuple[dict[str, float], dict[str, float], dict[str, float], list[tuple[tuple[str, ...], bool]]]:
    p = solved(found)
    predictions = predict(p)[0]
    split = decompose(p, 0, predictions)
    value = p.value[0, 0]
    figures = (
        {name: figure for name, figure in part.items() if figure}
        for part in (split.of(value), split.alone_of(value), split.last_of(value))
    )
    return (*figures, [(key.remove, key.undone_by_more) for key in keys(p, 0, predictions)])  # type: ignore[return-value]


def test_one_cause_bears_the_whole_loss() -> None:
    assert why(table(TEMPTED)) == ({"commitment": 2}, {"commitment": 2}, {"commitment": 2}, [(("commitment",), False)])


def test_nothing_in_the_way_is_no_stated_reason() -> None:
    assert why(table({"yy": (2, 2)})) == ({NO_REASON: 2}, {}, {}, [((), False)])


def test_two_causes_each_enough_share_the_loss_and_neither_is_last() -> None:
    found = case(
        {"yy": {"a.k": 2, "b.k": 2, "a.rank": -3}, "xy": {"a.k": 3, "b.k": -1}},
    )
    shares, alone, last, removed = why(found)
    assert shares == {"standing": 1, "commitment": 1}
    assert alone == {"standing": 2, "commitment": 2}
    assert last == {}
    assert removed == [(("standing", "commitment"), False)]


def test_two_causes_that_bar_only_together_are_each_a_key() -> None:
    # standing costs 1.5 and private interests 1: 2 - 2.5 < 0, each alone 0.5 or more.
    found = case({"yy": {"a.k": 2, "b.k": 2, "a.rank": -1.5, "a.rent": -1}})
    shares, alone, last, removed = why(found)
    assert shares == {"standing": 1, "private interest": 1}
    assert alone == {}
    assert last == {"standing": 2, "private interest": 2}
    assert removed == [(("standing",), False), (("private interest",), False)]


def test_a_cause_may_help_and_its_removal_undo_a_key() -> None:
    # Commitment bars yy (a leaves: 4 - 0·rank > 2); pride in keeping its word (rank 3) holds a.
    states = {"yy": {"a.k": 2, "b.k": 2, "a.rank": 3}, "xy": {"a.k": 4, "b.k": -1}}
    shares, alone, last, removed = why(case(states))
    assert removed == [((), True)]
    assert shares == pytest.approx({NO_REASON: 2, "standing": -1, "commitment": 1})
    assert alone == {"commitment": 2}
    assert last == {"standing": -2}


def test_shares_and_no_stated_reason_add_up_in_every_row() -> None:
    p = solved(table({"yy": (3, 3), "xy": (4, 1), "yx": (1, 4)}))
    split = decompose(p, 0, predict(p)[0])
    assert split.names == (NO_REASON, *CAUSES)
    today = p.reference(0) * 0.0
    today[p.form.default] = 1
    assert split.share.sum(axis=0) == pytest.approx(today - p.reference(0) / p.reference(0).sum())


def test_a_cause_is_at_work_on_the_part_of_those_who_have_it_whoever_loses_by_it() -> None:
    # a alone has rank to lose by yy; b loses its 2 as a does, and has no rank at all
    found = case({"yy": {"a.k": 2, "b.k": 2, "a.rank": -3}})
    p = solved(found)
    assert decompose(p, 0, predict(p)[0]).of(p.value[0, 1])["standing"] == 2
    assert whose(p, 0) == {"standing": ("a",)}

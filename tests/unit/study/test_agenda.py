"""The agenda of a case as a document."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from several import case

import evenhand
from evenhand.casefile import Case
from evenhand.errors import InputError

THREE = ({"a.k": 4, "b.k": 2}, {"a.k": 3, "b.k": 1}, {"a.k": 1, "b.k": 3, "other.k": 2})


def document(found: Case | str, **more: Any) -> dict[str, Any]:
    out = evenhand.agenda(found, **{"draws": 64, **more}).document()
    return json.loads(json.dumps(out, allow_nan=False))


def test_without_spread_the_draws_repeat_the_means() -> None:
    # as in tests/unit/findings/test_agenda.py: issues 1 and 3, shares 5/7 and 1
    found = document(case(*THREE), at_most=2)
    (one,) = found["agendas"]
    assert one["issues"] == ["i1", "i3"]
    assert one["shares"] == pytest.approx({"a": 5 / 7, "b": 1})
    assert one["gains"]["a"]["k"] == {"mean": 5, "p5": 5, "median": 5, "p95": 5}
    assert one["gains"]["other"]["k"]["mean"] == 2
    assert one["stands"] == 1
    assert found["certainty"]["best"] == {"low": 1, "high": 1}
    assert found["regret"]["a"]["mean"] == pytest.approx(2 / 7)
    assert found["regret"]["b"]["mean"] == pytest.approx(0)


def test_an_agreement_that_falls_away_in_a_draw_brings_nothing_there() -> None:
    # issue 1 is worth 10 to a on the median, with a 5th percentile of -10 and a 95th of 30: below 0 in a share of the
    # draws of Phi(-10 / (20 / 1.645)) = Phi(-0.822) = 20.5 %
    found = document(case({"a.k": [-10, 10, 30], "b.k": 1}, {"a.k": 1, "b.k": 1}), at_most=1, draws=4096)
    assert found["agendas"][0]["issues"] == ["i1"]
    assert found["candidates"][0]["stands"] == pytest.approx(0.795, abs=0.01)
    assert found["candidates"][0]["doubt"] == pytest.approx(0.205, abs=0.01)
    # where it falls away the other is the best, and a's and b's share of this one is 0
    assert found["regret"]["b"]["mean"] == pytest.approx(0.205, abs=0.01)


def test_parking_is_told_with_what_each_side_gives_up() -> None:
    # issue 1 brings a 4 and b 4, but would cost b 5 in standing; issue 2 brings a 1, b 3.
    found = document(case({"a.k": 4, "b.k": 4, "b.rank": -5}, {"a.k": 1, "b.k": 3}), at_most=1)
    turned, touched = found["parking"]
    assert turned["issues"] == touched["issues"] == ["i1"]
    assert turned["with"]["agendas"] == [["i1"]] and turned["without"]["agendas"] == [["i2"]]
    assert turned["given_up"] == {"a": 0.75, "b": 0.25}
    # standing counted, b has 4 - 5 = -1 of 4 with issue 1, and 3 of 4 without
    assert turned["given_up_with_standing"] == {"a": 0.75, "b": -1}
    parked = document(case({"a.k": 4, "b.k": 4, "b.rank": -5}, {"a.k": 1, "b.k": 3}), at_most=1, park_standing=True)
    assert parked["agendas"][0]["issues"] == ["i2"]
    assert {"id": "i1", "title": "Issue 1", "why": "standing", "pays": []} in parked["left_out"]


def test_packages_are_left_out_that_a_side_does_not_take() -> None:
    # issue 1: a +5, b -1; issue 2: a +1, b +3. b's critical λ is 3, a loses nowhere.
    found = case({"a.k": 5, "b.k": -1}, {"a.k": 1, "b.k": 3})
    (one,) = document(found)["packages"]["list"]
    assert one["critical"] == {"a": None, "b": 3}
    assert one["probability"] == 1
    assert document(found, tolerance=3)["packages"]["taken"] == 1
    assert document(found, tolerance=3.5)["packages"]["taken"] == 0
    assert document(found, tolerance={"a": float("inf"), "b": 2})["packages"]["taken"] == 1
    assert document(found, tolerance={"b": float("inf")})["packages"]["list"] == []
    assert document(found, per_package=0)["packages"]["why"] == "not asked for"


def test_a_package_is_compared_with_what_stands_by_itself_on_its_issues() -> None:
    # issue 2 stands by itself: a 1, b 3. With issue 1 a has 5 + 1 = 6, b -1 + 3 = 2: +5/1 and -1/3. Issue 3 is no part.
    found = case({"a.k": 5, "b.k": -1}, {"a.k": 1, "b.k": 3}, {"a.k": 1, "b.k": 0})
    (one,) = document(found)["packages"]["list"]
    assert one["compared"]["a"] == {"points": {"with": 6, "without": 1}, "change": 5}
    assert one["compared"]["b"] == {"points": {"with": 2, "without": 3}, "change": pytest.approx(-1 / 3)}


def test_where_nothing_stands_by_itself_a_package_has_no_share_to_tell() -> None:
    (one,) = document(case({"a.k": 5, "b.k": -1}, {"a.k": -1, "b.k": 3}))["packages"]["list"]
    assert one["compared"] == {
        "a": {"points": {"with": 4, "without": 0}, "change": None},
        "b": {"points": {"with": 2, "without": 0}, "change": None},
    }


def test_how_often_a_package_is_taken_is_counted_over_the_draws() -> None:
    # b wins 3 on issue 2 and gives up [-1, 1, 3] on issue 1: at λ = 1 it refuses where that is above 3, in 5 % of the
    # draws; at λ = 3 where it is above 1, in half of them
    found = case({"a.k": 5, "b.k": [-3, -1, 1]}, {"a.k": 1, "b.k": 3})
    (one,) = document(found, draws=4096)["packages"]["list"]
    assert one["probability"] == pytest.approx(0.95, abs=0.01)
    (one,) = document(found, draws=4096, tolerance={"b": 3})["packages"]["list"]
    assert one["probability"] == pytest.approx(0.5, abs=0.01)


def test_a_side_s_account_can_be_believed() -> None:
    own = {"a": {"effects": {"e2": {"gives": {"a.k": 30}}}}}
    found = document(case(*THREE, accounts=own), at_most=1, account="a")
    assert found["account"] == "a"
    assert found["agendas"][0]["issues"] == found["accounts"]["a"]["agendas"][0]
    assert document(case(*THREE, accounts=own), at_most=1)["accounts"]["a"] == found["accounts"]["a"]


def test_issues_of_ranks_only_are_left_out_and_that_is_said() -> None:
    found = document("ordinal")
    assert found["agendas"] == []
    assert found["why"]
    assert {one["why"] for one in found["left_out"]} == {"ranks only"}


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads() -> None:
    assert document("nile-gerd-2020", threads=1) == document("nile-gerd-2020", threads=3)


def test_three_sides_have_an_agenda() -> None:
    found = document("nile-gerd-2020", draws=256)
    assert found["sides"] == ["egy", "eth", "sdn"]
    assert len(found["agendas"][0]["issues"]) == 3
    assert all(0 < share <= 1 for share in found["agendas"][0]["shares"].values())


def test_forty_issues_are_chosen_from_without_giving_up() -> None:
    dice = np.random.default_rng(0)

    def some() -> list[float]:
        middle = float(dice.lognormal(0, 1))
        return [0.4 * middle, middle, 2.5 * middle]

    found = case(*({"a.k": some(), "b.k": some(), "other.k": some()} for _ in range(40)))
    out = evenhand.agenda(found, at_most=20, draws=10_000).document()
    assert out["gap"] == 0
    assert len(out["frontier"]) == 40


def test_rows_of_a_frame_are_issues_and_sides() -> None:
    frame = evenhand.agenda(case(*THREE), at_most=2, draws=16).to_frame()
    assert len(frame) == 6
    assert frame.loc[frame["on agenda"], "issue"].unique().tolist() == ["i1", "i3"]
    row = frame[(frame["issue"] == "i1") & (frame["side"] == "a")].iloc[0]
    assert row["share"] == pytest.approx(4 / 7) and row["k"] == 4


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"at_most": 0}, "1 or more issues"),
        ({"per_package": 1}, "0 .none. or 2 to 4"),
        ({"per_package": 9}, "0 .none. or 2 to 4"),
        ({"account": "nobody"}, "unknown account"),
        ({"tolerance": 0.5}, "1 .trades freely. or more"),
        ({"tolerance": float("nan")}, "1 .trades freely. or more"),
        ({"tolerance": {"other": 2}}, "no side here"),
    ],
)
def test_wrong_input_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        evenhand.agenda(case(*THREE), draws=4, **more)

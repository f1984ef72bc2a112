"""What must add up, and what can never be, on any case."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import assert_same, document
from strategies import Data, case_data, case_of, law

import evenhand
from evenhand.game import means, structure, views
from evenhand.solve.causes import CAUSES, NO_REASON
from evenhand.solve.prediction import predict, problem


def accounts(study: Data) -> list[tuple[str, str, Any]]:
    return [(issue["id"], name, found) for issue in study["issues"] for name, found in issue["accounts"].items()]


@law
@given(case_data(more=True))
def test_causes_sum_to_the_mean_loss(data: Data) -> None:
    for _, _, found in accounts(document(case_of(data))):
        for party, causes in (found["causes"] or {}).items():
            assert set(causes) == {NO_REASON, *CAUSES}
            loss = found["losses"][party]
            assert sum(causes.values()) == pytest.approx(loss["points"]["mean"], abs=1e-9)
            for cause in CAUSES:
                if cause not in found["at_work"]:
                    assert causes[cause] == found["alone"][party][cause] == found["last"][party][cause] == 0.0
        for party, interests in (found["causes_by_interest"] or {}).items():
            for interest, causes in interests.items():
                figure = found["losses"][party]["interests"][interest]["mean"]
                assert sum(causes.values()) == pytest.approx(figure, abs=1e-9)


@law
@given(case_data(more=True))
def test_no_side_s_mean_loss_at_today_s_state_is_negative(data: Data) -> None:
    study = document(case_of(data))
    for issue in study["issues"]:
        for found in issue["accounts"].values():
            for side in issue["sides"]:
                if found["losses"]:
                    assert found["losses"][side]["points"]["mean"] >= -1e-9


@law
@given(case_data(more=True))
def test_nobody_else_pays_for_a_loss_that_is_called_unnecessary(data: Data) -> None:
    for _, _, found in accounts(document(case_of(data))):
        if found["kind"] == "unnecessary loss":
            assert all(one["pays"] == [] for one in found["reference"])
            others = found["losses"].keys() - found["unilateral_losses"].keys()
            for party in others:
                points = found["losses"][party]["points"]
                figures = [points] if points else found["losses"][party]["interests"].values()
                if points:
                    assert all(figure["mean"] >= -1e-9 for figure in figures)
        elif found["kind"] == "loss at the expense of others":
            assert all(one["pays"] for one in found["reference"])
        else:
            assert found["reference"] is None and found["losses"] is None and found["keys"] is None
            assert found["why"]


@law
@given(case_data(more=True))
def test_with_nothing_in_the_way_the_sides_agree_on_the_reference(data: Data) -> None:
    case = case_of(data)
    for issue in case.issues:
        form = structure(case, issue)
        seen = views(case, form)
        p = problem(form, seen, means(form, seen))
        for view, found in enumerate(predict(p)):
            reference = p.reference(view)
            if reference.any():
                assert found.share[found.place(0)] == pytest.approx(reference / reference.sum())
            assert found.share.sum(axis=1) == pytest.approx(np.ones(found.share.shape[0]))
            assert (found.share >= -1e-12).all()


@law
@given(case_data(spread=False))
def test_without_spread_every_draw_is_the_mean(data: Data) -> None:
    study = document(case_of(data))

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if "p5" in value:
                assert value["p5"] == pytest.approx(value["mean"], rel=1e-9, abs=1e-9)
                assert value["median"] == pytest.approx(value["mean"], rel=1e-9, abs=1e-9)
                assert value["p95"] == pytest.approx(value["mean"], rel=1e-9, abs=1e-9)
            for part in value.values():
                look(part)
        elif isinstance(value, list):
            for part in value:
                look(part)

    look(study)
    for _, _, found in accounts(study):
        assert found["improvement_probability"] == (1.0 if found["reference"] else 0.0)
        assert found["doubt"] == (0.0 if found["reference"] else None)
        assert found["prediction"]["probability"] == 1.0
        assert all(key["probability"] == 1.0 for key in found["keys"] or [])
        assert found["sensitivity"] == []
    for issue in study["issues"]:
        for state in issue["common_ground"] + issue["common_ground_at_cost"]:
            assert state["probability"] == state["probability_if_independent"] == 1.0


@law
@given(case_data(most_states=8), st.integers(1, 40))
def test_any_number_of_threads_gives_the_same_bytes(data: Data, draws: int) -> None:
    case = case_of(data)
    assert document(case, draws=draws, threads=1) == document(case, draws=draws, threads=2)


@law
@given(case_data(more=True))
def test_an_issue_asked_for_alone_has_the_findings_of_the_whole(data: Data) -> None:
    case = case_of(data)
    whole = document(case)
    for issue in whole["issues"]:
        alone = document(case, issues=[issue["id"]])
        assert alone["issues"] == [issue]
        assert alone["deadlocks"] == whole["deadlocks"]


@law
@given(case_data(more=True), st.integers(0, 99))
def test_shares_and_probabilities_lie_between_0_and_1(data: Data, seed: int) -> None:
    for _, _, found in accounts(document(case_of(data), seed=seed)):
        assert 0 <= found["improvement_probability"] <= 1
        assert found["doubt"] is None or -1e-12 <= found["doubt"] <= 1 + 1e-12
        for states in (found["prediction"]["states"], found["mix"] or []):
            assert not states or sum(state["share"] for state in states) == pytest.approx(1.0)
        for key in found["keys"] or []:
            assert 0 <= key["probability"] <= 1
        for one in found["sensitivity"]:
            assert 0 <= one["share"] <= 1 and one["value_of_knowing"] >= 0


@law
@given(case_data(more=True))
def test_stability_holds_what_theory_contains(data: Data) -> None:
    """Nash ⊆ SEQ ⊆ GMR and Nash ⊆ SMR ⊆ GMR, whoever judges."""
    for _, _, found in accounts(document(case_of(data))):
        for held in found["stability"].values():
            if held:
                assert held["nash"] <= held["seq"] <= held["gmr"]
                assert held["nash"] <= held["smr"] <= held["gmr"]


@law
@given(case_data(more=True))
def test_a_tradeable_mix_harms_nobody_and_helps_a_side(data: Data) -> None:
    for _, _, found in accounts(document(case_of(data))):
        if found["mix"]:
            points = {str(state["stances"]): state["points"] for state in found["states"]}
            mean: dict[str, float] = {}
            for state in found["mix"]:
                for party, value in points[str(state["stances"])].items():
                    mean[party] = mean.get(party, 0.0) + state["share"] * value
            assert all(value >= -1e-6 for value in mean.values())
            assert max(mean[side] for side in found["unilateral_losses"]) > 1e-7


@law
@given(case_data(more=True), st.integers(1, 3))
def test_few_draws_are_enough_for_every_figure_to_exist(data: Data, draws: int) -> None:
    case = case_of(data)
    assert_same(document(case, draws=draws), document(case, draws=draws), 0.0)


def test_a_frame_has_a_row_for_each_issue_account_and_party() -> None:
    frame = evenhand.analyse(evenhand.load("chicken"), draws=16).to_frame()
    assert list(frame["party"]) == ["alder", "birch"]
    assert list(frame["loss"]) == pytest.approx([3.0, 3.0])

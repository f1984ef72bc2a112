"""The fast engine against the slow, literal one, and compiled kernels against themselves in plain Python."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from itertools import permutations
from typing import Any

import literal
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import case_data, case_of, law

import evenhand
from evenhand.casefile import Case
from evenhand.game import draw, locations, means, structure, views
from evenhand.game.samples import samples
from evenhand.solve import agreement, drift, improvements
from evenhand.solve.causes import ALL, CAUSES, bit
from evenhand.solve.prediction import Problem, demands, predict, problem
from evenhand.solve.shapley import shapley

NEAR = 1e-7


def stated(game: literal.Literal, stances: dict[str, str]) -> literal.State:
    """A state of the document in the words of the literal reference."""
    return tuple(stances[side] for side in game.sides)


def solved(case: Case, issue: str) -> Problem:
    form = structure(case, issue)
    seen = views(case, form)
    return problem(form, seen, means(form, seen))


def same_figures(found: dict[str, float], expected: dict[str, float], scale: float) -> None:
    """Every figure the same within rounding; a figure that one of them leaves out is 0."""
    for name in found.keys() | expected.keys():
        assert math.isclose(
            found.get(name, 0.0), expected.get(name, 0.0), rel_tol=NEAR, abs_tol=NEAR * max(scale, 1e-3)
        ), name


# -- findings


@law
@given(case_data())
def test_the_findings_are_those_of_the_literal_reference(data: Any) -> None:
    case = case_of(data)
    study = evenhand.analyse(case, draws=16, threads=1).document()
    for issue in study["issues"]:
        for account, found in issue["accounts"].items():
            game = literal.Literal(case, issue["id"], account)
            expected = literal.analyse(case, issue["id"], account)
            assert found["kind"] == expected["kind"]
            assert {stated(game, one["stances"]) for one in found["reference"] or []} == set(game.reference())
            for side in game.sides:
                scale = game._scale[side]
                same_figures(
                    {"free": found["unilateral_losses"][side]["mean"]}, {"free": expected["unilateral"][side]}, scale
                )
                at_cost = (found["temptations"] or {}).get(side, {"mean": 0.0})["mean"]
                same_figures({"at cost": at_cost}, {"at cost": expected["temptation"][side]}, scale)
            if not game.reference():
                assert found["causes"] is None and found["keys"] is None and found["losses"] is None
                continue
            for one in found["reference"]:
                assert set(one["pays"]) == set(game.payers(stated(game, one["stances"])))
                assert one["standing_proof"] == game.standing_proof(stated(game, one["stances"]))
            assert [key["remove"] for key in found["keys"]] == [key["remove"] for key in expected["keys"]]
            assert [key["undone_by_more"] for key in found["keys"]] == [key["undone"] for key in expected["keys"]]
            for party, loss in found["losses"].items():
                scale = game._scale[party]
                if loss["points"] is not None:
                    same_figures({"loss": loss["points"]["mean"]}, {"loss": expected["losses"][party]}, scale)
                    for name in ("causes", "alone", "last"):
                        same_figures(found[name][party], expected[name][party], scale)
                natural = expected["per interest"]
                for interest, figure in loss["interests"].items():
                    same_figures({"loss": figure["mean"]}, {"loss": natural["losses"][party][interest]}, 1.0)
                for interest, figures in found["causes_by_interest"].get(party, {}).items():
                    same_figures(figures, natural["causes"][party][interest], 1.0)


@law
@given(case_data(most_issues=1))
def test_all_512_predictions_are_those_of_the_literal_reference(data: Any) -> None:
    case = case_of(data)
    for issue in case.issues:
        p = solved(case, issue)
        found = predict(p)
        for account, view in zip(p.seen.accounts, p.seen.of_account, strict=True):
            expected = literal.predictions(case, issue, account)
            game = literal.Literal(case, issue, account)
            number = {stated(game, p.form.named(o)): o for o in range(p.form.n_states)}
            for causes, where in expected.items():
                row = np.zeros(p.form.n_states)
                for state, chance in where.items():
                    row[number[state]] = float(chance)
                mine = found[view].share[found[view].place(sum(bit(c) for c in causes))]
                assert np.allclose(mine, row, rtol=0, atol=1e-9), (account, sorted(causes))


@law
@given(case_data(most_issues=1))
def test_order_of_states_is_that_of_the_literal_reference(data: Any) -> None:
    case = case_of(data)
    p = solved(case, "issue1")
    for account, view in zip(p.seen.accounts, p.seen.of_account, strict=True):
        game = literal.Literal(case, "issue1", account)
        groups = [[o for o in group if o != game.default] for group in game.order()]
        expected = [set(group) for group in groups if group]
        number = {o: stated(game, p.form.named(o)) for o in range(p.form.n_states)}
        ranks = [r for r in sorted(set(p.rank[view].tolist())) if r >= 0]
        assert [{number[o] for o in np.flatnonzero(p.rank[view] == rank)} for rank in ranks] == expected


# -- Shapley


@law
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.integers(-9, 9), min_size=2**n, max_size=2**n)))
def test_shapley_shares_are_the_average_over_all_orderings(worth: list[int]) -> None:
    players = range(len(worth).bit_length() - 1)
    orders = list(permutations(players))
    expected = [0.0] * len(players)
    for order in orders:
        present = 0
        for player in order:
            expected[player] += (worth[present | 1 << player] - worth[present]) / len(orders)
            present |= 1 << player
    assert shapley(np.array(worth, dtype=float)) == pytest.approx(expected, abs=1e-12)


def test_shapley_of_nine_causes_is_the_weighted_sum_over_subsets() -> None:
    worth = np.random.default_rng(5).integers(-3, 4, 512).astype(float)
    v = {c: float(worth[sum(bit(name) for name in c)]) for c in literal.subsets(CAUSES)}
    expected = literal.shapley_by_subsets(list(CAUSES), v)
    found = shapley(worth)
    assert found == pytest.approx([expected[c] for c in CAUSES], abs=1e-12)
    assert found.sum() == pytest.approx(worth[ALL] - worth[0])


# -- kernels


def plain(function: Any) -> Any:
    """A compiled function as Python runs it."""
    return getattr(function, "py_func", function)


@cache
def numbers() -> list[float]:
    return [-2.0, -1.0, 0.0, 0.0, 0.5, 1.0, 1.0, 2.0]


@law
@given(case_data(most_issues=1))
def test_compiled_kernels_say_what_plain_python_says(data: Any) -> None:
    """On the draws of a case: value, class, best states, agreement, drift."""
    case = case_of(data)
    form = structure(case, "issue1")
    seen = views(case, form)
    p = problem(form, seen, means(form, seen))
    n_parties, n_states = len(form.parties), form.n_states

    for view in range(len(seen.views)):
        out: list[list[Any]] = []
        for function in (improvements.consider, plain(improvements.consider)):
            arrays = [
                np.zeros((n_parties, n_states)),
                np.zeros((n_parties, n_states), dtype=bool),
                np.zeros(n_states, dtype=np.int64),
                np.zeros(n_states, dtype=bool),
            ]
            function(
                p.means.common[view], p.means.weight[view], form.kinds, p.means.weighted, form.n_sides, p.tolerance,
                *arrays,
            )  # fmt: skip
            out.append(arrays)
        assert all(np.array_equal(a, b) for a, b in zip(*out, strict=True))
        chosen = p.classes[view] == p.classes[view].min()
        top = np.zeros(form.n_sides)
        improvements.top_of(p.value[view], form.n_sides, chosen, top)
        found = [np.zeros(n_states, dtype=bool) for _ in range(2)]
        improvements.best(p.value[view], top, p.tolerance, chosen, found[0])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(improvements, "_shares", plain(improvements._shares))
            plain(improvements.best)(p.value[view], top, p.tolerance, chosen, found[1])
        assert np.array_equal(*found)


@law
@given(case_data(most_issues=1), st.integers(0, 2**20))
def test_compiled_agreement_and_drift_say_what_plain_python_says(data: Any, seed: int) -> None:
    case = case_of(data)
    p = solved(case, "issue1")
    form, n_views = p.form, len(p.seen.views)
    random = np.random.default_rng(seed)
    felt = random.choice(numbers(), (n_views, p.n_actors, form.n_states))
    felt[:, :, form.default] = 0.0
    causes = int(random.integers(0, 512))
    demand = demands(p.means.weight[:, : form.n_sides], p.means.expects, form.kinds, causes)
    trust = random.choice([0.0, 0.5, 1.0], (n_views, form.n_sides))
    small = np.full(len(form.parties), 1e-9)
    linked = bool(causes >> 7 & 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement, "accepts", plain(agreement.accepts))
        patch.setattr(agreement, "drift_support", plain(drift.support))
        patch.setattr(drift, "steps", plain(drift.steps))
        patch.setattr(drift, "_anybody_moves", plain(drift._anybody_moves))
        for view in range(n_views):
            found = [np.zeros(form.n_states, dtype=bool) for _ in range(2)]
            said = [
                function(
                    causes, view, p.side_view, felt, demand, form.ratifies, p.asks, form.moves, form.alone,
                    form.withheld_state, form.withheld_move, trust, p.rank[view], p.by_rank[view],
                    p.other_gains[view], form.default, small, out,
                )
                for function, out in zip((agreement.agree, plain(agreement.agree)), found, strict=True)
            ]  # fmt: skip
            assert said[0] == said[1]
            assert np.array_equal(*found)
        # The support of the drift is where the chain's long-run shares are not zero.
        transition = np.zeros((form.n_states, form.n_states))
        for state in range(form.n_states):
            plain(drift.steps)(
                state, felt, p.side_view, form.moves, form.withheld_move, linked, small, transition[state]
            )
        support = np.zeros(form.n_states, dtype=bool)
        plain(drift.support)(form.default, felt, p.side_view, form.moves, form.withheld_move, linked, small, support)
        assert np.array_equal(drift.long_run(transition, form.default) > 1e-12, support)


@law
@given(case_data(most_issues=1, spread=True))
def test_draw_by_draw_findings_are_those_of_a_plain_loop(data: Any) -> None:
    """Improvement probability, doubt, hindsight and common ground, each draw on its own."""
    from evenhand.solve.sampled import considered

    case = case_of(data)
    p = solved(case, "issue1")
    form = p.form
    drawn = draw(locations([(form, p.seen)]), 12, 3)
    sample = samples(form, p.seen, drawn, slice(0, 12))
    got = considered(p, sample, np.arange(12) % 4, 4)
    count: Counter[str] = Counter()
    for n in range(12):
        everywhere, free = np.ones(form.n_states, bool), np.ones(form.n_states, bool)
        for view in range(len(p.seen.views)):
            change = np.zeros_like(p.means.common[view])
            for item, effect in enumerate(form.item_effect):
                shift = form.holds[effect].astype(float) - form.holds[effect, form.default]
                change[form.item_party[item], form.item_interest[item]] += sample.amount[view, item, n] * shift
            one = problem_at(p, view, change, sample.weight[view, :, :, n])
            everywhere &= one["class"] < 4
            free &= one["class"] < 2
            count[f"improvable {view}"] += bool((one["class"] < 4).any())
            reference = np.flatnonzero(p.reference(view))
            refused = [
                (one["value"][: form.n_sides, o] < -p.tolerance[: form.n_sides]).any() for o in reference.tolist()
            ]
            count[f"doubted {view}"] += sum(refused) / max(1, len(refused))
            assert np.allclose(got.hindsight[n, view], one["hindsight"], atol=1e-9)
        for o in range(form.n_states):
            count[f"shared {o}"] += bool(everywhere[o])
            count[f"free {o}"] += bool(everywhere[o] and free[o])
    for view in range(len(p.seen.views)):
        assert got.improvable[:, view].sum() == pytest.approx(count[f"improvable {view}"])
        assert got.doubted[:, view].sum() == pytest.approx(count[f"doubted {view}"])
    assert [count[f"shared {o}"] for o in range(form.n_states)] == pytest.approx(got.shared)
    assert [count[f"free {o}"] for o in range(form.n_states)] == pytest.approx(got.shared_free)


def problem_at(p: Problem, view: int, change: Any, weight: Any) -> dict[str, Any]:
    """One draw solved with the functions that solve the means."""
    from dataclasses import replace

    common = p.means.common.copy()
    common[view] = change
    heavy = p.means.weight.copy()
    heavy[view] = weight
    drawn = replace(p.means, common=common, weight=heavy)
    n_states = p.form.n_states
    value, pays = np.zeros((len(p.form.parties), n_states)), np.zeros((len(p.form.parties), n_states), dtype=bool)
    classes, gains = np.zeros(n_states, dtype=np.int64), np.zeros(n_states, dtype=bool)
    improvements.consider(
        change, weight, p.form.kinds, p.means.weighted, p.form.n_sides, p.tolerance, value, pays, classes, gains
    )
    values, all_classes = p.value.copy(), p.classes.copy()
    values[view], all_classes[view] = value, classes
    one = replace(p, means=drawn, value=values, classes=all_classes)
    reference = one.reference(view)
    hindsight = value @ (reference / reference.sum()) if reference.any() else np.zeros(len(p.form.parties))
    return {"class": classes, "value": value, "hindsight": hindsight}


@law
@given(case_data(most_issues=1), st.sets(st.integers(0, 511), min_size=1, max_size=3))
def test_draw_by_draw_predictions_are_those_of_a_plain_loop(data: Any, sets: set[int]) -> None:
    """What is felt in a draw, interest by interest, and what the sides then agree on."""
    from evenhand.solve.sampled import repeats

    case = case_of(data)
    p = solved(case, "issue1")
    form, n_views = p.form, len(p.seen.views)
    drawn = draw(locations([(form, p.seen)]), 8, 5)
    sample = samples(form, p.seen, drawn, slice(0, 8))
    pairs = sorted((causes, view) for causes in sets for view in range(n_views))
    found = predict(p)
    support = np.array([found[view].share[found[view].place(causes)] > 0 for causes, view in pairs])
    got = repeats(p, sample, pairs, support, np.zeros(8, dtype=np.int64), 1)
    for place, (causes, view) in enumerate(pairs):
        said = [agreed_in_a_draw(p, sample, n, causes, view) for n in range(8)]
        assert got.same[0, place] == sum(np.array_equal(states, support[place]) for states in said)
        assert got.good[0, place] == sum(not (states & ~p.good(view)).any() for states in said)


def agreed_in_a_draw(p: Problem, sample: Any, n: int, causes: int, view: int) -> Any:
    """States of the prediction in one draw; a side with caution judges by its mean."""
    form = p.form
    at_work = {name for name in CAUSES if causes & bit(name)}
    kinds = [0, *([1] if "standing" in at_work else []), *([2] if "private interest" in at_work else [])]
    felt = p.felt(causes)
    for by in range(felt.shape[0]):
        for actor in range(felt.shape[1]):
            if "attachment" in at_work and p.means.caution[by, actor] > 0:
                continue
            felt[by, actor] = 0.0
            for interest, kind in enumerate(form.kinds.tolist()):
                change = np.zeros(form.n_states)
                for row, (who, item) in enumerate(zip(sample.row_actor, sample.row_item, strict=True)):
                    if who == actor and form.item_interest[item] == interest:
                        much = sample.own_amount[by, row, n] if "impatience" in at_work else sample.amount[by, item, n]
                        holds = form.holds[form.item_effect[item]].astype(float)
                        change += much * (holds - holds[form.default])
                worth = sample.weight[by, actor, interest, n] * change
                loss = sample.attachment[by, actor, n] if "attachment" in at_work else 1.0
                felt[by, actor] += (kind in kinds) * np.where(worth < 0, loss * worth, worth)
    counted = np.isin(form.kinds, kinds)
    demand = (sample.weight[:, : form.n_sides, :, n] * sample.expects[:, :, :, n] * counted).sum(axis=2)
    demand = np.maximum(0.0, demand) if "expectations" in at_work else demand * 0.0
    out = np.zeros(form.n_states, dtype=bool)
    agreement.agree(
        causes, view, p.side_view, felt, demand, form.ratifies, p.asks, form.moves, form.alone, form.withheld_state,
        form.withheld_move, np.ascontiguousarray(sample.trust[:, :, n]), p.rank[view], p.by_rank[view],
        p.other_gains[view], form.default, p.tolerance, out,
    )  # fmt: skip
    return out

"""Evenness: findings follow the numbers, whoever bears which name and in whatever order and unit they are written."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import (
    alike,
    assert_same,
    document,
    on_the_means,
    renamed,
    sorted_lists,
    without,
)
from strategies import Data, case_data, case_of, law, mirrored_data

import evenhand
from evenhand.casefile.compose import compose

SEEDS = st.integers(0, 2**16)


def names_in(data: Data) -> list[str]:
    """Every name that a case gives to something."""
    names = [*data["parties"], *data["interests"], *data["issues"], *data.get("experts", {})]
    for issue in data["issues"].values():
        names += [stance for stances in issue["stances"].values() for stance in stances]
        names += [effect["id"] for effect in issue["effects"]]
    return sorted(set(names))


def scaled(value: Any, factor: float) -> Any:
    """Plain data with every number multiplied."""
    if isinstance(value, dict):
        return {key: scaled(part, factor) for key, part in value.items()}
    if isinstance(value, list):
        return [scaled(part, factor) for part in value]
    return value * factor if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def shuffled(value: Any, dice: random.Random) -> Any:
    """A case with its parties, interests, issues, sides, stances, effects and accounts in another order."""
    if isinstance(value, dict):
        keys = list(value)
        dice.shuffle(keys)
        return {key: _in_order(key, value[key], dice) for key in keys}
    return value


def _in_order(key: str, value: Any, dice: random.Random) -> Any:
    if key == "stances":
        return {
            side: dice.sample(names, len(names)) if isinstance(names, list) else shuffled(names, dice)
            for side, names in shuffled(value, dice).items()
        }
    if key == "effects" and isinstance(value, list):
        return [shuffled(effect, dice) for effect in dice.sample(value, len(value))]
    return value if isinstance(value, list) else shuffled(value, dice)


# -- names and order


@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_other_names_change_names_only(data: Data, dice: random.Random) -> None:
    names = names_in(data)
    others = [f"n{number}" for number in range(len(names))]
    dice.shuffle(others)
    mapping = dict(zip(names, others, strict=True))
    expected = renamed(document(case_of(data)), mapping)
    found = document(case_of(renamed(data, mapping)))
    assert_same(sorted_lists(found), sorted_lists(expected), 1e-12)


@law
@given(case_data(more=True), st.randoms(use_true_random=False))
def test_another_order_in_the_file_changes_nothing(data: Data, dice: random.Random) -> None:
    one, other = case_of(data), case_of(shuffled(data, dice))
    expected, found = sorted_lists(document(one)), sorted_lists(document(other))
    assert_same(on_the_means(found), on_the_means(expected))
    if not alike(one):
        assert_same(without(found, "monte_carlo_error"), without(expected, "monte_carlo_error"), 1e-7)


@pytest.mark.parametrize("name", list(evenhand.cases()))
def test_another_order_of_a_shipped_case_changes_no_figure(name: str) -> None:
    data = compose(evenhand.cases()[name].read_text(encoding="utf-8"), name)[0]
    assert isinstance(data, dict)
    one, other = case_of(data), case_of(shuffled(data, random.Random(name)))
    expected, found = sorted_lists(document(one, draws=64)), sorted_lists(document(other, draws=64))
    assert_same(without(found, "monte_carlo_error"), without(expected, "monte_carlo_error"), 1e-7)


# -- units


def points_scaled(study: Data, party: str, factor: float) -> Data:
    """An analysis with one party's points in another unit."""
    study = copy.deepcopy(study)

    def change(place: Any, key: str) -> None:
        if place and place.get(key) is not None:
            place[key] = scaled(place[key], factor)

    change(study["unused_potential"], party)
    for issue in study["issues"]:
        for found in issue["accounts"].values():
            for name in ("unilateral_losses", "temptations", "value_at_risk", "causes", "alone", "last"):
                change(found[name], party)
            for name in ("points", "with_standing", "range", "hindsight"):
                change((found["losses"] or {}).get(party), name)
            for state in found["states"] or []:
                change(state["points"], party)
            for state in found["beside"]:
                change(state["gains"], party)
            for state in found["reference"] or []:
                change(state.get("with_standing"), party)
            for name in ("losses", "unilateral_losses"):
                change(found["monte_carlo_error"].get(name), party)
        expected = issue["expectations"]
        if expected:
            for name in ("expected", "attainable", "best"):
                change(expected["parties"][party][name], "points")
            change(expected["trim"], party)
    return study


@law
@given(case_data(more=True), st.sampled_from([0.01, 0.3, 7, 1000]), st.data())
def test_a_party_s_points_may_be_counted_in_any_unit(data: Data, factor: float, pick: st.DataObject) -> None:
    party = pick.draw(st.sampled_from(sorted(p for p in data["weights"] if p != "p8" and p != "p7")))
    other = copy.deepcopy(data)
    for weights in (other["weights"], *(account.get("weights", {}) for account in other.get("accounts", {}).values())):
        if party in weights:
            weights[party] = scaled(weights[party], factor)
    expected = points_scaled(document(case_of(data)), party, factor)
    found = document(case_of(other))
    assert_same(found, expected, 1e-9, scale=max(1.0, factor))


@law
@given(case_data(more=True), st.sampled_from([0.001, 0.3, 1000]), st.data())
def test_an_interest_may_be_measured_in_any_unit(data: Data, factor: float, pick: st.DataObject) -> None:
    interest = pick.draw(st.sampled_from(sorted(data["interests"])))
    other = copy.deepcopy(data)
    accounts = list(other.get("accounts", {}).values())
    for weights in (other["weights"], *(account.get("weights", {}) for account in accounts)):
        for own in weights.values():
            if interest in own:
                own[interest] = scaled(own[interest], 1 / factor)
    effects = [effect for issue in other["issues"].values() for effect in issue["effects"]]
    effects += [effect for account in accounts for effect in account.get("effects", {}).values()]
    for effect in effects:
        modelled = effect.get("benefit", {})
        assume("adversary" not in modelled)  # its shares are parts, whose unit cannot change
        own = [modelled.get("investment", {}).get("to", {}), effect.get("gives", {})]
        own += [modelled.get("security", {}).get(name, {}) for name in ("to", "savings")]
        for told in (*own, modelled.get("security", {}).get("trade", {}).get("to", {})):
            for key in told:
                if key.endswith(f".{interest}"):
                    told[key] = scaled(told[key], factor)
    for issue in other["issues"].values():
        for expected in issue.get("expects", {}).values():
            if interest in expected:
                expected[interest] = scaled(expected[interest], factor)
    natural = ("interests", "causes_by_interest")
    expected = without(on_the_means(document(case_of(data))), natural)
    found = without(on_the_means(document(case_of(other))), natural)
    assert_same(found, expected, 1e-9)


# -- sides that are alike


@law
@given(mirrored_data(), SEEDS)
def test_neither_of_two_like_sides_is_favoured(data: Data, seed: int) -> None:
    study = on_the_means(document(case_of(data), seed=seed))
    swapped = renamed(study, {"p1": "p2", "p2": "p1"})
    assert_same(sorted_lists(swapped), sorted_lists(study), 1e-9)


@law
@given(mirrored_data(), SEEDS, SEEDS)
def test_the_seed_moves_no_choice(data: Data, seed: int, other: int) -> None:
    case = case_of(data)
    first, second = (on_the_means(document(case, seed=s, draws=7)) for s in (seed, other))
    assert_same(without(first, ("seed",)), without(second, ("seed",)), 0.0)


@pytest.mark.parametrize("spread", [[1, 2, 4], [1, 2, 3]])
def test_noise_favours_neither_of_two_like_sides(spread: list[float]) -> None:
    """Chicken with uncertain numbers: over many seeds both sides' figures stay within three standard errors."""
    data = {
        "case": "chicken",
        "title": "Chicken",
        "parties": {"p1": {"name": "p1"}, "p2": {"name": "p2"}},
        "interests": {"k1": {"name": "k1", "unit": "points"}},
        "weights": {"p1": {"k1": [1, 2, 4]}, "p2": {"k1": [1, 2, 4]}},
        "issues": {
            "issue1": {
                "title": "Road",
                "stances": {"p1": ["dare", "swerve"], "p2": ["dare", "swerve"]},
                "default": {"p1": "dare", "p2": "dare"},
                "effects": [
                    {"id": "a", "when": {"p1": "swerve", "p2": "dare"}, "gives": {"p1.k1": 1, "p2.k1": spread}},
                    {"id": "b", "when": {"p1": "dare", "p2": "swerve"}, "gives": {"p1.k1": spread, "p2.k1": 1}},
                ],
            }
        },
    }
    case = case_of(data)
    apart = []
    for seed in range(20):
        found = document(case, draws=256, seed=seed)["issues"][0]["accounts"]["authors"]
        assert len(found["reference"]) == 2
        assert found["losses"]["p1"]["points"]["mean"] == found["losses"]["p2"]["points"]["mean"]
        apart.append(found["losses"]["p1"]["points"]["median"] - found["losses"]["p2"]["points"]["median"])
    mean = sum(apart) / len(apart)
    deviation = (sum((a - mean) ** 2 for a in apart) / (len(apart) - 1)) ** 0.5
    assert abs(mean) <= 3 * deviation / len(apart) ** 0.5 + 1e-12


# -- accounts that say the same


@law
@given(case_data(more=True))
def test_two_accounts_that_say_the_same_give_the_same_findings(data: Data) -> None:
    accounts = data.get("accounts") or {"p1": {"attachment": {"p1": 2}}}
    one = next(iter(accounts.values()))
    sides = [side for side in data["parties"] if side not in ("p7", "p8")]
    study = document(case_of({**data, "accounts": dict.fromkeys(sides, one)}))
    for issue in study["issues"]:
        held = [found for name, found in issue["accounts"].items() if name not in ("authors", "pooled")]
        assert len(held) == len(sides)
        assert all(found == held[0] for found in held)


@law
@given(case_data(accounts=False))
def test_an_account_that_repeats_the_base_one_changes_nothing(data: Data) -> None:
    weights = {"weights": {party: dict(own) for party, own in data["weights"].items()}}
    gives = {
        "effects": {
            effect["id"]: {"gives": effect["gives"]} for issue in data["issues"].values() for effect in issue["effects"]
        }
    }
    expected = document(case_of(data))
    study = document(case_of({**data, "accounts": {"p1": weights, "p2": {**weights, **gives}}}))
    for issue, before in zip(study["issues"], expected["issues"], strict=True):
        for found in issue["accounts"].values():
            assert found == before["accounts"]["authors"]
        assert issue["common_ground"] == before["common_ground"]
        assert issue["common_ground_at_cost"] == before["common_ground_at_cost"]
        assert issue["expectations"] == before["expectations"]
        assert issue["holds_in_all_accounts"]["kind"] and issue["holds_in_all_accounts"]["reference"]

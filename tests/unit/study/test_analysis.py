"""The front of the engine: what it takes, what it refuses, what it repeats."""

from __future__ import annotations

import json

import pytest

import evenhand
from evenhand.casefile import loads
from evenhand.errors import InputError


def test_bytes_are_the_same_on_any_number_of_threads() -> None:
    case = evenhand.load("deadlock")
    one, two = (json.dumps(evenhand.analyse(case, draws=50, seed=3, threads=n).document()) for n in (1, 2))
    assert one == two


def test_seed_0_is_a_seed() -> None:
    assert evenhand.analyse(evenhand.load("chicken"), draws=4, seed=0).seed == 0


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"draws": 10**9}, {"seed": -1}, {"issues": ["no-such"]}])
def test_what_cannot_be_analysed_is_refused_in_words(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"draws|seed|unknown issue"):
        evenhand.analyse(evenhand.load("chicken"), **wrong)  # type: ignore[arg-type]


def test_progress_counts_the_issues() -> None:
    told: list[tuple[str, int, int]] = []
    evenhand.analyse(evenhand.load("deadlock"), draws=4, progress=lambda *step: told.append(step))
    # which issue comes first is no promise: the longest begin first, and of two at once either may end first
    assert {name for name, _, _ in told} == {"crossing", "captives"}
    assert [step[1:] for step in told] == [(1, 2), (2, 2)]


def test_an_issue_is_found_by_its_name() -> None:
    study = evenhand.analyse(evenhand.load("deadlock"), draws=4)
    assert study["captives"].id == "captives"
    with pytest.raises(KeyError):
        study["no-such"]


@pytest.mark.parametrize("name", ["us-russia-2013", "india-pakistan-2013", "nile-gerd-2020"])
def test_the_causes_of_every_case_that_ships_sum_to_the_mean_loss(name: str) -> None:
    study = json.loads(json.dumps(evenhand.analyse(evenhand.load(name), draws=64).document(), allow_nan=False))
    for issue in study["issues"]:
        for found in issue["accounts"].values():
            for party, causes in (found["causes"] or {}).items():
                assert sum(causes.values()) == pytest.approx(found["losses"][party]["points"]["mean"], abs=1e-9)


VETOED = """
case: vetoed
title: Cuts that each side would make alone
parties:
  aa: {name: Alfa, numeraire: money}
  bb: {name: Bravo, numeraire: money}
  makers: {name: Arms makers, ratifies: aa}
interests:
  money: {name: Money, unit: USD bn/yr}
  rents: {name: Rents, unit: USD bn/yr, kind: private}
weights:
  aa: {money: 1}
  bb: {money: 1}
  makers: {rents: 1}
issues:
  cuts:
    title: Cuts
    stances: {aa: [arm, cut], bb: [arm, cut]}
    default: {aa: arm, bb: arm}
    effects:
      - {id: saved, when: {aa: cut}, gives: {aa.money: 2, makers.rents: -1}}
      - {id: both, when: {aa: cut, bb: cut}, gives: {bb.money: 3}}
"""


def test_drift_asks_nobody_and_the_prediction_names_who_would_refuse_an_agreement_on_it() -> None:
    # Alfa gains 2 alone and so cuts, then Bravo gains 3 and cuts; an agreement costs the makers a rent, so they refuse
    found = evenhand.analyse(loads(VETOED), draws=16).issues[0].accounts["authors"]
    assert found.prediction is not None
    assert found.prediction["by"] == "drift"
    assert found.prediction["states"] == [{"stances": {"aa": "cut", "bb": "cut"}, "share": 1.0}]
    assert found.prediction["refused_by"] == ["makers"]
    # without the makers both consent, and nobody is left to refuse
    agreed = evenhand.analyse(loads(VETOED.replace(", ratifies: aa", "")), draws=16).issues[0].accounts["authors"]
    assert agreed.prediction is not None
    assert (agreed.prediction["by"], agreed.prediction["refused_by"]) == ("agreement", [])

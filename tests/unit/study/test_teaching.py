"""Every teaching case finds exactly what its comments say."""

from __future__ import annotations

from typing import Any

import pytest

import evenhand
from evenhand.casefile import Case


def found(case: Case | str, issue: str | None = None, account: str = "authors") -> dict[str, Any]:
    study = evenhand.analyse(evenhand.load(case) if isinstance(case, str) else case, draws=32, threads=1).document()
    one = next(i for i in study["issues"] if issue in (None, i["id"]))
    result: dict[str, Any] = one["accounts"][account]
    return result


def with_more(name: str, **parties: dict[str, Any]) -> Case:
    data = evenhand.load(name).model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    for party, extra in parties.items():
        data["parties"][party] |= extra
    return Case.model_validate(data)


def causes(of: dict[str, Any], party: str = "alder", kind: str = "causes") -> dict[str, float]:
    return {name: pytest.approx(figure) for name, figure in of[kind][party].items() if abs(figure) > 1e-9}


def losses(of: dict[str, Any]) -> dict[str, float]:
    return {party: loss["points"]["mean"] for party, loss in of["losses"].items()}


def keys(of: dict[str, Any]) -> list[list[str]]:
    return [key["remove"] for key in of["keys"]]


def references(of: dict[str, Any]) -> list[str]:
    return [" ".join(one["stances"].values()) for one in of["reference"] or []]


def lone(of: dict[str, Any]) -> list[float]:
    return [figure["mean"] for figure in of["unilateral_losses"].values()]


WITH_AGREEMENT = [
    ("prisoners-dilemma", None, "restrain restrain", 2, {"commitment": 2}, [["commitment"]], 0),
    ("assurance", None, "stag stag", 4, {"no stated reason": 4}, [[]], 0),
    (
        "assurance-misread",
        None,
        "stag stag",
        4,
        {"misperception": 2, "commitment": 2},
        [["misperception"], ["commitment"]],
        0,
    ),
    ("chicken", None, "swerve swerve", 3, {"no stated reason": 2.5, "commitment": 0.5}, [[]], 1),
    ("deadlock", "crossing", "open open", 2, {"linkage": 2}, [["linkage"]], 0),
    ("deadlock", "captives", "release release", 2, {"linkage": 2}, [["linkage"]], 0),
    ("ratifier", None, "open open", 2, {"ratification": 2}, [["ratification"]], 0),
]


@pytest.mark.parametrize(("name", "issue", "reference", "loss", "shares", "removed", "unilateral"), WITH_AGREEMENT)
def test_loss_causes_and_keys(
    name: str,
    issue: str | None,
    reference: str,
    loss: float,
    shares: dict[str, float],
    removed: list[list[str]],
    unilateral: float,
) -> None:
    of = found(name, issue)
    assert of["kind"] == "unnecessary loss"
    assert references(of) == [reference]
    for party in ("alder", "birch"):
        assert losses(of)[party] == pytest.approx(loss)
        assert causes(of, party) == shares
    assert keys(of) == removed
    assert lone(of) == pytest.approx([unilateral, unilateral])
    assert of["doubt"] == 0 and of["improvement_probability"] == 1


WITHOUT_AGREEMENT = [
    ("cooperation-under-temptation", "under temptation"),
    ("genuine-conflict", "genuine conflict"),
    ("standing-alone", "nothing of substance"),
    ("turn-taking", "tradeable"),
]


@pytest.mark.parametrize(("name", "kind"), WITHOUT_AGREEMENT)
def test_cases_without_improvement(name: str, kind: str) -> None:
    of = found(name)
    assert of["kind"] == kind and of["why"]
    assert of["reference"] is of["losses"] is of["causes"] is of["keys"] is None
    assert lone(of) == [0, 0]


def test_one_cause_alone_and_last() -> None:
    for name, cause in (("prisoners-dilemma", "commitment"), ("deadlock", "linkage"), ("ratifier", "ratification")):
        of = found(name)
        assert causes(of, kind="alone") == causes(of, kind="last") == {cause: 2}


def test_the_misread_hunt_in_every_account() -> None:
    of = found("assurance-misread")
    assert causes(of, kind="alone") == {}
    assert causes(of, kind="last") == {"misperception": 4, "commitment": 4}
    for side in ("alder", "birch"):
        own = found("assurance-misread", account=side)
        assert keys(own) == [["commitment"]]
        assert causes(own, kind="alone") == {"commitment": 4}
    (issue,) = evenhand.analyse(evenhand.load("assurance-misread"), draws=16).document()["issues"]
    assert [one["stances"] for one in issue["common_ground"]] == [{"alder": "stag", "birch": "stag"}]


@pytest.mark.parametrize(("trust", "removed"), [(0.4, [["commitment"]]), (3 / 7, [[]]), (0.5, [[]])])
def test_the_hunt_is_dared_from_a_trust_of_three_sevenths_on(trust: float, removed: list[list[str]]) -> None:
    assert keys(found(with_more("assurance", alder={"trust": {"birch": trust}}))) == removed


def test_chicken_is_even_and_swerving_alone_depends_on_the_other() -> None:
    of = found("chicken")
    assert of["causes"]["alder"] == of["causes"]["birch"]
    assert causes(of, kind="alone") == causes(of, kind="last") == {"commitment": 0.5}
    assert of["losses"]["alder"] == of["losses"]["birch"]
    assert not any(one["whatever_others_do"] for one in of["unilateral_losses"].values())
    assert {" ".join(one["stances"].values()): one["share"] for one in of["prediction"]["states"]} == {
        "dare swerve": 0.5,
        "swerve dare": 0.5,
    }


def test_the_dam_is_at_the_expense_of_cedar() -> None:
    of = found("at-a-bystanders-expense")
    assert of["kind"] == "loss at the expense of others"
    assert [one["pays"] for one in of["reference"]] == [["cedar"]]
    assert losses(of) == pytest.approx({"alder": 3, "birch": 3, "cedar": -2})
    assert causes(of) == {"no stated reason": 3} and causes(of, "cedar") == {"no stated reason": -2}
    assert keys(of) == [[]] and of["prediction"]["pays"] == ["cedar"]
    (issue,) = evenhand.analyse(evenhand.load("at-a-bystanders-expense"), draws=16).document()["issues"]
    assert issue["common_ground"] == []
    assert [one["pays"] for one in issue["common_ground_at_cost"]] == [["cedar"]]


def test_temptation_is_said_as_temptation() -> None:
    of = found("cooperation-under-temptation")
    assert of["temptation"] == {"as": "temptation"}
    assert {side: (one["mean"], one["pays"]) for side, one in of["temptations"].items()} == {
        "alder": (pytest.approx(1), ["birch"]),
        "birch": (pytest.approx(1), ["alder"]),
    }
    assert of["value_at_risk"] == pytest.approx({"alder": 3, "birch": 3})


def test_turns_are_taken_half_the_time() -> None:
    of = found("turn-taking")
    assert {" ".join(one["stances"].values()): one["share"] for one in of["mix"]} == {
        "alder-bay alder-bay": pytest.approx(0.5),
        "birch-bay birch-bay": pytest.approx(0.5),
    }


def test_the_deadlock_is_reported() -> None:
    study = evenhand.analyse(evenhand.load("deadlock"), draws=16)
    assert study.deadlocks == [["crossing", "captives"]]
    assert study.unused_potential["alder"]["points"].mean == pytest.approx(4)


def test_the_assembly_loses_nothing_itself() -> None:
    assert losses(found("ratifier")) == pytest.approx({"alder": 2, "birch": 2, "assembly": 0})


def test_the_sides_settle_at_the_end_of_the_win_set() -> None:
    of = found("win-set")
    assert references(of) == ["size-6 size-6"] and losses(of) == pytest.approx(
        {"alder": 5, "birch": 12.5, "assembly": 0}
    )
    assert [" ".join(one["stances"].values()) for one in of["prediction"]["states"]] == ["size-3 size-3"]
    assert causes(of) == {"ratification": 3, "no stated reason": 2}
    assert causes(of, "birch") == {"ratification": 4.5, "no stated reason": 8}
    assert keys(of) == [[]]


def test_ordinal_issues() -> None:
    armament, captives = found("ordinal", "armament"), found("ordinal", "captives")
    assert [one["stances"] for one in armament["ordinal"]["efficient"]] == [{"alder": "restrain", "birch": "restrain"}]
    assert keys(armament) == [["commitment"]] and keys(captives) == [[]]
    assert armament["stability"]["default"]["nash"] and not armament["stability"]["reference"]["nash"]
    assert [one["stances"] for one in captives["ordinal"]["efficient"]] == [{"alder": "release", "birch": "release"}]
    for of in (armament, captives):
        assert of["kind"] == "unnecessary loss" and "need numbers" in of["why"]
        assert of["losses"] is of["causes"] is of["doubt"] is None
        assert all(key["probability"] is None for key in of["keys"])

"""The words of a comparison, on a document written by hand."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import evenhand
from evenhand.report import what_if as told
from evenhand.report.language import speaking

CASE = evenhand.load("us-russia-2013")
STATE = {"us": "reduce", "ru": "reduce"}


def figures(**more: Any) -> dict[str, Any]:
    points = {"mean": 2.0, "p5": 1.0, "median": 2.0, "p95": 3.0}
    return {
        "kind": "unnecessary loss",
        "reference": [{"stances": STATE, "standing_proof": True, "pays": []}],
        "losses": {"ru": {"points": points, "interests": {"security": {**points, "mean": 4.0}}}},
        "causes": {"ru": {"commitment": 2.0}},
        "keys": [{"remove": ["commitment"], "probability": 1.0, "undone_by_more": False}],
        "prediction": {"by": "nobody moves", "states": [], "probability": 0.9, "pays": []},
        "common_ground": [],
        "doubt": 0.1,
        "improvement_probability": 0.5,
        **more,
    }


def issue(before: dict[str, Any], after: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    loss = {"ru": {"before": 2.0, "after": 1.0, "ratio": 0.5}}
    return {
        "id": "strategic-reductions", "title": "", "sides": ["us", "ru"], "on_the_table": after is not None,
        "changed": ["losses"], "loss": loss, "before": before, "after": after, **more,
    }  # fmt: skip


def sentences(**more: Any) -> list[str]:
    after = copy.deepcopy(figures())
    after.update(more)
    return [
        text.replace("\u202f", " ").replace("\u00a0", " ") for text in told.differences(CASE, issue(figures(), after))
    ]


def test_a_loss_is_a_part_of_what_it_was_with_its_amounts() -> None:
    less = copy.deepcopy(figures()["losses"])
    less["ru"]["interests"]["security"]["mean"] = 2.0
    assert sentences(losses=less) == [
        "Russia: the loss is 50 % of what it was (Security 2 points instead of 4 points)."
    ]


def test_what_vanishes_in_rounding_is_said_in_one_sentence() -> None:
    same = issue(figures(), figures(doubt=0.1001), loss={})
    assert told.differences(CASE, same) == ["Only intervals, or figures too small to be shown, change."]


def test_where_only_the_causes_at_work_change_no_finding_does() -> None:
    before, after = figures(at_work=["standing", "commitment"]), figures(at_work=["standing"])
    assert told.differences(CASE, issue(before, after, loss={})) == [
        "No finding changes, only which causes are at work."
    ]
    after["doubt"] = 0.1001
    assert "too small to be shown" in told.differences(CASE, issue(before, after, loss={}))[0]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "genuine conflict", "reference": None, "losses": None}, "No agreement is an improvement any more"),
        ({"reference": [{"stances": STATE, "standing_proof": False, "pays": []}]}, "only if standing is set aside"),
        ({"reference": [{"stances": STATE, "standing_proof": True, "pays": ["eu"]}]}, "European Union; before: nobody"),
        ({"doubt": 0.2}, "in 20 % of the draws; before: 10 %"),
        ({"improvement_probability": 0.75}, "in 75 % of the draws; before: 50 %"),
        ({"keys": []}, "No set of these causes"),
        (
            {"prediction": {"by": "agreement", "states": [{"stances": STATE}], "probability": 0.8, "pays": []}},
            "the sides agree on",
        ),
    ],
)
def test_each_difference_has_its_sentence(more: dict[str, Any], says: str) -> None:
    assert any(says in text for text in sentences(**more)), sentences(**more)


def test_an_issue_off_the_table_says_what_stays() -> None:
    assert told.differences(CASE, issue(figures(), None)) == ["Off the table: today\u2019s state stays."]


def test_a_change_names_what_stands_there_today() -> None:
    (described,) = evenhand.describe_changes(CASE, evenhand.read_changes(CASE, ["w.ru.security=2,4,8"]))
    low, middle, high = (f"{value:g}" for value in CASE.weights["ru"]["security"].is_)
    expected = f"Russia: weight of \u201cSecurity\u201d: 4 (2 to 8) instead of {middle} ({low} to {high})"
    assert told.change(CASE, described).replace("\u00a0", " ").replace("\u202f", " ") == expected


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_another_language_has_words_of_its_own(language: str) -> None:
    changes = ["off=commitment", "believe=ru", "w.ru.standing=3", "without=snowden"]
    document = evenhand.what_if(CASE, changes, draws=16, threads=1).document()
    with speaking(language):
        page = told.what_if(CASE, document)
    assert not any(word in page for word in ("before", "instead of", "What if", "draws", "removed"))


def test_parties_change_places_in_the_words_and_nothing_else() -> None:
    for texts in (["w.ru.security=1"], ["w.us.security=1"]):
        (described,) = evenhand.describe_changes(CASE, evenhand.read_changes(CASE, texts))
        place = told.place(CASE, described["of"])
        assert place.replace("Russia", "X").replace("United States", "X") == "X: weight of \u201cSecurity\u201d"


def same_outcome(by: str, probability: float) -> dict[str, Any]:
    states = [] if by == "nobody moves" else [{"stances": STATE}]
    return {"by": by, "states": states, "probability": probability, "pays": []}


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("nobody moves", "By the case’s own logic nobody moves: in 45 % of the draws instead of 49 %."),
        (
            "agreement",
            "By the case’s own logic the sides agree on “Russia: reduce; United States: reduce”: in 45 % of the draws "
            "instead of 49 %.",
        ),
        (
            "drift",
            "By the case’s own logic the sides drift to “Russia: reduce; United States: reduce”: in 45 % of the draws "
            "instead of 49 %.",
        ),
    ],
)
def test_where_only_the_frequency_of_an_outcome_changes_it_is_named_once(by: str, says: str) -> None:
    before, after = (figures(prediction=same_outcome(by, often)) for often in (0.49, 0.45))
    (told_once,) = told.differences(CASE, issue(before, after, loss={}, sides=["ru", "us"]))
    assert told_once.replace("\u202f", " ").replace("\u00a0", " ") == says
    same = told.differences(CASE, issue(before, before, loss={}, changed=[]))
    assert same == []

"""Everything that a report says: the same findings as its parts have by themselves."""

from __future__ import annotations

import pytest

import evenhand
from evenhand.errors import InputError
from evenhand.study.prepared import prepare
from evenhand.study.whole import CHAPTERS, whole


def test_each_chapter_is_what_its_own_command_finds() -> None:
    study, chapters = whole("assurance-misread", draws=50, seed=3, threads=2)
    assert tuple(chapters) == tuple(
        name
        for name in CHAPTERS
        if name not in ("leverage", "initiative")  # the case has one issue; none is asked for
    )
    assert chapters["benefits"] == evenhand.benefits("assurance-misread", draws=50, seed=3).document()
    assert study.document() == evenhand.analyse("assurance-misread", draws=50, seed=3, threads=1).document()
    assert chapters["agenda"] == evenhand.agenda("assurance-misread", draws=50, seed=3).document()
    assert chapters["persuasion"] == evenhand.persuade("assurance-misread", draws=50, seed=3).document()
    assert chapters["courses"] == evenhand.courses("assurance-misread", draws=50, seed=3).document()


def test_each_part_is_named_before_it_begins_and_its_progress_follows() -> None:
    told: list[str] = []
    _, chapters = whole(
        "nile-gerd-2020", draws=8, seed=3, threads=1, step=told.append, progress=lambda *_given: told.append("…")
    )
    assert [name for name in told if name != "…"] == ["analysis", *chapters]
    assert all(told[told.index(name) + 1] == "…" for name in ("analysis", *chapters))


def test_leverage_has_a_chapter_where_there_are_issues_to_set_against_each_other() -> None:
    _, chapters = whole("nile-gerd-2020", draws=8, seed=3, threads=2)
    assert tuple(chapters) == tuple(name for name in CHAPTERS if name != "initiative")
    assert chapters["leverage"] == evenhand.leverage("nile-gerd-2020", draws=8, seed=3).document()


def test_where_only_orders_are_known_the_audit_is_the_only_further_chapter() -> None:
    assert list(whole("ordinal", draws=8)[1]) == ["evenness"]


def test_what_the_case_rests_on_is_always_told() -> None:
    case = evenhand.load("nile-gerd-2020")
    assert whole(case, draws=8, issues=["drought"])[1]["evenness"] == evenhand.evenness(case).document()


def test_a_proposal_has_a_chapter_of_its_own() -> None:
    propose = {"armament": {"alder": "restrain", "birch": "restrain"}}
    _, chapters = whole("prisoners-dilemma", draws=50, seed=3, propose=propose)
    assert chapters["initiative"] == evenhand.initiative("prisoners-dilemma", propose, draws=50, seed=3).document()
    assert tuple(chapters) == tuple(name for name in CHAPTERS if name != "leverage")


def test_a_faulty_proposal_is_refused() -> None:
    with pytest.raises(InputError, match="moon"):
        whole("prisoners-dilemma", draws=8, propose={"moon": {"alder": "restrain"}})


def test_of_some_issues_there_is_persuasion_alone() -> None:
    study, chapters = whole("chicken", draws=8, issues=list(evenhand.load("chicken").issues)[:1])
    assert list(chapters) == ["persuasion", "evenness"]
    assert len(study.issues) == 1


def test_an_unknown_issue_is_refused() -> None:
    with pytest.raises(InputError, match="unknown issue 'moon'"):
        whole("chicken", draws=8, issues=["moon"])


def test_a_case_made_ready_for_other_draws_is_refused() -> None:
    ready = prepare("chicken", 8, 1)
    assert prepare(ready, 8, 1) is ready
    for draws, seed in ((9, 1), (8, 2)):
        with pytest.raises(ValueError, match="ready for 8 draws from seed 1"):
            prepare(ready, draws, seed)

"""A tested proposal in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

import evenhand
from evenhand.report import initiative
from evenhand.report.language import speaking

PROPOSALS: dict[str, dict[str, dict[str, str]]] = {
    "ordinal": {
        "armament": {"alder": "restrain", "birch": "restrain"},
        "captives": {"alder": "release", "birch": "release"},
    },
    "prisoners-dilemma": {"armament": {"alder": "restrain", "birch": "restrain"}},
    "us-russia-2013": {
        "strategic-reductions": {"us": "reduce", "ru": "reduce"},
        "missile-defence": {"us": "assure", "ru": "join"},
    },
}


def document(name: str) -> tuple[Any, Any]:
    case = evenhand.load(name)
    return case, evenhand.initiative(case, PROPOSALS[name], draws=32, threads=1).document()


def flat(name: str) -> str:
    return " ".join(initiative.initiative(*document(name)).split())


@pytest.mark.parametrize("name", list(PROPOSALS))
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    for line in initiative.initiative(*document(name), width=width).splitlines():
        assert len(line) <= width


def test_who_blocks_and_why() -> None:
    told = flat("prisoners-dilemma")
    assert "Every side accepts without: Commitment (100 %)." in told
    assert "an answer of the others that serves them would undo" in told
    assert "it is the reference agreement itself" in told


def test_a_lifted_linkage_is_said() -> None:
    told = flat("us-russia-2013")
    assert 'Russia: "reduce" is withheld while another issue stands so' in told
    assert "the proposal lifts this" in told and "All issues together" in told


def test_ranks_are_said_where_there_are_no_numbers() -> None:
    told = flat("ordinal")
    assert "Alder: refuses. In its order the proposal has place 2 of 4, today's state place 3." in told
    assert "blocked on 1 of the 2 issues" in told and "%" not in told


def test_every_side_has_the_same_sentences() -> None:
    case, found = document("prisoners-dilemma")
    sections = dict(initiative.sections(case, found, found["issues"][0]))
    first, second = sections["Who accepts"]
    names = {"Alder": "Birch", "Birch": "Alder"}

    def swapped(text: str) -> str:
        return re.sub("Alder|Birch", lambda one: names[one[0]], text)

    # where states are told the sides stand in the order of the case: compare what does not depend on it
    def words_of(text: str) -> list[str]:
        return sorted(re.findall(r"\w+", text))

    assert second[0] == swapped(first[0])
    assert words_of(second[1]) == words_of(swapped(first[1]))


def test_the_section_is_whole_html_and_escapes_names() -> None:
    case, found = document("us-russia-2013")
    parties = {**case.parties, "us": case.parties["us"].model_copy(update={"name": "<b>US</b>"})}
    page = initiative.section(case.model_copy(update={"parties": parties}), found)
    assert page.startswith("<section") and page.rstrip().endswith("</section>")
    assert "<b>US</b>" not in page and "&lt;b&gt;US&lt;/b&gt;" in page
    for tag in ("section", "dl", "dt", "dd", "h3", "h4", "p"):
        assert len(re.findall(rf"<{tag}[ >]", page)) == page.count(f"</{tag}>"), tag


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_it_speaks_other_languages_with_the_case_s_own_names(language: str) -> None:
    case, found = document("us-russia-2013")
    with speaking(language):
        told = initiative.initiative(case, found)
    left = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"\[[a-z0-9-]+\]", "", told)))
    assert left <= {"USD"}

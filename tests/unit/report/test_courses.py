"""Courses in words and charts: what stands there, in which form, and the same for every side."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from markupsafe import escape

import evenhand
from evenhand.casefile import PARAMETERS, Case, loads
from evenhand.report import courses as report
from evenhand.report import language


@pytest.fixture(scope="module")
def case() -> Case:
    return evenhand.load("us-russia-2013")


@pytest.fixture(scope="module")
def document(case: Case) -> dict[str, Any]:
    return evenhand.courses(case, draws=64, years=10).document()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("width", [40, 80])
def test_the_terminal_is_no_wider_than_it_is(case: Case, document: dict[str, Any], width: int) -> None:
    assert max(map(len, report.courses(case, document, width=width).splitlines())) <= width


def test_the_record_says_what_was_counted_on_and_got_and_counts_without_inference(
    case: Case, document: dict[str, Any]
) -> None:
    told = plain(report.courses(case, document))
    assert (
        "March 2009 to August 2013, The reset: expectations not met: Russia and United States; a crisis followed."
        in told
    )
    assert "Expectations were not met in 3 episodes; a crisis followed in 3 of them." in told
    assert "They were met in 2 episodes; a crisis followed in 0 of them." in told
    assert "this is a count, and nothing follows from it." in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ru", "март 2009 – август 2013, Перезагрузка: "),
        ("uk", "березень 2009 – серпень 2013, Перезавантаження: "),
    ],
)
def test_episodes_have_the_months_and_titles_of_the_language(
    case: Case, document: dict[str, Any], name: str, told: str
) -> None:
    with language.speaking(name):
        for said in (plain(report.courses(case, document)), str(report.timeline(case, document, "record"))):
            assert told.split(", ")[1].split(":")[0] in said
        assert told in plain(report.courses(case, document))


@pytest.mark.parametrize("name", ["ru", "uk"])
def test_the_whole_record_is_told_in_the_language_but_for_its_sources(
    case: Case, document: dict[str, Any], name: str
) -> None:
    with language.speaking(name):
        terminal, page = report.courses(case, document, width=200), str(report.section(case, document))
        start, stop = map(language.gettext, ("The record", "How much less each side would have to count on"
                                             " for all to be met together"))  # fmt: skip
    record = page[: page.index("<h3>", page.index("</table>"))]
    sources = "|".join(re.escape(str(escape(one.title))) for one in case.evidence.values())
    told = re.sub(r"<[^>]*>", " ", re.sub(sources, "", record))
    assert re.findall(r"[A-Za-z]{2,}", terminal[terminal.index(start) : terminal.index(stop)]) == []
    assert re.findall(r"[A-Za-z]{2,}", told) == []


def test_texts_of_the_record_that_are_not_translated_stay_as_the_case_has_them(document: dict[str, Any]) -> None:
    text = loads("""
case: a
title: A
parties: {north: {name: North}, south: {name: South}}
interests: {trade: {name: Trade, unit: points}}
weights: {north: {trade: 1}, south: {trade: 1}}
issues:
  way:
    title: The way
    stances: {north: [shut, open], south: [shut, open]}
    default: {north: shut, south: shut}
    effects: [{id: both, when: {north: open, south: open}, gives: {north.trade: 1, south.trade: 1}}]
episodes:
  - {id: first, title: First, from: 2001, expected: {north: more, south: {words: much, numbers: {trade: 2}}},
     followed: Less.}
events: {ships: {title: Ships, unit: a day, years: {2001: 3}, note: Counted.}}
translations:
  ru: {episodes: {first: {expected: {south: много}}}, events: {ships: Суда}, units: {points: очков}}
  uk: {episodes: {first: Перше}}
""")
    found = evenhand.courses(text, draws=16, years=2).document()
    with language.speaking("ru"):
        russian = plain(report.courses(text, found))
    with language.speaking("uk"):
        ukrainian = plain(report.courses(text, found))
    for kept in ("First", "more", "много; 2 очков", "Less.", "Суда"):
        assert kept in russian
    for kept in ("Перше", "more", "much; 2 бали", "Less.", "Ships"):
        assert kept in ukrainian


def test_every_parameter_stands_there_with_its_value_origin_and_what_moves(
    case: Case, document: dict[str, Any]
) -> None:
    told = plain(report.courses(case, document))
    for name in PARAMETERS:
        assert f"{report.parameter_means(name)}:" in told
        assert report.parameter_caveat(name)
    assert "0.07 (0.03 to 0.2); default (Brecher et al., ICB 14;" in told
    assert "a single number, so nothing moves" in told


def test_what_is_built_in_is_told_from_what_is_found(case: Case, document: dict[str, Any]) -> None:
    assert "Built in: that trimming forgoes no agreement" in plain(report.courses(case, document))


def test_courses_that_are_the_same_are_said_to_be(document: dict[str, Any]) -> None:
    same = evenhand.courses(evenhand.load("nile-gerd-2020"), draws=32).document()
    assert report.bearing(same)[1].startswith("Trimming changes nothing here")
    assert report.who_most(evenhand.load("nile-gerd-2020"), same).startswith("Which side has more to reassess")
    gap = next(item for item in same["differences"] if item["of"] == "trim")
    assert report.difference(gap, 20) == "Trim against Hold: the same crises on every path."


def test_trimming_that_changes_no_crisis_is_explained_only_where_nobody_has_to_count_on_less(
    document: dict[str, Any],
) -> None:
    gap = {"of": "trim", "against": "hold", "crises": {"same": 1.0}, "crises_per_decade": {"mean": 0.0, "error": 0.0}}
    same = {**document, "differences": [gap]}

    def told(*shares: tuple[float, float] | None) -> str:
        given = [share and {"mean": share[0], "p95": share[1]} for share in shares]
        return report.bearing({**same, "reassessment": {str(n): {"share": one} for n, one in enumerate(given)}})[1]

    true = "Trimming changes nothing here: on no issue does a side count on more than all can have together."
    assert told((0.0, 0.0), None) == true
    for more in ((0.2, 0.4), (0.0, 0.1)):
        assert told((0.0, 0.0), more) == "With these parameters, trimming does not change how often crises come."


def test_crises_have_as_many_decimals_as_their_bounds() -> None:
    found = {"crises_per_decade": {"mean": 0.95, "p5": 0.0, "p95": 2.5}, "any_crisis": 0.5, "share_lost": None}
    assert report.crises(found, 20).startswith("In every ten years 0.95 crises (0.00 to 2.50);")


def test_each_figure_of_a_course_has_its_own_span_of_years() -> None:
    found = {
        "crises_per_decade": {"mean": 0.95, "p5": 0.0, "p95": 2.5}, "any_crisis": 0.5,
        "share_lost": {"mean": 0.07, "p5": 0.0, "p95": 0.24},
    }  # fmt: skip
    told = report.crises(found, 20).replace("\u202f", " ")
    assert "In every ten years 0.95 crises" in told
    assert "at least one crisis in the 20 years gone through: about as often as not, 50 %" in told
    assert "Lost of what the agreements bring in these 20 years: 7 % (0 % to 24 %)." in told


def _with_given(document: dict[str, Any], names: set[str], episodes: bool) -> dict[str, Any]:
    parameters = [{**item, "given": item["parameter"] in names} for item in document["parameters"]]
    record = document["record"] if episodes else {**document["record"], "episodes": []}
    return {**document, "parameters": parameters, "record": record}


def test_what_the_figures_rest_on_is_said_before_the_first_of_them(case: Case, document: dict[str, Any]) -> None:
    silent = _with_given(document, set(), episodes=False)
    says = "The case says nothing about crises. Every figure on crises and courses below comes from the program\u2019s"
    for found in (report.courses(case, silent), str(report.section(case, silent))):
        told = plain(found).replace("'", "\u2019").replace("&#39;", "\u2019")
        assert 0 < told.index(says) < told.index("0.07 (0.03 to 0.2)")
        assert told.index(says) < told.index("In every ten years")
    assert report.bearing(silent)[0] == "All of this follows from the program\u2019s defaults, not from the case."


def test_episodes_are_no_numbers_and_own_parameters_are_named(case: Case, document: dict[str, Any]) -> None:
    assert "tells of past episodes, but gives no number" in report.basis(case, _with_given(document, set(), True))
    some = _with_given(document, {"hazard", "duration"}, episodes=False)
    told = report.basis(case, some)
    assert "own are these parameters: Crises a year while nobody is disappointed; Years that a crisis lasts." in told
    assert "All others are the program\u2019s defaults" in told
    assert not any("from the program\u2019s defaults, not" in line for line in report.bearing(some))
    every = _with_given(document, {item["parameter"] for item in document["parameters"]}, episodes=False)
    assert report.basis(case, every) == "Every parameter of the courses is the case\u2019s own."


def test_holding_keeps_the_agreements_and_is_not_today_going_on() -> None:
    assert report.course_means("hold").startswith("Keep the agreements in force, as if they stood already")


def test_a_difference_within_three_errors_is_none() -> None:
    item = {
        "of": "trim", "against": "hold", "crises_per_decade": {"mean": -0.01, "error": 0.005},
        "crises": {"better": 0.1, "same": 0.82, "worse": 0.08},
    }  # fmt: skip
    assert "no difference in crises that stands out from chance" in report.difference(item, 20)
    item["crises_per_decade"] = {"mean": -0.01, "error": 0.003}
    assert "fewer crises in ten years. Over the 20 years fewer crises on" in report.difference(item, 20)


def test_yearly_units_lose_their_year_when_they_are_added_up() -> None:
    assert [report._summed(unit) for unit in ("USD bn/yr", "lives/yr", "points", "km/h")] == [
        "USD bn", "lives", "points", "km/h",
    ]  # fmt: skip


def _picture(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))


def test_the_timeline_is_a_picture_with_words_and_a_mark_for_each_crisis(case: Case, document: dict[str, Any]) -> None:
    picture = _picture(report.timeline(case, document, "t"))
    assert picture.get("role") == "img"
    described = picture.find("desc")
    assert described is not None and "The reset" in str(described.text)
    marks = [part for part in picture.iter("svg") if part.get("class") == "mark"]
    assert len(marks) == sum(episode["crisis"] is True for episode in document["record"]["episodes"]) == 3
    hollow = [part for part in picture.iter("rect") if part.get("class") == "unmet"]
    assert len(hollow) == 3


def test_what_happens_stays_within_the_picture(case: Case, document: dict[str, Any]) -> None:
    for part in _picture(report.timeline(case, document, "t")).iter():
        for name in ("x", "x1", "x2", "cx"):
            place = part.get(name)
            if place and place.endswith("%"):
                assert 0 <= float(place[:-1]) <= 100


def test_years_have_a_line_for_each_course_and_labels_that_do_not_lie_over_each_other(document: dict[str, Any]) -> None:
    picture = _picture(report.yearly(document, "y"))
    labels = {str(part.text): float(str(part.get("y"))) for part in picture.iter("text")}
    assert set(labels) == {"Hold", "Trim", "Confront"}
    places = sorted(labels.values())
    assert all(later - one >= 14 for one, later in pairwise(places))


def test_text_of_a_case_is_escaped() -> None:
    data = evenhand.load("chicken").model_dump(by_alias=True, exclude_defaults=True, exclude_none=True)
    data["episodes"] = [{"id": "x", "title": "<b>&", "from": 1999, "expected": {}, "followed": "<script>"}]
    made = Case.model_validate(data)
    found = evenhand.courses(made, draws=8).document()
    page = str(report.section(made, found))
    assert "<script>" not in page and "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_a_section_holds_the_tables_beside_the_charts(case: Case, document: dict[str, Any]) -> None:
    page = str(report.section(case, document))
    assert page.count('role="img"') == 2
    for text in ("The record, episode by episode", "Parameters of the courses", "Roll calls of the General Assembly"):
        assert text in page


def test_without_a_record_the_section_says_so() -> None:
    made = evenhand.load("chicken")
    page = str(report.section(made, evenhand.courses(made, draws=8).document()))
    assert "The case holds no past episodes." in page


def test_sides_are_told_of_in_the_same_words(case: Case, document: dict[str, Any]) -> None:
    """With the numbers of one side given to the other, the sentences change places."""
    swapped = {**document, "reassessment": {
        "ru": document["reassessment"]["us"], "us": document["reassessment"]["ru"],
    }}  # fmt: skip
    told = dict(report.reassessment(case, document))
    assert dict(report.reassessment(case, swapped)) == {
        "Russia": told["United States"], "United States": told["Russia"],
    }  # fmt: skip


def test_where_no_agreement_is_in_force_no_loss_is_told_of() -> None:
    made = evenhand.load("genuine-conflict")
    found = evenhand.courses(made, draws=16).document()
    told = plain(report.courses(made, found))
    assert "Lost of what" not in told and "forgoes, added up" not in told
    assert "No agreement is in force, so nothing can be lost; only crises are compared." in told
    assert "forgoes, added up" not in str(report.section(made, found))

"""The record in a case file: years and months, words and numbers, who may be named."""

from __future__ import annotations

import pytest

from evenhand.casefile import Case, dumps, loads, loads_with_places, starter, warnings
from evenhand.errors import CaseError

BASE = starter("strait", "The strait")


def with_record(entry: str, more: str = "") -> Case:
    return loads(f"{BASE}\nepisodes:\n  - {{id: talks, title: Talks, {entry}}}\n{more}")


@pytest.mark.parametrize(
    ("written", "read"), [("2009", "2009"), ("2009-03", "2009-03"), ('"1959"', "1959"), ("33", "0033")]
)
def test_a_year_or_a_month_may_stand_plainly(written: str, read: str) -> None:
    assert with_record(f"from: {written}").episodes[0].from_ == read


@pytest.mark.parametrize(
    "written", ["2009-13", "2009-3", "09", "spring", "2009-03-01", "-5", "2009.5", "true", "[2009]"]
)
def test_anything_else_is_no_moment(written: str) -> None:
    if written == "09":  # a YAML 1.2 number: nine
        assert with_record("from: 09").episodes[0].from_ == "0009"
        return
    with pytest.raises(CaseError) as caught:
        with_record(f"from: {written}")
    assert [fault.code for fault in caught.value.faults] == ["date"]


def test_words_alone_or_with_numbers_say_what_was_expected() -> None:
    made = with_record("from: 2001, expected: {north: a treaty, south: {words: trade, numbers: {budget: [1, 2, 3]}}}")
    north, south = (made.episodes[0].expected[side] for side in ("north", "south"))
    assert (north.words, north.numbers) == ("a treaty", {})
    assert (south.words, south.numbers["budget"].is_) == ("trade", (1, 2, 3))


def test_expectations_all_met_are_told_from_expectations_of_which_nothing_is_said() -> None:
    assert with_record("from: 2001, unmet: []").episodes[0].unmet == ()
    assert with_record("from: 2001").episodes[0].unmet is None


def test_the_record_survives_writing_and_reading() -> None:
    made = with_record(
        "from: 2001, to: 2003-05, expected: {north: x}, unmet: [north], crisis: false, followed: nothing",
        "events: {shots: {title: Shots, years: {2001: 3, 2002: 0.5}}}\ncourses: {years: 5, duration: 6 months}\n",
    )
    assert loads(dumps(made)) == made


@pytest.mark.parametrize(
    ("entry", "more", "code"),
    [
        ("from: 2001, expected: {nobody: x}", "", "unknown-party"),
        ("from: 2001, got: {coast: x}", "", "not-a-side"),
        ("from: 2001, unmet: [coast]", "", "not-a-side"),
        ("from: 2001, got: {north: {numbers: {gold: 1}}}", "", "unknown-interest"),
        ("from: 2001, evidence: nothing", "", "unknown-evidence"),
        ("from: 2001-05, to: 2001-04", "", "episode"),
        ("from: 2001", "courses: {adaptation of: {coast: 0.5}}", "not-a-side"),
        ("from: 2001", "courses: {agreements: [gold]}", "unknown-issue"),
        ("from: 2001", "courses: {hazard: {is: 0.1, evidence: [gold]}}", "unknown-evidence"),
        ("from: 2001", "courses: {suspended: 1.5}", "bounds"),
        ("from: 2001", "courses: {years: 0}", "bounds"),
        ("from: 2001", "events: {e: {title: E, years: {spring: 1}}}", "date"),
        ("from: 2001", "events: {e: {title: E, years: {2001: 1}, evidence: gold}}", "unknown-evidence"),
    ],
)
def test_each_fault_has_its_code(entry: str, more: str, code: str) -> None:
    with pytest.raises(CaseError) as caught:
        with_record(entry, more)
    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize("end", ["2001", "2001-05", "2002"])
def test_an_episode_may_end_in_the_year_in_which_it_begins(end: str) -> None:
    with_record(f"from: 2001-05, to: {end}")


def test_what_is_later_than_the_case_is_warned_of_and_what_falls_into_its_year_is_not() -> None:
    text = f"{BASE}\nepisodes:\n  - {{id: a, title: A, from: 2023-12, to: %s}}\n"
    for end, codes in (("2024", []), ("2024-01", []), ("2024-02", ["later-episode"]), ("2025", ["later-episode"])):
        assert [one.code for one in warnings(*loads_with_places(text % end))] == codes

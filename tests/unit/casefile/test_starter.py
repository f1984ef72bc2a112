"""The starter case is a good case, short, and treats its sides alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evenhand
from evenhand.casefile import check, loads, loads_with_places, starter, warnings
from evenhand.errors import CaseError, Fault, InputError


def test_it_is_read_without_faults_or_warnings() -> None:
    case, places = loads_with_places(starter("strait", "The strait"))
    assert (case.case, case.title) == ("strait", "The strait")
    assert check(case) == []
    assert warnings(case, places) == []


def test_it_shows_what_a_newcomer_needs_on_one_page() -> None:
    text = starter("strait", "The strait")
    assert len(text.splitlines()) <= 70
    for word in ("ratifies", "chance", "after", "evidence", "kind: standing", "accounts", "status"):
        assert word in text
    assert "my-case" not in text


def test_it_says_the_same_with_the_sides_exchanged() -> None:
    """Everything but the ratifier, who consents for one of them."""
    text = starter("strait", "The strait").replace("ratifies: south", "ratifies: x").replace("Assembly of South", "x")
    swapped = text.replace("north", "\0").replace("south", "north").replace("\0", "south")
    swapped = swapped.replace("North", "\0").replace("South", "North").replace("\0", "South")

    def order(text: str) -> list[str]:
        words = [line.partition("#")[0].replace("{", " ").replace("}", " ") for line in text.splitlines()]
        return sorted(" ".join(sorted(line.replace(",", " ").split())) for line in words)

    neutral = str.maketrans({",": " "})
    assert len(order(text)) == len(order(swapped))
    numbers = [part for part in order(text) if any(character.isdigit() for character in part)]
    exchanged = [part for part in order(swapped) if any(character.isdigit() for character in part)]
    assert [part.translate(neutral) for part in numbers] == [part.translate(neutral) for part in exchanged]


TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@given(st.text(min_size=1).map(lambda text: f"T{text}").filter(lambda text: not set(text) & set(TURNING)))
def test_any_title_can_be_given(title: str) -> None:
    assert loads(starter("x", title)).title == title.strip()


@pytest.mark.parametrize("name", ["h₂o", "", "a b", "-a", "a.b", "a/b", "a\n", "x" * 65, "../x"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name of a case"):
        starter(name, "X")


def test_a_title_is_needed() -> None:
    with pytest.raises(InputError):
        starter("x", "  ")
    with pytest.raises(InputError, match="needs a title"):
        starter("x", "\u200b")


@pytest.mark.parametrize("character", TURNING)
def test_a_title_does_not_turn_the_text(character: str) -> None:
    with pytest.raises(InputError, match="turns the direction"):
        starter("x", f"A{character}title")


def test_names_of_all_kinds_are_text() -> None:
    for name in ("2013", "no", "true", "1e3", "détroit", "a_b-c"):
        assert loads(starter(name, "no")).case == name


@pytest.mark.parametrize(
    ("written", "meant", "column"),
    [
        ("unit: points", "unit points", 34),
        ("as of: 2024-01-01", "as of 2024-01-01", 1),
        ("- id: both-open", "- id both-open", 9),
        ("    title: Opening", "    title Opening", 5),
        ("case: strait", "case strait", 1),
    ],
)
def test_a_key_without_its_colon_is_named_at_its_line(written: str, meant: str, column: int) -> None:
    """YAML itself sees the fault on the next line, where it finds the next colon, or takes the words for one key."""
    text = starter("strait", "The strait")
    assert text.count(written) >= 1
    line = text[: text.index(written)].count("\n") + 1
    found = [fault for fault in faults_of(text.replace(written, meant, 1)) if "colon" in fault.message]
    assert [(fault.line, fault.column) for fault in found] == [(line, column)]


@pytest.mark.parametrize("key", ["stances", "when", "gives", "default"])
def test_a_key_right_before_a_brace_is_named_too(key: str) -> None:
    text = evenhand.locate("chicken").read_text(encoding="utf-8")
    place = text.index(f"{key}: {{")
    line, column = text[:place].count("\n") + 1, place - text.rindex("\n", 0, place)
    (fault,) = faults_of(text[:place] + text[place:].replace(": {", " {", 1))
    assert (fault.line, fault.column, fault.code) == (line, column, "syntax")
    assert fault.message == "a key without its colon"


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(CaseError) as refused:
        loads(text)
    return refused.value.faults


def test_text_that_goes_on_is_not_taken_for_a_key_without_its_colon() -> None:
    text = "case: x\nsummary: Two neighbours\n  whose border is\n  closed: so it is\n"
    (fault,) = [fault for fault in faults_of(text) if fault.code == "syntax"]
    assert fault.line == 4 and "none can stand" in fault.message

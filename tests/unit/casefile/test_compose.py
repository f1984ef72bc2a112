"""YAML 1.2 to plain data: what plain text means, where things stand, what is refused."""

from __future__ import annotations

import math
import tracemalloc

import pytest

from evenhand.casefile.compose import MAX_ALIASED, MAX_DEPTH, MAX_NODES, compose, resolve


def codes(text: str) -> list[str]:
    return [fault.code for fault in compose(text, "x.yaml")[2]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # YAML 1.2.2, section 10.3.2, and the traps of YAML 1.1
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("NO", "NO"),
        ("012", 12), ("0o14", 12), ("0x1F", 31), ("-7", -7), ("+7", 7), ("1e-3", 0.001), ("1E3", 1000.0), (".5", 0.5),
        ("5.", 5.0), ("1_000", "1_000"), ("1,000", "1,000"), ("12:30", "12:30"), ("2013-11-01", "2013-11-01"),
        ("3%", "3%"), ("-", "-"), ("+", "+"), (".", "."), ("1.2.3", "1.2.3"), ("0b1", "0b1"), ("1e", "1e"),
        ("true", True), ("False", False), ("tRUE", "tRUE"), ("null", None), ("~", None), ("", None),
        (".inf", math.inf), ("-.INF", -math.inf), ("9" * 5000, math.inf), ("1e999", math.inf), ("inf", "inf"),
    ],
)  # fmt: skip
def test_plain_text_has_the_meaning_of_the_core_schema(text: str, value: object) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_quoted_and_block_text_is_text() -> None:
    data, _, faults = compose("a: '4'\nb: \"true\"\nc: |\n  null\nd: >-\n  1\n", "x.yaml")
    assert not faults
    assert data == {"a": "4", "b": "true", "c": "null\n", "d": "1"}


def test_keys_are_always_text() -> None:
    assert compose("no: 1\n2013: 2\ntrue: 3\n", "x.yaml")[0] == {"no": 1, "2013": 2, "true": 3}


def test_not_a_number_is_recognised() -> None:
    assert math.isnan(resolve(".nan"))


PLACES: list[tuple[tuple[str | int, ...], bool]] = [
    (("b", 1, "d", 1), False),
    (("título",), True),
    (("título",), False),
]


def test_places_count_characters_whatever_the_line_ends_and_scripts() -> None:
    places = compose("título: ü\r\nb:\r\n  - x\r\n  - {c: é, d: [1, 2]}\r\n", "x.yaml")[1]
    found = [places.fault("", "", path, key=key) for path, key in PLACES]
    assert [(fault.line, fault.column, fault.text) for fault in found] == [(4, 19, "2"), (1, 1, "título"), (1, 9, "ü")]


def test_the_place_of_a_number_written_short_is_found_under_its_long_name() -> None:
    _, places, _ = compose("gives: {us.budget: [1, 2]}", "x.yaml")
    assert places.span(("gives", "us.budget", "is", 1)) == places.span(("gives", "us.budget", 1)) == (23, 24)


def test_an_alias_stands_for_what_it_names() -> None:
    data, _, faults = compose("a: &x [1, 2]\nb: *x\nc: &y 4\nd: [*y, *y]\n", "x.yaml")
    assert (data, faults) == ({"a": [1, 2], "b": [1, 2], "c": 4, "d": [4, 4]}, [])


def test_a_key_in_quotes_may_look_like_a_merge_key() -> None:
    assert compose("'<<': 1", "x.yaml")[0] == {"<<": 1}


def test_all_duplicate_keys_are_found() -> None:
    assert codes("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n") == ["duplicate-key"] * 3


def test_all_invisible_characters_are_found() -> None:
    assert codes("a: \x00\nb: \x1b\nc: \ud800\n") == ["character"] * 3


@pytest.mark.parametrize("text", ["", "\n\n", "# only this\n", "---\n", "--- ~\n", "null", "\t\n"])
def test_nothing_is_called_empty(text: str) -> None:
    assert codes(text) in (["empty"], ["tab"])


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: {b",
        "a: 'b",
        'a: "\\q"',
        "a: b: c",
        "a\nb: c",
        "- a\nb: c",
        "a: @b",
        "a: `b",
        "a: %b\n%c",
        "%YAML 3.0\n---\na: b",
        "a: !x!y z",
        "a: &",
        "a: *",
        "a: - b",
        "{a: b}}",
        "a: ]",
        "? [",
        "...\na: 1\n",
        "a: |x\n  b",
        'a: "\\ud800"',
        "&a a: &a",
        "a:\n  b\n c",
    ],
)
def test_whatever_is_no_yaml_is_one_fault_or_more_and_never_anything_else(text: str) -> None:
    compose(text, "x.yaml")


def test_nested_aliases_are_refused_at_once_and_in_little_memory() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 60))
    tracemalloc.start()
    found = codes(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found in (["size"], ["depth"])
    assert peak < 5e6


def test_a_flat_bomb_is_refused() -> None:
    assert codes("a: &a [" + "x," * 1000 + "]\nb: [" + "*a," * (MAX_ALIASED // 1000 + 1) + "]\n") == ["size"]


def test_deep_nesting_through_aliases_is_refused() -> None:
    assert codes("a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 60))) == ["depth"]


@pytest.mark.parametrize("text", ["[" * 1_000_000, "{a: " * 200_000, "- " * 500_000, "? " * 100_000])
def test_endless_nesting_is_refused_at_once(text: str) -> None:
    assert codes(text) == ["depth"]


def test_as_many_levels_as_allowed_are_read() -> None:
    assert not codes("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert codes("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == ["depth"]


def test_too_many_values_are_refused() -> None:
    assert codes("[" + "1," * (MAX_NODES + 1) + "]") == ["size"]


def test_tabs_are_named_with_their_lines() -> None:
    fault = compose("a:\n\tb: 1\n\tc: 2\n\td: 3\n", "x.yaml")[2][0]
    assert (fault.line, fault.column, fault.code) == (2, 1, "tab")
    assert "lines 3, 4" in fault.message


ADDRESS = "https://example.org/a:b?c=d"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a: {u: https://example.org/a, b: 1}\n", {"u": "https://example.org/a", "b": 1}),
        ("a: {b: 'x://', u: http://one, w: [http://two]}\n", {"b": "x://", "u": "http://one", "w": ["http://two"]}),
        ("a: {u: \"http://quoted\", v: http://plain} # http://comment\n", {"u": "http://quoted", "v": "http://plain"}),
        ("a: {u: &it http://one, v: *it}\n", {"u": "http://one", "v": "http://one"}),
    ],
)  # fmt: skip
def test_an_address_needs_no_quotes_within_braces(text: str, held: dict[str, object]) -> None:
    """As in YAML 1.2; its place in the text is where it stands."""
    data, places, faults = compose(text, "x")
    assert (data, faults) == ({"a": held}, [])
    start, end = places.span(("a", "u")) or (0, 0)
    assert text[start:end].strip('"') == held["u"]


def test_a_colon_without_its_space_is_still_a_fault_beside_an_address() -> None:
    text = "a: {u: http://one, k:1}\n"
    data, _, (fault,) = compose(text, "x")
    assert data is None and fault.column == text.index(":1") + 1 and "in quotes" in fault.expected


def test_a_letter_of_the_private_use_area_stays_what_it_is() -> None:
    text = "a: \ue000//one\nb: http://two\n"
    assert compose(text, "x")[0] == {"a": "\ue000//one", "b": "http://two"}
    assert [fault.code for fault in compose("a: {u: http://one, v: \ue000}\n", "x")[2]] == ["syntax"]


@pytest.mark.parametrize(("text", "meant"), [("a: {m: 0,05, n: 1}\n", 0.05), ("a: {m: -400,5, n: 1}\n", -400.5)])
def test_a_comma_in_a_number_is_told_as_one(text: str, meant: float) -> None:
    """One fault, and nothing else seems to be wrong."""
    data, _, (fault,) = compose(text, "x")
    assert data == {"a": {"m": meant, "n": 1}}
    assert fault.code == "number" and f"`{meant}`" in fault.expected


@pytest.mark.parametrize("text", ["a: {m: 0, 05: , n: 1}\n", "a: {m: x,05}\n", "a: {05}\n", "a: {m: 1,05: 2}\n"])
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert not compose(text, "x")[2]

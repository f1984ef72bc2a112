"""Files of every kind: read, or refused with one clear sentence; never anything else."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evenhand.casefile import Case, loads, loads_with_places, read, read_with_places, starter, warnings
from evenhand.casefile.check import plain
from evenhand.errors import CaseError, EvenhandError, Fault, InputError

STARTER = starter("strait", "The strait")
LINES = STARTER.splitlines(keepends=True)
JUNK = [
    "", "~", "null", "true", "no", "-1", "1e999", ".nan", "[]", "{}", "[[[]]]", "{a: b}", "north", "&x *x", "*x",
    "!!int 3", "'", '"', "<<", "- ", "|", ">", "\t", "2013-02-30", "9" * 400, "é", "\x85", "\u2028", "#", ": ", "? ",
    "@", "%", "0x", "0o",
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "strait.yaml"
    path.write_text(STARTER, encoding="utf-8")
    return path


def test_a_path_may_be_text_or_a_path(file: Path) -> None:
    assert read(file) == read(str(file)) == loads(STARTER)


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + STARTER.replace("\n", "\r\n").encode())
    assert read(file) == loads(STARTER)
    assert loads("\ufeff" + STARTER) == loads(STARTER)


def test_the_place_of_a_fault_is_that_of_an_editor(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + STARTER.replace("numeraire: budget", "numeraire: gold", 1).encode())
    with pytest.raises(CaseError) as caught:
        read(file)
    fault = caught.value.faults[0]
    line = next(number for number, text in enumerate(LINES, 1) if "numeraire" in text)
    assert (fault.file, fault.line, fault.code) == (str(file), line, "unknown-interest")
    assert fault.column == LINES[line - 1].index("budget") + 1


def test_all_faults_come_together_in_the_order_of_the_file() -> None:
    """A fault of form, of shape, of a name and of sense, in one run."""
    text = STARTER.replace("kind: standing", "kind: pride")
    text = text.replace("id: north-steps-first", "id: both-open").replace("north.safety: 3", "north.safty: 3")
    text = text.replace("  coast: {name", "  north: {name: Again}\n  coast: {name")
    with pytest.raises(CaseError) as caught:
        loads(text)
    assert [fault.code for fault in caught.value.faults] == [
        "duplicate-key",
        "choice",
        "unknown-interest",
        "duplicate-effect",
    ]


def refused(path: Path | str) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message


def test_a_file_that_does_not_exist_is_named_with_a_near_one(file: Path) -> None:
    assert "no such file" in refused(file.parent / "nothing.yaml")
    assert refused(file.with_name("straits.yaml")).endswith(f"did you mean {file}?")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "a folder" in refused(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no ordinary file" in refused(tmp_path / "pipe")


def test_a_device_is_refused() -> None:
    assert "no ordinary file" in refused("/dev/zero")


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as large:
        large.truncate(50_000_000)
    message = refused(path)
    assert "50.0 MB" in message
    assert "10 MB" in message


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "image.yaml"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert "binary" in refused(path)


def test_other_encodings_are_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("case: x\ntitle: Détroit\n".encode("latin-1"))
    assert "line 2 holds the byte 0xe9" in refused(path)
    path.write_text(STARTER, encoding="utf-16")
    assert "UTF-16" in refused(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_refused(file: Path) -> None:
    file.chmod(0)
    assert "permission denied" in refused(file)


def test_a_file_that_the_system_does_not_give_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", open_)
    assert "cannot be read (permission denied)" in refused(file)


def test_an_impossible_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read("a\0b.yaml")
    with pytest.raises(InputError):
        read(tmp_path / ("x" * 5000))


def test_a_text_that_is_no_case_is_one_fault() -> None:
    for text in ("hello", "- a\n- b\n", "4"):
        with pytest.raises(CaseError) as caught:
            loads(text)
        assert [fault.code for fault in caught.value.faults] == ["wrong-type"]


def large_case(size: int) -> str:
    parts, number = [STARTER.split("accounts:")[0]], 0
    while sum(map(len, parts)) < size:
        number += 1
        parts.append(
            f"  issue-{number}:\n    title: Issue {number}\n"
            "    stances: {north: [closed, open, ajar], south: [closed, open, ajar]}\n"
            "    default: {north: closed, south: closed}\n    effects:\n"
            + "".join(
                f"      - id: effect-{number}-{effect}\n        when: {{north: [open, ajar], south: open}}\n"
                "        gives: {north.budget: [1, 2, 4], south.budget: [1, 2, 4], coast.budget: 0.1}\n"
                "        status: reading\n        note: An invented effect, to fill the file.\n"
                for effect in range(6)
            )
        )
    return "".join(parts) + "evidence:\n  trade-study: {type: report, title: What an open border would bring}\n"


def test_the_work_of_checking_grows_as_the_case_does() -> None:
    """Counted in calls of functions, which no other work on the machine changes; `make bench` has the seconds."""

    def calls(size: int) -> int:
        made = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal made
            made += event == "call"

        text = large_case(size)
        sys.setprofile(count)
        try:
            warnings(*loads_with_places(text))
        finally:
            sys.setprofile(None)
        return made

    calls(10_000)
    assert calls(80_000) < 2.5 * calls(40_000)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"key{number}: x\n" for number in range(200_000)),
        "a: [" + "~, " * 200_000 + "]",
        "\ta: b\n" * 500_000,
        STARTER.replace(
            "parties: ", "parties:\n" + "".join(f"  p{n}: {{name: P, ratifies: x{n}}}\n" for n in range(30_000))
        ),
        STARTER.replace("north.safety: 3", ", ".join(f"north.x{number}: 1" for number in range(50_000))),
    ],
    ids=["unknown keys", "empty values", "tabs", "parties", "gives"],
)
def test_a_file_full_of_junk_is_answered(text: str) -> None:
    with pytest.raises(CaseError):
        loads(text)


def test_a_large_case_full_of_faults_is_answered() -> None:
    text = large_case(300_000).replace("north.budget", "nroth.budgte").replace("status: reading", "status: raeding")
    with pytest.raises(CaseError) as caught:
        loads(text)
    assert len(caught.value.faults) == 501
    assert caught.value.faults[-1].code == "more"


# --- whatever is done to a good file, the answer is a case or an error with words


def survives(text: str) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        case = loads(text)
    except CaseError as error:
        faults = error.faults
    else:
        assert isinstance(case, Case)
        warnings(case)
        return
    assert faults
    for fault in faults:
        assert fault.message
        assert fault.line <= text.count("\n") + text.count("\r") + 1


@settings(max_examples=150, deadline=None)
@given(st.sets(st.integers(0, len(LINES) - 1), min_size=1, max_size=4))
def test_lines_deleted(lines: set[int]) -> None:
    survives("".join(line for number, line in enumerate(LINES) if number not in lines))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(STARTER) - 2), st.integers(0, len(STARTER) - 2))
def test_characters_swapped(one: int, other: int) -> None:
    text = list(STARTER)
    text[one], text[other] = text[other], text[one]
    survives("".join(text))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(STARTER)), st.integers(0, 40), st.sampled_from(JUNK) | st.text(max_size=6))
@example(0, 0, "{")
def test_a_piece_replaced_by_junk(start: int, length: int, junk: str) -> None:
    survives(STARTER[:start] + junk + STARTER[start + length :])


TOKENS = [token for token in STARTER.replace(",", " ").replace("{", " ").replace("}", " ").split() if len(token) > 1]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TOKENS), st.sampled_from(JUNK))
def test_a_word_replaced_everywhere_by_junk(token: str, junk: str) -> None:
    survives(STARTER.replace(token, junk))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(STARTER)))
def test_bytes_thrown_into_the_file(tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int) -> None:
    path = tmp_path_factory.getbasetemp() / f"thrown-{os.getpid()}.yaml"
    content = STARTER.encode()
    path.write_bytes(content[:at] + junk + content[at:])
    with contextlib.suppress(EvenhandError):
        warnings(*read_with_places(path))


SECTIONS = ("parties", "interests", "weights", "issues", "accounts", "experts", "evidence")
WORDS = st.sampled_from(["north", "id", "gives", "is", "all", "x.y", "stances", "default", "effects", "when"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(SECTIONS, ANYTHING)))
def test_anything_in_the_place_of_sections(sections: dict[str, object]) -> None:
    survives("case: x\ntitle: X\n" + json.dumps(sections)[1:-1].replace(', "', '\n"') + "\n")
    survives(json.dumps({"case": "x", "title": "X", **sections}))


@settings(max_examples=200, deadline=None)
@given(ANYTHING, st.data())
def test_anything_in_the_place_of_anything(value: object, data: st.DataObject) -> None:
    whole = json.loads(json.dumps(plain(loads(STARTER))))
    part = whole
    while True:
        step = data.draw(st.sampled_from(list(part) if isinstance(part, dict) else range(len(part))))
        if not isinstance(part[step], (dict, list)) or not part[step] or data.draw(st.booleans()):
            break
        part = part[step]
    part[step] = value
    survives(json.dumps(whole))

"""Files are written whole or not at all; an edit changes what it was asked to change."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evenhand.casefile import Document, atomic_write, dumps, loads, read, starter, write
from evenhand.casefile.compose import Places, compose
from evenhand.casefile.write import scalar
from evenhand.errors import CaseError, InputError, OutputError

STARTER = starter("strait", "The strait")
CATALOG = sorted((Path(__file__).parents[3] / "src" / "evenhand" / "catalog").rglob("*.yaml"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "strait.yaml"
    path.write_text(STARTER, encoding="utf-8")
    return path


# --- in one step


def test_text_and_bytes_are_written(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a", "é\n")
    assert (tmp_path / "a").read_bytes() == b"\xc3\xa9\n"
    atomic_write(str(tmp_path / "a"), b"\0")
    assert (tmp_path / "a").read_bytes() == b"\0"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("step", ["fsync", "replace", "open"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OutputError, match=r"not written \(no space left on device\)"):
        atomic_write(file, "new")
    monkeypatch.undo()
    assert file.read_text() == STARTER
    assert os.listdir(file.parent) == [file.name]


def test_an_interruption_leaves_the_old_file_and_nothing_else(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        atomic_write(file, "new")
    assert file.read_text() == STARTER
    assert os.listdir(file.parent) == [file.name]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_device_that_is_full_is_an_error_with_words() -> None:
    with pytest.raises(OutputError, match="no space left"):
        atomic_write("/dev/full", "x")


def test_a_device_is_written_to_and_not_replaced() -> None:
    atomic_write(os.devnull, "x")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc here")
def test_a_folder_that_takes_no_files_is_not_called_missing() -> None:
    with pytest.raises(OutputError, match=r"^/proc/x\.yaml: not written, no file can be made in /proc$"):
        atomic_write("/proc/x.yaml", "x")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"there is no folder .*nowhere"):
        atomic_write(tmp_path / "nowhere" / "a.yaml", "x")
    with pytest.raises(OutputError, match="a folder"):
        atomic_write(tmp_path, "x")
    with pytest.raises(OutputError, match="the name of the file is missing"):
        atomic_write("", "x")
    (tmp_path / "a").write_text("x")
    with pytest.raises(OutputError, match="not written"):
        atomic_write(tmp_path / "a" / "b", "x")
    with pytest.raises(OutputError):
        atomic_write("a\0b", "x")


def test_permissions_stay_and_links_are_followed(file: Path) -> None:
    file.chmod(0o640)
    link = file.with_name("link.yaml")
    link.symlink_to(file.name)
    atomic_write(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    atomic_write(tmp_path / "a", "x")
    (tmp_path / "b").write_text("x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


# --- whole cases


@pytest.mark.parametrize("path", CATALOG, ids=lambda path: path.stem)
def test_a_case_written_and_read_again_is_the_same(path: Path, tmp_path: Path) -> None:
    case = read(path)
    write(case, tmp_path / "again.yaml")
    assert read(tmp_path / "again.yaml") == case
    assert dumps(loads(dumps(case))) == dumps(case)


def test_names_that_are_also_keys_survive_writing() -> None:
    """A party, an interest, a stance and a source called `is`."""
    text = """
case: x
title: X
parties: {is: {name: I, trust: {b: 0.5}, numeraire: is}, b: {name: B, trust: {is: 0.5}}}
interests: {is: {name: I, unit: u}}
weights: {is: {is: 1}, b: {is: 1}}
issues:
  is:
    title: I
    stances: {is: [is, 'on'], b: [is, all]}
    default: {is: is, b: is}
    effects: [{id: is, when: {is: 'on'}, gives: {is.is: {is: 2, experts: {is: [1, 2]}}}, evidence: is}]
evidence: {is: {title: I}}
experts: {is: {name: I}}
"""
    assert loads(dumps(loads(text))) == loads(text)


def test_a_case_with_faults_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with pytest.raises(CaseError):
        write(STARTER.replace("numeraire: budget", "numeraire: gold"), path)
    case = loads(STARTER)
    with pytest.raises(CaseError):
        write(case.model_copy(update={"interests": {}}), path)
    assert not path.exists()


@given(st.text() | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none())
def test_every_single_value_is_written_so_that_it_is_read_again(value: object) -> None:
    assume(not isinstance(value, str) or value.isascii() or value.encode("utf-8", "ignore").decode() == value)
    assume(not isinstance(value, int) or abs(value) < 10**300)
    data, _, faults = compose(f"[{scalar(value)}, {{a: {scalar(value)}}}]", "x")
    assert not faults
    assert data == [value, {"a": value}]


# --- edits


def test_an_edit_changes_nothing_else(file: Path) -> None:
    document = Document.load(file)
    document.set(("weights", "assembly", "rank"), [0.5, 1, 3])
    document.save()
    assert file.read_text() == STARTER.replace("rank: [0.5, 1, 2]}", "rank: [0.5, 1, 3]}")
    assert document.case == read(file)


def test_what_is_missing_on_the_way_is_made(file: Path) -> None:
    document = Document.load(file)
    document.set(("parties", "north", "trust", "south"), [0.4, 0.6, 0.8])
    document.set(("issues", "border-trade", "expects", "south", "budget"), 3)
    document.set(("accounts", "south", "weights", "north", "rank"), 2)
    document.set(("note",), "Entered by hand: no\nsecond line 😀")
    document.set(("authors",), ["A. Author"])
    document.set(("authors", 1), "B. Author")
    case = document.case
    assert case.parties["north"].trust["south"].is_ == (0.4, 0.6, 0.8)
    assert case.issues["border-trade"].expects["south"]["budget"].is_ == (3.0,)
    assert case.accounts["south"].weights["north"]["rank"].is_ == (2.0,)
    assert case.note == "Entered by hand: no\nsecond line 😀"
    assert case.authors == ("A. Author", "B. Author")
    for line in STARTER.splitlines():
        if "#" in line:
            assert line.partition("#")[2] in document.text


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a: 1 # why\nb: 2\n", ("a",), 3, "a: 3 # why\nb: 2\n"),
        ("a: 012\nb: 1e-3\nc: 1.50\n", ("b",), 2, "a: 012\nb: 2\nc: 1.50\n"),
        ("a:\nb: 2\n", ("a",), 3, "a: 3\nb: 2\n"),
        ("a:\nb: 2\n", ("a", "c"), 3, "a: {c: 3}\nb: 2\n"),
        ("a: {}\n", ("a", "c"), 3, "a: {c: 3}\n"),
        ("a: []\n", ("a", 0), "x", "a: [x]\n"),
        ("a: {b: 1} # why\n", ("a", "c"), 3, "a: {b: 1, c: 3} # why\n"),
        ("a:\n  b: 1 # why\n\n# next\nd: 2", ("a", "c"), 3, "a:\n  b: 1 # why\n  c: 3\n\n# next\nd: 2"),
        ("a:\n- x\n- y\nb: 2\n", ("a",), ["z"], "a: [z]\nb: 2\n"),
        ("a: # why\n- x\nb: 2\n", ("a",), ["z"], "a: # why\n  [z]\nb: 2\n"),
        ("a:\n- x\n- y\nb: 2\n", ("a", 2), "z", "a:\n- x\n- y\n- z\nb: 2\n"),
        ("a:\n  - x\n  - b: 1\n    c: 2\n", ("a", 1, "d"), 3, "a:\n  - x\n  - b: 1\n    c: 2\n    d: 3\n"),
        ("a: |\n  long\n  text\nb: 2\n", ("a",), "short", "a: short\nb: 2\n"),
        ("a: 'x'\n", ("a",), "no", "a: no\n"),
        ("a: x\n", ("a",), "true", 'a: "true"\n'),
        ("a: x", ("b",), 1, "a: x\nb: 1\n"),
        ("a: x\r\nb: y\r\n", ("c",), 1, "a: x\r\nb: y\r\nc: 1\r\n"),
        ("{a: x}", ("b",), 1, "{a: x, b: 1}"),
        ('"a:": x\n', ("a:",), 1, '"a:": 1\n'),
        ("a: 1\nb: {} # none\n", ("b",), {"c": {"d": 1}}, "a: 1\nb:\n  c: {d: 1} # none\n"),
        ("a:\n  b: 1\n", ("a", "c"), {"d": {"e": {"f": 1}}}, "a:\n  b: 1\n  c:\n    d:\n      e: {f: 1}\n"),
        ("a: # why\n  - b: 1\n", ("a", 1), {"b": 2, "c": {"d": 3}},
         "a: # why\n  - b: 1\n  - b: 2\n    c: {d: 3}\n"),
        ("a: >-\n  long\n  text\nb: 2\n", ("a",), "word " * 30 + "end",
         "a: >-\n  " + "word " * 22 + "word\n  " + "word " * 7 + "end\nb: 2\n"),
    ],
)  # fmt: skip
def test_edits_of_every_kind_of_place(before: str, path: tuple[str | int, ...], value: object, after: str) -> None:
    document = Document(before)
    document.set(path, value)
    assert document.text == after


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: 1", ()),
        ("a: 1", ("a", "b")),
        ("a: [1]", ("a", 2)),
        ("a: [1]", ("a", "b")),
        ("a: 1", ("b", 3)),
        ("a: &x {b: 1}\nc: *x", ("c", "b")),
        ("a: &x {b: 1}\nc: *x", ("a", "b")),
    ],
)
def test_an_edit_that_cannot_be_made_changes_nothing(text: str, path: tuple[str | int, ...]) -> None:
    document = Document(text)
    with pytest.raises(InputError):
        document.set(path, 5)
    assert document.text == text


def test_a_document_with_faults_is_not_saved(file: Path) -> None:
    document = Document.load(file)
    document.set(("parties", "north", "numeraire"), "gold")
    with pytest.raises(CaseError):
        document.save()
    assert file.read_text() == STARTER
    document.set(("parties", "north", "numeraire"), "safety")
    document.save(file.with_name("other.yaml"))
    assert file.read_text() == STARTER
    assert read(file.with_name("other.yaml")).parties["north"].numeraire == "safety"


def test_a_document_that_is_no_mapping_is_refused() -> None:
    for text in ("", "- a", "a: ["):
        with pytest.raises(CaseError):
            Document(text)


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: 1\n# of b\nb: 2 # two\n\n# of c\nc: 3\n", ("b",), "a: 1\n# of b\n\n# of c\nc: 3\n"),
        ("a: {b: 1, c: 2, d: 3} # why\n", ("a", "b"), "a: {c: 2, d: 3} # why\n"),
        ("a: {b: 1, c: 2, d: 3} # why\n", ("a", "c"), "a: {b: 1, d: 3} # why\n"),
        ("a: {b: 1, c: 2, d: 3} # why\n", ("a", "d"), "a: {b: 1, c: 2} # why\n"),
        ("a: {b: 1, c: } # why\n", ("a", "c"), "a: {b: 1} # why\n"),
        ("a: {b: 1} # why\nc: 2\n", ("a", "b"), "a: {} # why\nc: 2\n"),
        ("a:\n  b: 1\nc: 2\n", ("a", "b"), "a: {}\nc: 2\n"),
        ("a: [x, y]\n", ("a", 0), "a: [y]\n"),
        ("a:\n  - b: 1\n    c: 2 # two\n  # of the second\n  - b: 2\n", ("a", 0),
         "a:\n  # of the second\n  - b: 2\n"),
        ("a:\n- - x\n- y\n", ("a", 1), "a:\n- - x\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a: >-\n  long\n  text\nb: 2\n", ("a",), "b: 2\n"),
        ("a: x\r\nb: y\r\nc: z", ("b",), "a: x\r\nc: z"),
        ("b:\na: 1", ("b",), "a: 1"),
    ],
)  # fmt: skip
def test_an_entry_is_taken_out_and_nothing_else(before: str, path: tuple[str | int, ...], after: str) -> None:
    document = Document(before)
    document.remove(path)
    assert document.text == after


@pytest.mark.parametrize(
    ("before", "paths", "after"),
    [
        ("a: {b: 1, c: 2, d: 3, e: 4}", [("a", "b"), ("a", "c")], "a: {d: 3, e: 4}"),
        ("a: {b: 1, c: 2, d: 3, e: 4}", [("a", "c"), ("a", "d")], "a: {b: 1, e: 4}"),
        ("a: {b: 1, c: 2, d: 3, e: 4}", [("a", "e"), ("a", "d"), ("a", "b")], "a: {c: 2}"),
        ("a: [x, y, z]\nb: 1\nc: 2 # two\n", [("a", 0), ("a", 2), ("b",)], "a: [y]\nc: 2 # two\n"),
        ("a:\n  b: 1\n  # of c\n  c: {d: 2, e: 3}\n", [("a", "b"), ("a", "c", "d")], "a:\n  # of c\n  c: {e: 3}\n"),
        ("a: {b: 1, c: 2}\nd: 3", [("a", "b"), ("a", "c")], "a: {}\nd: 3"),
        ("a:\n  - b: 1\n    c: 2\n    d: 3\n", [("a", 0, "b"), ("a", 0, "c")], "a:\n  - d: 3\n"),
        ("a: {b: {c: 1}, d: 2}", [("a", "b"), ("a", "b", "c")], "a: {d: 2}"),  # what goes with another goes once
        ("a:\n  - b: >-\n      long\n      text\nc: 1\n", [("a", 0)], "a: []\nc: 1\n"),
    ],
)  # fmt: skip
def test_several_entries_are_taken_out_at_once(before: str, paths: list[tuple[str | int, ...]], after: str) -> None:
    document = Document(before)
    document.remove(*paths)
    assert document.text == after
    document = Document(before)
    document.remove(*reversed(paths))
    assert document.text == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: &x [1, 2] # one\nb: *x\nc: *x\n", ("a",), "b: &x [1, 2]\nc: *x\n"),
        ("a: &x [1, 2]\nb: *x # two\nc: *x\n", ("b",), "a: &x [1, 2]\nc: *x\n"),
        ("a: {b: &x 1, c: 2}\nd: {e: {is: *x}}\n", ("a", "b"), "a: {c: 2}\nd: {e: {is: &x 1}}\n"),
        ("a: [&x-y {b: 1}, 2]\nc: *x-y\n", ("a", 0), "a: [2]\nc: &x-y {b: 1}\n"),
        ("a:\n  - &x-y {b: 1}\n  - *x-y\n  - 3\n", ("a", 0), "a:\n  - &x-y {b: 1}\n  - 3\n"),
        ("a:\n  - 1\n  - &x-y 2\n  - *x-y\n", ("a", 2), "a:\n  - 1\n  - &x-y 2\n"),
        ("a:\n  b: &x\n    c: 1\n    # of d\n    d: 2\n  e: 3\nf: *x\n", ("a", "b"),
         "a:\n  e: 3\nf: &x\n  c: 1\n  # of d\n  d: 2\n"),
        ("a: &x\n  c: 1\nb:\n  d:\n    e: *x\n", ("a",), "b:\n  d:\n    e: &x\n      c: 1\n"),
    ],
)  # fmt: skip
def test_what_aliases_repeat_goes_where_the_first_of_them_stays(
    before: str, path: tuple[str | int, ...], after: str
) -> None:
    document = Document(before)
    document.remove(path)
    assert document.text == after


@pytest.mark.parametrize(
    ("path", "after"),
    [
        (("a",), "a: 3\nb: {c: &x [1, 2], d: *x}\n"),
        (("b", "c"), "a: &x [1, 2]\nb: {c: 3, d: *x}\n"),
        (("b", "d"), "a: &x [1, 2]\nb: {c: *x, d: 3}\n"),
    ],
)
def test_one_of_the_places_that_share_a_value_is_changed_alone(path: tuple[str, ...], after: str) -> None:
    document = Document("a: &x [1, 2]\nb: {c: *x, d: *x}\n")
    document.set(path, 3)
    assert document.text == after


def test_a_part_of_a_shared_value_is_not_changed_and_its_lines_are_told() -> None:
    document = Document("a: &x\n  c: 1\n  d: 2\nb: *x\ne: 1\nf: *x\n")
    for path in (("a", "c"), ("b", "c")):
        with pytest.raises(InputError):
            document.remove(path)
        with pytest.raises(InputError):
            document.set(path, 3)
    for path in (("a",), ("a", "c"), ("b", "c"), ()):
        assert document.shared(path) == [1, 4, 6]
    assert document.shared(("e",)) == []


@pytest.mark.parametrize(
    ("text", "path"), [("a: 1", ()), ("a: 1", ("b",)), ("a: [1]", ("a", 1)), ("a: 1", ("a",)), ("a: 1", ("a", "b"))]
)
def test_what_is_not_there_cannot_be_taken_out(text: str, path: tuple[str | int, ...]) -> None:
    document = Document(text)
    with pytest.raises(InputError):
        document.remove(path)
    assert document.text == text


def _places(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for step, part in parts for place in _places(part, (*path, step)))]


def _kept(text: str, head: str, tail: str) -> bool:
    return text.startswith(head.rstrip()) and text.endswith((tail, tail.lstrip(" ")))


def _set_anew(text: str, places: Places, path: tuple[str | int, ...]) -> tuple[int, int]:
    """The extent of what goes on lines of its own: the outermost brace or bracket around a place, or its value."""
    spans = [places.span(path[:depth]) or (0, 0) for depth in range(1, len(path) + 1)]
    return next((span for span in spans if text[span[0]] in "{["), spans[-1])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_grows_too_wide_for_its_line_goes_on_lines_of_its_own(end: str) -> None:
    text = end.join(["case: x", "issues:", "  a: {title: One, 'default': {}}  # mine", "  b: {title: Two}", ""])
    document = Document(text)
    document.set(("issues", "a", "question"), "short")
    assert document.text == text.replace("{}}", "{}, question: short}")
    document.set(("issues", "a", "question"), "long " * 20 + "too")
    lines = ["case: x", "issues:", "  a:  # mine", "    title: One", "    default: {}"]
    lines += [f"    question: {'long ' * 20}too", "  b: {title: Two}", ""]
    assert document.text == end.join(lines)


@pytest.mark.parametrize("value", ["c: 1", "{c: 1}"])
def test_a_comment_between_a_key_and_its_value_stays_where_the_value_goes_on_lines_of_its_own(value: str) -> None:
    long = "long " * 20 + "too"
    document = Document(f"a:\n  b: # why\n    # and how\n    {value}\n\n  # of d\n  d: 2\n")
    document.set(("a", "b"), {"x": long, "y": long})
    assert document.text == f"a:\n  b: # why\n    # and how\n    x: {long}\n    y: {long}\n\n  # of d\n  d: 2\n"


def test_a_new_section_goes_where_sections_of_its_kind_stand() -> None:
    document = Document("case: x\nparties: {}  # none yet\n\n# the matters\nissues: {}\n")
    document.set(("evidence",), {"log": {"title": "Log"}})
    document.set(("interests",), {"money": {"name": "Money"}})
    document.set(("as of",), "2024-01-01")
    document.set(("odd",), 1)
    assert document.text == (
        "case: x\nas of: 2024-01-01\nparties: {}  # none yet\ninterests:\n  money: {name: Money}\n\n# the matters\n"
        "issues: {}\nevidence:\n  log: {title: Log}\nodd: 1\n"
    )


def test_what_has_names_for_its_parts_stays_on_its_line() -> None:
    document = Document("a: {b: &c {d: 1}, e: *c}\n")
    document.set(("a", "f"), "long " * 30 + ".")
    assert document.text.count("\n") == 1 and "&c" in document.text and "*c" in document.text


VALUES = st.recursive(
    st.text(max_size=8) | st.integers(-99, 99) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
TEXTS = [STARTER, *(path.read_text(encoding="utf-8") for path in CATALOG if path.stat().st_size < 20_000)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TEXTS), VALUES, st.data())
def test_any_value_can_be_put_anywhere_and_comments_elsewhere_survive(
    text: str, value: object, data: st.DataObject
) -> None:
    before, places, _ = compose(text, "x")
    path = data.draw(st.sampled_from(_places(before)[1:]))
    document = Document(text)
    document.set(path, value)
    start, end = places.span(path) or (0, 0)
    if not _kept(document.text, text[:start], text[end:]):  # its line was too wide: all that stood on it was set anew
        start, end = _set_anew(text, places, path)
        comment, newline, below = text[end:].partition("\n")
        assert _kept(document.text, text[:start], newline + below) and comment.strip() in document.text
    found = compose(document.text, "x")[0]
    for step in path:
        found = found[step]
    assert found == value


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(TEXTS), VALUES, st.data())
def test_a_key_can_be_added_to_any_mapping_and_all_comments_survive(
    text: str, value: object, data: st.DataObject
) -> None:
    before = compose(text, "x")[0]
    document = Document(text)
    mappings = [path for path in _places(before) if isinstance(_at(before, path), dict)]
    path = data.draw(st.sampled_from(mappings))
    document.set((*path, "an added key"), value)
    assert _at(compose(document.text, "x")[0], (*path, "an added key")) == value
    assert len(re.findall(r"#", document.text)) >= len(re.findall(r"#", text))
    old, new = text.splitlines(), document.text.splitlines()  # what is added may stand on lines of its own
    assert [line for line in new if "#" in line and line in old] == [
        line for line in old if "#" in line and line in new
    ]


def _at(data: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def _without(data: object, gone: set[tuple[str | int, ...]], path: tuple[str | int, ...] = ()) -> object:
    """The plain twin of taking entries out."""
    if isinstance(data, dict):
        return {key: _without(part, gone, (*path, key)) for key, part in data.items() if (*path, key) not in gone}
    if isinstance(data, list):
        return [_without(part, gone, (*path, index)) for index, part in enumerate(data) if (*path, index) not in gone]
    return data


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_any_entries_can_be_taken_out_and_the_others_stay(text: str, data: st.DataObject) -> None:
    before = compose(text, "x")[0]
    paths = st.sampled_from([path for path in _places(before) if len(path) > 1])
    gone = data.draw(st.sets(paths, min_size=1, max_size=6))
    document = Document(text)
    document.remove(*gone)
    assert compose(document.text, "x")[0] == _without(before, gone)


def test_a_key_that_ends_in_a_question_mark_is_written_in_quotes() -> None:
    document = Document(STARTER)
    document.set(("note",), {"why?": "so"})
    assert '"why?": so' in document.text

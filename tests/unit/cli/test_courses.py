"""``evenhand courses``: to the terminal, as data; refusals before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
FEW = ("--draws", "100")


def test_courses_are_printed(run: Run) -> None:
    ran = run("courses", "chicken", *FEW)
    assert (ran.status, ran.err) == (0, "")
    assert "Compared on the same chances" in ran.out


def test_with_json_on_standard_output_nothing_else_is_there(run: Run) -> None:
    ran = run("courses", "chicken", *FEW, "--years", 5, "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert (document["schema"], document["years"]) == ("evenhand.courses/1", 5)
    assert ran.out == json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def test_data_go_to_a_file_and_the_words_say_where(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "courses.json"
    ran = run("courses", "chicken", *FEW, "--json", file)
    assert ran.out.endswith(f"\nAll findings as data:\n{file}\n")
    assert json.loads(file.read_text(encoding="utf-8"))["schema"] == "evenhand.courses/1"


def test_what_cannot_be_done_is_said_in_one_line_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "courses.json"
    for arguments, says in (
        (("chicken", "--account", "nobody"), "no account is called `nobody`"),
        (("chicken", "--years", 0), "a whole number from 1 to 200 expected"),
        (("ordinal",), "no issue is counted in numbers"),
        (("no-such-case",), "no-such-case"),
    ):
        ran = run("courses", *arguments, "--json", file)
        assert (ran.status, ran.out) == (2, "")
        assert says in ran.err
        assert not file.exists()

"""``evenhand back-test``: to the terminal, as data; refusals before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenhand import catalog

Run = Callable[..., Any]
FEW = ("--draws", "64")
CASE = "india-pakistan-2013"


def test_without_a_case_the_reference_cases_are_scored(run: Run) -> None:
    ran = run("back-test", *FEW, "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert document["schema"] == "evenhand.back-test/1"
    reference = {name for name, path in catalog.cases().items() if path.parent.name == "reference"}
    assert {issue["case"] for issue in document["issues"]} == reference
    assert ran.out == json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_findings_are_printed_within_eighty_columns(run: Run, language: str) -> None:
    ran = run("back-test", CASE, *FEW, "--language", language)
    assert (ran.status, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80


def test_data_go_to_a_file_and_the_words_say_where(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    ran = run("back-test", CASE, *FEW, "--json", file)
    assert ran.out.endswith(f"\nAll findings as data:\n{file}\n")
    assert json.loads(file.read_text(encoding="utf-8"))["years"] == 5


def test_what_cannot_be_done_is_said_in_one_line_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    for arguments, says in (
        (("chicken",), "has no day"),
        (("no-such-case",), "no such file"),
        ((CASE, CASE, catalog.find(CASE)), "two cases are called"),
    ):
        ran = run("back-test", *arguments, *FEW, "--json", file)
        assert ran.status == 2
        assert says in ran.err
        assert "Traceback" not in ran.err
    assert not file.exists()


def test_a_case_that_is_named_twice_is_refused(run: Run) -> None:
    ran = run("back-test", "us-russia-2013", "us-russia-2013", "--draws", 16)
    assert ran.status == 2 and "each counts once" in ran.err

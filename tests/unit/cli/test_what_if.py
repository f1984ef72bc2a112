"""``evenhand what-if``: to the terminal, as data; refusals before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evenhand
from evenhand.solve.causes import CAUSES

Run = Callable[..., Any]
ASKED = ("prisoners-dilemma", "--draws", "100", "--change", "off=commitment")


def test_findings_are_printed_within_eighty_columns(run: Run) -> None:
    ran = run("what-if", *ASKED)
    assert (ran.status, ran.err) == (0, "")
    assert "Cause removed: commitment" in ran.out
    assert "Something changes on 1 of 1 issue." in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_data_are_those_of_python(run: Run) -> None:
    ran = run("what-if", *ASKED, "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    found = evenhand.what_if("prisoners-dilemma", ["off=commitment"], draws=100).document()
    assert ran.out == json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def test_data_go_to_a_file_and_the_words_say_where(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    ran = run("what-if", *ASKED, "--json", file)
    assert ran.out.endswith(f"\nAll findings as data:\n{file}\n")
    assert json.loads(file.read_text(encoding="utf-8"))["schema"] == "evenhand.what-if/1"


def test_every_fault_is_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    ran = run("what-if", "chicken", "--change", "off=comitment", "--change", "w.x=1", "--json", file)
    assert (ran.status, ran.out) == (2, "")
    assert "did you mean commitment" in ran.err
    assert "`w.x`" in ran.err
    assert run("what-if", "chicken").status == 2
    assert run("what-if", *ASKED, "--issue", "none").status == 2
    assert not file.exists()


def test_every_fault_has_the_programs_name_and_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run("what-if", "chicken", "--change", "off=comitment", "--change", "w.x=1")
    first, second = ran.err.splitlines()
    assert first.startswith("evenhand: off=comitment: ") and second.startswith("evenhand: w.x=1: ")
    assert max(map(len, ran.wrapped.splitlines())) <= 80


def test_help_fits_eighty_columns_and_names_every_cause(run: Run) -> None:
    told = run("what-if", "--help").out
    assert max(map(len, told.splitlines())) <= 80
    assert all(cause.replace(" ", "-") in told for cause in CAUSES)

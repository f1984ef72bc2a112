"""``evenhand persuade``: in the terminal and as data; nothing half done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
FEW = ("--draws", "100")


def test_findings_are_printed(run: Run) -> None:
    ran = run("persuade", "assurance-misread", *FEW)
    assert (ran.status, ran.err) == (0, "")
    assert "Enough would be to correct" in " ".join(ran.out.split()) and "The case for the agreement" not in ran.out


def test_one_issue_is_shown_in_full_and_one_side_alone(run: Run) -> None:
    ran = run("persuade", "assurance-misread", *FEW, "--issue", "hunt", "--side", "birch")
    assert ran.status == 0 and "The case for the agreement, from its own interest" in ran.out
    assert "\nBirch\n" in ran.out and "\nAlder\n" not in ran.out


def test_data_alone_on_standard_output(run: Run) -> None:
    ran = run("persuade", "assurance-misread", *FEW, "--json", "-")
    found = json.loads(ran.out)
    assert found["schema"] == "evenhand.persuasion/1" and found["draws"] == 100
    assert set(found["issues"][0]["sides"]) == {"alder", "birch"}


def test_data_in_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "found.json"
    ran = run("persuade", "ordinal", *FEW, "--json", target)
    assert ran.status == 0 and ran.out.rstrip().endswith(str(target))
    assert [issue["sides"] for issue in json.loads(target.read_text())["issues"]] == [{}, {}]


def test_what_the_case_does_not_have_is_refused_and_nothing_written(run: Run, tmp_path: Path) -> None:
    for wrong in (("--issue", "hunts"), ("--side", "birk"), ("--account", "bir")):
        ran = run("persuade", "assurance-misread", *FEW, *wrong, "--json", tmp_path / "out.json")
        assert ran.status == 2 and "did you mean" in ran.err and ran.out == ""
    assert not (tmp_path / "out.json").exists()


def test_another_account_is_taken_to_be_true(run: Run) -> None:
    ran = run("persuade", "assurance-misread", *FEW, "--account", "alder")
    assert ran.status == 0 and "the account of Alder" in " ".join(ran.out.split())

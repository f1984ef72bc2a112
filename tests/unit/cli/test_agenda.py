"""The command ``agenda``: to the terminal, as data; what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FEW = ("--draws", "64")


def test_the_agenda_is_printed(run: Run) -> None:
    ran = run("agenda", "nile-gerd-2020", *FEW, "--at-most", 2)
    assert (ran.status, ran.err) == (0, "")
    assert "The agenda: 2 issues" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_with_json_on_standard_output_nothing_else_is_there(run: Run) -> None:
    ran = run("agenda", "us-russia-2013", *FEW, "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["schema"], found["at_most"], found["draws"]) == ("evenhand.agenda/1", 3, 64)


def test_the_data_go_to_a_file(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "agenda.json"
    ran = run("agenda", "chicken", *FEW, "--json", target)
    assert ran.status == 0
    assert ran.out.rstrip().splitlines()[-1] == str(target)
    assert json.loads(target.read_text())["case"]["id"] == "chicken"


def test_tolerances_are_for_one_side_or_for_all(run: Run) -> None:
    out = run("agenda", "us-russia-2013", *FEW, "--tolerance", "2", "--tolerance", "us=inf", "--json", "-").out
    assert json.loads(out)["packages"]["tolerance"] == {"ru": 2, "us": None}


def test_standing_can_be_parked(run: Run) -> None:
    out = run("agenda", "us-russia-2013", *FEW, "--park-all-standing", "--json", "-").out
    found = json.loads(out)
    assert found["parked"] == "touched by standing"
    assert found["agendas"] == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--tolerance", "0.5"), "a number from 1 (trades freely) to inf (never) expected"),
        (("--tolerance", "us=x"), "a number from 1 (trades freely) to inf (never) expected"),
        (("--tolerance", "=2"), "a number from 1 (trades freely) to inf (never) expected"),
        (("--tolerance", "rus=2"), "no party is called `rus`; did you mean"),
        (("--tolerance", "2", "--tolerance", "3"), "every side has a tolerance already"),
        (("--tolerance", "us=2", "--tolerance", "us=3"), "`us` has a tolerance already"),
        (("--tolerance", "chn=2"), "`chn` is no side here"),
        (("--account", "uz"), "no account is called `uz`"),
        (("--at-most", "0"), "a whole number from 1 up expected"),
        (("--per-package", "1"), "0 (none) or 2 to 4 issues expected"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, options: tuple[str, ...], message: str) -> None:
    ran = run("agenda", "us-russia-2013", *FEW, *options)
    assert ran.status == 2
    assert ran.out == ""
    assert message in ran.err


def test_a_target_that_cannot_be_written_stops_it_first(run: Run, tmp_path: Path) -> None:
    ran = run("agenda", "chicken", "--json", tmp_path / "no" / "such.json")
    assert ran.status == 2
    assert "there is no folder" in ran.err


def test_two_ways_of_parking_exclude_each_other(run: Run) -> None:
    ran = run("agenda", "chicken", "--park-standing", "--park-all-standing")
    assert ran.status == 2 and "exclude each other" in ran.err

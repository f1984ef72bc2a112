"""A case to begin with, that harms nothing which is there already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenhand.casefile import read

Run = Callable[..., Any]


def test_it_writes_a_case_without_faults_or_warnings(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "Gulf of X.yaml"
    ran = run("new", file)
    assert ran.status == 0
    assert f"evenhand check {str(file)!r}" in ran.out
    assert read(file).case == "gulf-of-x"
    assert read(file).title == "Gulf of x"
    assert run("check", "--strict", file).status == 0


@pytest.mark.parametrize(("name", "written"), [("cod-wars", "cod-wars.yaml"), ("wars.yml", "wars.yml"), ("a.b", "a.b")])
def test_a_name_without_an_ending_gets_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, written: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("new", name)
    assert ran.out.startswith(f"{written} is written.")
    assert f"evenhand check {written}" in ran.out
    assert [file.name for file in tmp_path.iterdir()] == [written]


def test_what_a_name_without_an_ending_would_replace_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cod-wars.yaml").write_text("precious")
    ran = run("new", "cod-wars")
    assert ran.status == 2
    assert "cod-wars.yaml: exists already" in ran.err


def test_a_title_may_be_given(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "gulf.yaml", "--title", "The Gulf: yes, no")
    assert read(tmp_path / "gulf.yaml").title == "The Gulf: yes, no"


def test_without_a_name_it_is_my_case(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new").status == 0
    assert read("my-case.yaml").case == "my-case"


def test_what_is_there_stays_unless_forced(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("precious")
    ran = run("new", file)
    assert (ran.status, ran.out) == (2, "")
    assert "--force" in ran.err
    assert file.read_text() == "precious"
    assert run("new", file, "--force").status == 0
    assert read(file).case == "mine"


def test_a_dash_prints_it(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("new", "-")
    assert ran.out.startswith("# A case to begin with")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "the name of the file to be written is missing"), ("none/x.yaml", "there is no folder none")],
)
def test_where_nothing_can_be_written_it_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("new", name)
    assert ran.status == 2
    assert said in ran.err


def test_a_folder_is_no_place_for_a_case(run: Run, tmp_path: Path) -> None:
    ran = run("new", tmp_path)
    assert ran.status == 2
    assert "a folder" in ran.err


def test_an_empty_title_is_refused(run: Run, tmp_path: Path) -> None:
    ran = run("new", tmp_path / "x.yaml", "--title", "  ")
    assert ran.status == 2
    assert list(tmp_path.iterdir()) == []

"""All faults of all cases, each with its place, and nothing else on standard output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenhand import catalog
from evenhand.casefile import read

Run = Callable[..., Any]
INVALID = Path(__file__).parents[2] / "invalid"


def test_a_good_case_has_no_faults_and_its_contents_are_counted(run: Run) -> None:
    ran = run("check", "prisoners-dilemma")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "prisoners-dilemma: no faults (1 issue, 2 parties, 6 numbers)\n"


def test_all_that_ships_is_without_faults(run: Run) -> None:
    ran = run("check", *catalog.cases())
    assert ran.status == 0
    assert ran.out.count("no faults") == len(catalog.cases())


def test_every_fault_of_every_case_is_said(run: Run) -> None:
    ran = run("check", INVALID / "all-at-once.yaml", "chicken", INVALID / "tab.yaml")
    assert ran.status == 2
    assert "all-at-once.yaml:10:54: not one of the words" in ran.err
    assert "tab.yaml:" in ran.err
    assert "chicken: no faults" in ran.out


def test_a_case_that_cannot_be_read_does_not_hide_the_next(run: Run) -> None:
    ran = run("check", "no-such-case", "chickn", "chicken")
    assert ran.status == 2
    assert "evenhand: no-such-case: no such file" in ran.err
    assert "did you mean chicken?" in ran.err
    assert "chicken: no faults" in ran.out


def test_warnings_stop_nothing_unless_strict(run: Run) -> None:
    odd = INVALID / "warnings" / "unused-interest.yaml"
    ran = run("check", odd)
    assert ran.status == 0
    assert "unused-interest" in ran.err
    assert "no faults, 1 warning (" in " ".join(ran.out.split())
    assert run("check", "--strict", odd).status == 2


def test_faults_are_told_in_the_language_asked_for_and_data_stay_the_same(run: Run, tmp_path: Path) -> None:
    broken, odd = INVALID / "few-sides.yaml", INVALID / "warnings" / "unused-interest.yaml"
    ran = run("check", broken, odd, "--language", "ru", "--json", tmp_path / "ru.json")
    assert ran.status == 2
    assert "у вопроса `passage` одна сторона [few-sides]" in ran.err
    assert "    ожидается: не меньше двух сторон, каждая со своими позициями\n" in ran.err
    assert "ошибок нет, 1 предупреждение (" in " ".join(ran.out.split())
    run("check", broken, odd, "--json", tmp_path / "en.json")
    assert (tmp_path / "ru.json").read_bytes() == (tmp_path / "en.json").read_bytes()


def test_other_commands_tell_the_faults_of_a_case_in_the_language_as_well(run: Run) -> None:
    ran = run("analyse", INVALID / "few-sides.yaml", "--language", "uk")
    assert ran.status == 2
    assert "питання `passage` має одну сторону [few-sides]" in ran.err
    assert "evenhand: 1 помилка в кейсі; нічого не зроблено" in ran.err


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal_but_for_a_word_that_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.chdir(INVALID)
    ran = run("check", "all-at-once.yaml", "us-russia-2013")
    assert len(ran.wrapped.splitlines()) > 20
    for line in (ran.wrapped + ran.out).splitlines():
        assert len(line) <= columns or len(line.split()) == 1
    assert "\n    expected: percentiles strictly" in ran.wrapped  # each part of a fault begins a line of its own
    first = ran.wrapped.splitlines()[0]
    assert first.startswith("all-at-once.yaml:5:36: ")  # the place at the very beginning, as editors look for it


def test_a_program_finds_each_line_of_a_fault_whole(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    file = tmp_path / "a folder   with spaces" / f"{'long ' * 12}name.yaml"
    file.parent.mkdir()
    file.write_text("case: x\n", encoding="utf-8")
    lines = run("check", file).wrapped.splitlines()
    places = [line for line in lines if line.startswith(str(file))]
    assert len(places) > 1 and all(line.endswith("]") for line in places)  # the code stands where the place does


def test_a_default_that_does_not_hold_by_the_numbers_is_a_warning(run: Run) -> None:
    ran = run("check", "cooperation-under-temptation")
    assert ran.status == 0
    assert ran.err.count("unstable-default") == 2
    assert "it feels better with `arm`" in ran.err


def test_the_outcome_as_data(run: Run) -> None:
    ran = run("check", "--json", "-", INVALID / "all-at-once.yaml", "prisoners-dilemma")
    assert ran.status == 2
    bad, good = json.loads(ran.out)["cases"]
    assert good == {"case": "prisoners-dilemma", "id": "prisoners-dilemma", "faults": [], "warnings": []}
    assert bad["id"] is None
    assert len(bad["faults"]) == 7
    assert bad["faults"][0]["line"] == 5


def test_the_outcome_as_a_file(run: Run, tmp_path: Path) -> None:
    ran = run("check", "--json", tmp_path / "outcome.json", "chicken")
    assert "no faults" in ran.out
    assert json.loads((tmp_path / "outcome.json").read_text())["schema"] == "evenhand.check/1"


def test_the_case_is_never_overwritten_by_the_outcome(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(catalog.find("chicken").read_text())
    ran = run("check", file, "--json", file)
    assert ran.status == 2
    assert file.read_text() == catalog.find("chicken").read_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\x00\x01\x02", "binary"), (b"caf\xe9: 1", "not in UTF-8"), (b"", "[empty]"), (b"- 1\n", "wrong-type")],
)
def test_what_is_no_case_at_all(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes(content)
    ran = run("check", file)
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_folder_is_no_case(run: Run, tmp_path: Path) -> None:
    assert "a folder" in run("check", tmp_path).err


def test_the_evenness_of_a_case_is_audited_on_demand(run: Run) -> None:
    ran = run("check", "assurance-misread", "--evenness")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("assurance-misread: no faults (")
    assert "This\nis a list, no score." in ran.out
    assert "Findings that flip when one voice is left out" in ran.out
    assert "score" not in run("check", "assurance-misread").out


def test_the_audit_stands_beside_the_faults_as_data(run: Run) -> None:
    ran = run("check", INVALID / "tab.yaml", "chicken", "--evenness", "--json", "-")
    assert ran.status == 2
    broken, whole = json.loads(ran.out)["cases"]
    assert "evenness" not in broken
    assert whole["evenness"]["schema"] == "evenhand.evenness/1"
    assert "evenness" not in json.loads(run("check", "chicken", "--json", "-").out)["cases"][0]


def test_what_is_to_mend_is_no_fault_even_if_strict(run: Run, tmp_path: Path) -> None:
    text = catalog.locate("prisoners-dilemma").read_text(encoding="utf-8")
    side = next(iter(read(catalog.locate("prisoners-dilemma")).parties))
    file = tmp_path / "case.yaml"
    file.write_text(f"{text}\naccounts: {{{side}: {{}}}}\n", encoding="utf-8")
    ran = run("check", "--strict", file, "--evenness")
    assert ran.status == 0, ran.err
    assert "Sides without an account of their own" in ran.out
    assert f"case.yaml:{len(text.splitlines()) + 2}: without: " in ran.out

"""Findings to the terminal, as data and as a report; nothing half done."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from evenhand import catalog
from evenhand.casefile import read, starter

Run = Callable[..., Any]
FEW = ("--draws", "200")
FULL = Path("/dev/full")


@pytest.fixture
def border(tmp_path: Path) -> Path:
    file = tmp_path / "border.yaml"
    file.write_text(starter("border", "A closed border"))
    return file


def test_findings_are_printed(run: Run) -> None:
    ran = run("analyse", "prisoners-dilemma", *FEW)
    assert (ran.status, ran.err) == (0, "")
    assert "Unnecessary loss." in ran.out
    assert "ommitment removed unlocks it" in ran.out


def test_a_file_is_analysed_like_a_case_that_ships(run: Run, border: Path) -> None:
    ran = run("analyse", border, *FEW)
    assert ran.status == 0
    assert f"  evenhand analyse {border} --issue border-trade" in ran.out.splitlines()


def test_with_json_on_standard_output_nothing_else_is_there(run: Run) -> None:
    ran = run("analyse", "chicken", *FEW, "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert document["schema"] == "evenhand.analysis/1"
    assert (document["draws"], document["seed"]) == (200, 1)
    assert ran.out == json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(run: Run, border: Path) -> None:
    def with_seed(seed: int, threads: int) -> str:
        out: str = run("analyse", border, *FEW, "--seed", seed, "--threads", threads, "--json", "-").out
        return out

    assert with_seed(0, 1) == with_seed(0, 2)
    assert with_seed(0, 1) != with_seed(1, 1)


def test_data_and_report_go_to_files_and_the_reports_path_is_the_last_line(run: Run, tmp_path: Path) -> None:
    data, report = tmp_path / "findings.json", tmp_path / "report.html"
    ran = run("analyse", "chicken", *FEW, "--json", data, "--html", report)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == str(report)
    assert json.loads(data.read_text())["case"]["id"] == "chicken"
    assert report.read_text().lstrip().lower().startswith("<!doctype html")
    assert {path.name for path in tmp_path.iterdir()} == {"findings.json", "report.html"}


def test_the_report_may_go_to_standard_output_alone(run: Run) -> None:
    ran = run("analyse", "chicken", *FEW, "--html", "-")
    assert ran.out.lstrip().lower().startswith("<!doctype html")
    assert ran.out.rstrip().endswith("</html>")


def test_one_report_in_every_form(run: Run, tmp_path: Path) -> None:
    files = {form: tmp_path / f"report.{form}" for form in ("json", "docx", "pdf", "html")}
    ran = run("analyse", "chicken", *FEW, *(word for form, file in files.items() for word in (f"--{form}", file)))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == str(files["html"])
    assert all(str(file) in ran.out for file in files.values())
    assert files["docx"].read_bytes().startswith(b"PK")
    assert files["pdf"].read_bytes().startswith(b"%PDF-")
    assert {path.name for path in tmp_path.iterdir()} == {file.name for file in files.values()}


def test_a_proposal_is_tested_in_a_chapter_of_the_report(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    (issue,) = read(catalog.find("chicken")).issues
    propose = f"{issue}: alder=swerve, birch=swerve"
    assert run("analyse", "chicken", *FEW, "--propose", propose, "--html", report).status == 0
    page = report.read_text(encoding="utf-8")
    assert '<section id="initiative"' in page
    assert '<section id="evenness"' in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--propose", "moon: alder=swerve"), "is one of a report"),
        (("--propose", "moon: alder=swerve", "--html", "out.html"), "moon"),
        (("--propose", "moon", "--html", "out.html"), "expected"),
    ],
)
def test_a_proposal_that_cannot_be_tested_is_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("analyse", "chicken", *FEW, *arguments)
    assert ran.status == 2
    assert re.search(says, ran.err)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_text_may_go_to_standard_output_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "evenhand", "analyse", "chicken", *FEW, "--pdf", "-"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert ran.stdout.startswith(b"%PDF-")
    assert ran.stdout.rstrip().endswith(b"%%EOF")
    assert ran.stderr == b""


@pytest.mark.parametrize(
    ("name", "said"), [("ru", "Точки согласия:"), ("uk", "Точки згоди:"), ("en", "Common ground:")]
)
def test_findings_and_report_are_in_the_language_that_is_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    report = tmp_path / "report.html"
    ran = run("analyse", "chicken", *FEW, "--language", name, "--html", report)
    assert said in ran.out
    assert f'<html lang="{name}">' in report.read_text(encoding="utf-8")
    monkeypatch.setenv("EVENHAND_LANGUAGE", name)
    assert said in run("analyse", "chicken", *FEW).out
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    assert "Common ground:" in run("analyse", "chicken", *FEW, "--language", "en").out


def test_data_are_the_same_in_every_language(run: Run, border: Path) -> None:
    english, russian = (run("analyse", border, *FEW, "--language", name, "--json", "-").out for name in ("en", "ru"))
    assert english == russian


def test_one_issue_in_detail_has_the_numbers_of_the_whole(run: Run) -> None:
    whole = json.loads(run("analyse", "deadlock", *FEW, "--json", "-").out)
    one = json.loads(run("analyse", "deadlock", *FEW, "--json", "-", "--issue", "captives").out)
    assert [issue["id"] for issue in one["issues"]] == ["captives"]
    assert one["issues"][0] == next(issue for issue in whole["issues"] if issue["id"] == "captives")
    shown = run("analyse", "deadlock", *FEW, "--issue", "captives").out
    assert "What each side could do" in shown
    assert "crossing]" not in shown


def test_an_account_may_be_shown(run: Run, border: Path) -> None:
    ran = run("analyse", border, *FEW, "--account", "north")
    assert ran.status == 0
    assert "the account of North" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--issue", "border-trad"), "did you mean border-trade?"),
        (("--issue", "zzz"), "there is border-trade"),
        (("--account", "nort"), "did you mean north?"),
        (("--account", "coast"), "no account is called `coast`"),
        (("--draws", "0"), "--draws"),
        (("--draws", "-5"), "--draws"),
        (("--draws", "many"), "'--draws': 'many': a whole number from 1 to 1000000 expected, in digits"),
        (("--draws", "1e4"), "a whole number from 1 to 1000000 expected, in digits; did you mean 10000?"),
        (("--draws", "inf"), "'inf': a whole number from 1 to 1000000 expected"),
        (("--seed", "-1"), "'-1': a whole number from 0 up expected"),
        (("--draws", "1000000000000"), "--draws"),
        (("--seed", "-1"), "--seed"),
        (("--seed", "x"), "--seed"),
        (("--threads", "0"), "--threads"),
        (("--json", "none/x.json"), "there is no folder none"),
        (("--html", "."), "a folder"),
        (("--json", "x", "--html", "x"), "both go to x"),
        (("--json", "-", "--html", "-"), "both go to standard output"),
        (("--docx", "x", "--pdf", "./x"), "--docx and --pdf both go to ./x"),
        (("--pdf", "none/x.pdf"), "there is no folder none"),
        (("--language", "fr"), "'fr' is not one of 'en', 'ru', 'uk'"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    run: Run, border: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(border.parent)
    ran = run("analyse", border, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert [path.name for path in border.parent.iterdir()] == ["border.yaml"]


def test_large_seeds_and_many_threads_work(run: Run) -> None:
    assert run("analyse", "chicken", *FEW, "--seed", 2**80, "--threads", 999).status == 0


@pytest.mark.parametrize("draws", [1, 2, 15, 16, 17])
def test_few_draws_work(run: Run, border: Path, draws: int) -> None:
    ran = run("analyse", border, "--draws", draws)
    assert ran.status == 0
    assert run("analyse", border, "--draws", draws, "--issue", "border-trade").status == 0


def test_a_case_with_faults_is_not_analysed(run: Run, border: Path, tmp_path: Path) -> None:
    border.write_text(border.read_text().replace("north.budget: [1, 2, 4]", "north.budgt: [4, 2, 1]"))
    ran = run("analyse", border, "--json", tmp_path / "out.json")
    assert (ran.status, ran.out) == (2, "")
    assert "percentiles out of order" in ran.err
    assert "did you mean" in ran.err
    assert "2 faults in the case; nothing was done" in ran.err
    assert not (tmp_path / "out.json").exists()


def test_the_case_itself_is_never_overwritten(run: Run, border: Path) -> None:
    before = border.read_text()
    ran = run("analyse", border, "--json", border)
    assert ran.status == 2
    assert border.read_text() == before


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("option", ["--json", "--html"])
def test_a_full_disk_is_said(run: Run, option: str) -> None:
    ran = run("analyse", "chicken", *FEW, option, FULL)
    assert (ran.status, ran.out) == (2, "")
    assert "no space left" in ran.err


def test_a_disk_that_fills_up_leaves_the_old_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "findings.json"
    old.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ran = run("analyse", "chicken", *FEW, "--json", old)
    assert (ran.status, ran.out) == (2, "")
    assert "no space left" in ran.err
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


@pytest.mark.parametrize("columns", [20, 40, 80, 300])
def test_lines_fit_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = run("analyse", "chicken", *FEW).out.splitlines()
    assert max(len(line) for line in lines if not line.startswith("  evenhand ")) <= max(min(columns, 100), 30)


def on_terminal(*arguments: str, env: Mapping[str, str]) -> tuple[int, str, str]:
    """Status and what stands on a terminal of 60 columns: standard output, standard error."""
    ends = [pty.openpty() for _ in range(2)]
    for _, slave in ends:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM")}
    line = [sys.executable, "-m", "evenhand", *arguments]
    with subprocess.Popen(line, stdout=ends[0][1], stderr=ends[1][1], env={**plain, **env}) as running:
        for _, slave in ends:
            os.close(slave)
        shown = [read_all(master) for master, _ in ends]
    return running.returncode, shown[0], shown[1]


def read_all(descriptor: int) -> str:
    parts = []
    try:
        while part := os.read(descriptor, 65536):
            parts.append(part)
    except OSError:  # Linux: the other end has closed
        pass
    os.close(descriptor)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_on_a_terminal_headings_are_bold_and_progress_is_shown() -> None:
    status, out, err = on_terminal("analyse", "chicken", *FEW, env={"TERM": "xterm"})
    assert status == 0
    assert "\x1b[1mThe narrow road [road]\x1b[0m" in out
    assert "of 1 (road)" in err
    assert err.endswith("\r\x1b[K")
    assert max(len(re.sub(r"\x1b\[[01]m", "", line)) for line in out.splitlines()) <= 60


@pytest.mark.parametrize("env", [{"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_bold_type_can_be_switched_off(env: dict[str, str]) -> None:
    _, out, err = on_terminal("analyse", "chicken", *FEW, env=env)
    assert "\x1b" not in out
    assert ("\x1b" in err) == (env["TERM"] != "dumb")


@pytest.mark.parametrize("case_id", catalog.cases())
def test_every_case_that_ships_can_be_shown_in_every_way(run: Run, case_id: str) -> None:
    assert run("analyse", case_id, *FEW).status == 0
    issues = [part for name in read(catalog.find(case_id)).issues for part in ("--issue", name)]
    ran = run("analyse", case_id, *FEW, *issues)
    assert ran.status == 0
    for account in read(catalog.find(case_id)).accounts:
        assert run("analyse", case_id, *FEW, "--account", account, *issues).status == 0

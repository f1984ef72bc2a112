"""The command line as a whole: its exit status, its errors, and how it behaves where output cannot go."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import evenhand

Run = Callable[..., Any]
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")


def test_the_version_is_said(run: Run) -> None:
    ran = run("--version")
    assert ran.status == 0
    assert re.fullmatch(r"evenhand \d+\.\d+\.\d+\n", ran.out)


def test_help_lists_the_commands_in_the_order_of_use(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    listed = re.findall(r"^  ([a-z-]+)  +[A-Z]", ran.out.split("Commands:")[1], re.MULTILINE)
    own = [
        *("new", "check", "analyse", "agenda", "initiative", "persuade"),
        *("benefits", "courses", "leverage", "what-if", "back-test", "cases", "schema", "pull", "push"),
    ]
    assert listed[: len(own)] == own
    assert "serve" in listed[len(own) :] and listed[len(own) :] == sorted(listed[len(own) :])  # what the site brings


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (("--help",), ("pydantic", "numpy", "numba", "jinja2", "ruamel.yaml")),
        (("analyse", "--help"), ("pydantic", "numpy", "numba", "jinja2", "ruamel.yaml")),
        (("check", *evenhand.cases()), ("numba", "jinja2", "pandas")),
    ],
)
def test_a_command_imports_only_what_it_needs(arguments: tuple[str, ...], heavy: tuple[str, ...]) -> None:
    code = (
        "import sys; from evenhand.cli import main; status = main(sys.argv[1:]); "
        f"print(status, [name for name in {heavy!r} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert ran.stdout.splitlines()[-1] == "0 []", ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("analyse",), ("check",), ("analyse", "chicken", "--nonsense"), ("analyse", "chicken", "more")],
)
def test_wrong_use_is_status_2_with_a_hint(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert "--help" in ran.err


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("analyse",),
        ("analyse", "chicken", "more"),
        ("analyse", "chicken", "--a-long-option-that-there-is-not"),
        ("analyse", "chicken", "--draws", "0"),
        ("analyse", "chicken", "--seed", "x"),
        ("agenda", "chicken", "--language", "english"),
        ("analyse", "chicken", "--html"),
    ],
)
def test_wrong_use_is_told_on_lines_of_the_terminal_s_width(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = run(*arguments)
    assert ran.status == 2
    assert "Error: " in ran.wrapped
    for line in ran.wrapped.splitlines():
        assert len(line) <= columns or len(line.split()) == 1


def test_a_program_finds_wrong_use_on_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    error = run("analyse", "chicken", "--draws", "0").wrapped.splitlines()[-1]
    assert error.startswith("Error: ") and error.endswith("in digits")
    assert len(error) > 80


def test_a_closed_pipe_is_silent(program: Run) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        ran = program("schema", stdout=write)
    finally:
        os.close(write)
    assert ran.stderr == b""
    assert ran.returncode == 141


@needs_full
@pytest.mark.parametrize("arguments", [("--help",), ("schema",), ("cases",), ("cases", "--json", "-"), ("new", "-")])
def test_a_full_disk_behind_standard_output_is_reported(program: Run, arguments: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        ran = program(*arguments, stdout=full)
    assert ran.returncode == 2
    assert ran.stderr == b"evenhand: standard output: not written (no space left on device)\n"


def test_closed_streams_do_no_harm() -> None:
    line = f"{sys.executable} -m evenhand cases >&- 2>&-"
    assert subprocess.run(line, shell=True, check=False).returncode == 2


@pytest.mark.parametrize(
    "line", ["schema", "cases", "check chicken", "analyse chicken --draws 10", "agenda chicken --draws 10", "--help"]
)
def test_a_closed_standard_output_is_reported(line: str) -> None:
    ran = subprocess.run(f"{sys.executable} -m evenhand {line} >&-", shell=True, capture_output=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.endswith(b"evenhand: standard output is closed\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_a_terminal_that_lacks_characters_gets_others(program: Run, encoding: str, tmp_path: Path) -> None:
    text = program("new", "-").stdout.decode().replace("title: My case", "title: “Fjörd – ☃ Море”")
    case = tmp_path / "fjord.yaml"
    case.write_text(text, encoding="utf-8")
    ran = program("analyse", case, "--draws", "100", env={"PYTHONIOENCODING": encoding})
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert '"Fj' in ran.stdout.decode(encoding)
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("budget: 1,", "bÜdget: 1,"), encoding="utf-8")
    ran = program("check", wrong, env={"PYTHONIOENCODING": encoding})
    assert ran.returncode == 2
    assert b"unknown-interest" in ran.stderr


def test_data_is_utf_8_whatever_the_terminal(program: Run) -> None:
    assert program("new", "-", env={"PYTHONIOENCODING": "ascii"}).stdout == program("new", "-").stdout
    assert "…" in program("new", "-").stdout.decode("utf-8")


def test_an_interruption_is_said_in_a_word_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "findings.json"
    line = [sys.executable, "-m", "evenhand", "analyse", "us-russia-2013", "--draws", "300000", "--json", str(target)]

    def listening() -> None:  # a shell's background tasks have the signal ignored, and would hand that on
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=listening) as running:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(2.0)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode in (130, -signal.SIGINT)  # Python may end itself by the signal: 130 to a shell as well
    assert (out, err) == (b"", b"evenhand: interrupted\n")
    assert list(tmp_path.iterdir()) == []

"""What README shows works, and shows what it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TOP = Path(__file__).parents[3]
README = (TOP / "README.md").read_text(encoding="utf-8")
MAKEFILE = (TOP / "Makefile").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def strait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case in README, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (case,) = blocks("yaml")
    file = tmp_path / "strait.yaml"
    file.write_text(case, encoding="utf-8")
    return file


def test_its_case_is_small_and_passes_the_strict_check(run: Run, strait: Path) -> None:
    assert len(strait.read_text().splitlines()) <= 13
    assert run("check", "--strict", strait).status == 0


def test_its_commands_work(run: Run, strait: Path) -> None:
    commands = [line for block in blocks("console") for line in block.splitlines() if line.startswith("evenhand")]
    assert len(commands) >= 3
    for command in commands:
        assert run(*shlex.split(command, comments=True)[1:]).status == 0


def test_its_targets_exist() -> None:
    targets = re.findall(r"^make (\w+)", "".join(blocks("console")), re.MULTILINE)
    assert targets == ["run", "test"]
    for target in targets:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_the_findings_that_it_shows_are_those_of_its_case(run: Run, strait: Path) -> None:
    (shown,) = blocks("text")
    assert run("analyse", "strait.yaml").out == shown


def test_without_its_last_line_the_loss_has_no_stated_reason(run: Run, strait: Path) -> None:
    kept = strait.read_text().splitlines()[:-1]
    strait.write_text("\n".join(kept))
    assert "No reason for it stands in the case" in " ".join(run("analyse", strait).out.split())


def test_its_python_works(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("python")
    exec(compile(code.replace("10_000", "200"), "README.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 12


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http") and not target.startswith("docs/images/"):
            assert (TOP / target).exists(), target

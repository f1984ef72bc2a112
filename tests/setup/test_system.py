"""`requirements/system`: root gets the programs that tests need, others are told, and nothing happens twice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "requirements" / "system"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder of programs that stands for the whole system."""
    for name in ("sh", "chmod", "timeout"):
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"there is no {name}")
        (tmp_path / name).symlink_to(found)
    return tmp_path


def program(path: Path, name: str, script: str = "") -> None:
    (path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (path / name).chmod(0o755)


def apt(path: Path, *, works: bool) -> None:
    """An apt-get that notes what it is asked for, and brings two programs if it ``works``."""
    brings = f"for each in chromium java; do echo > {path}/$each; chmod +x {path}/$each; done" if works else "exit 100"
    program(path, "apt-get", f'echo "$@" >> {path}/asked; [ "$1" = update ] || {{ {brings}; }}')


def said(path: Path, user: int) -> str:
    program(path, "id", f"echo {user}")
    ended = subprocess.run([SCRIPT], env={"PATH": str(path)}, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (0, "")
    return ended.stderr


def test_root_gets_what_is_missing_and_only_once(path: Path) -> None:
    apt(path, works=True)
    program(path, "initdb")
    assert said(path, 0) == "Installing, once: chromium default-jre-headless; this may take some minutes.\n"
    asked = (path / "asked").read_text().splitlines()
    assert asked == ["update -qq", "install -y -qq --no-install-recommends chromium default-jre-headless"]
    assert said(path, 0) == ""
    assert (path / "asked").read_text().splitlines() == asked


def test_root_is_told_what_could_not_be_installed(path: Path) -> None:
    apt(path, works=False)
    program(path, "initdb")
    program(path, "java")
    assert said(path, 0).splitlines()[-1] == (
        "Missing: chromium. Tests skipped: in a browser. To run them too: apt-get install chromium"
    )


def test_others_are_told_how_and_nothing_is_installed(path: Path) -> None:
    apt(path, works=True)
    program(path, "initdb")
    program(path, "google-chrome")
    assert said(path, 1000) == (
        "Missing: default-jre-headless. Tests skipped: of valid HTML. "
        "To run them too: sudo apt-get install default-jre-headless\n"
    )
    assert not (path / "asked").exists()


def test_where_there_is_no_apt_the_names_are_told(path: Path) -> None:
    program(path, "initdb")
    program(path, "java")
    assert "install what your system calls chromium" in said(path, 0)

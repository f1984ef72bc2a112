"""Help texts, and the findings of the teaching cases in the terminal, as they were last looked at.

``make golden`` records them again; a person reads the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evenhand import catalog
from evenhand.cli import main

HERE = Path(__file__).parent
TEACHING = [case_id for case_id, path in catalog.cases().items() if path.parent.name == "teaching"]
COMMANDS = {
    "help": ["--help"],
    **{
        f"help-{command}": [command, "--help"]
        for command in (
            "new",
            "check",
            "analyse",
            "agenda",
            "initiative",
            "persuade",
            "benefits",
            "courses",
            "leverage",
            "what-if",
            "back-test",
            "cases",
            "schema",
            "pull",
            "push",
        )
    },
    **{f"findings-{case_id}": ["analyse", case_id, "--draws", "1000"] for case_id in TEACHING},
    "benefits-nile": ["benefits", "nile-gerd-2020", "--draws", "1000"],
    "leverage-nile": ["leverage", "nile-gerd-2020", "--draws", "1000"],
    "what-if-nile": ["what-if", "nile-gerd-2020", "--draws", "1000", "--change", "off=commitment"],
    "courses-chicken": ["courses", "chicken", "--draws", "1000"],
    "evenness-assurance-misread": ["check", "assurance-misread", "--evenness"],
    "agenda-chicken": ["agenda", "chicken", "--draws", "1000"],
    "initiative-prisoners-dilemma": [
        "initiative",
        "prisoners-dilemma",
        "--draws",
        "1000",
        "--propose",
        "armament: alder=restrain, birch=restrain",
    ],
    "persuade-assurance-misread": ["persuade", "assurance-misread", "--draws", "1000", "--issue", "hunt"],
    "detail-assurance-misread": ["analyse", "assurance-misread", "--draws", "1000", "--issue", "hunt"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_as_recorded(name: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(COMMANDS[name]) == 0
    shown = capfd.readouterr().out
    file = HERE / f"{name}.txt"
    if os.environ.get("EVENHAND_RECORD"):
        file.write_text(shown, encoding="utf-8")
    assert file.exists(), "not recorded yet: make golden"
    assert shown == file.read_text(encoding="utf-8")


def test_nothing_is_kept_that_no_command_shows() -> None:
    assert {file.stem for file in HERE.glob("*.txt")} <= set(COMMANDS)

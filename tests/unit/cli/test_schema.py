"""The schema, printed or written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evenhand.casefile import schema

Run = Callable[..., Any]


def test_it_is_printed(run: Run) -> None:
    ran = run("schema")
    assert (ran.status, ran.err) == (0, "")
    assert json.loads(ran.out) == schema()


def test_it_is_written(run: Run, tmp_path: Path) -> None:
    ran = run("schema", tmp_path / "case.json")
    assert (ran.status, ran.out) == (0, "")
    assert json.loads((tmp_path / "case.json").read_text()) == schema()


def test_a_missing_folder_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("schema", tmp_path / "none" / "case.json")
    assert ran.status == 2
    assert "there is no folder" in ran.err

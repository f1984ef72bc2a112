"""``evenhand benefits``: to the terminal, as data; refusals before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
FEW = ("--draws", "100")
CASE = "india-pakistan-2013"


def test_findings_are_printed_within_eighty_columns(run: Run) -> None:
    ran = run("benefits", CASE, *FEW)
    assert (ran.status, ran.err) == (0, "")
    assert "Unused potential" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_with_json_on_standard_output_nothing_else_is_there(run: Run) -> None:
    ran = run("benefits", CASE, *FEW, "--account", "ind", "--json", "-")
    assert (ran.status, ran.err) == (0, "")
    document = json.loads(ran.out)
    assert (document["schema"], document["account"]) == ("evenhand.benefits/1", "ind")
    assert ran.out == json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def test_data_go_to_a_file_and_the_words_say_where(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    ran = run("benefits", CASE, *FEW, "--json", file)
    assert ran.out.endswith(f"\nAll findings as data:\n{file}\n")
    assert json.loads(file.read_text(encoding="utf-8"))["schema"] == "evenhand.benefits/1"


def test_what_cannot_be_done_is_said_in_one_line_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    for arguments, says in (
        ((CASE, "--account", "nobody"), "no account is called `nobody`"),
        (("ordinal",), "no issue"),
        (("no-such-case",), "no-such-case"),
    ):
        ran = run("benefits", *arguments, "--json", file)
        assert (ran.status, ran.out) == (2, "")
        assert says in ran.err
        assert not file.exists()

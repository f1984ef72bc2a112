"""The list of what ships."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from evenhand import catalog

Run = Callable[..., Any]


def test_every_case_is_listed_with_its_title(run: Run) -> None:
    ran = run("cases")
    assert (ran.status, ran.err) == (0, "")
    assert "us-russia-2013" in ran.out
    assert "United States and Russia, November 2013" in ran.out
    for case_id in catalog.cases():
        assert f"  {case_id}  " in ran.out


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_the_list_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(map(len, run("cases").out.splitlines())) <= min(columns, 100)


def test_the_list_as_data(run: Run) -> None:
    listed = json.loads(run("cases", "--json", "-").out)["cases"]
    assert [case["id"] for case in listed] == list(catalog.cases())

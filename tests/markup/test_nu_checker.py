"""The checker tells good pages from bad ones, and which page it speaks of."""

from __future__ import annotations

from pathlib import Path

from nu_checker import remarks

PAGE = '<!doctype html><html lang="en"><head><title>Page</title></head><body><h1>Page</h1>{}</body></html>'


def test_what_browsers_have_learned_lately_is_known_and_a_fault_is_named_with_its_page(tmp_path: Path) -> None:
    good = PAGE.format('<div id="a" popover><details name="one"><summary>Open</summary>Words</details></div>')
    said = remarks({"good": good, "bad": PAGE.format("<p><ul><li>One</ul></p>")}, tmp_path)
    assert [remark.partition(":")[0] for remark in said] == ["bad, line 1"]

"""``evenhand cases``: what ships."""

from __future__ import annotations

import textwrap
from typing import Any

import click

from evenhand.cli import streams

__all__ = ["cases"]

_SHELF = {
    "reference": "Reference cases, from sources",
    "teaching": "Teaching cases, small enough to work out by hand",
    "published": "Published cases, with the values that the literature gives",
}


@click.command(short_help="List the cases that ship.")
@click.option("--json", "json_target", metavar="FILE", help="Write the list as JSON (- for standard output).")
def cases(json_target: str | None) -> None:
    """List the cases that ship; each can be analysed by its name."""
    if json_target is not None:
        streams.check_target(json_target)
    listed = _listed()
    if json_target is not None:
        streams.deliver(streams.as_json({"schema": "evenhand.cases/1", "cases": listed}), json_target)
    if json_target != streams.DASH:
        streams.say(_table(listed))


def _listed() -> list[dict[str, Any]]:
    from evenhand.casefile import read
    from evenhand.catalog import cases as shipped

    return [
        {"id": case_id, "title": read(path).title, "shelf": path.parent.name, "file": str(path)}
        for case_id, path in shipped().items()
    ]


def _table(listed: list[dict[str, Any]]) -> str:
    wide = streams.width()
    column = max(len(case["id"]) for case in listed) + 4
    lines: list[str] = []
    for shelf in dict.fromkeys(case["shelf"] for case in listed):
        lines += ["", *textwrap.wrap(_SHELF[shelf], wide)] if lines else textwrap.wrap(_SHELF[shelf], wide)
        for case in listed:
            if case["shelf"] != shelf:
                continue
            if column + 20 > wide:  # too narrow for two columns
                lines += [f"  {case['id']}", *textwrap.wrap(case["title"], wide, **_indents("    ", "    "))]
            else:
                head = f"  {case['id']}".ljust(column)
                lines += textwrap.wrap(case["title"], wide, **_indents(head, " " * column))
    return "\n".join(lines)


def _indents(first: str, rest: str) -> dict[str, Any]:
    return {"initial_indent": first, "subsequent_indent": rest}

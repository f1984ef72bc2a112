"""``evenhand schema``: the JSON Schema of a case file."""

from __future__ import annotations

import click

from evenhand.cli import streams

__all__ = ["schema"]


@click.command(short_help="Write the JSON Schema of a case file.")
@click.argument("file", default=streams.DASH, type=click.Path())
def schema(file: str) -> None:
    """Write the JSON Schema of a case file to FILE (printed unless given).

    Editors use it for completion and checks; `evenhand check` checks more.
    """
    streams.check_target(file)
    from evenhand.casefile import schema as made

    streams.deliver(streams.as_json(made()), file)

"""``evenhand new``: a small commented case to begin with."""

from __future__ import annotations

import os
import re
import shlex

import click

from evenhand.cli import streams
from evenhand.errors import InputError

__all__ = ["new"]


@click.command(short_help="Write a commented case to begin with.")
@click.argument("file", default="my-case.yaml", type=click.Path())
@click.option("--title", help="The title of the case; made from the file's name unless given.")
@click.option("--from", "source", metavar="CASE", help="A copy of a case that ships, instead of the starter.")
@click.option("--force", is_flag=True, help="Take the place of a file that exists.")
def new(file: str, title: str | None, source: str | None, force: bool) -> None:
    """Write a commented starter case to FILE (my-case.yaml unless given; - prints it).

    A name without an ending gets .yaml. The case passes `evenhand check`, and is meant to be replaced line by line.
    """
    from evenhand.casefile import starter

    file = _with_ending(file)

    if source is not None:
        from evenhand.catalog import find

        if title is not None:
            raise InputError("--title goes with the starter, not with --from: a copy keeps its title")
        text = find(source).read_text(encoding="utf-8")
    else:
        case_id = _name(file)
        text = starter(case_id, title if title is not None else case_id.replace("-", " ").capitalize())
    if file != streams.DASH:
        if os.path.lexists(file) and not force and not os.path.isdir(file):
            raise InputError(f"{file}: exists already; --force takes its place")
        streams.check_target(file)
    streams.deliver(text, file)
    if file != streams.DASH:
        named = shlex.quote(file)
        told = streams.wrapped(f"{file} is written. Edit it, and now and then:")
        streams.say(f"{told}\n  evenhand check {named}\n  evenhand analyse {named}")


def _with_ending(file: str) -> str:
    """The file's name with an ending, as editors expect it; a folder's or a device's name stays."""
    there = os.path.exists(file) and not os.path.isfile(file)
    plain = file and file != streams.DASH and not there and not file.endswith(("/", os.sep))
    return f"{file}.yaml" if plain and not os.path.splitext(file)[1] else file


def _name(file: str) -> str:
    """A case's name from a file's: ``Gulf of X.yaml`` gives ``gulf-of-x``."""
    stem = os.path.basename(file).removesuffix(".yaml").removesuffix(".yml").lower()
    return re.sub(r"[\W_]+", "-", stem).strip("-")[:64].rstrip("-") or "my-case"

"""``evenhand courses``: the record of a relationship, and hold, trim and confront over a horizon of years."""

from __future__ import annotations

import sys

import click

from evenhand.cli import options, streams
from evenhand.report.language import gettext as _
from evenhand.report.language import speaking

__all__ = ["courses"]

MOST_YEARS = 200
"""As in the engine, which is not imported for ``--help``."""


@click.command(short_help="Compare holding to expectations, trimming them, and confronting.")
@click.argument("case")
@options.computing
@click.option("--years", type=click.IntRange(1, MOST_YEARS), metavar="N",
              help="Years that are gone through (as the case says, else its horizon).")  # fmt: skip
@click.option("--account", metavar="ID", help="Judge by this side's account.")
@options.in_language
@options.to_json
def courses(
    case: str,
    draws: int,
    seed: int,
    threads: int | None,
    years: int | None,
    account: str | None,
    language: str,
    json_target: str | None,
) -> None:
    """Show the record of CASE, and what comes of holding to what is expected, trimming it, or confronting.

    CASE is a file, or the name of a case that ships (`evenhand cases`).
    """
    from evenhand.catalog import locate

    path = locate(case)
    if json_target is not None:
        streams.check_target(json_target, [path])

    import evenhand

    read = evenhand.load(path)
    options.known_account(read, account)
    with streams.Progress() as progress:
        document = evenhand.courses(
            read, draws=draws, seed=seed, threads=threads, years=years, account=account, progress=progress
        ).document()
    shown = ""
    if json_target != streams.DASH:
        from evenhand.report.courses import courses as told

        with speaking(language):
            shown = told(read, document, width=streams.width(), bold=streams.coloured(sys.stdout))
    if json_target is not None:
        streams.deliver(streams.as_json(document), json_target)
    if shown:
        streams.say(shown)
        if json_target is not None:
            with speaking(language):
                where = _("All findings as data:")
            streams.say(f"\n{where}\n{json_target}")

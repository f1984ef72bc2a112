"""``evenhand courses``: the record of a relationship, and hold, trim and confront over a horizon of years."""

from __future__ import annotations

from functools import partial

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell

__all__ = ["courses"]

MOST_YEARS = 200
"""As in the engine, which is not imported for ``--help``."""


@click.command(short_help="Compare holding to expectations, trimming them, and confronting.")
@click.argument("case")
@options.computing
@click.option("--years", type=options.Whole(1, MOST_YEARS), metavar="N",
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
    """Show the record of CASE, and what comes of three courses over the years.

    These are: keep the agreements in force and hold to what is expected, keep them and trim it, or confront. Where the
    case gives no parameters of crises, the figures come from the program's defaults, and the output says so.

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
    from evenhand.report.courses import courses as told

    tell(document, partial(told, read, document), json_target, language)

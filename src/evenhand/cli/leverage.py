"""``evenhand leverage``: whose threat on one issue could move whom on another."""

from __future__ import annotations

from functools import partial

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell

__all__ = ["leverage"]


@click.command(short_help="Show whose threat on one issue could move whom on another.")
@click.argument("case")
@options.computing
@click.option("--account", metavar="ID", help="This account in the place of the base one.")
@options.in_language
@options.to_json
def leverage(
    case: str, draws: int, seed: int, threads: int | None, account: str | None, language: str, json_target: str | None
) -> None:
    """Show, for every pair of issues of CASE, whether a side's threat to withdraw cooperation on one could move
    another side on the other: effective, credible, and by whose account.

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
        document = evenhand.leverage(
            read, draws=draws, seed=seed, threads=threads, account=account, progress=progress
        ).document()
    from evenhand.report.leverage import leverage as told

    tell(document, partial(told, read, document), json_target, language)

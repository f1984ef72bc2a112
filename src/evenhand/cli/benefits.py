"""``evenhand benefits``: what benefit models give, and what each party forgoes."""

from __future__ import annotations

from functools import partial

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell

__all__ = ["benefits"]


@click.command(short_help="Show what benefit models give, and what each party forgoes.")
@click.argument("case")
@options.computing
@click.option("--account", metavar="ID", help="Judge by this side's account.")
@options.in_language
@options.to_json
def benefits(
    case: str, draws: int, seed: int, threads: int | None, account: str | None, language: str, json_target: str | None
) -> None:
    """Show the unused potential of CASE, what each party forgoes over all issues together, and what its benefit
    models give: investment as far as the law is safe, security, gains at home from an adversary.

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
        document = evenhand.benefits(
            read, draws=draws, seed=seed, threads=threads, account=account, progress=progress
        ).document()
    from evenhand.report.benefits import benefits as told

    tell(document, partial(told, read, document), json_target, language)

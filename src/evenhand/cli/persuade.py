"""``evenhand persuade``: what would make a side accept, and the case for it."""

from __future__ import annotations

from functools import partial

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell

__all__ = ["persuade"]


@click.command(short_help="Work out what would persuade a side, or press it.")
@click.argument("case")
@options.computing
@click.option("--issue", "issues", multiple=True, metavar="ID", help="Only this issue, in detail; may be repeated.")
@click.option("--side", "sides", multiple=True, metavar="ID", help="Only this side; may be repeated.")
@click.option("--account", metavar="ID", help="Take this side's account to be true, not the base one.")
@options.in_language
@options.to_json
def persuade(
    case: str,
    draws: int,
    seed: int,
    threads: int | None,
    issues: tuple[str, ...],
    sides: tuple[str, ...],
    account: str | None,
    language: str,
    json_target: str | None,
) -> None:
    """Work out what would make each side of CASE accept an agreement that serves it.

    The fewest true corrections to its account, each with its evidence; the smallest penalty or reward, with what it
    costs whom and its backlash; and, for an issue by itself, the case for the agreement from the side's own interest.

    CASE is a file, or the name of a case that ships (`evenhand cases`).
    """
    from evenhand.catalog import locate

    path = locate(case)
    if json_target is not None:
        streams.check_target(json_target, [path])

    import evenhand

    read = evenhand.load(path)
    wanted = options.known("issue", issues, list(read.issues))
    asked = wanted or list(read.issues)
    there = dict.fromkeys(side for name in asked for side in read.issues[name].stances)
    only = options.known("side", sides, list(there))
    options.known_account(read, account)
    with streams.Progress() as progress:
        document = evenhand.persuade(
            read, draws=draws, seed=seed, threads=threads, issues=wanted or None, sides=only or None, account=account,
            progress=progress,
        ).document()  # fmt: skip
    from evenhand.report import persuasion

    show = persuasion.details if wanted else persuasion.findings
    tell(document, partial(show, read, document, source=case), json_target, language)

"""``evenhand what-if``: what becomes of the findings if something in the case were different."""

from __future__ import annotations

from functools import partial

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell

__all__ = ["what_if"]


@click.command("what-if", short_help="Change numbers, causes or the account, and compare the findings.")
@click.argument("case")
@click.option(
    "--change", "changes", multiple=True, required=True, metavar="TEXT",
    help="A change, such as w.ru.standing=3 or off=commitment; may be repeated.",
)  # fmt: skip
@options.computing
@click.option("--issue", "issues", multiple=True, metavar="ID", help="Only this issue; may be repeated.")
@options.in_language
@options.to_json
def what_if(
    case: str,
    changes: tuple[str, ...],
    draws: int,
    seed: int,
    threads: int | None,
    issues: tuple[str, ...],
    language: str,
    json_target: str | None,
) -> None:
    """Compare the findings of CASE with what they would be after some changes.

    \b
    w.PARTY.INTEREST=4                   a weight: a number, or percentiles 2,4,8
    e.ISSUE.EFFECT.PARTY.INTEREST=2,4,8  what an effect gives
    e.ISSUE.EFFECT.chance=0.5            also: after, lasts, or a parameter of
                                         its benefit model
    off=CAUSE                            a cause of loss counts as removed
    believe=ACCOUNT                      whose account the findings are taken
                                         from
    without=ISSUE                        an issue off the table

    Causes: misperception, standing, private-interest, impatience, attachment,
    expectations, ratification, linkage, commitment.

    CASE is a file, or the name of a case that ships (`evenhand cases`); its file stays as it is.
    """
    from evenhand.catalog import locate

    path = locate(case)
    if json_target is not None:
        streams.check_target(json_target, [path])

    import evenhand
    from evenhand.study.changes import read_changes

    read = evenhand.load(path)
    only = options.known("issue", issues, list(read.issues))
    asked = read_changes(read, changes)
    with streams.Progress() as progress:
        document = evenhand.what_if(
            read, asked, draws=draws, seed=seed, threads=threads, issues=only or None, progress=progress
        ).document()
    from evenhand.report.what_if import what_if as told

    tell(document, partial(told, read, document), json_target, language)

"""``evenhand analyse``: the findings of a case, in the terminal, as data, as a report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from evenhand.cli import options, streams
from evenhand.errors import InputError

if TYPE_CHECKING:
    from evenhand.casefile import Case

__all__ = ["analyse"]


@click.command(short_help="Work out what is lost, why, and what would unlock it.")
@click.argument("case")
@options.computing
@click.option("--issue", "issues", multiple=True, metavar="ID", help="Only this issue, in detail; may be repeated.")
@click.option("--account", metavar="ID", help="Show the findings as this side's account has them.")
@options.to_json
@click.option("--html", "html_target", metavar="FILE",
              help="Write the report, one HTML file that needs no network (- for standard output).")  # fmt: skip
def analyse(
    case: str,
    draws: int,
    seed: int,
    threads: int | None,
    issues: tuple[str, ...],
    account: str | None,
    json_target: str | None,
    html_target: str | None,
) -> None:
    """Work out what is lost in CASE, by whom, why, and what would unlock it.

    CASE is a file, or the name of a case that ships (`evenhand cases`).
    """
    targets = [target for target in (json_target, html_target) if target is not None]
    if len(set(targets)) < len(targets):
        raise InputError(f"--json and --html both go to {'standard output' if targets[0] == '-' else targets[0]}")
    from evenhand.catalog import locate

    path = locate(case)
    for target in targets:
        streams.check_target(target, [path])

    import evenhand

    read = evenhand.load(path)
    wanted = options.known("issue", issues, list(read.issues))
    options.known_account(read, account)
    with streams.Progress() as progress:
        study = evenhand.analyse(
            read, draws=draws, seed=seed, threads=threads, issues=wanted or None, progress=progress
        )
        document = study.document()
    results = _results(read, document, json_target, html_target)
    shown = "" if streams.DASH in targets else _findings(read, document, case, wanted, account)
    for target, content in results.items():
        streams.deliver(content, target)
    if shown:
        streams.say(shown)
        _say_where(json_target, html_target)


def _results(case: Case, document: dict[str, Any], json_target: str | None, html_target: str | None) -> dict[str, str]:
    """What goes where, all of it made before any of it is written."""
    results: dict[str, str] = {}
    if json_target is not None:
        results[json_target] = streams.as_json(document)
    if html_target is not None:
        from evenhand.report import html

        results[html_target] = html.render(case, document)
    return results


def _findings(case: Case, document: dict[str, Any], named: str, issues: list[str], account: str | None) -> str:
    from evenhand.report import terminal

    show = terminal.details if issues else terminal.findings
    return show(case, document, source=named, account=account, width=streams.width(), bold=streams.coloured(sys.stdout))


def _say_where(json_target: str | None, html_target: str | None) -> None:
    """Where the results are; the report last, its path alone on the last line."""
    if json_target is not None:
        streams.say(f"\nAll findings as data:\n{json_target}")
    if html_target is not None:
        streams.say(f"\nThe report, to be opened in a browser:\n{html_target}")

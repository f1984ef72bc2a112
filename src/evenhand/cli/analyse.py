"""``evenhand analyse``: the findings of a case, in the terminal, as data, as a report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from evenhand.cli import streams
from evenhand.errors import InputError

if TYPE_CHECKING:
    from evenhand.casefile import Case

__all__ = ["analyse"]

MOST_DRAWS = 1_000_000


@click.command(short_help="Work out what is lost, why, and what would unlock it.")
@click.argument("case")
@click.option("--draws", type=click.IntRange(1, MOST_DRAWS), default=10_000, show_default=True, metavar="N",
              help="How often all judgements are drawn together.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N",
              help="Same seed, same numbers, on any number of threads.")  # fmt: skip
@click.option("--threads", type=click.IntRange(1), metavar="N", help="Threads to use (all cores unless given).")
@click.option("--issue", "issues", multiple=True, metavar="ID", help="Only this issue, in detail; may be repeated.")
@click.option("--account", metavar="ID", help="Show the findings as this side's account has them.")
@click.option("--json", "json_target", metavar="FILE",
              help="Write all findings as JSON (- for standard output, with nothing else on it).")  # fmt: skip
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
    wanted = _known("issue", issues, list(read.issues))
    _account(read, account)
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


def _known(kind: str, names: tuple[str, ...], known: list[str]) -> list[str]:
    """The names, each once, if all are known; otherwise what is not, with the nearest name."""
    from evenhand.casefile.shape import nearest

    unknown = []
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else f"there {'is' if len(known) == 1 else 'are'} {', '.join(known)}"
            unknown.append(f"no {kind} is called `{name}`; {hint}")
    if unknown:
        raise InputError("\n".join(unknown))
    return list(dict.fromkeys(names))


def _account(case: Case, account: str | None) -> None:
    from evenhand.elicitation import base_name

    if account is not None:
        _known("account", (account,), [base_name(case), *case.accounts])

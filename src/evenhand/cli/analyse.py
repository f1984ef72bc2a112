"""``evenhand analyse``: the findings of a case, in the terminal, as data, as a report."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from evenhand.cli import options, streams
from evenhand.cli.initiative import METAVAR, files, proposal
from evenhand.errors import InputError
from evenhand.report.language import gettext as _
from evenhand.report.language import speaking

if TYPE_CHECKING:
    from evenhand.casefile import Case

__all__ = ["analyse"]

REPORTS = {"html", "docx", "pdf"}
"""Forms of the report: its further chapters are worked out only for these."""


@click.command(short_help="Work out what is lost, why, and what would unlock it.")
@click.argument("case")
@options.computing
@click.option("--issue", "issues", multiple=True, metavar="ID", help="Only this issue, in detail; may be repeated.")
@click.option("--account", metavar="ID", help="Show the findings as this side's account has them.")
@options.in_language
@options.to_json
@click.option(
    "--html",
    "html_target",
    metavar="FILE",
    help="Write the report, one HTML file that needs no network (- for standard output).",
)
@click.option(
    "--docx",
    "docx_target",
    metavar="FILE",
    help="Write the report as a Word file: all but what the web page folds away, a long document.",
)
@click.option("--pdf", "pdf_target", metavar="FILE", help="Write the same as PDF.")
@click.option(
    "--propose",
    "proposals",
    multiple=True,
    metavar=METAVAR,
    help="Test a proposal as well, in a chapter of the report; see `evenhand initiative --help`.",
)
def analyse(
    case: str,
    draws: int,
    seed: int,
    threads: int | None,
    issues: tuple[str, ...],
    account: str | None,
    language: str,
    json_target: str | None,
    html_target: str | None,
    docx_target: str | None,
    pdf_target: str | None,
    proposals: tuple[str, ...],
) -> None:
    """Work out what is lost in CASE, by whom, why, and what would unlock it.

    CASE is a file, or the name of a case that ships (`evenhand cases`).
    """
    given = {"json": json_target, "docx": docx_target, "pdf": pdf_target, "html": html_target}
    targets = {form: target for form, target in given.items() if target is not None}
    _distinct(targets)
    from evenhand.catalog import locate

    path = locate(case)
    for target in targets.values():
        streams.check_target(target, [path])
        streams.check_target(target, files(proposals), "the proposal")
    if proposals and not targets.keys() & REPORTS:
        raise InputError("--propose: its chapter is one of a report (--html, --docx, --pdf); or `evenhand initiative`")
    proposed = proposal(proposals) if proposals else None

    import evenhand

    read = evenhand.load(path)
    wanted = options.known("issue", issues, list(read.issues))
    options.known_account(read, account)
    with streams.Progress() as progress:
        if targets.keys() & REPORTS:
            from evenhand.study.whole import whole

            study, chapters = whole(read, draws, seed, threads, wanted or None, progress, proposed)
        else:
            study, chapters = evenhand.analyse(read, draws, seed, threads, wanted or None, progress), {}
        document = study.document()
    with speaking(language):
        report = {**document, **chapters}
        results = [
            (target, _made(form, read, report if form in REPORTS else document)) for form, target in targets.items()
        ]
        shown = "" if streams.DASH in targets.values() else _findings(read, document, case, wanted, account)
        for target, content in results:
            streams.deliver(content, target)
        if shown:
            streams.say(shown)
            _say_where(targets)


def _distinct(targets: dict[str, str]) -> None:
    """Refuse two results in one place."""
    places: dict[str, str] = {}
    for form, target in targets.items():
        place = target if target == streams.DASH else os.path.realpath(target)
        if place in places:
            where = "standard output" if target == streams.DASH else target
            raise InputError(f"--{places[place]} and --{form} both go to {where}")
        places[place] = form
        if form in {"docx", "pdf"} and target == streams.DASH and sys.stdout is not None and sys.stdout.isatty():
            raise InputError(f"--{form} -: a terminal cannot show it; name a file, or lead standard output to one")


def _made(form: str, case: Case, document: dict[str, Any]) -> str | bytes:
    """A result in one of its forms; all are made before any is written."""
    if form == "json":
        return streams.as_json(document)
    if form == "html":
        from evenhand.report import html

        return html.render(case, document)
    if form == "pdf":
        from evenhand.report import pdf

        return pdf.render(case, document)
    from evenhand.report import word

    return word.render(case, document)


def _findings(case: Case, document: dict[str, Any], named: str, issues: list[str], account: str | None) -> str:
    from evenhand.report import terminal

    show = terminal.details if issues else terminal.findings
    return show(case, document, source=named, account=account, width=streams.width(), bold=streams.coloured(sys.stdout))


def _say_where(targets: dict[str, str]) -> None:
    """Where the results are; the report last, its path alone on the last line."""
    words = {
        "json": _("All findings as data:"),
        "docx": _("The report as a Word file:"),
        "pdf": _("The report as PDF:"),
        "html": _("The report, to be opened in a browser:"),
    }
    for form, target in targets.items():
        streams.say(f"\n{words[form]}\n{target}")

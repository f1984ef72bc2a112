"""``evenhand initiative``: test a proposal."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell
from evenhand.errors import InputError

__all__ = ["METAVAR", "files", "initiative", "proposal"]

Stances = dict[str, str]
METAVAR = "ISSUE: SIDE=STANCE, ..."


@click.command(short_help="Test a proposal: who accepts, who blocks, what would change it.")
@click.argument("case")
@click.option("--propose", "proposals", multiple=True, required=True, metavar=METAVAR,
              help="What is proposed on an issue; may be repeated. Sides that are not named keep today's stance. "
              "@FILE reads a YAML file of issues, sides and stances.")  # fmt: skip
@options.computing
@click.option("--account", metavar="ID", help="Take this side's account to be true, not the base one.")
@options.in_language
@options.to_json
def initiative(
    case: str,
    proposals: tuple[str, ...],
    draws: int,
    seed: int,
    threads: int | None,
    account: str | None,
    language: str,
    json_target: str | None,
) -> None:
    """Test whether a proposal for one or more issues of CASE is viable.

    Who accepts it and by what margin, who blocks it and why, in which sense it is stable, how sure that is, and which
    changes would make it acceptable to every side. CASE is a file, or the name of a case that ships (`evenhand cases`).
    """
    from evenhand.catalog import locate

    path = locate(case)
    if json_target is not None:
        streams.check_target(json_target, [path])
        streams.check_target(json_target, files(proposals), "the proposal")
    proposed = proposal(proposals)

    import evenhand

    read = evenhand.load(path)
    options.known_account(read, account)
    with streams.Progress() as progress:
        document = evenhand.initiative(
            read, proposed, draws=draws, seed=seed, threads=threads, account=account, progress=progress
        ).document()
    from evenhand.report import initiative as report

    tell(document, partial(report.initiative, read, document), json_target, language)


def files(texts: tuple[str, ...]) -> list[Path]:
    """The files that proposals are read from."""
    return [Path(text.strip()[1:]) for text in texts if text.strip().startswith("@")]


def proposal(texts: tuple[str, ...]) -> dict[str, Any]:
    """Issue to side to stance, of all options together; an issue is proposed once."""
    found: dict[str, Any] = {}
    for text in texts:
        for issue, stances in (_file(text.strip()[1:]) if text.strip().startswith("@") else _line(text)).items():
            if issue in found:
                raise InputError(f"--propose: `{issue}` is proposed twice; name all its stances together")
            found[issue] = stances
    return found


def _line(text: str) -> dict[str, Stances]:
    """``issue: side=stance, side=stance`` as data."""
    issue, colon, rest = text.partition(":")
    stances: Stances = {}
    for part in rest.split(","):
        side, equals, stance = (piece.strip() for piece in part.partition("="))
        if not (colon and issue.strip() and side and equals and stance) or "=" in stance:
            raise InputError(f"--propose {text!r}: `ISSUE: SIDE=STANCE, SIDE=STANCE` expected, or @FILE")
        if side in stances:
            raise InputError(f"--propose {text!r}: `{side}` has two stances")
        stances[side] = stance
    return {issue.strip(): stances}


def _file(name: str) -> dict[str, Any]:
    """A YAML file of issues, each with sides and stances, as data."""
    from evenhand.casefile.compose import compose
    from evenhand.casefile.read import read_text
    from evenhand.errors import CaseError

    if not name:
        raise InputError("--propose @: the name of a file expected behind @")
    data, _, faults = compose(read_text(name).removeprefix("\ufeff"), name)
    empty = any(fault.code == "empty" for fault in faults)
    if faults and not empty:
        raise CaseError(faults, "proposal")
    if empty or not isinstance(data, dict) or not data:
        raise InputError(f"{name}: holds no proposal; a mapping expected, `ISSUE: {{SIDE: STANCE}}` for each issue")
    return dict(data)

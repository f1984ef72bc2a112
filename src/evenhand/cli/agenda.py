"""``evenhand agenda``: which few issues to put on the table."""

from __future__ import annotations

import math
from functools import partial

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell
from evenhand.errors import InputError

__all__ = ["agenda"]


@click.command(short_help="Choose the few issues that serve every side.")
@click.argument("case")
@click.option("--at-most", type=options.Whole(1), default=3, show_default=True, metavar="K",
              help="Most issues on the agenda.")  # fmt: skip
@options.computing
@click.option("--account", metavar="ID", help="Judge by this side's account, as if it were true.")
@click.option("--park-standing", is_flag=True,
              help="Leave out issues whose agreement would leave a side worse off if standing counted.")  # fmt: skip
@click.option("--park-all-standing", is_flag=True, help="Leave out all issues on which standing bears in any way.")
@click.option("--tolerance", "tolerances", multiple=True, metavar="[SIDE=]λ",
              help="For packages: how many times a loss on one issue must be made good on others, 1 (trades freely) "
              "to inf (never); for one side, or for all. May be repeated.")  # fmt: skip
@click.option("--per-package", type=options.Whole(0, 4), default=2, show_default=True, metavar="N",
              help="Most issues in a package; 0 for no packages.")  # fmt: skip
@options.in_language
@options.to_json
def agenda(
    case: str,
    at_most: int,
    draws: int,
    seed: int,
    threads: int | None,
    account: str | None,
    park_standing: bool,
    park_all_standing: bool,
    tolerances: tuple[str, ...],
    per_package: int,
    language: str,
    json_target: str | None,
) -> None:
    """Choose the issues of CASE, at most K, that serve every side as evenly as can be.

    Each is acceptable by itself to every side and costs nobody else anything. CASE is a file, or the name of a case
    that ships (`evenhand cases`).
    """
    from evenhand.catalog import locate

    path = locate(case)
    if json_target is not None:
        streams.check_target(json_target, [path])
    asked = _tolerances(tolerances)

    import evenhand

    if park_standing and park_all_standing:
        raise click.UsageError("--park-standing and --park-all-standing exclude each other; name one")
    read = evenhand.load(path)
    options.known_account(read, account)
    options.known("party", [name for name in asked if name], list(read.parties))
    common = asked.pop("", 1.0)
    with streams.Progress() as progress:
        found = evenhand.agenda(
            read,
            at_most=at_most,
            draws=draws,
            seed=seed,
            threads=threads,
            account=account,
            park_standing=park_standing,
            park_all_standing=park_all_standing,
            tolerance={**dict.fromkeys(_sides(read), common), **asked},
            per_package=per_package,
            progress=progress,
        )
        document = found.document()
    from evenhand.report import agenda as report

    tell(document, partial(report.agenda, read, document), json_target, language)


def _sides(case: object) -> list[str]:
    """Sides of some issue with numbers."""
    from evenhand.casefile import Case

    assert isinstance(case, Case)
    return list(dict.fromkeys(side for one in case.issues.values() if not one.ordinal for side in one.stances))


def _tolerances(given: tuple[str, ...]) -> dict[str, float]:
    """Side to λ; the empty name stands for every side that is not named."""
    found: dict[str, float] = {}
    for text in given:
        side, equals, number = text.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not value >= 1 or (equals and not side):
            raise InputError(
                f"--tolerance {text}: a number from 1 (trades freely) to inf (never) expected, or SIDE=number"
            )
        if side in found:
            raise InputError(f"--tolerance {text}: {f'`{side}`' if side else 'every side'} has a tolerance already")
        found[side] = value
    return found

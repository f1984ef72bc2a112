"""``evenhand back-test``: what was found of cases against what happened later."""

from __future__ import annotations

from functools import partial

import click

from evenhand.cli import options, streams
from evenhand.cli.telling import tell

__all__ = ["back_test"]


@click.command("back-test", short_help="Score findings against what happened after a case's day.")
@click.argument("case", nargs=-1)
@click.option("--years", type=options.Whole(1, 100), default=5, show_default=True, metavar="N",
              help="How long after its day a case is followed.")  # fmt: skip
@options.computing
@options.in_language
@options.to_json
def back_test(
    case: tuple[str, ...],
    years: int,
    draws: int,
    seed: int,
    threads: int | None,
    language: str,
    json_target: str | None,
) -> None:
    """Compare what is found of each CASE with what happened later, as its `outcome later` has it.

    CASE is a file, or the name of a case that ships; unless one is given, the reference cases (`evenhand cases`).
    """
    from evenhand.catalog import cases, locate

    names = case or [name for name, path in cases().items() if path.parent.name == "reference"]
    paths = [locate(name) for name in names]
    if json_target is not None:
        streams.check_target(json_target, paths)

    import evenhand

    read = [evenhand.load(path) for path in paths]
    with streams.Progress() as progress:
        document = evenhand.back_test(
            read, years=years, draws=draws, seed=seed, threads=threads, progress=progress
        ).document()
    from evenhand.report.back_test import back_test as told

    tell(document, partial(told, {one.case: one for one in read}, document), json_target, language)

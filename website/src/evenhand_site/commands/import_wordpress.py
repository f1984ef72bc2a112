"""``evenhand import-wordpress``: bring a WordPress site's export into the network's site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenhand_site.commands.on_site import Refused, alone, on_site

if TYPE_CHECKING:
    from evenhand_site.moving.report import Report

__all__ = ["import_wordpress"]

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help="Bring a WordPress export into the network's site.")
@click.argument("files", nargs=-1, required=True, metavar="FILE.xml …", type=FILE)
@click.option("--uploads", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER",
              help="A copy of wp-content/uploads.")  # fmt: skip
@click.option("--fetch", is_flag=True, help="Fetch files that are not in FOLDER from the old site.")
@click.option("--section-map", type=FILE, help="Lines “category: path/of/section”, where a section is here already.")
@click.option("--language", default="en", show_default=True, help="Language of texts whose language is not stated.")
@click.option("--menu", multiple=True, metavar="NAME[=LANGUAGE]", help="Make this menu of the old site the menu.")
@click.option("--also", multiple=True, metavar="TYPE", help="Bring this kind of posts as texts, too.")
@click.option("--network", multiple=True, metavar="LOGIN", help="What this login wrote is signed by the network.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.json",
              help="Write what became of each item here.")  # fmt: skip
@on_site("made")
def import_wordpress(
    files: tuple[Path, ...], uploads: Path | None, fetch: bool, section_map: Path | None, language: str,
    menu: tuple[str, ...], also: tuple[str, ...], network: tuple[str, ...], dry_run: bool, report: Path | None,
) -> None:  # fmt: skip
    """Bring the WordPress exports FILE.xml (Tools > Export in WordPress) into the network's site.

    It may be interrupted and run again: what is here already is not made twice, what has changed in a newer export is
    updated unless an editor has changed it here. Names of the files of one site go into one command.
    """
    from evenhand_site.moving.terms import BadMap, read_map
    from evenhand_site.moving.wordpress import Move, Wishes
    from evenhand_site.moving.wxr import BrokenExport

    try:
        languages = {part.partition("=")[0]: part.partition("=")[2] or language for part in menu}
        wishes = Wishes(
            language, uploads, fetch, read_map(section_map) if section_map else {}, languages, frozenset(also),
            frozenset(network), dry_run,
        )  # fmt: skip
        move = Move(list(files), wishes, lambda words: click.echo(words, err=True))
        for each in {language, *languages.values()} - set(move.homes):
            raise Refused(f"the site has no language “{each}”; it has {', '.join(sorted(move.homes))}")
        with alone("import"):
            try:
                move.run()
            finally:
                _print(move.report, report)
    except (BadMap, BrokenExport) as error:
        raise Refused(str(error)) from None
    except KeyboardInterrupt:
        click.echo("interrupted; run the same command again to go on", err=True)
        raise


def _print(report: Report, place: Path | None) -> None:
    click.echo(report.text() or "nothing to do")
    if place is not None:
        try:
            with open(place, "w", encoding="utf-8") as out:
                report.write_json(out)
        except OSError as error:
            raise Refused(f"{place}: the report was not written ({error.strerror})") from None

"""``evenhand import-site``: an exported site into an empty one."""

from __future__ import annotations

from pathlib import Path

import click

from evenhand_site.commands.on_site import Refused, alone, on_site

__all__ = ["import_site"]


@click.command(short_help="Read an exported site into an empty one.")
@click.argument("file", metavar="FILE.zip", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@on_site("made")
def import_site(file: Path) -> None:
    """Read FILE.zip, which `evenhand export-site` wrote, into a site that has no content yet."""
    from evenhand_site.moving.archive import ArchiveError
    from evenhand_site.moving.loading import NotEmpty, load

    try:
        with alone("import"):
            counts = load(file, say=lambda words: click.echo(words, err=True))
    except (ArchiveError, NotEmpty) as error:
        raise Refused(str(error)) from None
    click.echo(", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "the archive is empty")

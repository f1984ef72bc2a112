"""``evenhand import-site``: an exported site into an empty one."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["import_site"]


@click.command(short_help="Read an exported site into an empty one.")
@click.argument("file", metavar="FILE.zip", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_site(file: Path) -> None:
    """Read FILE.zip, which `evenhand export-site` wrote, into a site that has no content yet."""
    from evenhand_site.moving import readiness

    try:
        readiness.prepare()
    except readiness.NotReady as error:
        raise click.ClickException(str(error)) from None
    from evenhand_site.moving.archive import ArchiveError
    from evenhand_site.moving.loading import NotEmpty, load

    try:
        with readiness.alone("import"):
            counts = load(file, say=lambda words: click.echo(words, err=True))
    except (ArchiveError, NotEmpty, readiness.Busy) as error:
        raise click.ClickException(str(error)) from None
    click.echo(", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "the archive is empty")

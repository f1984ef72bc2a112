"""``evenhand restore``: put a backup back, while the site is running."""

from __future__ import annotations

from pathlib import Path

import click

from evenhand_site.commands.on_site import Refused, alone, on_site

__all__ = ["restore"]


@click.command(short_help="Put a backup back.")
@click.argument("file", metavar="FILE.zip", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_site("any")
def restore(file: Path, yes: bool) -> None:
    """Make the site what it was when FILE.zip was written. What is here now is kept in safety/ of the data folder."""
    from evenhand_site.moving.archive import ArchiveError
    from evenhand_site.moving.backups import restore as put_back
    from evenhand_site.moving.databases import DatabaseFault

    if not yes:
        click.confirm("Replace the site's database and uploads by those of the backup?", abort=True)
    try:
        with alone("restore"):
            done = put_back(file, say=lambda words: click.echo(words, err=True))
    except (ArchiveError, DatabaseFault) as error:
        raise Refused(str(error)) from None
    click.echo(f"restored: database and {done.files} files")
    if done.safety is not None:
        click.echo(f"what was here before: {done.safety}")
    if done.new_key:
        click.echo("the secret key is the backup's: restart the site; everybody signs in again")

"""``evenhand backup``: database, uploads and secret key of the running site in one archive."""

from __future__ import annotations

from pathlib import Path

import click

from evenhand_site.commands.on_site import Refused, on_site, unused

__all__ = ["backup"]


@click.command(short_help="Back the running site up.")
@click.argument("file", metavar="FILE.zip", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-secret", is_flag=True, help="Leave the secret key out.")
@click.option("--overwrite", is_flag=True, help="Replace FILE.zip where it exists.")
@on_site("any")
def backup(file: Path, without_secret: bool, overwrite: bool) -> None:
    """Write database, uploads and secret key, as they are at this moment, into FILE.zip. The site may go on running.

    The archive holds personal data: keep it where nobody else can read it.
    """
    from evenhand_site.moving.archive import ArchiveError
    from evenhand_site.moving.backups import back_up
    from evenhand_site.moving.databases import DatabaseFault

    unused(file, overwrite=overwrite)
    try:
        facts = back_up(file.absolute(), secret=not without_secret, say=lambda words: click.echo(words, err=True))
    except (ArchiveError, DatabaseFault) as error:
        raise Refused(str(error)) from None
    click.echo(f"{file}: database and {facts['files']} files, {file.stat().st_size / 2**20:.1f} MB")

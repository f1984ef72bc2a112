"""``evenhand export-site``: everything that was written, in one open archive."""

from __future__ import annotations

from pathlib import Path

import click

from evenhand_site.commands.on_site import Refused, on_site, unused

__all__ = ["export_site"]


@click.command(short_help="Write the whole site into one open archive.")
@click.argument("file", metavar="FILE.zip", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--private", is_flag=True, help="With the e-mail addresses of those who commented.")
@click.option("--overwrite", is_flag=True, help="Replace FILE.zip where it exists.")
@on_site()
def export_site(file: Path, private: bool, overwrite: bool) -> None:
    """Write texts, people, topics, comments, menus, redirects and files into FILE.zip, as they are at this moment.

    The site may go on running. Another program can read the archive: it is JSON and files. To keep the site safe,
    use `evenhand backup`; it also holds accounts and subscribers.
    """
    from evenhand_site.moving.archive import ArchiveError
    from evenhand_site.moving.exporting import export

    unused(file, overwrite=overwrite)
    try:
        counts = export(file, private=private, say=lambda words: click.echo(words, err=True))
    except ArchiveError as error:
        raise Refused(str(error)) from None
    click.echo(f"{file}: " + ", ".join(f"{count} {kind}" for kind, count in counts.items() if count))

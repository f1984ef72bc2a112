"""``evenhand reindex``: the search index made anew from the pages."""

from __future__ import annotations

import os

import click

__all__ = ["reindex"]


@click.command(short_help="Make the search index of the network's site anew.")
@click.option("--data", type=click.Path(file_okay=False, exists=True), help="Folder of the database and the uploads.")
def reindex(data: str | None) -> None:
    """Make the search index anew, after the rules for words changed or rows were written past the site.

    Readers go on searching meanwhile, and editors go on writing; after an interruption, start it again.
    """
    if data:
        os.environ["EVENHAND_DATA"] = data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    import django

    django.setup()
    from evenhand_site.discovery import index

    click.echo(f"{index.rebuild()} pages, people and topics can be found", err=True)

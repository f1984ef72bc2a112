"""``evenhand reindex``: the search index made anew from the pages."""

from __future__ import annotations

import click

from evenhand_site.commands.on_site import in_folder, on_site

__all__ = ["reindex"]


@click.command(short_help="Make the search index of the network's site anew.")
@in_folder
@on_site()
def reindex() -> None:
    """Make the search index anew, as after rows were written past the site.

    After an upgrade `evenhand serve` does it by itself where the new version needs it. Readers go on searching
    meanwhile, and editors go on writing; after an interruption, start it again.
    """
    from evenhand_site.discovery import index

    click.echo(f"{index.rebuild()} pages, people and topics can be found", err=True)

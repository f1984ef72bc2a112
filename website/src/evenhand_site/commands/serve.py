"""``evenhand serve``: the site, in one process for each worker and one for what happens by the clock."""

from __future__ import annotations

import sys

import click

from evenhand_site.commands.on_site import in_folder, plainly

__all__ = ["serve"]


@click.command(short_help="Serve the network's site.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
@in_folder
@click.option("--empty", is_flag=True, help="Without the example content, on the first start.")
def serve(address: str, workers: int, empty: bool) -> None:
    """Serve the network's site.

    The first start makes the database, a secret key, an editor's login and, unless --empty, example content.
    """
    from evenhand_site.keeping import serving

    with plainly():
        sys.exit(serving.run(address, workers, example=not empty))

"""``evenhand serve``: the site, in one process for each worker, one for the clock and one for each study at work."""

from __future__ import annotations

import sys

import click

from evenhand.cli.options import Whole
from evenhand_site.commands.on_site import in_folder, plainly

__all__ = ["serve"]


@click.command(short_help="Serve the network's site.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
@click.option("--workers", default=2, show_default=True, type=Whole(1, 64), metavar="N", help="Worker processes.")
@click.option("--studies", default=1, type=Whole(0, 64), metavar="N", show_default=True,
              help="Processes analysing cases.")  # fmt: skip
@in_folder
@click.option("--empty", is_flag=True, help="Without the example content, on the first start.")
def serve(address: str, workers: int, studies: int, empty: bool) -> None:
    """Serve the network's site.

    The first start makes the database, a secret key, an editor's login and, unless --empty, example content.
    """
    from evenhand_site.keeping import serving

    with plainly():
        sys.exit(serving.run(address, workers, studies, example=not empty))

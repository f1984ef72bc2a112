"""``evenhand work``: more workers for the analyses that the site was asked for, here or on other machines."""

from __future__ import annotations

import click

from evenhand.cli.options import Whole
from evenhand_site.commands.on_site import in_folder, on_site

__all__ = ["work"]


@click.command(short_help="Analyse what the network's site was asked for, until Control-C.")
@click.option("--studies", default=1, type=Whole(1, 64), metavar="N", show_default=True,
              help="Processes analysing cases.")  # fmt: skip
@in_folder
@on_site()
def work(studies: int) -> None:
    """Analyse what the network's site was asked for, until Control-C.

    `evenhand serve` does it by itself. This adds processes, on the same machine or, where the site runs on PostgreSQL,
    on others: with the same DATABASE_URL and a data folder of their own.
    """
    from django.db import connections

    from evenhand_site.keeping import serving

    connections.close_all()
    click.echo("Waiting for cases to analyse. Control-C stops it.", err=True)
    serving.supervise(studies)

"""``evenhand newsletter``: sending by hand, how it stands, letters that came back, lists of subscribers."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import BinaryIO

import click

from evenhand_site.commands.on_site import Refused, in_folder, not_utf8, on_site, opened

__all__ = ["newsletter"]


@click.group(short_help="Send the newsletter, read what came back, move subscribers.")
@in_folder
def newsletter() -> None:
    """The newsletter of the network's site.

    The site's clock sends by itself; these commands are for looking, for the mailbox of returned letters, and for
    lists of subscribers.
    """


@newsletter.command()
@click.option("--once", is_flag=True, help="Send for a moment, then stop, even if more is waiting.")
@on_site()
def send(once: bool) -> None:
    """Send what is due, until nothing is waiting that could go now."""
    from django.utils import timezone

    from evenhand_site.newsletter.models import Delivery, Issue
    from evenhand_site.newsletter.sending import send_due

    total: Counter[str] = Counter()
    while True:
        total += send_due()
        ready = Delivery.objects.filter(
            state=Delivery.State.WAITING, due_at__lte=timezone.now(), issue__state=Issue.State.SENDING
        )
        if once or not ready.exists():
            break
        click.echo(f"{total['sent']} sent, {ready.count()} waiting", err=True)
        time.sleep(1)
    click.echo(_words(total) or "nothing was due")


@newsletter.command()
@on_site()
def status() -> None:
    """Subscribers, issues on their way, and letters that an editor must decide about."""
    from evenhand_site.newsletter.overview import overview

    click.echo(overview().as_text())


@newsletter.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE...")
@on_site()
def bounces(files: tuple[Path, ...]) -> None:
    """Read letters that came back: mbox files, maildirs, single letters, or - for standard input.

    Addresses that do not exist, or that refuse three letters within half a year, get no further ones; nor do those
    that complain. Reading the same letters again changes nothing.
    """
    from evenhand_site.newsletter.bounces import messages, take_all

    total: Counter[str] = Counter()
    for file in files:
        place: Path | BinaryIO = sys.stdin.buffer if str(file) == "-" else file
        try:
            total += take_all(messages(place))
        except (OSError, ValueError) as error:
            raise Refused(f"{file}: {error.strerror}" if isinstance(error, OSError) else str(error)) from error
    click.echo(_words(total) or "no letters")


@newsletter.command("export")
@click.argument("file", default="-", type=click.File("w", encoding="utf-8", lazy=True))
@on_site()
def export_(file: click.utils.LazyFile) -> None:
    """Write all subscribers as CSV."""
    from evenhand_site.newsletter.roster import export

    with opened(file) as out:
        count = export(out)
    click.echo(f"{count} subscribers", err=True)


@newsletter.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@on_site()
def import_(file: click.utils.LazyFile) -> None:
    """Take subscribers from CSV with the columns email and confirmed_at, and others as `export` writes them.

    If any line is wrong, nothing is taken, and all faults are listed.
    """
    from evenhand_site.newsletter.roster import read, take

    try:
        rows, faults = read(file)
    except UnicodeDecodeError as error:
        raise not_utf8(file.name, error) from None
    if faults:
        raise Refused("\n".join(f"{file.name}, {fault}" for fault in faults))
    click.echo(_words(take(rows)) or "no subscribers in it")


def _words(counted: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))

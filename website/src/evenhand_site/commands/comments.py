"""``evenhand comments``: comments as a file, and what the law asks about a person."""

from __future__ import annotations

import json
import os
import sys
from typing import TextIO

import click

__all__ = ["comments"]


@click.group(short_help="Export and import comments; show or erase what is kept about a person.")
def comments() -> None:
    """Comments of the network's site: a file of JSON Lines, and personal data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    import django

    django.setup()


@comments.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--without-addresses", is_flag=True, help="Leave the e-mail addresses out.")
def export(file: str, without_addresses: bool) -> None:
    """Write every comment to FILE, one JSON object a line ("-": standard output)."""
    from evenhand_site.comments import lines

    private = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if file != "-" else sys.stdout.fileno()
    count = 0
    with open(private, "w", encoding="utf-8", closefd=file != "-") as out:
        for line in lines.export(addresses=not without_addresses):
            out.write(line)
            count += 1
    click.echo(f"{count} comments", err=True)


@comments.command("import")
@click.argument("file", type=click.File(encoding="utf-8"))
def import_(file: TextIO) -> None:
    """Read comments from FILE, as `export` wrote them; those that are here already are left alone."""
    from evenhand_site.comments import lines

    try:
        new, here = lines.read(file)
    except (lines.BadLines, UnicodeDecodeError) as fault:
        click.echo(f"{file.name}: {fault}\nNothing was imported.", err=True)
        sys.exit(2)
    click.echo(f"{new} comments imported, {here} were here already", err=True)


@comments.command()
@click.argument("email")
def about(email: str) -> None:
    """Print everything that the comments keep about an e-mail address, as JSON."""
    from evenhand_site.comments import privacy

    click.echo(json.dumps(privacy.about(email), ensure_ascii=False, indent=1))


@comments.command()
@click.argument("email")
@click.option("--words-too", is_flag=True, help="The text of the comments too; without it, name and addresses.")
def erase(email: str, words_too: bool) -> None:
    """Take a person's name and addresses off all comments; the threads stay."""
    from evenhand_site.comments import privacy

    click.echo(f"{privacy.erase(email, words_too=words_too, by='the command line')} comments anonymised", err=True)


@comments.command()
def forget() -> None:
    """Forget what is older than the rules allow; the site does the same by the clock."""
    from evenhand_site.comments import privacy

    click.echo(json.dumps(privacy.forget_old()), err=True)

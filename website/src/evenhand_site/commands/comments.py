"""``evenhand comments``: comments as a file, and what the law asks about a person."""

from __future__ import annotations

import json
from typing import TextIO

import click

from evenhand_site.commands.on_site import Refused, not_utf8, on_site, opened

__all__ = ["comments"]


@click.group(short_help="Export and import comments; show or erase what is kept about a person.")
def comments() -> None:
    """Comments of the network's site: a file of JSON Lines, and personal data."""


@comments.command()
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True))
@click.option("--without-addresses", is_flag=True, help="Leave the e-mail addresses out.")
@on_site()
def export(file: click.utils.LazyFile, without_addresses: bool) -> None:
    """Write every comment to FILE, one JSON object a line ("-": standard output)."""
    from evenhand_site.comments import lines

    count = 0
    with opened(file) as out:
        for line in lines.export(addresses=not without_addresses):
            out.write(line)
            count += 1
    click.echo(f"{count} comments", err=True)


@comments.command("import")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
@on_site()
def import_(file: TextIO) -> None:
    """Read comments from FILE, as `export` wrote them; those that are here already are left alone."""
    from evenhand_site.comments import lines

    try:
        new, here = lines.read(file)
    except UnicodeDecodeError as error:
        raise Refused(f"{not_utf8(file.name, error).message}\nNothing was imported.") from None
    except lines.BadLines as fault:
        raise Refused(f"{file.name}: {fault}\nNothing was imported.") from None
    click.echo(f"{new} comments imported, {here} were here already", err=True)


@comments.command()
@click.argument("email")
@on_site()
def about(email: str) -> None:
    """Print everything that the comments keep about an e-mail address, as JSON."""
    from evenhand_site.comments import privacy

    click.echo(json.dumps(privacy.about(email), ensure_ascii=False, indent=1))


@comments.command()
@click.argument("email")
@click.option("--words-too", is_flag=True, help="The text of the comments too; without it, name and addresses.")
@on_site()
def erase(email: str, words_too: bool) -> None:
    """Take a person's name and addresses off all comments; the threads stay."""
    from evenhand_site.comments import privacy

    click.echo(f"{privacy.erase(email, words_too=words_too, by='the command line')} comments anonymised", err=True)


@comments.command()
@on_site()
def forget() -> None:
    """Forget what is older than the rules allow; the site does the same by the clock."""
    from evenhand_site.comments import privacy

    click.echo(json.dumps(privacy.forget_old()), err=True)

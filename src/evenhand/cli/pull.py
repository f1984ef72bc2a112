"""``evenhand pull``: a case from a network's site into a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from evenhand.cli import options, streams
from evenhand.errors import InputError

if TYPE_CHECKING:
    from evenhand.cli.network import Site

__all__ = ["pull"]


@click.command(short_help="Fetch a case from a network's site.")
@click.argument("case")
@options.on_a_site
@click.option("--version", metavar="V", help="This published version (twelve digits or more of it), no draft.")
@click.option("-o", "--output", metavar="FILE", help="Where to write it (CASE.yaml unless given; - shows it).")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def pull(
    case: str, site: str | None, token_file: str | None, version: str | None, output: str | None, force: bool
) -> None:
    """Fetch the file of CASE from a network's site: with a token its draft, else its newest published version.

    A small file beside it, .FILE.pulled, remembers what was fetched; `evenhand push` needs it.
    """
    from evenhand.casefile import atomic_write
    from evenhand.cli.network import Pulled, Site, token_of

    if not case or any(character in case for character in "/\\\0") or case.startswith("."):
        raise InputError(f"{case!r} is not the name of a case; expected one such as us-russia-2013")
    target = output or f"{case}.yaml"
    streams.check_target(target)
    if target != streams.DASH and os.path.lexists(target) and not force:
        raise InputError(f"{target}: is there already; name another file with -o, or use --force to replace it")
    found = Site(options.named_site(site), token_of(token_file))
    text, mark, what = _fetched(found, case, version)
    if target == streams.DASH:
        streams.deliver(text, target)
        return
    atomic_write(target, text)
    Pulled(found.address, case, mark).remember(target)
    streams.say(streams.wrapped(f"{what} of {case} from {found.address}:") + f"\n{target}")


def _fetched(site: Site, case: str, version: str | None) -> tuple[str, str, str]:
    """The text, the mark of the draft that it is ("" where it is none), and what it is in words."""
    from evenhand.cli.network import Missing

    if site.token and not version:
        try:
            answer = site.file("cases", case, "draft")
            return answer.text, answer.mark, "The draft"
        except Missing:
            pass  # nobody has begun one
    if not version:
        found = site.data("cases", case)
        try:
            version = str(found["versions"][0]["version"])
        except (KeyError, IndexError, TypeError):
            raise site.no_site() from None
    answer = site.file("cases", case, "versions", version, "case.yaml")
    return answer.text, "", f"Version {version[:12]}"

"""``evenhand push``: a case from a file to a network's site, as a draft."""

from __future__ import annotations

import hashlib

import click

from evenhand.cli import options, streams
from evenhand.errors import InputError

__all__ = ["push"]


@click.command(short_help="Send a case to a network's site, as a draft.")
@click.argument("file")
@options.on_a_site
@click.option("--force", is_flag=True, help="Replace the site's draft, whichever it is; it stays among the revisions.")
def push(file: str, site: str | None, token_file: str | None, force: bool) -> None:
    """Send the case in FILE to a network's site, as the newest draft of that case; editors publish it there.

    Nothing is sent while the file has faults, and nothing is stored if somebody has changed the draft meanwhile.
    """
    from evenhand.casefile import loads, read_text
    from evenhand.cli.network import Pulled, Site, Stands, token_of

    text = read_text(file)
    case = loads(text, file)
    known = Pulled.of(file)
    to = Site(options.named_site(site, known.site if known else None), token_of(token_file))
    if not to.token:
        raise InputError(
            "no token: make one on the site under Settings, API tokens, and name it with --token-file or EVENHAND_TOKEN"
        )
    if force:
        condition = {"If-Match": "*"}
    elif known and known.mark and (known.site, known.case) == (to.address, case.case):
        condition = {"If-Match": f'"{known.mark}"'}
    else:
        condition = {"If-None-Match": "*"}
    try:
        answer = to.put(file, text, condition, "cases", case.case, "draft")
    except Stands as fault:
        if fault.mark != hashlib.sha256(text.encode()).hexdigest():
            raise
        Pulled(to.address, case.case, fault.mark).remember(file)
        stored = False
    else:
        Pulled(to.address, case.case, answer.mark).remember(file)
        said = to.read(answer)
        stored = not isinstance(said, dict) or said.get("stored", True)
    done = "Stored as the draft" if stored else "This very draft stands"
    streams.say(streams.wrapped(f"{done} of {case.case} on {to.address}."))

"""What a command has found, to whoever asked: in words to be read, as data in a file as well, or as data alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from evenhand.cli import streams
from evenhand.report.language import gettext as _
from evenhand.report.language import speaking

__all__ = ["tell"]


def tell(document: Mapping[str, Any], words: Callable[..., str], json_target: str | None, language: str) -> None:
    """Write a document where it was asked for, and say it in words unless standard output is for the data.

    Parameters
    ----------
    document : mapping
        The findings as plain data.
    words : callable
        Makes the words, given ``width`` in columns and whether headings are ``bold``.
    json_target : str, optional
        A file, or ``-`` for standard output, with nothing else on it.
    language : str
        That of the words.

    Raises
    ------
    OutputError
        If the data cannot be written; nothing is said then.
    """
    shown = where = ""
    if json_target != streams.DASH:
        with speaking(language):
            shown = words(width=streams.width(), bold=streams.coloured(sys.stdout))
            where = _("All findings as data:")
    if json_target is not None:
        streams.deliver(streams.as_json(document), json_target)
    if shown:
        streams.say(shown)
        if json_target is not None:
            streams.say(f"\n{where}\n{json_target}")

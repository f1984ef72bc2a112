"""Parts put together as one reads them aloud: lists, quotations, clauses, sentences."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.report.language import gettext as _

__all__ = [
    "clauses",
    "first_upper",
    "listed",
    "listed_among",
    "quoted",
    "sentence",
]


def listed(items: Iterable[str], word: str = "and") -> str:
    """Items as one reads a list aloud.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"], "or"), listed(["a", "b", "c"])
    ('a', 'a or b', 'a, b and c')
    """
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    parts = {"items": ", ".join(items[:-1]), "last": items[-1]}
    return (_("%(items)s or %(last)s") if word == "or" else _("%(items)s and %(last)s")) % parts


def listed_among(items: Iterable[str]) -> str:
    """Items of which there are more than are named.

    Examples
    --------
    >>> listed_among(["a"]), listed_among(["a", "b"])
    ('a and others', 'a, b and others')
    """
    return _("%(items)s and others") % {"items": ", ".join(items)}


def quoted(text: str) -> str:
    """A text between the quotation marks of the language."""
    return _("\u201c%(text)s\u201d") % {"text": text}


def clauses(parts: Iterable[str]) -> str:
    """Clauses that each say something by themselves, in one sentence."""
    return "; ".join(part for part in parts if part)


def sentence(text: str) -> str:
    """Words with a capital letter at the beginning and a full stop at the end; empty stays empty."""
    text = first_upper(text.strip())
    return text if not text or text.endswith((".", "!", "?", "\u2026")) else f"{text}."


def first_upper(text: str) -> str:
    """The same with a capital letter at the beginning."""
    return text[:1].upper() + text[1:]

"""Plain text that strangers typed: what is kept of it, and how it becomes HTML in which nothing of theirs is live."""

from __future__ import annotations

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

__all__ = ["links_in", "one_line", "paragraphs", "tidy"]

_ADDRESS = re.compile(r"https?://[^\W_][\w.-]*(?:[:/?#][^\s<>\"“”«»]*)?", re.IGNORECASE)
#: Signs that nobody sees: Unicode's Default_Ignorable_Code_Point and the empty Braille cell, without the joiners and
#: variation selectors that scripts and emoji need; among them all that turn the direction of writing.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
_ACCENT = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]"
_PILED = re.compile(f"({_ACCENT}{{3}}){_ACCENT}+")


def tidy(text: str) -> str:
    """The text in Unicode's composed form (NFC), without control characters, reversals of direction and piled accents;
    invisible signs; at most one empty line in a row; nothing where there is nothing to be seen."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Co"})
    text = _PILED.sub(r"\1", unicodedata.normalize("NFC", text))
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):  # joiners and accents need something to be on
        return ""
    return re.sub(r"\n[ \t]*(\n[ \t]*)+", "\n\n", text).strip()


def one_line(text: str) -> str:
    """The same for a name: one line, single spaces."""
    return " ".join(tidy(text).split())


def links_in(text: str) -> int:
    """How many addresses the text holds, also such as are written without http."""
    return len(re.findall(r"https?://|\bwww\.|\[url", text, re.IGNORECASE))


def paragraphs(text: str) -> SafeString:
    """HTML of the text: paragraphs, line breaks, and addresses as links that vouch for nothing.

    Examples
    --------
    >>> paragraphs("See https://a.example/x.")
    '<p>See <a href="https://a.example/x" rel="nofollow ugc noopener">https://a.example/x</a>.</p>'
    """
    parts = (part for part in text.split("\n\n") if part.strip())
    return mark_safe("\n".join(f"<p>{_linked(part.strip()).replace(chr(10), '<br>')}</p>" for part in parts))


def _linked(text: str) -> str:
    done, html = 0, []
    for found in _ADDRESS.finditer(text):
        address = _without_tail(found.group())
        shown = address if len(address) <= 60 else address[:59] + "…"
        html.append(escape(text[done : found.start()]))
        html.append(f'<a href="{escape(address)}" rel="nofollow ugc noopener">{escape(shown)}</a>')
        done = found.start() + len(address)
    return "".join(html) + escape(text[done:])


def _without_tail(address: str) -> str:
    """The address without the stop or bracket that belongs to the sentence around it."""
    while address and (address[-1] in ".,;:!?'*_" or (address[-1] == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address

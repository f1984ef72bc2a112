"""The light markup of the example's texts, turned into the stored form of a body.

Paragraphs stand between blank lines. ``## `` begins a heading, ``- `` and ``1. `` the lines of a list, ``> `` those of
a quotation, whose last may name the source after a dash; ``{{name}}`` stands for a prepared block. In a line
``*emphasis*``, ``**strong**``, ``[label](address)`` and, to a page of the example, ``[label](page:key)``; footnotes
are marked ``[^key]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

__all__ = ["blocks", "inline", "paragraphs"]

Block = tuple[str, Any]
Resolve = Callable[[str], int]


def blocks(text: str, prepared: Mapping[str, Block], resolve: Resolve) -> list[Block]:
    """The blocks of a body, each with its type and stored value; ``resolve`` gives the number of a page by its key."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        if not chunk:
            continue
        named = re.fullmatch(r"\{\{([\w-]+)\}\}", chunk)
        if named:
            found.append(prepared[named[1]])
        elif heading := re.fullmatch(r"(#{2,4}) (.+)", chunk):
            found.append(("heading", {"text": heading[2], "level": str(len(heading[1]))}))
        elif chunk.startswith("> "):
            found.append(("quotation", _quotation(chunk, resolve)))
        elif found and found[-1][0] == "paragraph":
            found[-1] = ("paragraph", found[-1][1] + _paragraph(chunk, resolve))
        else:
            found.append(("paragraph", _paragraph(chunk, resolve)))
    return found


def paragraphs(text: str, resolve: Resolve) -> str:
    """Rich text of paragraphs and lists alone."""
    return "".join(_paragraph(chunk, resolve) for chunk in re.split(r"\n\s*\n", text.strip()) if chunk)


def inline(text: str, resolve: Resolve) -> str:
    """One line as rich text is stored."""
    html = escape(" ".join(text.split()), quote=False)
    html = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html)
    html = re.sub(r"\*(.+?)\*", r"<i>\1</i>", html)
    return re.sub(r"\[([^\]^]+)\]\(([^)\s]+)\)", lambda link: _link(link[1], link[2], resolve), html)


def _link(label: str, address: str, resolve: Resolve) -> str:
    if address.startswith("page:"):
        return f'<a linktype="page" id="{resolve(address.removeprefix("page:"))}">{label}</a>'
    return f'<a href="{address}">{label}</a>'


def _paragraph(chunk: str, resolve: Resolve) -> str:
    for mark, element in ((r"- ", "ul"), (r"\d+\. ", "ol")):
        if re.match(mark, chunk):
            items = re.split(rf"(?:^|\n){mark}", chunk)[1:]
            return f"<{element}>{''.join(f'<li>{inline(item, resolve)}</li>' for item in items)}</{element}>"
    return f"<p>{inline(chunk, resolve)}</p>"


def _quotation(chunk: str, resolve: Resolve) -> dict[str, str]:
    lines = [line.removeprefix(">").strip() for line in chunk.splitlines()]
    source = lines.pop().removeprefix("— ") if lines[-1].startswith("— ") else ""
    return {"text": f"<p>{inline(' '.join(lines), resolve)}</p>", "source": source, "address": "", "language": ""}

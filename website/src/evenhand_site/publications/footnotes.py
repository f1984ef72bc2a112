"""Footnotes: marks ``[^key]`` in a text become numbered links, and their notes a list at its end.

Notes are numbered in the order of their first marks; a note may be used several times and then has a way back to each
use. Roles of marks and lists: DPUB-ARIA 1.1 (``doc-noteref``, ``doc-endnotes``, ``doc-backlink``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

__all__ = ["MARK", "Numbered", "keys_used", "number"]

MARK = re.compile(r"\[\^([\w.:-]{1,40})\]")
"""A mark; group 1 is its key: letters of any script, digits and ``_ . : -``."""

_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")


@dataclass(frozen=True)
class Numbered:
    """A text with numbered marks. ``notes`` is the list of the notes as HTML, empty where none is used."""

    body: SafeString
    notes: SafeString


def number(html: str, notes: Mapping[str, str], *, prefix: str = "") -> Numbered:
    """Number the marks of a text; marks without a note are left as they are written.

    Parameters
    ----------
    html : str
        Finished HTML. Marks in attributes and in code stay; a mark inside a link moves behind it.
    notes : mapping
        The HTML of each note by its key.
    prefix : str
        Begins every id; wanted where several texts stand on one page.
    """
    order: dict[str, int] = {}
    uses: dict[str, int] = {}
    waiting: list[str] = []  # keys found inside a link, which may not hold another link
    depth = {"a": 0, "code": 0, "pre": 0}

    def link(key: str) -> str:
        uses[key] = uses.get(key, 0) + 1
        return _mark(prefix, order.setdefault(key, len(order) + 1), uses[key])

    def replaced(found: re.Match[str]) -> str:
        key = found[1]
        if key not in notes:
            return found[0]
        if depth["a"]:
            waiting.append(key)
            return ""
        return link(key)

    done: list[str] = []
    for part in _TAG.split(html):
        if not part.startswith("<"):
            done.append(part if depth["code"] or depth["pre"] else MARK.sub(replaced, part))
            continue
        done.append(part)
        for name in depth:
            depth[name] = max(depth[name] + _step(part, name), 0)
        if waiting and not depth["a"]:
            done += map(link, waiting)
            waiting.clear()
    return Numbered(
        body=mark_safe("".join(done)),
        notes=_list(prefix, [(place, uses[key], notes[key]) for key, place in order.items()]),
    )


def keys_used(value: Any) -> list[str]:
    """Keys of the marks in a body as it is stored: any nesting of lists and mappings with HTML in it, in order."""
    found: dict[str, None] = {}
    for text in _strings(value):
        outside_code = re.sub(r"<code\b.*?</code>", "", text, flags=re.DOTALL)
        found.update(dict.fromkeys(MARK.findall(outside_code)))
    return list(found)


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def _step(tag: str, name: str) -> int:
    """How a tag changes the depth in elements of a name: 1, -1 or 0."""
    found = re.match(rf"<(/?){name}[\s/>]", tag, re.IGNORECASE)
    if not found:
        return 0
    return -1 if found[1] else 1


def _mark(prefix: str, place: int, use: int) -> str:
    return format_html(
        '<sup class="note-mark"><a href="#{0}note-{1}" id="{0}mark-{1}-{2}" role="doc-noteref" aria-label="{3}">{1}'
        "</a></sup>",
        prefix, place, use, _("Note %(number)s") % {"number": place},
    )  # fmt: skip


def _list(prefix: str, used: list[tuple[int, int, str]]) -> SafeString:
    if not used:
        return mark_safe("")
    items = ((prefix, place, _with_way_back(note, _ways_back(prefix, place, uses))) for place, uses, note in used)
    return format_html(
        '<section class="notes" role="doc-endnotes" aria-labelledby="{0}notes"><h2 id="{0}notes">{1}</h2>'
        "<ol>{2}</ol></section>",
        prefix, _("Notes"), format_html_join("", '<li id="{}note-{}">{}</li>', items),
    )  # fmt: skip


def _ways_back(prefix: str, place: int, uses: int) -> SafeString:
    links = (
        (
            prefix,
            place,
            use,
            _("Back to the text, note %(number)s, place %(use)s") % {"number": place, "use": use}
            if uses > 1
            else _("Back to the text, note %(number)s") % {"number": place},
            format_html("<sup>{}</sup>", use) if uses > 1 else "",
        )
        for use in range(1, uses + 1)
    )
    return format_html_join("", ' <a href="#{}mark-{}-{}" role="doc-backlink" aria-label="{}">↩{}</a>', links)


def _with_way_back(note: str, ways: SafeString) -> SafeString:
    """The note with the links inside its last paragraph, where they stand on the same line."""
    head, end, tail = note.rpartition("</p>")
    return mark_safe(f"{head}{ways}{end}{tail}" if end else f"{note}{ways}")

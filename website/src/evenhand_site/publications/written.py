"""A text's body as readers see it: blocks in order, the credit in brackets in front, footnotes numbered."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText

from evenhand_site.publications.footnotes import MARK, Numbered, number
from evenhand_site.publications.models import Publication

__all__ = ["written"]


def written(publication: Publication, context: dict[str, Any] | None = None, *, prefix: str = "") -> Numbered:
    """The HTML of a body and of its notes.

    Parameters
    ----------
    publication : Publication
        As it is in memory: previews show what is not saved yet.
    context : dict
        What the templates of the blocks get.
    prefix : str
        Begins the ids of the notes; wanted where several texts stand on one page.
    """
    html = "\n".join(block.render(context) for block in publication.body)
    noted = publication.footnotes.all() if MARK.search(html) else ()  # most texts have none: a query less
    notes = {note.key: str(RichText(note.text)) for note in noted}
    return number(_credited(html, publication.credit), notes, prefix=prefix)


def _credited(html: str, credit: str) -> SafeString:
    """“(Weekly Review) The text …”: in the first paragraph, where the body begins with one."""
    if credit and html:
        words = format_html('<span class="credit">({})</span> ', credit)
        first = re.match(r"\s*<p\b[^>]*>", html)
        html = f"{first[0]}{words}{html[first.end() :]}" if first else f"<p>{words}</p>{html}"
    return mark_safe(html)

"""A text as data for paper: nested lists and mappings of plain values, and the bytes of its pictures.

A *block* is a mapping with ``is``: heading, paragraph, list, quotation, figure, table, rule, file. A *run* is a part
of a line with ``is``: text, bold, italic, sub, super, strike, code, link, break, note (with its lines, at its first
mark) or noted (a further mark of it). Nothing in it is markup of the program that sets the page.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, NavigableString, Tag
from django.conf import settings
from wagtail.rich_text import expand_db_html

from evenhand_site.publications.footnotes import MARK
from evenhand_site.publications.models import Publication

__all__ = ["Body", "printable"]

log = logging.getLogger("evenhand_site.publications")

Data = dict[str, Any]

_RUNS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "sub": "sub", "sup": "super",
    "del": "strike", "s": "strike", "code": "code",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "figure", "figcaption", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
    "blockquote", "table", "hr", "pre", "dl", "details",
}  # fmt: skip
_UNPRINTED = {"script", "style", "svg", "template", "form", "button", "audio", "video", "iframe"}


def printable(publication: Publication) -> tuple[list[Data], dict[str, bytes]]:
    """The blocks of a text as it is in memory, and its pictures by name.

    Blocks that this module does not know are printed by their template and read back, so that nothing is lost.
    """
    body = Body({note.key: note.text for note in publication.footnotes.all()})
    for number, block in enumerate(publication.body):
        known = getattr(body, f"_{block.block_type}", None)
        if known:
            body.blocks += known(block.value, number)
        else:
            body.blocks += body.from_html(block.render())
    return body.blocks, body.pictures


class Body:
    """The reading of one text: which notes were used so far, and its pictures."""

    def __init__(self, notes: dict[str, str] | None = None) -> None:
        self.notes = notes or {}
        self.used: set[str] = set()
        self.blocks: list[Data] = []
        self.pictures: dict[str, bytes] = {}

    def rich(self, text: Any) -> list[Data]:
        """The blocks of a rich text as it is stored."""
        return self.from_html(expand_db_html(getattr(text, "source", text) or ""))

    def from_html(self, html: str) -> list[Data]:
        """The blocks of finished HTML."""
        return self._blocks(BeautifulSoup(html, "html.parser"))

    def _heading(self, value: Any, _number: int) -> list[Data]:
        return [{"is": "heading", "level": int(value["level"] or 2), "runs": self._text(value["text"])}]

    def _paragraph(self, value: Any, _number: int) -> list[Data]:
        return self.rich(value)

    def _quotation(self, value: Any, _number: int) -> list[Data]:
        return [
            {
                "is": "quotation",
                "blocks": self.rich(value["text"]),
                "source": value.get("source") or value.get("address") or "",
                "address": value.get("address") or "",
                "language": value.get("language") or "",
            }
        ]

    def _figure(self, value: Any, number: int) -> list[Data]:
        name, shape = self._picture(value["image"], number)
        figure = {
            "is": "figure",
            "file": name,
            "shape": shape,
            "description": value.get("description") or "",
            "caption": self.rich(value.get("caption") or ""),
            "credit": value.get("credit") or "",
        }
        return [figure]

    def _picture(self, image: Any, number: int) -> tuple[str, float]:
        """Keep a picture; its name and width by height. Without a name where its file is lost."""
        if image is None:
            return "", 1.0
        ending = "jpg" if image.filename.lower().endswith((".jpg", ".jpeg")) else "png"
        try:
            rendition = image.get_rendition(f"max-1600x1600|format-{'jpeg' if ending == 'jpg' else 'png'}")
            with rendition.file.open("rb") as file:
                self.pictures[f"{number}.{ending}"] = file.read()
        except OSError:
            log.exception("the file of picture %s cannot be read; a PDF goes without it", image.pk)
            return "", 1.0
        return f"{number}.{ending}", rendition.width / rendition.height

    def _table(self, value: Any, _number: int) -> list[Data]:
        table = value["table"]
        rows = [[self._cell(cell) for cell in row] for row in table.rows] if table else []
        heads = [column["heading"] for column in table.columns] if table else []
        return [
            {
                "is": "table",
                "caption": value.get("caption") or "",
                "heads": [self._text(head) for head in heads] if any(heads) else [],
                "rows": rows,
                "source": value.get("source") or "",
            }
        ]

    def _cell(self, cell: Any) -> Data:
        if cell.block.name == "rich_text":
            return {"number": False, "blocks": self.rich(cell.value)}
        words = "" if cell.value is None else str(cell.value)
        number = cell.block.name == "number"
        return {"number": number, "blocks": [{"is": "paragraph", "runs": self._text(words)}]}

    def _file(self, value: Any, _number: int) -> list[Data]:
        document = value["document"]
        if document is None:
            return []
        return [{"is": "file", "label": value.get("label") or document.title, "address": _whole(document.url)}]

    def _blocks(self, parent: Tag) -> list[Data]:
        """The blocks inside an element; loose lines between blocks become paragraphs."""
        blocks: list[Data] = []
        loose: list[Any] = []

        def close() -> None:
            runs = _trimmed(self._runs(loose))
            if runs:
                blocks.append({"is": "paragraph", "runs": runs})
            loose.clear()

        for child in parent.children:
            if isinstance(child, Tag) and child.name in _BLOCKS:
                close()
                blocks += self._block(child)
            else:
                loose.append(child)
        close()
        return blocks

    def _block(self, tag: Tag) -> list[Data]:
        if tag.name == "hr":
            return [{"is": "rule"}]
        if re.fullmatch("h[1-6]", tag.name):
            return [{"is": "heading", "level": int(tag.name[1]), "runs": _trimmed(self._runs(tag.children))}]
        if tag.name in {"ul", "ol"}:
            items = [self._blocks(item) for item in tag.find_all("li", recursive=False)]
            return [{"is": "list", "numbered": tag.name == "ol", "items": items}]
        if tag.name == "blockquote":
            return [{"is": "quotation", "blocks": self._blocks(tag), "source": "", "address": "", "language": ""}]
        if tag.name == "table":
            return [self._html_table(tag)]
        if tag.name == "pre":
            return [{"is": "paragraph", "runs": [{"is": "code", "text": tag.get_text()}]}]
        return self._blocks(tag)

    def _html_table(self, table: Tag) -> Data:
        rows = [
            [{"number": False, "blocks": self._blocks(cell)} for cell in row.find_all(["td", "th"], recursive=False)]
            for row in table.find_all("tr")
        ]
        width = max((len(row) for row in rows), default=0)
        rows = [row + [{"number": False, "blocks": []}] * (width - len(row)) for row in rows]
        caption = table.find("caption")
        return {
            "is": "table", "caption": caption.get_text(" ", strip=True) if caption else "", "heads": [], "rows": rows,
            "source": "",
        }  # fmt: skip

    def _runs(self, nodes: Iterable[Any]) -> list[Data]:
        runs: list[Data] = []
        for node in nodes:
            if type(node) is NavigableString:
                runs += self._text(re.sub(r"\s+", " ", str(node)))
            elif isinstance(node, Tag) and node.name not in _UNPRINTED:
                runs += self._run(node)
        return runs

    def _run(self, tag: Tag) -> list[Data]:
        if tag.name == "br":
            return [{"is": "break"}]
        if tag.name == "code":
            return [{"is": "code", "text": tag.get_text()}]
        inside = self._runs(tag.children)
        if tag.name == "a" and tag.get("href"):
            address = _whole(str(tag["href"]))
            return [{"is": "link", "address": address, "runs": inside}] if inside and address else inside
        kind = _RUNS.get(tag.name)
        return [{"is": kind, "runs": inside}] if kind and inside else inside

    def _text(self, words: str) -> list[Data]:
        """Words, with the marks of known notes in them."""
        runs: list[Data] = []
        for place, part in enumerate(MARK.split(words)):
            if not place % 2:
                runs += [{"is": "text", "text": part}] if part else []
            elif part not in self.notes:
                runs.append({"is": "text", "text": f"[^{part}]"})
            elif part in self.used:
                runs.append({"is": "noted", "key": part})
            else:
                self.used.add(part)
                lines = [block["runs"] for block in Body().rich(self.notes[part]) if "runs" in block]
                runs.append({"is": "note", "key": part, "lines": lines})
        return runs


def _whole(address: str) -> str:
    """An address with its host; nothing for what is no address that can be printed."""
    whole = urljoin(f"{settings.BASE_URL}/", address)
    return whole if whole.startswith(("https://", "http://", "mailto:")) else ""


def _trimmed(runs: list[Data]) -> list[Data]:
    """Runs without spaces at both ends of the line; nothing where nothing else is there."""
    runs = list(runs)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while runs and runs[end]["is"] == "text":
            runs[end] = {**runs[end], "text": strip(runs[end]["text"])}
            if runs[end]["text"]:
                break
            runs.pop(end)
    return runs

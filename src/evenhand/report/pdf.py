"""The report as PDF, set by Typst: tagged for those who listen, every chart with its words, letters embedded.

The words reach Typst as data, never as markup (see ``templates/report.typ``). The same findings give the same bytes:
the file's date is the day whose state the case describes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from evenhand.casefile.model import Case
from evenhand.report import charts
from evenhand.report.html import Document
from evenhand.report.parts import (
    Block,
    Cell,
    Code,
    Content,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Run,
    Table,
    Terms,
    parts,
)

__all__ = ["ACROSS", "SMALL", "columns", "compiled", "lengths", "render", "shares", "typeset"]

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
ACROSS = 604
"""Pixels across the text: 160 mm, at 96 to the inch."""
SMALL = 130
"""Pixels across a small chart in a cell."""

Data = dict[str, Any]


def render(case: Case, document: Document) -> bytes:
    """The whole report as a PDF file that meets PDF/UA-1.

    The parameters are those of :func:`evenhand.report.html.render`; the language is the one that is spoken.
    """
    return typeset(parts(case, document), case.as_of or "")


def typeset(content: Content, day: str = "") -> bytes:
    """A report's content as a PDF file, dated ``day``."""
    pictures = Pictures()
    data = {
        "language": content.language,
        "title": content.title,
        "subtitle": content.subtitle,
        "lead": content.lead,
        "contents": content.contents,
        "short": content.short,
        "foot": content.foot,
        "day": [int(part) for part in day.split("-") if part],
        "blocks": [
            {**_block(block, pictures), "kept": kept}
            for block, kept in zip(content.blocks, _kept(content.blocks), strict=True)
        ],
    }
    data["anchors"] = sorted(_anchors(content.blocks))
    told = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    files = {"main": TEMPLATE.read_bytes(), "report.json": told, **pictures.files}
    for options in _WAYS:
        with suppress(typst.TypstError):
            return compiled(files, timestamp=0, **options)[0]
    return compiled(files, timestamp=0, ignore_system_fonts=False)[0]


_WAYS: tuple[Data, ...] = ({"pdf_standards": ["ua-1"]}, {"pdf_standards": ["ua-1"], "ignore_system_fonts": False})
"""With the letters that come with Typst, which are the same everywhere; with those of the machine where these lack a
script; and else without the claim that every letter can be read.
"""


def compiled(files: Mapping[str, bytes], **options: Any) -> list[bytes]:
    """What Typst makes of a file called `main` and those that it reads, and of nothing else on the machine.

    One file, or a picture for each page.
    """
    given: Any = dict(files)  # Typst takes files by name, which its types do not say
    made = typst.compile(given, **{"ignore_system_fonts": True, **options})
    return made if isinstance(made, list) else [made]


class Pictures:
    """Drawings by the name of their file, each once."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._named: dict[tuple[str, int], str] = {}

    def name(self, svg: str, width: int) -> str:
        """The file of a drawing, so many pixels wide."""
        drawn = charts.standalone(svg, width)
        name = self._named.setdefault((drawn, width), f"{len(self._named)}.svg")
        self.files[name] = drawn.encode()
        return name


def _block(block: Block, pictures: Pictures) -> Data:
    match block:
        case Heading(level=level, runs=runs, anchor=anchor):
            return {"is": "heading", "level": level, "runs": _runs(runs, pictures), "anchor": anchor}
        case Paragraph(runs=runs, kind=kind):
            return {"is": kind, "runs": _runs(runs, pictures)}
        case Code(text=words):
            return {"is": "code", "text": words}
        case Figure(svg=svg, title=title, description=told):
            return {"is": "figure", "file": pictures.name(svg, ACROSS), "alt": f"{title}. {told}"}
        case Listing(items=items, numbered=numbered, anchors=anchors):
            inside = [[_block(each, pictures) for each in item] for item in items]
            return {"is": "list", "items": inside, "numbered": numbered, "anchors": list(anchors)}
        case Terms(items=terms):
            pairs = [[_runs(term, pictures), [_block(each, pictures) for each in under]] for term, under in terms]
            return {"is": "terms", "items": pairs}
        case Table():
            return {
                "is": "table",
                "caption": _runs(block.caption, pictures),
                "columns": columns(block),
                "shares": shares(block),
                "head": [_cell(cell, pictures) for cell in block.head],
                "rows": [[_cell(cell, pictures) for cell in row] for row in block.rows],
            }


def columns(table: Table) -> list[str]:
    """What stands in each column of a table: numbers, pictures or words."""
    kinds = ["words"] * table.width
    for row in (table.head, *table.rows):
        place = 0
        for cell in row:
            if cell.across == 1 and cell.number:
                kinds[place] = "number"
            elif cell.across == 1 and any(run.picture for run in cell.runs) and not any(run.text for run in cell.runs):
                kinds[place] = "picture"
            place += cell.across
    return kinds


def lengths(table: Table) -> list[int]:
    """Characters on the longest line of each column; cells across several columns left out."""
    longest = [0] * table.width
    for row in (table.head, *table.rows):
        place = 0
        for cell in row:
            if cell.across == 1:
                said = "".join(run.text for run in cell.runs)
                longest[place] = max(longest[place], *(len(line) for line in said.split("\n")))
            place += cell.across
    return longest


def shares(table: Table) -> list[float]:
    """How wide columns of words are against each other: as the square roots of what they have to hold."""
    return [round(min(max(length, 9), 250) ** 0.5, 3) for length in lengths(table)]


def _cell(cell: Cell, pictures: Pictures) -> Data:
    return {"runs": _runs(cell.runs, pictures), "number": cell.number, "head": cell.head, "across": cell.across}


def _runs(runs: Sequence[Run], pictures: Pictures) -> list[Data]:
    return [{**asdict(run), "picture": _picture(run, pictures)} for run in runs]


def _picture(run: Run, pictures: Pictures) -> str:
    if not run.picture:
        return ""
    return pictures.name(run.picture, 14 if "swatch" in run.picture[:60] else SMALL)


_SHORT, _ROWS, _CELL, _AFTER = 400, 10, 60, 2
"""Characters of a paragraph, rows of a table and characters of a cell, up to which these are kept with what belongs
to them; paragraphs after a heading."""


def _kept(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks are not parted at a page's end.

    A short paragraph below a heading stays with what follows, so that no heading stands there with a line alone; a
    small table stays whole.
    """
    found, after = [], _AFTER
    for block in blocks:
        after = 0 if isinstance(block, Heading) else after + 1
        if isinstance(block, Paragraph):
            short = sum(len(run.text) for run in block.runs) <= _SHORT
            found.append(short and after <= _AFTER)
        else:
            small = isinstance(block, Table) and len(block.rows) <= _ROWS and max(lengths(block), default=0) <= _CELL
            found.append(small)
    return found


def _anchors(blocks: Sequence[Block]) -> set[str]:
    """Everything in the blocks that a link may lead to."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Heading):
            found.add(block.anchor)
        elif isinstance(block, Listing):
            found.update(block.anchors)
            for item in block.items:
                found |= _anchors(item)
        elif isinstance(block, Terms):
            for _, told in block.items:
                found |= _anchors(told)
    return found - {""}

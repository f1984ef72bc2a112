"""The report as PDF: its words can be read back, and it is made for listeners, too."""

from __future__ import annotations

import functools
import io
import re
from typing import Any

import pypdf
import pytest
import synthetic

from evenhand.casefile import loads
from evenhand.report import language, pdf
from evenhand.report.parts import Cell, Content, Figure, Heading, Paragraph, Run, Table, parts, text


@functools.cache
def made(name: str, spoken: str) -> bytes:
    case = getattr(synthetic, name)()
    with language.speaking(spoken):
        return pdf.render(case, synthetic.document(case))


def opened(file: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(file))


def squeezed(said: str) -> str:
    """Without spaces, and without the hyphens at which lines were broken."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", said)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_its_words_are_those_of_the_content(spoken: str) -> None:
    file = opened(made("plain", spoken))
    case = synthetic.plain()
    with language.speaking(spoken):
        content = parts(case, synthetic.document(case))
    read = squeezed("".join(page.extract_text() for page in file.pages))
    wanted = [squeezed(said) for said in text(content.blocks) if said.strip()]
    missing = [said for said in wanted if len(said) < 60 and said not in read]
    assert len(missing) <= 0.02 * len(wanted), missing  # a line's end, or a page's, may fall within


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_it_names_its_language_and_title_and_is_tagged(spoken: str) -> None:
    file = opened(made("plain", spoken))
    root: Any = file.trailer["/Root"]
    assert str(root["/Lang"]).split("-")[0] == spoken
    assert root["/MarkInfo"]["/Marked"]
    assert file.metadata is not None
    assert file.metadata.title == synthetic.plain().title
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_it_says_that_it_is_short_and_later_pages_name_the_case() -> None:
    pages = opened(made("plain", "en")).pages
    case = synthetic.plain()
    assert squeezed("Left out here: ") in squeezed(pages[0].extract_text())
    assert all(squeezed(case.case) in squeezed(page.extract_text()) for page in pages[1:])


@pytest.mark.parametrize("lines", range(30, 44))
def test_no_heading_stands_at_a_pages_end(lines: int) -> None:
    """However far down the page it comes to stand: with its short paragraph it goes where the table begins."""
    row = (Cell((Run("FIRST CELL"),)),)
    blocks = (
        *(Paragraph((Run(f"Line {number}"),)) for number in range(lines)),
        Heading(1, (Run("THE HEADING"),), "here"),
        Paragraph((Run("A short paragraph."),)),
        Table("", (), (), (row, row)),
        Paragraph((Run("Back to it", link="#here"),)),
    )
    content = Content("en", "Title", "", "", "Contents", "", "Foot", blocks)
    pages = [page.extract_text() for page in opened(pdf.typeset(content)).pages]
    at = {said: max(n for n, page in enumerate(pages) if said in page) for said in ("THE HEADING", "FIRST CELL")}
    assert at["THE HEADING"] == at["FIRST CELL"]


def test_every_chart_has_its_words() -> None:
    case = synthetic.plain()
    charts = [block for block in parts(case, synthetic.document(case)).blocks if isinstance(block, Figure)]
    root: Any = opened(made("plain", "en")).trailer["/Root"]
    alternatives: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/Alt" in node:
                alternatives.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/StructTreeRoot"])
    assert {f"{chart.title}. {chart.description}" for chart in charts} <= set(alternatives)


def test_the_same_findings_give_the_same_bytes() -> None:
    case = synthetic.plain()
    assert pdf.render(case, synthetic.document(case)) == made("plain", "en")
    assert pdf.render(loads(synthetic.PLAIN), synthetic.document(case)) == made("plain", "en")


def test_text_of_the_case_is_no_markup() -> None:
    case = synthetic.plain()
    title = 'A #text(red)[x] $y$ *z* `w` <w> @v \\u{41} "q"'
    shown = case.model_copy(update={"title": title})
    document = synthetic.document(case)
    document["case"]["title"] = title
    file = opened(pdf.render(shown, document))
    assert file.metadata is not None
    assert file.metadata.title == title
    assert squeezed(title) in squeezed(file.pages[0].extract_text())


def test_letters_of_a_script_that_is_not_at_hand_do_not_stop_it() -> None:
    assert made("ugly", "uk").startswith(b"%PDF-")

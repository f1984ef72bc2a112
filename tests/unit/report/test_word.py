"""The report as a Word file: read back with python-docx, with real headings, tables, lists and described pictures."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from typing import Any

import docx
import pytest
import synthetic
from docx.oxml.ns import qn

from evenhand.report import language, word
from evenhand.report.parts import Figure, Heading, Table, parts, text


@functools.cache
def made(name: str, spoken: str) -> bytes:
    case = getattr(synthetic, name)()
    with language.speaking(spoken):
        return word.render(case, synthetic.document(case))


def opened(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file))


def content(name: str, spoken: str) -> Any:
    case = getattr(synthetic, name)()
    with language.speaking(spoken):
        return parts(case, synthetic.document(case))


def body(file: Any) -> str:
    """All words, in their order, without what the file adds: the list of chapters and the numbers of items."""
    said = "".join(
        "\n" if element.tag == qn("w:br") else element.text or ""
        for element in file.element.body.iter(qn("w:t"), qn("w:br"))
    )
    return re.sub(r"\s+", "", said)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("name", ["plain", "ugly"])
def test_its_words_are_those_of_the_content(name: str, spoken: str) -> None:
    whole = content(name, spoken)
    said = body(opened(made(name, spoken)))
    start = said.index(re.sub(r"\s+", "", "".join(text(whole.blocks[:2]))))
    wanted = re.sub(r"\s+", "", "".join(text(whole.blocks)))
    numbers = re.compile(r"(?<!\d)\d{1,2}\.(?=\D)")
    assert numbers.sub("", said[start:]) == numbers.sub("", wanted)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_headings_tables_and_charts_are_real(spoken: str) -> None:
    whole, file = content("plain", spoken), opened(made("plain", spoken))
    headings = [lines.text for lines in file.paragraphs if lines.style.name.startswith("Heading")]
    assert headings == [next(text([block])) for block in whole.blocks if isinstance(block, Heading)]
    tables = [block for block in whole.blocks if isinstance(block, Table)]
    assert len(file.tables) == len(tables)
    assert all(table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None for table in file.tables)
    words = [shape.get("descr") for shape in file.element.body.iter(qn("wp:docPr"))]
    charts = [block for block in whole.blocks if isinstance(block, Figure)]
    assert [told for told in words if told] == [f"{chart.title}. {chart.description}" for chart in charts]


@pytest.mark.parametrize(("spoken", "tag"), [("en", "en-GB"), ("ru", "ru-RU"), ("uk", "uk-UA")])
def test_it_names_its_language_and_title(spoken: str, tag: str) -> None:
    file = opened(made("plain", spoken))
    assert file.core_properties.language == spoken
    assert file.core_properties.title == synthetic.plain().title
    assert {element.get(qn("w:val")) for element in file.styles.element.iter(qn("w:lang"))} == {tag}


def test_every_page_names_the_case_and_its_number_the_first_its_number_alone() -> None:
    section = opened(made("plain", "en")).sections[0]
    case = synthetic.plain()
    told = section.header.paragraphs[0].text
    assert case.title in told and case.case in told and "Evenhand" in told
    assert section.different_first_page_header_footer and not section.first_page_header.paragraphs[0].text
    for footer in (section.footer, section.first_page_footer):
        fields = [field.get(qn("w:instr")) for field in footer.paragraphs[0]._p.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_columns_are_as_wide_as_what_they_hold_and_fill_the_page() -> None:
    for table in opened(made("ugly", "en")).tables:
        widths = [column.width.mm for column in table.columns]
        assert sum(widths) == pytest.approx(160, abs=0.5)
        assert min(widths) > 5


def test_it_says_that_it_is_short() -> None:
    assert any(lines.text.startswith("Left out here: ") for lines in opened(made("plain", "en")).paragraphs)


def test_the_same_findings_give_the_same_bytes() -> None:
    case = synthetic.plain()
    assert word.render(case, synthetic.document(case)) == made("plain", "en")
    with zipfile.ZipFile(io.BytesIO(made("plain", "en"))) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_links_lead_to_places_that_there_are() -> None:
    file = opened(made("ugly", "en"))
    marks = {mark.get(qn("w:name")) for mark in file.element.body.iter(qn("w:bookmarkStart"))}
    wanted = {link.get(qn("w:anchor")) for link in file.element.body.iter(qn("w:hyperlink"))} - {None}
    assert wanted
    assert wanted <= marks
    addresses = {part.target_ref for part in file.part.rels.values() if part.is_external}
    assert all(address.startswith(("http://", "https://")) for address in addresses)


def test_elements_stand_in_the_order_that_word_wants() -> None:
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook", "tblCaption"]
    for own in opened(made("plain", "en")).element.body.iter(qn("w:tblPr")):
        places = [order.index(child.tag.rpartition("}")[2]) for child in own]
        assert places == sorted(places)

"""The content between the page and printed files: what the page says unfolded, in its order, and nothing else."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import pytest
import synthetic
from test_html import Reader

import evenhand
from evenhand.casefile import Case, read
from evenhand.report import html, language
from evenhand.report.parts import Cell, Code, Content, Figure, Heading, Listing, Paragraph, Table, Terms, parts, text

CATALOG = Path(evenhand.__file__).parent / "catalog"
CASES = sorted(CATALOG.glob("*/*.yaml"))


def squeezed(said: str) -> str:
    return re.sub(r"\s+", "", said)


@functools.cache
def made(name: str, spoken: str) -> tuple[Content, str]:
    """The content of a case, and the page's words that are its source: without what is folded or only leads around."""
    case: Case = getattr(synthetic, name)() if name in {"ugly", "plain"} else read(CATALOG / name)
    document: dict[str, Any] = synthetic.document(case)
    with language.speaking(spoken):
        page = html.render(case, document)
        content = parts(case, document)
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    assert main
    shown = re.sub(r"<svg.*?</svg>(?:</svg>)*", "", main[0], flags=re.DOTALL)
    shown = re.sub(r"<details>.*?</details>", "", shown, flags=re.DOTALL)
    shown = re.sub(r'<p class="back">.*?</p>|<caption class="hidden">.*?</caption>', "", shown, flags=re.DOTALL)
    return content, Reader(shown).words


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("name", ["ugly", "plain", "reference/us-russia-2013.yaml", "teaching/ordinal.yaml"])
def test_the_content_says_all_that_the_page_says_unfolded_and_nothing_else(name: str, spoken: str) -> None:
    content, page = made(name, spoken)
    assert squeezed("".join(text(content.blocks))) == squeezed(page)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_it_knows_its_language_title_and_chapters(spoken: str) -> None:
    content, _ = made("plain", spoken)
    chapters = [block for block in content.blocks if isinstance(block, Heading) and block.level == 1]
    assert content.language == spoken
    assert content.title == synthetic.plain().title
    assert len(chapters) == 9
    assert len({chapter.anchor for chapter in chapters}) == 9


def test_each_part_is_what_it_is_in_the_page() -> None:
    content, _ = made("ugly", "en")
    kinds = {type(block) for block in content.blocks}
    assert kinds == {Heading, Paragraph, Code, Figure, Listing, Table, Terms}
    assert all(block.title and block.description for block in content.blocks if isinstance(block, Figure))
    tables = [block for block in content.blocks if isinstance(block, Table)]
    assert all(table.label and table.head for table in tables)
    assert all(sum(cell.across for cell in row) == table.width for table in tables for row in table.rows)
    assert any(cell == Cell(cell.runs, number=True) for table in tables for row in table.rows for cell in row)


def test_links_lead_to_places_that_there_are() -> None:
    content, _ = made("reference/us-russia-2013.yaml", "en")
    told = json.dumps(content, default=lambda part: part.__dict__)
    wanted = set(re.findall(r'"link": "#([^"]+)"', told))
    there = set(re.findall(r'"anchor": "([^"]+)"', told)) | set(re.findall(r'"(source-\d+)"', told))
    assert wanted
    assert wanted <= there

"""The documentation's walk through the commentary's claims says what the study of the reference case says today."""

import json
import os
from pathlib import Path

import pytest
from evenhand_site.cases.arguments import arguments
from evenhand_site.cases.findings import Findings
from evenhand_site.cases.study import as_text, names_of

import evenhand

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "claims.md"
DRAWS = 2_000
START, END = "<!-- findings -->\n", "<!-- end of findings -->\n"


@pytest.fixture(scope="module")
def findings():
    case = evenhand.load("us-russia-2013")
    study, chapters = evenhand.whole(case, draws=DRAWS, seed=1)
    return Findings(json.loads(as_text(study.document())), names_of(case), chapters)


def section(argument):
    table = argument.finding.shown.table
    lines = [f"## {argument.number}. {argument.claim.title}", "", str(argument.claim.text), ""]
    lines += [f"**{argument.finding.verdict.label}**", "", f"The rule: {argument.rule}", ""]
    lines += [*(f"- {sentence}" for sentence in argument.finding.shown.words), ""]
    if table:
        rows = [table.heads, ["---"] * len(table.heads), *table.rows]
        lines += [f"{table.caption}:", "", *("| " + " | ".join(map(str, row)) + " |" for row in rows), ""]
    if argument.claim.open:
        lines += [f"What it cannot say: {argument.claim.open}", ""]
    return "\n".join(lines)


def test_every_claim_stands_in_the_documentation_with_what_the_numbers_say(findings):
    told = "\n".join(map(section, arguments(findings)))
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    _old, after = rest.split(END)
    made = f"{before}{START}\n{told}\n{END}{after}"
    if os.environ.get("EVENHAND_RECORD"):
        PAGE.write_text(made, encoding="utf-8")
        pytest.skip("recorded")
    assert text == made, "the page is behind: EVENHAND_RECORD=1 pytest -c website/pyproject.toml " + __file__

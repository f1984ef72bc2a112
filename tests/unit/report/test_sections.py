"""The report's parts one by one, for a page of another frame; and what it says of one issue."""

import re
from itertools import pairwise

import pytest
import synthetic

import evenhand
from evenhand.report import html
from evenhand.report.language import speaking


@pytest.fixture(scope="module")
def studied():
    case = evenhand.load("nile-gerd-2020")
    study, chapters = evenhand.whole(case, draws=64, seed=1)
    return case, study.document() | chapters


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_parts_are_those_of_the_report_in_its_order(studied, language):
    with speaking(language):
        whole, parts = html.render(*studied), html.sections(*studied)
    places = [whole.index(part.html) for part in parts]
    assert places == sorted(places)
    contents = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', whole[: places[0]])
    assert contents == [(part.name, part.title) for part in parts]
    for part in parts:
        assert f'<section id="{part.name}"' in part.html


def test_of_an_issue_each_part_speaks_of_that_issue_alone(studied):
    case, document = studied
    for issue in document["issues"]:
        text = "".join(part.html for part in html.sections_of(case, document, issue["id"]))
        assert f'id="issue-{issue["id"]}"' in text and f'id="case-{issue["id"]}"' in text
        others = [other["id"] for other in document["issues"] if other is not issue]
        assert not any(f'id="{kind}-{other}"' in text for other in others for kind in ("issue", "case", "ledger"))


def test_headings_of_an_issue_go_down_one_level_at_a_time_below_its_title(studied):
    case, document = studied
    for issue in document["issues"]:
        text = "".join(part.html for part in html.sections_of(case, document, issue["id"]))
        levels = [1, *(int(level) for level in re.findall(r"<h([1-6])\b", text))]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_title_of_an_issue_is_no_heading_of_its_parts(studied):
    case, document = studied
    for issue in document["issues"]:
        text = "".join(part.html for part in html.sections_of(case, document, issue["id"]))
        headings = re.findall(r"<h[2-6][^>]*>(.*?)</h[2-6]>", text, re.DOTALL)
        assert 'id="persuasion"' in text and not [heading for heading in headings if issue["title"] in heading]


def test_the_parts_keep_to_the_style_sheet(studied):
    """Sites forbid styles that stand in the page."""
    case, document = studied
    parts = [*html.sections(case, document), *html.sections_of(case, document, document["issues"][0]["id"])]
    assert not [part.name for part in parts if re.search(r"\sstyle=|<style|<script", part.html)]


def test_what_has_nothing_to_say_of_an_issue_is_left_out():
    case = evenhand.load("genuine-conflict")
    study, chapters = evenhand.whole(case, draws=64, seed=1)
    (issue,) = study.document()["issues"]
    names = [part.name for part in html.sections_of(case, study.document() | chapters, issue["id"])]
    assert names[0] == "issues" and names[-1] == "case" and not {"ledger", "causes", "common-ground"} & set(names)


def test_bars_of_an_issue_are_as_long_as_in_the_report(studied):
    case, document = studied
    whole = html.render(case, document)
    bars = [
        bar
        for issue in document["issues"]
        for part in html.sections_of(case, document, issue["id"])
        if part.name == "ledger"
        for bar in re.findall(r'<svg class="chart span".*?</svg>', part.html)
    ]
    assert bars and all(bar in whole for bar in bars)


@pytest.mark.parametrize(
    ("licence", "shown"),
    [
        (
            "Licence 2.0 (https://example.org/l?a=1&b=2)",
            'Licence: <a href="https://example.org/l?a=1&amp;b=2" rel="license noopener noreferrer">Licence 2.0</a>.',
        ),
        (
            "https://example.org/l",
            'Licence: <a href="https://example.org/l" rel="license noopener noreferrer">https://example.org/l</a>.',
        ),
        ("CC0 <all> (javascript:alert(1))", "Licence: CC0 &lt;all&gt; (javascript:alert(1))."),
        ("ask 100 %(party)s", "Licence: ask 100 %(party)s."),
        ("", ""),
    ],
)
def test_a_licence_is_named_with_a_link_where_the_case_gives_an_address(licence: str, shown: str) -> None:
    case = synthetic.plain().model_copy(update={"licence": licence})
    (part,) = [part for part in html.sections(case, synthetic.document(case)) if part.name == "case"]
    assert shown in part.html
    assert ("Licence" in part.html) is bool(licence)

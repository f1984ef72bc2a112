"""Numbers, dates, names and whole reports in English, Russian and Ukrainian."""

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
from evenhand.casefile import Case, Judgement, loads, read
from evenhand.report import html, language, naming, numerals, terminal
from evenhand.study.whole import whole

CATALOG = Path(evenhand.__file__).parent / "catalog"
REFERENCE = CATALOG / "reference" / "us-russia-2013.yaml"


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        # Russian and Ukrainian: 1, 21 as one; 2 to 4 as few; 5 to 20 as many; a fraction has a form of its own
        ("ru", ["0 баллов", "0,5 балла", "1 балл", "−1 балл", "2 балла", "5 баллов", "11 баллов", "21 балл",
                "1200 баллов"]),
        ("uk", ["0 балів", "0,5 бала", "1 бал", "−1 бал", "2 бали", "5 балів", "11 балів", "21 бал", "1200 балів"]),
        ("en", ["0 points", "0.5 points", "1 point", "−1 point", "2 points", "5 points", "11 points", "21 points",
                "1200 points"]),
    ],
)  # fmt: skip
def test_a_unit_goes_with_its_number(name: str, shown: list[str]) -> None:
    with language.speaking(name):
        values = (0, 0.5, 1, -1, 2, 5, 11, 21, 1234)
        assert [plain(numerals.number(value, "points")) for value in values] == shown


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ru", "−1,5 млрд долл. США в год (от −3,2 до 0,4)"),
        ("uk", "−1,5 млрд дол. США на рік (від −3,2 до 0,4)"),
        ("en", "−USD 1.5 bn a year (−3.2 to 0.4)"),
    ],
)
def test_money_and_intervals_have_the_order_of_the_language(name: str, told: str) -> None:
    with language.speaking(name):
        assert plain(numerals.interval(-1.53, -3.24, 0.41, "USD bn/yr")) == told


@pytest.mark.parametrize(
    ("name", "day", "often", "nearly", "large"),
    [
        ("ru", "30 ноября 2013 г.", "обычно, 87 %", "менее 1 %", "1 234 567,5"),
        ("uk", "30 листопада 2013 р.", "зазвичай, 87 %", "менше 1 %", "1 234 567,5"),
        ("en", "30 November 2013", "usually, 87 %", "under 1 %", "1 234 567.5"),
    ],
)
def test_dates_frequencies_and_large_numbers(name: str, day: str, often: str, nearly: str, large: str) -> None:
    with language.speaking(name):
        assert plain(numerals.day("2013-11-30")) == day
        assert plain(numerals.often(0.87)) == often
        assert plain(numerals.percent(0.002)) == nearly
        assert plain(numerals.as_given(1234567.5)) == large


@pytest.mark.parametrize(
    ("name", "told"), [("ru", "от 1 до 3 лет"), ("uk", "від 1 до 3 років"), ("en", "1 to 3 years")]
)
def test_two_percentiles_are_a_span(name: str, told: str) -> None:
    with language.speaking(name):
        shown = plain(numerals.judgement(Judgement.model_validate([1, 3]), "years"))
    assert shown.split()[:4] == told.split()[:4]


def test_a_unit_that_no_language_knows_stays_as_the_case_has_it() -> None:
    with language.speaking("ru"):
        assert plain(numerals.number(2.5, "barrels/yr")) == "2,5 barrels в год"


def test_the_case_may_name_its_units() -> None:
    case = loads(
        synthetic.PLAIN + "translations: {ru: {units: {lives/yr: спасенных в год}, parties: {alder: Ольха}}}\n"
    )
    assert plain(numerals.number(3, naming.unit(case, "lives"))) == "3 lives a year"
    with language.speaking("ru"):
        assert plain(numerals.number(3, naming.unit(case, "lives"))) == "3 спасенных в год"
        assert naming.party_name(case, "alder") == "Ольха"
        assert naming.party_name(case, "birch") == "Birch"  # not given: as the case has it


# --- whole reports of a case that gives its names


@functools.cache
def findings() -> tuple[Case, dict[str, Any]]:
    case = read(REFERENCE)
    return case, json.loads(json.dumps(evenhand.analyse(case, draws=128).document()))


@functools.cache
def page(name: str) -> Reader:
    with language.speaking(name):
        return Reader(html.render(*findings()))


@functools.cache
def shown(name: str) -> str:
    with language.speaking(name):
        return terminal.details(*findings())


WORD = re.compile(r"[A-Za-z]{2,}")
NAMES = {"Evenhand", "html", "FILE", "evenhand", "analyse", "us", "russia", "issue"}


@pytest.mark.parametrize("name", ["ru", "uk"])
def test_no_english_is_left_in_the_terminal(name: str) -> None:
    case, _ = findings()
    effects = {word for issue in case.issues.values() for effect in issue.effects for word in WORD.findall(effect.id)}
    ids = {word for issue in case.issues for word in WORD.findall(issue)}
    left = {word for word in WORD.findall(shown(name)) if word not in NAMES | effects | ids}
    assert left == set()


@pytest.mark.parametrize("name", ["ru", "uk"])
def test_no_english_is_left_in_the_report_before_the_case_itself(name: str) -> None:
    """The case's own chapter prints its notes and sources as they were written."""
    case, _ = findings()
    with language.speaking(name):
        text = html.render(*findings())
    text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r'<section id="case".*?</section>', "", text, flags=re.DOTALL)
    text = re.sub(r"<pre.*?</pre>|<td>[^<]*\d{4}[^<]*</td>", "", text, flags=re.DOTALL)  # commands; literature
    told = re.sub(r"<[^>]*>", " ", text)
    effects = {word for issue in case.issues.values() for effect in issue.effects for word in WORD.findall(effect.id)}
    authors = {word for author in case.authors for word in WORD.findall(author)}
    left = {word for word in WORD.findall(told) if word not in NAMES | effects | authors | {"amp", "quot", "russia"}}
    assert left == set()
    labels = re.findall(r'(?:aria-label|content)="([^"]*)"', text)
    assert all(re.search("[а-яіїєґ]", label) for label in labels if WORD.search(label) and len(label) > 40)


@pytest.mark.parametrize("name", ["ru", "uk"])
def test_the_report_says_its_language_and_holds_the_same_figures(name: str) -> None:
    """The same findings: every percentage of the English report is in the others, as often."""
    assert page(name).named("html")[0]["lang"] == name
    figures = re.compile(r"−?\d+ %")
    spoken = sorted(figures.findall(plain(page(name).words)))
    assert spoken == sorted(figures.findall(plain(page("en").words)))


def test_translations_change_no_finding() -> None:
    case, document = findings()
    bare = case.model_copy(update={"translations": {}})
    assert json.loads(json.dumps(evenhand.analyse(bare, draws=128).document())) == document


@pytest.mark.parametrize("path", sorted(CATALOG.glob("*/*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("name", ["ru", "uk"])
def test_every_case_can_be_told_in_every_language(path: Path, name: str) -> None:
    case = read(path)
    with language.speaking(name):
        document = synthetic.document(case)
        assert naming.case_title(case, document) in Reader(html.render(case, document)).words
        terminal.findings(case, document)
        terminal.details(case, document)


@functools.cache
def _told(case: str) -> dict[str, str]:
    """The part on the matter's numbers of a case, in each language."""
    study, chapters = whole(loads(case), draws=16, seed=1)
    made = {**study.document(), **chapters}
    told = {}
    for name in language.LANGUAGES:
        with language.speaking(name):
            told[name] = "".join(str(part.html) for part in html.sections(loads(case), made) if part.name == "case")
    return told


FACTS = """
    note: Of the matter.
    facts: [{fact: A fact., status: unverified}]
    outcome later: [{fact: It came., status: unverified, note: From memory.}]
"""


def test_what_a_case_has_in_its_own_language_alone_is_marked_as_such_in_the_others() -> None:
    told = _told(_with(FACTS, "translations: {ru: {title: Дело}, uk: {title: Справа}}"))
    own = ("Of the matter.", "A fact.", "It came.", "From memory.")
    for words in own:
        assert words in told["en"] and f'<span lang="en">{words}</span>' not in told["en"]
        assert all(f'<span lang="en">{words}</span>' in told[name] for name in ("ru", "uk")), words


def test_a_case_written_in_russian_is_marked_as_russian_and_one_of_no_known_language_not_at_all() -> None:
    russian = _told(_with(FACTS, "translations: {en: {title: Case}, uk: {title: Справа}}"))
    assert '<span lang="ru">It came.</span>' in russian["en"] and "<span lang" not in russian["ru"]
    assert "<span lang" not in "".join(_told(_with(FACTS, "")).values())


def _with(inside: str, after: str) -> str:
    return f"""
case: small
title: Small
parties: {{a: {{name: A}}, b: {{name: B}}}}
interests: {{money: {{name: Money, unit: points, kind: substance}}}}
weights: {{a: {{money: 1}}, b: {{money: 1}}}}
issues:
  trade:
    title: Trade
    stances: {{a: [closed, open], b: [closed, open]}}
    default: {{a: closed, b: closed}}
    effects:
      - {{id: gain, when: {{a: open, b: open}}, gives: {{a.money: 1, b.money: 1}}}}
{inside}
{after}
"""

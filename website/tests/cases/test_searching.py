"""What a search shows of the reference case: the words of its report, in each language, and nothing of its markup."""

import html
import re

import pytest
from bs4 import BeautifulSoup
from evenhand_site.discovery import index
from evenhand_site.discovery.models import Entry

WORDS = {
    "en": ["Magnitsky", "warheads", "standing", "ratification", "section", "issue", "table", "row", "scope", "points"],
    "ru": ["боезаряды", "вопрос", "потеря", "Россия", "список", "соглашение", "проверка", "доход", "section", "href"],
    "uk": ["боєзаряди", "питання", "втрата", "Росія", "список", "угода", "перевірка", "дохід", "section", "href"],
}


@pytest.fixture
def found(homes, reference):
    index.put_case("us-russia-2013")


def excerpts(client, language, word):
    page = BeautifulSoup(client.get(f"/{language}/search/?q={word}&type=case").content, "html.parser")
    return [each.get_text() for each in page.select("p.snippet")]


def test_no_excerpt_has_markup_of_the_report(client, found):
    shown = [text for language, words in WORDS.items() for word in words for text in excerpts(client, language, word)]
    assert len(shown) > 100
    for text in shown:
        assert not re.search(r"[<>]|href=|aria-|class=|scope=|&\w+;", text), text


def test_the_index_holds_the_words_of_the_report_and_not_its_markup(found):
    brief = {entry.language: entry.text for entry in Entry.objects.filter(case="us-russia-2013")}
    assert set(brief) == {"en", "ru", "uk"}
    assert "The answer in brief On 9 of 12 issues something is lost" in brief["en"]
    for text in Entry.objects.exclude(case="").values_list("text", flat=True):
        assert not re.search(r"</?\w+|href=|aria-", text)
        assert html.unescape(text) == text


@pytest.mark.parametrize(("language", "word"), [("en", "Iran"), ("ru", "Иран"), ("uk", "Іран")])
def test_an_excerpt_is_of_the_sentences_of_a_page_and_not_of_the_cells_of_its_tables(client, found, language, word):
    """The issue speaks of the country in both."""
    place = f"/{language}/cases/us-russia-2013/iran-nuclear/"
    page = BeautifulSoup(client.get(f"/{language}/search/?q={word}").content, "html.parser")
    (shown,) = [row.select_one(".snippet").get_text() for row in page.select("article.row") if row.a["href"] == place]
    report = BeautifulSoup(client.get(place).content, "html.parser").select_one(".report")
    assert any(word in cell.get_text() for cell in report.select("td"))
    for cell in report.select("td, th, svg"):
        cell.decompose()
    assert "".join(shown.strip("… ").split()) in "".join(report.get_text().split())

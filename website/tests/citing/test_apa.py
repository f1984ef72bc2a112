"""APA, 7th edition; expected values are written by hand after chapters 9 and 10 of the manual."""

from dataclasses import replace

import pytest
from evenhand_site.citing.apa import apa
from evenhand_site.citing.reference import Name

URL = "https://example.org/en/commentary/quiet-talks/"
NB = "\N{NO-BREAK SPACE}"
A = "Example, A.\N{NO-BREAK SPACE}M."


def test_a_page_of_a_site(text):
    found = apa(text())
    assert found.text == f"{A} (2026, March 1). Quiet talks on grain. Test Network. {URL}"
    assert "<i>Quiet talks on grain</i>" in found.html


def test_two_authors_and_three(text):
    names = (Name("Example", "Ada"), Name("Sample", "Jean-Paul"), Name("Third", "Cy"))
    assert apa(text(authors=names[:2])).text.startswith("Example, A., & Sample, J.-P. (2026")
    assert apa(text(authors=names)).text.startswith("Example, A., Sample, J.-P., & Third, C. (2026")


def test_twenty_authors_are_named_and_of_more_nineteen_and_the_last(text, many):
    assert "As, A., & At, A. (2026" in apa(text(authors=many(20))).text
    assert "As, A., … Au, A. (2026" in apa(text(authors=many(21))).text


def test_the_network_as_author_is_not_repeated(text):
    signed = text(authors=(), corporate="Test Network")
    assert apa(signed).text == f"Test Network. (2026, March 1). Quiet talks on grain. {URL}"


def test_without_an_author_the_title_stands_first(text):
    assert apa(text(authors=())).text == f"Quiet talks on grain. (2026, March 1). Test Network. {URL}"


def test_without_a_date_it_says_so(text):
    assert "(n.d.). " in apa(text(date=None)).text


def test_a_memo_has_its_number_after_the_title(memo):
    assert (
        apa(memo).html == f"{A} (2026, March 1). <i>Quiet talks on grain</i> (Policy Memo No. 12). Test Network. {URL}"
    )


def test_an_episode_stands_in_its_podcast(episode):
    assert apa(episode).html == (
        f"{A} (Host). (2026, March 1). Quiet talks on grain (No. 14) [Audio podcast episode]. In <i>Common Ground</i>. "
        f"Test Network. {URL}"
    )


def test_those_who_sign_an_episode_are_its_hosts(episode, many):
    assert apa(replace(episode, authors=many(2))).text.startswith("Aa, A., & Ab, A. (Hosts). (2026")
    assert apa(replace(episode, authors=(), corporate="Test Network")).text.startswith("Test Network. (2026")


def test_an_event_has_its_place(event):
    assert apa(event).text == f"{A} (2026, March 1). Quiet talks on grain [Event]. Test Network, Geneva. {URL}"


def test_a_book_has_year_and_publisher(book):
    assert apa(book).text == f"{A} (2026). Quiet talks on grain. A Press. {URL}"


def test_a_question_is_not_followed_by_a_full_stop(text):
    assert "Why now? Test Network." in apa(text(title="Why now?")).text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The grain “deal”", "The grain “deal.” Test"),
        ('The grain "deal"', 'The grain "deal." Test'),
        ("The grain “deal?”", "The grain “deal?” Test"),
        ("The grain ‘deal’", "The grain ‘deal.’ Test"),
        ("Talks of neighbours’", "Talks of neighbours’. Test"),
        ("“Deal” or not", "“Deal” or not. Test"),
    ],
)
def test_a_full_stop_stands_inside_quotation_marks(text, title, expected):
    assert f" {expected}" in apa(text(title=title)).text


def test_after_a_bracket_the_full_stop_stands_outside(event):
    assert "The grain “deal” [Event]. Test" in apa(replace(event, title="The grain “deal”")).text


def test_a_memo_without_a_series_has_its_number_alone_and_one_without_both_nothing(memo):
    assert "Quiet talks on grain (No. 12). Test" in apa(replace(memo, series="")).text
    assert "Quiet talks on grain. Test" in apa(replace(memo, series="", number=None)).text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name("Plato"), "Plato. (2026"),
        (Name("King Jr.", "Martin Luther"), f"King, M.{NB}L., Jr. (2026"),
        (Name("Lot", "Ben III"), "Lot, B., III. (2026"),
        (Name("Lot, Sr.", "Ben"), "Lot, B., Sr. (2026"),
        (Name("van Dam", "Cy"), "van Dam, C. (2026"),
        (Name("Dam", "Cy van"), f"Dam, C.{NB}van. (2026"),
        (Name("V", "Ada"), "V, A. (2026"),
    ],
)
def test_suffixes_stand_last_and_particles_are_no_initials(text, name, expected):
    assert apa(text(authors=(name,))).text.startswith(expected)


def test_headline_capitals_become_small_where_the_text_decides(text):
    seen = frozenset({"expectations", "Geneva"})
    assert "Setting expectations in Geneva." in apa(text(title="Setting Expectations in Geneva", seen=seen)).text
    assert "Setting Expectations Right." in apa(text(title="Setting Expectations Right", seen=seen)).text


def test_russian_names_get_russian_initials(russian):
    assert apa(russian).text == (
        "Пример, А.\N{NO-BREAK SPACE}И. (2026, March 1). Тихие переговоры о зерне. Сеть. https://example.org/ru/k/t/"
    )

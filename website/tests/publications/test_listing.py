"""Lists of texts: each once, in the reader's language where it can be, page by page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from evenhand_site.events.models import Event
from evenhand_site.publications import listing
from evenhand_site.publications.models import Book, Counterpoint, Memo, Section


def titles(texts):
    return [text.title for text in texts]


def rows(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select(".rows .row")


@pytest.fixture
def sections(network):
    """“Commentary” in three languages."""
    english = network.section("Commentary", second_title="Комментарии")
    key = english.translation_key
    return {
        "en": english,
        "ru": network.section("Комментарии", language="ru", translation_key=key),
        "uk": network.section("Коментарі", language="uk", translation_key=key),
    }


@pytest.fixture
def texts(network, sections):
    """One in English and Russian, one in Russian only, one in Ukrainian and then in English."""
    both = network.text("Both", under=sections["en"], day=date(2026, 1, 3))
    network.text("Обе", under=sections["ru"], translation_key=both.translation_key, day=date(2026, 1, 3))
    network.text("Одна", under=sections["ru"], day=date(2026, 1, 2))
    first = network.text("Перша", under=sections["uk"], day=date(2026, 1, 1))
    network.text("First", under=sections["en"], translation_key=first.translation_key, day=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("reader", "expected"),
    [("en", ["Both", "Одна", "First"]), ("ru", ["Обе", "Одна", "Перша"]), ("uk", ["Both", "Одна", "Перша"])],
)
def test_a_section_shows_each_text_once_in_the_readers_language_if_it_can(sections, texts, reader, expected):
    with translation.override(reader):
        assert titles(listing.in_section(sections[reader])) == expected


def test_one_language_can_be_asked_for(client, sections, texts):
    assert [row.h2.text for row in rows(client, sections["en"].url + "?language=ru")] == ["Обе", "Одна"]
    assert client.get(sections["en"].url + "?language=xx").status_code == 404


def test_a_text_in_another_language_is_marked(client, sections, texts):
    own, foreign = rows(client, sections["en"].url)[:2]
    assert not own.has_attr("lang")
    assert (foreign["lang"], foreign.select_one(".meta")["lang"]) == ("ru", "en")
    assert foreign.select_one(".language").text == "Russian"


def test_a_translation_that_is_not_public_does_not_hide_the_original(network, sections):
    text = network.text("Both", under=sections["en"])
    network.text("Обе", under=sections["ru"], translation_key=text.translation_key, publish=False)
    with translation.override("ru"):
        assert titles(listing.in_section(sections["ru"])) == ["Both"]


def test_a_translation_elsewhere_does_not_hide_the_text_of_the_section(network, sections):
    text = network.text("Both", under=sections["en"])
    network.text("Обе", under=network.section("Другое", language="ru"), translation_key=text.translation_key)
    with translation.override("ru"):
        assert titles(listing.in_section(sections["ru"])) == ["Both"]


def test_texts_of_other_sections_are_shown_too(network, sections):
    other = network.section("News")
    network.text("Elsewhere", under=other)
    network.text("Here too", under=other, also_in=[sections["en"]])
    network.text("Both ways", under=sections["en"], also_in=[sections["en"]], day=date(2026, 3, 2))
    assert titles(listing.in_section(sections["en"])) == ["Both ways", "Here too"]


def test_a_large_section_is_listed_like_a_small_one(network, sections, texts, monkeypatch):
    network.text("Here too", under=network.section("News"), also_in=[sections["en"]])
    small = titles(listing.in_section(sections["en"]))
    monkeypatch.setattr(listing, "FEW", 2)
    assert titles(listing.in_section(sections["en"])) == small
    assert len(small) == 4


def test_drafts_and_private_texts_are_not_listed(network, sections):
    from wagtail.models import PageViewRestriction

    network.text("Draft", under=sections["en"], publish=False)
    private = network.text("Private", under=sections["en"])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert not listing.in_section(sections["en"])


def test_pages_have_twenty_texts(client, network):
    section = network.section()
    for number in range(21):
        network.text(f"Text {number}", under=section, day=date(2026, 1, 1) + timedelta(days=number))
    assert len(rows(client, section.url)) == 20
    assert [row.h2.text for row in rows(client, section.url + "?page=2")] == ["Text 0"]
    page = BeautifulSoup(client.get(section.url + "?language=en&page=1").content, "html.parser")
    assert page.select_one(".pagination a[rel=next]")["href"] == "?language=en&page=2"
    assert page.select_one(".pagination [aria-current=page]").text == "1"


@pytest.mark.parametrize("number", ["0", "3", "-1", "x", "", "1.5", "٣", "9" * 5000])
def test_a_page_that_does_not_exist_is_not_found(client, network, number):
    section = network.section()
    network.text(under=section)
    assert client.get(f"{section.url}?page={number}").status_code == 404


def test_an_empty_section_says_so(client, network):
    section = network.section()
    page = BeautifulSoup(client.get(section.url).content, "html.parser")
    assert page.select_one(".nothing").text == "Nothing here yet."


def test_the_heading_of_a_section_is_in_both_languages(client, sections):
    page = BeautifulSoup(client.get(sections["en"].url).content, "html.parser")
    assert page.h1.text == "Commentary | Комментарии"


def test_memos_stand_by_number(client, network):
    section = network.section("Memos", shows=Section.Shows.MEMOS)
    for number, day in ((9, 1), (11, 2), (10, 3)):
        network.text(f"Memo {number}", under=section, kind=Memo, number=number, day=date(2026, 1, day))
    network.text("No memo", under=network.section(), also_in=[section])
    found = rows(client, section.url)
    assert [row.h2.text for row in found] == ["Memo 11", "Memo 10", "Memo 9", "No memo"]
    assert found[0].select_one(".number").text == "Policy Memo No. 11"


def test_events_to_come_and_past_ones(client, network):
    events = network.section("Events", shows=Section.Shows.UPCOMING)
    past = network.section("Past Events", shows=Section.Shows.PAST, of_section=events)
    now = datetime.now(UTC)
    for title, days in (("Later", 20), ("Soon", 2), ("Yesterday", -2), ("Long ago", -200)):
        starts = now + timedelta(days=days)
        network.text(title, under=events, kind=Event, starts=starts, ends=starts + timedelta(hours=1), place="Hall 2")
    assert [row.h2.text for row in rows(client, events.url)] == ["Soon", "Later"]
    assert [row.h2.text for row in rows(client, past.url)] == ["Yesterday", "Long ago"]
    soon = rows(client, events.url)[0]
    assert "Hall 2" in soon.text
    assert soon.select_one("time")["datetime"].startswith(f"{now + timedelta(days=2):%Y-%m-%d}")
    page = BeautifulSoup(client.get(events.url).content, "html.parser")
    assert page.select_one(".subsections a")["href"] == past.url


def test_books_and_counterpoints_show_what_is_theirs(client, network):
    commentary = network.section()
    books = network.section("Books", shows=Section.Shows.BOOKS)
    network.text("A book", under=books, kind=Book, publisher="A Press", shop="https://example.org/shop")
    points = network.section("Points", shows=Section.Shows.COUNTERPOINTS)
    one, other = network.text("Yes", under=commentary), network.text("No", under=commentary)
    pair = network.text("Is it?", under=points, kind=Counterpoint, one_text=one, other_text=other)
    book = rows(client, books.url)[0]
    assert "A Press" in book.text and book.select_one("a[href='https://example.org/shop']")
    assert [item.text for item in rows(client, points.url)[0].select(".two li")] == ["Yes", "No"]
    sides = BeautifulSoup(client.get(pair.url).content, "html.parser").select(".side")
    assert [side.h2.text for side in sides] == ["Yes", "No"]


def test_texts_on_a_topic_and_by_a_person(client, network, sections):
    topic, ada, ben = network.topic(), network.person(), network.person("Ben", "Sample")
    network.text("By both", under=sections["en"], by=[ada, ben], on=[topic])
    network.text("By Ben", under=sections["en"], by=[ben])
    network.text("By the network", under=sections["en"], by=[ada], signed_by_network=True, on=[topic])
    assert set(titles(listing.on_topic(topic))) == {"By both", "By the network"}
    assert titles(listing.by_person(ada)) == ["By both"]
    row = next(row for row in rows(client, topic.get_absolute_url()) if row.h2.text == "By both")
    assert row.select_one(".byline").text == "Ada Example and Ben Sample"
    assert [link["href"] for link in row.select(".byline a")] == [ada.get_absolute_url(), ben.get_absolute_url()]

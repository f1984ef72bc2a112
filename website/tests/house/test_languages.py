"""The language switcher, and what the head of a page says about translations."""

from datetime import datetime
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.fixture
def text(network):
    section = network.section("Commentary")
    russian = network.section("Комментарии", language="ru", translation_key=section.translation_key)
    text = network.text("Quiet talks", under=section, lead="In short.")
    network.text("Тихие переговоры", under=russian, translation_key=text.translation_key, slug="tihie")
    return text


def soup(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def switcher(page):
    return {link["hreflang"]: link for link in page.select(".versions a")}


def test_it_leads_to_the_translation_else_to_the_home_page(client, text):
    links = switcher(soup(client, text.url))
    assert {language: unquote(link["href"]) for language, link in links.items()} == {
        "en": text.url, "ru": "/ru/комментарии/tihie/", "uk": "/uk/"
    }  # fmt: skip
    assert links["ru"].text == "Русский"
    assert links["uk"].text == "Українська (home page)"
    assert links["en"]["aria-current"] == "true"


def test_a_translation_that_is_not_public_is_not_led_to(client, text):
    from evenhand_site.publications.models import Publication

    Publication.objects.filter(slug="tihie").update(live=False)
    assert switcher(soup(client, text.url))["ru"]["href"] == "/ru/"


def test_a_page_with_one_address_for_all_languages_keeps_it(client, network):
    topic = network.topic("Trade", name_ru="Торговля")
    links = switcher(soup(client, f"/en/topic/{topic.slug}/"))
    assert links["ru"]["href"] == "/ru/topic/trade/"
    assert soup(client, "/ru/topic/trade/").h1.text == "Торговля"


def test_from_a_missing_page_it_leads_to_the_home_pages(client, network):
    answer = client.get("/en/nothing/here/")
    assert answer.status_code == 404
    links = switcher(BeautifulSoup(answer.content, "html.parser"))
    assert {language: link["href"] for language, link in links.items()} == {"en": "/en/", "ru": "/ru/", "uk": "/uk/"}


def test_a_text_names_its_translations(client, text):
    (link,) = soup(client, text.url).select(".translations a")
    assert (link.text, unquote(link["href"])) == ("Русский", "/ru/комментарии/tihie/")


def test_the_head_names_the_canonical_address_and_the_translations(client, text, settings):
    page = soup(client, text.url + "?utm=x")
    assert page.select_one("link[rel=canonical]")["href"] == settings.BASE_URL + text.url
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate][hreflang]")}
    assert set(alternates) == {"en", "ru", "x-default"}
    assert alternates["en"] == alternates["x-default"] == settings.BASE_URL + text.url
    assert page.select_one("meta[name=description]")["content"] == "In short."
    assert page.select_one("meta[property='og:title']")["content"] == "Quiet talks"
    assert page.select_one("meta[property='og:image']")["content"] == f"{settings.BASE_URL}/og/{text.pk}.png"


def test_a_page_of_a_list_is_its_own_canonical_address(client, network, settings):
    section = network.section()
    for number in range(21):
        network.text(f"Text {number}", under=section)
    page = soup(client, section.url + "?page=2&language=en")
    assert page.select_one("link[rel=canonical]")["href"] == f"{settings.BASE_URL}{section.url}?page=2"


@pytest.mark.parametrize(("language", "words"), [("en", "Skip to the text"), ("ru", None), ("uk", None)])
def test_every_page_says_its_language_and_can_be_skipped_to_its_text(client, homes, language, words):
    page = soup(client, f"/{language}/")
    assert page.html["lang"] == language
    skip = page.body.find("a")
    assert skip["href"] == "#main" and page.select_one("main#main")
    assert words is None or skip.text == words


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "3 November 2026", "3 November 2026, 12:00"),
        ("ru", "3 ноября 2026 г.", "3 ноября 2026 г. 12:00"),
        ("uk", "3 листопада 2026 р.", "3 листопада 2026 р., 12:00"),
    ],
)
def test_days_and_moments_read_well_in_every_language(language, day, moment):
    noon = datetime(2026, 11, 3, 12)
    with override(language):
        assert (date_format(noon), date_format(noon, "DATETIME_FORMAT")) == (day, moment)
        assert (date_format(noon, "SHORT_DATE_FORMAT"), date_format(noon, "SHORT_DATETIME_FORMAT")) == (day, moment)

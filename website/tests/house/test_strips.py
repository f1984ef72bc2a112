"""The strips: digital resources, what is recommended, the podcast."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from evenhand_site.house.models import Edition
from evenhand_site.podcasts.models import Episode


@pytest.fixture
def text(network):
    """A text, with seven recommended ones and twelve episodes around it."""
    commentary = network.section("Commentary")
    recommended = network.section("Recommended", second_title="Рекомендуем")
    podcast = network.section("Talks", shows="episodes")
    for number in range(6):
        network.text(f"Good {number}", under=commentary, also_in=[recommended], day=date(2026, 1, 1 + number))
    network.text("Its own", under=recommended, day=date(2026, 1, 20))
    for number in range(12):
        network.text(
            f"Talk {number}", under=podcast, kind=Episode, lead=f"About {number}.",
            audio_address="https://example.org/a.mp3", day=date(2025, 12, 1) - timedelta(days=number),
        )  # fmt: skip
    edition = Edition.objects.get(locale__language_code="en")
    edition.recommended, edition.podcast = recommended, podcast
    edition.resources = [
        ("resource", {"label": "Books", "page": None, "address": "/en/b/", "sign": "📚", "summary": "To read"})
    ]
    edition.save()
    return network.text("The text", under=commentary)


@pytest.fixture(params=["text", "home"])
def page(request, client, text):
    """The strips stand above a text, folded, and on the home page."""
    return BeautifulSoup(client.get(text.url if request.param == "text" else "/en/").content, "html.parser")


def test_resources_are_tiles(page):
    tile = page.select_one(".tiles li")
    assert (tile.a["href"], tile.select_one(".sign").text, tile.p.text) == ("/en/b/", "📚", "To read")


def test_the_five_newest_recommended_texts_have_a_link_to_view_them(page):
    items = page.select(".recommended li")
    assert [item.span.text for item in items] == ["Its own", "Good 5", "Good 4", "Good 3", "Good 2"]
    view = items[0].select_one(".view")
    assert view.text == "View: Its own"
    assert view["href"].startswith("/en/recommended/its-own")


def test_the_ten_newest_episodes_have_date_and_summary(page):
    items = page.select(".episodes li")
    assert [item.a.text for item in items] == [f"Talk {number}" for number in range(10)]
    assert (items[0].time["datetime"], items[0].p.text) == ("2025-12-01", "About 0.")


def test_strips_in_another_language_mark_what_is_english(client, text):
    english = Edition.objects.get(locale__language_code="en")
    edition = Edition.objects.get(locale__language_code="ru")
    edition.recommended, edition.podcast = english.recommended, english.podcast
    edition.save()
    page = BeautifulSoup(client.get("/ru/").content, "html.parser")
    for strip, foreign in ((".recommended", ".recommended li > span[lang]"), (".episodes", ".episodes li[lang]")):
        items = page.select(f"{strip} li")
        assert [mark["lang"] for mark in page.select(foreign)] == ["en"] * len(items) != []
        assert [item.select_one(".language").text.lower() for item in items] == ["английский"] * len(items)
    assert not BeautifulSoup(client.get("/en/").content, "html.parser").select(".strips .language")


def test_strips_above_a_text_open_without_a_script(client, text):
    page = BeautifulSoup(client.get(text.url).content, "html.parser")
    names = [strip.summary.text for strip in page.select(".strips details")]
    assert names == ["Digital resources", "Recommended", "Talks"]


def test_an_edition_without_strips_has_none(client, network):
    text = network.text(under=network.section())
    assert not BeautifulSoup(client.get(text.url).content, "html.parser").select(".strips details")


def test_a_sign_that_few_fonts_have_is_drawn(page):
    assert page.select_one(".tiles .sign use")["href"].endswith("#books")

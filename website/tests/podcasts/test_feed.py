"""The feed of a podcast: what Apple's directory requires, and what another program reads in it."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import feedparser
import pytest
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from evenhand_site.podcasts.categories import CATEGORIES
from evenhand_site.podcasts.models import Episode, PodcastFeed
from PIL import Image as Picture

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
ATOM = "{http://www.w3.org/2005/Atom}"
#: "A podcaster's guide to RSS" (Apple): required of a show and of an episode. Author, owner, link, copyright, guid,
#: pubDate and duration are recommended there; this site's feeds have them always.
OF_A_SHOW = ["title", "description", f"{ITUNES}image", "language", f"{ITUNES}category", f"{ITUNES}explicit"]
ALSO_OF_A_SHOW = ["link", f"{ITUNES}author", f"{ITUNES}owner", f"{ITUNES}type", f"{ATOM}link"]
OF_AN_EPISODE = ["title", "enclosure"]
ALSO_OF_AN_EPISODE = ["guid", "pubDate", "description", "link", f"{ITUNES}explicit", f"{ITUNES}episodeType"]
TYPES = {"audio/x-m4a", "audio/mpeg", "video/quicktime", "video/mp4", "video/x-m4v", "application/pdf"}


def fetched(client, address="/en/podcast/podcast/feed.xml") -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    return answer.content


def channel_of(content: bytes) -> Element:
    root = fromstring(content)
    assert root.tag == "rss" and root.get("version") == "2.0" and len(root) == 1
    return root[0]


def check_as_apple_does(content: bytes) -> None:
    """Every rule of Apple's that the file itself can break."""
    show = channel_of(content)
    for tag in [*OF_A_SHOW, *ALSO_OF_A_SHOW]:
        assert len(show.findall(tag)) == 1, f"{tag} must stand once"
    for tag in ("title", "description", "language", "link", f"{ITUNES}author"):
        assert show.findtext(tag).strip(), f"{tag} must not be empty"
    assert len(show.findtext("description").encode()) <= 4000
    assert re.fullmatch("[a-z]{2}(-[a-z]{2})?", show.findtext("language"))
    assert show.findtext(f"{ITUNES}explicit") in ("true", "false")
    assert show.findtext(f"{ITUNES}type") in ("episodic", "serial")
    assert re.search(r"\.(jpg|png)$", urlsplit(show.find(f"{ITUNES}image").get("href")).path)
    category = show.find(f"{ITUNES}category")
    assert category.get("text") in CATEGORIES
    for below in category:
        assert below.tag == f"{ITUNES}category" and below.get("text") in CATEGORIES[category.get("text")]
    owner = show.find(f"{ITUNES}owner")
    assert owner.findtext(f"{ITUNES}name") and "@" in owner.findtext(f"{ITUNES}email")
    assert show.find(f"{ATOM}link").get("rel") == "self"
    guids = [item.findtext("guid") for item in show.findall("item")]
    assert guids and len(set(guids)) == len(guids)
    for item in show.findall("item"):
        check_episode(item)


def check_episode(item: Element) -> None:
    for tag in [*OF_AN_EPISODE, *ALSO_OF_AN_EPISODE]:
        assert len(item.findall(tag)) == 1, f"{tag} must stand once"
    assert item.findtext("title").strip() and item.findtext("guid").strip()
    sound = item.find("enclosure")
    assert re.match("https?://", sound.get("url"))
    assert sound.get("length").isdigit() and sound.get("type") in TYPES
    assert re.fullmatch(
        r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
        r" \d\d:\d\d:\d\d [+-]\d{4}",
        item.findtext("pubDate"),
    )
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext(f"{ITUNES}explicit") in ("true", "false")
    assert item.findtext(f"{ITUNES}episodeType") in ("full", "trailer", "bonus")
    for number in ("duration", "episode", "season"):
        assert re.fullmatch("[1-9][0-9]*", item.findtext(f"{ITUNES}{number}", "1"))


def test_the_feed_has_what_apple_requires(channel, episode, sound, client):
    episode("Plain")
    episode("Of the site", audio=sound(), audio_address="", seconds=3723, number=2, season=1, explicit=True)
    check_as_apple_does(fetched(client))


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_the_feed_of_another_language_says_so(network, picture, episode, client, language):
    section = network.section("Подкаст", language=language, shows="episodes", slug="podcast")
    PodcastFeed.objects.create(
        section=section, title="Рівні руки", description="Про що сперечаються і чого це коштує", image=picture(),
        author="Приклад", owner_name="Приклад", owner_email="office@example.org", category="History",
    )  # fmt: skip
    episode("Розмова про ціну", under=section)
    content = fetched(client, f"/{language}/podcast/podcast/feed.xml")
    check_as_apple_does(content)
    show = channel_of(content)
    assert show.findtext("language") == language and show.findtext("title") == "Рівні руки"
    assert f"/{language}/" in show.findtext("link") and f"/{language}/" in show.find(f"{ATOM}link").get("href")


def test_the_picture_of_the_feed_is_square_and_large_enough(channel, episode, client, media):
    episode()
    address = channel_of(fetched(client)).find(f"{ITUNES}image").get("href")
    with Picture.open(io.BytesIO(b"".join(client.get(urlsplit(address).path)))) as picture:
        assert picture.size == (1400, 1400) and picture.format == "JPEG" and picture.mode == "RGB"


def test_a_larger_picture_is_made_as_small_as_apple_wants(channel, episode, picture, client):
    channel.image = picture(3200, 3200)
    channel.full_clean()
    channel.save()
    episode()
    address = channel_of(fetched(client)).find(f"{ITUNES}image").get("href")
    with Picture.open(io.BytesIO(b"".join(client.get(urlsplit(address).path)))) as made:
        assert made.size == (3000, 3000)


def test_another_program_reads_what_was_written(channel, episode, sound, client):
    page = episode(
        "Що втрачають обидві сторони & <чому>", lead="Перше речення.\n\nДруге «речення».", audio=sound(b"x" * 1234),
        audio_address="", seconds=3723, season=2, number=7, day=date(2026, 3, 3),
    )  # fmt: skip
    read = feedparser.parse(io.BytesIO(fetched(client)))
    assert not read.bozo and read.version == "rss20"
    assert read.feed.title == "Even hands"
    assert read.feed.subtitle == "Talks about &lt;disputes&gt; &amp; what they cost."  # as HTML
    (entry,) = read.entries
    assert entry.title == "Що втрачають обидві сторони & <чому>"
    assert entry.id == page.guid and not entry.guidislink
    assert entry.itunes_duration == "3723" and (entry.itunes_season, entry.itunes_episode) == ("2", "7")
    assert datetime(*entry.published_parsed[:6]).date() == date(2026, 3, 3)
    (enclosure,) = entry.enclosures
    assert (enclosure.length, enclosure.type) == ("1234", "audio/mpeg")
    assert b"".join(client.get(urlsplit(enclosure.href).path)) == b"x" * 1234
    assert urlsplit(entry.link).path == page.url


def test_episodes_stand_newest_first_and_only_those_that_sound_and_are_out(channel, episode, client):
    episode("Old", day=date(2025, 1, 1))
    episode("New", day=date(2026, 1, 1))
    episode("Silent", audio_address="")
    episode("Draft", publish=False)
    shown = [item.findtext("title") for item in channel_of(fetched(client)).findall("item")]
    assert shown == ["New", "Old"]


def test_the_moment_is_that_of_publication_where_it_fell_on_the_printed_date(channel, episode, client):
    page = episode(day=date(2026, 3, 3))

    def moment():
        return parsedate_to_datetime(channel_of(fetched(client)).find("item").findtext("pubDate"))

    assert moment() == datetime(2026, 3, 3, 12, tzinfo=UTC)
    Episode.objects.filter(pk=page.pk).update(first_published_at=datetime(2026, 3, 3, 9, 30, tzinfo=UTC))
    assert moment() == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def test_signs_that_xml_does_not_have_are_left_out(channel, episode, client):
    episode("Form\x0cfeed\x1b", lead="Bell \x07 \ufffe")
    (entry,) = feedparser.parse(io.BytesIO(fetched(client))).entries
    assert entry.title == "Formfeed"


def test_an_identity_is_kept_for_life(episode):
    page = episode()
    guid = page.guid
    page.title = "Another"
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.guid == guid and guid.startswith("urn:uuid:")
    assert page.copy(update_attrs={"slug": "copy"}).guid != guid


def test_a_feed_takes_as_many_queries_for_many_episodes_as_for_few(
    channel, episode, sound, client, django_assert_max_num_queries
):
    episode(audio=sound(), audio_address="")
    fetched(client)
    with django_assert_max_num_queries(30) as few:
        fetched(client)
    for _ in range(8):
        episode(audio=sound(), audio_address="")
    with django_assert_max_num_queries(len(few)):
        fetched(client)


def test_a_section_without_a_channel_has_no_feed(section, network, client):
    for address in ("/en/podcast/podcast/feed.xml", "/en/podcast/nothing/feed.xml", "/ru/podcast/podcast/feed.xml"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("width", "height"), [(1399, 1399), (1400, 1500), (3000, 1400)])
def test_a_picture_that_directories_refuse_is_refused_first(channel, picture, width, height):
    channel.image = picture(width, height)
    with pytest.raises(ValidationError, match=f"{width} × {height}"):
        channel.full_clean()


def test_a_description_that_is_too_long_is_refused(channel):
    channel.description = "я" * 2001
    with pytest.raises(ValidationError, match="4,000 bytes"):
        channel.full_clean()


def test_only_categories_that_directories_know_are_taken(channel):
    channel.category = "Geopolitics"
    with pytest.raises(ValidationError, match="category"):
        channel.full_clean()


def test_a_channel_belongs_to_a_section_of_episodes(channel, network):
    channel.section = network.section("Commentary")
    with pytest.raises(ValidationError, match="section"):
        channel.full_clean()


@pytest.mark.parametrize("old", ["/?feed=podcast", "/feed/podcast/", "/ru/feed/podcast/"])
def test_where_wordpress_had_the_feed_it_leads_here(client, channel, old):
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, channel.get_absolute_url())

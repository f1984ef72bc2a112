"""The map of the site, what robots are asked, and addresses that stay good."""

from __future__ import annotations

from itertools import chain
from xml.etree import ElementTree

import pytest
from django.conf import settings
from evenhand_site.discovery import addresses
from evenhand_site.publications.models import Publication
from wagtail.models import PageViewRestriction

MAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


def locations(content):
    return [each.text for each in ElementTree.fromstring(content).iter(f"{MAP}loc")]


def of_pages(client):
    return locations(client.get("/sitemap-pages-1.xml").content)


@pytest.fixture
def library(network):
    section = network.section("Commentary")
    network.text("Harbour", under=section, by=[network.person()], on=[network.topic("Ferries")], slug="harbour")
    return section


def test_the_map_leads_to_every_page_person_and_topic(client, library):
    files = locations(client.get("/sitemap.xml").content)
    found = [
        address for each in files for address in locations(client.get(each.removeprefix(settings.BASE_URL)).content)
    ]
    assert len(found) == len(set(found))
    for path in (
        "/en/",
        "/ru/",
        "/en/commentary/",
        "/en/commentary/harbour/",
        "/uk/topic/ferries/",
        "/ru/person/ada-example/",
    ):
        assert settings.BASE_URL + path in found
        assert client.get(path).status_code == 200


def test_translations_name_one_another(client, library, network):
    russian = network.section("Комментарии", language="ru", slug="kommentarii")
    russian.translation_key = library.translation_key
    russian.save()
    root = ElementTree.fromstring(client.get("/sitemap-pages-1.xml").content)
    entries = {url.findtext(f"{MAP}loc"): url for url in root}
    for path in ("/en/commentary/", "/ru/kommentarii/"):
        links = {
            each.get("hreflang"): each.get("href") for each in entries[settings.BASE_URL + path].iter(f"{XHTML}link")
        }
        english = f"{settings.BASE_URL}/en/commentary/"
        assert links == {"en": english, "ru": f"{settings.BASE_URL}/ru/kommentarii/", "x-default": english}
    text = entries[f"{settings.BASE_URL}/en/commentary/harbour/"]
    assert not list(text.iter(f"{XHTML}link")) and text.findtext(f"{MAP}lastmod")


def test_what_is_not_public_is_not_on_the_map(client, library, network):
    network.text("Draft", under=library, publish=False, slug="draft")
    closed = network.section("Closed")
    network.text("Inside", under=closed, slug="inside")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert not [address for address in of_pages(client) if address.endswith(("/draft/", "/closed/", "/inside/"))]


def test_a_large_map_is_split(client, library, monkeypatch):
    whole = of_pages(client)
    monkeypatch.setattr(addresses, "MOST", 2)
    files = [each for each in locations(client.get("/sitemap.xml").content) if "pages" in each]
    parts = [locations(client.get(each.removeprefix(settings.BASE_URL)).content) for each in files]
    assert len(files) == -(-len(whole) // 2) and max(map(len, parts)) == 2 and list(chain.from_iterable(parts)) == whole
    assert client.get(f"/sitemap-pages-{len(files) + 1}.xml").status_code == 404
    assert client.get("/sitemap-others-1.xml").status_code == client.get("/sitemap-pages-0.xml").status_code == 404


def test_the_map_takes_few_queries(client, library, network, django_assert_max_num_queries):
    for number in range(20):
        network.text(f"Text {number}", under=library)
    with django_assert_max_num_queries(12):
        client.get("/sitemap-pages-1.xml")


def test_robots_find_the_map_and_stay_out_of_the_office(client, homes):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert {
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /account/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    } <= set(lines)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_moved_or_renamed_text_is_found_at_its_old_address(
    client, network, language, django_capture_on_commit_callbacks
):
    section, other = network.section("One", language=language), network.section("Two", language=language)
    text = network.text("Harbour", under=section, slug="harbour")
    old = text.url
    text.slug = "haven"
    with django_capture_on_commit_callbacks(execute=True):
        text.save_revision().publish()
    renamed = Publication.objects.get(pk=text.pk).url
    assert client.get(old).status_code == 301 and client.get(old)["Location"] == renamed
    with django_capture_on_commit_callbacks(execute=True):
        Publication.objects.get(pk=text.pk).move(other, "last-child")
    moved = Publication.objects.get(pk=text.pk).url
    assert moved == f"/{language}/two/haven/"
    for address in (old, renamed):
        assert client.get(address)["Location"] == moved
    assert client.get(moved).status_code == 200


def test_texts_below_a_renamed_section_are_found_at_their_old_addresses(
    client, library, django_capture_on_commit_callbacks
):
    old = library.url + "harbour/"
    library.slug = "comments-and-more"
    with django_capture_on_commit_callbacks(execute=True):
        library.save_revision().publish()
    assert client.get(old, follow=True).redirect_chain == [("/en/comments-and-more/harbour/", 301)]


def test_a_translation_is_its_own_canonical_page(client, library, network):
    russian = network.section("Комментарии", language="ru", slug="kommentarii")
    russian.translation_key = library.translation_key
    russian.save()
    html = client.get(russian.url).content.decode()
    assert f'<link rel="canonical" href="{settings.BASE_URL}/ru/kommentarii/">' in html
    for language in ("en", "x-default"):
        assert f'<link rel="alternate" hreflang="{language}" href="{settings.BASE_URL}/en/commentary/">' in html


def test_a_page_in_one_language_names_no_other(client, library):
    assert "x-default" not in client.get(library.url).content.decode()


def test_without_english_the_first_language_is_for_all(client, network):
    russian, ukrainian = network.section("Записки", language="ru"), network.section("Нотатки", language="uk")
    ukrainian.translation_key = russian.translation_key
    ukrainian.save()
    html = client.get(ukrainian.url).content.decode()
    assert f'hreflang="x-default" href="{settings.BASE_URL}{russian.url}"' in html
    root = ElementTree.fromstring(client.get("/sitemap-pages-1.xml").content)
    urls = {url.findtext(f"{MAP}loc"): url for url in root}
    links = urls[settings.BASE_URL + ukrainian.url].iter(f"{XHTML}link")
    assert {each.get("hreflang"): each.get("href") for each in links}["x-default"] == settings.BASE_URL + russian.url


def test_a_file_without_addresses_is_not_on_the_map(client, homes):
    assert locations(client.get("/sitemap.xml").content) == [f"{settings.BASE_URL}/sitemap-pages-1.xml"]
    for kind in ("people", "topics"):
        assert client.get(f"/sitemap-{kind}-1.xml").status_code == 404

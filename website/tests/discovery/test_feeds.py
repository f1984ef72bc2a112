"""Feeds for everything, in three formats, that other programs read."""

from __future__ import annotations

import json
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings
from evenhand_site.comments.models import Comment
from evenhand_site.taskforces.models import TaskForce
from wagtail.models import PageViewRestriction

FORMATS = ["rss", "atom", "json"]
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def library(network):
    section = network.section("Commentary", second_title="Комментарии")
    authors = [network.person("Ada", "Quill"), network.person("Bo", "Reed")]
    body = '<p>See <a href="/en/about/">us</a>\x08 and <b>them</b>.</p>'
    about = {"on": [network.topic("Ferries")], "day": date(2024, 5, 1), "lead": "A lead\x00 & more."}
    network.text("Quiet & <talks>\x0b", under=section, by=authors, body=body, **about)
    network.text("Newer", under=section, day=date(2025, 5, 1))
    network.text("Draft", under=section, publish=False)
    return section


def addresses(library, network):
    force = network.homes["en"].add_child(
        instance=TaskForce(title="Harbours", slug="harbours", topic=network.topic("Ferries"))
    )
    return {
        "site/en": 2,
        f"section/{library.pk}": 2,
        "topic/ferries": 1,
        "person/ada-quill": 1,
        f"task-force/{force.pk}": 1,
        "search/results": 2,
    }


@pytest.mark.parametrize("form", FORMATS)
def test_there_is_a_feed_for_everything(client, library, network, form):
    for address, number in addresses(library, network).items():
        answer = client.get(f"/en/feed/{address}.{form}")
        assert answer.status_code == 200, address
        assert answer["Content-Type"] == f"{TYPES[form]}; charset=utf-8"
        if form == "json":
            assert len(json.loads(answer.content)["items"]) == number, address
        else:
            feed = feedparser.parse(answer.content)
            assert feed.bozo == 0 and len(feed.entries) == number, address


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_entry_tells_all_that_a_reader_needs(client, library, form):
    feed = feedparser.parse(client.get("/en/feed/topic/ferries.atom".replace("atom", form)).content)
    entry = feed.entries[0]
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[form]
    assert feed.feed.title == "Ferries · Test network" and feed.feed.link == f"{settings.BASE_URL}/en/topic/ferries/"
    assert entry.title == "Quiet & <talks>"
    summary = {"rss": ("text/html", "A lead &amp; more."), "atom": ("text/plain", "A lead & more.")}[form]
    assert (entry.summary_detail.type, entry.summary) == summary
    assert entry.link == f"{settings.BASE_URL}/en/commentary/quiet-talks-1/"
    assert entry.id.startswith("urn:uuid:")
    assert entry.published_parsed[:3] == (2024, 5, 1)
    assert {tag.term for tag in entry.tags} == {"Commentary | Комментарии", "Ferries"}
    assert entry.authors[-1]["name"] == "Bo Reed"
    assert f'<a href="{settings.BASE_URL}/en/about/">us</a>' in entry.content[0].value


def test_a_lead_that_looks_like_markup_is_read_as_words(client, network):
    section = network.section("Memos")
    network.text("Bold", under=section, lead="Use <b> & not <script>x</script>")
    address = f"/en/feed/section/{section.pk}"
    rss = ElementTree.fromstring(client.get(f"{address}.rss").content)
    read_as_html = rss.findtext("channel/item/description")
    assert read_as_html == "Use &lt;b&gt; &amp; not &lt;script&gt;x&lt;/script&gt;"
    atom = ElementTree.fromstring(client.get(f"{address}.atom").content)
    assert atom.findtext(f"{ATOM}entry/{ATOM}summary") == "Use <b> & not <script>x</script>"


def test_atom_has_what_rfc_4287_requires(client, library):
    root = ElementTree.fromstring(client.get(f"/en/feed/section/{library.pk}.atom").content)
    for element in [root, *root.iter(f"{ATOM}entry")]:
        assert {"id", "title", "updated"} <= {child.tag.removeprefix(ATOM) for child in element}
        assert all(len(list(element.iterfind(f"{ATOM}{name}"))) == 1 for name in ("id", "title", "updated"))
    assert root.find(f"{ATOM}author") is not None
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"{settings.BASE_URL}/en/feed/section/{library.pk}.atom"
    assert [author.find(f"{ATOM}name").text for author in root.findall(f"{ATOM}entry")[1].iter(f"{ATOM}author")] == [
        "Ada Quill",
        "Bo Reed",
    ]


def test_rss_has_what_the_specification_requires(client, library):
    channel = ElementTree.fromstring(client.get(f"/en/feed/section/{library.pk}.rss").content).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "language", "lastBuildDate"))
    for item in channel.iter("item"):
        assert item.findtext("title") and item.findtext("link") and item.find("guid").get("isPermaLink") == "false"
    creators = [each.text for each in channel.iter("{http://purl.org/dc/elements/1.1/}creator")]
    assert creators == ["Ada Quill", "Bo Reed"]


def test_json_has_what_version_1_1_requires(client, library):
    feed = json.loads(client.get(f"/en/feed/section/{library.pk}.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
    assert feed["feed_url"] == f"{settings.BASE_URL}/en/feed/section/{library.pk}.json"
    item = feed["items"][1]
    assert item["authors"][0] == {"name": "Ada Quill", "url": f"{settings.BASE_URL}/en/person/ada-quill/"}
    assert (
        item["language"] == "en" and item["tags"][-1] == "Ferries" and item["date_published"].startswith("2024-05-01T")
    )
    assert all(each["id"] and each["content_html"] for each in feed["items"])


def test_the_newest_stand_first_and_not_more_than_fifty(client, library, network):
    for number in range(55):
        network.text(f"Text {number}", under=library, day=date(2026, 1, 1))
    feed = feedparser.parse(client.get("/en/feed/site/en.atom").content)
    assert len(feed.entries) == 50 and "Newer" not in [entry.title for entry in feed.entries]


def test_the_number_of_queries_does_not_grow_with_the_feed(client, library, network, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/en/feed/site/en.atom")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/feed/site/en.atom")
    for number in range(10):
        network.text(f"Text {number}", under=library, by=[network.person("Ann", f"N{number}")])
    with django_assert_max_num_queries(len(few)):
        client.get("/en/feed/site/en.atom")


def test_ids_stay_when_a_text_moves_and_differ_between_languages(client, library, network):
    def ids(form="atom"):
        return {
            entry.title: entry.id for entry in feedparser.parse(client.get(f"/en/feed/site/en.{form}").content).entries
        }

    before = ids()
    text = library.get_children().get(title="Newer").specific
    text.slug = "moved"
    text.save_revision().publish()
    text.move(network.section("Elsewhere"), "last-child")
    assert ids() == before == ids("rss") and len(set(before.values())) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_reader_that_has_the_feed_already_is_told_so(client, library, network, form):
    address = f"/en/feed/site/en.{form}"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    network.text("One more", under=library)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_text_that_is_withdrawn_changes_the_feed(client, library):
    first = client.get("/en/feed/site/en.rss")
    library.get_children().get(title="Newer").unpublish()
    again = client.get("/en/feed/site/en.rss", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200 and b"Newer" not in again.content


def test_a_feed_of_a_search_finds_what_the_search_finds(client, library):
    feed = feedparser.parse(client.get("/en/feed/search/results.atom", {"q": "talking", "author": "ada-quill"}).content)
    assert [entry.title for entry in feed.entries] == ["Quiet & <talks>"]
    assert feed.feed.link == f"{settings.BASE_URL}/en/search/?q=talking&author=ada-quill"
    assert client.get("/en/feed/search/results.rss", {"q": '"*( NEAR', "year": "x"}).status_code == 200


def test_comments_have_a_feed_of_their_own_with_approved_ones_only(client, library):
    text = library.get_children().get(title="Newer").specific
    Comment.objects.create(page=text, author_name="Cy", text="Well <said>", state=Comment.State.APPROVED)
    Comment.objects.create(page=text, author_name="Cy", text="Waiting", state=Comment.State.PENDING)
    for key in (text.pk, "all"):
        feed = feedparser.parse(client.get(f"/en/feed/comments/{key}.atom").content)
        assert feed.bozo == 0 and [entry.title for entry in feed.entries] == ["Cy on “Newer”"]
        assert "Well &lt;said&gt;" in feed.entries[0].content[0].value


@pytest.mark.parametrize(
    "address",
    ["nothing/x.rss", "site/xx.rss", "section/0.rss", "section/x.rss", "section/99999999999.rss", "topic/none.atom",
     "person/none.json", "task-force/9.rss", "search/else.rss", "comments/x.rss", "site/en.xml", "topic/%00.rss",
     "section/%D9%A3.rss"],
)  # fmt: skip
def test_what_does_not_exist_has_no_feed(client, library, address):
    assert client.get(f"/en/feed/{address}").status_code == 404


def test_a_private_section_has_no_feed_and_its_texts_stand_in_none(client, library):
    PageViewRestriction.objects.create(page=library, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/en/feed/section/{library.pk}.rss").status_code == 404
    assert not feedparser.parse(client.get("/en/feed/site/en.rss").content).entries


def test_pages_name_their_feeds_to_readers_and_to_programs(client, library, network):
    text = library.get_children().get(title="Newer")
    for address, feed in {
        library.url: f"/en/feed/section/{library.pk}",
        "/en/topic/ferries/": "/en/feed/topic/ferries",
        "/en/person/ada-quill/": "/en/feed/person/ada-quill",
        text.url: f"/en/feed/comments/{text.pk}",
        "/en/search/?q=talks": "/en/feed/search/results",
    }.items():
        html = client.get(address).content.decode()
        head = html[: html.index("</head>")]
        for form in FORMATS:
            assert f'type="{TYPES[form]}"' in head and f'href="{settings.BASE_URL}{feed}.{form}' in head, address
            assert f'href="{settings.BASE_URL}/en/feed/site/en.{form}"' in head, address


def test_an_empty_feed_is_valid(client, homes):
    for form in ("rss", "atom"):
        feed = feedparser.parse(client.get(f"/uk/feed/site/uk.{form}").content)
        assert feed.bozo == 0 and not feed.entries and feed.feed.language == "uk"

"""What pages tell programs: JSON-LD, Highwire Press and Dublin Core."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from evenhand_site.academy.models import Course
from evenhand_site.citing.structured import as_script
from evenhand_site.events.models import Event
from evenhand_site.podcasts.models import Episode
from evenhand_site.publications.models import Book, Correction, Counterpoint, Memo, Publication


def head(**context):
    html = Template('{% include "citing/meta.html" %}').render(
        Context({"request": RequestFactory().get("/"), **context})
    )
    pairs = [(name, unescape(value)) for name, value in re.findall(r'<meta name="([^"]*)" content="([^"]*)">', html)]
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return pairs, [json.loads(block) for block in blocks]


def nodes(**context):
    _pairs, (block,) = head(**context)
    assert block["@context"] == "https://schema.org"
    return {node["@type"]: node for node in block["@graph"]}


@pytest.fixture
def ada(network):
    return network.person("Ada", "Example", orcid="0000-0002-1825-0097", website="https://example.org/ada")


def test_a_text_tells_its_authors_publisher_language_and_trail(network, ada):
    section = network.section()
    text = network.text("Quiet talks", under=section, by=[ada], on=[network.topic("Grain")], lead="In short.")
    found = nodes(page=text)
    article = found["ScholarlyArticle"]
    assert (article["headline"], article["inLanguage"], article["datePublished"]) == ("Quiet talks", "en", "2026-03-01")
    assert article["author"][0]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
    assert article["publisher"]["name"] == "Test network"
    assert article["about"] == [{"@type": "Thing", "name": "Grain"}]
    trail = found["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in trail] == [
        (1, "Test network"), (2, "Commentary"), (3, "Quiet talks")
    ]  # fmt: skip
    assert trail[1]["item"] == f"http://127.0.0.1:8000{section.url}"


def test_a_text_tells_its_public_translations(network):
    text = network.text("Quiet talks", under=network.section())
    russian = network.section("Раздел", language="ru")
    other = network.text("Тихие переговоры", under=russian, translation_key=text.translation_key)
    ukrainian = network.section("Розділ", language="uk")
    network.text("Чернетка", under=ukrainian, translation_key=text.translation_key, publish=False)
    (translation,) = nodes(page=text)["ScholarlyArticle"]["workTranslation"]
    assert (translation["inLanguage"], translation["name"]) == ("ru", "Тихие переговоры")
    assert translation["@id"].endswith(other.url)


STARTS = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "fields", "expected", "wanted"),
    [
        (Publication, {}, "ScholarlyArticle", {"inLanguage": "en"}),
        (Memo, {"number": 12}, "Report", {"reportNumber": "Policy Memo 12"}),
        (Counterpoint, {}, "Article", {"headline": "A text"}),
        (Book, {"isbn": "9780000000002"}, "Book", {"isbn": "9780000000002", "name": "A text"}),
        (Episode, {"number": 14}, "PodcastEpisode", {"episodeNumber": 14}),
        (Event, {"starts": STARTS, "place": "Geneva"}, "Event", {"startDate": "2026-03-01T12:00:00+00:00"}),
        (Event, {"starts": STARTS, "ends": STARTS + timedelta(days=1), "all_day": True}, "Event",
         {"startDate": "2026-03-01", "endDate": "2026-03-02"}),
        (Course, {"institution": "A school"}, "Course", {"provider": {"@type": "Organization", "name": "A school"}}),
    ],
)  # fmt: skip
def test_each_kind_has_its_type(network, kind, fields, expected, wanted):
    node = nodes(page=network.text(under=network.section(), kind=kind, **fields))[expected]
    assert {name: node[name] for name in wanted} == wanted


def test_an_event_tells_place_and_state_and_is_no_work(network):
    event = network.text(under=network.section(), kind=Event, starts=STARTS, place="Geneva", cancelled=True)
    node = nodes(page=event)["Event"]
    assert node["location"][0]["name"] == "Geneva"
    assert node["eventStatus"] == "https://schema.org/EventCancelled"
    assert node["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert "datePublished" not in node and "encoding" not in node


def test_an_episode_has_its_sound(network):
    episode = network.text(under=network.section(), kind=Episode, audio_address="https://example.org/a.mp3", seconds=90)
    node = nodes(page=episode)["PodcastEpisode"]
    assert node["associatedMedia"]["contentUrl"] == "https://example.org/a.mp3"
    assert (node["duration"], node["partOfSeries"]["name"]) == ("PT90S", "Commentary")


def test_corrections_are_told_as_words(network):
    text = network.text(under=network.section())
    text.corrections = [Correction(text="<p>A <b>number</b> was wrong.</p>", sort_order=0)]
    assert nodes(page=text)["ScholarlyArticle"]["correction"] == ["A number was wrong."]


def test_a_profile_is_a_person(ada):
    node = nodes(person=ada)["Person"]
    assert (node["name"], node["familyName"]) == ("Ada Example", "Example")
    assert node["sameAs"] == ["https://orcid.org/0000-0002-1825-0097", "https://example.org/ada"]


def test_the_home_page_is_the_network(network):
    found = nodes(page=network.homes["en"])
    assert found["Organization"]["name"] == "Test network"
    assert found["WebSite"]["publisher"] == {"@id": found["Organization"]["@id"]}


def test_other_pages_tell_nothing(network):
    assert head(page=network.section()) == ([], [])


def test_words_cannot_leave_the_data_block():
    trap = "</script><script>alert(1)</script><!-- \u2028 &amp;"
    block = str(as_script({"name": trap}))
    assert block.count("<") == block.count(">") == 2
    assert json.loads(re.fullmatch(r"<script[^>]*>(.*)</script>", block)[1]) == {"name": trap}


def test_highwire_tags_of_a_memo(network, ada):
    memo = network.text(
        "Quiet “talks” & <more>", under=network.section(), kind=Memo, by=[ada], on=[network.topic("Grain")]
    )
    pairs, _blocks = head(page=memo)
    tags = dict(pairs)
    assert tags["citation_title"] == "Quiet “talks” & <more>"
    assert tags["citation_publication_date"] == "2026/03/01"
    assert tags["citation_author_orcid"] == "https://orcid.org/0000-0002-1825-0097"
    assert (tags["citation_technical_report_number"], tags["citation_keywords"]) == ("1", "Grain")
    assert tags["citation_pdf_url"] == f"http://127.0.0.1:8000/en/pdf/{memo.pk}.pdf"


def test_authors_are_told_one_by_one_in_order(network, ada):
    text = network.text(under=network.section(), by=[ada, network.person("Ben", "Sample")])
    pairs, _blocks = head(page=text)
    assert [value for name, value in pairs if name == "citation_author"] == ["Ada Example", "Ben Sample"]
    assert [value for name, value in pairs if name == "DC.creator"] == ["Ada Example", "Ben Sample"]


def test_dublin_core_of_a_text_that_the_network_signs(network):
    tags = dict(head(page=network.text(under=network.section(), signed_by_network=True))[0])
    assert (tags["DC.creator"], tags["DC.language"], tags["DC.date"]) == ("Test network", "en", "2026-03-01")
    assert "DC.rights" not in tags

"""Taking over an existing podcast, once and again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from evenhand_site.commands.import_podcast import import_podcast as command
from evenhand_site.podcasts.entries import read, safe_html, words
from evenhand_site.podcasts.importing import NotAFeed, NotFetched, content_of, import_podcast
from evenhand_site.podcasts.models import Episode

ITEM = {
    "title": "The price of silence",
    "guid": "tag:example.org,2022:1",
    "pubDate": "Wed, 23 Feb 2022 10:00:00 +0200",
    "description": "What two sides lose when they do not talk.",
    "itunes:duration": "31:05",
    "itunes:season": "2",
    "itunes:episode": "7",
    "enclosure": ("https://sound.example.org/1.mp3", "1000", "audio/mpeg"),
}


def item(**changes):
    parts = []
    for name, value in {**ITEM, **changes}.items():
        if value is None:
            continue
        if name == "enclosure":
            parts.append('<enclosure url="{}" length="{}" type="{}"/>'.format(*value))
        elif name == "content":
            parts.append(f"<content:encoded><![CDATA[{value}]]></content:encoded>")
        else:
            parts.append(f"<{name}>{value}</{name}>")
    return f"<item>{''.join(parts)}</item>"


def rss(*items):
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>A podcast</title>{''.join(items or [item()])}</channel></rss>"
    ).encode()


@pytest.fixture
def taken(section):
    """Import, and the episodes that are there afterwards."""

    def take(content, **options):
        report = import_podcast(content, section, **options)
        return report, list(Episode.objects.child_of(section).order_by("date"))

    return take


def test_an_entry_becomes_an_episode_with_everything_that_the_feed_says(taken):
    report, (page,) = taken(rss())
    assert report.added == ["The price of silence"] and not report.skipped
    assert page.live and page.title == "The price of silence" and page.guid == "tag:example.org,2022:1"
    assert page.lead == "What two sides lose when they do not talk." and page.date == date(2022, 2, 23)
    assert page.first_published_at == datetime(2022, 2, 23, 8, tzinfo=UTC)
    assert (page.audio_address, page.audio_bytes, page.audio_type) == (
        "https://sound.example.org/1.mp3", 1000, "audio/mpeg",
    )  # fmt: skip
    assert (page.seconds, page.season, page.number) == (1865, 2, 7)
    assert page.signed_by_network


def test_imported_episodes_are_in_the_feed_of_the_site(channel, taken, client):
    import io

    import feedparser

    taken(rss())
    (entry,) = feedparser.parse(io.BytesIO(client.get("/en/podcast/podcast/feed.xml").content)).entries
    assert entry.id == "tag:example.org,2022:1" and entry.published == "Wed, 23 Feb 2022 08:00:00 +0000"
    assert entry.enclosures[0].href == "https://sound.example.org/1.mp3"


def test_a_second_import_changes_nothing(taken):
    feed = rss(item(), item(guid="2", title="Another"))
    taken(feed)
    before = list(Episode.objects.values_list("pk", "latest_revision_created_at"))
    report, _pages = taken(feed)
    assert (report.added, report.changed, report.unchanged) == ([], [], 2)
    assert list(Episode.objects.values_list("pk", "latest_revision_created_at")) == before


@pytest.mark.parametrize(
    "when",
    ["0000-00-00", "2026-02-30", "2026-13-45T00:00:00Z", "Tue, 35 Mar 2026 09:00:00 +0000",
     "Thu, 01 Jan 1970 00:00:00 GMT",
     "Tue, 3 Mar 0001 00:00:00 +1400", "Fri, 31 Dec 9999 23:59:59 -1200"],
)  # fmt: skip
def test_an_impossible_date_is_said_and_nothing_is_made_up(taken, when):
    report, pages = taken(rss(item(pubDate=when), item(guid="2", title="Another")))
    assert report.added == ["Another"] and [page.title for page in pages] == ["Another"]
    ((title, reason),) = report.skipped
    assert title == "The price of silence" and "date" in reason
    assert when in reason or "can be read" in reason


def test_an_episode_that_is_still_to_come_is_a_draft_and_said(taken, client):
    feed = rss(item(pubDate="Tue, 3 Mar 2999 09:00:00 +0000"))
    report, (page,) = taken(feed)
    assert not page.live and page.date == date(2999, 3, 3) and page.first_published_at is None
    assert report.added == ["The price of silence"]
    assert any(line.startswith("still to come: The price of silence: its date is 2999-03-03") for line in report.lines)
    report, (page,) = taken(feed)
    assert not page.live and report.unchanged == 1 and report.early
    report, (page,) = taken(rss())
    assert page.get_latest_revision_as_object().date == date(2022, 2, 23) and not page.live


def test_a_public_episode_does_not_move_into_the_future(taken):
    taken(rss())
    report, (page,) = taken(rss(item(pubDate="Tue, 3 Mar 2999 09:00:00 +0000", title="Silence")))
    assert page.live and page.date == date(2022, 2, 23) and page.title == "Silence"
    assert report.early == [("Silence", date(2999, 3, 3))] and report.changed == [("Silence", ["title"])]


def test_a_changed_entry_changes_its_episode(taken):
    taken(rss())
    report, (page,) = taken(rss(item(title="A better title", description="New words.", content="<p>Notes</p>")))
    assert report.changed == [("A better title", ["title", "lead", "body"])]
    assert page.title == "A better title" and page.lead == "New words." and page.body[0].value.source == "<p>Notes</p>"


def test_what_an_editor_changed_stays(taken):
    _report, (page,) = taken(rss())
    page.title = "The editor's title"
    page.save_revision().publish()
    report, (page,) = taken(rss(item(title="A better title", description="New words.")))
    assert page.title == "The editor's title" and page.lead == "New words."
    assert report.kept == [("The editor's title", ["title"])]
    assert report.changed == [("A better title", ["lead"])]
    report, (page,) = taken(rss(item(title="A better title", description="New words.")))
    assert page.title == "The editor's title" and report.unchanged == 1


def test_what_an_editor_changed_is_overwritten_on_request(taken):
    _report, (page,) = taken(rss())
    page.title = "The editor's title"
    page.save_revision().publish()
    _report, (page,) = taken(rss(), overwrite=True)
    assert page.title == "The price of silence"


def test_a_sound_that_an_editor_put_on_the_site_stays(taken, sound):
    _report, (page,) = taken(rss())
    page.audio, page.audio_address = sound(), ""
    page.save_revision().publish()
    _report, (page,) = taken(rss(item(enclosure=("https://sound.example.org/new.mp3", "5", "audio/mpeg"))))
    assert page.audio and page.audio_address == ""


def test_a_draft_stays_a_draft(taken):
    _report, (page,) = taken(rss())
    page.lead = "Unfinished"
    page.save_revision()
    _report, (page,) = taken(rss(item(title="A better title")))
    assert page.title == "The price of silence" and page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert draft.title == "A better title" and draft.lead == "Unfinished"


def test_an_episode_that_was_taken_off_is_not_put_back(taken):
    _report, (page,) = taken(rss())
    page.unpublish()
    _report, (page,) = taken(rss(item(title="A better title")))
    assert not page.live


def test_an_episode_that_was_moved_is_not_taken_again(network, taken):
    _report, (page,) = taken(rss())
    page.move(network.section("Archive", shows="episodes"), pos="last-child")
    report, pages = taken(rss())
    assert not pages and report.unchanged == 1 and Episode.objects.count() == 1


def test_episodes_of_two_podcasts_may_count_alike(network, taken, section):
    other = network.section("Other podcast", shows="episodes")
    taken(rss(item(guid="1")))
    import_podcast(rss(item(guid="1", title="Quite another")), other)
    assert {page.title for page in Episode.objects.all()} == {"The price of silence", "Quite another"}


def test_texts_are_made_safe(taken):
    nasty = (
        '<p onclick="x()">Safe <b>words</b> <a href="javascript:x()" style="color:red">here</a></p><script>x()</script>'
        '<img src="https://tracker.example.org/1.gif"><iframe src="https://example.org"></iframe>'
        '<h2>Heading</h2><a href="https://example.org/more">more</a>'
    )
    _report, (page,) = taken(rss(item(title="&lt;script&gt;x()&lt;/script&gt;Title &amp;amp; more", content=nasty)))
    body = page.body[0].value.source
    assert "<b>words</b>" in body and 'href="https://example.org/more"' in body and "Heading" in body
    for bad in ("script", "onclick", "style", "img", "iframe", "<h2"):
        assert bad not in body
    assert page.title == "Title & more"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": None}, "no title"),
        ({"title": "x" * 256}, "more than 255"),
        ({"pubDate": None}, "no date"),
        ({"pubDate": "the other day"}, "no date"),
        ({"enclosure": None}, "no sound"),
        ({"enclosure": ("https://example.org/x.pdf", "1", "application/pdf")}, "no sound"),
        ({"enclosure": ("file:///etc/passwd", "1", "audio/mpeg")}, "cannot be opened"),
        ({"enclosure": ("javascript:x()", "1", "audio/mpeg")}, "cannot be opened"),
        ({"enclosure": ("https://example.org/" + "x" * 500, "1", "audio/mpeg")}, "more than 500"),
        ({"guid": "x" * 501}, "more than 500"),
    ],
)
def test_what_cannot_be_an_episode_is_skipped_with_the_reason(taken, changes, reason):
    report, pages = taken(rss(item(**{"guid": "bad", **changes}), item(guid="good", title="A good one")))
    assert [page.title for page in pages] == ["A good one"]
    ((_title, told),) = report.skipped
    assert reason in told


def test_of_two_entries_with_one_guid_the_first_is_taken(taken):
    report, (page,) = taken(rss(item(), item(title="The same again")))
    assert page.title == "The price of silence"
    assert report.skipped == [("The same again", "the same GUID as “The price of silence”")]


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"itunes:duration": "1:02:03"}, "seconds", 3723),
        ({"itunes:duration": "3723"}, "seconds", 3723),
        ({"itunes:duration": "long"}, "seconds", None),
        ({"itunes:episode": "-1"}, "number", None),
        ({"itunes:episode": "9" * 40}, "number", None),
        ({"enclosure": ("https://e.example.org/1.mp3", "many", "audio/mpeg")}, "audio_bytes", None),
        ({"enclosure": ("https://e.example.org/1.m4a", "5", "")}, "audio_type", "audio/x-m4a"),
        ({"itunes:explicit": "yes"}, "explicit", True),
        ({"guid": None}, "guid", "https://sound.example.org/1.mp3"),
        ({"description": "One\n\n<p>two</p><p>three</p>"}, "lead", "One two three"),
    ],
)
def test_details_are_read_or_left_open(taken, changes, field, value):
    _report, (page,) = taken(rss(item(**changes)))
    assert getattr(page, field) == value


def test_a_feed_that_breaks_off_gives_what_can_be_read(taken):
    whole = rss(item(), item(guid="2", title="Cut off"))
    report, pages = taken(whole[: whole.index(b"Cut off")])
    assert [page.title for page in pages] == ["The price of silence"]
    assert "not well-formed" in report.lines[0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"just words",
        b"<!doctype html><html><head><title>Not here</title></head><body>404</body></html>",
        b"<rss",
        "../../etc/passwd".encode("utf-16"),
    ],
)
def test_what_is_no_feed_is_refused(section, content):
    with pytest.raises(NotAFeed):
        import_podcast(content, section)
    assert Episode.objects.count() == 0


def test_a_bomb_of_entities_does_not_go_off(section):
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 100}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ) + "]>"  # fmt: skip
    content = rss(item(title="&i;")).replace(b'encoding="utf-8"?>', b'encoding="utf-8"?>' + bomb.encode())
    assert sum(len(entry.title) for entry in read(content).entries) < 1000


def test_entities_from_outside_are_not_read(section, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    found = read(rss(item(title="Title &x;")).replace(b'encoding="utf-8"?>', b'encoding="utf-8"?>' + doctype))
    assert all("the secret" not in entry.title for entry in found.entries)


def test_an_atom_feed_is_read_too(taken):
    report, (page,) = taken(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A podcast</title><entry><id>urn:1</id><title>In Atom</title>'
        b"<updated>2026-03-03T09:00:00Z</updated><summary>Words.</summary>"
        b'<link rel="enclosure" href="https://sound.example.org/1.mp3" length="5" type="audio/mpeg"/></entry></feed>'
    )
    assert page.title == "In Atom" and page.date == date(2026, 3, 3) and not report.skipped


def test_words_lose_markup_but_not_their_spaces():
    assert words("<p>one</p><p>two<br>three &amp;lt; four</p>\x07") == "one two three &lt; four"


def test_plain_text_becomes_paragraphs():
    assert safe_html("one\n\ntwo & three").replace("\n", "") == "<p>one</p><p>two &amp; three</p>"


# --- The command


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(command, arguments)


def test_the_command_reports_what_it_did(section, run, tmp_path):
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item(), item(guid="2", enclosure=None, title="Silent")))
    result = run(str(file), "--section", "podcast")
    assert result.exit_code == 0
    assert "added: The price of silence" in result.output and "skipped: Silent: it has no sound" in result.output
    assert result.output.splitlines()[-1] == "1 added, 0 changed, 0 unchanged, 1 skipped"


def test_the_command_names_the_sections_that_there_are(section, run, tmp_path):
    result = run("feed.xml", "--section", "pocast")
    assert result.exit_code == 2 and "there are: podcast" in result.output


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("missing.xml", "No such file"),
        ("http://127.0.0.1/feed.xml", "not an address of the public internet"),
        ("ftp://example.org/feed.xml", "begins with http"),
        ("file:///etc/passwd", "begins with http"),
    ],
)
def test_the_command_refuses_what_it_cannot_fetch(section, run, source, reason):
    result = run(source, "--section", "podcast")
    assert result.exit_code == 2 and reason in result.output and "Nothing was imported" in result.output


def test_the_command_refuses_what_is_no_feed(section, run, tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<p>not here")
    result = run(str(file), "--section", "podcast")
    assert result.exit_code == 2 and "no podcast feed could be read" in result.output


def test_a_file_that_is_too_large_is_refused(tmp_path):
    file = tmp_path / "feed.xml"
    with file.open("wb") as out:
        out.truncate(10 * 1024 * 1024 + 1)
    with pytest.raises(NotFetched, match="more than 10 MB"):
        content_of(str(file))

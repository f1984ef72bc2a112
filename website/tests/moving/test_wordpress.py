"""A WordPress site moves here: block markup, languages, bylines, wishes, and files that are wrong."""

from __future__ import annotations

import re

import pytest
from moves import FILES, everything, kinds, lines, move, page_of, rich


def test_a_menu_that_editors_made_is_left_alone(homes):
    from evenhand_site.house.models import Edition

    edition = Edition.objects.get(locale__language_code="en")
    edition.menu = [("item", {"label": "Ours", "page": None, "address": "/ours/", "entries": []})]
    edition.save()
    done = move("classic.xml", menus={"main": "en"})
    edition.refresh_from_db()
    assert edition.menu[0].value["label"] == "Ours"
    assert lines(done, kind="menu")[0]["outcome"] == "conflict"


def test_trying_it_changes_nothing(homes, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    before = everything()
    done = move("classic.xml", uploads=FILES / "uploads", menus={"main": "en"}, dry=True)
    assert everything() == before
    assert not (tmp_path / "media").exists()
    assert done.report.counts()["post"] == {"made": 7, "dropped": 1}
    assert done.report.counts()["attachment"] == {"made": 2, "missing": 2}  # one file is no PDF inside


@pytest.mark.parametrize("uploads", [FILES / "uploads", None])
@pytest.mark.parametrize("name", ["classic.xml", "blocks.xml", "languages.xml"])
def test_trying_it_counts_what_doing_it_counts(homes, settings, tmp_path, name, uploads):
    settings.MEDIA_ROOT = tmp_path / "media"
    wishes = {"uploads": uploads, "menus": {"main": "en"} if name == "classic.xml" else {}}
    for _first_and_again in range(2):
        tried = move(name, dry=True, **wishes).report.counts()
        assert tried == move(name, **wishes).report.counts()


def export(tmp_path, *items):
    """A WordPress export of posts: what their elements hold."""
    head = """<rss version="2.0" xmlns:content="c" xmlns:wp="w"><channel><title>Old</title>
    <link>http://old.example</link><wp:wxr_version>1.2</wp:wxr_version>"""
    posts = (
        f"<item><title>Post {number}</title><content:encoded>Words</content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_name>post-{number}</wp:post_name><wp:post_type>post</wp:post_type>{item}</item>"
        for number, item in enumerate(items, 1)
    )
    place = tmp_path / "export.xml"
    place.write_text(f"{head}{''.join(posts)}</channel></rss>")
    return place


def dated(day, status="publish"):
    return (
        f"<wp:status>{status}</wp:status><wp:post_date>{day}</wp:post_date><wp:post_date_gmt>{day}</wp:post_date_gmt>"
    )


@pytest.mark.parametrize(
    ("day", "status", "says"),
    [
        ("0000-00-00 00:00:00", "publish", "without a date that can be read"),
        ("2013-02-31 10:00:00", "publish", "without a date that can be read"),
        ("", "future", "without a date that can be read"),
        ("2999-01-01 10:00:00", "publish", "still to come (2999-01-01)"),
    ],
)
def test_a_text_whose_date_cannot_be_meant_is_a_draft_and_said(homes, tmp_path, day, status, says):
    place = export(tmp_path, dated(day, status), dated("2013-11-11 10:00:00"))
    done = move(place)
    assert not page_of("1").live and page_of("2").live
    assert page_of("1").first_published_at is None
    ((said,), sound) = (lines(done, number=number)[0]["notes"] for number in ("1", "2"))
    assert says in said and "a draft here" in said and sound == []
    assert not page_of("1").live
    assert lines(move(place), number="1")[0]["outcome"] == "unchanged"


def test_a_text_that_is_to_appear_is_scheduled_as_before(homes, tmp_path):
    done = move(export(tmp_path, dated("2999-01-01 10:00:00", "future")))
    assert not page_of("1").live and page_of("1").go_live_at.year == 2999
    assert lines(done, number="1")[0]["notes"] == []


def test_times_of_comments_that_cannot_be_meant_are_clipped_and_said(homes, tmp_path):
    from django.utils import timezone
    from evenhand_site.comments.models import Comment

    def comment(number, day, parent=0):
        return (
            f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>N</wp:comment_author>"
            f"<wp:comment_date_gmt>{day}</wp:comment_date_gmt><wp:comment_content>Words {number}</wp:comment_content>"
            f"<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
        )

    comments = [comment(1, "2013-11-12 10:00:00"), comment(2, "0000-00-00 00:00:00", 1), comment(3, ""),
                comment(4, "2999-01-01 10:00:00")]  # fmt: skip
    done = move(export(tmp_path, dated("2013-11-11 10:00:00") + "".join(comments)))
    times = dict(Comment.objects.values_list("imported_id", "created"))
    assert times["2"] == times["1"] and times["3"] == page_of("1").first_published_at
    assert times["1"] < times["4"] <= timezone.now()
    assert lines(done, kind="comments")[0]["notes"] == [
        "4 comments",
        "2 comments without a date that can be read: dated like what they answer",
        "1 comments with a date that is still to come: dated now",
    ]


def test_a_file_that_comes_later_finds_its_place(homes, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    move("classic.xml")
    assert "figure" not in kinds(page_of("40"))
    assert 'href="http://old.example/wp-content/uploads/2013/11/table' in rich(page_of("40"))
    move("classic.xml", uploads=FILES / "uploads")
    text = page_of("40")
    assert "figure" in kinds(text)
    assert text.cover is not None


def test_a_map_says_which_section_is_meant(network, tmp_path):
    from evenhand_site.moving.terms import read_map

    section = network.section("Comments of the day")
    place = tmp_path / "map"
    place.write_text("# ours\ncommentary: comments-of-the-day\nferries: /\n")
    move("classic.xml", places=read_map(place))
    assert page_of("40").get_parent().pk == section.pk
    assert not page_of("40").also_in.exists()


def test_a_map_in_other_letters_is_refused_in_plain_words(tmp_path):
    from evenhand_site.moving.terms import BadMap, read_map

    (tmp_path / "map").write_bytes("новости: /".encode("koi8-r"))
    with pytest.raises(BadMap, match=r"not in UTF-8 \(it holds the byte 0xce\); save it as UTF-8"):
        read_map(tmp_path / "map")


def test_a_map_that_names_no_section_is_refused_before_anything_is_done(homes):
    from evenhand_site.moving.models import Imported
    from evenhand_site.moving.terms import BadMap

    with pytest.raises(BadMap, match="commentary: nowhere"):
        move("classic.xml", places={"commentary": "nowhere"})
    assert not Imported.objects.exists()


def test_further_kinds_of_posts_come_when_asked_for(homes):
    move("classic.xml", also=frozenset({"slide"}))
    assert page_of("80").title == "A slide"


def test_a_login_may_stand_for_the_network(homes):
    move("classic.xml", network=frozenset({"ada"}))
    text = page_of("40")
    assert text.signed_by_network and not text.authorships.exists()


# --- blocks


@pytest.fixture
def blocks(homes, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return move("blocks.xml", uploads=FILES / "uploads")


def test_block_markup_becomes_blocks(blocks):
    text = page_of("2", "block.example/blog")
    assert text.title == "Boxes of words"
    assert kinds(text) == [
        "paragraph", "heading", "paragraph", "quotation", "quotation", "figure", "figure", "figure", "table",
        "paragraph", "file", "paragraph",
    ]  # fmt: skip
    assert (text.body[1].value["text"], text.body[1].value["level"]) == ("Under the table", "3")
    assert "<ul><li>outer<ol><li>inner</li></ol></li></ul>" in rich(text)
    assert [text.body[place].value["source"] for place in (3, 4)] == ["Source", "Author"]
    pictures = [text.body[place].value for place in (5, 6, 7)]
    assert [each["description"] for each in pictures] == ["A river", "Water", "Table"]
    assert pictures[0]["image"] == pictures[1]["image"] != pictures[2]["image"]
    table = text.body[8].value["table"]
    assert [column["heading"] for column in table.columns] == ["Side", "Says"]
    assert [[str(cell) for cell in row["values"]] for row in table.row_data] == [
        ["North", "<b>yes</b>"], ["both", ""],
    ]  # fmt: skip
    assert text.body[8].value["caption"] == "Who says what"
    assert text.body[10].value["label"] == "The paper"
    for words in ("Left", "Right", "Used again", "Called out", "Raw"):
        assert words in rich(text)
    assert '<a href="https://www.youtube.com/watch?v=abc">' in rich(text)
    assert '<a href="https://www.youtube.com/watch?v=xyz">' in rich(text)


def test_the_old_home_below_a_path_leads_to_the_home_page_and_its_feeds_to_the_feeds(client, blocks):
    answer = client.get("/blog/", follow=True)
    assert answer.redirect_chain[0] == ("/en/", 301) and answer.status_code == 200
    for old, new in {"/blog/feed/": "site/en", "/blog/comments/feed/": "comments/all"}.items():
        assert client.get(old)["Location"] == f"/en/feed/{new}.rss"


def test_notes_of_the_block_editor_become_footnotes(blocks):
    text = page_of("2", "block.example/blog")
    assert rich(text).startswith("<p>Hello[^1] there.</p>")
    assert text.footnotes.get().text == '<p>See <i>the</i> <a href="https://e.example">map</a>.</p>'


def test_blocks_that_are_not_known_are_reported(blocks):
    notes = lines(blocks, kind="post", number="2")[0]["notes"]
    assert "block “acme/callout” is not known here: its text was kept" in notes
    assert "block “latest-posts” has no text of its own: dropped" in notes
    assert "joined cells of a table were parted" in notes


def test_a_site_below_a_path_keeps_its_old_addresses(blocks, client):
    place = page_of("2", "block.example/blog").url
    assert client.get("/blog/boxes/").url == place
    assert client.get("/blog/?p=2").url == place


# --- languages and bylines


def test_translations_stand_in_their_trees_and_know_one_another(homes):
    done = move("languages.xml")
    english, russian = page_of("100", "three.example"), page_of("101", "three.example")
    assert (english.locale.language_code, russian.locale.language_code) == ("en", "ru")
    assert english.translation_key == russian.translation_key
    assert russian.url.startswith("/ru/")
    sections = english.get_parent().specific, russian.get_parent().specific
    assert [(section.title, section.second_title) for section in sections] == [("News", ""), ("Новости", "News")]
    assert sections[0].translation_key == sections[1].translation_key
    assert "none of the site's" in lines(done, number="102", kind="post")[0]["notes"][0]


def test_tags_that_translate_one_another_are_one_topic(homes):
    from evenhand_site.publications.models import Topic

    move("languages.xml")
    topic = Topic.objects.get()
    assert (topic.name, topic.name_ru) == ("Peace", "Мир")
    assert list(page_of("101", "three.example").topics.all()) == [topic]


def test_authors_of_a_byline_plugin_come_in_their_order(homes):
    move("languages.xml")
    people = [part.person for part in page_of("100", "three.example").authorships.all()]
    assert [str(person) for person in people] == ["Mira Gast", "Olena Zrazok"]
    assert people[0].biography == "<p>Writes about <b>truces</b>.</p>"


def test_a_person_of_the_same_name_is_the_same_person(network):
    olena = network.person("Olena", "Zrazok")
    move("languages.xml")
    assert page_of("101", "three.example").authorships.get().person == olena


# --- files that are wrong


def test_a_broken_file_says_where_and_what_was_read_stays(homes):
    from evenhand_site.moving.wxr import BrokenExport

    with pytest.raises(BrokenExport, match=r"broken\.xml:20:\d+: the XML breaks here"):
        move("broken.xml")
    assert page_of("1", "broken.example").live


def test_a_mended_file_goes_on_where_the_broken_one_stopped(homes, tmp_path):
    from evenhand_site.moving.wxr import BrokenExport

    with pytest.raises(BrokenExport):
        move("broken.xml")
    first = page_of("1", "broken.example").pk
    mended = tmp_path / "mended.xml"
    mended.write_text((FILES / "broken.xml").read_text().replace("Half & no", "Half &amp; no"))
    move(mended)
    assert page_of("1", "broken.example").pk == first
    assert page_of("2", "broken.example").title == "Half & no more"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ((FILES / "entities.xml").read_bytes(), "declares entities"),
        (b'<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss><channel/></rss>', "no WordPress export"),
        (b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "declares entities"),
        (b"<html><body/></html>", "its first element is not <rss>"),
        (b"<rss><channel><item><title>News</title></item></channel></rss>", "no wp:wxr_version"),
        (b"PK\x03\x04", "breaks here"),
        (b"", "breaks here"),
    ],
)
def test_what_is_no_export_is_refused(homes, tmp_path, content, says):
    from evenhand_site.moving.wxr import BrokenExport

    place = tmp_path / "some.xml"
    place.write_bytes(content)
    with pytest.raises(BrokenExport, match=re.escape(says)):
        move(place)


def test_control_characters_which_xml_forbids_read_as_spaces(homes, tmp_path):
    place = tmp_path / "control.xml"
    text = (FILES / "broken.xml").read_bytes()
    place.write_bytes(text.replace(b"Half & no", b"no").replace(b"Here to", b"Here\x0bto"))
    move(place)
    assert rich(page_of("1", "broken.example")) == "<p>Here to stay.</p>"


def test_names_in_the_uploads_do_not_lead_out_of_them(homes, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.4")
    text = (FILES / "classic.xml").read_text()
    place = tmp_path / "out.xml"
    place.write_text(text.replace("uploads/2013/11/paper.pdf", "uploads/../secret.pdf").replace(
        "[CDATA[2013/11/table.jpg]]", "[CDATA[../secret.pdf]]"))  # fmt: skip
    done = move(place, uploads=tmp_path / "uploads")
    assert {line["outcome"] for line in lines(done, kind="attachment")} == {"missing"}


def test_fetching_refuses_addresses_of_the_machines_own_network(homes, tmp_path):
    text = (FILES / "classic.xml").read_text().replace("old.example/wp-content", "127.0.0.1:8107/wp-content")
    place = tmp_path / "inside.xml"
    place.write_text(text)
    done = move(place, fetch=True)
    (line, *_rest) = lines(done, kind="attachment")
    assert line["outcome"] == "missing"
    assert "public internet" in line["notes"][0]


# --- the report

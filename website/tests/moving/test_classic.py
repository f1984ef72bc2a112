"""A site in classic markup moves here: what each kind of thing becomes, and that doing it again changes nothing."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from moves import FILES, SOURCE, everything, kinds, lines, move, page_of, rich


@pytest.fixture(scope="module")
def module_moved(django_db_setup, django_db_blocker, tmp_path_factory):
    """The import takes seconds: done once, each test undoes only what it does itself."""
    from django.core.cache import cache
    from django.db import transaction
    from django.test import override_settings
    from django.utils import translation
    from evenhand_site.house.founding import found

    place = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=place), transaction.atomic():
        cache.clear()
        translation.activate("en")
        found("Test network")
        yield move("classic.xml", uploads=FILES / "uploads", menus={"main": "en"})
        transaction.set_rollback(True)


@pytest.fixture
def moved(module_moved, db):
    return module_moved


@pytest.fixture
def homes(moved):
    from evenhand_site.house.models import HomePage

    return {home.locale.language_code: home for home in HomePage.objects.all()}


def test_a_text_keeps_its_title_date_lead_and_author(moved):
    text = page_of("40")
    assert text.title == "Quiet talks & loud ferries"
    assert (text.date.isoformat(), text.lead) == ("2013-11-11", "What a ferry teaches.")
    assert text.first_published_at.isoformat() == "2013-11-10T21:30:00+00:00"
    assert [str(part.person) for part in text.authorships.all()] == ["Ada Sample"]
    assert text.live and text.open_to_comments and not text.signed_by_network


def test_classic_markup_becomes_blocks(moved):
    text = page_of("40")
    assert kinds(text) == ["paragraph", "figure", "heading", "paragraph", "quotation", "paragraph"]
    figure, heading, quotation = text.body[1].value, text.body[2].value, text.body[4].value
    assert figure["image"].description == figure["description"] == "A bare table"
    assert str(figure["caption"]) == "<p>The table</p>"
    assert (heading["text"], heading["level"]) == ("What was said", "2")
    assert (str(quotation["text"]), quotation["source"]) == ("<p>A ferry is late.</p>", "A pilot")
    assert "first line<br>" in rich(text)
    assert "<ul><li>one</li><li>two</li></ul>" in rich(text)
    assert "Code ends with ]]&gt; here." in rich(text)
    assert '<a href="http://sound.example/talk.mp3">' in rich(text)


def test_an_editors_remark_in_brackets_is_no_shortcode(moved):
    assert "Somebody [sic] said so" in rich(page_of("40"))
    notes = lines(moved, kind="post", number="40")[0]["notes"]
    assert "shortcode [contact-form-7] belongs to a plugin: dropped" in notes


def test_a_note_becomes_a_footnote(moved):
    text = page_of("40")
    assert "said so.[^1]" in rich(text)
    assert [(note.key, note.text) for note in text.footnotes.all()] == [("1", "<p>In a harbour.</p>")]
    assert "In a harbour" not in rich(text)


def test_notes_of_a_house_page_stand_at_its_end(moved):
    assert rich(page_of("50")).startswith("<p>Who belongs to us.<sup>1</sup></p>")
    assert rich(page_of("50")).endswith("<ol><li>Since 2013.</li></ol>")


def test_links_lead_to_the_new_pages_also_to_later_ones(moved):
    first, later = page_of("40"), page_of("41")
    assert f'<a linktype="page" id="{later.pk}">a later text</a>' in rich(first)
    assert f'<a linktype="page" id="{first.pk}">the talks</a>' in rich(later)


def test_links_to_files_lead_to_the_library(moved):
    from wagtail.documents import get_document_model

    paper = get_document_model().objects.get()
    assert f'<a linktype="document" id="{paper.pk}">the paper</a>' in rich(page_of("40"))


def test_nothing_that_runs_comes_along(moved):
    stored = json.dumps([str(row) for row in everything().values()])
    for live in ("javascript:", "<script", "onerror", "onclick"):
        assert live not in stored


def test_categories_become_sections_with_both_titles(moved):
    text = page_of("40")
    section = text.get_parent().specific
    assert (section.title, section.second_title, section.slug) == ("Commentary", "Комментарии", "commentary")
    inner = text.also_in.get()
    assert inner.title == "Ferries" and inner.get_parent().pk == section.pk
    assert [topic.name for topic in text.topics.all()] == ["Timetables"]


def test_a_text_without_category_stands_under_the_home_page(moved, homes):
    assert page_of("41").get_parent().pk == homes["en"].pk


def test_an_empty_title_is_taken_from_the_text(moved):
    assert page_of("41").title == "A text that has no title at all,…"
    assert any("had no title" in note for note in lines(moved, kind="post", number="41")[0]["notes"])


def test_a_login_without_an_entry_becomes_a_person(moved):
    assert str(page_of("41").authorships.get().person) == "Karl Muster"
    assert "no name in the file" in lines(moved, kind="author", number="karl.muster")[0]["notes"][0]


def test_cyrillic_addresses_stay_readable(moved, client):
    text = page_of("42")
    assert text.slug == "тихие"
    answer = client.get("/2013/12/%d1%82%d0%b8%d1%85%d0%b8%d0%b5/")
    assert (answer.status_code, answer.url) == (301, text.url)


def test_what_was_not_public_is_a_draft(moved):
    draft, locked = page_of("43"), page_of("44")
    assert not draft.live and not locked.live
    assert locked.slug == "quiet-talks-2"
    assert "had a password" in lines(moved, kind="post", number="44")[0]["notes"][0]
    assert lines(moved, kind="post", number="46")[0]["outcome"] == "dropped"


def test_a_scheduled_text_waits_for_its_time(moved):
    text = page_of("45")
    assert not text.live and text.go_live_at.year == 2099
    assert text.latest_revision.approved_go_live_at == text.go_live_at


def test_pages_stand_below_one_another(moved, homes):
    members, about = page_of("50"), page_of("51")
    assert members.get_parent().pk == about.pk
    assert about.get_parent().pk == homes["en"].pk


def test_a_post_with_sound_becomes_an_episode(moved):
    episode = page_of("60")
    assert (episode.kind, episode.audio_address) == ("episode", "https://sound.example/one.mp3")
    assert (episode.audio_bytes, episode.seconds, episode.guid) == (16136443, 2525, "http://old.example/?p=60")


def test_a_pinned_text_stands_at_the_top_of_the_home_page(moved, homes):
    homes["en"].refresh_from_db()
    assert homes["en"].lead_text_id == page_of("40").pk


def test_files_that_are_not_to_be_had_are_reported(moved):
    assert [line["number"] for line in lines(moved, outcome="missing", kind="attachment")] == ["33", "34"]


def test_other_kinds_of_posts_are_reported(moved):
    assert "--also slide" in lines(moved, kind="slide")[0]["notes"][0]


def test_comments_keep_their_threads_and_states(moved):
    from evenhand_site.comments.models import Comment

    by_number = {comment.imported_id: comment for comment in Comment.objects.all()}
    assert {number: comment.state for number, comment in by_number.items()} == {
        "71": "approved", "72": "pending", "70": "spam",
    }  # fmt: skip
    assert by_number["72"].parent == by_number["71"]
    assert by_number["70"].parent == by_number["72"]
    assert by_number["71"].text == "Well said, see this (http://e.example/x)."
    assert (by_number["71"].author_email, by_number["72"].author_email) == ("nora@mail.example", "")
    assert (by_number["71"].author_url, by_number["72"].author_url) == ("http://nora.example", "")
    assert by_number["71"].created.isoformat() == "2013-11-12T10:00:00+00:00"
    assert "1 pingback left out" in lines(moved, kind="comments", number="40")[0]["notes"]


def test_a_comment_that_was_deleted_stays_deleted(moved):
    from evenhand_site.comments.models import Comment

    Comment.objects.get(imported_id="71").delete()
    move("classic.xml", uploads=FILES / "uploads")
    assert not Comment.objects.filter(imported_id="71").exists()


def test_the_menu_has_three_levels(moved):
    from evenhand_site.house.models import Edition

    menu = Edition.objects.get(locale__language_code="en").menu
    about = menu[0].value
    commentary = about["entries"][0]
    assert (about.text, about["page"].pk) == ("About the network", page_of("51").pk)
    assert commentary["page"].specific.title == commentary.text == "Commentary"
    assert [(entry.text, entry.href) for entry in commentary["entries"]] == [
        ("Elsewhere", "https://elsewhere.example/"), ("Fourth level", page_of("40").url),
    ]  # fmt: skip
    assert len(menu) == 1


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/2013/11/quiet-talks/", "40"), ("/2013/11/quiet-talks", "40"), ("/?p=40", "40"), ("/?page_id=51", "51"),
        ("/about/members/", "50"),
    ],
)  # fmt: skip
def test_old_addresses_lead_to_the_new_pages(moved, client, address, number):
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (301, page_of(number).url)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/category/commentary/ferries/", "/en/commentary/ferries/"), ("/tag/timetables/", "/en/topic/timetables/"),
        ("/author/ada/", "/en/person/ada-sample/"), ("/wp-content/uploads/2013/11/paper.pdf", "/documents/"),
    ],
)  # fmt: skip
def test_old_addresses_of_lists_and_files_lead_on(moved, client, address, place):
    answer = client.get(address)
    assert answer.status_code == 301
    assert answer.url.startswith(place)


def test_what_was_moved_can_be_found(moved):
    from evenhand_site.publications.models import Publication

    assert page_of("40") in [page.specific for page in Publication.objects.live().search("ferries")]


def test_texts_that_are_alike_know_one_another(moved):
    from evenhand_site.publications.models import Relation

    assert Relation.objects.filter(publication_id=page_of("40").pk).exists()


def test_the_page_is_served(moved, client):
    answer = client.get(page_of("40").url)
    assert answer.status_code == 200
    assert "What was said" in answer.content.decode()


def test_a_second_run_changes_nothing(moved, settings):
    before = everything()
    files = sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*"))
    again = move("classic.xml", uploads=FILES / "uploads", menus={"main": "en"})
    assert everything() == before
    assert sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*")) == files
    assert {outcome for counts in again.report.counts().values() for outcome in counts} <= {
        "unchanged", "missing", "dropped",
    }  # fmt: skip


def newer(tmp_path, old, new):
    text = (FILES / "classic.xml").read_text()
    assert old in text
    place = tmp_path / "newer.xml"
    place.write_text(text.replace(old, new))
    return place


def test_a_newer_export_updates_what_no_editor_has_touched(moved, tmp_path):
    text = page_of("42")
    done = move(newer(tmp_path, "[CDATA[Слова.]]", "[CDATA[Новые слова.]]"), uploads=FILES / "uploads")
    text.refresh_from_db()
    assert rich(text) == "<p>Новые слова.</p>"
    assert lines(done, kind="post", outcome="updated")[0]["number"] == "42"
    assert done.report.counts()["post"]["unchanged"] == 6


def test_an_editors_change_wins_over_a_newer_export(moved, tmp_path):
    text = page_of("42")
    text.body = [("paragraph", "<p>An editor's words.</p>")]
    text.save_revision().publish()
    done = move(newer(tmp_path, "[CDATA[Слова.]]", "[CDATA[Новые слова.]]"), uploads=FILES / "uploads")
    assert rich(page_of("42")) == "<p>An editor's words.</p>"
    assert lines(done, kind="post", outcome="conflict")[0]["number"] == "42"


def test_a_page_that_was_deleted_here_is_not_made_again(moved):
    page_of("42").delete()
    done = move("classic.xml", uploads=FILES / "uploads")
    assert lines(done, kind="post", number="42")[0]["outcome"] == "conflict"
    assert page_of("42") is None


def test_the_report_is_json_with_every_item(moved):
    out = StringIO()
    moved.report.write_json(out)
    report = json.loads(out.getvalue())
    assert report["source"] == SOURCE
    item = next(each for each in report["items"] if each["number"] == "40" and each["kind"] == "post")
    assert (item["address"], item["outcome"]) == ("http://old.example/2013/11/quiet-talks/", "made")
    assert item["place"] == "/en/commentary/quiet-talks/"


def test_the_report_in_words_counts_and_names_what_needs_a_look(moved):
    text = moved.report.text()
    assert "post: 1 left out; 7 new here" in text
    assert "attachment 33 http://old.example/" in text

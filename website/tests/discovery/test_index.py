"""The index knows what readers may see, at once, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from evenhand_site.discovery import index
from evenhand_site.discovery.models import Departed, Entry, IndexForm
from evenhand_site.discovery.queries import understand
from evenhand_site.house.models import HousePage
from evenhand_site.publications.models import Footnote, Publication
from wagtail.models import Page, PageViewRestriction


def found(typed, **more):
    keys = index.find(understand(typed), **more).keys
    entries = Entry.objects.in_bulk(keys)
    return [entries[key].title for key in keys]


@pytest.fixture
def section(network):
    return network.section("Commentary")


def test_a_text_is_found_by_what_it_says_and_who_wrote_it_about_what(network, section):
    author = network.person("Ada", "Quillfeather", family_ru="Перова", given_ru="Ада")
    network.text("Ferries", under=section, by=[author], on=[network.topic("Islands", name_uk="Острови")],
                 lead="Crossing quietly.", body="<p>Boats &amp; <b>harbours</b>.</p>")  # fmt: skip
    for typed in [
        "ferry",
        "quillfeather",
        "Перовой",
        "island",
        "островах",
        "cross",
        "harbour boats",
        "ferries -planes",
    ]:
        assert "Ferries" in found(typed), typed
    for typed in ["amp", "ferry planes", "ferries -boat", '"harbours boats"']:
        assert "Ferries" not in found(typed), typed


def test_words_of_every_block_and_note_are_found(network, section):
    text = network.text("Blocks", under=section)
    text.body = [
        ("heading", {"text": "Hazelnut", "level": "2"}),
        ("quotation", {"text": "<p>Walnut</p>", "source": "Chestnut", "address": "", "language": ""}),
    ]
    text.author_note = "<p>Pistachio</p>"
    text.save_revision().publish()
    for typed in ["hazelnut", "walnuts", "chestnut", "pistachio"]:
        assert found(typed) == ["Blocks"], typed


@pytest.mark.parametrize(
    ("language", "body", "typed"),
    [
        ("ru", "О переговорах между государствами", "переговоры государства"),
        ("ru", "Ещё раз о выборах", "выборы еще"),
        ("uk", "Про безпеку в області та допомогу", "безпека області допомозі"),
        ("uk", "Того року вночі об’єднані держави", "рік держава об'єднаних"),
        ("uk", "Ґрунтовні рішення", "грунтовне рішень"),
        ("en", "Negotiated borders", "negotiations border"),
    ],
)
def test_a_text_is_found_in_other_forms_of_its_words(network, language, body, typed):
    section = network.section("Section", language=language)
    network.text("Found", under=section, body=f"<p>{body}</p>")
    assert found(typed) == ["Found"]


def test_the_title_weighs_more_than_the_author_the_topic_the_lead_and_the_text(network, section):
    filling = "Nothing else of note happened in the valley that spring. " * 20
    network.text("In the text", under=section, body=f"<p>{filling} Juniper. {filling}</p>")
    network.text("In the lead", under=section, lead="Juniper.", body=f"<p>{filling}</p>")
    network.text("In the topic", under=section, on=[network.topic("Juniper")], body=f"<p>{filling}</p>")
    network.text("By the author", under=section, by=[network.person("Jo", "Juniper")], body=f"<p>{filling}</p>")
    network.text("Juniper", under=section, body=f"<p>{filling}</p>")
    order = [title for title in found("juniper") if title != "Jo Juniper"]
    assert order.index("Juniper") < order.index("By the author")
    assert order[-3:] == ["In the topic", "In the lead", "In the text"]


def test_newest_first_where_asked_and_without_words(network, section):
    from datetime import date

    network.text("Older maple", under=section, day=date(2020, 1, 1))
    network.text("Newer", under=section, day=date(2025, 1, 1), body="<p>maple</p>")
    assert found("maple") == ["Older maple", "Newer"]
    assert found("maple", newest=True) == ["Newer", "Older maple"]
    assert found("")[:2] == ["Newer", "Older maple"]


def test_people_topics_house_pages_and_events_are_found(network, section):
    from evenhand_site.events.models import Event

    network.person("Ada", "Quillfeather", biography="<p>Botanist.</p>")
    network.topic("Lighthouses")
    network.homes["en"].add_child(
        instance=HousePage(title="Permissions", slug="permissions", body=[("paragraph", "<p>Reprint freely.</p>")])
    )
    network.text("Seminar", under=section, kind=Event, starts=timezone.now(), place="Reykjavik")
    assert found("botanist") == ["Ada Quillfeather"]
    assert found("lighthouse") == ["Lighthouses"]
    assert found("reprinting") == ["Permissions"]
    assert found("reykjavik") == ["Seminar"]


def test_a_draft_is_not_found_until_it_is_published_and_not_after_it_is_withdrawn(network, section):
    text = network.text("Cormorant", under=section, publish=False)
    assert found("cormorant") == []
    text.save_revision().publish()
    assert found("cormorant") == ["Cormorant"]
    text.title = "Pelican"
    text.save_revision()
    assert found("pelican") == []
    text.save_revision().publish()
    assert found("cormorant") == [] and found("pelican") == ["Pelican"]
    Page.objects.get(pk=text.pk).unpublish()
    assert found("pelican") == []


def test_a_deleted_text_is_gone_and_so_is_one_below_a_deleted_section(network, section):
    network.text("Cormorant", under=section).delete()
    network.text("Pelican", under=section)
    section.refresh_from_db()
    section.delete()
    assert found("cormorant") == found("pelican") == []


def test_a_private_text_is_not_found_nor_are_those_below_a_private_page(network, section):
    text = network.text("Cormorant", under=section)
    own = PageViewRestriction.objects.create(page=text, restriction_type=PageViewRestriction.LOGIN)
    assert found("cormorant") == []
    own.delete()
    assert found("cormorant") == ["Cormorant"]
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert found("cormorant") == []


def test_a_text_moved_below_a_private_page_is_not_found_and_back_it_is(network, section):
    text = network.text("Cormorant", under=section)
    closed = network.section("Closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    text.move(closed, "last-child")
    assert found("cormorant") == []
    Publication.objects.get(pk=text.pk).move(network.section("Open"), "last-child")
    assert found("cormorant") == ["Cormorant"]


def test_an_expired_text_is_not_found_even_before_the_clock_withdraws_it(network, section):
    text = network.text("Cormorant", under=section)
    text.expire_at = timezone.now() + timedelta(hours=1)
    text.save()
    assert found("cormorant") == ["Cormorant"]
    Publication.objects.filter(pk=text.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    index.rebuild()
    assert found("cormorant") == []


def test_a_renamed_author_and_topic_are_found_with_their_texts(network, section):
    author, topic = network.person("Ada", "Cormorant"), network.topic("Herons")
    network.text("Wetlands", under=section, by=[author], on=[topic])
    author.family = "Pelican"
    author.save()
    topic.name = "Flamingos"
    topic.save()
    assert found("cormorant") == found("herons") == []
    assert "Wetlands" in found("pelican") and "Wetlands" in found("flamingo")


def test_texts_of_two_records_of_one_person_are_found_together_after_their_merger(network, section):
    from evenhand_site.people.merging import merge

    kept, other = network.person("Ada", "Cormorant"), network.person("A.", "Pelican")
    network.text("Wetlands", under=section, by=[other])
    merge(kept, other)
    assert "Wetlands" in found("cormorant", marks=[[f"a{kept.pk}"]]) and found("pelican") == []


def test_what_is_rolled_back_is_not_indexed(network, section):
    from django.db import transaction

    with transaction.atomic():
        network.text("Cormorant", under=section)
        transaction.set_rollback(True)
    assert found("cormorant") == []


def test_rebuilding_finds_what_was_written_past_the_signals_and_keeps_dates_of_change(network, section):
    text = network.text("Cormorant", under=section)
    changed = Entry.objects.get(page=text).changed
    Publication.objects.filter(pk=text.pk).update(title="Pelican")
    index.rebuild()
    assert found("pelican") == ["Pelican"] and found("cormorant") == []
    assert Entry.objects.get(page=text).changed == changed
    Publication.objects.filter(pk=text.pk).update(live=False)
    index.rebuild()
    assert found("pelican") == []


def test_an_index_of_another_form_is_known_until_it_is_made_anew(network, section):
    IndexForm.objects.all().delete()
    network.text("Cormorant", under=section)
    assert index.is_of_another_form()  # made before forms were numbered
    index.rebuild()
    assert not index.is_of_another_form()
    for number in (index.FORM - 1, index.FORM + 1):  # of an older program, and of a newer one that was taken back
        IndexForm.objects.update(number=number)
        assert index.is_of_another_form()
    Entry.objects.all().delete()
    IndexForm.objects.all().delete()
    assert not index.is_of_another_form() and IndexForm.objects.get().number == index.FORM  # nothing is there yet


def test_a_text_that_departs_leaves_a_note_until_it_returns(network, section):
    text = network.text("Cormorant", under=section)
    assert not Departed.objects.exists()
    text.unpublish()
    assert Departed.objects.get().pk == text.pk
    text.save_revision().publish()
    assert not Departed.objects.exists()
    network.homes["en"].add_child(instance=HousePage(title="House", slug="house")).delete()
    assert not Departed.objects.exists()


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "a\x00b", "\ud800", '"', '""', '"""', "*", "a*", "(", ")", "()", "((a)", "NEAR(a b)", "NEAR",
     "AND", "OR NOT", "a AND", "NOT a", "-", "--", "- a", '-"', '-"a b"', "title:a", "{title} : a", "^a", "a + b", "'",
     "''; DROP", "%", "%s", "\\", "a\\", "‏שלום‎ مرحبا", "👍", "…", "a" * 5000, "я " * 5000,
     "'-'", "𐐷", "＂full＂", "²", "़", "\u202e", "a-b-c-d"],
)  # fmt: skip
def test_no_query_is_too_strange(network, section, typed):
    network.text("Anything", under=section)
    assert index.find(understand(typed)).total >= 0


def test_a_query_is_read_as_words_phrases_and_words_that_must_not_occur():
    query = understand('peace "cold war" -"world war" -trade the')
    assert [term.readings[0] for term in query.wanted] == [("peac",), ("cold", "war")]
    assert [term.readings[0] for term in query.unwanted] == [("world", "war"), ("trade",)]
    assert not query.shortened
    assert [term.readings[0] for term in understand("the").wanted] == [("the",)]
    assert understand("a" * 500).shortened and understand(" ".join(map(str, range(60)))).shortened


def test_a_word_with_hyphens_is_found_however_it_is_written(network, section):
    network.text("One", under=section, body="<p>antiwar speech</p>")
    network.text("Two", under=section, body="<p>anti-war speech</p>")
    network.text("Three", under=section, body="<p>anti war speech</p>")
    network.text("Four", under=section, body="<p>war, anti nothing</p>")
    assert set(found("anti-war")) == {"One", "Two", "Three"}
    assert set(found("anti-war speech")) == {"One", "Two", "Three"}
    assert set(found('"anti-war speech"')) == {"Two"}


def test_what_is_shown_of_a_text_is_its_words_without_marks_and_levels(network, section):
    from evenhand_site.discovery.documents import page_document

    text = network.text("Herons", under=section, lead="A lead.")
    text.body = [
        ("heading", {"text": "Fishing", "level": "3"}),
        ("paragraph", "<p>Herons[^fn7] wait.[^два]</p><p>Then [sic] ^ they fish.</p>"),
    ]
    text.footnotes = [Footnote(key="fn7", text="<p>Grey ones.</p>")]
    text.save_revision().publish()
    document = page_document(text)
    assert document.text.split() == "A lead. Fishing Herons wait. Then [sic] ^ they fish. Grey ones.".split()  # noqa: SIM905
    assert not {"3", "fn7", "два"} & set(document.words["body"])


def test_versions_are_looked_up_by_their_work_not_among_all_that_fits(network, section):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    network.text("Harbour", under=section)
    with CaptureQueriesContext(connection) as queries:
        index.find(understand("harbour"), reader="en", count=False)
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
        steps = [step for *_numbers, step in cursor.fetchall()]
    assert any(step.startswith("SEARCH o USING INDEX") and "(work=?)" in step for step in steps)

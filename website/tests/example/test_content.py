"""The example network: in the labels and the order of the source page, in three languages, marked as an example."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from evenhand_site.comments.models import Comment
from evenhand_site.events.models import Event
from evenhand_site.example.content import CASE, LANGUAGES, build, read, texts
from evenhand_site.house.models import Edition
from evenhand_site.people.models import Person
from evenhand_site.podcasts.models import Episode
from evenhand_site.publications.cards import cards
from evenhand_site.publications.footnotes import keys_used
from evenhand_site.publications.models import Book, Memo, Publication, Section
from evenhand_site.publications.neighbours import also_like, neighbours

MENU = [
    ("About", [
        ("Contact", []),
        ("Membership", ["All Members", "Core Members", "Collegium Members", "Associate Members", "About Membership"]),
        ("Ukraine Experts", []),
        ("Executive Committee", []),
    ]),
    ("Policy Memos", [("List of Policy Memos", []), ("Submissions", [])]),
    ("Podcasts", []),
    ("Online Academy", []),
    ("Events", [("Past Events", [])]),
    ("Recommended", []),
    ("Task Forces", [
        ("Amplifying Voices of Europe, the Caucasus, and Central Asia (AVECCA)", []),
        ("Russia in a Changing Climate", []),
        ("Ukraine", []),
    ]),
    ("Ukraine Experts", []),
]  # fmt: skip
"""Of the source page, in its order."""
LEAD = "counting-what-both-sides-lose"
TODAY = date(2026, 4, 1)


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    """The example network, made once for all tests of this module and undone after them."""
    from django.db import transaction

    said = []
    with django_db_blocker.unblock(), transaction.atomic():
        assert build(TODAY, said.append)
        yield said
        transaction.set_rollback(True)


def test_each_step_is_told_as_it_begins(example):
    assert [line[:6] for line in example] == sorted(line[:6] for line in example)  # 1 of 3, 2 of 3, 3 of 3
    assert {line[0] for line in example} == {"1", "2", "3"}
    assert "1 of 3: the reference case: analysis" in example and "1 of 3: the reference case: agenda" in example
    records = len(read("house.yaml")) + len(texts()) + len(read("listings.yaml"))
    assert f"2 of 3: pages in each language: 20 of {records}" in example


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_terms_are_those_of_the_report(language):
    from evenhand.report import words
    from evenhand.report.language import gettext, speaking

    with speaking(language):
        ground, standing = gettext("Common ground"), words.cause("standing")
    by_key = {text["key"]: text[language] for text in texts() if language in text}
    assert by_key["common-ground-without-a-common-story"]["title"].startswith(ground)
    assert f"*{standing.capitalize()}*" in by_key["when-rank-is-the-issue"]["body"]
    assert any(ground in page[language].get("body", "") for page in read("house.yaml") if language in page)


def test_russian_does_without_a_letter_that_the_report_does_without():
    for record in [*texts(), *read("house.yaml"), *read("listings.yaml")]:
        assert "ё" not in str(record.get("ru", "")).lower(), record["key"]


@pytest.fixture(params=LANGUAGES)
def language(request, example):
    with override(request.param):
        yield request.param


def edition(language: str) -> Edition:
    return Edition.objects.get(locale__language_code=language)


def lead(language: str) -> Publication:
    return Publication.objects.get(slug=LEAD, locale__language_code=language)


def labels(stream) -> list:
    def below(entry):
        return [(each.text, [third.text for third in each["entries"]]) for each in entry["entries"]]

    return [(item.value.text, below(item.value)) for item in stream]


def entries(stream):
    for item in stream:
        waiting = [item.value]
        while waiting:
            entry = waiting.pop()
            yield entry
            waiting += entry.get("entries") or []


def counts() -> dict[str, int]:
    from django.apps import apps

    wanted = ("house", "people", "publications", "podcasts", "events", "academy", "taskforces", "cases", "comments",
              "wagtailcore", "wagtailimages", "wagtaildocs")  # fmt: skip
    return {
        model._meta.label: model._base_manager.count()
        for label in wanted
        for model in apps.get_app_config(label).get_models()
    }


def test_building_again_makes_nothing(example):
    before = counts()
    assert before["publications.Publication"] > 60
    assert build(TODAY) is False
    assert counts() == before


def test_the_menu_has_the_labels_and_the_order_of_the_source_page(example):
    assert labels(edition("en").menu) == MENU
    assert [item.value.text for item in edition("en").footer_menu] == [
        "About", "Membership", "Policy Memos", "Recommended", "Events",
    ]  # fmt: skip


def test_the_menu_of_every_language_leads_to_the_same_pages_in_that_language(language):
    own, english = list(entries(edition(language).menu)), list(entries(edition("en").menu))
    assert [entry["page"].translation_key for entry in own] == [entry["page"].translation_key for entry in english]
    assert {entry["page"].locale.language_code for entry in own} == {language}
    if language != "en":
        assert all(re.search("[а-яіїєґ]", entry.text.lower()) for entry in own)


def test_every_link_around_the_pages_is_answered(language):
    here = edition(language)
    links = [entry.href for stream in (here.menu, here.footer_menu, here.resources) for entry in entries(stream)]
    links += [item.value.href for item in here.social_links if item.value.href.startswith("/")]
    client = Client()
    assert {link: client.get(link).status_code for link in [*links, here.permissions_page.url]} == dict.fromkeys(
        [*links, here.permissions_page.url], 200
    )


def test_the_one_text_without_a_section_says_that_this_is_intended(language):
    (key,) = [text["key"] for text in texts() if text.get("under") == "home"]
    page = Client().get(f"/{language}/{key}/").content.decode()
    said = {"en": ("Uncategorized", "no section on purpose"), "ru": ("Без рубрики", "намеренно не относится"),
            "uk": ("Без рубрики", "навмисно не належить")}[language]  # fmt: skip
    assert all(words in page for words in said)


def test_who_may_not_submit_reads_how_to_become_a_member(language):
    page = Client().get(f"/{language}/submissions/").content.decode().partition("<main")[2]
    assert f'href="/{language}/about/membership/about-membership/"' in page


def test_contacts_links_and_resources_are_those_of_the_source_page(language):
    here = edition(language)
    assert here.address and here.telephone and here.email.endswith("@example.org")
    assert [item.value["kind"] for item in here.social_links] == ["facebook", "twitter", "youtube", "podcast", "rss"]
    assert [item.value["page"].slug for item in here.resources] == [
        "bookstore", "knowledge-hub", "course-syllabi", "point-and-counterpoint", "policy-perspectives",
    ]  # fmt: skip
    assert here.resources[0].value["sign"] == "📚"


def test_the_resources_are_called_as_on_the_source_page(example):
    assert [item.value.text for item in edition("en").resources] == [
        "Bookstore", "Knowledge Hub", "Course Syllabi", "Point & Counterpoint", "Policy Perspectives",
    ]  # fmt: skip


def test_the_lead_article_has_all_that_the_source_article_has(language):
    text = lead(language)
    (card,) = cards([text])
    assert {"en": "Commentary | Комментарии", "ru": "Комментарии | Commentary", "uk": "Коментарі | Commentary"}[
        language
    ] in [category.label for category in card.categories]
    assert len(card.authors) == 1 and text.credit and text.author_note and "©" in text.project_note
    assert text.topics.count() == 2
    kinds = {block.block_type for block in text.body}
    assert kinds == {"paragraph", "heading", "quotation", "finding", "table"}
    assert Client().get(text.url).status_code == 200


def test_the_neighbours_of_the_lead_article_are_those_of_the_source_page(language):
    found = neighbours(lead(language))
    before, after = cards([found.previous, found.next])
    assert [category.url for category in before.categories] == [""] and not before.authors
    assert before.byline == edition(language).name
    assert before.date < lead(language).date < after.date
    news = {"en": "In the News | Новости", "ru": "Новости | In the News", "uk": "Новини | In the News"}
    assert [category.label for category in after.categories] == [news[language]]
    assert len(after.authors) == 1


def test_eight_texts_that_one_may_also_like_stand_in_commentary_and_recommended(language):
    found = cards(also_like(lead(language)))
    assert len(found) == 8
    assert {len(card.categories) for card in found} == {2}
    assert any(len(card.authors) == 2 for card in found)
    assert {card.lang for card in found} == {language}


def test_texts_are_linked_with_their_translations(example):
    by_key: dict = {}
    for text in Publication.objects.filter(kind=Publication.Kind.TEXT).select_related("locale"):
        by_key.setdefault(text.translation_key, set()).add(text.locale.language_code)
    assert sum(languages == {"en", "ru", "uk"} for languages in by_key.values()) >= 6
    assert sum(languages == {"ru"} for languages in by_key.values()) == 2
    assert sum(languages == {"uk"} for languages in by_key.values()) == 2


def test_the_podcast_has_ten_episodes_with_dates_summaries_and_sound(example):
    episodes = Episode.objects.order_by("-date")
    assert len(episodes) == 10 and len({each.date for each in episodes}) == 10
    for each in episodes:
        assert len(each.lead.split()) >= 15 and each.seconds == 3
        with each.audio.open_file() as file:
            assert file.read(2) == b"\xff\xfb"
    assert Client().get(edition("en").social_links[4].value.href).headers["Content-Type"].startswith("application/rss")


def test_five_are_recommended_in_every_language(language):
    from evenhand_site.publications.listing import in_section

    found = in_section(edition(language).recommended)
    assert len(found[:5]) == 5
    assert {text.locale.language_code for text in found} == {language}


def test_memos_are_numbered_without_a_gap(example):
    assert sorted(Memo.objects.filter(locale__language_code="en").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_events_are_to_come_and_past_whatever_the_day(example):
    noon = timezone.make_aware(timezone.datetime.combine(TODAY, timezone.datetime.min.time())) + timedelta(hours=12)
    english = Event.objects.filter(locale__language_code="en")
    assert english.filter(starts__gt=noon).count() == 2
    assert english.filter(ends__lt=noon).count() == 3
    assert english.get(slug="reading-a-ledger-together").local_start.hour == 17


def test_there_are_books_courses_syllabi_and_two_texts_side_by_side(example):
    assert all(book.cover and book.cover_description for book in Book.objects.all()) and Book.objects.count() >= 3
    section = Section.objects.get(slug="course-syllabi", locale__language_code="en")
    assert all(page.specific.syllabus for page in section.get_children())
    point = (
        Section.objects.get(slug="point-and-counterpoint", locale__language_code="en").get_children().first().specific
    )
    assert point.one_text_id and point.other_text_id and point.one_text_id != point.other_text_id


def test_comments_are_threaded_and_an_authors_reply_is_marked(example):
    on_lead = Comment.objects.filter(page=lead("en"))
    assert on_lead.count() == 4 and set(on_lead.values_list("state", flat=True)) == {Comment.State.APPROVED}
    reply = on_lead.get(voice=Comment.Voice.AUTHOR)
    assert reply.parent and reply.replies.count() == 1


def test_everything_is_marked_as_an_example(language):
    word = {"en": "example", "ru": "учебн", "uk": "навчальн"}[language]
    assert word in edition(language).footer_note.lower()
    assert word in edition(language).name.lower()
    for text in Publication.objects.filter(locale__language_code=language):
        assert word in text.project_note.lower(), text
    for person in Person.objects.all():
        with override(language):
            assert word in person.life, person


def test_findings_are_pinned_to_the_stored_study_of_the_reference_case(example):
    from evenhand_site.cases.models import CaseStudy

    stored = CaseStudy.objects.get(case_id=CASE)
    found = [block.value for block in lead("en").body if block.block_type == "finding"]
    assert [value["show"] for value in found] == ["overview", "losses", "causes", "keys"] and {
        value["study"].pk for value in found
    } == {stored.pk}
    assert all(value.shown.table for value in found)


def test_a_site_that_has_pages_is_left_alone(network):
    network.section("Ours")
    assert build(TODAY) is False
    assert not Person.objects.exists()


@pytest.mark.parametrize("text", texts(), ids=lambda text: text["key"])
def test_a_text_is_prose_of_some_length_with_a_note_for_every_mark(text):
    for language in LANGUAGES:
        if language in text:
            words = text[language]
            assert set(keys_used(words["body"])) == set(words.get("notes", {}))
            assert set(re.findall(r"\{\{([\w-]+)\}\}", words["body"])) == set(words.get("blocks", {}))
            if text["model"] != "publications.Counterpoint":
                assert 150 <= len(words["body"].split()) <= 500


@pytest.mark.parametrize("name", ["house.yaml", "listings.yaml"])
def test_what_exists_in_russian_exists_in_ukrainian(name):
    assert not [record["key"] for record in read(name) if ("ru" in record) != ("uk" in record)]

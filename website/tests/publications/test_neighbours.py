"""Texts before and after a text."""

from datetime import UTC, date, datetime

from evenhand_site.events.models import Event
from evenhand_site.publications.models import Publication, Relation
from evenhand_site.publications.neighbours import Neighbours, also_like, neighbours
from wagtail.models import PageViewRestriction


def titles(found):
    return [
        page and page.title for page in (found.previous, found.next, found.previous_in_section, found.next_in_section)
    ]


def test_neighbours_are_found_across_sections_and_within_one(network):
    one, other = network.section("One"), network.section("Other")
    network.text("A", under=one, day=date(2026, 1, 1))
    network.text("B", under=other, day=date(2026, 1, 2))
    middle = network.text("C", under=one, day=date(2026, 1, 3))
    network.text("D", under=other, day=date(2026, 1, 4))
    network.text("E", under=one, day=date(2026, 1, 5))
    assert titles(neighbours(middle)) == ["B", "D", "A", "E"]


def test_texts_of_one_day_follow_in_the_order_they_were_made(network):
    section = network.section()
    texts = [network.text(f"T{number}", under=section) for number in range(3)]
    assert titles(neighbours(texts[1])) == ["T0", "T2", "T0", "T2"]


def test_going_to_the_next_and_back_returns_to_the_text(network):
    section = network.section()
    texts = [network.text(f"T{number}", under=section, day=date(2026, 1, 1 + number // 2)) for number in range(6)]
    for text in texts[:-1]:
        assert neighbours(neighbours(text).next).previous.pk == text.pk


def test_drafts_private_texts_other_kinds_and_other_languages_are_no_neighbours(network):
    section, russian = network.section(), network.section("Раздел", language="ru")
    text = network.text("T", under=section)
    network.text("Draft", under=section, publish=False)
    network.text("По-русски", under=russian)
    network.text("Event", under=section, kind=Event, starts=datetime(2026, 3, 1, 12, tzinfo=UTC))
    hidden = network.text("Hidden", under=section)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    assert neighbours(text) == Neighbours()


def test_an_event_has_no_neighbours(network):
    section = network.section()
    network.text("T", under=section)
    event = network.text("Event", under=section, kind=Event, starts=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert neighbours(event) == Neighbours()


def test_an_uncategorised_text_has_neighbours_but_none_in_a_section(network):
    home = network.homes["en"]
    network.text("A", under=home, day=date(2026, 1, 1))
    text = network.text("B", under=home, day=date(2026, 1, 2))
    assert titles(neighbours(text)) == ["A", None, None, None]


def test_what_is_kept_is_dropped_when_a_text_appears_moves_or_goes(network, django_capture_on_commit_callbacks):
    one, other = network.section("One"), network.section("Other")
    text = network.text("T", under=one, day=date(2026, 1, 1))
    assert neighbours(text).next is None
    with django_capture_on_commit_callbacks(execute=True):
        later = network.text("Later", under=one, day=date(2026, 1, 2))
    assert titles(neighbours(text)) == [None, "Later", None, "Later"]
    with django_capture_on_commit_callbacks(execute=True):
        Publication.objects.get(pk=later.pk).move(other, pos="last-child")
        Publication.objects.get(pk=later.pk).save()
    assert titles(neighbours(text)) == [None, "Later", None, None]
    with django_capture_on_commit_callbacks(execute=True):
        Publication.objects.get(pk=later.pk).unpublish()
    assert titles(neighbours(text)) == [None] * 4


def test_kept_neighbours_cost_no_query(network, django_assert_num_queries):
    text = network.text("T", under=network.section())
    neighbours(text), also_like(text)
    with django_assert_num_queries(0):
        neighbours(text), also_like(text)


def test_eight_relatives_are_shown_in_their_order_and_only_public_ones(network):
    section = network.section()
    text = network.text("T", under=section)
    others = [network.text(f"T{number}", under=section) for number in range(11)]
    Relation.objects.all().delete()
    for rank, other in enumerate(others):
        Relation.objects.create(publication=text, other=other, rank=rank)
    Publication.objects.filter(pk=others[0].pk).update(live=False)
    PageViewRestriction.objects.create(page=others[1], restriction_type="login")
    assert [page.title for page in also_like(text)] == [f"T{number}" for number in range(2, 10)]

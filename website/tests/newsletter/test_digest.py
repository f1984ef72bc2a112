"""What a digest tells, to whom, in which language, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from evenhand_site.newsletter import digest
from evenhand_site.newsletter.digest import Contents
from evenhand_site.newsletter.models import Issue
from evenhand_site.publications.models import Memo, Publication

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def published(network):
    """Publish a text at a time; in another language as a translation of another text where one is given."""
    sections = {}

    def make(title, at=NOW - timedelta(hours=1), *, language="en", of=None, **fields):
        if language not in sections:
            sections[language] = network.section(f"Section {language}", language=language)
        text = network.text(title, under=sections[language], day=fields.pop("day", at.date()), **fields)
        changes = {"first_published_at": at, **({"translation_key": of.translation_key} if of else {})}
        Publication.objects.filter(pk=text.pk).update(**changes)
        return text

    return make


def titles(issue, language="en", **wishes):
    return [text.title for text in Contents(issue).chosen(language, **wishes)]


@pytest.mark.parametrize(
    ("frequency", "now", "expected"),
    [
        ("weekly", NOW, datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ("weekly", datetime(2026, 3, 2, 5, 59, tzinfo=UTC), datetime(2026, 2, 23, 6, tzinfo=UTC)),
        ("weekly", datetime(2026, 3, 2, 6, tzinfo=UTC), datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ("monthly", NOW, datetime(2026, 3, 1, 6, tzinfo=UTC)),
        ("monthly", datetime(2026, 3, 1, 5, tzinfo=UTC), datetime(2026, 2, 1, 6, tzinfo=UTC)),
        ("monthly", datetime(2026, 1, 1, 5, tzinfo=UTC), datetime(2025, 12, 1, 6, tzinfo=UTC)),
        ("every", NOW, NOW),
    ],
)
def test_a_digest_closes_on_monday_or_on_the_first_of_the_month_at_six(frequency, now, expected):
    assert digest.edge(frequency, now) == expected


def test_nothing_new_makes_no_issue(network, subscriber):
    subscriber()
    assert digest.make_due(NOW) == []


def test_nobody_to_read_makes_no_issue(published):
    published("News")
    assert digest.make_due(NOW) == []


def test_each_text_is_told_once(published, subscriber):
    subscriber()
    published("First")
    (issue,) = digest.make_due(NOW)
    assert titles(issue) == ["First"]
    assert digest.make_due(NOW + timedelta(minutes=1)) == []
    published("Second", NOW)
    (issue,) = digest.make_due(NOW + timedelta(minutes=2))
    assert titles(issue) == ["Second"]


def test_a_text_whose_writing_ended_after_the_digest_that_should_have_had_it_is_in_the_next(published, subscriber):
    subscriber()
    published("First", NOW - timedelta(minutes=1))
    digest.make_due(NOW)
    published("Late", NOW - timedelta(minutes=2))
    (issue,) = digest.make_due(NOW + timedelta(minutes=1))
    assert titles(issue) == ["Late"]


def test_the_weekly_digest_has_what_appeared_before_monday(published, subscriber):
    subscriber(frequency="weekly")
    published("Last week", datetime(2026, 2, 27, 12, tzinfo=UTC))
    published("This week", datetime(2026, 3, 3, 12, tzinfo=UTC))
    published("Long ago", datetime(2026, 1, 3, 12, tzinfo=UTC))
    (issue,) = digest.make_due(NOW)
    assert titles(issue) == ["Last week"]
    (issue,) = digest.make_due(NOW + timedelta(days=7))
    assert titles(issue) == ["This week"]


def test_a_site_that_slept_over_a_monday_tells_it_later(published, subscriber):
    subscriber(frequency="weekly")
    published("One", datetime(2026, 2, 27, 12, tzinfo=UTC))
    digest.make_due(NOW)
    published("Two", datetime(2026, 3, 5, 12, tzinfo=UTC))
    published("Three", datetime(2026, 3, 12, 12, tzinfo=UTC))
    (issue,) = digest.make_due(datetime(2026, 3, 16, 9, tzinfo=UTC))
    assert sorted(titles(issue)) == ["Three", "Two"]


def test_texts_of_long_ago_that_are_brought_in_today_are_no_news(published, subscriber):
    subscriber()
    published("From the old site", day=date(2013, 11, 11))
    assert digest.make_due(NOW) == []


def test_private_and_unpublished_texts_are_not_told(published, subscriber):
    from wagtail.models import PageViewRestriction

    subscriber()
    secret, gone = published("Secret"), published("Gone")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    gone.unpublish()
    assert digest.make_due(NOW) == []


def test_a_text_unpublished_after_the_digest_was_made_is_left_out(published, subscriber):
    subscriber()
    text = published("Withdrawn")
    published("Stays")
    (issue,) = digest.make_due(NOW)
    text.unpublish()
    assert titles(issue) == ["Stays"]


def test_a_reader_gets_chosen_topics_and_kinds_only(published, network, subscriber):
    subscriber()
    water, arms = network.topic("Water"), network.topic("Arms")
    published("On water", on=[water])
    published("On arms", on=[arms])
    published("A memo on water", on=[water], kind=Memo)
    published("On nothing")
    (issue,) = digest.make_due(NOW)
    assert len(titles(issue)) == 4
    assert sorted(titles(issue, topics=[water.pk])) == ["A memo on water", "On water"]
    assert titles(issue, topics=[water.pk], kinds=["memo"]) == ["A memo on water"]
    assert titles(issue, kinds=["event"]) == []


def test_a_text_is_given_in_the_readers_language_else_in_the_original(published, subscriber):
    subscriber()
    english = published("English original")
    published("Русский перевод", language="ru", of=english)
    published("Only Ukrainian", language="uk")
    (issue,) = digest.make_due(NOW)
    assert sorted(titles(issue, "ru")) == ["Only Ukrainian", "Русский перевод"]
    assert sorted(titles(issue, "uk")) == ["English original", "Only Ukrainian"]


def test_a_later_translation_is_news_for_its_own_readers_only(published, subscriber):
    subscriber()
    english = published("English original")
    digest.make_due(NOW)
    published("Переклад", NOW, language="uk", of=english)
    (issue,) = digest.make_due(NOW + timedelta(minutes=1))
    assert titles(issue, "uk") == ["Переклад"]
    assert titles(issue, "en") == titles(issue, "ru") == []


def test_the_number_of_queries_does_not_grow_with_readers(
    published, network, subscriber, django_assert_max_num_queries
):
    from evenhand_site.newsletter import outbox

    water = network.topic("Water")
    for number in range(5):
        published(f"Text {number}", on=[water])
    for number in range(60):
        subscriber(language="ru" if number % 2 else "en", topics=[water] if number % 3 else [])
    (issue,) = digest.make_due(NOW)
    with django_assert_max_num_queries(12):
        outbox.enqueue(issue, timezone.now())
    assert issue.deliveries.count() == 60
    assert Issue.objects.get().state == "sending"

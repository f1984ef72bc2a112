"""Clocks of a zone and moments; how they are printed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from evenhand_site.events.clock import end_of_day, moment, offset, when


def test_a_moment_follows_from_the_clock_of_the_zone():
    assert moment(datetime(2026, 1, 15, 18), "Europe/Kyiv") == datetime(2026, 1, 15, 16, tzinfo=UTC)
    assert moment(datetime(2026, 7, 15, 18), "Europe/Kyiv") == datetime(2026, 7, 15, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Europe/Kyiv", datetime(2026, 3, 29, 3, 30)),  # from 3:00 to 4:00 on the last Sunday of March
        ("America/New_York", datetime(2026, 3, 8, 2, 30)),  # from 2:00 to 3:00 on the second Sunday of March
    ],
)
def test_a_time_that_clocks_jump_over_is_no_moment(zone, clock):
    with pytest.raises(ValueError, match="does not exist"):
        moment(clock, zone)


def test_of_a_time_that_comes_twice_the_first_counts():
    # New York goes back from 2:00 to 1:00 on 1 November 2026: 1:30 comes first in summer time, four hours from UTC
    assert moment(datetime(2026, 11, 1, 1, 30), "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "zone", "end"),
    [
        (datetime(2026, 1, 15, 21, tzinfo=UTC), "Europe/Kyiv", datetime(2026, 1, 15, 22, tzinfo=UTC)),
        (datetime(2026, 1, 15, 22, 30, tzinfo=UTC), "Europe/Kyiv", datetime(2026, 1, 16, 22, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, tzinfo=UTC), "Europe/Kyiv", datetime(2026, 3, 29, 21, tzinfo=UTC)),  # of 23 hours
        (datetime(2026, 11, 1, 12, tzinfo=UTC), "America/New_York", datetime(2026, 11, 2, 5, tzinfo=UTC)),  # of 25
    ],
)
def test_a_day_ends_at_midnight_of_the_zone(start, zone, end):
    assert end_of_day(start, zone) == end


@pytest.mark.parametrize(
    ("zone", "words"),
    [("UTC", "UTC"), ("Europe/Kyiv", "UTC+2"), ("America/New_York", "UTC−5"), ("America/St_Johns", "UTC−3:30")],
)
def test_the_distance_from_utc_is_printed_in_hours(zone, words):
    assert offset(datetime(2026, 1, 15, 12, tzinfo=ZoneInfo(zone))) == words


def local(*parts, zone="Europe/Kyiv"):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def test_an_event_of_one_evening_names_its_day_once():
    with override("en"):
        words = when(local(2026, 6, 3, 18), local(2026, 6, 3, 20, 30), "Europe/Kyiv")
    assert words.count("3 June 2026") == 1
    assert '<time datetime="2026-06-03T18:00+03:00">' in words and '<time datetime="2026-06-03T20:30+03:00">' in words
    assert "Europe/Kyiv, UTC+3" in words


def test_an_event_over_midnight_names_both_days():
    with override("uk"):
        words = when(local(2026, 6, 3, 22), local(2026, 6, 4, 2), "Europe/Kyiv")
    assert "3 червня 2026" in words and "4 червня 2026" in words


def test_an_event_over_the_change_of_clocks_names_both_distances():
    with override("en"):
        words = when(local(2026, 3, 28, 22), local(2026, 3, 29, 10), "Europe/Kyiv")
    assert "UTC+2" in words and "UTC+3" in words


def test_an_event_without_an_end_says_when_it_starts():
    with override("ru"):
        words = when(local(2026, 6, 3, 18), None, "Europe/Kyiv")
    assert words.count("<time") == 1 and "3 июня 2026" in words

"""Calendars that other programs read, read back by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from evenhand_site.events.models import Event
from icalendar import Calendar

LONG = "Дискуссия о том, что теряют обе стороны, когда они не разговаривают; вопросы, ответы и \\ черта"


@pytest.fixture
def section(network):
    return network.section("Events", shows="upcoming")


@pytest.fixture
def event(network, section):
    def make(title="A talk", starts=datetime(2027, 3, 27, 16, tzinfo=UTC), **fields):
        return network.text(title, under=fields.pop("under", section), kind=Event, starts=starts, **fields)

    return make


def fetched(client, address):
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content


def entries(content):
    return Calendar.from_ical(content).walk("VEVENT")


def address_of(page):
    return f"/{page.locale.language_code}/calendar/event/{page.translation_key}.ics"


def test_an_event_is_read_back_as_it_was_written(event, client):
    page = event(
        LONG, zone="Europe/Kyiv", ends=datetime(2027, 3, 28, 9, tzinfo=UTC), place="Зал 1", lead="Одна строка\nи другая"
    )
    (entry,) = entries(fetched(client, address_of(page)))
    assert entry["summary"] == LONG and entry["location"] == "Зал 1" and entry["description"] == "Одна строка\nи другая"
    # over the change of clocks: two hours from UTC before, three after
    assert entry["dtstart"].dt == datetime(2027, 3, 27, 18, tzinfo=ZoneInfo("Europe/Kyiv"))
    assert entry["dtend"].dt.astimezone(UTC) == datetime(2027, 3, 28, 9, tzinfo=UTC)
    assert entry["dtstart"].params["TZID"] == "Europe/Kyiv"
    assert entry["status"] == "CONFIRMED" and entry["url"].endswith(page.url)


def test_lines_are_folded_at_75_octets_between_whole_letters(event, client):
    content = fetched(client, address_of(event(LONG)))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # no letter is cut in two


def test_the_zone_of_an_event_is_described(event, client):
    content = fetched(client, address_of(event(zone="America/New_York")))
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert zone["tzid"] == "America/New_York"
    offsets = {each["tzoffsetto"].td for each in zone.subcomponents}
    assert offsets == {timedelta(hours=-5), timedelta(hours=-4)}


def test_an_event_in_utc_needs_no_zone(event, client):
    content = fetched(client, address_of(event()))
    assert b"VTIMEZONE" not in content and b"DTSTART:20270327T160000Z" in content


def test_an_event_without_an_end_lasts_to_midnight(event, client):
    (entry,) = entries(fetched(client, address_of(event(zone="Europe/Kyiv"))))
    assert entry["dtend"].dt == datetime(2027, 3, 28, tzinfo=ZoneInfo("Europe/Kyiv"))


def test_a_change_keeps_the_identity_and_raises_the_number(event, client):
    page = event()
    (before,) = entries(fetched(client, address_of(page)))
    page.starts += timedelta(hours=1)
    page.cancelled = True
    page.title = "Another title"
    page.slug = "another-address"
    page.save_revision().publish()
    (after,) = entries(fetched(client, address_of(page)))
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["last-modified"].dt >= before["last-modified"].dt
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")


def test_a_file_is_the_same_however_often_it_is_fetched(event, client):
    address = address_of(event(zone="Europe/Kyiv"))
    assert fetched(client, address) == fetched(client, address)


def test_the_calendar_of_a_section_has_what_is_to_come_and_a_year_of_what_was(section, event, client):
    now = timezone.now()
    for days in (-500, -100, 10):
        event(f"{days}", starts=now + timedelta(days=days), zone="Europe/Kyiv")
    content = fetched(client, "/en/calendar/events.ics")
    assert [str(entry["summary"]) for entry in entries(content)] == ["-100", "10"]
    assert len({str(entry["uid"]) for entry in entries(content)}) == 2
    assert Calendar.from_ical(content)["x-wr-calname"] == "Events"
    assert not Calendar.from_ical(content).get_missing_tzids()


def test_the_section_of_past_events_has_the_same_calendar(network, section, event, client):
    network.section("Past events", under=section.get_parent(), shows="past", of_section=section)
    event("Soon", starts=timezone.now() + timedelta(days=1))
    assert [str(entry["summary"]) for entry in entries(fetched(client, "/en/calendar/past-events.ics"))] == ["Soon"]


def test_the_calendar_of_an_empty_section_is_empty(section, client):
    assert entries(fetched(client, "/en/calendar/events.ics")) == []


def test_a_calendar_takes_as_many_queries_for_many_events_as_for_few(event, client, django_assert_max_num_queries):
    event(starts=timezone.now() + timedelta(days=1))
    client.get("/en/calendar/events.ics")
    with django_assert_max_num_queries(20) as few:
        client.get("/en/calendar/events.ics")
    for days in range(2, 12):
        event(starts=timezone.now() + timedelta(days=days))
    with django_assert_max_num_queries(len(few)):
        client.get("/en/calendar/events.ics")


def test_what_is_not_published_or_does_not_exist_has_no_calendar(network, event, client):
    draft = event(publish=False)
    network.section("Commentary")
    for address in (
        address_of(draft),
        "/en/calendar/commentary.ics",
        "/en/calendar/nothing.ics",
        "/ru/calendar/events.ics",
        "/en/calendar/event/00000000-0000-0000-0000-000000000000.ics",
    ):
        assert client.get(address).status_code == 404


def test_an_event_of_whole_days_has_dates_and_no_zone(event, client):
    page = event(zone="Asia/Tokyo", ends=datetime(2027, 3, 29, 16, tzinfo=UTC), all_day=True)  # 28 to 30 March there
    content = fetched(client, address_of(page))
    assert b"DTSTART;VALUE=DATE:20270328\r\n" in content and b"DTEND;VALUE=DATE:20270331\r\n" in content
    assert b"VTIMEZONE" not in content
    (entry,) = entries(fetched(client, address_of(event("One day", all_day=True))))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2027, 3, 27), date(2027, 3, 28))


def test_a_calendar_holds_events_with_and_without_a_time(section, event, client):
    soon = timezone.now() + timedelta(days=2)
    event("Day", starts=soon, all_day=True)
    event("Hour", starts=soon, zone="Europe/Kyiv")
    content = fetched(client, f"/en/calendar/{section.slug}.ics")
    assert {str(each["summary"]) for each in entries(content)} == {"Day", "Hour"} and b"TZID:Europe/Kyiv" in content

"""Events: what is to come and what is past, the form, the page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from evenhand_site.events.calendar import past, upcoming
from evenhand_site.events.models import Event
from evenhand_site.house.models import Edition
from evenhand_site.publications.models import Section

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def section(network):
    return network.section("Events", shows=Section.Shows.UPCOMING)


@pytest.fixture
def event(network, section):
    def make(title="A talk", starts=NOON, **fields):
        return network.text(title, under=fields.pop("under", section), kind=Event, starts=starts, **fields)

    return make


def titles(events):
    return [each.title for each in events]


def test_events_to_come_stand_next_first_and_past_ones_latest_first(section, event):
    for days in (-2, -1, 1, 2):
        start = NOON + timedelta(days=days)
        event(f"{days}", starts=start, ends=start + timedelta(hours=1))
    assert titles(upcoming(section, NOON)) == ["1", "2"]
    assert titles(past(section, NOON)) == ["-1", "-2"]


def test_readers_see_the_day_of_the_event_wherever_it_is_named(client, network, section, event):
    made = event(starts=datetime(2026, 6, 15, 22, 30, tzinfo=UTC), zone="Asia/Tokyo", on=[network.topic()])
    for address in (made.url, network.topic().get_absolute_url(), "/en/"):
        page = client.get(address).content.decode().split("<main", 1)[1]
        assert "16 June 2026" in page and "1 March 2026" not in page


def test_a_new_event_begins_with_the_time_zone_of_the_edition(client, section, event, admin_user):
    Edition.objects.filter(locale=section.locale).update(zone="Europe/Vienna")
    client.force_login(admin_user)
    page = client.get(reverse("wagtailadmin_pages:add", args=["events", "event", section.pk])).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected>', page.split('name="zone"')[1])[0] == "Europe/Vienna"
    page = client.get(reverse("wagtailadmin_pages:edit", args=[event().pk])).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected>', page.split('name="zone"')[1])[0] == "UTC"


def test_an_event_is_to_come_until_its_end(section, event):
    event(starts=NOON, ends=NOON + timedelta(hours=2))
    assert titles(upcoming(section, NOON + timedelta(minutes=119))) == ["A talk"]
    assert titles(past(section, NOON + timedelta(minutes=119))) == []
    assert titles(upcoming(section, NOON + timedelta(hours=2))) == []
    assert titles(past(section, NOON + timedelta(hours=2))) == ["A talk"]


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("UTC", datetime(2026, 6, 16, tzinfo=UTC)),
        ("Europe/Kyiv", datetime(2026, 6, 15, 21, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 6, 16, 4, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 6, 15, 15, tzinfo=UTC)),
    ],
)
def test_an_event_without_an_end_lasts_to_the_end_of_its_day_in_its_zone(section, event, zone, midnight):
    event(zone=zone)
    assert titles(upcoming(section, midnight - timedelta(seconds=1))) == ["A talk"]
    assert titles(upcoming(section, midnight)) == []
    assert titles(past(section, midnight)) == ["A talk"]


def test_an_event_over_midnight_is_to_come_on_both_days(section, event):
    event(starts=datetime(2026, 6, 15, 22, tzinfo=UTC), ends=datetime(2026, 6, 16, 2, tzinfo=UTC))
    assert titles(upcoming(section, datetime(2026, 6, 16, 1, tzinfo=UTC))) == ["A talk"]


def test_a_section_of_past_events_shows_those_of_the_section_that_it_names(network, section, event):
    archive = network.section("Past events", under=section.get_parent(), shows="past", of_section=section)
    event("Long ago", starts=datetime(2020, 1, 1, tzinfo=UTC))
    assert titles(past(archive, NOON)) == ["Long ago"]
    assert titles(upcoming(archive, NOON)) == []


def test_a_draft_is_neither_to_come_nor_past(section, event):
    event(publish=False)
    assert titles(upcoming(section, NOON)) == titles(past(section, NOON)) == []


def test_the_list_of_a_section_is_what_is_to_come_now(section, event, client):
    event("Tomorrow", starts=timezone.now() + timedelta(days=1))
    event("Yesterday", starts=timezone.now() - timedelta(days=2))
    shown = client.get(section.url).content.decode()
    assert "Tomorrow" in shown and "Yesterday" not in shown
    assert 'href="/en/calendar/events.ics"' in shown


@pytest.mark.parametrize("hours", [0, -1])
def test_an_event_does_not_end_before_it_starts(event, hours):
    with pytest.raises(ValidationError, match="ends before it starts"):
        event(ends=NOON + timedelta(hours=hours))


def test_a_zone_that_does_not_exist_is_refused(event):
    with pytest.raises(ValidationError, match="zone"):
        event(zone="Mars/Olympus")


def test_the_number_of_changes_grows_with_what_those_who_noted_it_must_know(event):
    page = event()
    assert page.sequence == 0
    page.lead = "A new summary"
    page.save_revision().publish()
    assert Event.objects.get(pk=page.pk).sequence == 0
    page.place = "Another hall"
    page.save_revision().publish()
    page.cancelled = True
    page.save_revision().publish()
    assert Event.objects.get(pk=page.pk).sequence == 2


@pytest.mark.parametrize(
    ("language", "day", "hour"),
    [("en", "15 June 2026", "2 p.m."), ("ru", "15 июня 2026", "14:00"), ("uk", "15 червня 2026", "14:00")],
)
def test_a_page_prints_the_time_of_the_zone_in_the_language_of_the_page(network, event, client, language, day, hour):
    section = network.section("Events", language=language, shows="upcoming", slug=f"events-{language}")
    page = event(under=section, starts=NOON, zone="Europe/Warsaw", place="Hall 1")
    shown = client.get(page.url).content.decode()
    assert day in shown and hour in shown and "Hall 1" in shown and "Europe/Warsaw, UTC+2" in shown
    assert '<time datetime="2026-06-15T14:00+02:00">' in shown


def test_a_cancelled_event_says_so_in_words_and_takes_no_registration(event, client):
    page = event(cancelled=True, registration="https://example.org/register")
    shown = client.get(page.url).content.decode()
    assert "This event is cancelled." in shown and "https://example.org/register" not in shown


# --- The form: what an editor types is what the clocks show where the event is.


@pytest.fixture
def form(event):
    page = event(zone="Europe/Kyiv", ends=NOON + timedelta(hours=1))
    kind = Event.get_edit_handler().get_form_class()
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "words")

    def make(**typed):
        empty = {f"{name}-{count}": "0" for name in ("authorships", "footnotes", "corrections", "comments")
                 for count in ("TOTAL_FORMS", "INITIAL_FORMS")}  # fmt: skip
        data = {
            "title": "A talk", "slug": page.slug, "date": "2026-01-01", "zone": "Europe/Kyiv", "starts": "", "ends": "",
            **empty, "body-count": "0", **typed,
        }  # fmt: skip
        return kind(data, instance=page, for_user=user)

    make.page, make.kind, make.user = page, kind, user
    return make


def test_the_form_shows_the_clock_of_the_zone(form):
    with timezone.override("Asia/Tokyo"):
        shown = form.kind(instance=form.page, for_user=form.user)
        assert 'value="2026-06-15 15:00"' in str(shown["starts"])
        assert 'value="2026-06-15 16:00"' in str(shown["ends"])


def test_what_is_typed_is_the_clock_of_the_zone_wherever_the_editor_is(form):
    with timezone.override("America/New_York"), translation.override("en"):
        typed = form(starts="2026-03-08 02:30", ends="2026-03-08 04:00")  # a gap where the editor is, not in Kyiv
        assert typed.is_valid(), typed.errors
    assert typed.cleaned_data["starts"] == datetime(2026, 3, 8, 0, 30, tzinfo=UTC)


def test_an_unchanged_form_changes_nothing(form):
    typed = form(starts="2026-06-15 15:00", ends="2026-06-15 16:00")
    assert typed.is_valid(), typed.errors
    assert not {"starts", "ends", "zone"} & set(typed.changed_data)
    assert typed.instance.starts == NOON


def test_a_time_that_does_not_exist_is_explained(form):
    typed = form(starts="2026-03-29 03:30")
    assert not typed.is_valid()
    assert "Europe/Kyiv never show this time" in typed.errors["starts"][0]


@pytest.mark.parametrize(
    ("name", "value"), [("starts", "soon"), ("starts", ""), ("zone", "Mars/Olympus"), ("zone", "")]
)
def test_nonsense_is_refused_where_it_was_typed(form, name, value):
    typed = form(**{"starts": "2026-06-15 15:00", name: value})
    assert not typed.is_valid() and name in typed.errors


def test_an_end_before_the_start_is_refused_where_it_was_typed(form):
    typed = form(starts="2026-06-15 15:00", ends="2026-06-15 14:00")
    assert not typed.is_valid() and "ends" in typed.errors


def test_an_event_typed_without_a_time_of_day_has_whole_days(form):
    typed = form(starts="2026-06-15", ends="2026-06-17")
    assert typed.is_valid(), typed.errors
    assert typed.instance.all_day
    assert typed.instance.starts == datetime(2026, 6, 14, 21, tzinfo=UTC)  # midnight in Kyiv
    assert typed.instance.ends == datetime(2026, 6, 16, 21, tzinfo=UTC)


def test_with_whole_days_chosen_the_times_do_not_count(form):
    typed = form(starts="2026-06-15 15:00", ends="2026-06-15 10:00", all_day="on")
    assert typed.is_valid(), typed.errors
    typed.instance.save()
    assert typed.instance.starts == datetime(2026, 6, 14, 21, tzinfo=UTC) and typed.instance.ends is None


@pytest.mark.parametrize(("starts", "ends", "name"), [
    ("2026-06-15", "2026-06-15 18:00", "starts"), ("2026-06-15 18:00", "2026-06-16", "ends"),
])  # fmt: skip
def test_half_a_time_is_refused_where_it_is_wanting(form, starts, ends, name):
    typed = form(starts=starts, ends=ends)
    assert not typed.is_valid() and "Give a time of day" in typed.errors[name][0]


def test_whole_days_do_not_end_before_they_start(form):
    typed = form(starts="2026-06-15", ends="2026-06-14")
    assert not typed.is_valid() and "ends" in typed.errors


def test_a_page_and_a_list_name_the_days_of_an_event_of_whole_days_and_no_time(section, event, client):
    start = timezone.now() + timedelta(days=3)
    page = event(starts=start, ends=start + timedelta(days=2), all_day=True, zone="Asia/Tokyo")
    first, last = (page.starts + timedelta(hours=9), page.ends + timedelta(hours=9))  # Tokyo is nine hours ahead
    assert (first.hour, first.minute, last.hour) == (0, 0, 0)
    for address in (page.url, section.url):
        shown = client.get(address).content.decode().split("<main", 1)[1]
        assert f'<time datetime="{first:%Y-%m-%d}">' in shown and f'<time datetime="{last:%Y-%m-%d}">' in shown
        assert "Tokyo" not in shown and "midnight" not in shown


def test_an_event_of_whole_days_is_to_come_until_its_last_day_is_over(section, event):
    page = event(starts=NOON, ends=NOON + timedelta(days=1), all_day=True, zone="Europe/Kyiv")
    assert page.over == datetime(2026, 6, 16, 21, tzinfo=UTC)
    assert titles(upcoming(section, page.over - timedelta(minutes=1))) == ["A talk"]
    assert titles(past(section, page.over)) == ["A talk"]


def test_a_day_that_begins_at_one_is_a_day(event):
    page = event(starts=datetime(2026, 9, 6, 15, tzinfo=UTC), all_day=True, zone="America/Santiago")  # no midnight
    assert str(page.day) == "2026-09-06" and page.last_day is None

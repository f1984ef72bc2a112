"""The outbox: whatever processes do and whenever they vanish, no letter is handed over twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from evenhand_site.newsletter import outbox
from evenhand_site.newsletter.models import Delivery, Issue, Subscriber
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PROCESSES = ["a", "b", "c"]


@pytest.fixture
def waiting(db):
    """So many deliveries of an issue that is being sent."""

    def make(number):
        issue = Issue.objects.create(subject="News", state=Issue.State.SENDING)
        readers = Subscriber.objects.bulk_create(
            Subscriber(email=f"r{issue.pk}.{each}@example.org", state="active") for each in range(number)
        )
        return Delivery.objects.bulk_create(Delivery(issue=issue, subscriber=reader, due_at=NOW) for reader in readers)

    return make


def test_what_one_process_has_claimed_no_other_gets(waiting):
    waiting(5)
    first = outbox.claim("a", 3, 100, NOW)
    second = outbox.claim("b", 3, 100, NOW)
    assert [len(first), len(second)] == [3, 2]
    assert not {each.pk for each in first} & {each.pk for each in second}


def test_no_more_are_claimed_than_may_be_sent_in_a_minute(waiting):
    waiting(10)
    batch = outbox.claim("a", 5, 6, NOW)
    assert len(batch) == 5
    for each in batch:
        outbox.begin(each, "a", NOW)
        outbox.finish(each, "a", "sent", NOW)
    assert len(outbox.claim("b", 5, 6, NOW + timedelta(seconds=59))) == 1
    assert len(outbox.claim("b", 5, 6, NOW + timedelta(seconds=61))) == 4


def test_a_claim_that_ran_out_frees_what_waited_and_doubts_what_was_begun(waiting):
    waiting(3)
    batch = outbox.claim("a", 3, 100, NOW)
    outbox.begin(batch[0], "a", NOW)
    later = NOW + outbox.LEASE
    assert outbox.doubt_lost(NOW + timedelta(minutes=9)) == 0
    assert outbox.doubt_lost(later) == 1
    assert {each.pk for each in outbox.claim("b", 9, 100, later)} == {batch[1].pk, batch[2].pk}
    assert not outbox.begin(batch[1], "a", later)


def test_a_process_that_was_thought_gone_may_still_say_what_it_did(waiting):
    waiting(1)
    (letter,) = outbox.claim("a", 1, 100, NOW)
    outbox.begin(letter, "a", NOW)
    outbox.doubt_lost(NOW + outbox.LEASE)
    outbox.finish(letter, "a", "sent", NOW + outbox.LEASE)
    assert Delivery.objects.get().state == "sent"


def test_pauses_grow_and_end(waiting):
    waiting(1)
    now, pauses = NOW, []
    while (letter := Delivery.objects.get()).state == "waiting":
        now = max(now, letter.due_at)
        (claimed,) = outbox.claim("a", 1, 100, now)
        outbox.put_off([claimed], "a", now, "later")
        pauses.append((Delivery.objects.get().due_at - now).total_seconds() / 60)
    assert pauses[:4] == [2, 4, 8, 16] and max(pauses) == 360 and len(pauses) == outbox.MOST_ATTEMPTS
    assert letter.state == "failed" and timedelta(days=2) < now - NOW < timedelta(days=4)


def test_a_stopped_issue_sends_nothing(waiting):
    waiting(2)
    Issue.objects.update(state="stopped")
    assert outbox.claim("a", 9, 100, NOW) == []


def test_an_editor_decides_about_doubtful_letters(waiting):
    one, other, sent = waiting(3)
    Delivery.objects.filter(pk__in=[one.pk, other.pk]).update(state="doubtful")
    Delivery.objects.filter(pk=sent.pk).update(state="sent")
    Issue.objects.update(state="sent")
    assert outbox.decide([one.pk, sent.pk], send_again=True) == 1
    assert outbox.decide([other.pk], send_again=False) == 1
    assert dict(Delivery.objects.values_list("pk", "state")) == {
        one.pk: "waiting", other.pk: "sent", sent.pk: "sent"
    }  # fmt: skip
    assert Issue.objects.get().state == "sending"


STEPS = st.one_of(
    st.tuples(st.just("claim"), st.sampled_from(PROCESSES), st.integers(1, 4)),
    st.tuples(st.just("begin"), st.sampled_from(PROCESSES), st.integers(0, 3)),
    st.tuples(st.just("hand over"), st.sampled_from(PROCESSES), st.just(0)),
    st.tuples(st.just("finish"), st.sampled_from(PROCESSES), st.just(0)),
    st.tuples(st.just("put off"), st.sampled_from(PROCESSES), st.just(0)),
    st.tuples(st.just("release"), st.sampled_from(PROCESSES), st.just(0)),
    st.tuples(st.just("doubt"), st.sampled_from(PROCESSES), st.just(0)),
    st.tuples(st.just("time"), st.just(""), st.integers(1, 40)),
)


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=40))
def test_in_any_order_of_events_every_letter_is_handed_over_at_most_once(waiting, steps):
    """Processes claim, begin, hand over, report, stand still and come back in any order; time passes between."""
    Delivery.objects.all().delete()
    Subscriber.objects.all().delete()
    waiting(5)
    now, held, open_, handed = NOW, {name: [] for name in PROCESSES}, {}, []
    for step, who, number in steps:
        if step == "claim":
            held[who] = outbox.claim(who, number, 1000, now)
        elif step == "begin" and who not in open_ and number < len(held[who]) and outbox.begin(
            held[who][number], who, now
        ):  # fmt: skip
            open_[who] = [held[who][number], False]
        elif step == "hand over" and who in open_ and not open_[who][1]:
            open_[who][1] = True
            handed.append(open_[who][0].pk)
        elif step == "finish" and who in open_ and open_[who][1]:
            outbox.finish(open_.pop(who)[0], who, "sent", now)
        elif step == "put off" and who in open_ and not open_[who][1]:
            outbox.put_off([open_.pop(who)[0]], who, now, "later")
        elif step == "release":
            outbox.release(who)
        elif step == "doubt":
            outbox.doubt_lost(now)
        elif step == "time":
            now += timedelta(minutes=number)
    assert len(handed) == len(set(handed))
    unfinished = {letter.pk for letter, taken in open_.values() if taken}
    known = set(Delivery.objects.filter(state="sent").values_list("pk", flat=True))
    assert set(handed) == known | (unfinished - known) and known <= set(handed)

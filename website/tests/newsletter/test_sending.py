"""Sending through a real mail server that takes, refuses, hesitates and breaks off."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from evenhand_site.newsletter import outbox
from evenhand_site.newsletter.models import Delivery, Issue, Subscriber
from evenhand_site.newsletter.sending import send_due
from sink import Sink


def states():
    return dict(Delivery.objects.values_list("subscriber__email", "state"))


def test_everybody_gets_one_letter_over_one_connection(composed, subscriber, mailing):
    readers = [subscriber().email for _ in range(15)]
    composed()
    with Sink() as sink:
        mailing(sink)
        assert send_due() == {"sent": 15}
        assert send_due() == {}
    assert sorted(sink.recipients) == sorted(readers)
    assert sink.connections == 1
    assert set(sink.senders) == {"network@localhost"}
    assert Issue.objects.get().state == "sent"
    letter = sink.letters[0][1]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_only_active_readers_of_that_frequency_get_a_digest(network, subscriber, mailing):
    subscriber("every@example.org")
    for state in ("waiting", "ended", "bounced", "complained"):
        subscriber(f"{state}@example.org", state=state)
    subscriber("monthly@example.org", frequency="monthly")
    network.text("Цілком нове", under=network.section(), day=timezone.now().date(), lead="Рядок.\n.\nкрапка")
    with Sink() as sink:
        mailing(sink)
        send_due()
    assert sink.recipients == ["every@example.org"]
    letter = sink.letters[0][1]
    assert letter["Subject"] == "Цілком нове"
    assert "\n.\nкрапка" in letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_a_scheduled_issue_waits_for_its_time(composed, subscriber, mailing):
    subscriber()
    now = timezone.now()
    composed(scheduled_for=now + timedelta(hours=1))
    with Sink() as sink:
        mailing(sink)
        assert send_due(now) == {}
        assert send_due(now + timedelta(hours=1)) == {"sent": 1}


def test_a_refusal_for_now_is_tried_again_later(composed, subscriber, mailing):
    subscriber("slow@example.org"), subscriber("other@example.org")
    composed()
    now = timezone.now()

    def greylist(step, recipient, time):
        return "450 4.2.0 come back later" if step == "RCPT" and recipient.startswith("slow") and time == 1 else None

    with Sink(greylist) as sink:
        mailing(sink)
        assert send_due(now) == {"sent": 1, "waiting": 1}
        assert send_due(now + timedelta(minutes=1)) == {}
        assert send_due(now + timedelta(minutes=3)) == {"sent": 1}
    assert sink.recipients == ["other@example.org", "slow@example.org"] and sink.connections == 2


def test_a_lasting_refusal_is_not_tried_again_and_a_missing_mailbox_ends_the_subscription(
    composed, subscriber, mailing
):
    gone, full, spam = subscriber("gone@example.org"), subscriber("policy@example.org"), subscriber("spam@example.org")
    subscriber("fine@example.org")
    composed()

    def refuse(step, recipient, time):
        if step == "RCPT" and recipient.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        if step == "RCPT" and recipient.startswith("policy"):
            return "550 5.7.1 not from you"
        return "554 5.6.0 no" if step == "DATA" and recipient.startswith("spam") else None

    with Sink(refuse) as sink:
        mailing(sink)
        assert send_due() == {"sent": 1, "failed": 3}
        assert send_due(timezone.now() + timedelta(days=1)) == {}
    assert sink.recipients == ["fine@example.org"]
    for reader in (gone, full, spam):
        reader.refresh_from_db()
    assert (gone.state, full.state, spam.state) == ("bounced", "active", "active")
    assert "5.7.1" in Delivery.objects.get(subscriber=full).fault


def test_a_connection_that_breaks_between_letters_delays_and_doubles_nothing(composed, subscriber, mailing):
    readers = [subscriber().email for _ in range(10)]
    composed()
    now = timezone.now()

    def hang_up(step, recipient, time):
        return "drop" if step == "RCPT" and recipient == readers[4] and time == 1 else None

    with Sink(hang_up) as sink:
        mailing(sink)
        assert send_due(now) == {"sent": 4, "waiting": 6}
        assert send_due(now + timedelta(minutes=3)) == {"sent": 6}
    assert sorted(sink.recipients) == sorted(readers)


def test_a_server_that_closes_for_now_is_asked_again(composed, subscriber, mailing):
    readers = [subscriber().email for _ in range(4)]
    composed()
    now = timezone.now()
    with Sink(lambda step, recipient, time: "421 busy" if step == "MAIL" and time == 2 else None) as sink:
        mailing(sink)
        assert send_due(now)["sent"] == 1
        assert send_due(now + timedelta(minutes=3)) == {"sent": 3}
    assert sorted(sink.recipients) == sorted(readers)


def test_a_letter_taken_without_an_answer_is_doubtful_and_never_sent_again_by_itself(composed, subscriber, mailing):
    subscriber("maybe@example.org"), subscriber("sure@example.org")
    composed()
    now = timezone.now()

    def no_answer(step, recipient, time):
        return "take and drop" if step == "DATA" and recipient.startswith("maybe") and time == 1 else None

    with Sink(no_answer) as sink:
        mailing(sink)
        first = send_due(now)
        assert first["doubtful"] == 1
        for minutes in (3, 30, 300, 3000):
            send_due(now + timedelta(minutes=minutes))
        assert sorted(sink.recipients) == ["maybe@example.org", "sure@example.org"]
        assert states() == {"maybe@example.org": "doubtful", "sure@example.org": "sent"}
        outbox.decide(Delivery.objects.filter(state="doubtful").values_list("pk", flat=True), send_again=True)
        send_due(timezone.now() + timedelta(days=3))
    assert sink.recipients.count("maybe@example.org") == 2


def test_no_mail_server_at_all_puts_everything_off(composed, subscriber, mailing, settings):
    readers = [subscriber().email for _ in range(3)]
    composed()
    now = timezone.now()
    with Sink() as sink:
        mailing(sink)
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        assert send_due(now) == {"waiting": 3}
        assert send_due(now + timedelta(seconds=30)) == {}
        settings.EMAIL_PORT = port
        assert send_due(now + timedelta(minutes=3)) == {"sent": 3}
    assert sorted(sink.recipients) == sorted(readers)


def test_a_sender_whom_the_server_refuses_costs_no_subscriber(composed, subscriber, mailing):
    subscriber()
    composed()
    with Sink(lambda step, recipient, time: "550 5.7.1 who are you" if step == "MAIL" else None) as sink:
        mailing(sink)
        assert send_due() == {"waiting": 1}
    assert Subscriber.objects.get().state == "active"


def test_who_left_after_the_issue_was_made_gets_nothing(composed, subscriber, mailing):
    reader = subscriber()
    issue = composed()
    outbox.enqueue(issue, timezone.now())
    Subscriber.objects.filter(pk=reader.pk).update(state="ended")
    with Sink() as sink:
        mailing(sink)
        send_due()
    assert sink.letters == []


def test_letters_go_out_no_faster_than_agreed(composed, subscriber, mailing, settings):
    settings.NEWSLETTER_PER_MINUTE = 4
    for _ in range(10):
        subscriber()
    composed()
    now = timezone.now()
    with Sink() as sink:
        mailing(sink)
        numbers = [send_due(now + timedelta(minutes=1.1 * minute))["sent"] for minute in range(4)]
    assert numbers == [4, 4, 2, 0] and len(sink.letters) == 10


def test_a_letter_that_cannot_be_composed_does_not_keep_the_others(composed, subscriber, mailing, monkeypatch, caplog):
    from evenhand_site.newsletter import letters

    subscriber("broken@example.org"), subscriber("fine@example.org")
    composed()
    compose = letters.letter

    def fails(issue, reader, texts):
        if reader.email.startswith("broken"):
            raise RuntimeError("a template is broken")
        return compose(issue, reader, texts)

    monkeypatch.setattr(letters, "letter", fails)
    with Sink() as sink:
        mailing(sink)
        assert send_due() == {"sent": 1, "failed": 1}
    assert sink.recipients == ["fine@example.org"]
    assert "cannot be composed" in caplog.text


def test_the_clock_sends(composed, subscriber, mailing):
    from evenhand_site.keeping import clock

    subscriber()
    composed()
    with Sink() as sink:
        mailing(sink)
        clock.beat()
    assert len(sink.letters) == 1

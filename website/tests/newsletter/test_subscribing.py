"""Double opt-in, preferences, leaving: what visitors, mail programs and forgers can do."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from evenhand_site.newsletter import links, subscribing
from evenhand_site.newsletter.models import Delivery, Subscriber, Suppression

FORM = "/en/newsletter/"


@pytest.fixture(autouse=True)
def _no_counts(settings, tmp_path):
    settings.DATA, settings.THROTTLE = tmp_path, True


def address_in(letter):
    return re.search(r"http://\S+(/\w\w/newsletter/\S+)", letter.body).group(1)


def test_subscribing_takes_a_letter_and_a_button(client, network):
    network.topic("Arms control")
    answer = client.post(FORM, {"email": "Reader@Example.org", "language": "ru", "frequency": "monthly"})
    assert answer.status_code == 302 and answer.url == "/en/newsletter/asked/"
    assert client.get(answer.url).status_code == 200
    made = Subscriber.objects.get()
    assert (made.email, made.state, made.language) == ("reader@example.org", "waiting", "ru")
    assert mail.outbox[0].to == ["reader@example.org"]
    link = address_in(mail.outbox[0])
    assert link.startswith("/ru/newsletter/confirm/")
    client.post(link)
    made.refresh_from_db()
    assert made.state == "active" and made.confirmed_at


def test_a_program_that_opens_links_confirms_and_ends_nothing(client, network, subscriber):
    waiting = subscriber(state="waiting", confirmed_at=None)
    reader = subscriber()
    for _ in range(3):
        assert client.get(links.address(waiting, "confirm").removeprefix("http://127.0.0.1:8000")).status_code == 200
        assert client.get(links.address(reader, "leave").removeprefix("http://127.0.0.1:8000")).status_code == 200
        assert client.head(links.address(reader, "leave").removeprefix("http://127.0.0.1:8000")).status_code == 200
    waiting.refresh_from_db()
    reader.refresh_from_db()
    assert (waiting.state, reader.state) == ("waiting", "active")


def test_the_answer_is_the_same_for_known_unknown_and_unwelcome_addresses(client, network, subscriber):
    subscriber("known@example.org")
    subscriber("angry@example.org", state="complained")
    answers = [
        client.post(FORM, {"email": f"{who}@example.org"}, REMOTE_ADDR=f"192.0.2.{number}")
        for number, who in enumerate(("known", "new", "angry"))
    ]
    assert len({(answer.status_code, answer.url, answer.content) for answer in answers}) == 1
    assert [letter.to[0] for letter in mail.outbox] == ["known@example.org", "new@example.org"]


def test_a_stranger_cannot_change_the_wishes_of_a_subscriber(client, network, subscriber):
    reader = subscriber("known@example.org", language="uk", frequency="monthly")
    client.post(FORM, {"email": "known@example.org", "language": "en", "frequency": "every"})
    reader.refresh_from_db()
    assert (reader.language, reader.frequency) == ("uk", "monthly")
    assert "/uk/newsletter/preferences/" in mail.outbox[0].body


def test_one_address_is_not_flooded_with_letters(client, network):
    for number in range(6):
        client.post(FORM, {"email": "victim@example.org"}, REMOTE_ADDR=f"192.0.2.{number}")
    assert len(mail.outbox) == subscribing.LETTERS_AN_HOUR


def test_a_visitor_who_sends_form_after_form_is_told_to_wait(client, network):
    answers = [client.post(FORM, {"email": f"reader{number}@example.org"}) for number in range(8)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Too many requests" in answers[-1].content.decode()


def test_a_filled_trap_looks_like_success_and_does_nothing(client, network):
    answer = client.post(FORM, {"email": "robot@example.org", "subject": "cheap"})
    assert (answer.status_code, answer.url) == (302, "/en/newsletter/asked/")
    assert not Subscriber.objects.exists() and not mail.outbox


@pytest.mark.parametrize(
    "email",
    ["", "nobody", "a@b", "a b@example.org", "a@example.org\r\nBcc: b@example.org", "a\0@example.org", "x" * 300,
     "почта@example.org", "a@exa mple.org", f"{'a' * 65}@example.org", "<script>@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_reason(client, network, email):
    answer = client.post(FORM, {"email": email})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert not mail.outbox and not Subscriber.objects.exists()


def test_a_domain_in_another_script_is_known_by_its_mail_name(client, network):
    client.post(FORM, {"email": "info@Приклад.УКР"})
    assert Subscriber.objects.get().email == "info@xn--80aikifvh.xn--j1amh"
    client.post(FORM, {"email": "info@xn--80aikifvh.xn--j1amh"})
    assert Subscriber.objects.count() == 1


def test_forged_choices_are_refused(client, network):
    answer = client.post(
        FORM, {"email": "a@example.org", "language": "xx", "frequency": "hourly", "topics": "999", "kinds": "poem"}
    )
    assert answer.status_code == 422 and not Subscriber.objects.exists()


@pytest.mark.parametrize("word", ["1.abc.def", "x", "9" * 30, "-1.a.b", "1", "%00", "½.a.b"])
@pytest.mark.parametrize("purpose", ["confirm", "preferences", "leave"])
def test_forged_words_open_nothing(client, network, subscriber, word, purpose):
    subscriber()
    answer = client.post(f"/en/newsletter/{purpose}/{word}/")
    assert answer.status_code == 404
    assert Subscriber.objects.get().state == "active"


def test_a_word_is_good_for_one_purpose_and_one_address(client, network, subscriber):
    reader = subscriber()
    assert links.read(links.word(reader, "leave"), "manage") == (None, False)
    word = links.word(reader, "manage")
    Subscriber.objects.filter(pk=reader.pk).update(email="other@example.org")
    assert links.read(word, "manage") == (None, False)


def test_an_old_confirmation_says_so_and_the_way_out_never_closes(client, network, subscriber, monkeypatch):
    waiting, reader = subscriber(state="waiting"), subscriber()
    confirm, leave = links.word(waiting, "confirm"), links.word(reader, "leave")
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 5 * 365 * 86_400)
    answer = client.post(f"/en/newsletter/confirm/{confirm}/")
    assert answer.status_code == 410 and "too old" in answer.content.decode()
    client.post(f"/en/newsletter/leave/{leave}/")
    reader.refresh_from_db()
    assert reader.state == "ended"


def test_a_mail_program_unsubscribes_by_one_post_without_cookies_or_token(network, subscriber, composed, homes):
    from django.test import Client

    reader = subscriber()
    Delivery.objects.create(issue=composed(), subscriber=reader)
    answer = Client(enforce_csrf_checks=True).post(
        f"/en/newsletter/leave/{links.word(reader, 'leave')}/", {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    reader.refresh_from_db()
    assert reader.state == "ended" and reader.ended_at
    assert not Delivery.objects.exists()


def test_preferences_are_changed_without_a_password(client, network, subscriber):
    topic, reader = network.topic("Water"), subscriber(language="en")
    page = f"/en/newsletter/preferences/{links.word(reader, 'manage')}/"
    assert "Water" in client.get(page).content.decode()
    client.post(page, {"language": "uk", "frequency": "monthly", "topics": [topic.pk], "kinds": ["memo"]})
    reader.refresh_from_db()
    assert (reader.language, reader.frequency, reader.kinds) == ("uk", "monthly", ["memo"])
    assert list(reader.topics.all()) == [topic]


def test_everything_stored_can_be_taken_away(client, network, subscriber, composed):
    reader = subscriber("me@example.org", topics=[network.topic("Water")])
    Delivery.objects.create(issue=composed(), subscriber=reader, state="sent")
    answer = client.get(f"/en/newsletter/preferences/{links.word(reader, 'manage')}/?data=json")
    data = json.loads(answer.content)
    assert data["email"] == "me@example.org" and data["topics"] == ["water"]
    assert data["letters"][0]["state"] == "sent" and data["confirmed_at"]


def test_being_forgotten_leaves_no_address_behind(client, network, subscriber, composed):
    reader = subscriber("me@example.org")
    Delivery.objects.create(issue=composed(), subscriber=reader, state="sent")
    client.post(f"/en/newsletter/preferences/{links.word(reader, 'manage')}/", {"erase": "yes"})
    assert not Subscriber.objects.exists() and not Delivery.objects.exists()
    kept = Suppression.objects.get()
    assert kept.reason == "erased" and "me@" not in kept.digest


def test_who_was_forgotten_may_come_back_by_themselves_and_who_complained_is_left_in_peace(client, network, subscriber):
    subscribing.erase(subscriber("me@example.org"))
    subscribing.erase(subscriber("angry@example.org", state="complained"))
    client.post(FORM, {"email": "angry@example.org"})
    assert not mail.outbox
    client.post(FORM, {"email": "me@example.org"})
    client.post(address_in(mail.outbox[0]))
    assert Subscriber.objects.get().state == "active"
    assert [kept.reason for kept in Suppression.objects.all()] == ["complained"]


def test_addresses_that_nobody_confirmed_are_forgotten(subscriber):
    subscriber("old@example.org", state="waiting", asked_at=timezone.now() - timedelta(days=8))
    subscriber("new@example.org", state="waiting", asked_at=timezone.now() - timedelta(days=6))
    subscriber("reader@example.org", asked_at=timezone.now() - timedelta(days=800))
    assert subscribing.forget_unconfirmed() == 1
    assert not Subscriber.objects.filter(email="old@example.org").exists()


def test_a_lost_link_is_mailed_to_subscribers_only(client, network, subscriber):
    subscriber("me@example.org")
    answers = [client.post("/en/newsletter/link/", {"email": f"{who}@example.org"}) for who in ("me", "you")]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert [letter.to for letter in mail.outbox] == [["me@example.org"]]


def test_a_mail_server_that_does_not_answer_is_admitted(client, network, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post(FORM, {"email": "me@example.org"})
    assert answer.status_code == 503 and "did not take our letter" in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_no_page_sets_a_cookie_or_carries_a_token(client, network, subscriber, language):
    reader = subscriber(language=language)
    with override(language):
        pages = [reverse("newsletter-subscribe"), reverse("newsletter-link"), reverse("newsletter-asked")] + [
            reverse(f"newsletter-{purpose}", args=[links.word(reader, purpose)])
            for purpose in ("confirm", "manage", "leave")
        ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert not answer.cookies and "csrf" not in answer.content.decode()


def test_private_pages_are_kept_by_nobody(client, network, subscriber):
    answer = client.get(f"/en/newsletter/leave/{links.word(subscriber(), 'leave')}/")
    assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"

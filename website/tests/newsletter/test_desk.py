"""The editors' pages of the newsletter."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from evenhand_site.newsletter.models import Delivery, Issue, Subscriber


@pytest.fixture
def editor(client, network):
    """A browser in which an editor (no superuser) has signed in."""
    person = User.objects.create_user("ed", "ed@example.org", "a long pass phrase")
    person.groups.add(Group.objects.get(name="Editors"))
    client.force_login(person)
    return client


def test_an_issue_is_composed_looked_at_tested_scheduled_and_taken_back(editor, network, subscriber):
    subscriber()
    text = network.text("Quiet talks", under=network.section())
    fields = {
        "subject": "News", "subject_ru": "Новости", "subject_uk": "",
        "introduction": '{"blocks":[{"key":"a","text":"Hello","type":"unstyled","depth":0,"inlineStyleRanges":[],'
        '"entityRanges":[],"data":{}}],"entityMap":{}}',
        "introduction_ru": "null", "introduction_uk": "null",
        "texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 0, "texts-MIN_NUM_FORMS": 0, "texts-MAX_NUM_FORMS": 1000,
        "texts-0-publication": text.pk, "texts-0-ORDER": 1,
    }  # fmt: skip
    answer = editor.post(reverse("wagtailsnippets_newsletter_issue:add"), fields)
    assert answer.status_code == 302, answer.content.decode()
    issue = Issue.objects.get()
    desk = reverse("newsletter-issue", args=[issue.pk])
    assert "1 subscriber may get it" in editor.get(desk).content.decode()
    letter = editor.get(reverse("newsletter-preview", args=[issue.pk, "ru"]))
    assert "Hello" in letter.content.decode() and "Quiet talks" in letter.content.decode()
    assert "default-src 'none'" in letter["Content-Security-Policy"]
    editor.post(desk, {"test": "1"})
    assert mail.outbox[0].to == ["ed@example.org"] and mail.outbox[0].subject == "[test] News"
    editor.post(desk, {"schedule": "1", "at": "2999-01-01 10:00", "sure": "1"})
    issue.refresh_from_db()
    assert issue.state == "scheduled" and issue.scheduled_for.year == 2999
    assert editor.post(reverse("wagtailsnippets_newsletter_issue:edit", args=[issue.pk]), fields).status_code == 200
    editor.post(desk, {"draft": "1"})
    asked = editor.post(desk, {"schedule": "1", "at": ""}).content.decode()
    assert "goes to 1 subscriber, at once." in asked and Issue.objects.get().state == "draft"
    editor.post(desk, {"schedule": "1", "at": "", "sure": "1"})
    issue.refresh_from_db()
    assert issue.state == "scheduled" and issue.scheduled_for <= timezone.now()


def test_links_of_a_test_letter_open_nothing(editor, network, subscriber, composed):
    subscriber()
    editor.post(reverse("newsletter-issue", args=[composed(state="draft").pk]), {"test": "1"})
    assert "/newsletter/leave/" not in mail.outbox[0].body.replace("/newsletter/leave/0", "")


def test_a_time_that_was_chosen_is_named_and_kept_when_it_is_asked_about(editor, composed):
    desk = reverse("newsletter-issue", args=[composed(state="draft").pk])
    page = editor.post(desk, {"schedule": "1", "at": "2999-01-01 10:00"}).content.decode()
    assert "on 1 January 2999, 10:00 (UTC)" in page and 'name="at" value="2999-01-01 10:00"' in page


def test_a_date_that_is_none_is_refused(editor, composed):
    issue = composed(state="draft")
    answer = editor.post(reverse("newsletter-issue", args=[issue.pk]), {"schedule": "1", "at": "tomorrow"})
    assert answer.status_code == 422
    assert Issue.objects.get().state == "draft"


def test_doubtful_letters_are_listed_and_decided(editor, composed, subscriber):
    sure, again = (
        Delivery.objects.create(
            issue=composed(state="sent"), subscriber=subscriber(), state="doubtful", fault="line lost"
        )
        for _ in range(2)
    )
    page = editor.get(reverse("newsletter-state")).content.decode()
    assert page.count("line lost") == 2 and sure.subscriber.email in page
    editor.post(reverse("newsletter-decide"), {"delivery": [again.pk, "x"], "decision": "again"})
    editor.post(reverse("newsletter-decide"), {"delivery": [sure.pk], "decision": "sent"})
    assert dict(Delivery.objects.values_list("pk", "state")) == {sure.pk: "sent", again.pk: "waiting"}


def test_lists_are_filtered_and_nobody_is_added_by_hand(editor, composed, subscriber):
    subscriber("a@example.org", language="uk"), subscriber("b@example.org", state="ended")
    Delivery.objects.create(issue=composed(), subscriber=Subscriber.objects.first(), state="failed", fault="550 no")
    listing = reverse("wagtailsnippets_newsletter_subscriber:list")
    page = editor.get(listing, {"state": "ended"}).content.decode()
    assert "b@example.org" in page and "a@example.org" not in page
    assert "a@example.org" in editor.get(listing, {"q": "a@ex"}).content.decode()
    exported = b"".join(editor.get(listing, {"export": "csv"}).streaming_content).decode()
    assert "Confirmed" in exported and "b@example.org" in exported
    assert editor.get(reverse("wagtailsnippets_newsletter_subscriber:add")).status_code in (302, 403, 404)
    deliveries = editor.get(reverse("wagtailsnippets_newsletter_delivery:list"), {"state": "failed"})
    assert "550 no" in deliveries.content.decode()
    assert "Look and send" in editor.get(reverse("wagtailsnippets_newsletter_issue:list")).content.decode()


def test_others_may_not(client, network, composed, subscriber):
    issue = composed(state="draft")
    person = User.objects.create_user("member", "m@example.org", "a long pass phrase")
    person.groups.add(Group.objects.get(name="Members"))
    for browser in (client, client):
        for address in (
            reverse("newsletter-state"), reverse("newsletter-issue", args=[issue.pk]),
            reverse("newsletter-preview", args=[issue.pk, "en"]),
        ):  # fmt: skip
            assert browser.get(address).status_code == 302
        assert browser.post(reverse("newsletter-issue", args=[issue.pk]), {"schedule": "1"}).status_code == 302
        client.force_login(person)
    assert Issue.objects.get().state == "draft"

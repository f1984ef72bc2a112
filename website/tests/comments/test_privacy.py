"""Personal data: shown, erased, forgotten; the threads stay."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from evenhand_site.comments import privacy
from evenhand_site.comments.models import Comment, CommentRules

pytestmark = pytest.mark.django_db


def test_everything_about_an_address_is_told(comment):
    comment("mine", email="Me@Example.org", address_hash="abc", author_url="https://me.example")
    comment("not mine", email="other@example.org")
    told = privacy.about("me@example.org")
    (one,) = told["comments"]
    assert one["text"] == "mine" and one["author_url"] == "https://me.example" and one["address_hash"] == "abc"
    assert json.dumps(told)
    assert privacy.about("")["comments"] == []


def test_erasing_takes_name_and_addresses_and_keeps_the_thread(comment):
    one = comment("words", address_hash="abc", author_url="https://me.example", follow="yes")
    reply = comment("reply", parent=one, email="other@example.org")
    assert privacy.erase("READER@example.org", words_too=False) == 1
    one.refresh_from_db()
    assert one.text == "words" and one.state == "approved"
    assert not (one.author_name or one.author_email or one.author_url or one.address_hash or one.follow)
    assert Comment.objects.get(pk=reply.pk).parent_id == one.pk


def test_erased_words_leave_their_place_where_somebody_answered(client, text, comment):
    answered, alone = comment("answered", text_as_written="before"), comment("alone")
    comment("the answer", parent=answered, email="other@example.org")
    privacy.erase("reader@example.org", words_too=True)
    page = client.get(text.url).content.decode()
    assert "This comment was withdrawn." in page and "the answer" in page
    assert not Comment.objects.filter(text__in=["answered", "alone"]).exists()
    assert Comment.objects.get(pk=answered.pk).text_as_written == ""
    assert Comment.objects.get(pk=alone.pk).state == "refused"


def test_the_editors_log_repeats_no_words_of_an_erased_comment(comment, moderator):
    from evenhand_site.comments.moderation import decide
    from wagtail.models import ModelLogEntry

    one = comment("personal words", state="pending", name="Jane Secret")
    decide([one], "approve", moderator)
    privacy.erase("reader@example.org", words_too=True)
    assert "Secret" not in " ".join(ModelLogEntry.objects.values_list("label", flat=True))


def test_a_withdrawn_comment_cannot_be_approved(comment, moderator):
    from evenhand_site.comments.moderation import decide

    one = comment()
    privacy.withdraw(one)
    assert decide([one], "approve", moderator) == 0


def test_the_clock_forgets(comment):
    now = timezone.now()
    fresh = comment("fresh", address_hash="a")
    day_old = comment("day", address_hash="b", created=now - timedelta(hours=25))
    year_old = comment("year", created=now - timedelta(days=366), follow="yes")
    comment("old spam", state="spam", created=now - timedelta(days=91))
    new_spam = comment("new spam", state="spam")
    privacy.forget_old()
    for one in (fresh, day_old, year_old):
        one.refresh_from_db()
    assert (fresh.address_hash, day_old.address_hash) == ("a", "")
    assert (fresh.author_email, year_old.author_email, year_old.follow) == ("reader@example.org", "", "")
    assert set(Comment.objects.filter(state="spam")) == {new_spam}
    assert year_old.text == "year"


def test_addresses_are_kept_where_the_rules_say_so(comment):
    CommentRules.objects.update_or_create(defaults={"addresses_kept_days": 0})
    old = comment(created=timezone.now() - timedelta(days=4000))
    privacy.forget_old()
    assert Comment.objects.get(pk=old.pk).author_email


def test_moderators_fetch_and_erase_in_their_rooms(client, comment, moderator):
    one = comment("words")
    client.force_login(moderator)
    address = "/admin/comments/personal-data/"
    assert client.get(address).status_code == 200
    told = client.post(address, {"email": "reader@example.org", "export": ""})
    assert told["Content-Disposition"].startswith("attachment") and json.loads(told.content)["comments"]
    client.post(address, {"email": "reader@example.org", "words_too": "on", "erase": ""})
    one.refresh_from_db()
    assert one.text == one.author_email == ""


def test_nobody_else_sees_personal_data(client, comment, django_user_model):
    client.force_login(django_user_model.objects.create_user("member"))
    assert client.post("/admin/comments/personal-data/", {"email": "reader@example.org"}).status_code == 302

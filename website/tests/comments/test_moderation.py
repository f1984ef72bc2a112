"""Moderation: letters, one-click links, the editors' rooms, and the voices of the network."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from evenhand_site.comments import moderation
from evenhand_site.comments.models import Comment

pytestmark = pytest.mark.django_db


def links(letter):
    return re.findall(r"(?:Approve|Refuse|Spam): http://127.0.0.1:8000(\S+)", letter.body)


def test_moderators_get_a_letter_and_one_click_approves_once_they_are_signed_in(client, text, send, moderator):
    send(text="Wise words")
    (letter,) = mail.outbox
    assert letter.to == ["editor@example.org"] and "Wise words" in letter.body and text.title in letter.subject
    assert "reader@example.org" not in letter.body
    approve = links(letter)[0]
    assert client.get(approve).status_code == 302 and Comment.objects.get().state == "pending"  # to the login
    client.force_login(moderator)
    client.get(approve)
    assert Comment.objects.get().state == "approved"
    assert "Wise words" in client.get(text.url).content.decode()


def test_the_other_links_refuse_and_mark_as_spam(client, send, moderator):
    send()
    _approve, refuse, spam = links(mail.outbox[0])
    client.force_login(moderator)
    client.get(refuse)
    assert Comment.objects.get().state == "refused"
    client.get(spam)
    assert Comment.objects.get().state == "spam"


def test_members_of_the_group_moderators_moderate(homes, django_user_model):
    user = django_user_model.objects.create_user("m", "m@example.org")
    assert not moderation.may_moderate(user) and user not in moderation.moderators()
    user.groups.add(Group.objects.get(name="Moderators"))
    user = django_user_model.objects.get(pk=user.pk)
    assert moderation.may_moderate(user) and user in moderation.moderators()


def test_moderators_read_the_whole_words_in_the_list_and_reply_from_it(client, comment, moderator):
    words = "A long comment. " * 40
    shown = comment(words, state="approved")
    comment("Not read yet.", state="pending")
    client.force_login(moderator)
    page = client.get("/admin/snippets/comments/comment/").content.decode()
    assert words.strip() in page and "Not read yet." in page
    assert page.count(f"/en/comments/{shown.page_id}/reply/?to=") == 1


def test_a_decision_leads_back_to_what_waits_while_anything_does(client, comment, moderator):
    one, two = comment("one", state="pending"), comment("two", state="pending")
    client.force_login(moderator)
    assert client.get(moderation.one_click(one, "approve")).url == "/admin/snippets/comments/comment/?state=pending"
    assert client.get(moderation.one_click(two, "approve")).url == "/admin/snippets/comments/comment/"


def test_somebody_without_the_permission_cannot_use_a_link(client, comment, django_user_model):
    waiting = comment(state="pending")
    user = django_user_model.objects.create_user("member", "member@example.org")
    client.force_login(user)
    client.get(moderation.one_click(waiting, "approve"))
    assert Comment.objects.get().state == "pending"


def test_a_forged_link_decides_nothing(client, comment, moderator):
    waiting = comment(state="pending")
    client.force_login(moderator)
    answer = client.get(f"/admin/comments/decide/{waiting.pk}.approve.AAAAAAAA/", follow=True)
    assert answer.status_code == 200 and "leads to no comment" in answer.content.decode()
    assert Comment.objects.get().state == "pending"


def test_a_letter_cannot_be_given_further_headers(send, moderator, text):
    text.title = "Title\nBcc: victim@example.org"
    Comment.objects.all().delete()
    from evenhand_site.house import letters

    one = Comment.objects.create(page=text, author_name="N\r\nBcc: x@example.org", text="t")
    letters.send("comments/letters/waits.txt", "editor@example.org", "en", comment=one, links={})
    assert "\n" not in mail.outbox[0].subject and mail.outbox[0].recipients() == ["editor@example.org"]


def test_a_mail_server_that_fails_loses_no_comment(send, moderator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert send().status_code == 302 and Comment.objects.count() == 1


def test_the_list_of_the_editors_filters_and_counts_what_waits(client, comment, moderator):
    comment("waits here", state="pending")
    comment("shown already")
    client.force_login(moderator)
    page = client.get("/admin/snippets/comments/comment/?state=pending").content.decode()
    assert "waits here" in page and "shown already" not in page
    assert "Comments (1)" in page


def test_many_are_decided_at_once(client, comment, moderator):
    one, two, kept = comment(state="pending"), comment("b", state="pending"), comment("c", state="pending")
    client.force_login(moderator)
    address = f"/admin/bulk/comments/comment/approve/?id={one.pk}&id={two.pk}&next=/admin/"
    assert client.get(address).status_code == 200
    client.post(address)
    states = dict(Comment.objects.values_list("pk", "state"))
    assert states == {one.pk: "approved", two.pk: "approved", kept.pk: "pending"}


def test_an_edit_leaves_a_trace(client, comment, moderator, text):
    one = comment("As I wrote it")
    client.force_login(moderator)
    address = f"/admin/snippets/comments/comment/edit/{one.pk}/"
    assert client.get(address).status_code == 200
    answer = client.post(
        address, {"text": "As edited", "author_name": one.author_name, "author_url": "", "state": "approved"}
    )
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.text, one.text_as_written) == ("As edited", "As I wrote it") and one.edited
    page = client.get(text.url).content.decode()
    assert "As edited" in page and "Edited by the moderators" in page and "As I wrote it" not in page
    client.post(address, {"text": "Edited twice", "author_name": "x", "author_url": "", "state": "approved"})
    one.refresh_from_db()
    assert one.text_as_written == "As I wrote it"


def test_editors_add_no_comments_in_their_rooms(client, moderator):
    client.force_login(moderator)
    assert client.get("/admin/snippets/comments/comment/add/").status_code == 302


def test_decisions_are_in_the_log(comment, moderator):
    from wagtail.models import ModelLogEntry

    one = comment(state="pending")
    assert moderation.decide([one], "spam", moderator) == 1
    assert moderation.decide([one], "spam", moderator) == 0
    assert [(e.action, e.user_id) for e in ModelLogEntry.objects.for_instance(one)] == [("comments.spam", moderator.pk)]


def test_a_reply_of_the_author_is_published_at_once_and_marked(client, text, comment, network, django_user_model):
    user = django_user_model.objects.create_user("ada", "ada@example.org")
    author = network.person()
    author.account = user
    author.save()
    asked = comment("Why?")
    client.force_login(user)
    address = f"/en/comments/{text.pk}/reply/?to={asked.pk}"
    form = client.get(address).content.decode()
    assert "author_email" not in form and "as an author" in form
    mark = re.search(r'name="mark" value="([^"]+)"', form)[1]
    answer = client.post(address, {"text": "Because.", "mark": mark})
    reply = Comment.objects.get(text="Because.")
    assert (reply.state, reply.voice, reply.author_name) == ("approved", "author", "Ada Example")
    assert answer.url == f"{text.url}?comment={reply.pk}#comment-{reply.pk}"
    assert '<span class="comment-voice">Author</span>' in client.get(text.url).content.decode()


def test_an_editors_reply_is_marked_and_a_members_is_a_readers(client, text, moderator, django_user_model, rf):
    from evenhand_site.comments.writing import voice_of

    assert voice_of(moderator, text) == "editor"
    assert voice_of(django_user_model.objects.create_user("member"), text) == ""


def test_letters_about_replies_need_two_yeses_and_end_with_one_no(
    client, send, comment, moderator, text, django_capture_on_commit_callbacks
):
    send(follow="on", text="Tell me more")
    mine = Comment.objects.get()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        moderation.decide([mine], "approve", moderator)
    (letter,) = mail.outbox
    assert letter.to == ["reader@example.org"]
    address = re.search(r"http://127.0.0.1:8000(\S+follow\S+)", letter.body)[1]

    def reply(words):
        mail.outbox.clear()
        other = comment(words, state="pending", parent=Comment.objects.get(pk=mine.pk), email="other@example.org")
        with django_capture_on_commit_callbacks(execute=True):
            moderation.decide([other], "approve", moderator)
        return [letter.to for letter in mail.outbox]

    assert reply("before the second yes") == []
    client.get(address)
    assert reply("opening the link is no yes") == []
    client.post(address, {"wish": "yes"})
    assert reply("after it") == [["reader@example.org"]]
    client.post(address, {"wish": "no"})
    assert reply("after the no") == []

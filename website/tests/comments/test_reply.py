"""The reply form: what is taken, what is sent back, and that nothing typed is lost."""

import re

import pytest
from django.test import Client
from evenhand_site.comments.models import Comment, CommentRules

pytestmark = pytest.mark.django_db


def words_of(answer):
    return answer.content.decode()


def test_a_text_links_to_the_form_and_holds_nothing_personal(client, text):
    page = client.get(text.url)
    assert f"/en/comments/{text.pk}/reply/" in words_of(page)
    assert "csrf" not in words_of(page) and not page.cookies
    assert "comments/reply.js" in words_of(page)


def test_the_form_has_the_words_of_the_source_page(client, text):
    page = words_of(client.get(f"/en/comments/{text.pk}/reply/"))
    for label in ("Leave a Reply", "Cancel reply"):
        assert label in page
    assert "Your email address will not be published. Required fields are marked *" in page
    assert page.count('class="required"') == 3  # comment, name, e-mail


def test_the_form_is_kept_by_nobody(client, text):
    assert "no-store" in client.get(f"/en/comments/{text.pk}/reply/")["Cache-Control"]


def test_the_form_needs_its_csrf_token(text):
    strict = Client(enforce_csrf_checks=True)
    address = f"/en/comments/{text.pk}/reply/"
    page = words_of(strict.get(address))
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|mark)" value="([^"]+)"', page))
    words = {"author_name": "A", "author_email": "a@example.org", "text": "x", "mark": fields["mark"]}
    assert strict.post(address, words).status_code == 403
    answer = strict.post(address, words | {"csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]})
    assert answer.status_code == 422 and "quicker than people" in words_of(answer)  # only the time is missing


def test_a_comment_awaits_moderation_and_its_writer_sees_it_by_a_private_link(client, text, send):
    answer = send(text="One.\r\n\r\nTwo.")
    comment = Comment.objects.get()
    assert comment.state == "pending" and comment.text == "One.\n\nTwo." and comment.page_id == text.pk
    assert answer.status_code == 302 and answer.url.startswith("/en/comments/mine/")
    page = words_of(client.get(answer.url))
    assert "awaits moderation" in page and "<p>One.</p>" in page
    assert "One." not in words_of(client.get(text.url))


def test_a_private_link_cannot_be_made_from_the_comments_name(client, comment):
    one = comment()
    assert client.get(f"/en/comments/mine/{one.uid.hex}/").status_code == 404
    assert client.get(f"/en/comments/mine/{one.uid.hex}.AAAA/").status_code == 404


def test_its_writer_withdraws_a_comment_and_every_word_is_gone(client, send, text, comment):
    address = send(text="Take me back").url
    client.post(address)
    withdrawn = Comment.objects.get()
    assert not (withdrawn.text or withdrawn.author_name or withdrawn.author_email or withdrawn.address_hash)
    assert withdrawn.state == "refused"
    assert "You have withdrawn" in words_of(client.get(address))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("author_name", "", "This field is required"),
        ("author_name", "Buy https://spam.example", "Give a name"),
        ("author_name", "n" * 101, "at most 100"),
        ("author_email", "nobody", "valid email"),
        ("author_url", "javascript:alert(1)", "valid URL"),
        ("author_url", "ftp://files.example", "begins with https"),
        ("text", "   \n ", "required"),
        ("text", "x" * 5001, "at most 5000"),
        ("text", "nul\0byte", "Null characters"),
        ("text", "http://a.example http://b.example http://c.example http://d.example", "at most|may hold 3 links"),
        ("subject", "filled by a machine", "readers do not see"),
    ],
)
def test_a_fault_is_said_and_everything_typed_is_kept(send, field, value, said):
    kept = {"author_name": "Zoë Ünïcode", "author_email": "zoe@example.org", "text": "Several careful words."}
    answer = send(**{**kept, field: value})
    page = words_of(answer)
    assert answer.status_code == 422 and not Comment.objects.exists()
    assert re.search(said, page)
    for name, typed in kept.items():
        assert name == field or typed in page


def test_the_trap_is_empty_again_after_it_was_sprung(client, send):
    page = words_of(send(subject="x"))
    mark = re.search(r'name="mark" value="([^"]+)"', page)[1]
    assert 'name="subject" id="id_subject" autocomplete' in page
    assert send(mark=mark).status_code == 302


def test_what_is_sent_too_soon_may_be_sent_again_with_the_same_form(send):
    answer = send(wait=0.5)
    mark = re.search(r'name="mark" value="([^"]+)"', words_of(answer))[1]
    assert answer.status_code == 422 and "quicker than people" in words_of(answer)
    assert send(mark=mark, wait=20).status_code == 302


def test_a_form_that_was_open_for_days_is_renewed(send):
    answer = send(wait=3 * 24 * 3600)
    assert "open for too long" in words_of(answer) and not Comment.objects.exists()
    mark = re.search(r'name="mark" value="([^"]+)"', words_of(answer))[1]
    assert send(mark=mark, wait=3 * 24 * 3600 + 60).status_code == 302


@pytest.mark.parametrize("mark", ["", "1.2.3", "x" * 150, "1.abc.9:sig", "\u202e"])
def test_a_forged_mark_is_refused(send, mark):
    assert send(mark=mark).status_code == 422
    assert not Comment.objects.exists()


def test_the_mark_of_one_text_does_not_serve_another(client, network, text, send):
    other = network.text("Other", under=text.get_parent(), by=[network.person()])
    mark = re.search(r'name="mark" value="([^"]+)"', words_of(client.get(f"/en/comments/{other.pk}/reply/")))[1]
    assert "not made for this text" in words_of(send(mark=mark))


def test_a_form_that_is_sent_twice_is_stored_once(client, text, send):
    mark = re.search(r'name="mark" value="([^"]+)"', words_of(client.get(f"/en/comments/{text.pk}/reply/")))[1]
    first, second = send(mark=mark), send(mark=mark)
    assert first.url == second.url and Comment.objects.count() == 1


def test_a_form_that_is_sent_again_with_other_words_keeps_them(client, text, send):
    mark = re.search(r'name="mark" value="([^"]+)"', words_of(client.get(f"/en/comments/{text.pk}/reply/")))[1]
    send(mark=mark)
    answer = send(mark=mark, text="Further words.")
    assert "sent already, with other words" in words_of(answer) and "Further words." in words_of(answer)
    renewed = re.search(r'name="mark" value="([^"]+)"', words_of(answer))[1]
    assert send(mark=renewed, text="Further words.", wait=60).status_code == 302


def test_the_same_words_are_not_taken_twice(send):
    send()
    assert "very words" in words_of(send(author_name="Somebody else"))


def test_a_flood_from_one_address_is_stopped_and_others_go_on(send):
    for number in range(5):
        assert send(text=f"Flood {number}").status_code == 302
    answer = send(text="One too many")
    assert answer.status_code == 429 and answer["Retry-After"] and "One too many" in words_of(answer)
    assert send(text="From elsewhere", client=Client(REMOTE_ADDR="203.0.113.9")).status_code == 302


def test_a_visitor_cannot_choose_the_address_that_is_counted(send, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        liar = Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5")
        assert send(text=f"Flood {number}", client=liar).status_code == 302
    assert send(text="Six", client=Client(HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.5")).status_code == 429


def test_addresses_of_one_ipv6_network_count_as_one(rf):
    from evenhand_site.comments.defence import address_hash

    same = {address_hash(rf.get("/", REMOTE_ADDR=each)) for each in ("2001:db8::1", "2001:db8::ffff")}
    assert len(same) == 1
    assert address_hash(rf.get("/", REMOTE_ADDR="2001:db8:0:1::1")) not in same
    assert "203.0.113.7" not in address_hash(rf.get("/", REMOTE_ADDR="203.0.113.7"))


@pytest.mark.parametrize("page", [0, 999999, 99999999999999999999999])
def test_a_page_that_does_not_exist_takes_no_comment(client, text, page):
    assert client.get(f"/en/comments/{page}/reply/").status_code == 404
    assert client.post(f"/en/comments/{page}/reply/", {}).status_code == 404


def test_neither_a_draft_nor_a_section_nor_a_closed_text_takes_comments(client, network, text):
    draft = network.text("Draft", under=text.get_parent(), publish=False)
    closed = network.text("Closed", under=text.get_parent(), open_to_comments=False)
    assert client.get(f"/en/comments/{draft.pk}/reply/").status_code == 404
    assert client.get(f"/en/comments/{text.get_parent().pk}/reply/").status_code == 404
    answer = client.post(f"/en/comments/{closed.pk}/reply/", {"text": "x"})
    assert answer.status_code == 403 and "Comments are closed" in words_of(answer)
    assert "reply/" not in words_of(client.get(closed.url))


def test_a_private_text_takes_no_comment_from_those_who_may_not_read_it(client, text):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=text, restriction_type="login")
    assert client.get(f"/en/comments/{text.pk}/reply/").status_code == 404


def test_texts_close_after_the_days_that_the_editors_set(client, text):
    from datetime import date, timedelta

    rules = CommentRules.load()
    rules.closed_after_days = 30
    rules.save()
    text.date = date.today() - timedelta(days=31)
    text.save()
    assert client.get(f"/en/comments/{text.pk}/reply/").status_code == 403
    text.date = date.today() - timedelta(days=29)
    text.save()
    assert client.get(f"/en/comments/{text.pk}/reply/").status_code == 200


@pytest.mark.parametrize("to", ["0", "-1", "abc", "9" * 40, "1 OR 1=1", "%00"])
def test_a_forged_parent_is_not_found(client, text, to):
    assert client.get(f"/en/comments/{text.pk}/reply/?to={to}").status_code == 404


def test_a_reply_to_a_comment_of_another_text_or_one_that_waits_is_not_found(client, network, text, comment):
    other = network.text("Other", under=text.get_parent())
    elsewhere, waiting = comment(page=other), comment(state="pending")
    for one in (elsewhere, waiting):
        assert client.get(f"/en/comments/{text.pk}/reply/?to={one.pk}").status_code == 404


def test_words_are_kept_when_the_comment_that_they_answer_has_gone(send, comment):
    one = comment("First")
    mark = None
    answer = send(to=one.pk)
    assert Comment.objects.get(text="Well said.").parent == one and answer.status_code == 302
    Comment.objects.filter(pk=one.pk).update(state="refused")
    from evenhand_site.comments import defence

    mark = defence.mark_for(one.page)
    answer = send(to=one.pk, mark=mark, text="Too late")
    assert answer.status_code == 422 and "no longer here" in words_of(answer) and "Too late" in words_of(answer)
    assert f'action="/en/comments/{one.page_id}/reply/"' in words_of(answer)


def test_an_oversized_request_is_refused(client, text):
    answer = client.post(f"/en/comments/{text.pk}/reply/", {"text": "x" * 6_000_000})
    assert answer.status_code in {400, 413}
    assert not Comment.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, text, method):
    assert getattr(client, method)(f"/en/comments/{text.pk}/reply/").status_code == 405


def test_the_form_speaks_the_language_of_its_address(client, network, text):
    assert client.get(f"/ru/comments/{text.pk}/reply/")["Content-Language"] == "ru"


def test_two_processes_that_take_the_same_form_store_it_once(text, rf):
    from django.contrib.auth.models import AnonymousUser
    from evenhand_site.comments import defence, writing

    mark = defence.read_mark(defence.mark_for(text))
    words = {"text": "x", "author_name": "A", "author_email": "a@example.org", "author_url": "", "follow": False}
    both = [writing.write(text, None, words, mark, user=AnonymousUser(), voice="", address="h") for _time in range(2)]
    assert both[0] == both[1] and Comment.objects.count() == 1

"""The thread below a text."""

import re

import pytest
from evenhand_site.comments.recent import recent
from evenhand_site.comments.threads import DEEPEST, thread

pytestmark = pytest.mark.django_db


def test_only_approved_comments_are_shown(client, text, comment):
    for state in ("approved", "pending", "refused", "spam"):
        comment(f"I am {state}", state=state)
    page = client.get(text.url).content.decode()
    assert "I am approved" in page and "1 comment" in page
    assert not re.search("I am (pending|refused|spam)", page)


def test_the_address_of_a_writer_is_nowhere_on_the_page(client, text, comment):
    comment(email="secret@example.org", author_url="https://home.example")
    page = client.get(text.url).content.decode()
    assert "secret@" not in page
    assert '<a href="https://home.example" rel="nofollow ugc noopener">Reader</a>' in page


def test_scripts_in_every_field_are_words(client, text, comment):
    comment("<script>a()</script>", name="<img src=x onerror=b()>", author_url='https://x.example/"><script>c()')
    page = client.get(text.url).content.decode()
    section = page[page.index('id="comments"') :]
    assert "<script>a" not in section and "<img" not in section and "<script>c" not in section


def test_replies_stand_below_what_they_answer_oldest_first(text, comment):
    first, second = comment("first"), comment("second")
    reply, later = comment("reply", parent=first), comment("later", parent=first)
    assert [(node.comment, node.depth) for node in thread(text)] == [(first, 1), (reply, 2), (later, 2), (second, 1)]


def test_what_lies_deeper_is_flattened_and_names_whom_it_answers(client, text, comment):
    parent = None
    for number in range(DEEPEST + 3):
        parent = comment(f"level {number}", parent=parent, name=f"Writer {number}")
    nodes = thread(text)
    assert [node.depth for node in nodes] == [1, 2, 3, 4, 4, 4, 4]
    page = client.get(text.url).content.decode()
    assert f"in reply to Writer {DEEPEST + 1}" in page
    section = page[page.index('id="comments"') :]
    assert section.count("<ol") == section.count("</ol>") == DEEPEST
    assert section.count("<li") >= DEEPEST + 3


def test_lists_open_and_close_whatever_the_shape(client, text, comment):
    a = comment("a")
    b = comment("b", parent=a)
    c = comment("c", parent=b)
    comment("d")
    comment("e", parent=c)
    comment("f", parent=a)
    page = client.get(text.url).content.decode()
    section = page[page.index('<ol class="thread">') : page.index('class="leave-a-reply"')]
    order = re.findall(r"<(/?(?:ol|li))\b|<div class=\"comment-text\"><p>(\w)</p>", section)
    open_tags = []
    for tag, _words in order:
        if tag.startswith("/"):
            assert open_tags.pop() == tag[1:]
        elif tag:
            assert (tag == "li") == (open_tags[-1:] == ["ol"])
            open_tags.append(tag)
    assert not open_tags
    assert [words for _tag, words in order if words] == ["a", "b", "c", "e", "f", "d"]


def test_a_reply_stays_when_what_it_answers_is_hidden(text, comment):
    hidden = comment("hidden", state="refused")
    reply = comment("reply", parent=hidden)
    assert [(node.comment, node.depth) for node in thread(text)] == [(reply, 1)]


def test_the_number_of_queries_does_not_grow_with_the_thread(text, comment, django_assert_num_queries):
    parent = None
    for number in range(30):
        parent = comment(f"words {number}", parent=parent if number % 3 else None)
    with django_assert_num_queries(1):
        thread(text)


def test_the_newest_comments_of_a_text_and_of_all(network, text, comment):
    other = network.text("Other", under=text.get_parent())
    draft = network.text("Draft", under=text.get_parent(), publish=False)
    one, two = comment("one"), comment("two", page=other)
    comment("hidden", page=draft)
    comment("waits", state="pending")
    assert list(recent()) == [two, one]
    assert list(recent(text)) == [one]
    assert recent(text)[0].get_absolute_url() == f"{text.url}#comment-{one.pk}"


def test_an_approved_comment_makes_kept_pages_old_and_a_pending_one_does_not(
    comment, moderator, django_capture_on_commit_callbacks
):
    from evenhand_site.comments.moderation import decide
    from evenhand_site.keeping.generation import generation

    with django_capture_on_commit_callbacks(execute=True):
        before = generation()
        waiting = comment(state="pending")
    assert generation() == before
    with django_capture_on_commit_callbacks(execute=True):
        decide([waiting], "approve", moderator)
    assert generation() > before


def test_times_have_the_form_that_html_knows(client, text, comment):
    comment("now")
    times = re.findall(r'class="comment-time".*?<time datetime="([^"]+)"', client.get(text.url).content.decode())
    assert len(times) == 1 and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", times[0])

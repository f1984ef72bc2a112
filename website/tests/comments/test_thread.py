"""The thread below a text."""

import re

import pytest
from evenhand_site.comments.recent import recent
from evenhand_site.comments.threads import DEEPEST, leaf

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
    assert [(node.comment, node.depth) for node in leaf(text).nodes] == [
        (first, 1),
        (reply, 2),
        (later, 2),
        (second, 1),
    ]


def test_what_lies_deeper_is_flattened_and_names_whom_it_answers(client, text, comment):
    parent = None
    for number in range(DEEPEST + 3):
        parent = comment(f"level {number}", parent=parent, name=f"Writer {number}")
    nodes = leaf(text).nodes
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
    assert [(node.comment, node.depth) for node in leaf(text).nodes] == [(reply, 1)]


def test_the_number_of_queries_does_not_grow_with_the_thread(text, comment, django_assert_num_queries):
    parent = None
    for number in range(30):
        parent = comment(f"words {number}", parent=parent if number % 3 else None)
    with django_assert_num_queries(2):
        leaf(text)


def test_the_newest_comments_of_a_text_and_of_all(network, text, comment):
    other = network.text("Other", under=text.get_parent())
    draft = network.text("Draft", under=text.get_parent(), publish=False)
    one, two = comment("one"), comment("two", page=other)
    comment("hidden", page=draft)
    comment("waits", state="pending")
    assert list(recent()) == [two, one]
    assert list(recent(text)) == [one]
    assert recent(text)[0].get_absolute_url() == f"{text.url}?comment={one.pk}#comment-{one.pk}"


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


# -- pages of comments


@pytest.fixture
def few(monkeypatch):
    """Four comments on a page."""
    monkeypatch.setattr("evenhand_site.comments.threads.ON_A_PAGE", 4)


def words_of(page):
    return [node.comment.text for node in page.nodes]


def test_threads_stay_whole_and_follow_one_another_over_the_pages(text, comment, few):
    a = comment("a")
    for words in ("a1", "a2"):
        comment(words, parent=a)
    b = comment("b")
    comment("c")
    comment("b1", parent=b)
    pages = [leaf(text, number) for number in (1, 2)]
    assert [words_of(page) for page in pages] == [
        ["a", "a1", "a2"],
        ["b", "b1", "c"],
    ]  # b and its reply do not fit on 1
    assert {(page.pages, page.total) for page in pages} == {(2, 6)}


def test_a_thread_longer_than_a_page_goes_on_overleaf_and_says_whom_it_answers(client, text, comment, few):
    first = comment("first", name="Writer")
    replies = [comment(f"reply {number}", parent=first) for number in range(6)]
    comment("answer", parent=replies[3])
    assert [words_of(leaf(text, number)) for number in (1, 2)] == [
        ["first", "reply 0", "reply 1", "reply 2"],
        ["reply 3", "answer", "reply 4", "reply 5"],
    ]
    assert [(node.depth, node.answers, node.elsewhere) for node in leaf(text, 2).nodes] == [
        (1, first, True), (2, None, False), (1, first, True), (1, first, True),
    ]  # fmt: skip
    page = client.get(f"{text.url}?comments=2").content.decode()
    assert f'href="?comment={first.pk}#comment-{first.pk}">in reply to Writer</a>' in page


def test_the_address_of_a_comment_opens_the_page_that_has_it(client, text, comment, few):
    made = [comment(f"words {number}") for number in range(9)]
    for each in made:
        page = client.get(each.get_absolute_url().partition("#")[0]).content.decode()
        assert f'id="{each.anchor}"' in page
    last = client.get(text.url, {"comment": made[8].pk}).content.decode()
    assert f'id="{made[8].anchor}"' in last and f'id="{made[0].anchor}"' not in last
    assert "9 comments" in last


def test_each_page_links_the_others(client, text, comment, few):
    for number in range(9):
        comment(f"words {number}")
    page = client.get(text.url).content.decode()
    assert re.findall(r'<a href="\?comments=(\d+)#comments"', page) == ["2", "3"]
    assert "words 3" in page and "words 4" not in page
    page = client.get(text.url, {"comments": "2"}).content.decode()
    assert re.findall(r'<a href="\?comments=(\d+)#comments"', page) == ["1", "3"]
    assert "words 4" in page and "words 3" not in page


def test_a_page_of_comments_is_its_own_canonical_address_whichever_way_it_was_asked_for(
    client, text, comment, few, settings
):
    made = [comment(f"words {number}") for number in range(9)]  # four, four, one
    hidden = comment("not yet read", state="pending")
    own = settings.BASE_URL + text.url
    for query, canonical in {
        "": own, "?comments=1": own, "?comments=x": own, f"?comment={made[0].pk}": own,
        f"?comment={hidden.pk}": own, "?comments=2": f"{own}?comments=2", f"?comment={made[5].pk}": f"{own}?comments=2",
        "?comments=99": f"{own}?comments=3", f"?comments=1&comment={made[8].pk}": f"{own}?comments=3",
    }.items():  # fmt: skip
        page = client.get(text.url + query).content.decode()
        assert re.findall('<link rel="canonical" href="([^"]*)">', page) == [canonical], query
        assert re.findall('<meta property="og:url" content="([^"]*)">', page) == [canonical], query


def test_what_is_no_text_has_no_pages_of_comments(client, homes, settings):
    page = client.get("/en/?comments=2&comment=1").content.decode()
    assert f'<link rel="canonical" href="{settings.BASE_URL}/en/">' in page


@pytest.mark.parametrize(("asked", "number"), [("99", 3), ("0", 1), ("x", 1), ("", 1), ("9" * 30, 1), ("\u0663", 1)])
def test_a_page_that_is_not_there_is_the_nearest(client, text, comment, few, asked, number):
    for each in range(9):
        comment(f"words {each}")
    page = client.get(text.url, {"comments": asked}).content.decode()
    assert f'<span aria-current="page">{number}</span>' in page


@pytest.mark.parametrize("asked", ["99999999", "x", "-1", "1e3", "9" * 40])
def test_a_comment_that_is_not_there_leads_to_the_first_page(client, text, comment, few, asked):
    for each in range(5):
        comment(f"words {each}")
    page = client.get(text.url, {"comment": asked})
    assert page.status_code == 200 and "words 0" in page.content.decode()


def test_many_pages_leave_out_numbers_between():
    from evenhand_site.comments.threads import Leaf

    assert Leaf([], 20, 40, 2000).numbers == [1, 0, 18, 19, 20, 21, 22, 0, 40]
    assert Leaf([], 1, 3, 150).numbers == [1, 2, 3]


def test_few_comments_need_no_pages(client, text, comment):
    comment()
    page = client.get(text.url).content.decode()
    assert "?comments=" not in page and "comments/find" not in page


def test_however_many_comments_a_page_takes_three_queries(text, comment, few, django_assert_max_num_queries):
    parent = None
    for number in range(40):
        parent = comment(f"words {number}", parent=parent)
    for number in (1, 5, 10):
        with django_assert_max_num_queries(3):
            found = leaf(text, number)
        assert len(found.nodes) == 4

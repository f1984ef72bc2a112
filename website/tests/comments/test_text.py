"""What strangers type: nothing of it is ever live."""

import re

import nh3
import pytest
from evenhand_site.comments.text import links_in, one_line, paragraphs, tidy
from hypothesis import given
from hypothesis import strategies as st


def test_an_address_becomes_a_link_that_vouches_for_nothing():
    assert paragraphs("Look: https://a.example/x?y=1&z=2.") == (
        '<p>Look: <a href="https://a.example/x?y=1&amp;z=2" rel="nofollow ugc noopener">'
        "https://a.example/x?y=1&amp;z=2</a>.</p>"
    )


def test_brackets_of_the_sentence_stay_outside_and_those_of_the_address_inside():
    assert 'href="https://a.example/x"' in paragraphs("(see https://a.example/x)")
    assert 'href="https://a.example/x_(y)"' in paragraphs("see https://a.example/x_(y)")


@pytest.mark.parametrize(
    "words",
    ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "https://", "mailto:a@example.org"],
)
def test_nothing_but_the_web_becomes_a_link(words):
    assert "<a " not in paragraphs(words)


def test_lines_and_paragraphs_are_kept():
    assert paragraphs(tidy("a\r\nb\r\n\r\n\r\n\r\nc")) == "<p>a<br>b</p>\n<p>c</p>"


def test_markup_is_shown_as_it_was_typed():
    assert paragraphs('<script>alert("1")</script>') == "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</p>"


def test_quotation_marks_cannot_leave_the_attribute():
    html = paragraphs("https://a.example/\"onmouseover='x' https://b.example/'x")
    assert "onmouseover='" not in html and '"onmouseover' not in html


def test_directions_controls_and_piles_of_accents_are_taken_out():
    assert tidy("a\u202eb\x07c\u200b") == "abc"
    assert len(tidy("Z" + "\u0335" * 500)) <= 5
    assert tidy("Її́ й ё") == "Її́ й ё"
    assert one_line(" A\n\tB ") == "A B"


@pytest.mark.parametrize(
    "signs",
    [
        *("\u200b", "\u202e\u202d", "\u2066\u2069", "\u200e\u200f\u061c", "\u00ad", "\u034f", "\u180e", "\u3164"),
        *("\uffa0", "\u115f\u1160", "\u2800", "\u2062", "\U000e0041\U000e007f"),
    ],
)
def test_what_nobody_sees_is_nothing(signs):
    assert one_line(signs) == tidy(f" {signs}\n{signs}") == ""
    assert one_line(f"A{signs}da") == "Ada"


def test_what_only_stands_between_or_on_other_signs_is_nothing_by_itself():
    for signs in ("\u200c\u200d", "\ufe0f", "\u0301", "\u3000\u00a0", "\u3164\u200d\u0301"):
        assert one_line(signs) == tidy(signs) == ""


def test_joiners_and_selectors_that_scripts_and_emoji_need_stay():
    for words in ("می‌خواهم", "क्‍ष", "👩‍🔬", "❤️", "葛\U000e0100"):
        assert one_line(words) == words


def test_addresses_are_counted_however_they_are_written():
    assert links_in("http://a https://b www.c.example [url=x]") == 4


@given(st.text(max_size=300) | st.from_regex(r"(https?://[<>\"'&()a-z/]{0,20}[\s]?){1,4}", fullmatch=True))
def test_whatever_is_typed_a_sanitiser_finds_nothing_to_remove(words):
    html = paragraphs(tidy(words))
    cleaned = nh3.clean(html, tags={"p", "br", "a"}, attributes={}, link_rel=None)
    links = re.findall(r'<a href="([^"]*)" rel="nofollow ugc noopener">', html)
    assert html.count("<a ") == len(links) and all(re.match("https?://[^/]", link, re.IGNORECASE) for link in links)

    def plain(text):
        return text.replace("&quot;", '"').replace("&#x27;", "'").replace("\xa0", "&nbsp;")

    assert plain(cleaned) == plain(re.sub("<a [^>]*>", "<a>", html))

"""The light markup of the example's texts, and its silence."""

import pytest
from evenhand_site.example.markup import blocks, inline
from evenhand_site.example.sound import FRAME, silence


def made(text, prepared=None):
    return blocks(text, prepared or {}, {"about": 7}.__getitem__)


def test_paragraphs_that_follow_each_other_are_one_block():
    assert made("One\nline.\n\nTwo.") == [("paragraph", "<p>One line.</p><p>Two.</p>")]


def test_headings_quotations_and_lists_are_what_they_look_like():
    found = made("## Head\n\n> Words\n> — Who\n\n1. one\n2. two\n\n- a\n- b")
    assert found[0] == ("heading", {"text": "Head", "level": "2"})
    assert found[1] == ("quotation", {"text": "<p>Words</p>", "source": "Who", "address": "", "language": ""})
    assert found[2] == ("paragraph", "<ol><li>one</li><li>two</li></ol><ul><li>a</li><li>b</li></ul>")


def test_a_prepared_block_stands_where_its_name_does():
    table = ("table", {"caption": "T"})
    assert [kind for kind, _ in made("A.\n\n{{numbers}}\n\nB.", {"numbers": table})] == [
        "paragraph",
        "table",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*so* and **so**", "<i>so</i> and <b>so</b>"),
        ("[here](page:about)", '<a linktype="page" id="7">here</a>'),
        ("[there](https://example.org/a)", '<a href="https://example.org/a">there</a>'),
        ("a < b & c", "a &lt; b &amp; c"),
        ("mark[^one] and [^two]", "mark[^one] and [^two]"),
    ],
)
def test_lines_are_marked(text, html):
    assert inline(text, {"about": 7}.__getitem__) == html


def test_a_block_that_nobody_prepared_is_a_fault():
    with pytest.raises(KeyError):
        made("{{nothing}}")


def test_silence_is_whole_frames_of_sound_and_lasts_as_long_as_asked():
    sound = silence(3)
    assert len(sound) % FRAME == 0
    starts = [sound[place : place + 2] for place in range(0, len(sound), FRAME)]
    assert set(starts) == {b"\xff\xfb"}
    assert len(starts) * 1152 / 44_100 == pytest.approx(3, abs=0.03)

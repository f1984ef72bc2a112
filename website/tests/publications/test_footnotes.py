"""Footnotes of a text."""

import re

from django.template import Context, Template
from evenhand_site.publications.footnotes import keys_used, number
from evenhand_site.publications.models import Footnote, Publication
from hypothesis import given
from hypothesis import strategies as some


def links(html):
    """(text, target) of every link, in order."""
    return [(text, target) for target, text in re.findall(r'<a href="#([^"]*)"[^>]*>([^<]*)', html)]


def ids(html):
    return re.findall(r'\bid="([^"]*)"', html)


def test_notes_are_numbered_in_the_order_of_their_first_marks():
    done = number("<p>One[^b] two[^a].</p>", {"a": "<p>Note A</p>", "b": "<p>Note B</p>"})
    assert links(done.body) == [("1", "note-1"), ("2", "note-2")]
    assert done.notes.index("Note B") < done.notes.index("Note A")


def test_a_note_used_twice_has_one_number_and_two_ways_back():
    done = number("<p>One[^a], two[^b], again[^a].</p>", {"a": "<p>A</p>", "b": "<p>B</p>"})
    assert links(done.body) == [("1", "note-1"), ("2", "note-2"), ("1", "note-1")]
    assert ids(done.body) == ["mark-1-1", "mark-2-1", "mark-1-2"]
    assert [target for _, target in links(done.notes)] == ["mark-1-1", "mark-1-2", "mark-2-1"]


def test_every_link_leads_to_an_id_of_its_own():
    done = number("<p>a[^x]b[^y]c[^x]</p>", {"x": "<p>X</p>", "y": "Y"}, prefix="t7-")
    whole = done.body + done.notes
    assert len(ids(whole)) == len(set(ids(whole)))
    assert {target for _, target in links(whole)} <= set(ids(whole))
    assert all(each.startswith("t7-") for each in ids(whole))


def test_an_unknown_mark_stays_as_it_was_written():
    done = number("<p>One[^nobody] two[^a].</p>", {"a": "A"})
    assert "One[^nobody] two<sup" in done.body


def test_a_note_without_a_mark_is_not_printed():
    done = number("<p>Nothing.</p>", {"a": "<p>Lonely</p>"})
    assert (done.body, done.notes) == ("<p>Nothing.</p>", "")


def test_marks_in_attributes_and_in_code_are_no_marks():
    html = '<p><img alt="a > b [^a]" src="x"> <code>[^a]</code></p>'
    done = number(html, {"a": "A"})
    assert done.body == html
    assert keys_used(["<code>[^a]</code>"]) == []


def test_a_mark_inside_a_link_moves_behind_it():
    done = number('<p><a href="/x">a source[^a]</a>, more</p>', {"a": "A"})
    assert done.body.startswith('<p><a href="/x">a source</a><sup')


def test_the_way_back_stands_in_the_last_paragraph_of_the_note():
    done = number("<p>x[^a]</p>", {"a": "<p>First.</p><p>Last.</p>"})
    assert re.search(r"<p>Last\. <a [^>]*doc-backlink[^>]*>↩</a></p></li>", done.notes)


def test_keys_may_be_cyrillic():
    assert links(number("<p>слово[^цбо]</p>", {"цбо": "примечание"}).body) == [("1", "note-1")]


def test_keys_are_found_in_every_block():
    body = [{"type": "quotation", "value": {"text": "<p>a[^q]</p>"}}, {"type": "table", "value": [["b[^t][^q]"]]}]
    assert keys_used(body) == ["q", "t"]


@given(some.text(alphabet="ab[]^<>/ \"'&;x", max_size=60))
def test_text_without_known_marks_is_left_alone(html):
    assert number(html, {"never": "n"}).body == html


def test_a_page_prints_its_text_and_notes(network):
    text = network.text(under=network.section(), by=[network.person()], body="<p>Claim[^cbo].</p>")
    text.footnotes = [Footnote(key="cbo", text="<p>An office, <i>a report</i>.</p>", sort_order=0)]
    text.save()
    template = Template("{% load publications %}{% written page as text %}{{ text.body }}{{ text.notes }}")
    html = template.render(Context({"page": Publication.objects.get(pk=text.pk)}))
    assert 'href="#note-1"' in html
    assert 'id="note-1"' in html and "<i>a report</i>" in html
    assert "&lt;" not in html

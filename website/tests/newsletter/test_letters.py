"""The letter of an issue: its headers, its two forms, and what must not get into it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from evenhand_site.house.models import Edition
from evenhand_site.newsletter import letters
from evenhand_site.newsletter.digest import Contents
from evenhand_site.newsletter.models import Issue


@pytest.fixture
def letter(network, composed, subscriber):
    """The letter of an issue with one text to a reader."""

    def make(*, title="Quiet talks", reader=None, lead="What was said.", **fields):
        section = network.section("Commentary", second_title="Комментарии")
        text = network.text(title, under=section, by=[network.person("Ада", "Приклад")], lead=lead)
        issue = composed(text, **fields)
        reader = reader or subscriber()
        return letters.letter(issue, reader, Contents(issue).chosen(reader.language))

    return make


def test_headers_are_those_of_a_list_that_can_be_left_by_one_click(letter, subscriber):
    reader = subscriber()
    made = letter(reader=reader)
    message = made.message()
    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/en/newsletter/leave/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<newsletter.127.0.0.1>"
    assert message["Precedence"] == "bulk"
    assert message["To"] == reader.email


def test_the_message_id_is_the_same_each_time_and_different_for_each_reader(network, composed, subscriber):
    issue, one, other = composed(), subscriber(), subscriber()
    ids = [letters.letter(issue, reader, []).message()["Message-ID"] for reader in (one, one, other)]
    assert ids[0] == ids[1] != ids[2]
    assert letters.read_key(ids[0]) == (issue.pk, one.pk)


def test_a_key_that_was_not_made_here_is_not_believed(db):
    true = letters.key(3, 14)
    assert letters.read_key(f"<{true}.newsletter@host>") == (3, 14)
    assert letters.read_key(f"<{true.replace('14', '15')}.newsletter@host>") is None
    assert letters.read_key("3.14.0000000000000000") is None


def test_the_letter_reads_as_html_and_as_plain_text(letter):
    made = letter(introduction='<p>Read <a href="/en/about/">about us</a> &amp; more</p>')
    html, kind = made.alternatives[0].content, made.alternatives[0].mimetype
    assert kind == "text/html"
    for words in ("Quiet talks", "What was said.", "Ада Приклад"):
        assert words in made.body and words in html
    assert "Read about us (http://127.0.0.1:8000/en/about/) & more" in made.body
    assert 'href="http://127.0.0.1:8000/en/about/"' in html
    assert "<img" not in html and "<script" not in html and "<style" not in html
    assert "http://127.0.0.1:8000/en/newsletter/leave/" in made.body


@pytest.mark.parametrize("title", ["Talks\r\nBcc: victim@example.org", "Talks\nX-Evil: yes", "Talks\u2028\x00\x1b[31m"])
def test_line_breaks_in_titles_and_names_add_no_header(letter, title):
    Edition.objects.update(name="Network\r\nBcc: victim@example.org")
    made = letter(title="Talks", subject=title)
    message = made.message()
    assert message["Bcc"] is None and message["X-Evil"] is None
    assert "\n" not in message["Subject"] and made.recipients() == [made.to[0]]
    assert b"\nBcc:" not in message.as_bytes()


def test_markup_in_titles_and_leads_stays_text(letter):
    made = letter(title="<script>alert(1)</script>", lead='"><img src=x onerror=alert(1)>')
    html = made.alternatives[0].content
    assert "<script" not in html and "<img" not in html
    assert "<script>alert(1)</script>" in made.body


def test_an_introduction_loses_what_does_not_belong_into_a_letter(letter):
    made = letter(introduction='<p onclick="x()">Hi <a href="javascript:x()">here</a><img src="http://x/t.gif"></p>')
    html = made.alternatives[0].content
    assert "onclick" not in html and "javascript" not in html and "t.gif" not in html and "Hi" in html


def test_readers_get_their_language_and_foreign_texts_are_marked(letter, subscriber):
    made = letter(reader=subscriber(language="uk"), subject="News", subject_uk="Новини")
    assert made.subject == "Новини"
    assert 'lang="uk"' in made.alternatives[0].content and 'lang="en"' in made.alternatives[0].content
    assert "/uk/newsletter/leave/" in made.body


def test_the_subject_of_a_digest_names_the_text_or_the_day(network, subscriber):
    section, reader = network.section(), subscriber()
    texts = [network.text(f"Text {number}", under=section) for number in range(3)]
    every = Issue.objects.create(frequency="every", until=datetime(2026, 3, 4, tzinfo=UTC))
    weekly = Issue.objects.create(frequency="weekly", until=datetime(2026, 3, 4, tzinfo=UTC))
    assert letters.letter(every, reader, texts[:1]).subject == "Text 0"
    assert letters.letter(every, reader, texts).subject == "Text 0, and 2 more texts"
    assert "4 March 2026" in letters.letter(weekly, reader, texts).subject


def test_texts_of_a_digest_are_grouped_by_section(network, subscriber):
    one, other = network.section("Commentary"), network.section("Memos")
    texts = [network.text("A", under=one), network.text("B", under=other), network.text("C", under=one)]
    issue = Issue.objects.create(frequency="weekly", until=datetime(2026, 3, 4, tzinfo=UTC))
    body = letters.letter(issue, subscriber(), texts).body
    places = [body.index(words) for words in ("COMMENTARY", "\nA\n", "\nC\n", "MEMOS", "\nB\n")]
    assert places == sorted(places)


def test_letters_come_back_to_an_address_of_their_own(network, composed, subscriber, settings):
    settings.NEWSLETTER_BOUNCES_TO = "bounces@example.org"
    issue, reader = composed(), subscriber()
    made = letters.letter(issue, reader, [])
    assert made.from_email == f"bounces+{letters.key(issue.pk, reader.pk)}@example.org"
    assert made.message()["From"].endswith("<network@localhost>")

"""The page of a text."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from evenhand_site.publications.models import Authorship, Correction, Footnote, Publication
from evenhand_site.publications.templatetags.publications import with_copyright_sign
from evenhand_site.publications.written import written


def soup(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def section(network):
    return network.section("Commentary", second_title="Комментарии")


def test_categories_title_date_authors_and_affiliations_stand_at_the_top(client, network, section):
    ada, ben = network.person(), network.person("Ben", "Sample")
    text = network.text("Quiet talks", under=section, by=[ada, ben], also_in=[network.section("Recommended")])
    Authorship.objects.filter(publication=text, person=ada).update(affiliation="A University")
    head = soup(client, text).select_one("article.text > header")
    assert [link.text for link in head.select(".categories a")] == ["Commentary | Комментарии", "Recommended"]
    assert (head.h1.text, head.time["datetime"]) == ("Quiet talks", "2026-03-01")
    assert head.select_one(".byline").text == "Ada Example and Ben Sample"
    assert [item.text for item in head.select(".affiliations li")] == ["Ada Example, A University"]


def test_a_text_by_the_network_below_the_home_page_is_uncategorised(client, network):
    text = network.text(under=network.homes["en"], by=[network.person()], signed_by_network=True)
    head = soup(client, text).select_one("article.text > header")
    assert head.select_one(".categories").text.strip() == "Uncategorized"
    assert head.select_one(".byline").text == "Test network"
    assert not head.select(".categories a, .byline a")


def test_the_credit_stands_in_brackets_before_the_first_words(client, network, section):
    text = network.text(under=section, credit="A <b>Foundation</b>", body="<p>Finding ways.</p><p>More.</p>")
    paragraphs = soup(client, text).select(".body p")
    assert [paragraph.text for paragraph in paragraphs] == ["(A <b>Foundation</b>) Finding ways.", "More."]


def test_a_credit_before_a_heading_has_a_line_of_its_own():
    text = Publication(credit="A Foundation", body=[("heading", {"text": "First", "level": "2"})])
    assert BeautifulSoup(written(text).body, "html.parser").p.text == "(A Foundation) "


def test_footnotes_are_numbered_and_listed(client, network, section):
    text = network.text(under=section, body="<p>Said[^a] and done.</p>")
    text.footnotes = [Footnote(key="a", text="<p>By somebody.</p>")]
    text.save_revision().publish()
    page = soup(client, text)
    assert page.select_one(".body [role=doc-noteref]").text == "1"
    assert "By somebody." in page.select_one("[role=doc-endnotes] li").text


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("<p>Part of a project.</p>", "<p>© Part of a project.</p>"),
        ("<p>© Already.</p>", "<p>© Already.</p>"),
        ("<p><b>© Already.</b></p>", "<p><b>© Already.</b></p>"),
        ('<p data-x="1">One.</p><p>Two.</p>', '<p data-x="1">© One.</p><p>Two.</p>'),
        ("Bare words", "© Bare words"),
    ],
)
def test_a_project_note_begins_with_the_copyright_sign(note, printed):
    assert with_copyright_sign(note) == printed


def test_notes_corrections_and_source_stand_below(client, network, section):
    text = network.text(
        under=section, author_note="<p>Ada writes.</p>", project_note="<p>Of a project.</p>",
        original_title="A Weekly", original_address="https://example.org/x", doi="10.1000/1 2",
    )  # fmt: skip
    Correction.objects.create(publication=text, date=date(2026, 3, 4), text="<p>A year was wrong.</p>")
    article = soup(client, text).select_one("article.text")
    assert article.select_one(".author-note").text.strip() == "Ada writes."
    assert article.select_one(".project-note").text.strip() == "© Of a project."
    assert article.select_one(".source a")["href"] == "https://example.org/x"
    assert article.select_one("a[href^='https://doi.org/']")["href"] == "https://doi.org/10.1000/1%202"
    assert "A year was wrong." in article.select_one(".corrections").text


def test_topics_and_authors_are_related_topics(client, network, section):
    ada, topic = network.person(), network.topic()
    links = soup(client, network.text(under=section, by=[ada], on=[topic])).select(".related-topics a")
    assert [(link.text, link["href"]) for link in links] == [
        ("Ada Example", ada.get_absolute_url()), ("Arms control", topic.get_absolute_url())
    ]  # fmt: skip


def test_neighbours_come_with_their_own_categories_and_bylines(client, network, section):
    news = network.section("In the News", second_title="Новости")
    network.text("Before", under=network.homes["en"], day=date(2026, 1, 1), signed_by_network=True)
    text = network.text("Between", under=section, day=date(2026, 1, 2))
    network.text("After", under=news, day=date(2026, 1, 3), by=[network.person()])
    page = soup(client, text)
    cards = {
        place: (
            page.select_one(f".{place} .categories").text.strip(),
            page.select_one(f".{place} h3").text,
            page.select_one(f".{place} time")["datetime"],
            page.select_one(f".{place} .byline").text,
            page.select_one(f".{place} .view").text,
        )
        for place in ("previous", "next")
    }
    assert cards == {
        "previous": ("Uncategorized", "Before", "2026-01-01", "Test network", "View: Before"),
        "next": ("In the News | Новости", "After", "2026-01-03", "Ada Example", "View: After"),
    }


def test_eight_more_texts_come_as_cards(client, network, section):
    ada, ben, topic = network.person(), network.person("Ben", "Sample"), network.topic()
    recommended = network.section("Recommended")
    for number in range(9):
        network.text(f"Text {number}", under=section, by=[ada, ben], on=[topic], also_in=[recommended])
    text = network.text("The text", under=section, by=[ada, ben], on=[topic])
    cards = soup(client, text).select(".also-like .card")
    assert len(cards) == 8
    assert [link.text for link in cards[0].select(".categories a")] == ["Commentary | Комментарии", "Recommended"]
    assert cards[0].select_one(".byline").text == "Ada Example and Ben Sample"
    assert cards[0].select_one(".view")["href"].startswith("/en/commentary/text-")


def test_nothing_in_the_page_needs_an_exception_from_the_content_policy(client, network, section):
    page = soup(client, network.text(under=section, by=[network.person()]))
    assert not page.select("[style], style, [onclick], script:not([src]):not([type='application/ld+json'])")
    assert not page.select("[src^=http], link[rel=stylesheet][href^=http]")
    assert not page.select("[name=csrfmiddlewaretoken]")


@pytest.mark.django_db(transaction=True)
def test_a_text_takes_one_query_while_nothing_changes_and_shows_every_change_at_once(
    client, network, django_assert_num_queries
):
    from evenhand_site.comments.models import Comment
    from evenhand_site.publications.models import Correction

    author = network.person("Ada", "Quill")
    text = network.text("Harbour", under=network.section(), by=[author])

    def shown():
        return client.get(text.url).content.decode()

    shown()
    shown()  # the first page of all lays down the rules of comments, which is a change
    with django_assert_num_queries(1):
        assert "Ada Quill" in shown()
    author.family = "Reed"
    author.save()
    assert "Ada Reed" in shown()
    Correction.objects.create(publication=text, text="<p>A slip.</p>")
    assert "A slip." in shown()
    comment = Comment.objects.create(page=text, author_name="Bo", text="A remark.", state=Comment.State.APPROVED)
    assert "A remark." in shown()
    comment.state = Comment.State.SPAM
    comment.save()
    assert "A remark." not in shown()
    russian = network.section("Комментарии", language="ru")
    translation = network.text("Гавань", under=russian)
    translation.translation_key = text.translation_key
    translation.save()
    assert translation.url in shown()
    translation.unpublish()
    assert translation.url not in shown()

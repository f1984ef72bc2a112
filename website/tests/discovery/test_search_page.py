"""The page of a search, as a reader uses it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from evenhand_site.discovery.snippets import marked, snippet


class Links(HTMLParser):
    """Texts of the links of a page that change its search, with their addresses."""

    def __init__(self, html):
        super().__init__()
        self.found, self._address = {}, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            address = dict(attributes)["href"]
            self._address = address if address.startswith("?") else None

    def handle_endtag(self, tag):
        if tag == "a":
            self._address = None

    def handle_data(self, data):
        if self._address and data.strip():
            self.found[data.strip()] = self._address


def main(answer):
    assert answer.status_code == 200
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def titles(html):
    return [re.sub("<[^>]*>", "", each) for each in re.findall(r"<h2[^>]*><a[^>]*>(.*?)</a></h2>", html)]


@pytest.fixture
def library(network):
    english, russian, ukrainian = (
        network.section(title, language=language)
        for title, language in (("Commentary", "en"), ("Комментарии", "ru"), ("Коментарі", "uk"))
    )
    ada, bo = network.person("Ada", "Quill"), network.person("Bo", "Reed")
    ferries = network.topic("Ferries", name_ru="Паромы", name_uk="Пороми")
    network.text("Harbour talks", under=english, by=[ada], on=[ferries], day=date(2024, 5, 1), lead="A lead.",
                 body="<p>Negotiations about the harbour &lt;b&gt; went on.</p>")  # fmt: skip
    network.text("Harbour fees", under=english, by=[bo], day=date(2022, 5, 1))
    network.text("Гавань", under=russian, by=[ada], body="<p>Переговоры о гавани.</p>", day=date(2023, 1, 1))
    network.text("Гавані", under=ukrainian, by=[bo], body="<p>Перемовини щодо гаваней тривали роками.</p>")
    return {"english": english, "russian": russian}


def test_words_are_found_and_marked_in_the_title_and_the_snippet(client, library):
    html = main(client.get("/en/search/", {"q": "harbours negotiation"}))
    assert titles(html) == ["Harbour talks"]
    assert "<mark>Harbour</mark> talks" in html
    assert "<mark>Negotiations</mark> about the <mark>harbour</mark> &lt;b&gt; went on." in html
    assert "1 result<" in html


@pytest.mark.parametrize("interface", ["en", "ru", "uk"])
def test_texts_of_any_language_are_found_from_any_interface_and_marked_with_theirs(client, library, interface):
    russian = main(client.get(f"/{interface}/search/", {"q": "переговорами"}))
    assert titles(russian) == ["Гавань"]
    assert ('<h2 lang="ru">' in russian) == (interface != "ru")
    ukrainian = main(client.get(f"/{interface}/search/", {"q": "гавань рік"}))
    assert titles(ukrainian) == ["Гавані"]


def test_filters_narrow_and_show_how_much_they_leave(client, library):
    html = main(client.get("/en/search/", {"q": "harbour"}))
    links = Links(html).found
    assert titles(html) == ["Harbour talks", "Harbour fees"] or titles(html) == ["Harbour fees", "Harbour talks"]
    assert re.search(r">Ada Quill</a> <span[^>]*>1<", html) and re.search(r">2022</a> <span[^>]*>1<", html)
    narrowed = main(client.get("/en/search/" + links["Ada Quill"]))
    assert titles(narrowed) == ["Harbour talks"]
    wider = main(client.get("/en/search/" + Links(narrowed).found["Ada Quill"]))
    assert set(titles(wider)) == {"Harbour talks", "Harbour fees"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"author": "ada-quill"}, {"Harbour talks", "Гавань"}),
        ({"author": "ada-quill", "language": "ru"}, {"Гавань"}),
        ({"topic": "ferries", "type": "text"}, {"Harbour talks"}),
        ({"year": "2023"}, {"Гавань"}),
        ({"year": "2023-2024", "language": "en"}, {"Harbour talks"}),
        ({"year": "-2022"}, {"Harbour fees"}),
        ({"year": "1990"}, set()),
        ({"type": "person"}, {"Ada Quill", "Bo Reed"}),
        ({"type": "topic"}, {"Ferries"}),
    ],
)
def test_filters_alone_list_what_they_leave(client, library, filters, expected):
    assert set(titles(main(client.get("/en/search/", filters)))) == expected


def test_a_section_counts_with_its_translations(client, network):
    english, russian = network.section("Memos"), network.section("Записки", language="ru")
    russian.translation_key = english.translation_key
    russian.save()
    network.text("One", under=english)
    network.text("Один", under=russian)
    network.text("Elsewhere", under=network.section("News"))
    assert set(titles(main(client.get("/en/search/", {"section": english.pk})))) == {"One", "Один"}
    assert "section=" in (html := main(client.get("/ru/search/", {"type": "text"}))) and ">Записки</a>" in html


def test_newest_first_on_request(client, library):
    html = main(client.get("/en/search/", {"q": "harbour", "order": "newest"}))
    assert titles(html) == ["Harbour talks", "Harbour fees"]


def test_without_words_the_newest_stand_first(client, library):
    assert titles(main(client.get("/en/search/")))[:3] == ["Гавані", "Harbour talks", "Гавань"]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"author": "nobody"}, "“nobody” is not known here"),
        ({"year": "soon"}, "“soon” is not known here"),
        ({"section": "0x1"}, "“0x1” is not known here"),
        ({"type": "<b>"}, "“&lt;b&gt;” is not known here"),
        ({"q": "word " * 100}, "Only the first 200 characters and 20 words"),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(client, library, parameters, words):
    assert words in main(client.get("/en/search/", parameters))


@pytest.mark.parametrize(
    "query",
    ["q=%FF%FE", "q=" + "%28" * 300, "q=a*", "q=%22", "q=NEAR(", "q=-", "page=0", "page=-1", "page=x",
     "page=99999999999", "page=%D9%A3", "page=9999", "year=99999-1", "year=0000", "year=-0000",
     "year=2025-2020", "section=99999999999999", "order=%27", "q=%E2%80%AE", "q=a&q=b", "language=xx",
     "topic=%F0%9F%91%8D"],
)  # fmt: skip
def test_no_address_is_too_strange(client, library, query):
    main(client.get(f"/en/search/?{query}"))


def test_results_stand_on_pages(client, library, network):
    for number in range(12):
        network.text(f"Lantern {number}", under=library["english"])
    first, second = (main(client.get("/en/search/", {"q": "lantern", "page": page})) for page in ("1", "2"))
    assert len(titles(first)) == 10 and len(titles(second)) == 2 and not set(titles(first)) & set(titles(second))
    assert 'start="11"' in second and titles(main(client.get("/en/search/", {"q": "lantern", "page": "7"}))) == titles(
        second
    )


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    client, library, network, django_assert_max_num_queries
):
    def ask():
        return client.get("/en/search/", {"q": "lantern", "order": "newest"})

    network.text("Lantern", under=library["english"], by=[network.person()])
    ask()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        ask()
    for number in range(8):
        author, topic = network.person("Ann", f"Name{number}"), network.topic(f"Topic {number}")
        network.text(f"Lantern {number}", under=library["english"], by=[author], on=[topic])
    with django_assert_max_num_queries(len(few) + 1):  # the topics, of which there were none
        ask()


def test_only_reading_is_allowed(client, library):
    assert client.post("/en/search/").status_code == 405


def test_the_page_holds_nothing_of_one_reader(client, library):
    answer = client.get("/en/search/?q=harbour")
    assert "csrf" not in answer.content.decode() and not answer.cookies


def test_a_snippet_shows_where_most_words_are():
    text = (
        "Filling. " * 100
        + "Only ferries here. "
        + "Filling. " * 100
        + "Ferries & <harbours> and talks. "
        + "Filling. " * 50
    )
    found = snippet(text, frozenset({"ferri", "harbour", "talk"}), "en")
    assert "<mark>Ferries</mark> &amp; &lt;<mark>harbours</mark>&gt; and <mark>talks</mark>" in found
    assert found.startswith("… ") and found.endswith(" …") and len(found) < 600


def test_a_snippet_is_of_the_prose_and_of_the_tables_only_where_the_prose_has_nothing():
    text = "The ferry was late.\fferry harbour talks ferry"
    assert snippet(text, frozenset({"ferri", "harbour", "talk"}), "en") == "The <mark>ferry</mark> was late."
    assert snippet(text, frozenset({"harbour"}), "en") == "ferry <mark>harbour</mark> talks ferry"
    assert snippet(text, frozenset({"x"}), "en") == "The ferry was late."


def test_a_snippet_without_hits_is_the_beginning_and_of_nothing_is_nothing():
    assert snippet("One two.", frozenset({"x"}), "en") == "One two."
    assert snippet("", frozenset(), "en") == "" and snippet("…", frozenset(), "en") == ""


def test_marks_are_by_stem_in_the_language_of_the_text():
    assert marked("Того року <i>", frozenset({"рок"}), "uk") == "Того <mark>року</mark> &lt;i&gt;"


@pytest.mark.parametrize("typed", ["!!!", "---", '"', '"!!!" …', "👍"])
def test_signs_without_a_word_find_nothing_and_that_is_said(client, library, typed):
    html = main(client.get("/en/search/", {"q": typed}))
    assert not titles(html) and "0 results" in html
    assert "There is no word in this search" in html
    feeds = [client.get("/en/feed/search/results.atom", {"q": words}).content for words in (typed, "harbour")]
    assert [b"<entry" in feed for feed in feeds] == [False, True]


@pytest.fixture
def pact(network):
    """A text and its translation, both of which say “Pact 1917”; and another text that says so."""
    english, russian = network.section(), network.section("Комментарии", language="ru")
    first = network.text("Pact 1917", under=russian)
    second = network.text("Pact of 1917", under=english)
    second.translation_key = first.translation_key
    second.save_revision().publish()
    network.text("Another pact, 1917", under=russian)
    return {"ru": first, "en": second}


@pytest.mark.parametrize(
    ("reader", "shown", "elsewhere"),
    [("en", "Pact of 1917", "ru"), ("ru", "Pact 1917", "en"), ("uk", "Pact 1917", "en")],
)
def test_a_text_and_its_translations_are_found_once_in_the_readers_language_or_as_made_first(
    client, pact, reader, shown, elsewhere
):
    html = main(client.get(f"/{reader}/search/", {"q": "pact 1917"}))
    assert sorted(titles(html)) == sorted([shown, "Another pact, 1917"])
    links = re.findall(r'<p class="translations">.*?<a href="([^"]*)" lang="(..)"', html)
    assert links == [(pact[elsewhere].url, elsewhere)]


def test_a_translation_that_alone_fits_is_found_and_languages_are_counted_in_full(client, pact):
    assert titles(main(client.get("/ru/search/", {"q": "pact 1917", "language": "en"}))) == ["Pact of 1917"]
    assert titles(main(client.get("/ru/search/", {"q": '"pact of 1917"'}))) == ["Pact of 1917"]
    html = main(client.get("/en/search/", {"q": "pact 1917"}))
    assert "2 results<" in html and re.search(r">English</a> <span[^>]*>1<", html)
    assert not re.search(r">Russian</a>", html)  # two of the two: it would narrow nothing


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbuor", "harbour"),
        ("Quil harbour", "quill harbour"),
        ('"harbour taks"', '"harbour talks"'),
        ("gavani", "гавані"),
        ("Троицкий", "troitskiy"),
        ("Троїцкий", "troitskiy"),
    ],
)
def test_where_nothing_is_found_the_nearest_words_are_offered(client, library, network, typed, meant):
    network.person("Mikhail", "Troitskiy")
    html = main(client.get("/en/search/", {"q": typed, "order": "newest"}))
    found = re.search(r'<p class="meant">[^<]*<a href="([^"]*)">([^<]*)</a>', html)
    assert not titles(html) and unescape(found[2]) == meant
    assert titles(main(client.get("/en/search/" + unescape(found[1])))) and "order=newest" in found[1]


@pytest.mark.parametrize(
    "parameters", [{"q": "zzzzzz"}, {"q": "harbuor", "year": "1990"}, {"q": "hxr"}, {"q": "harbour zzzzzz"}]
)
def test_nothing_is_offered_that_finds_nothing(client, library, parameters):
    assert 'class="meant"' not in main(client.get("/en/search/", parameters))

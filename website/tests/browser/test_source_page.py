"""The page that the project started from, element by element, on the example network in three languages.

Each test is one element of that page: it is there, in its place, and leads to what its label says. Labels and order are
those of the source; `docs/traceability.md` lists them.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from functools import cache

import pytest
from bs4 import BeautifulSoup

LANGUAGES = ["en", "ru", "uk"]
MENU = """
About
  Contact
  Membership
    All Members
    Core Members
    Collegium Members
    Associate Members
    About Membership
  Ukraine Experts
  Executive Committee
Policy Memos
  List of Policy Memos
  Submissions
Podcasts
Online Academy
Events
  Past Events
Recommended
Task Forces
  Amplifying Voices of Europe, the Caucasus, and Central Asia (AVECCA)
  Russia in a Changing Climate
  Ukraine
Ukraine Experts
"""
RESOURCES = ["Bookstore 📚", "Knowledge Hub", "Course Syllabi", "Point & Counterpoint", "Policy Perspectives"]
FOOTER = ["About", "Membership", "Policy Memos", "Recommended", "Events"]


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="session")
def get(example_site):
    """The page at an address of the site, parsed; fails where it does not answer 200."""

    @cache
    def ask(address):
        if address.startswith("/"):
            address = example_site.address + address
        with urllib.request.urlopen(address, timeout=300) as answer:
            assert answer.status == 200
            return BeautifulSoup(answer.read().decode(), "html.parser")

    return ask


@pytest.fixture(scope="session")
def leads(example_site):
    """Whether a link answers; links to other hosts count when they are https addresses or letters."""

    @cache
    def follow(address):
        if address.startswith(("mailto:", "tel:")):
            return len(address) > 8
        if address.startswith("http") and not address.startswith(example_site.address):
            return address.startswith("https://")
        target = address if address.startswith("http") else example_site.address + address
        try:
            with urllib.request.urlopen(target, timeout=300) as answer:
                return answer.status == 200
        except urllib.error.HTTPError:
            return False

    return follow


@pytest.fixture
def article(get, language):
    """The article in the place of the source's: the text at the top of the home page."""
    home = get(f"/{language}/")
    return get(home.select_one(".lead-text h2 a")["href"])


def tree(nav):
    """A menu as nested lists of labels."""

    def entries(listing):
        found = []
        for item in listing.find_all("li", recursive=False):
            label = item.find(["a", "span"], recursive=False)
            below = item.find("ul")
            found.append((words(label), entries(below) if below else [], label.get("href")))
        return found

    return entries(nav.find("ul"))


def words(tag):
    return re.sub(r"\s+", " ", tag.get_text(" ", strip=True)) if tag else ""


def outline(entries, depth=0):
    """A menu as indented lines."""
    return "".join(f"{'  ' * depth}{label}\n{outline(below, depth + 1)}" for label, below, _ in entries)


def every(entries):
    for entry in entries:
        yield entry
        yield from every(entry[1])


def test_the_menu_has_the_labels_and_the_order_of_the_source(get):
    assert outline(tree(get("/en/").select_one("nav.menu"))) == MENU.lstrip()


def test_the_menu_has_the_same_shape_in_every_language_and_leads_somewhere(get, leads, language):
    def counts(entries):
        return [counts(below) for _, below, _ in entries]

    own = tree(get(f"/{language}/").select_one("nav.menu"))
    assert counts(own) == counts(tree(get("/en/").select_one("nav.menu")))
    for label, _, href in every(own):
        assert label and href, label
        assert leads(href), (label, href)
    if language != "en":
        assert all(re.search("[а-яіїєґ]", label.lower()) for label, _, _ in every(own))


def test_the_menu_is_printed_for_desktop_and_phone(article):
    assert tree(article.select_one("nav.menu")) == tree(article.select_one("#panel nav"))


def test_the_contact_block_has_address_mail_and_telephone(article):
    for block in (article.select_one("#panel .contacts"), article.select_one("footer .contacts")):
        assert block.select_one("address")
        assert block.select_one('a[href^="mailto:"]') and block.select_one('a[href^="tel:"]')
        assert words(block.select_one("address p"))


def test_the_newsletter_is_offered_and_leads_to_a_form(article, get):
    page = get(article.select_one("#panel .newsletter a")["href"])
    assert page.select_one('form[method="post"] input[type="email"]')


def test_five_social_and_podcast_links(article, leads):
    links = article.select("#panel .social a")
    assert len(links) == 5
    assert {"Facebook", "Twitter", "YouTube"} <= {words(link) for link in links}
    assert all(leads(link["href"]) for link in links)


def test_the_digital_resources_are_the_five_of_the_source(get, leads, language, article):
    tiles = article.select(".strips .tiles li a, .strip .tiles li a")
    assert len(tiles) == 5 and all(leads(tile["href"]) for tile in tiles)
    if language == "en":
        labels = [words(tile) for tile in tiles]
        assert sorted(re.sub(r"[^\w& ]", "", label).strip() for label in labels) == sorted(
            re.sub(r"[^\w& ]", "", label).strip() for label in RESOURCES
        )
        assert "📚" in labels[0]


def test_recommended_shows_five_texts_each_with_a_view_link(article, leads):
    rows = article.select("ul.recommended li")
    assert len(rows) == 5
    for row in rows:
        assert len(words(row)) > 12 and leads(row.select_one("a")["href"])


def test_the_podcast_strip_has_dates_and_summaries_and_a_feed(article, get, example_site):
    rows = article.select("ul.episodes li")
    assert len(rows) == 10
    for row in rows:
        assert row.select_one("time")["datetime"] and len(words(row.select_one("p"))) > 30
    feed = article.select_one(".podcast-feed a")["href"]
    with urllib.request.urlopen(example_site.address + feed if feed.startswith("/") else feed) as answer:
        assert answer.read().count(b"<item>") == 10


def test_the_article_has_a_bilingual_category_date_and_author(article, leads):
    head = article.select_one("article.text header")
    category = head.select_one(".categories a")
    assert " | " in words(category) and leads(category["href"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", head.select_one("time")["datetime"])
    author = head.select_one(".byline a")
    assert words(author) and leads(author["href"])


def test_the_credit_stands_in_brackets_before_the_text(article):
    body = words(article.select_one("article.text .body"))
    assert re.match(r"\(.+?\)", body)


def test_the_biography_and_the_project_note_stand_at_the_end(article):
    text = article.select_one("article.text")
    body, biography, note = text.select_one(".body"), text.select_one(".author-note"), text.select_one(".project-note")
    assert words(biography) and words(note).startswith("©")
    order = [tag for tag in text.find_all("div") if tag in (body, biography, note)]
    assert order == [body, biography, note]


def test_related_topics_name_the_author_and_a_subject(article, leads):
    links = article.select(".related-topics a")
    assert len(links) >= 2 and all(leads(link["href"]) for link in links)
    author = words(article.select_one("article.text header .byline a"))
    assert any(words(link) == author for link in links)


def test_previous_and_next_have_their_own_category_date_and_byline(article, leads, language):
    cards = article.select(".neighbours article")
    assert len(cards) >= 2
    for card in cards[:2]:
        assert words(card.select_one(".categories")) and card.select_one("time") and words(card.select_one(".byline"))
        assert leads(card.select_one("a[href]")["href"])
    if language == "en":
        before, after = cards[:2]
        assert words(before.select_one(".categories")) == "Uncategorized"
        assert words(before.select_one(".byline")) == words(article.select_one("header .name a span"))
        assert "In the News" in words(after.select_one(".categories"))
        assert words(after.select_one(".byline")) != words(before.select_one(".byline"))


def test_you_may_also_like_has_eight_cards_some_in_two_sections_some_by_two_authors(article, leads, language):
    cards = article.select(".also-like article")
    assert len(cards) == 8
    for card in cards:
        assert card.select_one("time") and words(card.select_one(".byline"))
        assert leads(card.select_one("a[href]")["href"])
    assert any(len(card.select(".categories li, .categories a")) >= 2 for card in cards)
    both = {"en": " and ", "ru": " и ", "uk": r" (?:і|та|й) "}[language]
    assert any(re.search(both, words(card.select_one(".byline"))) for card in cards)


def test_the_reply_form_says_what_is_required_and_that_the_address_stays_secret(article, get, example_site):
    link = article.select_one('a[href$="/reply/"]')
    form = get(link["href"]).select_one("main form[method=post]")
    assert form.select_one('input[type="email"][required]') and form.select_one("textarea[required]")
    page = words(get(link["href"]).select_one("main"))
    assert "*" in page
    assert get(link["href"]).select_one('main a[href^="/"]')  # cancel leads back


def test_the_english_reply_form_has_the_words_of_the_source(get, example_site):
    article = get(get("/en/").select_one(".lead-text h2 a")["href"])
    page = words(get(article.select_one('a[href$="/reply/"]')["href"]).select_one("main"))
    for said in ("Leave a Reply", "Cancel reply", "will not be published", "Required fields are marked *"):
        assert said.lower() in page.lower()


def test_the_search_overlay_finds(article, get, language):
    form = article.select_one("#search form")
    assert words(form.select_one("label"))
    name = form.select_one('input[type="search"]')["name"]
    word = {"en": "losses", "ru": "%D0%BF%D0%BE%D1%82%D0%B5%D1%80%D1%8C", "uk": "%D0%B2%D1%82%D1%80%D0%B0%D1%82"}[
        language
    ]
    found = get(f"{form['action']}?{name}={word}")
    assert found.select("main mark")


def test_the_search_overlay_has_the_words_of_the_source(get):
    assert words(get("/en/").select_one("#search label")) == "Input your search keywords and press Enter."


def test_the_footer_menu_has_the_labels_and_the_order_of_the_source(get, leads, language):
    links = get(f"/{language}/").select("footer nav li a")
    assert len(links) == len(FOOTER) and all(leads(link["href"]) for link in links)
    if language == "en":
        assert [words(link) for link in links] == FOOTER


def test_powered_by_and_the_permissions_and_citation_guidelines_stand_in_the_footer(article, get):
    footer = article.select_one("footer")
    assert "Evenhand" in words(footer)
    page = get(footer.select_one('a[rel~="license"]')["href"])
    assert len(words(page.select_one("main"))) > 600


def test_the_page_says_its_language_and_links_its_translations(article, leads, language):
    assert article.html["lang"] == language
    others = {link["hreflang"]: link["href"] for link in article.select('link[rel="alternate"][hreflang]')}
    assert set(LANGUAGES) <= set(others)


def test_everything_is_marked_as_an_example(get, language):
    assert re.search("example|пример|приклад", words(get(f"/{language}/").select_one("footer")).lower())

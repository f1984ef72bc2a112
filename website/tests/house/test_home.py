"""The home page, and pages of the house."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from evenhand_site.house.models import Edition, HousePage


def soup(client, address="/en/"):
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_newest_text_leads_unless_another_is_chosen(client, network):
    section = network.section()
    older = network.text("Older", under=section, day=date(2026, 1, 1))
    network.text("Newer", under=section, day=date(2026, 2, 1))
    assert soup(client).select_one(".lead-text h2").text == "Newer"
    home = network.homes["en"]
    home.lead_text = older
    home.save()
    assert soup(client).select_one(".lead-text h2").text == "Older"


def test_the_newest_text_in_the_readers_language_leads(client, network):
    network.text("По-русски", under=network.section("Комментарии", language="ru"), day=date(2026, 1, 1))
    network.text("Newer", under=network.section(), day=date(2026, 2, 1))
    assert soup(client, "/ru/").select_one(".lead-text h2").text == "По-русски"
    lead = soup(client, "/uk/").select_one(".lead-text")
    assert (lead.h2.text, lead.h2["lang"], lead.select_one(".language").text.lower()) == ("Newer", "en", "англійська")


def test_each_section_that_has_something_shows_its_newest_four(client, network):
    first, second = network.section("Commentary", second_title="Комментарии"), network.section("Memos")
    network.section("Empty")
    for day in range(1, 7):
        network.text(f"Text {day}", under=first, day=date(2026, 1, day))
    network.text("Memo", under=second)
    shelves = {shelf.h2.text: [card.text for card in shelf.select("h3")] for shelf in soup(client).select(".shelf")}
    assert shelves == {"Commentary | Комментарии": ["Text 6", "Text 5", "Text 4", "Text 3"], "Memos": ["Memo"]}


def test_what_stands_in_a_strip_is_not_shown_twice(client, network):
    section = network.section("Recommended")
    network.text("Good", under=section)
    Edition.objects.filter(locale__language_code="en").update(recommended=section)
    page = soup(client)
    assert page.select_one(".recommended li") and not page.select(".shelf")


def test_queries_do_not_grow_with_the_texts(client, network, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    section, people = network.section(), [network.person(), network.person("Ben", "Sample")]
    network.text("One", under=section, by=people, also_in=[network.section("Also")])
    client.get(section.url)
    with CaptureQueriesContext(connection) as few:
        client.get(section.url)
    for number in range(6):
        network.text(f"Text {number}", under=section, by=people, also_in=[section], on=[network.topic()])
    with django_assert_max_num_queries(len(few)):
        client.get(section.url)


@pytest.mark.django_db(transaction=True)
def test_a_home_page_takes_few_queries_and_one_while_nothing_changes(
    client, network, django_assert_max_num_queries, django_assert_num_queries
):
    sections = [network.section(f"Section {number}") for number in range(6)]
    for section in sections:
        network.text(f"In {section}", under=section, by=[network.person()])
    client.get("/en/")
    network.text("Newest", under=sections[0], day=date(2026, 5, 1))
    with django_assert_max_num_queries(25):
        assert b"Newest" in client.get("/en/").content
    with django_assert_num_queries(1):
        client.get("/en/")
    network.section("Late", under=network.homes["en"])
    assert b"In Section 5" in client.get("/en/").content


@pytest.mark.parametrize("address", ["/en/", "/en/commentary/", "/en/people/", "/en/search/?q=harbour", "/en/cases/"])
def test_no_page_takes_more_queries_for_more_texts_and_people(client, network, address, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from evenhand_site.people.models import PeoplePage

    section = network.section("Commentary")
    network.homes["en"].add_child(instance=PeoplePage(title="People", slug="people"))

    def fill(numbers):
        for number in numbers:
            by, on = [network.person("Ada", f"Quill{number}")], [network.topic(f"Topic {number}")]
            network.text(
                f"Harbour {number}",
                under=section,
                by=by,
                on=on,
                also_in=[network.section(f"Other {number}", under=section)],
            )

    fill(range(2))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    fill(range(2, 9))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_a_section_of_very_many_texts_lists_the_same_as_one_of_few(client, network, monkeypatch):
    from evenhand_site.publications import listing

    first, second = network.section("First"), network.section("Second")
    for number in range(3):
        network.text(f"Text {number}", under=first, also_in=[second], day=date(2026, 1, number + 1))
    network.text("Own", under=second)
    few = [[text.title for text in listing.in_section(section)] for section in (first, second)]
    assert few == [["Text 2", "Text 1", "Text 0"], ["Own", "Text 2", "Text 1", "Text 0"]]
    monkeypatch.setattr(listing, "FEW", 1)
    assert [[text.title for text in listing.in_section(section)] for section in (first, second)] == few


def test_a_house_page_lists_what_is_below_it_on_request(client, network):
    home = network.homes["en"]
    about = home.add_child(instance=HousePage(title="About", slug="about", locale=home.locale, lead="Who we are."))
    about.add_child(instance=HousePage(title="Contact", slug="contact", locale=home.locale))
    assert not soup(client, "/en/about/").select(".rows")
    about.lists_children = True
    about.save()
    page = soup(client, "/en/about/")
    assert page.select_one(".rows a")["href"] == "/en/about/contact/"
    assert page.select_one(".lead").text == "Who we are."


def test_the_title_names_the_network_once(client, network):
    Edition.objects.filter(locale__language_code="en").update(name="Some network", tagline="Counted evenly")
    page = client.get("/en/").content.decode()
    assert "<title>Some network · Counted evenly</title>" in page


def test_a_text_is_looked_up_by_its_slug_not_among_all_texts(client, network):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    text = network.text("Harbour", under=network.section())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(text.url).status_code == 200
    (routed,) = [each["sql"] for each in queries if f"\"slug\" = '{text.slug}'" in each["sql"]]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + routed)
            assert any("(slug=?)" in step for *_numbers, step in cursor.fetchall())

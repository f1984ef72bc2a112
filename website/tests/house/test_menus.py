"""Menus, contacts, footer: what an edition says is printed, for desktop and phone."""

import pytest
from bs4 import BeautifulSoup
from evenhand_site.house.models import Edition, HousePage
from evenhand_site.house.surroundings import mark_current
from evenhand_site.people.models import PeoplePage


def soup(client, address="/en/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def about(network):
    home = network.homes["en"]
    return home.add_child(instance=HousePage(title="About", slug="about", locale=home.locale))


@pytest.fixture
def edition(network, about):
    membership = about.add_child(instance=HousePage(title="Membership", slug="membership", locale=about.locale))
    core = membership.add_child(instance=PeoplePage(title="Core members", slug="core", locale=about.locale))
    edition = Edition.objects.get(locale__language_code="en")
    third = [{"label": "", "page": core, "address": ""}, {"label": "Statutes", "page": None, "address": "/statutes/"}]
    second = [{"label": "", "page": membership, "address": "", "entries": third}]
    edition.menu = [
        ("item", {"label": "", "page": about, "address": "", "entries": second}),
        ("item", {"label": "Elsewhere", "page": None, "address": "https://example.org/", "entries": []}),
    ]
    edition.footer_menu = [("item", {"label": "Who we are", "page": about, "address": "", "entries": []})]
    edition.address, edition.email, edition.telephone = "1 Some Street,\nSometown", "a@example.org", "+1 (555) 010-0199"
    edition.newsletter_invitation = "Once a week."
    edition.social_links = [
        ("link", {"kind": "youtube", "label": "Films", "page": None, "address": "https://example.org/films"}),
        ("link", {"kind": "podcast", "label": "Talks", "page": None, "address": "https://example.org/talks"}),
    ]
    edition.footer_note, edition.tagline = "A note at the foot.", "Both sides"
    edition.permissions_page = edition.privacy_page = about
    edition.save()
    return edition


@pytest.mark.parametrize("place", [".menu", "#panel nav"], ids=["desktop", "phone"])
def test_menus_have_three_levels(client, edition, place):
    page = soup(client)
    first = page.select_one(f"{place} > ul > li")
    assert first.select_one("a")["href"] == "/en/about/"
    assert first.select_one("details > ul > li > a").text == "Membership"
    third = first.select("details > ul > li > ul > li > a")
    assert [(link.text, link["href"]) for link in third] == [
        ("Core members", "/en/about/membership/core/"), ("Statutes", "/statutes/")
    ]  # fmt: skip
    assert first.select_one("summary").text.strip() == "Below “About”"
    assert page.select(f"{place} > ul > li")[1].select_one("a")["href"] == "https://example.org/"


@pytest.mark.parametrize("place", [".menu", "#panel nav"], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("language", "cases", "title"),
    [("en", "Cases", "Arguments"), ("ru", "Кейсы", "Доводы"), ("uk", "Кейси", "Аргументи")],
)  # fmt: skip
def test_cases_and_the_pages_on_them_follow_the_menu_of_the_editors(client, network, place, language, cases, title):
    from evenhand_site.cases.models import ArgumentsPage

    home, edition = network.homes[language], Edition.objects.get(locale__language_code=language)
    home.add_child(instance=ArgumentsPage(title=title, slug="arguments", locale=home.locale))
    edition.menu = [("item", {"label": "Home", "page": home, "address": "", "entries": []})]
    edition.save()
    page = soup(client, f"/{language}/")
    first, second = page.select(f"{place} > ul")
    assert [link.text for link in first.select("a")] == ["Home"]
    told = [(link.text, link["href"]) for link in second.select("a")]
    assert told == [(cases, f"/{language}/cases/"), (title, f"/{language}/arguments/")]
    assert soup(client, f"/{language}/cases/").select_one(f"{place} a[aria-current=page]").text == cases


def test_the_panel_opens_without_a_script(client, edition):
    page = soup(client)
    assert page.select_one("#panel").has_attr("popover")
    assert page.select_one("header button[popovertarget=panel]")["type"] == "button"


def test_the_panel_holds_contacts_newsletter_and_places_elsewhere(client, edition):
    panel = soup(client).select_one("#panel")
    assert "1 Some Street," in panel.address.text
    assert panel.select_one("a[href='mailto:a@example.org']").text == "a@example.org"
    assert panel.select_one("a[href='tel:+15550100199']").text == "+1 (555) 010-0199"
    assert panel.select_one(".newsletter a")["href"] == "/en/newsletter/"
    assert "Once a week." in panel.select_one(".newsletter").text
    places = panel.select(".social a")
    assert [(place.text, place["href"]) for place in places] == [
        ("Films", "https://example.org/films"), ("Talks", "https://example.org/talks")
    ]  # fmt: skip
    assert places[0].use["href"].endswith("#youtube")


def test_the_page_that_one_is_on_is_marked(client, edition, about):
    marked = soup(client, about.url).select("[aria-current=page]")
    assert {link["href"] for link in marked} == {about.url}
    assert {"menu", "footer"} <= {parent.get("class", [""])[0] for link in marked for parent in link.parents}


def test_an_address_with_quotes_marks_nothing_else():
    assert mark_current('<a href="/en/">', '/en/"><b') == '<a href="/en/">'


def test_a_page_that_is_not_public_leaves_the_menu(client, edition, about):
    about.live = False
    about.save()
    page = soup(client)
    assert not page.select("a[href='/en/about/']")
    assert page.select_one(".menu > ul > li > span").text == "About"  # what stands below it stays


def test_the_footer_has_its_menu_permissions_and_note(client, edition):
    footer = soup(client).select_one("footer.footer")
    assert footer.select_one("nav a").text == "Who we are"
    assert footer.select_one("a[rel=license]")["href"] == "/en/about/"
    assert footer.select_one("a[rel=privacy-policy]")["href"] == "/en/about/"
    assert footer.select_one("a[href='/account/login/']").text == "Sign in"
    assert "A note at the foot." in footer.text and "Powered by Evenhand" in footer.text


def test_the_newsletter_leads_to_the_page_on_privacy(client, edition):
    assert soup(client, "/en/newsletter/").select_one("main a[rel=privacy-policy]")["href"] == "/en/about/"


def test_editors_find_editions_in_their_menu(client, edition, admin_user):
    client.force_login(admin_user)
    page = client.get("/admin/").content.decode()
    assert "/admin/snippets/house/edition/" in page


def test_the_search_is_a_form_that_needs_no_script(client, network):
    form = soup(client).select_one("#search form")
    assert (form["method"], form["action"], form.input["name"]) == ("get", "/en/search/", "q")
    assert form.label.text == "Input your search keywords and press Enter."


def test_a_new_network_has_pages_without_an_edition(client, homes):
    Edition.objects.all().delete()
    assert soup(client).select_one("main h1").text == "Test network"

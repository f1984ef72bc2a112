"""What an editor is told before a text appears."""

from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from evenhand_site.publications.models import Book, Counterpoint, Publication, Section
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def section(network):
    return network.section()


def form(body="<p>Words.</p>", *, authors=(), notes=(), series=None, publish=True, **fields):
    return nested_form_data(
        {
            "title": "A text", "slug": "a-text", "lead": "", "date": "2026-03-01", "credit": "",
            "body": streamfield([("paragraph", rich_text(body, features=["bold"]))] if body else []),
            "author_note": rich_text(""), "project_note": rich_text(""), "doi": "", "rights": "", "original_title": "",
            "original_address": "", "cover_description": "", "open_to_comments": "on",
            "authorships": inline_formset([{"person": person.pk, "affiliation": ""} for person in authors]),
            "footnotes": inline_formset([{"key": key, "text": rich_text("<p>n</p>")} for key in notes]),
            "corrections": inline_formset([]), "comments": inline_formset([]),
            **({"action-publish": "action-publish"} if publish else {}), **fields,
        }
    )  # fmt: skip


def told(editor, section, data, model=Publication):
    """What the form answers: the errors as text, or nothing where the page was made."""
    address = reverse("wagtailadmin_pages:add", args=["publications", model._meta.model_name, section.pk])
    answer = editor.post(address, data)
    if answer.status_code == 302:
        return ""
    return unescape(answer.content.decode())


def test_a_text_needs_authors_or_the_network(editor, section, network):
    assert "Add an author below, or let the network sign." in told(editor, section, form())
    assert told(editor, section, form(signed_by_network="on")) == ""
    assert Publication.objects.get().live


def test_a_text_by_authors_is_published(editor, section, network):
    assert told(editor, section, form(authors=[network.person()])) == ""


@pytest.fixture
def moved(network):
    """Somebody who moved in 2020."""
    from evenhand_site.people.models import Affiliation

    person = network.person()
    person.affiliations = [
        Affiliation(institution="New Institute", institution_ru="Новый институт", since=2020, sort_order=0),
        Affiliation(institution="Old Institute", role="Fellow", until=2019, sort_order=1),
    ]
    person.save()
    return person


@pytest.mark.parametrize(("day", "then"), [("2026-03-01", "New Institute"), ("2018-03-01", "Fellow, Old Institute")])
def test_an_author_without_an_affiliation_gets_the_one_of_that_year(editor, section, moved, day, then):
    assert told(editor, section, form(authors=[moved], date=day)) == ""
    assert Publication.objects.get().authorships.get().affiliation == then


def test_the_affiliation_is_named_in_the_language_of_the_text(editor, network, moved):
    assert told(editor, network.section("Раздел", language="ru"), form(authors=[moved], publish=False)) == ""
    assert Publication.objects.get().authorships.get().affiliation == "Новый институт"


def test_an_affiliation_that_an_editor_gave_stays(editor, section, moved):
    data = form(authors=[moved]) | {"authorships-0-affiliation": "Guest of the house"}
    assert told(editor, section, data) == ""
    assert Publication.objects.get().authorships.get().affiliation == "Guest of the house"


def test_topics_and_sections_are_chosen_in_the_editors_and_the_texts_language(editor, section, network, admin_user):
    from wagtail.users.models import UserProfile

    network.topic("Arms", name_ru="Ядерное оружие")
    network.topic("Trade", name_ru="Торговля")
    network.section("Комментарии", language="ru")
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "ru"})
    page = editor.get(reverse("wagtailadmin_pages:add", args=["publications", "publication", section.pk]))
    soup = BeautifulSoup(page.content, "html.parser")
    assert [each.text.strip() for each in soup.select("#id_topics label")] == ["Торговля", "Ядерное оружие"]
    assert [each.text.strip() for each in soup.select("#id_also_in label")] == ["Commentary"]


def test_authors_and_the_network_do_not_both_sign(editor, section, network):
    answer = told(editor, section, form(authors=[network.person()], signed_by_network="on"))
    assert "signed by authors or by the network, not by both" in answer


def test_a_text_from_elsewhere_and_a_book_need_no_author(editor, section, network):
    assert told(editor, section, form(original_address="https://example.org/text")) == ""
    books = network.section("Books", shows="books")
    assert told(editor, books, form(slug="b", publisher="", isbn="", shop=""), Book) == ""


def test_a_draft_may_be_unfinished(editor, section):
    assert told(editor, section, form("<p>To come[^soon].</p>", notes=["later"], publish=False)) == ""
    assert not Publication.objects.get().live


def test_a_draft_with_unfinished_blocks_is_kept_and_shown(editor, section):
    empty = {"study": "", "issue": "", "show": "", "caption": ""}
    figure = {"image": "", "description": "", "caption": rich_text(""), "credit": ""}
    body = streamfield([("finding", empty), ("figure", figure)])
    data = form(publish=False) | nested_form_data({"body": body})
    assert told(editor, section, data) == ""
    text = Publication.objects.get()
    address = reverse("wagtailadmin_pages:view_draft", args=[text.pk])
    assert editor.get(address).status_code == 200


def test_a_mark_without_a_note_is_told(editor, section):
    answer = told(editor, section, form("<p>Claim[^cbo], [^imf].</p>", notes=["imf"], signed_by_network="on"))
    assert "There is no footnote for [^cbo]" in answer


def test_a_note_without_a_mark_is_told(editor, section):
    answer = told(editor, section, form("<p>Claim[^cbo].</p>", notes=["cbo", "imf"], signed_by_network="on"))
    assert "No mark [^imf] in the text leads to this note" in answer


def test_two_notes_with_one_key_are_told(editor, section):
    answer = told(editor, section, form("<p>Claim[^cbo].</p>", notes=["cbo", "cbo"], signed_by_network="on"))
    assert "Another note has this key already." in answer


def test_a_key_with_spaces_is_told(editor, section):
    answer = told(editor, section, form("<p>Claim.</p>", notes=["two words"], signed_by_network="on"))
    assert "A key is made of letters" in answer


def test_notes_that_fit_are_published(editor, section):
    assert told(editor, section, form("<p>Claim[^цбо].</p>", notes=["цбо"], signed_by_network="on")) == ""


def test_the_same_author_twice_is_told(editor, section, network):
    ada = network.person()
    assert "Please correct the duplicate values below." in told(editor, section, form(authors=[ada, ada]))


def test_a_cover_needs_a_description(editor, section):
    import io

    from django.core.files.images import ImageFile
    from PIL import Image as Picture
    from wagtail.images import get_image_model

    file = io.BytesIO()
    Picture.new("RGB", (9, 9)).save(file, "PNG")
    image = get_image_model().objects.create(title="c", file=ImageFile(file, "c.png"))
    assert "Say what the cover shows" in told(editor, section, form(signed_by_network="on", cover=image.pk))
    data = form(signed_by_network="on", cover=image.pk, cover_description="A port")
    assert told(editor, section, data) == ""


def test_point_and_counterpoint_are_two_different_texts(editor, section, network):
    one, other = network.text("One", under=section), network.text("Other", under=section)
    section = network.section("Debates", shows="counterpoints")
    assert "two different texts" in told(editor, section, form(one_text=one.pk, other_text=one.pk), Counterpoint)
    assert "Choose a text." in told(editor, section, form(one_text=one.pk), Counterpoint)
    assert told(editor, section, form(one_text=one.pk, other_text=other.pk), Counterpoint) == ""


def test_texts_stand_below_sections_homes_and_task_forces_only(network, section):
    from evenhand_site.house.models import HousePage
    from evenhand_site.taskforces.models import TaskForce

    home = network.homes["en"]
    text = network.text(under=section)
    force = home.add_child(instance=TaskForce(title="Force", slug="force", locale=home.locale))
    assert all(Publication.can_create_at(parent) for parent in (section, home, force))
    assert not Publication.can_create_at(text)
    assert not Publication.can_create_at(home.add_child(instance=HousePage(title="H", slug="h", locale=home.locale)))
    assert all(Section.can_create_at(parent) for parent in (home, force, section))
    assert not Section.can_create_at(text)


@pytest.mark.parametrize(
    ("shows", "names"),
    [
        ("texts", ["House page", "Section", "Text"]),
        ("memos", ["House page", "Policy memo", "Section"]),
        ("episodes", ["Episode", "House page", "Section"]),
        ("upcoming", ["Event", "House page", "Section"]),
        ("courses", ["Course", "House page", "Section"]),
        ("books", ["Book", "House page", "Section"]),
        ("counterpoints", ["House page", "Point and counterpoint", "Section"]),
    ],
)
def test_a_section_offers_what_it_shows_and_says_what_it_is(editor, network, shows, names):
    page = editor.get(reverse("wagtailadmin_pages:add_subpage", args=[network.section(shows=shows).pk]))
    offered = BeautifulSoup(page.content, "html.parser").select("main ul.listing li, main .listing tbody tr")
    assert [each.select_one("a").text.strip().splitlines()[0] for each in offered] == names
    assert all(each.select_one("small").text.strip() for each in offered)


def test_a_section_that_shows_another_ones_events_takes_none(editor, network):
    from evenhand_site.events.models import Event

    events = network.section("Events", shows="upcoming")
    past = network.section("Past events", shows="past", of_section=events)
    assert Event.can_create_at(events) and not Event.can_create_at(past)

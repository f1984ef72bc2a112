"""The record of a person, and the profile that readers see."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from evenhand_site.people.models import Affiliation, Person
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text


@pytest.fixture
def person(network):
    made = network.person(
        "Olena", "Gava", given_uk="Олена", family_uk="Ґава", given_ru="Елена", family_ru="Гава", own_name="Ge Zhen",
        languages="uk,en", orcid="0000-0002-1825-0097", membership="core",
    )  # fmt: skip
    made.affiliations = [
        Affiliation(institution="University of Examples", role="Professor", since=2015),
        Affiliation(institution="Institute of Instances", since=2001, until=2014, sort_order=1),
    ]
    made.save()
    return made


def main_of(response):
    assert response.status_code == 200
    return response.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_an_address_is_made_from_the_name_once_for_each_person(db):
    made = [Person(given="Олена", family="Ґава") for _ in range(3)]
    for person in made:
        person.full_clean()
        person.save()
    assert [person.slug for person in made] == ["olena-gava", "olena-gava-2", "olena-gava-3"]


def test_a_changed_name_keeps_the_address_and_moves_in_the_alphabet(network):
    person = network.person("Ada", "Zimmer")
    slug, before = person.slug, person.order_en
    person.family = "Abel"
    person.save(update_fields=["family"])
    person.refresh_from_db()
    assert person.slug == slug and person.order_en < before and "abel" in person.findable


def test_languages_are_kept_as_plain_codes(db):
    person = Person(family="Example", languages="EN; uk , en")
    person.full_clean()
    assert person.languages == "en,uk"


def test_an_affiliation_does_not_end_before_it_begins():
    with pytest.raises(ValidationError, match="last year lies before the first"):
        Affiliation(institution="U", since=2020, until=2019).clean()


def test_affiliations_are_present_until_their_last_year_is_over():
    assert not Affiliation(institution="U", until=date.today().year).is_over
    assert Affiliation(institution="U", until=date.today().year - 1).is_over


def test_a_profile_shows_everything_that_is_known(person, client):
    shown = main_of(client.get("/en/person/olena-gava/"))
    for words in (
        *("Olena Gava", "Олена Ґава", "Елена Гава", "Ge Zhen"),
        *("Professor, University of Examples", "Institute of Instances"),
        *("https://orcid.org/0000-0002-1825-0097", "Ukrainian", "English"),
    ):
        assert words in shown
    assert shown.index("University of Examples") < shown.index("Institute of Instances")


def test_a_profile_is_headed_by_the_name_in_the_language_of_the_page(person, client):
    shown = main_of(client.get("/uk/person/olena-gava/"))
    assert shown.split("<h1", 1)[1].split("</h1>")[0].endswith("Олена Ґава")
    assert "Olena Gava" in shown


def test_a_profile_lists_texts_in_all_languages_and_has_pages(network, person, client):
    section, other = network.section(), network.section("Комментарии", language="ru")
    for number in range(20):
        network.text(f"Text {number}", under=section, by=[person], day=date(2026, 1, 1 + number))
    network.text("Русский текст", under=other, by=[person], day=date(2026, 2, 1))
    network.text("Not out yet", under=section, by=[person], publish=False)
    first, second = (main_of(client.get(f"/en/person/olena-gava/?page={page}")) for page in (1, 2))
    assert "Русский текст" in first and "Text 0" not in first
    assert "Text 0" in second and "Not out yet" not in first + second


def test_a_profile_names_each_task_force_once_in_the_language_of_the_reader(network, person, client):
    from evenhand_site.taskforces.models import TaskForce, TaskForceMember

    home = network.homes["en"]
    english = home.add_child(instance=TaskForce(title="Climate", slug="climate", locale=home.locale))
    ukrainian = english.copy_for_translation(network.homes["uk"].locale)
    ukrainian.title = "Клімат"
    for page in (english, ukrainian):
        page.members = [TaskForceMember(person=person, role="Chair")]
        page.save_revision().publish()
    shown = main_of(client.get("/uk/person/olena-gava/"))
    assert "Клімат" in shown and "Climate" not in shown
    english.unpublish()
    assert "Climate" not in main_of(client.get("/en/person/olena-gava/"))


def test_expertise_leads_to_its_topics(network, person, client):
    topic = network.topic("Arms control", name_uk="Контроль над озброєннями")
    person.expert_on.set([topic])
    person.save()
    with override("uk"):
        address = topic.get_absolute_url()
    shown = main_of(client.get("/uk/person/olena-gava/"))
    assert f'href="{address}"' in shown and "Контроль над озброєннями" in shown


def test_a_profile_that_does_not_exist_is_not_found(db, homes, client):
    for slug in ("nobody", "%00", "a" * 500):
        assert client.get(f"/en/person/{slug}/").status_code == 404


def test_office_post_and_institution_are_told_in_the_language_of_the_page(client, person):
    person.executive, person.executive_ru = "Vice-chair", "Заместитель председателя"
    first = person.affiliations.all()[0]
    first.institution_ru, first.role_ru = "Университет примеров", "профессор"
    person.affiliations = [first]
    person.save()
    russian = main_of(client.get("/ru/person/olena-gava/"))
    assert "Заместитель председателя" in russian and "Vice-chair" not in russian
    assert "профессор, Университет примеров" in russian
    assert "<p>Английский, украинский</p>" in russian
    ukrainian = main_of(client.get("/uk/person/olena-gava/"))
    assert "Vice-chair" in ukrainian and "Professor, University of Examples" in ukrainian
    assert "<p>English, Ukrainian</p>" in main_of(client.get("/en/person/olena-gava/"))


def test_editors_choose_languages_by_name(client, person, admin_user):
    client.force_login(admin_user)
    address = reverse(Person.snippet_viewset.get_url_name("edit"), args=[person.pk])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    chosen = page.select("#id_languages option[selected]")
    assert [option.text.strip() for option in chosen] == ["English", "Ukrainian"]
    fields = {
        "slug": person.slug, "family": "Gava", "membership": "", "biography": rich_text(""),
        "biography_ru": rich_text(""), "biography_uk": rich_text(""), "affiliations": inline_formset([]),
    }  # fmt: skip
    assert client.post(address, {**nested_form_data(fields), "languages": ["ka", "uk"]}).status_code == 302
    person.refresh_from_db()
    assert person.languages == "ka,uk"

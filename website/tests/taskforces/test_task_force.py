"""Task forces: members, pages and texts of their own."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from evenhand_site.house.models import HousePage
from evenhand_site.people.models import Affiliation
from evenhand_site.taskforces.belonging import memberships_of, texts_of
from evenhand_site.taskforces.models import TaskForce, TaskForceMember


@pytest.fixture
def task_force(network):
    def make(title="Changing climate", language="en", members=(), **fields):
        home = network.homes[language]
        slug = fields.pop("slug", title.lower().replace(" ", "-"))
        page = home.add_child(instance=TaskForce(title=title, slug=slug, locale=home.locale, live=False, **fields))
        page.members = [
            TaskForceMember(person=person, role=role, sort_order=order) for order, (person, role) in enumerate(members)
        ]
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    return make


def main_of(client, page, query=""):
    answer = client.get(page.url + query)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_members_stand_in_the_order_of_the_editors_with_role_and_affiliation(network, task_force, client):
    zoe, ada = network.person("Zoe", "Young"), network.person("Ada", "Abel")
    ada.affiliations = [Affiliation(institution="University of Examples", role="Professor")]
    ada.save()
    shown = main_of(client, task_force(members=[(zoe, "Chair"), (ada, "")]))
    assert shown.index("Zoe Young") < shown.index("Chair") < shown.index("Ada Abel")
    assert "Professor, University of Examples" in shown and f'href="{ada.get_absolute_url()}"' in shown


def test_members_are_named_in_the_language_of_the_page(network, task_force, client):
    person = network.person("Olena", "Gava", given_uk="Олена", family_uk="Ґава")
    assert "Олена Ґава" in main_of(client, task_force("Клімат", "uk", [(person, "")], slug="klimat"))


def test_its_own_pages_are_a_menu(network, task_force, client):
    page = task_force()
    page.add_child(instance=HousePage(title="Aims", slug="aims", locale=page.locale))
    page.add_child(instance=HousePage(title="Draft of plans", slug="plans", locale=page.locale, live=False))
    network.text("A text of it", under=page)
    shown = main_of(client, page)
    menu = shown.split("<nav", 1)[1].split("</nav>")[0]
    assert "Aims" in menu and "Draft of plans" not in shown and "A text of it" not in menu


def test_texts_below_it_and_on_its_topic_are_listed_once_newest_first(network, task_force):
    topic = network.topic("Climate")
    page = task_force(topic=topic)
    section = network.section("Papers", under=page)
    network.text("Right below", under=page, day=date(2026, 1, 1), on=[topic])
    network.text("In its section", under=section, day=date(2026, 1, 2))
    network.text("On its topic", under=network.section(), day=date(2026, 1, 3), on=[topic])
    network.text("Of others", under=network.section("Other"), on=[network.topic("Other")])
    network.text("A draft", under=page, publish=False)
    with override("en"):
        assert [text.title for text in texts_of(page)] == ["On its topic", "In its section", "Right below"]


def test_a_task_force_whose_address_begins_alike_is_another(network, task_force):
    one, other = task_force("One"), task_force("Other")
    network.text("Of the other", under=other)
    assert not texts_of(one).exists()


def test_without_a_topic_texts_without_topics_are_not_its_own(network, task_force):
    network.text("Of nobody", under=network.section())
    assert not texts_of(task_force()).exists()


def test_the_page_shows_its_texts_leaf_by_leaf(network, task_force, client):
    page = task_force()
    for number in range(21):
        network.text(f"Text {number:02}", under=page, day=date(2026, 1, 1 + number))
    assert "Text 20" in main_of(client, page) and "Text 00" not in main_of(client, page)
    assert "Text 00" in main_of(client, page, "?page=2")
    assert client.get(page.url + "?page=3").status_code == 404


def test_a_page_takes_as_many_queries_for_many_members_as_for_few(
    network, task_force, client, django_assert_max_num_queries
):
    def members(names):
        people = [network.person("P", name) for name in names]
        for person in people:
            person.affiliations = [Affiliation(institution="University of Examples")]
            person.save()
        return [(person, "") for person in people]

    small, large = task_force("Small", members=members("AB")), task_force("Large", members=members("CDEFGHIJ"))
    client.get(small.url)
    with django_assert_max_num_queries(80) as few:
        client.get(small.url)
    with django_assert_max_num_queries(len(few)):
        client.get(large.url)


def test_a_person_belongs_to_each_task_force_once(network, task_force):
    person = network.person()
    english = task_force("Zone", members=[(person, "Chair")])
    russian = english.copy_for_translation(network.homes["ru"].locale)
    russian.title = "Зона"
    russian.save_revision().publish()
    task_force("Arms", members=[(person, "")])
    for language, titles in (("en", ["Arms", "Zone"]), ("ru", ["Arms", "Зона"]), ("uk", ["Arms", "Zone"])):
        with override(language):
            assert [part.task_force.title for part in memberships_of(person)] == titles

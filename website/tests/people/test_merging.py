"""Two records of one person become one."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.db.models import ProtectedError
from django.urls import reverse
from evenhand_site.people.merging import merge
from evenhand_site.people.models import Affiliation, Person
from evenhand_site.publications.models import Authorship, Publication
from evenhand_site.taskforces.models import TaskForce, TaskForceMember


@pytest.fixture
def two(network):
    return network.person("Ada", "Example"), network.person(
        "A.", "Example", slug="a-example", orcid="0000-0002-1825-0097"
    )


def test_texts_move_to_the_record_that_stays(network, two):
    kept, other = two
    section = network.section()
    text = network.text("By the other", under=section, by=[other])
    both = network.text("By both", under=section, by=[other, kept])
    merge(kept, other)
    assert [each.person for each in Authorship.objects.filter(publication=text)] == [kept]
    assert [each.person for each in Authorship.objects.filter(publication=both)] == [kept]
    assert not Person.objects.filter(slug="a-example").exists()


def test_old_versions_and_drafts_can_still_be_opened_and_published(network, two):
    kept, other = two
    section = network.section()
    draft = network.text("Only a draft", under=section, by=[other], publish=False)
    page = network.text("Changed later", under=section, by=[other])
    old = page.latest_revision
    Authorship.objects.filter(publication=draft).delete()  # the name stands in the version only
    merge(kept, other)
    for revision in (draft.latest_revision, old):
        revision.refresh_from_db()
        assert [each.person for each in revision.as_object().authorships.all()] == [kept]
        revision.publish()
    assert Publication.objects.filter(authorships__person=kept).count() == 2


def test_what_only_the_other_record_says_is_kept(network, two):
    kept, other = two
    account = get_user_model().objects.create_user("ada")
    other.account = account
    other.family_uk = "Приклад"
    other.affiliations = [Affiliation(institution="University of Examples"), Affiliation(institution="Both")]
    other.expert_on = [network.topic("Ukraine")]
    other.save()
    kept.affiliations = [Affiliation(institution="BOTH")]
    kept.save()
    merge(kept, other)
    kept = Person.objects.get(pk=kept.pk)
    assert kept.given == "Ada" and kept.orcid == "0000-0002-1825-0097" and kept.account == account
    assert [each.institution for each in kept.affiliations.all()] == ["BOTH", "University of Examples"]
    assert [topic.name for topic in kept.expert_on.all()] == ["Ukraine"]
    assert "приклад".replace("й", "и") in kept.findable


def test_task_forces_name_the_person_once(network, two):
    kept, other = two
    home = network.homes["en"]
    page = home.add_child(instance=TaskForce(title="Climate", slug="climate", locale=home.locale))
    page.members = [TaskForceMember(person=kept, role="Chair"), TaskForceMember(person=other)]
    page.save()
    merge(kept, other)
    assert [(each.person, each.role) for each in TaskForceMember.objects.filter(task_force=page)] == [(kept, "Chair")]


def test_the_old_address_leads_to_the_profile_that_is_kept(two, client):
    kept, other = two
    merge(kept, other)
    for language in ("en", "ru", "uk"):
        answer = client.get(f"/{language}/person/a-example/")
        assert answer.status_code == 301 and answer["Location"] == f"/{language}/person/ada-example/"


def test_addresses_of_earlier_mergers_lead_on_too(network, two, client):
    kept, other = two
    third = network.person("Third", "Example")
    merge(other, third)
    merge(kept, other)
    assert client.get("/en/person/third-example/")["Location"] == "/en/person/ada-example/"


def test_one_record_cannot_be_merged_with_itself(two):
    with pytest.raises(ValueError, match="one record"):
        merge(two[0], two[0])


@pytest.fixture
def editor(client, homes):
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "words")
    client.force_login(user)
    return client


def address_of_merging(*people):
    ids = "&".join(f"id={person.pk}" for person in people)
    return reverse("wagtail_bulk_action", args=["people", "person", "merge"]) + "?" + ids


def test_an_editor_merges_chosen_people(network, two, editor):
    kept = two[0]
    asked = editor.get(address_of_merging(*two))
    assert asked.status_code == 200 and "Record that stays" in asked.content.decode()
    editor.post(address_of_merging(*two), {"kept": kept.pk})
    assert list(Person.objects.all()) == [kept]


def test_an_editor_must_say_which_record_stays(network, two, editor):
    outside = network.person("Out", "Side")
    for wrong in ({}, {"kept": outside.pk}, {"kept": "x"}):
        assert editor.post(address_of_merging(*two), wrong).status_code == 200
    assert Person.objects.count() == 3


def test_a_person_whom_a_draft_names_is_not_deleted(network, editor):
    person = network.person()
    draft = network.text("A draft", under=network.section(), by=[person], publish=False)
    with pytest.raises(ProtectedError):
        person.delete()
    Authorship.objects.filter(publication=draft).delete()
    address = reverse(Person.snippet_viewset.get_url_name("delete"), args=[person.pk])
    told = editor.post(address)
    assert told.status_code == 302
    assert [f"{person} cannot be deleted" in str(each) for each in get_messages(told.wsgi_request)] == [True]
    assert Person.objects.filter(pk=person.pk).exists()

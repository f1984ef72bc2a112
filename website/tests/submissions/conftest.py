"""A section for memos, a member, an editor, and a short way to send a memo."""

from __future__ import annotations

import re

import pytest


@pytest.fixture
def memos(network):
    """The section of the memos in English, with its Russian translation."""
    section = network.section("Policy memos", shows="memos")
    network.section("Аналитика", shows="memos", language="ru", translation_key=section.translation_key)
    return section


@pytest.fixture
def member(network, django_user_model):
    """A member with a profile and two affiliations."""
    return make_member(network, django_user_model, "ada")


@pytest.fixture
def other_member(network, django_user_model):
    return make_member(network, django_user_model, "bob", given="Bob", family="Other")


def make_member(network, users, name, given="Ada", family="Example"):
    from django.contrib.auth.models import Group
    from evenhand_site.people.models import Affiliation

    user = users.objects.create_user(name, f"{name}@example.org", "long words to enter")
    user.groups.add(Group.objects.get(name="Members"))
    person = network.person(given, family, account=user, membership="core")
    person.affiliations = [
        Affiliation(institution="Old Institute", until=2015, sort_order=0),
        Affiliation(institution="Present Institute", role="Fellow", sort_order=1),
    ]
    person.save()
    return users.objects.get(pk=user.pk)


@pytest.fixture
def editor(homes, django_user_model):
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("editor", "editor@example.org", "long words to enter")
    user.groups.add(Group.objects.get(name="Editors"))
    return django_user_model.objects.get(pk=user.pk)


USUAL = {
    "title": "Quiet talks",
    "lead": "Why quiet talks work.",
    "language": "en",
    "text": "A first paragraph.[^1]\n\n## A heading\n\nMore.\n\n[^1]: A note.",
    "unpublished": "on",
    "own": "on",
}


@pytest.fixture
def send(client, memos, member, django_capture_on_commit_callbacks):
    """Fetches the form and sends it as the member: the answer. Fields replace the usual ones, None leaves one out."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    def send(file=None, *, address="/en/submissions/new/", mark=None, user=member, name="memo.docx", **fields):
        client.force_login(user)
        got = re.search(r'name="mark" value="([^"]+)"', client.get(address).content.decode())
        words = {**USUAL, **({"text": ""} if file else {}), "mark": mark or (got[1] if got else ""), **fields}
        words = {key: value for key, value in words.items() if value is not None}
        if file:
            words["manuscript"] = SimpleUploadedFile(name, file)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, words)

    return send


@pytest.fixture
def submitted(send):
    """A submission that has just been sent."""
    from evenhand_site.submissions.models import Submission

    assert send().status_code == 302
    return Submission.objects.get()


@pytest.fixture
def act(django_capture_on_commit_callbacks, editor):
    """What an editor does in the review: ``approve``, ``reject`` (asks for changes) or ``decline``."""

    def act(submission, action, comment="", user=editor):
        page = type(submission).objects.get(pk=submission.pk).page.specific
        with django_capture_on_commit_callbacks(execute=True):
            page.current_workflow_task.on_action(page.current_workflow_task_state, user, action, comment=comment)

    return act

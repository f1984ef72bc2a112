"""A text to comment on, and short ways to write below it."""

from __future__ import annotations

import re

import pytest


@pytest.fixture
def text(network):
    section = network.section("Commentary")
    return network.text("Quiet talks", under=section, by=[network.person()])


@pytest.fixture
def moderator(homes, django_user_model):
    """An editor with an e-mail address."""
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("editor", "editor@example.org", "long words to enter")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.fixture
def comment(text):
    """Makes a comment as it is stored."""
    from evenhand_site.comments.models import Comment

    def make(words="Well said.", *, state="approved", name="Reader", email="reader@example.org", **fields):
        return Comment.objects.create(
            **{"page": text, "text": words, "state": state, "author_name": name, "author_email": email, **fields}
        )

    return make


@pytest.fixture
def send(client, text, monkeypatch, django_capture_on_commit_callbacks):
    """Fetches the form, waits, and sends it: the answer. ``wait`` seconds pass; fields replace the usual ones."""
    from evenhand_site.comments import defence

    def send(*, wait=10.0, to=None, page=None, mark=None, client=client, language="en", **fields):
        address = f"/{language}/comments/{page or text.pk}/reply/" + (f"?to={to}" if to else "")
        if mark is None:
            got = re.search(r'name="mark" value="([^"]+)"', client.get(address).content.decode())
            mark = got[1] if got else "none"
        now = defence.time.time()
        monkeypatch.setattr(defence.time, "time", lambda: now + wait)
        usual = {"author_name": "Reader", "author_email": "reader@example.org", "text": "Well said.", "mark": mark}
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(address, {**usual, **fields})
        monkeypatch.undo()
        return answer

    return send

"""Every kind of text is translated and copied by the editors' own buttons, though others are like it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.urls import reverse
from evenhand_site.publications.models import Publication, Relation, Section

NEEDS = {"event": {"starts": datetime(2026, 5, 1, 16, tzinfo=UTC)}}
KINDS = [model for model in apps.get_models() if issubclass(model, Publication)]


@pytest.fixture(params=KINDS, ids=lambda model: model._meta.model_name)
def liked(request, network):
    """A published text of each kind, in a section that exists in Russian too, with another text that is like it."""
    shows = next(shows for shows in Section.Shows if Section(shows=shows).takes == (request.param.KIND,))
    section, topic = network.section(shows=shows), network.topic()
    network.section("Комментарии", language="ru", shows=shows, translation_key=section.translation_key)
    network.text("Another", under=section, on=[topic])
    fields = NEEDS.get(request.param._meta.model_name, {})
    text = network.text("One", under=section, on=[topic], kind=request.param, by=[network.person()], **fields)
    assert Relation.objects.filter(publication=text).exists()
    return text


def test_it_is_translated(liked, client, admin_user, network):
    client.force_login(admin_user)
    address = reverse("simple_translation:submit_page_translation", args=[liked.pk])
    answer = client.post(address, {"locales": [network.homes["ru"].locale.pk]})
    assert answer.status_code == 302
    made = type(liked).objects.get(translation_key=liked.translation_key, locale__language_code="ru")
    assert not made.live and not Relation.objects.filter(publication=made).exists()


def test_it_is_copied(liked, client, admin_user):
    client.force_login(admin_user)
    fields = {
        "new_title": "A copy", "new_slug": "a-copy", "new_parent_page": liked.get_parent().pk, "publish_copies": "on",
    }  # fmt: skip
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[liked.pk]), fields)
    assert answer.status_code == 302
    assert type(liked).objects.get(slug="a-copy").title == "A copy"

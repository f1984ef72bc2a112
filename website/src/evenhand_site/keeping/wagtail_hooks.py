"""Editors invite people from the list of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from evenhand_site.keeping import views
from evenhand_site.people.models import Person


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("people/<int:pk>/invite/", views.invitation, name="invite")]


@hooks.register("register_snippet_listing_buttons")
def invite_button(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Person) and user.has_perm("people.change_person"):
        yield Button(_("Invite to an account"), reverse("invite", args=[snippet.pk]), icon_name="mail", priority=90)

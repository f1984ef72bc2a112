"""The newsletter in the editors' menu: how it stands, issues, subscribers, deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from evenhand_site.newsletter import desk
from evenhand_site.newsletter.models import Delivery, Issue, Subscriber


class Without(ModelPermissionPolicy):
    """What editors may do, less some actions that nobody may do by hand."""

    def __init__(self, model: type[Model], *actions: str) -> None:
        super().__init__(model)
        self.actions = set(actions)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.actions and super().user_has_permission(user, action)


register_permission_policy(Subscriber, Without(Subscriber, "add"))
register_permission_policy(Delivery, Without(Delivery, "add", "change", "delete"))


class SubscriberViewSet(SnippetViewSet):
    """Nobody is added here: a subscriber asks, or comes with a list that proves consent."""

    model = Subscriber
    icon = "group"
    menu_label = gettext_lazy("Subscribers")
    list_display = ["email", "language", "frequency", "state", "confirmed_at"]
    list_filter = ["state", "language", "frequency", "topics", "source"]
    list_export = ["email", "language", "frequency", "state", "source", "asked_at", "confirmed_at", "ended_at"]
    search_fields = ["email"]
    search_backend_name = None
    ordering = ["-asked_at"]


class IssueViewSet(SnippetViewSet):
    model = Issue
    icon = "mail"
    menu_label = pgettext_lazy("newsletter", "Issues")
    list_display = ["__str__", "frequency", "state", "scheduled_for", UpdatedAtColumn()]
    list_filter = ["state", "frequency"]
    ordering = ["-made_at"]


class DeliveryViewSet(SnippetViewSet):
    model = Delivery
    icon = "list-ul"
    menu_label = gettext_lazy("Deliveries")
    inspect_view_enabled = True
    list_display = ["subscriber", "issue", "state", "attempts", "sent_at", "fault", "bounce"]
    list_filter = ["state", "issue"]
    list_per_page = 50
    ordering = ["-pk"]

    def get_queryset(self, request: Any) -> Any:
        return Delivery.objects.select_related("issue", "subscriber")


class NewsletterGroup(SnippetViewSetGroup):
    items = (IssueViewSet, SubscriberViewSet, DeliveryViewSet)
    menu_label = gettext_lazy("Newsletter")
    menu_icon = "mail"
    menu_order = 280
    add_to_admin_menu = True

    def get_submenu_items(self) -> list[MenuItem]:
        how = MenuItem(gettext_lazy("How it stands"), reverse("newsletter-state"), icon_name="view", order=0)
        return [how, *super().get_submenu_items()]


register_snippet(NewsletterGroup)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("newsletter/", desk.state, name="newsletter-state"),
        path("newsletter/decide/", desk.decide, name="newsletter-decide"),
        path("newsletter/issue/<int:pk>/", desk.issue, name="newsletter-issue"),
        path("newsletter/issue/<int:pk>/<str:language>/", desk.preview, name="newsletter-preview"),
    ]


@hooks.register("register_snippet_listing_buttons")
def look_button(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Issue) and user.has_perm(desk.MAY):
        yield Button(_("Look and send"), reverse("newsletter-issue", args=[snippet.pk]), icon_name="view", priority=5)

"""Submissions in the editors' rooms: an entry of the menu, a way from a draft to what its author sent, the log."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from evenhand_site.submissions import review
from evenhand_site.submissions.models import Submission


class SubmissionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return review.is_editor(request.user)

    def render_component(self, request: HttpRequest):
        self.url = reverse("submissions")  # in the editor's language
        return super().render_component(request)


@hooks.register("register_admin_menu_item")
def menu_item():
    return SubmissionsMenuItem(_("Submissions"), "", name="submissions", icon_name="doc-full", order=265)


@hooks.register("construct_page_action_menu")
def publish_is_enough(menu_items, request, context):
    """Who may publish need not hand a text to themselves; a memo that was submitted has its review."""
    page, parent = context.get("page"), context.get("parent_page")
    if page and page.pk and Submission.objects.filter(page_id=page.pk).exists():
        return
    if page and page.pk:
        may = page.permissions_for_user(request.user).can_publish()
    else:
        may = parent.permissions_for_user(request.user).can_publish_subpage()
    if may:
        menu_items[:] = [item for item in menu_items if item.name != "action-submit"]


@hooks.register("register_page_header_buttons")
def what_the_author_sent(page, user, view_name, next_url=None):
    found = review.is_editor(user) and Submission.objects.filter(page_id=page.pk).first()
    if found:
        yield Button(
            _("What the author sent"), reverse("submission", args=[found.uid]), icon_name="doc-full", priority=5
        )


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("submissions.decline", _("Decline the memo"), _("Memo declined"))

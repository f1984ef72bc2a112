"""Comments in the editors' rooms: the list with its filters, decisions one by one or many at once, personal data."""

from __future__ import annotations

import json

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import ListingButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from evenhand_site.comments import moderation, privacy
from evenhand_site.comments.models import Comment

LABELS = {
    "approve": pgettext_lazy("decision about a comment", "Approve"),
    "refuse": pgettext_lazy("decision about a comment", "Refuse"),
    "spam": pgettext_lazy("decision about a comment", "Mark as spam"),
}


class WrittenByReaders(ModelPermissionPolicy):
    """Nobody adds a comment here: they come from the site."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Comment, WrittenByReaders(Comment))


class CommentsMenuItem(MenuItem):
    """The entry of the menu, with the number of comments that wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return moderation.may_moderate(request.user)

    def render_component(self, request: HttpRequest):
        shown, waiting = super().render_component(request), Comment.objects.filter(state=Comment.State.PENDING).count()
        if waiting:
            shown.label, shown.url = f"{self.label} ({waiting})", f"{self.url}?state={Comment.State.PENDING}"
        return shown


class WordsColumn(Column):
    """All that a comment says; what is long unfolds."""

    cell_template_name = "comments/admin/words.html"


class CommentViewSet(SnippetViewSet):
    model = Comment
    icon = "comment"
    add_to_admin_menu = True
    menu_order = 270
    menu_item_class = CommentsMenuItem
    list_display = [
        "writer",
        WordsColumn("text", label=gettext_lazy("comment")),
        "state",
        "page",
        "voice",
        DateColumn("created", label=gettext_lazy("written"), sort_key="created"),
    ]
    list_filter = ["state", "voice", "created"]
    list_per_page = 50
    search_fields = ["author_name", "author_email", "text"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True

    def get_queryset(self, request):
        return Comment.objects.select_related("page__locale")


register_snippet(CommentViewSet)


@hooks.register("register_snippet_listing_buttons")
def decisions(snippet, user, next_url=None):
    if isinstance(snippet, Comment) and moderation.may_moderate(user) and not snippet.withdrawn:
        for decision, state in moderation.DECISIONS.items():
            if snippet.state != state:
                yield ListingButton(LABELS[decision], moderation.one_click(snippet, decision), priority=10)
        if snippet.state == Comment.State.APPROVED:
            with override(snippet.page.locale.language_code):
                address = f"{reverse('comment-reply', args=[snippet.page_id])}?to={snippet.pk}"
            yield ListingButton(_("Reply"), address, priority=20)


class Decide(SnippetBulkAction):
    """A decision about many comments."""

    models = [Comment]
    template_name = "comments/admin/decide_many.html"
    action_priority = 10

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        return moderation.decide(objects, cls.action_type, user), 0

    def check_perm(self, snippet):
        return moderation.may_moderate(self.request.user)

    def get_execution_context(self):
        return {**super().get_execution_context(), "user": self.request.user}

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext("%(count)s comment changed.", "%(count)s comments changed.", num_parent_objects) % {
            "count": num_parent_objects
        }


for _name, _label in LABELS.items():
    _words = {"action_type": _name, "display_name": _label, "aria_label": _label}
    hooks.register("register_bulk_action", type(f"Decide_{_name}", (Decide,), _words))


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("comments.approve", gettext_lazy("Approve the comment"), gettext_lazy("Comment approved"))
    actions.register_action("comments.refuse", gettext_lazy("Refuse the comment"), gettext_lazy("Comment refused"))
    actions.register_action("comments.spam", gettext_lazy("Mark as spam"), gettext_lazy("Comment marked as spam"))


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("comments/decide/<str:word>/", decide, name="comments_decide"),
        path("comments/personal-data/", personal_data, name="comments_personal_data"),
    ]


@hooks.register("register_reports_menu_item")
def personal_data_item():
    return _PersonalDataItem(
        gettext_lazy("Personal data in comments"), reverse("comments_personal_data"), icon_name="user", order=900
    )


class _PersonalDataItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return moderation.may_moderate(request.user)


def decide(request: HttpRequest, word: str) -> HttpResponse:
    """The one-click links of letters and lists: signed, and only for those who may moderate."""
    _moderators_only(request)
    named = moderation.link_is_right(word)
    comment = named and Comment.objects.select_related("page__locale", "parent").filter(pk=named[0]).first()
    if not comment:
        messages.error(request, _("This link leads to no comment: it may have been deleted, or the link was cut."))
    else:
        moderation.decide([comment], named[1], request.user)
        others = [
            messages.button(moderation.one_click(comment, each), LABELS[each])
            for each, state in moderation.DECISIONS.items()
            if state != comment.state
        ]
        told = _("“%(comment)s”: %(state)s.") % {"comment": comment, "state": comment.get_state_display()}
        messages.success(request, told, buttons=others)
    if not comment:
        return redirect("wagtailadmin_home")
    listing = reverse(Comment.snippet_viewset.get_url_name("list"))
    waiting = Comment.objects.filter(state=Comment.State.PENDING).exists()
    return redirect(f"{listing}?state={Comment.State.PENDING}" if waiting else listing)  # on to the next one


class PersonalDataForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    words_too = forms.BooleanField(
        label=gettext_lazy("Erase the words of the comments too"), required=False,
        help_text=gettext_lazy("Otherwise only name and addresses; threads stay readable either way."),
    )  # fmt: skip


def personal_data(request: HttpRequest) -> HttpResponse:
    """Everything about an e-mail address as a file, or its erasure."""
    _moderators_only(request)
    form = PersonalDataForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if "erase" not in request.POST:
            told = json.dumps(privacy.about(email), ensure_ascii=False, indent=1)
            answer = HttpResponse(told, content_type="application/json")
            answer["Content-Disposition"] = 'attachment; filename="comments-of-a-person.json"'
            return answer
        count = privacy.erase(email, words_too=form.cleaned_data["words_too"], by=request.user.pk)
        told = ngettext("%(count)s comment anonymised.", "%(count)s comments anonymised.", count) % {"count": count}
        messages.success(request, told)
        return redirect("comments_personal_data")
    return render(request, "comments/admin/personal_data.html", {"form": form})


def _moderators_only(request: HttpRequest) -> None:
    if not moderation.may_moderate(request.user):
        raise PermissionDenied

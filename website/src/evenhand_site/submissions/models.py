"""Submissions: a member's memo on its way. Its text and versions are those of a draft page, its review is Wagtail's."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.log_actions import log
from wagtail.models import AbstractGroupApprovalTask, TaskState

__all__ = ["Manuscript", "MemoReview", "Submission", "SubmissionRules"]


@register_setting(icon="doc-full")
class SubmissionRules(BaseGenericSetting):
    """Where submitted memos go, and where a visitor reads how to become a member."""

    section = models.ForeignKey(
        "publications.Section",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("section of the memos"),
        help_text=_("Its translations serve the other languages. Left empty: the first section that shows memos."),
    )
    membership_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page about membership"),
    )

    panels = [FieldPanel("section"), FieldPanel("membership_page")]

    class Meta:
        verbose_name = _("rules for submissions")


class MemoReview(AbstractGroupApprovalTask):
    """The editors' review of a memo: approve, ask for changes, or decline."""

    #: What is approved stays a draft (see `finishing`), so it may be unfinished still.
    publishes = False

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        return [*actions, ("decline", _("Decline"), True)] if actions else []

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        if action_name == "decline":
            return self._decline(task_state, user, **kwargs)
        if action_name == "approve":  # what is approved is the text as it stands now, editors' changes included
            task_state.revision = task_state.workflow_state.content_object.get_latest_revision()
            task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    def _decline(self, task_state, user, comment=""):
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise PermissionDenied
        page = task_state.workflow_state.content_object.specific
        Submission.objects.filter(page=page).update(declined=timezone.now())
        task_state.workflow_state.cancel(user=user)
        TaskState.objects.filter(pk=task_state.pk).update(comment=comment)
        log(page, "submissions.decline", user=user, data={"comment": comment})

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups approve a memo, ask its author for changes, or decline it")

    class Meta:
        verbose_name = _("review of a memo")
        verbose_name_plural = _("reviews of memos")


class Submission(models.Model):
    """What a member proposed. ``uid`` is the form's: what is sent twice is taken once."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    page = models.OneToOneField("publications.Memo", null=True, on_delete=models.SET_NULL, related_name="submission")
    title = models.CharField(_("title"), max_length=255)
    coauthors = models.TextField(_("co-authors"), blank=True)
    note = models.TextField(_("note to the editors"), blank=True)
    declared = models.TextField(_("declarations"), blank=True)
    created = models.DateTimeField(default=timezone.now)
    withdrawn = models.DateTimeField(null=True, blank=True)
    declined = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return self.title


class Manuscript(models.Model):
    """A version as it was sent: the file or the typed text, and what the conversion left out."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="manuscripts")
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sent = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    typed = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    dropped = models.JSONField(default=dict)

    class Meta:
        ordering = ["sent", "pk"]

    def __str__(self) -> str:
        return self.name

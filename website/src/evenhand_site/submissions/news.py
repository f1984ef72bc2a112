"""Letters to authors and editors about what happens to a submission; Wagtail's signals say when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import WorkflowState
from wagtail.signals import page_published, workflow_approved, workflow_cancelled, workflow_rejected, workflow_submitted
from wagtail.users.models import UserProfile

from evenhand_site.house import letters

__all__ = ["listen", "withdrawn"]


#: The stage that a signal announces; where the submission stands elsewhere, there is nothing to tell.
ANNOUNCES = {
    workflow_submitted: "submitted",
    workflow_rejected: "changes",
    workflow_approved: "accepted",
    workflow_cancelled: "declined",
    page_published: "published",
}


def listen() -> None:
    """Hear Wagtail's signals."""
    for signal, stage in ANNOUNCES.items():
        signal.connect(_heard, dispatch_uid=f"submissions-{stage}")
    # Wagtail writes to editors about a workflow and about its task, in nearly the same words: the place of the former
    # is taken before Wagtail takes it
    workflow_submitted.connect(_told, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification")


def withdrawn(submission: Any) -> None:
    """Tell the editors that an author has withdrawn a memo."""
    backend = "django.contrib.auth.backends.ModelBackend"
    editors = get_user_model().objects.with_perm("submissions.change_submission", backend=backend).exclude(email="")
    for editor in editors:
        _write(submission, editor, "submissions/letters/withdrawn.txt")


def _told(**_about: Any) -> None:
    """The letter about the task says it all."""


def _heard(signal: Any, instance: Any, **_about: Any) -> None:
    from evenhand_site.submissions.models import Submission

    page = instance.object_id if isinstance(instance, WorkflowState) else instance.pk
    if signal is page_published and instance.first_published_at != instance.last_published_at:
        return  # a correction of what was published before
    submission = Submission.objects.filter(page_id=page).first()
    if submission:
        transaction.on_commit(lambda: _tell(submission.pk, ANNOUNCES[signal]))


def _tell(pk: int, stage: str) -> None:
    from evenhand_site.submissions import review
    from evenhand_site.submissions.models import Submission

    submission = Submission.objects.select_related("page__locale", "owner").get(pk=pk)
    situation = review.situation(submission)
    if submission.owner and situation.stage == stage:
        _write(submission, submission.owner, "submissions/letters/stage.txt", situation=situation)


def _write(submission: Any, user: Any, template: str, **words: Any) -> None:
    if not user.email or not user.is_active:
        return
    language = UserProfile.get_for_user(user).preferred_language or _language(submission)
    with override(language):
        address = settings.BASE_URL + reverse("submission", args=[submission.uid])
        letters.send(template, user.email, language, submission=submission, address=address, **words)


def _language(submission: Any) -> str:
    return submission.page.locale.language_code if submission.page else settings.LANGUAGE_CODE

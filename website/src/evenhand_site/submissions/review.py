"""The editors' review: its workflow, and what it says about a submission to its author."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, PageLogEntry, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from evenhand_site.publications.models import Section
from evenhand_site.submissions.models import MemoReview, Submission, SubmissionRules

__all__ = [
    "Situation", "Stage", "begin", "begin_waiting", "found_review", "is_editor", "sections", "situation",
    "situations", "withdraw",
]  # fmt: skip

log = logging.getLogger("evenhand_site.submissions")

NAME = "Memo review"
EDITORS = "Editors"


class Stage(models.TextChoices):
    SUBMITTED = "submitted", _("submitted")
    REVIEW = "review", _("under review")
    CHANGES = "changes", _("changes requested")
    REVISED = "revised", _("revised")
    ACCEPTED = "accepted", _("accepted")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


@dataclass(frozen=True)
class Situation:
    """Where a submission stands, since when, and what the editors said last."""

    stage: Stage
    since: datetime
    comment: str = ""

    @property
    def may_revise(self) -> bool:
        return self.stage in {Stage.SUBMITTED, Stage.CHANGES, Stage.REVISED}

    @property
    def may_withdraw(self) -> bool:
        return self.stage in {Stage.SUBMITTED, Stage.CHANGES, Stage.REVISED, Stage.REVIEW}


def is_editor(user: Any) -> bool:
    """Whether the user sees every submission."""
    return user.is_authenticated and user.is_active and user.has_perm("submissions.change_submission")


def sections() -> dict[str, Section]:
    """The section of the memos in each language that has one, by the language's code."""
    chosen = (
        SubmissionRules.load().section
        or Section.objects.filter(shows=Section.Shows.MEMOS, of_section=None).order_by("path").first()
    )
    if chosen is None:
        return {}
    found = Section.objects.filter(translation_key=chosen.translation_key).select_related("locale")
    return {section.locale.language_code: section for section in found}


@transaction.atomic
def found_review() -> Workflow:
    """The workflow of memos, made when it is missing, and set over the memos' sections. Changes of editors stay."""
    Locale.objects.select_for_update().order_by("pk").first()  # one founder at a time
    workflow = Workflow.objects.filter(name=NAME, active=True).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=NAME)
        task = MemoReview.objects.create(name=NAME)
        task.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for section in sections().values():
        WorkflowPage.objects.get_or_create(page_id=section.pk, defaults={"workflow": workflow})
    return workflow


def begin(submission: Submission) -> None:
    """Hand the draft to the editors, unless they have it."""
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=submission.pk)
        page = submission.page.specific
        if page.workflow_in_progress or not page.latest_revision_id:
            return
        state = page.current_workflow_state
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(submission.owner)
            return
        state = found_review().start(page, submission.owner)
        # Wagtail's own letters to whoever asked lead into the editors' rooms; authors get ours instead
        WorkflowState.objects.filter(pk=state.pk).update(requested_by=None)


def withdraw(submission: Submission) -> None:
    """Take a submission out of the review, at its author's wish."""
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(withdrawn=timezone.now())
        state = submission.page.current_workflow_state
        if state:
            state.cancel(submission.owner)
    log.info("submission %s withdrawn", submission.pk)


def begin_waiting() -> None:
    """Hand over drafts that an interruption left without a review; called by the clock."""
    late = timezone.now() - timedelta(minutes=5)
    waiting = Submission.objects.filter(withdrawn=None, declined=None, page__live=False, created__lt=late)
    found = {str(submission.page_id): submission for submission in waiting.select_related("page", "owner")}
    begun = WorkflowState.objects.filter(base_content_type=_type_of_page(), object_id__in=found)
    for key in found.keys() - set(begun.values_list("object_id", flat=True)):
        log.warning("submission %s had no review; begun now", found[key].pk)
        begin(found[key])


def _type_of_page() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def situation(submission: Submission) -> Situation:
    """Where one submission stands."""
    return situations([submission])[submission.pk]


def situations(submissions: Iterable[Submission]) -> dict[int, Situation]:
    """Where each submission stands, by its key, in a number of queries that does not depend on how many there are."""
    listed = list(submissions)
    keys = [submission.page_id for submission in listed if submission.page_id]
    states: dict[int, WorkflowState] = {}
    found = WorkflowState.objects.filter(base_content_type=_type_of_page(), object_id__in=[str(key) for key in keys])
    for state in found.order_by("created_at", "pk"):
        states[int(state.object_id)] = state
    tasks: dict[int, list[TaskState]] = defaultdict(list)
    for task in TaskState.objects.filter(workflow_state__in=states.values()).order_by("started_at", "pk"):
        tasks[task.workflow_state_id].append(task)
    hands: dict[int, list[tuple[Any, datetime]]] = defaultdict(list)
    touched = PageLogEntry.objects.filter(page__in=keys, action__in=_TOUCHES, user__isnull=False)
    for page, user, time in touched.values_list("page_id", "user_id", "timestamp"):
        hands[page].append((user, time))
    return {
        each.pk: _situation(each, state, tasks[state.pk] if state else [], hands[each.page_id])
        for each, state in ((each, states.get(each.page_id)) for each in listed)
    }


_TOUCHES = ["wagtail.edit", "wagtail.lock", "wagtail.comments.create", "wagtail.comments.edit"]
"""What editors do to a text that they are reading."""


def _situation(
    submission: Submission, state: WorkflowState | None, tasks: list[TaskState], hands: list[tuple[Any, datetime]]
) -> Situation:
    said = next((task.comment for task in reversed(tasks) if task.comment), "")
    last = tasks[-1] if tasks else None
    if submission.withdrawn:
        return Situation(Stage.WITHDRAWN, submission.withdrawn)
    if submission.declined or submission.page is None:
        return Situation(Stage.DECLINED, submission.declined or submission.created, last.comment if last else "")
    if submission.page.live:
        return Situation(Stage.PUBLISHED, submission.page.first_published_at or submission.created)
    if state is None or last is None:
        return Situation(Stage.SUBMITTED, submission.created)
    if state.status == WorkflowState.STATUS_APPROVED:
        return Situation(Stage.ACCEPTED, last.finished_at or last.started_at, last.comment)
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Situation(Stage.CHANGES, last.finished_at or last.started_at, last.comment)
    if state.status == WorkflowState.STATUS_CANCELLED:
        return Situation(Stage.REVIEW, last.finished_at or last.started_at, said)
    reading = [time for user, time in hands if user != submission.owner_id and time >= last.started_at]
    if reading:
        return Situation(Stage.REVIEW, min(reading), said)
    return Situation(Stage.REVISED if len(tasks) > 1 else Stage.SUBMITTED, last.started_at, said)

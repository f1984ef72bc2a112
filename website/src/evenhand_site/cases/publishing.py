"""Cases published, or submitted for review, from the forms: by whoever may, once the file has no faults."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin import messages
from wagtail.models import WorkflowState

from evenhand_site.cases import drafts, mending
from evenhand_site.cases.models import Case, Run
from evenhand_site.cases.runs import DRAWS, SEED, key_of

__all__ = ["act", "actions", "decisions", "told_of_run"]


def actions(request: HttpRequest, case: Case) -> dict[str, str]:
    """What may become of a draft, beside being saved: the name of each button with its label."""
    if drafts.lock_on(case, request.user):
        return {}
    found = {}
    workflow = case.get_workflow()
    if workflow is not None and not case.workflow_in_progress:
        found["submit"] = _("Submit to %(workflow)s") % {"workflow": workflow.name}
    if drafts.may(request.user, "publish", case):
        found["publish"] = pgettext("case", "Publish")
    return found


def decisions(request: HttpRequest, case: Case) -> dict[str, str]:
    """What this person can decide in the review of a case: the name of each button with its label."""
    task = case.current_workflow_task if case.workflow_in_progress else None
    found: dict[str, str] = {}
    for name, label, _asks in reversed(task.get_actions(case, request.user)) if task else ():
        found[name] = str(label)  # "Approve" comes before "Approve with comment"; a comment may stand beside either
    return found


def act(request: HttpRequest, case: Case) -> None:
    """Do with the newest draft what the pressed button says, if that may be, and tell what came of it."""
    if decision := next((name for name in decisions(request, case) if name in request.POST), ""):
        _decide(request, case, decision)
        return
    action = next((name for name in actions(request, case) if name in request.POST), "")
    if not action:
        return
    faults = mending.few(case)
    if faults.count:
        told = _("A case with faults is neither submitted nor published; as a draft it is saved.")
        messages.error(request, mending.listed(case, told, faults))
    elif faults.ahead:
        told = _("A case that is not complete is neither submitted nor published; as a draft it is saved.")
        messages.error(request, mending.listed(case, told, faults))
    else:
        (_publish if action == "publish" else _submit)(request, case)
        if unsaid := mending.unsaid(case):
            told = render_to_string("cases/admin/unsaid.html", {"unsaid": unsaid})
            messages.info(request, format_html("{}{}", _("What readers would miss; it stops nothing"), told))


def _decide(request: HttpRequest, case: Case, decision: str) -> None:
    state = case.current_workflow_task_state
    state.task.specific.on_action(state.specific, request.user, decision, comment=request.POST.get("comment", ""))
    case = Case.objects.get(pk=case.pk)
    if case.live and not case.has_unpublished_changes:
        told, buttons = told_of_run(case)
        messages.success(request, told, buttons=buttons)
    elif decision == "approve":
        messages.success(request, _("“%(case)s” was approved.") % {"case": case})
    else:
        messages.success(request, _("“%(case)s” was sent back: changes are asked for.") % {"case": case})


def _publish(request: HttpRequest, case: Case) -> None:
    case.get_latest_revision().publish(user=request.user, skip_permission_checks=True)
    told, buttons = told_of_run(case)
    messages.success(request, told, buttons=buttons)


def _submit(request: HttpRequest, case: Case) -> None:
    state = case.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(request.user)
    else:
        case.get_workflow().start(case, request.user)
    messages.success(request, _("“%(case)s” was submitted for review.") % {"case": case})


def told_of_run(case: Case) -> tuple[str, list]:
    """What to say of a case that was just published, and the way to its analysis."""
    run = Run.objects.filter(key=key_of(case.text, DRAWS, SEED)).select_related("study").first()
    if run is None:
        return _("“%(case)s” is published.") % {"case": case}, []
    if run.study is not None:
        told = _("“%(case)s” is published; this version was analysed before.") % {"case": case}
        return told, [messages.button(run.study.get_absolute_url(), _("What was found"))]
    told = _("“%(case)s” is published, and version %(version)s is being analysed.")
    address = reverse("run", args=[run.pk])
    return told % {"case": case, "version": run.short}, [messages.button(address, _("How far the analysis is"))]

"""Who writes cases and who publishes them: analysts write and submit, editors publish."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from evenhand_site.cases.models import Case, CaseReview

__all__ = ["ANALYSTS", "EDITORS", "found_desk"]

ANALYSTS, EDITORS = "Analysts", "Editors"
NAME = "Case review"
OF_ANALYSTS = ("add_case", "change_case", "view_case", "view_casestudy", "view_run")


def found_desk() -> None:
    """Make what is missing: the group, its permissions and those of editors, the review. Changes of editors stay."""
    analysts, made = Group.objects.get_or_create(name=ANALYSTS)
    editors, _made = Group.objects.get_or_create(name=EDITORS)
    if made:
        of_cases = Permission.objects.filter(content_type__app_label="cases")
        admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        analysts.permissions.add(admin, *of_cases.filter(codename__in=OF_ANALYSTS))
        editors.permissions.add(*of_cases)
    kind = ContentType.objects.get_for_model(Case)
    if not WorkflowContentType.objects.filter(content_type=kind).exists():
        workflow = Workflow.objects.create(name=NAME)
        task = CaseReview.objects.create(name=NAME)
        task.groups.add(editors)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowContentType.objects.create(content_type=kind, workflow=workflow)

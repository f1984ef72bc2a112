"""Who writes cases and who publishes them: analysts write and submit, editors publish."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_init, pre_save
from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import Task, Workflow, WorkflowContentType, WorkflowTask

from evenhand_site.cases.models import Case, CaseReview

__all__ = ["ANALYSTS", "EDITORS", "connect", "found_desk"]

ANALYSTS, EDITORS = "Analysts", "Editors"
NAME = gettext_noop("Case review")
OF_ANALYSTS = ("add_case", "change_case", "view_case", "view_casestudy", "view_run")


def speak(instance: Workflow | Task, **_signal: object) -> None:
    """Name the review in the language of whoever looks at it: Wagtail keeps one name for all."""
    if instance.__dict__.get("name") == NAME:
        instance.name = gettext(NAME)


def keep_name(instance: Workflow | Task, **_signal: object) -> None:
    """Store the name by which it is known again, in whichever language somebody saves it."""
    if instance.__dict__.get("name") in _names():
        instance.name = NAME


def connect() -> None:
    """Let the above happen whenever a review is loaded or saved."""
    for model in (Workflow, Task, CaseReview):
        post_init.connect(speak, sender=model, dispatch_uid=f"speak {model.__name__}")
        pre_save.connect(keep_name, sender=model, dispatch_uid=f"keep {model.__name__}")


def _names() -> set[str]:
    names = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            names.add(gettext(NAME))
    return names


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

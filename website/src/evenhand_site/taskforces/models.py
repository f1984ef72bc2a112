"""Task forces: a group of members with its own pages and texts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from evenhand_site.publications.blocks import BODY
from evenhand_site.publications.models import Publication

__all__ = ["TaskForce", "TaskForceMember"]


class TaskForce(Page):
    """A task force; below it stand its own house pages and texts, and texts on its topic are listed with them."""

    lead = models.TextField(_("lead"), blank=True)
    body = StreamField(BODY, blank=True, verbose_name=_("text"))
    topic = models.ForeignKey(
        "publications.Topic",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("topic"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        InlinePanel("members", label=_("member")),
        FieldPanel("topic"),
    ]
    parent_page_types = ["house.HomePage", "house.HousePage"]
    page_description = _("A group of members; its own pages and texts stand below it.")
    takes = (Publication.Kind.TEXT, Publication.Kind.MEMO, Publication.Kind.EVENT)
    template = "taskforces/task_force.html"

    class Meta:
        verbose_name = _("task force")
        verbose_name_plural = _("task forces")


class TaskForceMember(Orderable):
    """Somebody's part in a task force."""

    task_force = ParentalKey(TaskForce, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="task_forces", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=120, blank=True)

    panels = [FieldPanel("person"), FieldPanel("role")]

"""What belongs to a task force, for its template."""

from __future__ import annotations

from typing import Any

from django import template

from evenhand_site.publications.listing import leaf
from evenhand_site.taskforces.belonging import members_of, pages_of, texts_of
from evenhand_site.taskforces.models import TaskForce

register = template.Library()


@register.simple_tag(takes_context=True)
def of_task_force(context: template.Context, task_force: TaskForce) -> dict[str, Any]:
    """Its ``members`` and ``pages``, and the ``leaf`` of its texts that the reader asks for."""
    return {
        "members": members_of(task_force),
        "pages": pages_of(task_force),
        "leaf": leaf(context["request"], texts_of, task_force),
    }

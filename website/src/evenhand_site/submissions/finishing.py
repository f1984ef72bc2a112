"""What an approved workflow does; the settings name it, and Wagtail imports it before any model is there."""

from __future__ import annotations

from typing import Any

__all__ = ["finish"]


def finish(workflow_state: Any, user: Any = None) -> None:
    """An approved memo stays a draft, ready to publish; anything else is published, as Wagtail does it."""
    from wagtail.workflows import publish_workflow_state

    if not workflow_state.workflow.workflow_tasks.filter(task__content_type__model="memoreview").exists():
        publish_workflow_state(workflow_state, user)

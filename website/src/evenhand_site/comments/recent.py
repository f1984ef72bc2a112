"""The newest comments, for feeds and lists: of one text, or of all."""

from __future__ import annotations

from django.db.models import QuerySet

from evenhand_site.comments.models import Comment
from evenhand_site.publications.models import Publication

__all__ = ["recent"]


def recent(page: Publication | None = None, limit: int = 20) -> QuerySet[Comment]:
    """Approved comments, newest first, on public texts; with a text, only those below it.

    ``comment.page`` is fetched along; ``comment.get_absolute_url()`` leads to the comment in its thread.
    """
    found = Comment.objects.filter(state=Comment.State.APPROVED, withdrawn=None)
    found = found.filter(page__in=Publication.objects.live().public()) if page is None else found.filter(page=page)
    return found.select_related("page")[:limit]

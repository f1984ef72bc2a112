"""What the templates of a text need to show its comments."""

from __future__ import annotations

from django import template

from evenhand_site.comments import text, threads
from evenhand_site.comments.models import CommentRules
from evenhand_site.keeping.kept import keep
from evenhand_site.publications.models import Publication

register = template.Library()

register.filter("paragraphs", text.paragraphs)


@register.simple_tag
def comments_of(page: Publication) -> dict[str, object]:
    """The thread of a text, and whether it takes further comments."""
    if page.pk is None:  # the preview of a text that was never saved
        return {"thread": [], "open": False}
    return {"thread": threads.thread(page), "open": page.live and keep("comment rules", CommentRules.load).allow(page)}

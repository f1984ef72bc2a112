"""What the templates of a text need to show its comments."""

from __future__ import annotations

from django import template

from evenhand_site.comments import text, threads
from evenhand_site.comments.models import CommentRules
from evenhand_site.keeping.kept import keep
from evenhand_site.publications.models import Publication

register = template.Library()

register.filter("paragraphs", text.paragraphs)


@register.simple_tag(takes_context=True)
def comments_of(context: template.Context, page: Publication) -> dict[str, object]:
    """The page of a text's comments that the address asks for, and whether the text takes further ones."""
    if page.pk is None:  # the preview of a text that was never saved
        return {"leaf": threads.Leaf([], 1, 1, 0), "open": False}
    allowed = page.live and keep("comment rules", CommentRules.load).allow(page)
    return {"leaf": threads.leaf(page, *_asked(context)), "open": allowed}


@register.simple_tag(takes_context=True)
def comments_query(context: template.Context) -> str:
    """The query of the one address of a page of comments, whichever way it was asked for; empty for the first."""
    page = context.get("page")
    number = threads.number_of(page, *_asked(context)) if isinstance(page, Publication) and page.pk else 1
    return f"?comments={number}" if number > 1 else ""


def _asked(context: template.Context) -> tuple[int, int | None]:
    """The page of comments that the address names, and the comment."""
    return _number(context, "comments") or 1, _number(context, "comment")


def _number(context: template.Context, name: str) -> int | None:
    request = context.get("request")
    told = request.GET.get(name, "") if request else ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None

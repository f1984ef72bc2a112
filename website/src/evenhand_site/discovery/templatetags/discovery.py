"""The feeds of a page, for its head and for readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evenhand_site.cases.pages import CasePage
from evenhand_site.discovery.asking import Asked
from evenhand_site.discovery.feed_formats import FORMATS
from evenhand_site.house.templatetags.house import absolute
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Publication, Section, Topic
from evenhand_site.taskforces.models import TaskForce

register = template.Library()


@dataclass(frozen=True)
class FeedLink:
    """A feed in a format."""

    label: str
    title: str
    media_type: str
    url: str


@register.simple_tag(takes_context=True)
def feed_links(context: template.Context, page: Any = None) -> SafeString:
    """Links in the head by which feed readers find the feeds of the site and of the page."""
    language = get_language() or "en"
    links = [*_links("site", language, _("Everything new")), *feeds_here(context, page)]
    return format_html_join(
        "\n", '<link rel="alternate" type="{}" title="{}" href="{}">',
        ((link.media_type, f"{link.title} ({link.label})", absolute(link.url)) for link in links),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def feeds_here(context: template.Context, page: Any = None) -> list[FeedLink]:
    """The feeds of what the page shows: a section, topic, person, task force, text (its comments), search."""
    page = page or context.get("page")
    match page or context.get("topic") or context.get("person") or context.get("asked"):
        case Section():
            return _links("section", page.pk, page.label)
        case TaskForce():
            return _links("task-force", page.pk, page.title)
        case Publication(pk=key) if key:
            return _links("comments", key, _("Comments on “%(title)s”") % {"title": page.title})
        case CasePage():
            return _links("cases", get_language() or "en", _("Cases"))
        case Topic() as topic:
            return _links("topic", topic.slug, topic.label)
        case Person() as person:
            return _links("person", person.slug, person.name)
        case Asked() as asked:
            return _links("search", "results", _("This search"), f"?{asked.address}" if asked.address else "")
    return []


def _links(kind: str, key: Any, title: str, query: str = "") -> list[FeedLink]:
    return [
        FeedLink(form.label, title, form.media_type, reverse(f"feed-{name}", args=[kind, key]) + query)
        for name, form in FORMATS.items()
    ]

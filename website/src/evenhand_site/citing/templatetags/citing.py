"""Tags of citations: the box on a text's page, and what its head tells programs."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from evenhand_site.citing.metatags import meta_tags
from evenhand_site.citing.reference import Reference, reference
from evenhand_site.citing.structured import as_script, network, profile, work
from evenhand_site.citing.styles import Cited, cited_in_all_styles
from evenhand_site.house.models import HomePage
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Publication

register = template.Library()


@register.simple_tag
def citations(page: Publication) -> list[Cited]:
    """The text in all styles."""
    return cited_in_all_styles(_reference(page))


@register.inclusion_tag("citing/tags.html", takes_context=True)
def citation_head(context: template.Context) -> dict[str, Any]:
    """The ``<meta>`` elements and the data block of what the page shows: a text, a person, the home page."""
    page, person = context.get("page"), context.get("person")
    if isinstance(page, Publication):
        cited = _reference(page)
        return {"pairs": meta_tags(page, cited), "data": as_script(work(page, cited))}
    if isinstance(person, Person):
        return {"pairs": [], "data": as_script(profile(person))}
    if isinstance(page, HomePage):
        return {"pairs": [], "data": as_script(network(page))}
    return {"pairs": [], "data": mark_safe("")}


def _reference(page: Publication) -> Reference:
    """The reference of the page, made once: its head and its box both ask for it."""
    if not hasattr(page, "_reference"):
        page._reference = reference(page)
    return page._reference

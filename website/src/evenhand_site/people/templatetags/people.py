"""Lists of people, for their template."""

from __future__ import annotations

from typing import Any

from django import template

from evenhand_site.people.listing import list_of_people
from evenhand_site.people.models import PeoplePage

register = template.Library()


@register.simple_tag(takes_context=True)
def people_of(context: template.Context, page: PeoplePage) -> dict[str, Any]:
    """The people whom the reader asks for, and what else could be asked."""
    return list_of_people(page, context["request"].GET)

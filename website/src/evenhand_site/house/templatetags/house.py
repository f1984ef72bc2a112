"""Tags that every template may use (they are built in: no ``{% load %}``)."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from evenhand_site.house.models import Edition

register = template.Library()


@register.simple_tag
def edition() -> Edition | None:
    """What surrounds the page in its language; the English one where there is none; None on an empty site."""
    by_language = {
        each.locale.language_code: each for each in Edition.objects.select_related("locale").filter(live=True)
    }
    return by_language.get(get_language() or "en") or by_language.get("en")

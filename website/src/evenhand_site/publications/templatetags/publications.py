"""Tags of texts: their cards, their bodies, their neighbours, and lists of them."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from evenhand_site.house.models import HomePage
from evenhand_site.keeping.generation import generation
from evenhand_site.publications import cards, listing
from evenhand_site.publications.footnotes import Numbered
from evenhand_site.publications.front import Front, front, kept_front
from evenhand_site.publications.models import Publication, Section
from evenhand_site.publications.neighbours import also_like, neighbours
from evenhand_site.publications.written import written

register = template.Library()


@register.simple_tag
def card_of(publication: Publication) -> cards.Card:
    """The card of a text as it is in memory, previews included; made when something of it is asked for."""
    return SimpleLazyObject(lambda: cards.card(publication))


@register.simple_tag(takes_context=True, name="written")
def written_tag(context: template.Context, publication: Publication, prefix: str = "") -> Numbered:
    """The body of a text and its notes; ``prefix`` where several texts stand on one page."""
    return written(publication, context.flatten(), prefix=prefix)


@register.simple_tag(takes_context=True, name="front")
def front_tag(context: template.Context, home: HomePage) -> Front:
    """What stands on a home page."""
    return front(home) if getattr(context.get("request"), "is_preview", False) else kept_front(home)


@register.simple_tag(takes_context=True)
def leaf_of_section(context: template.Context, section: Section) -> listing.Leaf:
    """The page of a section's list that the reader asks for; no such page where the list has none."""
    return listing.leaf(context["request"], listing.in_section, section)


@register.simple_tag
def newest_in(section: Section, number: int) -> list[cards.Card]:
    """Cards of the first texts of a section."""
    return cards.cards(listing.in_section(section)[:number])


@register.simple_tag
def beside(publication: Publication, card: cards.Card) -> SafeString:
    """What stands beside a text: the one before, the one after, and those that its readers may also like.

    ``card`` is the text's own. Made once for each generation, as long as there is room in the cache.
    """
    if not publication.pk:
        return mark_safe("")
    if connection.in_atomic_block:
        return _beside(publication, card)
    key = f"beside-{publication.pk}-{publication.date}-{get_language()}-{generation()}"
    return mark_safe(cache.get_or_set(key, lambda: _beside(publication, card)))


@register.simple_tag(takes_context=True)
def kept_part(context: template.Context, name: str, *heeds: str) -> SafeString:
    """A template that needs the page and the language only, made once for each generation; previews make it anew.

    So does an address that has one of the values that the template ``heeds``.
    """
    page, request = context["page"], context.get("request")
    preview = getattr(request, "is_preview", False) or any(each in request.GET for each in heeds if request)
    found = context.template.engine.get_template(name)
    with context.push():
        if preview or not page.pk or not page.live or connection.in_atomic_block:
            return found.render(context)
        key = f"{name}-{page.pk}-{get_language()}-{generation()}"
        return mark_safe(cache.get_or_set(key, lambda: found.render(context)))


def _beside(publication: Publication, card: cards.Card) -> SafeString:
    places = {name: text for name, text in vars(neighbours(publication)).items() if text}
    liked = also_like(publication)
    printed = {each.pk: each for each in cards.cards({text.pk: text for text in [*places.values(), *liked]}.values())}
    found = {name: printed[text.pk] for name, text in places.items()}
    return render_to_string(
        "publications/beside.html", {"card": card, **found, "also_like": [printed[text.pk] for text in liked]}
    )


@register.simple_tag
def fitting_sizes(image: Any) -> str:
    """How wide a picture is shown in a text: as the column, on a small screen as the screen, never wider than it is."""
    return f"(min-width: 48rem) min(40rem, {image.width}px), min(100vw, {image.width}px)"


@register.filter
def linked_byline(card: cards.Card) -> SafeString:
    """“A and B” with links to the profiles; the network's name stands without one."""
    if not card.authors:
        return conditional_escape(card.byline)
    links = [format_html('<a href="{}" rel="author">{}</a>', each.url, each.name) for each in card.authors]
    return mark_safe(cards.byline(links))


@register.filter
def with_copyright_sign(note: Any) -> SafeString:
    """The note on a project, as HTML, that begins with ©."""
    html = str(note)
    if re.match(r"(\s|<[^>]*>)*(©|&copy;)", html):
        return mark_safe(html)
    return mark_safe(re.sub(r"<p\b[^>]*>|^(?!<)", r"\g<0>© ", html, count=1))

"""Tags that every template may use (they are built in: no ``{% load %}``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.templatetags.static import static
from django.urls import Resolver404, resolve, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from evenhand_site.house.models import Edition
from evenhand_site.house.surroundings import edition_here, homes, mark_current, surrounding
from evenhand_site.keeping.generation import generation
from evenhand_site.publications.privacy import nothing_is_restricted

register = template.Library()


@register.simple_tag
def edition() -> Edition | None:
    """What surrounds the page in its language; the English one where there is none; None on an empty site."""
    return edition_here()


@register.simple_tag(takes_context=True, name="surrounding")
def surrounding_tag(context: template.Context, name: str) -> SafeString:
    """A template of the house that needs the edition only; links to the present page are marked."""
    request = context.get("request")
    html = surrounding(name)
    return mark_current(html, request.path) if request else html


@register.simple_tag(takes_context=True)
def include_if_there(context: template.Context, name: str) -> SafeString:
    """Another subject's template with the present context; nothing where the site has no such template."""
    try:
        found = context.template.engine.get_template(name)
    except TemplateDoesNotExist:
        return mark_safe("")
    with context.push():
        return found.render(context)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of the sprite, hidden from listeners: what it says stands beside it in words."""
    sprite = static("house/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def home_address() -> str:
    """The home page in the active language; the root of the site where there is none."""
    return homes().get(get_language() or settings.LANGUAGE_CODE, "/")


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> str:
    """The one address of the present page, whatever filters and marks the reader's address carries."""
    request, page = context["request"], context.get("page")
    path = getattr(page, "url", None) or request.path
    number = request.GET.get("page", "")
    if re.fullmatch("[0-9]{1,9}", number) and int(number) > 1:
        return f"{absolute(path)}?page={int(number)}"
    of_comments = {"comments", "comment"} & request.GET.keys()
    return absolute(path) + (include_if_there(context, "comments/query.html") if of_comments else "")


@register.simple_tag(takes_context=True)
def description(context: template.Context) -> str:
    """What search machines and links say about the present page: its own words, else the tagline of the network."""
    page = context.get("page")
    told = (getattr(page, "search_description", ""), getattr(page, "lead", ""), getattr(edition_here(), "tagline", ""))
    return Truncator(next(filter(None, told), "")).chars(300)


@register.filter
def dialled(telephone: str) -> str:
    """A telephone number as a ``tel:`` address has it (RFC 3966)."""
    return re.sub(r"[^+0-9]", "", telephone)


@register.filter
def absolute(address: str | None) -> str:
    """An address of the site with the name of its host in front."""
    return urljoin(settings.BASE_URL + "/", address or "")


@register.filter
def is_foreign(language: str) -> bool:
    """Whether a text's language is another than the page's."""
    return language != get_language()


@dataclass(frozen=True)
class Version:
    """The page that the reader is on, in one language: ``same`` if it is that page, else the home page."""

    language: str
    name: str
    address: str
    same: bool
    current: bool


@register.simple_tag(takes_context=True)
def versions(context: template.Context) -> list[Version]:
    """For each language the same page where there is one, else the home page."""
    request, page, active = context.get("request"), context.get("page"), get_language()
    same = _of_page(page) if isinstance(page, Page) else _of_address(request)
    return [
        Version(
            language=language,
            name=get_language_info(language)["name_local"].capitalize(),
            address=same.get(language) or homes().get(language) or f"/{language}/",
            same=language in same,
            current=language == active,
        )
        for language, _label in settings.LANGUAGES
    ]


@register.filter
def others(found: list[Version]) -> list[Version]:
    """The same page in the other languages."""
    return [version for version in found if version.same and not version.current]


@register.filter
def for_all(found: list[Version]) -> Version | None:
    """The same page for readers of no language of the site: in the site's own, else in the first; None where alone."""
    same = sorted(
        (version for version in found if version.same), key=lambda each: each.language != settings.LANGUAGE_CODE
    )
    return same[0] if len(same) > 1 else None


def _of_page(page: Page) -> dict[str, str]:
    """Addresses of a page and its translations by language, looked up once for each generation."""
    if not page.pk or connection.in_atomic_block:
        return {get_language() or settings.LANGUAGE_CODE: page.url, **_translations(page)}
    key = f"versions-{page.pk}-{generation()}"
    return {get_language() or settings.LANGUAGE_CODE: page.url, **cache.get_or_set(key, lambda: _translations(page))}


def _translations(page: Page) -> dict[str, str]:
    elsewhere = page.get_translations().live().select_related("locale")
    seen = [each for each in elsewhere if nothing_is_restricted() or not each.get_view_restrictions().exists()]
    return {each.locale.language_code: each.url for each in seen}


def _of_address(request: HttpRequest | None) -> dict[str, str]:
    """What is no page of the tree has one address in every language."""
    try:
        if request is None or resolve(request.path).url_name == "wagtail_serve":
            return {}
    except Resolver404:
        return {}
    return {language: translate_url(request.get_full_path(), language) for language, _label in settings.LANGUAGES}


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: Any) -> str:
    """The query of the present address with some values changed; an empty value takes the key away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in ("", None):
            query[key] = str(value)
    return f"?{query.urlencode()}"

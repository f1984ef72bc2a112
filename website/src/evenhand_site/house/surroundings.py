"""What surrounds a page: the edition of its language, and the menus, strips and footer printed from it.

They are the same on every page of a language, so they are made once for each generation of the site and kept.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from evenhand_site.house.models import Edition, HomePage
from evenhand_site.keeping.kept import keep

__all__ = ["edition_here", "home_pages", "homes", "mark_current", "surrounding"]


def edition_here() -> Edition | None:
    """The edition of the active language; the English one where there is none; None on an empty site."""
    language = get_language() or settings.LANGUAGE_CODE
    return keep(("edition", language), lambda: _edition(language))


def surrounding(template: str) -> SafeString:
    """What ``template`` makes of the edition of the active language (and of nothing else)."""
    language = get_language() or settings.LANGUAGE_CODE
    return keep((template, language), lambda: render_to_string(template, {"edition": edition_here()}))


def mark_current(html: SafeString, path: str) -> SafeString:
    """Menus whose links to ``path`` say that this is the page the reader is on."""
    link = f'href="{escape(path)}"'
    return mark_safe(html.replace(link, f'{link} aria-current="page"'))


def homes() -> dict[str, str]:
    """The address of the home page of each language that has one."""
    return keep("homes", lambda: {language: home.url for language, home in home_pages().items()})


def home_pages() -> dict[str, HomePage]:
    """The home page of each language that has one."""
    return keep("home pages", _home_pages)


def _home_pages() -> dict[str, HomePage]:
    return {home.locale.language_code: home for home in HomePage.objects.live().select_related("locale")}


def _edition(language: str) -> Edition | None:
    live = Edition.objects.select_related(
        "locale", "logo", "recommended", "podcast", "permissions_page", "privacy_page"
    )
    editions = {each.locale.language_code: each for each in live.filter(live=True)}
    return editions.get(language) or editions.get(settings.LANGUAGE_CODE)

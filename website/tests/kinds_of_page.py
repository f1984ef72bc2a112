"""Where one page of each kind stands on the running example network."""

from __future__ import annotations

import re
import urllib.request
from functools import cache

from bs4 import BeautifulSoup

__all__ = ["PAGES", "address", "first_of_each_section"]

PAGES = {
    "home": "/en/",
    "article": "/en/commentary/counting-what-both-sides-lose/",
    "Russian article": "/ru/ .lead-text h2 a",
    "section": "/en/commentary/",
    "search": "/en/search/?q=losses",
    "people": "menu: All Members",
    "memos": "menu: List of Policy Memos",
    "events": "menu: Events",
    "past events": "menu: Past Events",
    "podcast": "menu: Podcasts",
    "academy": "menu: Online Academy",
    "task force": "menu: Ukraine",
    "house page": "menu: About Membership",
    "contact": "menu: Contact",
    "newsletter": "/en/ .newsletter a",
    "sign in": "/account/login/",
    "cases": "/en/cases/",
    "case": "/en/cases/us-russia-2013/",
    "issue of a case": "/en/cases/us-russia-2013/trade-investment/",
    "Russian issue of a case": "/ru/cases/us-russia-2013/strategic-reductions/",
    "causes in a case": "/en/cases/us-russia-2013/chapters/causes/",
    "Ukrainian ledger of a case": "/uk/cases/us-russia-2013/chapters/ledger/",
    "expectations in a case": "/en/cases/us-russia-2013/chapters/expectations/",
    "numbers of a case": "/en/cases/us-russia-2013/chapters/case/",
    "a case for ever": "/en/cases/us-russia-2013/ a[rel=bookmark]",
    "missing": "/en/nothing-here/",
}
"""An address; an address with the selector of the link on that page; or what the menu calls the page."""


def address(site: str, kind: str) -> str:
    """The address of the kind's page on the site whose addresses begin with ``site``."""
    place = PAGES[kind]
    if place.startswith("menu: "):
        wanted = place.removeprefix("menu: ")
        links = _page(site + "/en/").select("nav.menu a")
        return next(link["href"] for link in links if link.get_text(strip=True) == wanted)
    where, _, link = place.partition(" ")
    return _page(site + where).select_one(link)["href"] if link else where


def first_of_each_section(site: str) -> set[str]:
    """Addresses from the sitemap, in every language: of all that stand side by side the first."""
    found: dict[str, str] = {}
    for part in _places(f"{site}/sitemap.xml"):
        for place in _places(part):
            found.setdefault(place.rstrip("/").rpartition("/")[0], place.removeprefix(site))
    return set(found.values())


def _places(sitemap: str) -> list[str]:
    return re.findall("<loc>([^<]+)", _text(sitemap))


def _page(address: str) -> BeautifulSoup:
    return BeautifulSoup(_text(address), "html.parser")


@cache
def _text(address: str) -> str:
    with urllib.request.urlopen(address, timeout=300) as answer:
        return answer.read().decode()

"""Every kind of page is accessible, light and dark, wide and narrow, and breaks no rule of its own content policy."""

from __future__ import annotations

import pytest

PAGES = {
    "home": "/en/",
    "article": "/en/commentary/counting-what-both-sides-lose/",
    "Russian article": None,
    "section": "/en/commentary/",
    "search": "/en/search/?q=losses",
    "people": "menu:All Members",
    "memos": "menu:List of Policy Memos",
    "events": "menu:Events",
    "past events": "menu:Past Events",
    "podcast": "menu:Podcasts",
    "academy": "menu:Online Academy",
    "task force": "menu:Ukraine",
    "house page": "menu:About Membership",
    "contact": "menu:Contact",
    "newsletter": "/en/newsletter/",
    "sign in": "/account/login/",
    "cases": "/en/cases/",
    "missing": "/en/nothing-here/",
}


@pytest.fixture
def address(request, tab):
    kind = request.param
    place = PAGES[kind]
    if place is None:
        tab.goto("/ru/")
        return tab.locator(".lead-text h2 a").get_attribute("href")
    if place.startswith("menu:"):
        tab.goto("/en/")
        label = place.removeprefix("menu:")
        for link in tab.locator("nav.menu a").all():
            if (link.text_content() or "").strip() == label:
                return link.get_attribute("href")
        raise AssertionError(label)
    if kind == "newsletter":
        tab.goto("/en/")
        return tab.locator(".newsletter a").first.get_attribute("href")
    return place


@pytest.mark.parametrize("address", list(PAGES), indirect=True)
def test_no_violation_at_any_width_in_any_scheme(tab, address):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto(address)
            found = Axe().run(tab)
            assert found.violations_count == 0, (scheme, width, found.generate_report())
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert [said for said in tab.complaints if "404" not in said] == []

"""Every kind of page is accessible, light and dark, wide and narrow, and breaks no rule of its own content policy."""

from __future__ import annotations

import kinds_of_page
import pytest


@pytest.fixture
def address(request, example_site):
    return kinds_of_page.address(example_site.address, request.param)


@pytest.mark.parametrize("address", list(kinds_of_page.PAGES), indirect=True)
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

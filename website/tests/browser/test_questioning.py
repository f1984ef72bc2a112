"""A reader questions a case, passes the question on, and compares."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PAGE = "/en/cases/us-russia-2013/what-if/"


def looked_again(tab, wanted, most=120):
    """The page once it says what is wanted."""
    for _ in range(most):
        if wanted in tab.locator("main").inner_text():
            return
        tab.wait_for_timeout(500)
        tab.reload()
    raise AssertionError(tab.locator("main").inner_text())


def test_a_question_is_asked_linked_and_compared(tab, open_tab):
    tab.goto(PAGE)
    tab.get_by_label("A cause that is not at work").select_option(label="commitment")
    tab.get_by_label("A number, with what stands there today").select_option("w.ru.standing")
    tab.get_by_label("number, or 5th percentile").fill("0.5")
    tab.get_by_role("button", name="Show what follows").click()
    assert tab.url.endswith(f"{PAGE}?off=commitment&w.ru.standing=0.5#what-follows")
    assert tab.get_by_text("Russia: weight of “Rank and respect”: 0.5 instead of").count() == 1
    looked_again(tab, "Something changes on")
    tab.get_by_role("link", name="Strategic nuclear reductions below New START").click()
    looked_again(tab, "With the changes")
    row = tab.get_by_role("row", name=re.compile("What would unlock it"))
    before, after = row.get_by_role("cell").all_inner_texts()
    assert "commitment" in before and "commitment" not in after

    other = open_tab()
    other.goto(tab.get_by_label("Address to copy").input_value())
    looked_again(other, "With the changes")
    there = other.get_by_role("row", name=re.compile("What would unlock it")).get_by_role("cell").all_inner_texts()
    assert [re.sub(r"\d+", "", text) for text in there] == [re.sub(r"\d+", "", text) for text in (before, after)]
    other.get_by_role("link", name="Take back (Cause removed: commitment)").click()
    assert other.url.endswith("?w.ru.standing=0.5")
    other.get_by_role("link", name="Take back").click()
    assert "these are the published findings" in other.locator("main").inner_text()
    assert tab.complaints == other.complaints == []


def test_without_a_script_the_form_leads_to_what_follows_or_to_what_is_wrong(chromium, example_site):
    """Also from a page that stands there already, and where nothing new is asked but to look again."""
    tab = chromium.new_context(
        base_url=example_site.address, viewport={"width": 390, "height": 700}, java_script_enabled=False
    ).new_page()
    tab.goto(PAGE)
    for cause, heading in (("commitment", "What follows"), ("standing", "What follows")):
        tab.get_by_label("A cause that is not at work").select_option(label=cause)
        tab.get_by_role("button", name="Show what follows").click()
        expect(tab.get_by_role("heading", name=heading)).to_be_in_viewport()
        assert "#" in tab.url and "number=" not in tab.url
    again = tab.goto(
        f"{PAGE}?off=commitment&number=#what-follows"
    )  # where “Look again” leads: None where nothing is asked
    assert again is not None and tab.url.endswith(f"{PAGE}?off=commitment#what-follows")
    expect(tab.get_by_role("heading", name="What follows")).to_be_in_viewport()
    tab.get_by_label("A number, with what stands there today").select_option("w.ru.standing")
    tab.get_by_role("textbox", name="50th percentile").fill("2")
    tab.get_by_role("textbox", name="95th percentile").fill("x")
    tab.get_by_role("button", name="Show what follows").click()
    expect(tab.get_by_role("alert")).to_be_in_viewport()
    expect(tab.get_by_role("heading", name="What follows")).not_to_be_in_viewport()
    tab.context.close()


@pytest.mark.parametrize("path", ["", "?off=commitment&w.ru.standing=0.5", "trade-investment/?believe=us"])
def test_no_violation_at_any_width_in_any_scheme(tab, path):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto(PAGE + path)
            found = Axe().run(tab)
            assert found.violations_count == 0, (scheme, width, found.generate_report())
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.complaints == []

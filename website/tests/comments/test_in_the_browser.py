"""The reply form in a browser: fetched into its place, and without JavaScript as a page of its own."""

from __future__ import annotations

import os
import threading

import pytest

FILL = """
import sys; sys.path.insert(0, TESTS)
from evenhand_site.house.founding import found
from factories import Network
network = Network(found("Test network"))
text = network.text("Quiet talks", under=network.section("Commentary"), slug="quiet-talks", by=[network.person()])
from evenhand_site.comments.models import Comment
Comment.objects.create(page=text, text="First", author_name="Reader", state="approved")
"""
COUNT = "from evenhand_site.comments.models import Comment as C; print(C.objects.filter(state='pending').count())"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from servers import Site, prepared, python

    data = prepared(tmp_path_factory.mktemp("comments"))
    python(FILL.replace("TESTS", repr(os.path.dirname(os.path.dirname(__file__)))), data)
    with Site(data) as site:
        yield site


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    chromium = "/usr/bin/chromium"
    with sync_playwright() as play:
        path = chromium if os.path.exists(chromium) else None
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_replies_to_a_comment(site, browser, scripts):
    page = browser.new_context(java_script_enabled=scripts).new_page()
    article = f"{site.address}/en/commentary/quiet-talks/"
    page.goto(article)
    page.get_by_role("link", name="Reply to Reader").click()
    page.wait_for_selector("section.reply")
    assert (page.url == article) is scripts
    page.get_by_role("link", name="Cancel reply").click()
    assert page.url.partition("?")[0] == article and page.locator("section.reply").count() == 0
    page.get_by_role("link", name="Reply to Reader").click()
    page.get_by_role("textbox", name="Comment").fill(f"With scripts: {scripts}")
    page.get_by_role("textbox", name="Name").fill("Zoë")
    page.get_by_role("textbox", name="E-mail address").fill("zoe@example.org")
    threading.Event().wait(3.2)  # as a person who types
    page.get_by_role("button", name="Send the comment").click()
    page.get_by_text("awaits moderation").wait_for()
    page.get_by_role("button", name="Withdraw the comment").wait_for()


def test_impatient_clicks_send_one_comment(site, browser):
    from servers import python

    before = int(python(COUNT, site.data).stdout_text)
    page = browser.new_page()
    page.goto(f"{site.address}/en/commentary/quiet-talks/")
    page.get_by_role("link", name="Leave a Reply").click()
    page.get_by_role("textbox", name="Comment").fill("Impatient")
    page.get_by_role("textbox", name="Name").fill("Zoë")
    page.get_by_role("textbox", name="E-mail address").fill("zoe@example.org")
    threading.Event().wait(3.2)
    page.evaluate("""() => {
        const form = document.querySelector("section.reply form");
        const words = new URLSearchParams(new FormData(form));
        return Promise.all([1, 2, 3, 4].map(() => fetch(form.action, {method: "POST", body: words})));
    }""")
    assert int(python(COUNT, site.data).stdout_text) == before + 1


def test_the_article_and_the_form_are_accessible(site, browser):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        for width in (1280, 390):
            context = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
            )
            page = context.new_page()
            page.goto(f"{site.address}/en/commentary/quiet-talks/")
            page.get_by_role("link", name="Leave a Reply").click()
            page.wait_for_selector("section.reply")
            assert Axe().run(page).response["violations"] == []

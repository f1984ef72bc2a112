"""Citations in a real browser: the data block under the site's policy, the box for everybody."""

from __future__ import annotations

import json
import os

import pytest

FILL = """
import sys; sys.path.insert(0, TESTS)
from evenhand_site.house.founding import found
from factories import Network
network = Network(found())
network.text("Quiet talks", under=network.section("Commentary"), slug="quiet-talks", by=[network.person()])
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from servers import Site, prepared, python

    data = prepared(tmp_path_factory.mktemp("citing"))
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


def test_the_data_block_stands_under_the_policy_and_breaks_it_nowhere(site, browser):
    page = browser.new_page()
    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', event => broken.push(event.violatedDirective))"
    )
    said = []
    page.on("console", lambda message: said.append(message.text))
    answer = page.goto(f"{site.address}/en/commentary/quiet-talks/")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    block = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert block["@graph"][0]["headline"] == "Quiet talks"
    assert page.evaluate("window.broken") == []
    assert not [words for words in said if "Content Security Policy" in words]


def test_the_box_opens_without_scripts_and_gives_files(site, browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.address}/en/commentary/quiet-talks/")
    citation = page.get_by_text("“Quiet Talks.” Evenhand network. March")
    assert not citation.is_visible()
    page.get_by_text("Cite this text").click()
    assert citation.is_visible()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="BibTeX").click()
    assert fetched.value.suggested_filename.endswith(".bib")


def test_a_citation_is_copied_by_a_button(site, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site.address}/en/commentary/quiet-talks/")
    page.get_by_text("Cite this text").click()
    page.get_by_role("button", name="Copy MLA 9").click()
    page.get_by_role("button", name="Copied MLA 9").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "“Quiet Talks.”" in copied and "Cop" not in copied.replace("Copyright", "")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_box_has_no_barrier(site, browser, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{site.address}/en/commentary/quiet-talks/")
    page.get_by_text("Cite this text").click()
    found = Axe().run(page, context=".citing")
    assert found.violations_count == 0, found.generate_report()

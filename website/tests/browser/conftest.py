"""A browser, and what people do in it; the tests that need one are skipped where there is none."""

from __future__ import annotations

import email
import email.policy
import shutil

import pytest


@pytest.fixture(scope="module")
def chromium():
    binary = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if binary is None:
        pytest.skip("there is no Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_tab(chromium, example_site):
    """Opens a tab for one more person, with cookies of its own; its addresses begin at the example site.

    It keeps what the browser complains of in ``complaints``.
    """
    contexts = []

    def open_tab():
        context = chromium.new_context(base_url=example_site.address, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: _complains(message) and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_tab
    for context in contexts:
        context.close()


def _complains(message):
    """Whether the browser complains of the site.

    Wagtail's editor saves by itself half a second after a change, is answered 400 while a page is half written, and
    tries again after the next change; the browser reports each such answer.
    """
    of_wagtail = "/admin/pages/" in message.location["url"] and "status of 400" in message.text
    return message.type in ("error", "warning") and not of_wagtail


@pytest.fixture
def tab(open_tab):
    """A tab of somebody whom the site does not know."""
    return open_tab()


@pytest.fixture
def sign_in():
    """Signs somebody in, in a tab that shows the form for it."""

    def sign_in(tab, name, password):
        tab.get_by_label("Login").fill(name)
        tab.get_by_label("Password").fill(password)
        tab.locator("main form").get_by_role("button", name="Sign in").click()
        tab.wait_for_url(lambda address: "/login/" not in address)

    return sign_in


@pytest.fixture
def editor(open_tab, sign_in, example_site):
    """The tab of the editor whom the site makes when it starts for the first time."""
    tab = open_tab()
    tab.goto("/admin/")
    sign_in(tab, "editor", (example_site.data / "editor-login").read_text())
    return tab


@pytest.fixture
def choose():
    """Chooses what becomes of a page that is open in Wagtail's editor: "Publish", "Save draft" and so on."""

    def choose(tab, action):
        tab.wait_for_load_state()  # the scripts of the menu too
        button = tab.get_by_role("button", name=action, exact=True)
        if not button.is_visible():
            tab.get_by_role("button", name="More actions").click()
        button.click()

    return choose


@pytest.fixture
def letters(example_site):
    """The letters that the site wrote to an address, oldest first."""

    def letters(to):
        found = []
        for place in sorted((example_site.data / "mail").glob("*.eml")):
            for text in place.read_text(encoding="utf-8", errors="replace").split("-" * 79 + "\n"):
                letter = email.message_from_string(text.strip() + "\n", policy=email.policy.default)
                if to in str(letter["To"] or ""):
                    found.append(letter)
        return found

    return letters

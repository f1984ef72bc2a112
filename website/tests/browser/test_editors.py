"""What editors do and readers see of it: writing, publishing, translating, scheduling, moderating."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from servers import Site, python

TIME_COMES = """
from datetime import timedelta
from django.utils import timezone
from evenhand_site.keeping.clock import beat
from evenhand_site.publications.models import Publication

revision = Publication.objects.get(title="Tomorrow's ledger").scheduled_revision
revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
revision.save()
assert beat() == []
"""
"""The time that an editor has set is over, and the clock beats; its own beat would be up to a minute away."""

SECOND_STUDY = """
from evenhand_site.cases.study import study
from evenhand_site.publications.models import Publication

study("prisoners-dilemma", draws=64)
print(Publication.objects.get(slug="counting-what-both-sides-lose", locale__language_code="en").pk)
"""
"""Another case is studied, and the text with findings of the reference case is named."""


@pytest.fixture(scope="module")
def example_site(example_copy):
    """An example network of these tests' own: what they publish would stand in other tests' lists."""
    with Site(example_copy(), example=True) as site:
        yield site


def type_date(tab, field, date, *, aside):
    """Types a date, and closes the calendar, which hides what stands below, by a click on words beside it."""
    tab.get_by_role("textbox", name=field).first.fill(date)
    tab.locator(".xdsoft_datetimepicker:visible").wait_for()
    tab.get_by_text(aside).click()


@pytest.fixture
def write(editor):
    """Fills in a new text of the section “Commentary” as the editor."""

    def write(title):
        editor.goto("/admin/pages/")
        editor.get_by_label("Explore child pages of 'Evenhand Example Network'").click()
        editor.get_by_label("Explore child pages of 'Commentary'").click()
        editor.get_by_role("link", name="Add child page").first.click()
        editor.get_by_role("link", name=re.compile(r"^Text\b")).click()  # what it is for stands beside its name
        # with the scripts, one of which makes the page's address of its title
        editor.wait_for_url("**/add/publications/publication/**")
        editor.get_by_role("textbox", name="Title").first.fill(title)
        editor.get_by_role("textbox", name="Lead").fill("On a harbour that two towns share.")
        type_date(editor, "Date", "2026-02-03", aside="Instead of authors.")
        editor.get_by_role("button", name="Add author").click()
        editor.get_by_role("button", name="Choose person").click()
        editor.get_by_role("link", name="Grace Evenwood").click()
        expect(editor.locator("#id_authorships-FORMS")).to_contain_text("Grace Evenwood")
        body = editor.get_by_role("region", name="Text", exact=True)

        def insert(block):
            body.get_by_role("button", name="Insert a block").last.click()
            editor.get_by_role("option", name=block, exact=True).click()

        insert("heading")
        body.get_by_role("textbox", name="heading").fill("Who pays for the pilots")
        insert("paragraphs")
        body.locator("[contenteditable=true]").nth(0).press_sequentially("Both towns keep a ledger of dredging.")
        insert("quotation")
        body.locator("[contenteditable=true]").nth(1).press_sequentially("The sand belongs to nobody.")
        body.get_by_role("textbox", name="who said it, and where").fill("The harbour master")
        # what is typed reaches the form a quarter of a second later, faster than a person finds the button
        expect(body.locator('input[name="body-2-value-text"]')).to_have_value(re.compile("The sand belongs to nobody"))

    return write


def listed(tab):
    """The titles in the section “Commentary”, in the language in which it is read."""
    return tab.locator("main article h2")


def test_a_commentary_is_written_published_and_translated(editor, tab, write, choose):
    tab.goto("/en/commentary/")
    expect(listed(tab).filter(has_text="The harbour ledger")).to_have_count(0)
    write("The harbour ledger")
    choose(editor, "Publish")
    expect(editor.locator(".messages")).to_contain_text("published")

    tab.reload()
    listed(tab).get_by_role("link", name="The harbour ledger").click()
    article = tab.locator("article.text")
    expect(article.get_by_role("heading", level=1)).to_have_text("The harbour ledger")
    expect(article.locator("header")).to_contain_text("On a harbour that two towns share.")
    expect(article.locator("header")).to_contain_text("3 February 2026")
    expect(article.locator("header").get_by_role("link", name="Grace Evenwood")).to_be_visible()
    expect(article.get_by_role("heading", name="Who pays for the pilots")).to_be_visible()
    expect(article.get_by_text("Both towns keep a ledger of dredging.")).to_be_visible()
    expect(article.locator("blockquote")).to_contain_text("The sand belongs to nobody.")
    expect(article.locator("figcaption")).to_contain_text("The harbour master")
    feed = tab.request.get(tab.locator('link[type="application/rss+xml"]').first.get_attribute("href"))
    assert "<title>The harbour ledger</title>" in feed.text() and tab.url in feed.text()
    tab.goto("/en/search/?q=dredging")
    expect(tab.get_by_role("main").get_by_role("link", name="The harbour ledger")).to_be_visible()
    expect(tab.locator("main mark").first).to_have_text("dredging")

    editor.locator(".messages").get_by_role("link", name="Edit").click()
    editor.get_by_role("button", name="Actions", exact=True).first.click()
    editor.get_by_role("link", name="Translate").click()
    editor.get_by_role("checkbox", name="Russian").check()
    editor.get_by_role("button", name="Submit").click()
    expect(editor.locator(".messages")).to_contain_text("successfully created in Russian")
    expect(editor.get_by_role("textbox", name="Title").first).to_have_value("The harbour ledger")
    editor.get_by_role("textbox", name="Title").first.fill("Книга гавани")
    editor.get_by_role("textbox", name="Lead").fill("О гавани двух городов.")
    tab.goto("/ru/commentary/")
    expect(listed(tab).filter(has_text="The harbour ledger")).to_have_count(1)  # the draft is seen by nobody
    choose(editor, "Publish")
    expect(editor.locator(".messages")).to_contain_text("published")

    tab.reload()
    expect(listed(tab).filter(has_text="The harbour ledger")).to_have_count(0)
    listed(tab).get_by_role("link", name="Книга гавани").click()
    expect(tab.locator("article.text header")).to_contain_text("О гавани двух городов.")
    expect(tab.locator("article.text header")).to_contain_text("3 февраля 2026")
    tab.locator("article.text header").get_by_role("link", name="English").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("The harbour ledger")
    assert editor.complaints == tab.complaints == []


def test_a_scheduled_commentary_appears_at_its_time(editor, tab, write, choose, example_site):
    write("Tomorrow's ledger")
    choose(editor, "Save draft")
    expect(editor.locator(".messages")).to_contain_text("Tomorrow's ledger")
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    type_date(editor, "Go live date/time", "2090-01-01 10:00", aside="Choose when this page should go live")
    editor.get_by_role("button", name="Save schedule").click()
    expect(editor.locator(".messages")).to_contain_text("has been updated")
    choose(editor, "Schedule to publish")
    expect(editor.locator(".messages")).to_contain_text("has been scheduled for publishing")
    expect(editor.get_by_role("row", name="Tomorrow's ledger")).to_contain_text("scheduled", ignore_case=True)

    tab.goto("/en/commentary/")
    expect(listed(tab).filter(has_text="Tomorrow's ledger")).to_have_count(0)
    assert tab.request.get("/en/commentary/tomorrows-ledger/").status == 404
    python(TIME_COMES, example_site.data)
    tab.reload()
    listed(tab).get_by_role("link", name="Tomorrow's ledger").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Tomorrow's ledger")
    assert editor.complaints == tab.complaints == []


def test_a_button_pressed_while_wagtail_saves_by_itself_waits_for_it(editor, write, choose):
    kept = []

    def keep_the_answer(route):
        if route.request.headers.get("accept") == "application/json" and not kept:
            kept.append((route, route.fetch()))
        else:
            route.continue_()

    editor.route("**/admin/pages/add/**", keep_the_answer)
    write("The hasty ledger")
    while not kept:  # until the page is made, and the browser does not hear of it
        editor.get_by_role("textbox", name="Lead").press_sequentially(" It silts.")
        editor.wait_for_timeout(2000)  # Wagtail saves when nothing was typed for a second and a half
    choose(editor, "Publish")
    route, answer = kept[0]
    route.fulfill(response=answer)
    expect(editor.locator(".messages")).to_contain_text("published")
    expect(editor.get_by_role("row", name="The hasty ledger")).to_have_count(1)
    assert editor.complaints == []


def test_a_comment_is_approved_and_another_one_refused(editor, tab, letters):
    for name, words in (("Zoë", "Who keeps the ledger?"), ("Max", "Buy my ledgers!")):
        tab.goto("/en/")
        tab.locator(".lead-text h2 a").click()
        tab.get_by_role("link", name="Leave a Reply").click()
        tab.get_by_role("textbox", name="Comment").fill(words)
        tab.get_by_role("textbox", name="Name").fill(name)
        tab.get_by_role("textbox", name="E-mail address").fill("reader@example.org")
        tab.wait_for_timeout(3200)  # who answers faster than anybody can read is taken for a machine
        tab.get_by_role("button", name="Send the comment").click()
        expect(tab.get_by_role("status")).to_contain_text("awaits moderation")
    assert len(letters("editor@localhost")) == 2

    editor.reload()
    editor.get_by_role("link", name="Comments (2)").click()
    for words, decision, state, left in (
        ("Who keeps the ledger?", "Approve", "approved", 1),
        ("Buy my ledgers!", "Refuse", "refused", 0),
    ):
        row = editor.get_by_role("row", name=words)
        expect(row).to_contain_text("awaits moderation")
        row.get_by_label("More options").click()
        row.get_by_role("link", name=decision, exact=True).click()
        expect(editor.locator(".messages")).to_contain_text(f"{words}”: {state}")
        expect(editor.get_by_role("row", name="awaits moderation")).to_have_count(left)

    tab.reload()  # the page of the second one, which its writer alone sees
    expect(tab.get_by_role("status")).to_contain_text("decided not to publish")
    tab.get_by_role("link", name="Back to the text").click()
    shown = tab.locator("#comments article", has_text="Who keeps the ledger?")
    expect(shown.locator("header")).to_contain_text("Zoë")
    assert "Buy my ledgers!" not in tab.content() and "reader@example.org" not in tab.content()
    assert editor.complaints == tab.complaints == []


def test_the_issues_to_choose_from_are_those_of_the_chosen_study(editor, example_site):
    told = python(SECOND_STUDY, example_site.data).stdout_text
    editor.goto(f"/admin/pages/{told.strip()}/edit/")
    chosen = editor.locator("select[data-of]").last
    groups = chosen.locator("optgroup")
    expect(groups).to_have_count(2)
    chosen.focus()
    expect(chosen.locator("optgroup:not([hidden])")).to_have_count(1)
    assert groups.locator("option:not([hidden])").count() == 12  # of the reference case

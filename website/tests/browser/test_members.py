"""A member from the invitation to a published memo, and the editor who reads it meanwhile."""

from __future__ import annotations

import re

import pytest
from documents import document, note, paragraph
from playwright.sync_api import expect
from servers import Site

ADDRESS, PASSWORD = "grace@example.org", "nine quiet harbours"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def example_site(example_copy):
    """An example network of these tests' own: what they publish would stand in other tests' lists."""
    with Site(example_copy(), example=True) as site:
        yield site


def manuscript(name, *words):
    """A Word document with a title, a heading, a paragraph and a footnote, as a form takes it."""
    content = document(
        paragraph("Harbours that share a channel", style="Title"),
        paragraph("What the towns could do", style="heading 1"),
        paragraph(*words, note(2), "."),
        footnotes={2: "Harbour statistics, table 4."},
    )
    return {"name": name, "mimeType": WORD, "buffer": content}


def addresses(letter):
    """The paths of the addresses in a letter."""
    return re.findall(r"http://[^/\s]+(/\S*)", letter.get_body(("plain",)).get_content())


@pytest.fixture
def member(editor, tab, sign_in, letters):
    """The tab of a person of the network whom the editor has invited."""
    editor.get_by_role("link", name="People", exact=True).click()
    row = editor.get_by_role("row", name="Grace Evenwood")
    row.get_by_label("More options").click()
    row.get_by_role("link", name="Invite to an account").click()
    editor.get_by_role("textbox", name="E-mail address").fill(ADDRESS)
    editor.get_by_role("button", name="Send the invitation").click()
    expect(editor.locator(".messages")).to_contain_text("on its way to Grace Evenwood")

    (invitation,) = letters(ADDRESS)
    tab.goto(addresses(invitation)[0])
    tab.get_by_label("New Password").first.fill(PASSWORD)
    tab.get_by_label("New Password (again)").fill(PASSWORD)
    tab.locator("main").get_by_role("button", name="Change Password").click()
    tab.locator("main").get_by_role("link", name="Sign in").click()
    sign_in(tab, ADDRESS, PASSWORD)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your account")
    return tab


def test_a_memo_is_sent_reviewed_revised_accepted_and_published(member, editor, choose, letters):
    state = member.get_by_role("status").filter(has=member.locator("time"))

    def told():
        """The states of the memo that its author has had letters about."""
        subjects = [letter["Subject"].partition("“Harbours that share a channel”: ") for letter in letters(ADDRESS)]
        return [state for _before, memo, state in subjects if memo]

    member.get_by_role("link", name="Your submissions").click()
    member.get_by_role("link", name="Propose a memo").click()
    member.get_by_label("Lead").fill("Two harbours, one channel, one bill.")
    member.get_by_label("Word document").set_input_files(manuscript("memo.docx", "They could share the pilots"))
    member.get_by_label("not published elsewhere").check()
    member.get_by_label("All authors agree").check()
    member.get_by_role("button", name="Submit the memo").click()
    expect(state).to_contain_text("Submitted")
    expect(member.locator("article.text")).to_contain_text("They could share the pilots")
    expect(member.locator("article.text")).to_contain_text("Harbour statistics, table 4.")
    address = member.url
    assert told() == ["submitted"]

    editor.get_by_role("link", name="Submissions").click()
    editor.get_by_role("link", name="Harbours that share a channel").click()
    editor.get_by_role("link", name="Open the draft").click()
    expect(editor.get_by_role("textbox", name="Title").first).to_have_value("Harbours that share a channel")
    draft = editor.url
    choose(editor, "Request changes")
    dialog = editor.locator(".modal-content")
    dialog.get_by_role("textbox", name="Comment").fill("Say who would pay the pilots.")
    dialog.get_by_role("button", name="Request changes").click()
    expect(editor.locator(".messages")).to_contain_text("Harbours that share a channel")
    assert told() == ["submitted", "changes requested"]

    member.reload()
    expect(state).to_contain_text("Changes requested")
    expect(member.locator("blockquote").first).to_contain_text("Say who would pay the pilots.")
    member.get_by_role("link", name="Send a revision").click()
    expect(member.get_by_label("Lead")).to_have_value("Two harbours, one channel, one bill.")
    member.get_by_label("Word document").set_input_files(manuscript("memo-2.docx", "The channel dues would pay pilots"))
    member.get_by_role("button", name="Send the revision").click()
    expect(state).to_contain_text("Revised")
    expect(member.locator("article.text")).to_contain_text("The channel dues would pay pilots")
    expect(member.get_by_role("link", name=re.compile("memo.*docx"))).to_have_text(["memo.docx", "memo-2.docx"])

    editor.goto(draft)
    choose(editor, "Approve")
    expect(editor.locator(".messages")).to_contain_text("Harbours that share a channel")
    member.reload()
    expect(state).to_contain_text("Accepted")
    assert told() == ["submitted", "changes requested", "accepted"]
    member.goto("/en/policy-memos/")
    expect(member.locator("main")).not_to_contain_text("Harbours that share a channel")

    editor.goto(draft)
    choose(editor, "Publish")
    expect(editor.locator(".messages")).to_contain_text("has been published")
    member.goto(address)
    expect(state).to_contain_text("Published")
    member.get_by_role("link", name="Read it on the site").click()
    article = member.locator("article.text")
    expect(article.get_by_role("heading", level=1)).to_have_text("Harbours that share a channel")
    expect(article.locator("header")).to_contain_text("Grace Evenwood")
    expect(article.locator("header")).to_contain_text("No. 5")
    expect(article).to_contain_text("The channel dues would pay pilots")
    assert told() == ["submitted", "changes requested", "accepted", "published"]
    assert editor.complaints == member.complaints == []

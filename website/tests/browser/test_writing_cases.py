"""Analysts write cases in forms and submit them, editors publish them; nothing that is typed is lost on the way."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from servers import Site, python

PASSWORD = "long words to enter"
ANALYST = f"""
from django.contrib.auth.models import Group, User
from evenhand_site.cases.drafts import begin
from evenhand_site.cases.writing import emptied
import evenhand
user = User.objects.create_user("analyst", "analyst@example.org", {PASSWORD!r})
user.groups.add(Group.objects.get(name="Analysts"))
faulty = evenhand.starter("faulty", "A faulty case").replace("kind: standing", "kind: rank")
faulty = faulty.replace("0.5, 0.8", "0.5, 1.8")
begin(faulty, "faulty", user)
begin(evenhand.starter("sound", "A sound case"), "sound", user)
begin(emptied("empty", "An empty case", ["Upper Town", "Lower Town"], "Who pays"), "empty", user)
begin(faulty.replace("faulty", "by-hand", 1).replace("A faulty case", "A case mended by hand"), "by-hand", user)
"""


@pytest.fixture(scope="module")
def example_site(example_copy):
    """An example network of these tests' own, with an analyst and four drafts."""
    data = example_copy()
    python(ANALYST, data)
    with Site(data, example=True) as site:
        yield site


@pytest.fixture
def analyst(open_tab, sign_in):
    tab = open_tab()
    tab.goto("/admin/")
    sign_in(tab, "analyst", PASSWORD)
    return tab


def open_forms(tab, title):
    tab.goto("/admin/snippets/cases/case/")
    tab.get_by_role("link", name=title).first.click()
    tab.get_by_role("link", name="Forms").click()


def save(tab, words):
    tab.get_by_role("button", name="Save draft").click()
    expect(tab.locator(".messages")).to_contain_text(words)


def wait_until_kept(tab, words):
    """Until the browser keeps what was typed; the policy of the page forbids `wait_for_function`."""
    until = time.monotonic() + 10
    while words not in tab.evaluate("JSON.stringify(localStorage)"):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_case_goes_from_nothing_to_its_page(analyst, editor, tab):
    analyst.goto("/admin/")
    analyst.get_by_role("link", name="Cases", exact=True).click()
    analyst.get_by_role("link", name="Add case").first.click()
    analyst.get_by_label("a small commented case").check()
    analyst.get_by_label("Name").fill("harbour")
    analyst.get_by_label("Title").fill("The harbour")
    analyst.get_by_role("button", name="Begin").click()
    expect(analyst.get_by_text("The file has no faults.")).to_be_visible()

    analyst.get_by_role("link", name="Parties").click()
    analyst.locator("summary", has_text="Coastal states").click()
    analyst.locator("[id='id_parties/coast/name']").fill("The fishing towns")
    save(analyst, "it has no faults")
    analyst.get_by_role("link", name="Forms").first.click()
    analyst.get_by_role("link", name="Issues").click()
    analyst.get_by_role("link", name="Open Opening the border").click()
    analyst.get_by_role("link", name="Open both-open").click()
    analyst.locator("summary", has_text="The fishing towns: Public budget").click()
    analyst.locator("[id='id_gives/coast.budget:high']").fill("-3")
    save(analyst, "it has 1 fault")
    shown = analyst.locator(".case-field.invalid")
    expect(shown).to_contain_text("percentiles out of order")
    analyst.locator("[id='id_gives/coast.budget:high']").fill("0.5")
    save(analyst, "it has no faults")

    analyst.get_by_role("link", name="YAML").click()
    assert "coast: {name: The fishing towns}      # a bystander" in analyst.locator("textarea.case-text").input_value()
    analyst.get_by_role("link", name="Forms").first.click()
    expect(analyst.get_by_role("button", name="Publish")).to_have_count(0)
    analyst.get_by_role("button", name="Submit to Case review").click()
    expect(analyst.locator(".messages")).to_contain_text("submitted for review")

    editor.goto("/admin/snippets/cases/case/")
    editor.get_by_role("link", name="The harbour").first.click()
    editor.get_by_role("link", name="Forms").click()
    editor.get_by_role("button", name="Approve").click()
    expect(editor.locator(".messages")).to_contain_text("is being analysed")
    until = time.monotonic() + 120
    while tab.goto("/en/cases/harbour/").status == 404:
        assert time.monotonic() < until
        time.sleep(0.5)
    expect(tab.locator("h1")).to_contain_text("The harbour")
    tab.get_by_role("link", name="The ledger of losses").first.click()
    expect(tab.locator("main")).to_contain_text("The fishing towns")
    assert analyst.complaints == editor.complaints == []


def test_an_editor_publishes_from_a_form_and_watches_the_analysis(analyst, editor):
    analyst.goto("/admin/snippets/cases/case/add/")
    analyst.get_by_label("a small commented case").check()
    analyst.get_by_label("Name").fill("quay")
    analyst.get_by_label("Title").fill("The quay")
    analyst.get_by_role("button", name="Begin").click()
    open_forms(editor, "The quay")
    editor.get_by_role("link", name="The case", exact=True).click()
    editor.get_by_label("summary").fill("Who may moor where.")
    editor.get_by_role("button", name="Publish").click()
    expect(editor.locator(".messages")).to_contain_text("is being analysed")
    expect(editor.locator(".messages")).to_contain_text("No authors are given")
    editor.locator(".messages").get_by_role("link", name="How far the analysis is").click()
    expect(editor.get_by_role("link", name="What was found")).to_be_visible(timeout=120_000)
    editor.goto("/admin/snippets/cases/case/")
    expect(editor.locator("tr", has_text="The quay").locator("a[href$='/cases/quay/']")).to_be_visible()


def test_an_empty_case_is_led_to_what_comes_next(analyst):
    analyst.goto("/admin/snippets/cases/case/add/")
    expect(analyst.get_by_label("an empty case")).to_be_checked()
    analyst.get_by_label("Name").fill("ferry")
    analyst.get_by_label("Title").fill("The ferry")
    analyst.get_by_label("Parties").fill("Upper Town\nLower Town")
    analyst.get_by_label("First issue").fill("Who pays")
    analyst.get_by_role("button", name="Begin").click()
    expect(analyst.get_by_text("Nothing is wrong so far.")).to_be_visible()
    analyst.get_by_role("link", name="Say what is at stake").click()
    analyst.locator("[id='id_+interests/0/id']").fill("money")
    analyst.locator("[id='id_+interests/0/name']").fill("Money")
    analyst.locator("[id='id_+interests/0/unit']").fill("USD bn/yr")
    save(analyst, "nothing is wrong in it so far")
    analyst.locator(".messages").get_by_role("link", name="Who pays: give two or more sides").click()
    analyst.locator("[id='id_id']").fill("fare")
    save(analyst, "nothing is wrong in it so far")
    assert urlsplit(analyst.url).path.endswith("/forms/issues/fare/")
    assert analyst.complaints == []


def test_a_saved_draft_leads_to_the_field_of_each_fault(analyst):
    open_forms(analyst, "A faulty case")
    analyst.get_by_role("link", name="The case", exact=True).click()
    analyst.get_by_label("note").fill("Two faults.")
    save(analyst, "it has 2 faults")
    link = analyst.locator(".messages li.warning").get_by_role("link", name="Probability")
    link.click()
    field = analyst.locator("[id='id_chance:low']")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


def test_what_was_typed_without_a_connection_is_offered_back(analyst):
    open_forms(analyst, "A sound case")
    analyst.get_by_role("link", name="The case", exact=True).click()
    address = analyst.url
    analyst.get_by_label("note").fill("Typed on a train.")
    wait_until_kept(analyst, "Typed on a train.")
    analyst.context.set_offline(True)
    analyst.get_by_role("button", name="Save draft").click()
    analyst.wait_for_timeout(500)
    analyst.context.set_offline(False)
    analyst.goto(address)
    expect(analyst.locator(".case-offer")).to_contain_text("was not saved")
    expect(analyst.get_by_label("note")).to_have_value("")
    analyst.get_by_role("button", name="Put it back").click()
    expect(analyst.get_by_label("note")).to_have_value("Typed on a train.")
    save(analyst, "it has no faults")
    analyst.reload()
    expect(analyst.get_by_label("note")).to_have_value("Typed on a train.")
    expect(analyst.locator(".case-offer")).to_have_count(0)


def test_what_was_typed_when_the_session_ended_is_offered_back_after_signing_in(analyst, sign_in):
    open_forms(analyst, "A sound case")
    analyst.get_by_role("link", name="Parties").click()
    address = analyst.url
    analyst.get_by_role("button", name="One more row").click()
    analyst.locator("[id='id_+parties/1/id']").fill("islands")
    analyst.locator("[id='id_+parties/1/name']").fill("The islands")
    wait_until_kept(analyst, "The islands")
    analyst.context.clear_cookies()
    analyst.get_by_role("button", name="Save draft").click()
    analyst.wait_for_load_state()
    analyst.goto("/admin/")
    sign_in(analyst, "analyst", PASSWORD)
    analyst.goto(address)
    analyst.get_by_role("button", name="Put it back").click()
    save(analyst, "Draft saved")
    expect(analyst.locator("summary", has_text="The islands")).to_be_visible()
    expect(analyst.locator(".case-offer")).to_have_count(0)


def test_a_source_is_chosen_by_its_title_and_the_draft_before_is_put_back(analyst):
    tab = analyst
    open_forms(tab, "A sound case")
    forms = tab.url
    tab.goto(f"{forms}weights/north/")
    row = tab.locator("details", has_text="Incidents avoided").first
    row.locator("summary").click()
    expect(row.locator("legend")).to_contain_text("Value of one unit (incidents/yr)")
    row.get_by_label("Sources").select_option("What an open border would bring")
    save(tab, "Draft saved")
    assert (
        "evidence: trade-study"
        in tab.request.get(urlsplit(forms).path.replace("forms", "file")).text().split("issues:")[0]
    )
    tab.locator(".case-save").get_by_role("link", name="Earlier drafts").click()
    tab.get_by_role("row", name="Created").get_by_role("button", name="Actions").click()
    tab.get_by_role("link", name="Review this version").click()
    expect(tab.locator(".messages")).to_contain_text("You are viewing a previous version")
    tab.get_by_role("button", name="Replace current draft").click()
    expect(tab.locator(".messages")).to_contain_text("has been replaced with version from")
    written = tab.request.get(urlsplit(forms).path.replace("forms", "file")).text()
    assert "evidence: trade-study" not in written.split("issues:")[0]


def test_a_fault_in_the_yaml_leads_to_its_line_and_goes_when_it_is_mended(analyst):
    analyst.goto("/admin/snippets/cases/case/")
    analyst.get_by_role("link", name="A case mended by hand").first.click()
    checks = analyst.locator("#case-checks")
    analyst.wait_for_load_state()
    checks.get_by_role("link", name="line 17").click()
    chosen = "(() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd); })()"
    assert analyst.evaluate(chosen).strip().startswith("rank: {name: Rank and respect, unit: points, kind: rank}")
    text = analyst.locator("textarea.case-text")
    text.fill(text.input_value().replace("kind: rank", "kind: standing"))
    expect(checks).to_contain_text("1 fault:")


PAGES = {
    "empty": "/admin/cases/3/forms/",
    "missing": "/admin/cases/3/forms/issues/who-pays/",
    "list": "/admin/snippets/cases/case/",
    "new": "/admin/snippets/cases/case/add/",
    "yaml": "/admin/snippets/cases/case/edit/1/",
    "sections": "/admin/cases/1/forms/",
    "rows": "/admin/cases/1/forms/parties/",
    "issue": "/admin/cases/1/forms/issues/border-trade/",
    "effect": "/admin/cases/1/forms/issues/border-trade/calmer-border/",
    "account": "/admin/cases/1/forms/accounts/north/",
    "compare": "/admin/cases/2/compare/?a=earliest&b=latest&findings=1&still=1",
}


@pytest.mark.parametrize("page", list(PAGES))
def test_every_page_is_accessible_wide_and_narrow_light_and_dark(analyst, page):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        analyst.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            analyst.set_viewport_size({"width": width, "height": 900})
            assert analyst.goto(PAGES[page]).status == 200
            analyst.evaluate("document.querySelectorAll('details').forEach((row) => { row.open = true; })")
            found = Axe().run(analyst)
            assert found.violations_count == 0, (scheme, width, found.generate_report())
            assert analyst.evaluate("document.documentElement.scrollWidth") <= width
    assert analyst.complaints == []

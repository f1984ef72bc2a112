"""The report as a reader sees it: on a desk and a telephone, by day and by night, on paper, by keyboard and by ear."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import synthetic

import evenhand
from evenhand.casefile import read
from evenhand.report import html
from evenhand.study.whole import whole

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REFERENCE = Path(evenhand.__file__).parent / "catalog" / "reference" / "us-russia-2013.yaml"
SIZES = {"desk": {"width": 1280, "height": 900}, "telephone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--headless"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reports")
    found = {}
    for name, case in {"ugly": synthetic.ugly(), "plain": synthetic.plain(), "large": read(REFERENCE)}.items():
        path = folder / f"{name}.html"
        path.write_text(html.render(case, synthetic.document(case)), encoding="utf-8")
        found[name] = path.as_uri()
    for name, case_id, draws in (("small", "assurance-misread", 32), ("whole", "us-russia-2013", 16)):
        path = folder / f"{name}.html"
        case = evenhand.load(case_id)
        study, chapters = whole(case, draws)
        path.write_text(html.render(case, {**study.document(), **chapters}), encoding="utf-8")
        found[name] = path.as_uri()
    return found


@pytest.fixture
def show(browser: Any, files: dict[str, str]) -> Iterator[Any]:
    """Opens a report in a window of its own; every request for anything but the file itself is noted."""
    contexts = []

    def opened(name: str, size: str = "desk", scheme: str = "light") -> Any:
        context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, java_script_enabled=True)
        contexts.append(context)
        page = context.new_page()
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        page.goto(files[name])
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("name", ["ugly", "plain", "small"])
def test_axe_finds_no_barrier(show: Any, name: str, size: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-playwright-python")
    page = show(name, size, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", ["large", "whole"])
def test_axe_finds_no_barrier_in_a_large_report(show: Any, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe-playwright-python")
    results = axe.Axe().run(show(name, "telephone"))
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("name", ["ugly", "plain", "large", "small", "whole"])
def test_a_reader_never_scrolls_sideways(show: Any, name: str, size: str) -> None:
    page = show(name, size)
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_a_table_that_goes_on_beyond_the_edge_says_so_and_scrolls_by_keyboard(show: Any) -> None:
    page = show("whole", "telephone")
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    wide = page.locator("#benefits .wide, #courses .wide")
    beyond = [each for each in wide.all() if each.evaluate("item => item.scrollWidth > item.clientWidth")]
    assert beyond
    for each in beyond:
        shown = each.evaluate("item => getComputedStyle(item).backgroundAttachment")
        assert shown == "local, local, scroll, scroll"
        each.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_no_name_in_the_ledger_is_broken_within_a_word_on_a_telephone(show: Any) -> None:
    """A word takes one line: as many lines as the height holds are no more than its words."""
    page = show("whole", "telephone")
    broken = """cells => cells.filter(cell => {
      const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange()
      for (let text; (text = words.nextNode());)
        for (const found of text.data.matchAll(/[^\\s-]+/g)) {
          range.setStart(text, found.index); range.setEnd(text, found.index + found[0].length)
          if (new Set([...range.getClientRects()].map(each => each.top)).size > 1) return true
        }
    }).map(cell => cell.textContent)"""
    cells = page.locator("#ledger tbody th.row")
    assert cells.count() > 3 and cells.evaluate_all(broken) == []


@pytest.mark.parametrize("name", ["ugly", "large"])
def test_nothing_is_fetched(show: Any, name: str) -> None:
    page = show(name)
    page.wait_for_timeout(200)
    assert [url for url in page.requests if not url.startswith("file:")] == []
    assert len(page.requests) == 1


def test_a_reader_goes_from_the_answer_to_the_issue_to_its_numbers(show: Any) -> None:
    page = show("large", "telephone")
    page.click("#brief .brief a")
    page.wait_for_url("**#issue-strategic-reductions")
    page.click("#issue-strategic-reductions .back a")
    page.wait_for_url("**#case-strategic-reductions")
    page.click("#case-strategic-reductions summary")
    page.click("#case-strategic-reductions .refs a")
    page.wait_for_url("**#source-*")
    assert page.locator(":target cite").is_visible()


def test_the_agenda_leads_to_its_issues(show: Any) -> None:
    page = show("whole", "telephone")
    page.click("#agenda h3 a")
    page.wait_for_url("**#issue-*")
    assert page.locator("article.issue:target").count() == 1


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_contents(show: Any) -> None:
    page = show("plain")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")


def test_charts_speak(show: Any) -> None:
    page = show("plain")
    images = page.get_by_role("img").all()
    assert images
    assert "why Alder loses" in page.locator("svg.stacked title").first.text_content().replace("Why", "why")


def test_on_paper_everything_is_printed(show: Any) -> None:
    page = show("plain")
    page.emulate_media(media="print")
    closed = page.locator("#case details").first
    assert closed.evaluate("item => !item.open")
    assert closed.locator("table").first.evaluate("table => table.getBoundingClientRect().height") > 0
    assert not page.locator("nav").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")

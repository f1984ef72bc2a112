"""What a reader does, from the home page to a confirmed newsletter, in a real browser on the running site."""

from __future__ import annotations

import re
import time


def test_a_reader_goes_from_the_home_page_to_author_topic_search_and_citation(tab):
    tab.goto("/en/")
    tab.locator(".lead-text h2 a").click()
    title = tab.locator("article.text h1").text_content()
    tab.locator("article.text header .byline a").first.click()
    assert title in tab.locator("main").text_content()
    tab.go_back()
    tab.locator(".related-topics a").last.click()
    assert title in tab.locator("main").text_content()
    tab.goto("/ru/")
    tab.locator('[popovertarget="search"]').first.click()
    tab.locator("#search-words").fill("потерями")
    tab.locator("#search-words").press("Enter")
    assert tab.locator("main mark").count() > 0
    tab.goto("/en/")
    tab.locator(".lead-text h2 a").click()
    tab.locator(".citing summary").click()
    assert title in tab.locator(".citing dd").first.text_content()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="BibTeX").click()
    assert title in download.value.path().read_text(encoding="utf-8")
    assert tab.complaints == []


def test_a_reader_reads_a_case_from_the_home_page_to_a_number_and_its_source(tab):
    tab.goto("/en/")
    tab.locator(".lead-text h2 a").click()
    assert tab.locator(".finding table").count() == 4
    tab.locator('article.text a[href="/en/cases/us-russia-2013/"]').first.click()
    assert tab.locator(".report > section h2").first.text_content() == "The answer in brief"
    tab.locator(".brief a", has_text="Missile defence in Europe").click()
    assert tab.locator("h1").text_content() == "Missile defence in Europe"
    assert tab.locator(".report .chart.stacked").count() > 0
    tab.locator("#case summary").first.click()
    source = tab.locator("#case .refs a:visible").first
    number = source.text_content()
    source.click()
    shown = tab.locator(f"#source-{number}")
    shown.wait_for()
    assert shown.is_visible() and "/chapters/case/" in tab.url
    tab.go_back()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="losses", exact=True).click()
    assert download.value.path().read_text(encoding="utf-8").startswith("case,issue,account,party,interest")
    tab.locator(".meta a[rel=bookmark]").click()
    assert re.search("/[0-9a-f]{12}/missile-defence/$", tab.url)
    assert tab.locator("h1").text_content() == "Missile defence in Europe"
    tab.locator(".versions a", has_text="Українська").click()
    assert tab.locator("h1").text_content() == "Протиракетна оборона в Європі"
    assert tab.complaints == []


def test_a_case_can_be_read_without_scripts_and_printed(chromium, example_site):
    context = chromium.new_context(base_url=example_site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/cases/us-russia-2013/trade-investment/")
    assert page.locator(".report .ledger td").count() > 5 and page.locator(".contents a").count() > 20
    page.emulate_media(media="print")
    assert page.locator(".report .facts").first.is_visible() and not page.locator(".contents").is_visible()
    context.close()


def test_a_comment_waits_for_a_moderator_and_the_address_is_not_shown(tab):
    tab.goto("/en/")
    tab.locator(".lead-text h2 a").click()
    tab.locator(".leave-a-reply a").click()
    tab.locator("section.reply").wait_for()
    assert not tab.locator(".leave-a-reply").is_visible()  # the same words stand above the form
    tab.locator("a[data-cancel]").click()
    tab.locator(".leave-a-reply a").click()
    form = tab.locator("form", has=tab.locator("textarea")).last
    form.locator("textarea").fill("Which of the two numbers would change first?")
    form.locator('input[type="email"]').fill("reader@example.org")
    form.locator('input[name="author_name"]').fill("Zoë Reader")
    time.sleep(6)  # who answers faster than anybody can read is taken for a machine
    form.locator('button[type="submit"]').click()
    tab.wait_for_load_state()
    tab.wait_for_timeout(1000)
    assert "Which of the two numbers" in tab.locator("body").text_content()
    tab.goto("/en/commentary/counting-what-both-sides-lose/")
    shown = tab.content()
    assert "reader@example.org" not in shown and "Which of the two numbers" not in shown


def test_a_reader_subscribes_and_confirms(tab, letters):
    tab.goto("/en/")
    tab.locator("footer .newsletter a").click()
    tab.locator('main input[type="email"]').fill("new.reader@example.org")
    time.sleep(4)
    tab.locator('main form button[type="submit"]').click()
    tab.wait_for_load_state()
    sent = letters("new.reader@example.org")
    assert len(sent) == 1
    body = sent[0].get_body(("plain",)).get_content()
    link = re.search(r"http://127\.0\.0\.1:\d+(\S+)", body)[1]
    tab.goto(link)
    tab.locator('main form button[type="submit"]').first.click()
    tab.wait_for_load_state()
    assert tab.locator("main").text_content().strip()
    assert tab.locator('main form button[type="submit"]').count() == 0 or "new.reader@example.org" in tab.content()

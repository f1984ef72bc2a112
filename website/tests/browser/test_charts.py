"""A chart answers who points at it, and stays a picture with a table where there is no script."""

import pytest

CAUSES = "/en/cases/us-russia-2013/chapters/causes/"
PARTS = "svg.stacked > g"


def lit(tab):
    """The colours of the parts of the bars that have not faded."""
    seen = tab.eval_on_selector_all(
        PARTS,
        "them => them.filter(e => !e.classList.contains('faded')).map(e => e.querySelector('rect').className.baseVal)",
    )
    return set(seen)


def test_a_cause_that_is_chosen_is_lit_in_every_bar(tab):
    tab.goto(CAUSES)
    all_of_them = lit(tab)
    assert len(all_of_them) > 5
    name = tab.locator("#causes > ul.legend").get_by_role("button", name="standing")
    name.focus()
    tab.keyboard.press("Enter")
    assert lit(tab) == {"c-standing"} and name.get_attribute("aria-pressed") == "true"
    tab.keyboard.press("Escape")
    assert lit(tab) == all_of_them and name.get_attribute("aria-pressed") == "false"
    assert tab.complaints == []


def test_pointing_at_a_part_lights_its_cause_and_says_its_share(tab):
    tab.goto(CAUSES)
    all_of_them = lit(tab)
    part = tab.locator(f"{PARTS}:has(.c-linkage)").first
    assert part.locator("title").text_content().startswith("linkage (")
    part.hover()
    assert lit(tab) == {"c-linkage"}
    tab.mouse.move(5, 5)
    assert lit(tab) == all_of_them


def test_one_kind_of_belief_can_be_chosen(tab):
    tab.goto("/en/cases/us-russia-2013/syria-cw/")
    section = tab.locator("section:has(> ul.legend):has(svg.beliefs)")
    section.get_by_role("button", name="what its own account says").click()
    assert section.locator("svg.mark:not(.faded) .m-own").count() > 0
    assert section.locator("svg.mark:not(.faded) .m-believed").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_with_names_to_choose_have_no_barrier(tab, scheme):
    from axe_playwright_python.sync_playwright import Axe

    tab.emulate_media(color_scheme=scheme)
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(CAUSES)
        found = Axe().run(tab)
        assert found.violations_count == 0, (width, found.generate_report())


def test_without_a_script_the_names_are_words(chromium, example_site):
    context = chromium.new_context(base_url=example_site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(CAUSES)
    assert page.locator("#causes > ul.legend button").count() == 0
    assert page.locator("#causes > ul.legend li").count() > 5 and page.locator(PARTS).count() > 5
    context.close()


SHOWS = ("losses", "bystanders", "causes", "keys", "agreement", "expectations", "beliefs", "common-ground", "doubt")
WHERE = (
    "overview",
    *(f"{issue}/{show}" for issue in ("trade-investment", "snowden", "afghan-transit") for show in SHOWS),
)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_frame_of_a_finding_is_as_tall_as_what_it_shows(tab, language):
    """In a page of a telephone, of a narrow and of a wide column the source line is in view, and not much is empty."""
    tab.goto(f"/{language}/cases/us-russia-2013/")
    whole = tab.locator(".embedding textarea").first.input_value()
    where = "/" + whole.split('src="')[1].split('"')[0].split("/", 3)[3].removesuffix("overview/")
    code = ""
    tab.route("**/host", lambda route: route.fulfill(content_type="text/html", body=PAGE % code))
    for what in WHERE:
        tab.goto(f"{where}{what}/")
        code = tab.locator("textarea").input_value().replace(' loading="lazy"', "")
        for width in (320, 390, 640, 1280):
            tab.set_viewport_size({"width": width, "height": 480})
            tab.goto("/host")
            height = tab.locator("iframe").bounding_box()["height"]
            foot = tab.frames[1].evaluate("document.querySelector('figcaption').getBoundingClientRect().bottom")
            assert foot <= height <= 1.5 * foot + 200, (what, width)
    assert tab.complaints == []


PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A host</title>
<body style="margin: 0 20px">%s</body></html>"""

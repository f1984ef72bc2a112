"""Findings that other sites show in a frame: only those sites that editors have listed."""

import html

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from evenhand_site.cases.models import EmbedRules
from evenhand_site.cases.showing import SHOWS
from wagtail.models import APIToken


def address(study, issue="testing", show="losses", language="en"):
    return f"/{language}/cases/{study.case_id}/{study.short}/embed/{issue}/{show}/"


@pytest.fixture
def issue(small):
    return small.findings.issues[0]["id"]


def test_a_finding_stands_alone_with_its_source_and_the_code_to_copy(client, homes, small, issue):
    answer = client.get(address(small, issue))
    seen = BeautifulSoup(answer.content, "html.parser")
    assert not seen.find_all(["nav", "header", "footer", "script", "form", "iframe"])
    assert seen.table.caption and small.short in seen.figcaption.text
    assert {link.get("target") for link in seen.find_all("a")} == {"_blank"}
    copied = BeautifulSoup(seen.find("textarea").text, "html.parser").iframe
    assert copied["src"] == settings.BASE_URL + address(small, issue)
    assert copied["title"] == seen.caption.text
    assert copied["style"].startswith(f"height: max({copied['height']}px, ")


@pytest.mark.parametrize("show", ["losses", "causes"])
def test_a_frame_has_the_chart_and_the_table(client, homes, small, issue, show):
    seen = BeautifulSoup(client.get(address(small, issue, show)).content, "html.parser")
    assert seen.select_one(".charts svg.chart") and seen.select_one("details table caption")
    assert len(seen.select("defs")) == len(seen.select(".report defs")) == 1  # the style of patterns holds in there
    for link in seen.select("link[rel=stylesheet], link[rel=icon]"):  # without an icon browsers ask for one in vain
        if "/static/" not in link["href"]:
            assert client.get(link["href"]).status_code == 200
    assert seen.select_one("link[rel=icon]") and len(seen.select("link[rel=stylesheet]")) == 2


@pytest.mark.parametrize("show", SHOWS)
def test_a_frame_names_the_issue_what_is_shown_of_it_and_the_case(client, homes, small, issue, show):
    seen = BeautifulSoup(client.get(address(small, issue, show)).content, "html.parser")
    assert seen.h1.text == f"{small.findings.issues[0]['title']}: {SHOWS[show][0]}"
    assert seen.select_one(".of-case").text == small.name


def test_only_listed_sites_may_show_it_and_only_this_page(client, homes, small, issue):
    def policy(page):
        rules = dict(each.strip().partition(" ")[::2] for each in page["Content-Security-Policy"].split(";"))
        return rules["frame-ancestors"], page.get("X-Frame-Options")

    assert policy(client.get(address(small, issue))) == ("'self'", None)
    rules = EmbedRules.load()
    rules.sites = "https://news.example.org\n\n  https://*.example.com:8443 \n"
    rules.save()
    listed = "'self' https://news.example.org https://*.example.com:8443"
    embedded = client.get(address(small, issue))
    assert policy(embedded) == (listed, None) and embedded["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert policy(client.get("/en/cases/")) == ("'self'", "SAMEORIGIN")


@pytest.mark.parametrize(
    "line",
    [
        "example.org",
        "https://example.org/page",
        "https://a b",
        "https://x; script-src *",
        "*",
        "https://*",
        "javascript:x",
    ],
)
def test_what_is_no_site_is_refused_by_name(db, line):
    with pytest.raises(ValidationError) as refused:
        EmbedRules(sites=f"https://fine.example\n{line}").full_clean()
    assert line in html.unescape(refused.value.messages[0])
    assert EmbedRules(sites=line).origins == []


@pytest.mark.parametrize("show", SHOWS)
def test_everything_that_can_be_shown_can_be_embedded(client, homes, small, issue, show):
    for language in ("en", "ru", "uk"):
        answer = client.get(address(small, issue, show, language))
        assert answer.status_code == 200 and f'lang="{language}"' in answer.content.decode()


def codes(page):
    """The codes that a page offers, each as the frame that it makes."""
    seen = BeautifulSoup(page.content, "html.parser")
    fields = seen.select(".embedding textarea[readonly]")
    assert all(field.find_parent("label") for field in fields)
    return [BeautifulSoup(field.text, "html.parser").iframe for field in fields]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_a_case_and_its_issues_offer_codes_that_lead_to_what_they_name(client, homes, small, issue, language):
    for where in (f"/{language}/cases/{small.case_id}/", f"/{language}/cases/{small.case_id}/{issue}/"):
        offered = codes(client.get(where))
        assert offered
        for each in offered:
            assert f"/{language}/cases/{small.case_id}/{small.short}/embed/" in each["src"]
            shown = client.get(each["src"].removeprefix(settings.BASE_URL))
            assert shown.status_code == 200
            assert each["title"] == BeautifulSoup(shown.content, "html.parser").caption.text
    assert not codes(client.get(f"/{language}/cases/{small.case_id}/chapters/reading/"))


def test_a_whole_case_can_be_embedded_and_only_at_a_glance(client, homes, small):
    where = f"/en/cases/{small.case_id}/{small.short}/embed/"
    seen = BeautifulSoup(client.get(f"{where}overview/").content, "html.parser")
    assert seen.h1.text == f"{small.name}: the whole case at a glance" and "at a glance" in seen.caption.text
    assert client.get(f"{where}losses/").status_code == 404
    assert client.get(f"{where}testing/overview/").status_code == 404


def test_beside_the_code_stands_which_sites_may_show_it(client, homes, small):
    def hint():
        page = client.get(f"/en/cases/{small.case_id}/")
        return BeautifulSoup(page.content, "html.parser").select_one(".embedding .hint").text

    assert "none is listed yet" in hint()
    rules = EmbedRules.load()
    rules.sites = "https://news.example.org\nhttps://*.example.com"
    rules.save()
    assert "https://news.example.org; https://*.example.com" in hint()


@pytest.mark.parametrize(("name", "show"), [("nothing", "losses"), (None, "nothing")])
def test_what_there_is_not_is_not_found(client, homes, small, issue, name, show):
    assert client.get(address(small, name or issue, show)).status_code == 404
    assert client.get(f"/en/cases/none/{'0' * 12}/embed/{issue}/losses/").status_code == 404


def test_editors_make_tokens_for_themselves_and_see_nobody_elses(client, homes):
    ours, theirs = User.objects.create_user("ours"), User.objects.create_user("theirs")
    for who in (ours, theirs):
        who.groups.add(Group.objects.get(name="Editors"))
    APIToken.create_token(user=theirs, name="their machine")
    client.force_login(ours)
    made = client.post("/admin/api-tokens/new/", {"name": "my machine", "user": ours.pk})
    assert made.status_code == 200 and "wagtail_" in made.content.decode()
    assert APIToken.objects.get(name="my machine").user == ours
    client.post("/admin/api-tokens/new/", {"name": "as theirs", "user": theirs.pk})
    assert not APIToken.objects.filter(name="as theirs").exists()
    listed = client.get("/admin/api-tokens/").content.decode()
    assert "my machine" in listed and "their machine" not in listed


def test_editors_are_led_to_where_sites_are_listed_and_nobody_else_is(client, homes, small):
    def listing():
        seen = BeautifulSoup(client.get(f"/en/cases/{small.case_id}/").content, "html.parser")
        return [link["href"] for link in seen.select(".embedding .hint a")]

    assert not listing()
    reader = User.objects.create_user("reader", password="long words to enter")
    client.force_login(reader)
    assert not listing()
    boss = User.objects.create_superuser("boss", password="long words to enter")
    client.force_login(boss)
    (where,) = set(listing())
    assert where == "/admin/settings/cases/embedrules/"


def test_a_frame_has_a_height_for_every_screen():
    """Each known width gives its height, a narrower screen never a smaller one, and a wide screen the least."""
    from evenhand_site.cases.framing import ASIDE, style

    known = {280: 1000, 350: 790, 600: 540}
    told = style(known)
    least, *lines = told.removeprefix("height: max(").removesuffix(")").split(", ")

    def at(screen):
        pairs = [line.split("px - ") for line in lines]
        return max(int(least[:-2]), *(int(start) - float(rate[:-2]) * screen / 100 for start, rate in pairs))

    assert {frame: at(frame + ASIDE) for frame in known} == pytest.approx(known, abs=1)
    tall = [at(screen) for screen in range(280, 2000)]
    assert tall == sorted(tall, reverse=True) and tall[-1] == 540
    assert style({280: 600, 600: 600}) == "height: max(600px, 600px - 0vw)"


def test_a_frame_grows_with_what_is_shown():
    """A sentence of one line takes a line, one of three takes three; a row of a table takes a row."""
    from evenhand_site.cases.framing import height
    from evenhand_site.cases.wording import Shown, Table

    def of(words, rows=0):
        table = Table("A", ["Cause", "Often"], [["standing", "in half"]] * rows) if rows else None
        return height("An issue", "A case", Shown(words, table), [])

    assert of(["Short."] * 11) >= of(["Short."]) + 10 * 29
    assert of(["word " * 30]) >= of(["Short."]) + 2 * 29
    assert of([], 20) >= of([], 10) + 10 * 35

"""Issues that are called as pages of the site are, or in letters that only the engine takes for such, have pages."""

import json
import logging
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.http import urlencode
from evenhand_site.cases import urls
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.pages import Place
from evenhand_site.discovery import index
from evenhand_site.discovery.models import Entry

import evenhand

COMMON = ("embed", "issue", "issues", "feed", "api", "versions", "analysis-json", "losses", "abcdef012345-2", "किताब")
APART = ("chapters", "what-if")
NAMES = (*APART, *COMMON)
CASE = "/en/cases/prisoners-dilemma/"


def named(names):
    """The file of a small case with an issue of each of these names, each with effects of its own."""
    file = evenhand.locate("prisoners-dilemma").read_text(encoding="utf-8")
    head, issue = file.split("issues:\n")
    issue = "\n".join(line for line in issue.splitlines() if not line.startswith("#"))
    made = []
    for number, name in enumerate(names):
        own = issue.replace("armament:", f"{name}:").replace("title: Armament", f"title: On the table {number}")
        made.append(re.sub(r"(id: \S+)", rf"\1-{number}", own))
    return f"{head}issues:\n" + "\n".join(made) + "\n"


@pytest.fixture(scope="module")
def columns(django_db_setup, django_db_blocker):
    from evenhand_site.cases.study import columns_of, identity_of

    file = named(NAMES)
    with django_db_blocker.unblock():
        return {**identity_of(file, 16, 1), **columns_of(file, 16, 1)}


@pytest.fixture
def called(homes, columns):
    return CaseStudy.objects.create(**columns)


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_the_case_leads_to_a_page_of_each_and_that_to_its_questions_files_and_frames(client, called):
    listed = {link["href"]: link.get_text(strip=True) for link in soup(client.get(CASE)).select("a")}
    for number, name in enumerate(NAMES):
        title, pinned = f"On the table {number}", Place(called, True, name)
        assert listed[Place(called, issue=name).url] == title
        for place in (Place(called, issue=name), pinned):
            assert soup(client.get(place.url)).h1.get_text(strip=True) == title
            asked = soup(client.get(place.question))
            assert asked.h1.get_text(strip=True).endswith(title)
            assert asked.main.form["action"].partition("#")[0] == place.question
        found = json.loads(client.get(pinned.file("analysis.json")).content)
        assert [each["id"] for each in found["issues"]] == [name]
        assert name in client.get(pinned.file("losses.csv")).content.decode()
        codes = [
            BeautifulSoup(area.text, "html.parser").iframe for area in soup(client.get(pinned.url)).select("textarea")
        ]
        frames = [code["src"].removeprefix(settings.BASE_URL) for code in codes if code]
        assert frames and all(title in soup(client.get(frame)).h1.get_text() for frame in frames)


def test_only_names_that_are_taken_stand_elsewhere_than_below_the_case(called):
    for name in COMMON:
        assert Place(called, issue=name).url == CASE + urlencode({"": name})[1:] + "/"
    assert [Place(called, issue=name).url for name in APART] == [f"{CASE}issue/{name}/" for name in APART]
    assert Place(called, True, "chapters").url == f"{CASE}{called.place}/issue/chapters/"
    assert Place(called, issue="what-if").question == f"{CASE}what-if/what-if/"


def test_every_word_that_an_address_of_cases_begins_with_is_tried_here():
    """A word that some pattern has at the place of an issue, and this test has not, is one more name to be tried."""
    patterns = [str(each.pattern) for each in urls.localized if str(each.pattern).startswith(urls.CASE)]
    below = [each.removeprefix(urls.VERSION).removeprefix(urls.CASE) for each in patterns]
    assert {found[0] for each in below if (found := re.match(r"[\w-]+(?=/)", each))} <= set(NAMES)


def test_the_map_of_the_site_and_search_have_them(client, called):
    places = re.findall("<loc>http://127.0.0.1:8000([^<]+)", client.get("/sitemap-cases-1.xml").content.decode())
    assert len(places) == len(set(places))
    assert {Place(called, issue=name).url for name in NAMES} <= set(places)
    index.put_case(called.case_id)
    for number, name in enumerate(NAMES):
        assert Entry.objects.filter(case=f"{called.case_id}/{name}").count() == 3
        found = soup(client.get("/en/search/", {"q": f"On the table {number}", "type": "case"}))
        assert Place(called, issue=name).url in {link["href"] for link in found.select("h2 a")}


def test_the_interface_has_them(client, called):
    where = f"/api/v1/cases/{called.case_id}/versions/{called.place}"
    assert client.get(where).json()["issues"] == list(NAMES)
    for name in NAMES:
        assert client.get(f"{where}/issues/{name}.json").json()["id"] == name


def test_a_case_whose_pages_cannot_be_made_takes_no_other_off_the_map(client, homes, small, monkeypatch, caplog):
    bad = CaseStudy.objects.create(
        case_id="bad", version="0" * 64, title="Bad", draws=64, seed=1, engine="0", analysis="{}", names="{}", file="?"
    )
    assert bad.pk > small.pk
    CaseStudy.objects.filter(pk=bad.pk).update(id=0)  # it comes first
    with caplog.at_level(logging.ERROR):
        answer = client.get("/sitemap-cases-1.xml")
    assert answer.status_code == 200
    places = [each.text for each in ElementTree.fromstring(answer.content).iter() if each.tag.endswith("}loc")]
    assert f"{settings.BASE_URL}{CASE}" in places and not any("/bad/" in each for each in places)
    assert any("bad" in each.getMessage() for each in caplog.records)

"""The list of cases, the report under its own policy, and what may be fetched."""

import base64
import hashlib
import json
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup

import evenhand


def test_the_list_names_every_version_with_its_files(client, homes, small):
    page = unescape(client.get("/en/cases/").content.decode())
    assert small.title in page and small.short in page
    for name in ("", "analysis.json", "case.yaml"):
        assert f"/en/cases/prisoners-dilemma/{small.short}/{name}" in page


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_list_and_the_report_answer_in_every_language(client, homes, small, language):
    assert client.get(f"/{language}/cases/").status_code == 200
    assert client.get(f"/{language}/cases/prisoners-dilemma/").status_code == 200


def test_the_report_is_that_of_the_engine_whole_with_the_way_back(client, homes, small):
    from evenhand.report import html
    from evenhand.report.language import speaking

    case = evenhand.load("prisoners-dilemma")
    study, chapters = evenhand.whole(case, draws=64, seed=1)
    page = client.get(small.get_absolute_url().replace("/en/", "/ru/")).content.decode()
    (way_back,) = re.findall(r'\n<header class="site" lang="ru">.*?</header>\n', page, re.DOTALL)
    assert re.findall('href="([^"]+)"', way_back)[:2] == ["/ru/", "/ru/cases/"]
    with speaking("ru"):
        expected = html.render(case, study.document() | chapters)
    assert re.sub(r"<style>\.site.*?</style>", "", page, flags=re.DOTALL).replace(way_back, "") == expected


def test_the_policy_of_the_report_allows_its_style_sheets_by_hash_and_nothing_else(client, homes, small):
    answer = client.get("/en/cases/prisoners-dilemma/")
    policy = answer.headers["Content-Security-Policy"]
    sheets = re.findall(r"<style>(.*?)</style>", answer.content.decode(), re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode() for sheet in sheets]
    assert "style-src " + " ".join(f"'sha256-{digest}'" for digest in digests) + ";" in policy
    assert (
        "default-src 'none'" in policy and "unsafe" not in policy and "'self'" not in policy.split("frame-ancestors")[0]
    )
    assert " style=" not in answer.content.decode() and "<script" not in answer.content.decode()


def test_findings_and_case_file_can_be_fetched(client, homes, small):
    data = client.get(f"/en/cases/prisoners-dilemma/{small.short}/analysis.json")
    assert data.headers["Content-Type"] == "application/json"
    assert json.loads(data.content)["schema"] == "evenhand.analysis/1"
    file = client.get(f"/en/cases/prisoners-dilemma/{small.version}/case.yaml")
    assert file.headers["Content-Disposition"] == f'attachment; filename="prisoners-dilemma-{small.short}.yaml"'
    assert file.content == evenhand.locate("prisoners-dilemma").read_bytes()


@pytest.mark.parametrize(
    "address",
    ["nothing/", "prisoners-dilemma/0123456789ab/", "prisoners-dilemma/012/", "..%2f..%2fetc/", "%00/", "a%00b/"],
)
def test_an_unknown_case_or_version_is_not_found(client, homes, small, address):
    assert client.get(f"/en/cases/{address}").status_code == 404


def test_the_newest_study_stands_at_the_address_of_the_case(client, homes, small, tmp_path):
    from evenhand_site.cases.study import study

    changed = tmp_path / "changed.yaml"
    changed.write_text(re.sub(r"title: .*", "title: Another title", small.file, count=1))
    study(str(changed), draws=64, seed=1)
    assert "Another title" in client.get("/en/cases/prisoners-dilemma/").content.decode()
    assert "Another title" not in client.get(small.get_absolute_url()).content.decode()


def test_nobody_changes_a_study_in_the_admin(client, homes, small, django_user_model):
    from django.contrib.auth.models import Group
    from evenhand_site.house.founding import EDITORS

    editor = django_user_model.objects.create_user("editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    assert not any(editor.has_perm(f"cases.{action}_casestudy") for action in ("add", "change", "delete"))


@pytest.fixture
def argued(homes):
    """A page that sets an argument beside a case."""
    from evenhand_site.cases.models import ArgumentsPage

    page = ArgumentsPage(title="The argument and the numbers", slug="arguments", lead="Claim by claim.")
    return homes["en"].add_child(instance=page)


@pytest.mark.parametrize("place", [".home .cases", "footer .further"])
def test_the_home_page_and_every_footer_lead_to_the_cases_and_the_argument(client, argued, small, place):
    page = BeautifulSoup(client.get("/en/").content, "html.parser")
    links = [link["href"] for link in page.select(f"{place} a")]
    assert {"/en/cases/", argued.url} <= set(links)
    assert "/en/cases/prisoners-dilemma/" in links or place != ".home .cases"
    russian = BeautifulSoup(client.get("/ru/").content, "html.parser")
    assert argued.url not in [link["href"] for link in russian.select(f"{place} a")]


def test_the_list_of_cases_leads_to_the_argument(client, argued, small):
    page = BeautifulSoup(client.get("/en/cases/").content, "html.parser")
    assert page.select_one(f'main a[href="{argued.url}"]')

"""Citations on a text's page and as files."""

import json
import re

import pytest
import rispy
from evenhand_site.publications.models import Memo, Publication
from pybtex.database import parse_string
from wagtail.models import PageViewRestriction


@pytest.fixture
def memo(network):
    return network.text(
        "Quiet talks & “grain”", under=network.section(), kind=Memo, by=[network.person("Ada", "Example")]
    )


def test_the_page_of_a_text_has_a_box_of_citations(client, memo):
    html = client.get(memo.url).content.decode()
    box = re.search(r'<section class="citing".*?</section>', html, re.DOTALL)[0]
    for style in ("APA 7", "Chicago 18", "MLA 9", "ГОСТ Р 7.0.100-2018", "ДСТУ 8302:2015"):
        assert style in box
    assert "Example, Ada. “Quiet Talks &amp; ‘Grain.’”" in box
    for ending in ("bib", "ris", "json"):
        assert f'href="/en/cite/{memo.pk}.{ending}"' in box
    assert f'href="/en/pdf/{memo.pk}.pdf"' in box


def test_the_files_can_be_read_back(client, memo):
    bib = client.get(f"/en/cite/{memo.pk}.bib")
    assert parse_string(bib.content.decode(), "bibtex").entries[f"example2026-{memo.pk}"].type == "techreport"
    assert bib["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert f'filename="example2026-{memo.pk}.bib"' in bib["Content-Disposition"]
    (record,) = rispy.loads(client.get(f"/ru/cite/{memo.pk}.ris").content.decode())
    assert record["title"] == "Quiet talks & “grain”"
    (item,) = json.loads(client.get(f"/uk/cite/{memo.pk}.json").content)
    assert item["number"] == "1"


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
@pytest.mark.parametrize("state", ["draft", "private", "missing"])
def test_what_is_not_public_is_not_given(client, memo, state, ending):
    if state == "draft":
        Publication.objects.filter(pk=memo.pk).update(live=False)
    if state == "private":
        PageViewRestriction.objects.create(page=memo, restriction_type="login")
    assert client.get(f"/en/cite/{memo.pk + (state == 'missing')}.{ending}").status_code == 404


def test_home_pages_and_profiles_tell_what_they_are(client, memo):
    assert '"@type": "Organization"' in client.get("/en/").content.decode()
    assert '"familyName": "Example"' in client.get("/en/person/ada-example/").content.decode()
    assert "ld+json" not in client.get("/en/commentary/").content.decode()

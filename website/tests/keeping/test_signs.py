"""Whatever address holds a NUL, which PostgreSQL refuses, is not found: on either database, whoever asks."""

from __future__ import annotations

import json

import pytest
from servers import prepared, python

PATHS = [
    "/%00", "/en/%00/", "/en/a%00b/", "/ru/%00/feed/", "/a%00b/feed/", "/feed%00/", "/astray%00/", "/en/person/a%00b/",
    "/en/topic/a%00b/", "/en/cases/a%00b/", "/en/cases/x/chapters/a%00b/", "/en/feed/topic/a%00b.rss",
    "/en/feed/person/%00.atom", "/en/feed/section/%00.json", "/api/v1/cases/a%00b", "/media/a%00b.png", "/og/%00.png",
    "/static/a%00b.css", "/documents/1/a%00b.pdf", "/admin/a%00b/", "/account/a%00b/", "/%00/oai",
    "/sitemap-a%00-1.xml",
]  # fmt: skip
QUERIES = [
    "/en/search/?q=%00", "/en/search/?q=a&year=%00", "/en/search/?author=a%00b", "/en/?page=1%00", "/en/cases/?%00=1",
    "/?feed=rss2&p=%00", "/?p=a%00b", "/oai?verb=ListRecords&metadataPrefix=oai_dc&set=%00", "/api/v1/cases?limit=%00",
    "/admin/pages/search/?q=%00", "/admin/images/?q=%00", "/admin/reports/site-history/?label=%00",
    "/admin/redirects/?q=a%00b", "/account/login/?next=%00",
]  # fmt: skip


@pytest.mark.parametrize("address", [*PATHS, *QUERIES])
def test_an_address_with_nul_is_not_found(client, homes, address):
    answer = client.get(address)
    assert answer.status_code == 404
    if address.startswith("/api/"):
        assert answer["Content-Type"] == "application/problem+json"
    else:
        assert 'name="q"' in answer.content.decode()  # the page that offers the search


def test_it_is_said_in_the_language_of_the_address(client, homes):
    assert '<html lang="uk"' in client.get("/uk/a%00b/").content.decode()


@pytest.mark.parametrize("query", ["q=%2500", "q=100%25", "q=%EF%BF%BD"])
def test_signs_that_only_look_like_it_are_searched_for(client, homes, query):
    assert client.get(f"/en/search/?{query}").status_code == 200


SCRIPT = """
import json, sys
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

Redirect.add_redirect("/astray", redirect_to="/en/a%00b/")
editor = Client(HTTP_HOST="localhost")
editor.force_login(get_user_model().objects.get(), "django.contrib.auth.backends.ModelBackend")
for client in (Client(HTTP_HOST="localhost"), editor):
    client.raise_request_exception = False
    answers = {each: client.get(each).status_code for each in ADDRESSES}
    answers["/astray/feed/"] = client.get("/astray/feed/", follow=True).status_code
    print(json.dumps({each: status for each, status in answers.items() if status != 404}))
strange = Client(HTTP_HOST="localhost", HTTP_COOKIE='sessionid="abcdefgh\\\\000"')
strange.raise_request_exception = False
print(strange.get("/en/").status_code, strange.get("/admin/").status_code)
"""


def test_neither_database_is_asked(tmp_path, database):
    """A redirect that leads to such an address leads to no feed either."""
    data = prepared(tmp_path / "site", database=database)
    said = python(f"ADDRESSES = {json.dumps(PATHS + QUERIES)}\n{SCRIPT}", data, database=database).stdout_text
    assert said.splitlines()[-3:] == ["{}", "{}", "200 302"]

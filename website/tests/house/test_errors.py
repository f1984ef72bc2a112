"""Pages that say what went wrong."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from django.views import defaults


def test_a_missing_page_offers_the_search(client, homes):
    answer = client.get("/ru/такого-нет/")
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 404
    assert page.html["lang"] == "ru"
    assert page.select_one("main form")["action"] == "/ru/search/"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_a_fault_of_ours_is_told_without_the_database(django_db_blocker):
    with translation.override("uk"):  # this test may not touch the database
        answer = defaults.server_error(RequestFactory().get("/uk/"))
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 500
    assert page.html["lang"] == "uk" and page.h1.text
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html"])
def test_refusals_are_pages_of_the_site(homes, name):
    html = get_template(name).render({}, RequestFactory().get("/en/"))
    page = BeautifulSoup(html, "html.parser")
    assert page.select_one("header .name a")["href"] == "/en/"
    assert page.main.h1.text

"""Before its first reader a worker asks for the usual pages itself."""

import threading
from types import SimpleNamespace

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import translation
from evenhand_site.keeping import warming, workers
from evenhand_site.keeping.warming import warm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connected(monkeypatch):
    """The tests' connection stays, which a request of its own would close."""
    monkeypatch.setattr("evenhand_site.keeping.warming.connections.close_all", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_a_worker_asks_for_the_home_page_and_the_newest_text_under_the_sites_name(network, settings):
    settings.BASE_URL = "https://network.example:8443"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    text = network.text("Quiet talks", under=network.section("Commentary"))
    asked = []

    def application(environ, start_response):
        asked.append(environ)
        start_response("200 OK", [])
        return [b"page"]

    warm(application)
    assert [environ["PATH_INFO"] for environ in asked] == ["/en/", text.url]
    assert {environ["HTTP_HOST"] for environ in asked} == {"network.example:8443"}
    assert {environ["HTTP_X_FORWARDED_PROTO"] for environ in asked} == {"https"}


def test_the_site_answers_what_it_asks_itself(network, settings):
    from evenhand_site.wsgi import site

    settings.BASE_URL = "http://testserver"
    network.text("Quiet talks", under=network.section("Комментарии", language="ru"), slug="тихо")
    answered = []

    def application(environ, _start_response):
        return site(environ, lambda status, _headers, _fault=None: answered.append(status))

    warm(application)
    assert answered == ["200 OK", "200 OK"]


def test_a_site_that_cannot_answer_is_started_all_the_same(network, caplog):
    def application(environ, start_response):
        raise OSError("no disk")

    warm(application)
    assert "could not be made at the start" in caplog.text


def test_an_empty_site_has_its_home_page_alone(homes):
    asked = []
    warm(lambda environ, _start: asked.append(environ["PATH_INFO"]) or [])
    assert asked == ["/en/"]


@pytest.fixture
def begun(monkeypatch):
    """Begins a worker of gunicorn, whose first pages an application makes."""
    monkeypatch.setattr(warming, "_paths", lambda: ["/ru/"])
    return lambda application: workers.post_worker_init(SimpleNamespace(wsgi=application))


def test_a_worker_begins_though_its_first_page_never_comes(begun, monkeypatch):
    monkeypatch.setattr(workers, "PATIENCE", 0.01)
    asked, let_go, done = threading.Event(), threading.Event(), threading.Event()

    def application(environ, _start_response):
        asked.set()
        let_go.wait(20)
        done.set()
        return []

    begun(application)
    assert not done.is_set()
    let_go.set()
    assert asked.wait(20) and done.wait(20)


def test_a_worker_begins_once_its_first_page_is_made_and_in_no_language(begun):
    made = []

    def application(environ, _start_response):
        translation.activate("ru")
        made.append(environ["PATH_INFO"])
        return []

    before = translation.get_language()
    begun(application)
    assert made == ["/ru/"] and translation.get_language() == before != "ru"


def test_what_the_site_asks_itself_is_no_line_in_the_log_of_requests(homes, settings, monkeypatch):
    from evenhand_site.wsgi import application

    settings.BASE_URL, lines = "http://testserver", []
    monkeypatch.setattr("evenhand_site.keeping.logs.log.info", lambda *told, **_more: lines.append(told))
    for _twice in range(2):  # made, and kept
        warm(application)
    assert lines == []

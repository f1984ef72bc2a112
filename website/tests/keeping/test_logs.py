"""Log lines: what each request leaves, and what no line may hold."""

from __future__ import annotations

import json
import logging

import pytest
from evenhand_site.keeping.logs import AboutTheRequest, JsonLine, ShortLine, WithoutAnswered, logging_on


@pytest.fixture
def lines():
    """What is written on standard error, line by line, read back."""

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    written = []
    handler = Kept()
    handler.setFormatter(JsonLine())
    handler.addFilter(AboutTheRequest())
    logging.getLogger().addHandler(handler)
    yield lambda name="": [
        line for line in map(json.loads, written) if line["logger"].startswith(name or "evenhand_site.access")
    ]
    logging.getLogger().removeHandler(handler)


def test_each_request_leaves_one_line(client, network, lines):
    answer = client.get("/en/search/?q=secret+words", REMOTE_ADDR="192.0.2.77")
    (line,) = lines()
    assert line["level"] == "INFO" and line["method"] == "GET" and line["path"] == "/en/search/"
    assert line["status"] == 200 and line["ms"] > 0 and line["request_id"] == answer["X-Request-ID"]
    assert line["time"].endswith("+00:00")
    assert "secret" not in json.dumps(line) and "192.0.2.77" not in json.dumps(line)


def test_a_visitor_has_one_name_a_day_and_it_is_not_the_address(client, network, lines, monkeypatch):
    from datetime import date

    from evenhand_site.keeping import visitor

    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::2"):
        client.get("/en/", REMOTE_ADDR=address)
    names = [line["visitor"] for line in lines()]
    assert names[0] == names[1] != names[2] and names[3] == names[4] != names[5]

    class Tomorrow(date):
        @classmethod
        def today(cls):
            return date(2099, 1, 1)

    monkeypatch.setattr(visitor, "date", Tomorrow)
    client.get("/en/", REMOTE_ADDR="192.0.2.1")
    assert lines()[-1]["visitor"] != names[0]


def test_private_words_of_links_are_left_out(client, network, lines):
    client.get("/en/newsletter/leave/12.1tAbCd.0123456789abcdefghijklmnopqrstuvwxyz0123456/")
    assert lines()[-1]["path"] == "/en/newsletter/leave/…/"


def test_nothing_a_visitor_sends_makes_a_second_line(client, network, lines):
    client.get("/en/a%0a%7B%22level%22:%22forged%22%7D", headers={"user-agent": "x\ny"})
    assert "\n" not in lines()[-1]["path"] or json.dumps(lines()[-1]).count("\n") == 0


def test_a_request_is_named_by_a_trusted_proxy_only(client, network, settings, lines):
    name = "0123456789abcdef"
    assert client.get("/en/", headers={"x-request-id": name})["X-Request-ID"] != name
    settings.TRUSTED_PROXIES = 1
    assert client.get("/en/", headers={"x-request-id": name})["X-Request-ID"] == name
    assert client.get("/en/", headers={"x-request-id": "evil\tname {}"})["X-Request-ID"] != "evil\tname {}"


def test_a_fault_leaves_its_traceback_in_one_line_and_none_in_the_page(client, network, lines, monkeypatch):
    from evenhand_site.discovery import views

    def broken(*_args, **_rest):
        raise RuntimeError("the cause")

    client.raise_request_exception = False
    monkeypatch.setattr(views, "render", broken)
    answer = client.get("/en/search/")
    assert answer.status_code == 500 and "the cause" not in answer.content.decode()
    (fault,) = lines("django.request")
    assert "RuntimeError: the cause" in fault["traceback"] and fault["request_id"] == answer["X-Request-ID"]


def test_a_wrong_host_is_told_in_a_line_without_a_traceback(client, network, lines, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/en/", headers={"host": "elsewhere.example"}).status_code == 400
    (line,) = lines("django.security")
    assert line["level"] == "WARNING" and "elsewhere.example" in line["message"] and "traceback" not in line
    assert [line["status"] for line in lines()] == [400]


def test_lines_written_outside_a_request_have_no_request(lines):
    logging.getLogger("evenhand_site.newsletter").warning("слово %s", "ї")
    (line,) = lines("evenhand_site.newsletter")
    assert line["message"] == "слово ї" and "request_id" not in line


def test_a_kept_page_leaves_the_same_line_as_the_site(lines):
    from evenhand_site.keeping.logs import kept_page

    path = "/en/лист/".encode().decode("latin-1")  # as WSGI has it
    kept_page({"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.7"}, 200, 0.0004)
    (line,) = lines()
    assert line["path"] == "/en/лист/" and line["status"] == 200 and line["ms"] == 0.4 and line["kept"] is True
    assert line["visitor"] and line["request_id"] and "192.0.2.7" not in json.dumps(line)


# --- on a terminal


@pytest.fixture
def shown():
    """What somebody reads who looks on."""

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    written = []
    handler = Kept()
    handler.setFormatter(ShortLine())
    handler.addFilter(AboutTheRequest())
    handler.addFilter(WithoutAnswered())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_on_a_terminal_requests_that_were_answered_leave_no_line(client, network, shown):
    assert client.get("/en/").status_code == 200 and client.get("/en/nowhere/").status_code == 404
    assert not [line for line in shown if "request" in line]


def test_on_a_terminal_a_failure_and_other_events_are_short_lines(client, network, shown, monkeypatch):
    from evenhand_site.discovery import views

    def broken(*_args, **_rest):
        raise RuntimeError("the cause")

    client.raise_request_exception = False
    monkeypatch.setattr(views, "render", broken)
    client.get("/en/search/")
    assert any("RuntimeError: the cause" in line for line in shown)
    assert any(line.endswith("request 500 (GET /en/search/)") for line in shown)
    shown.clear()
    logging.getLogger("evenhand_site.newsletter").warning("слово %s", "\x1b[31m\nї")
    (line,) = shown
    assert line[2] == line[5] == ":" and line[8:] == " warning: слово \\x1b[31m\\nї"


def test_elsewhere_than_on_a_terminal_each_line_is_json_with_every_request():
    handlers = {terminal: logging_on(terminal)["handlers"]["stderr"] for terminal in (True, False)}
    assert handlers[False]["formatter"] == "json" and "answered" not in handlers[False]["filters"]
    assert handlers[True]["formatter"] == "short" and "answered" in handlers[True]["filters"]

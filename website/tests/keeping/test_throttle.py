"""Not too often: counting by visitor, across processes, and forgetting."""

from __future__ import annotations

import threading

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from evenhand_site.keeping import throttle
from evenhand_site.keeping.throttle import count, throttled
from evenhand_site.keeping.visitor import address, network

FORMS = ["bib", "ris", "json"]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA, settings.THROTTLE = tmp_path, True


@throttled("thing", per_minute=3, methods=("POST",))
def thing(request):
    return HttpResponse("done")


def ask(method="post", **extra):
    return thing(getattr(RequestFactory(), method)("/en/thing/", **extra))


def test_a_visitor_who_asks_too_often_is_told_when_to_come_back(homes):
    assert [ask().status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    answer = ask()
    assert 0 < int(answer["Retry-After"]) <= 60 and answer["Cache-Control"] == "no-store"
    assert "Please try again in a minute." in answer.content.decode()
    assert ask("get").status_code == 200
    assert ask(REMOTE_ADDR="192.0.2.9").status_code == 200


def test_counts_are_of_a_window_and_are_forgotten_after_it():
    assert [count("a", "me", per=60, now=now) for now in (0, 59, 60, 61, 200)] == [1, 2, 1, 2, 1]
    for number in range(50):
        count("a", f"visitor {number}", per=60, now=300)
    count("a", "me", per=60, now=1000)
    assert throttle._counts().execute("SELECT count(*) FROM counts").fetchone() == (1,)


def test_scopes_spans_and_visitors_are_counted_apart():
    assert count("a", "me", per=60, now=0) == count("b", "me", per=60, now=0) == count("a", "me", per=3600, now=0) == 1
    assert count("a", "you", per=60, now=0) == 1


def test_several_threads_lose_no_count():
    def many():
        for _ in range(50):
            count("a", "me", per=10**6, now=0)

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count("a", "me", per=10**6, now=0) == 201


def test_where_it_cannot_count_it_lets_everybody_through_and_says_so(homes, settings, tmp_path, caplog):
    settings.DATA = tmp_path / "not" / "there"
    assert [ask().status_code for _ in range(5)] == [200] * 5
    assert "cannot count" in caplog.text


def test_no_address_is_stored():
    count("a", "192.0.2.1", per=60, now=0)
    throttle._counts().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = b"".join(path.read_bytes() for path in throttle.Path(throttle.settings.DATA).iterdir())
    assert b"192.0.2.1" not in stored


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (2, "198.51.100.1", "192.0.2.1"),
        (1, "<script>", "192.0.2.1"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_the_address_behind_proxies(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert address(request) == expected


def test_a_connection_without_an_address_is_nobody(settings):
    assert network(RequestFactory().get("/", REMOTE_ADDR="")) == "0.0.0.0"


@pytest.mark.parametrize(
    ("address", "method", "most"),
    [
        ("/en/search/?q=x", "get", 60),
        ("/en/search/?q=x", "head", 60),
        ("/en/search/?q=x", "options", 60),
        ("/en/feed/search/results.rss?q=x", "get", 60),
        ("/oai?verb=Identify", "get", 60),
        ("/oai", "post", 60),
        ("/en/pdf/999999.pdf", "get", 20),
        ("/en/pdf/999999.pdf", "trace", 20),
        ("/og/999999.png", "get", 60),
        ("/en/newsletter/", "post", 6),
    ],
)
def test_what_is_expensive_is_answered_so_often_a_minute(client, network, monkeypatch, address, method, most):
    monkeypatch.setattr(throttle.time, "time", lambda: 1000.0)
    codes = [getattr(client, method)(address).status_code for _ in range(most + 1)]
    assert 429 not in codes[:most] and codes[most] == 429


def test_what_can_only_be_read_is_not_made_for_other_methods(client, network):
    section = network.section()
    text = network.text(under=section)
    readable = [
        *(network.person().get_absolute_url(), network.topic().get_absolute_url(), "/en/cases/", "/en/cases/one/"),
        *(f"/en/pdf/{text.pk}.pdf", f"/og/{text.pk}.png", *(f"/en/cite/{text.pk}.{form}" for form in FORMS)),
        *(f"/en/calendar/{section.slug}.ics", f"/en/podcast/{section.slug}/feed.xml", "/en/submissions/"),
        *("/en/newsletter/asked/", "/account/"),
    ]
    for method in ("post", "options", "trace", "delete"):
        assert {address: getattr(client, method)(address).status_code for address in readable} == dict.fromkeys(
            readable, 405
        )

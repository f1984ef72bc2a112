"""Kept pages: what may be kept, for whom, and until when."""

import gzip

import pytest
from evenhand_site.keeping import generation as generations
from evenhand_site.keeping.pages import LONGEST, KeptPages


class Site:
    """A site that counts how often it is asked."""

    def __init__(self, status="200 OK", headers=(), body=b"<p>words</p>" * 40):
        self.asked, self.status, self.headers, self.body = 0, status, list(headers), body

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, [("Content-Type", "text/html"), *self.headers])
        return [self.body]


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def ask(application, path="/en/", **environ):
    said = {}

    def listen(status, headers, exc_info=None):
        said.update(status=status, headers=dict(headers))

    said["body"] = b"".join(
        application({"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "example.org", **environ}, listen)
    )
    return said


def test_a_page_is_made_once(clock):
    site = Site()
    kept = KeptPages(site, clock)
    assert ask(kept)["body"] == ask(kept)["body"] == site.body
    assert site.asked == 1


def test_another_query_host_or_scheme_is_another_page(clock):
    site = Site()
    kept = KeptPages(site, clock)
    ask(kept)
    ask(kept, QUERY_STRING="page=2")
    ask(kept, HTTP_HOST="other.example.org")
    ask(kept, **{"wsgi.url_scheme": "https"})
    assert site.asked == 4


def test_a_visible_change_makes_it_again(clock):
    site = Site()
    kept = KeptPages(site, clock)
    ask(kept)
    generations.raise_generation()
    ask(kept)
    assert site.asked == 2


def test_two_changes_at_once_are_two_generations():
    generations.raise_generation()
    first = generations.generation()
    generations.raise_generation()
    assert generations.generation() > first


def test_an_old_page_is_made_again(clock):
    site = Site()
    kept = KeptPages(site, clock)
    ask(kept)
    clock.now += LONGEST + 1
    ask(kept)
    assert site.asked == 2


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"REQUEST_METHOD": "POST"},
        {"PATH_INFO": "/admin/login/"},
        {"PATH_INFO": "/account/login/"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
    ],
)
def test_what_is_for_one_person_is_not_kept(clock, environ):
    site = Site()
    kept = KeptPages(site, clock)
    ask(kept, **environ)
    ask(kept, **environ)
    assert site.asked == 2


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("404 Not Found", ("X-Nothing", "1")),
        ("200 OK", ("Set-Cookie", "csrftoken=1")),
        ("200 OK", ("Cache-Control", "private")),
        ("200 OK", ("Vary", "Cookie")),
    ],
)
def test_what_may_not_be_kept_passes_through(clock, status, header):
    site = Site(status, [header])
    kept = KeptPages(site, clock)
    assert ask(kept)["status"] == status
    ask(kept)
    assert site.asked == 2


def test_a_reader_who_has_it_gets_304(clock):
    kept = KeptPages(Site(), clock)
    tag = ask(kept)["headers"]["ETag"]
    again = ask(kept, HTTP_IF_NONE_MATCH=tag)
    assert again["status"].startswith("304") and again["body"] == b""


def test_who_takes_gzip_gets_gzip_and_others_do_not(clock):
    site = Site()
    kept = KeptPages(site, clock)
    packed = ask(kept, HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed["headers"]["Content-Encoding"] == "gzip" and gzip.decompress(packed["body"]) == site.body
    assert "Content-Encoding" not in ask(kept)["headers"]


def test_head_has_no_body_and_the_right_length(clock):
    site = Site()
    answer = ask(KeptPages(site, clock), REQUEST_METHOD="HEAD")
    assert answer["body"] == b"" and answer["headers"]["Content-Length"] == str(len(site.body))


@pytest.mark.parametrize(
    "accepted", ["gzip;q=0", "gzip; q=0.000, identity", "br, gzip;Q=0 ", "identity;q=1, gzip ; q=0"]
)
def test_who_refuses_gzip_gets_none(clock, accepted):
    assert "Content-Encoding" not in ask(KeptPages(Site(), clock), HTTP_ACCEPT_ENCODING=accepted)["headers"]


def test_memory_is_bounded(clock, monkeypatch):
    monkeypatch.setattr("evenhand_site.keeping.pages._MOST_BYTES", 100_000)
    kept = KeptPages(Site(body=b""), clock)
    for number in range(50):
        ask(kept, QUERY_STRING=f"page={number}", HTTP_HOST="a" * 200)
    assert sum(page.size for page in kept._pages.values()) == kept._bytes <= 100_000
    assert 0 < len(kept._pages) < 25  # what is beside the bodies counts too


def test_headers_count_only_as_far_as_they_choose_a_language_or_a_scheme(clock):
    site = Site()
    kept = KeptPages(site, clock)
    for number in range(5):
        cookie, path = f"x={number}", "/robots.txt"
        ask(kept, path, HTTP_ACCEPT_LANGUAGE=f"uk,en;q=0.{number}", HTTP_COOKIE=cookie, HTTP_X_FORWARDED_PROTO=cookie)
    assert site.asked == 1
    ask(kept, path, HTTP_ACCEPT_LANGUAGE="ru")
    ask(kept, path, HTTP_ACCEPT_LANGUAGE="uk", HTTP_COOKIE="a=b; django_language=en")
    assert site.asked == 3
    ask(kept, "/uk/", HTTP_ACCEPT_LANGUAGE="ru")
    ask(kept, "/uk/", HTTP_ACCEPT_LANGUAGE="en")
    assert site.asked == 4


def test_an_over_long_query_is_not_kept(clock):
    site = Site()
    kept = KeptPages(site, clock)
    ask(kept, QUERY_STRING="q=" + "a" * 1000)
    assert not kept._pages


def test_what_has_expired_leaves_the_memory(clock):
    kept = KeptPages(Site(), clock)
    ask(kept, "/en/a/")
    clock.now += LONGEST + 1
    ask(kept, "/en/b/")
    assert [key[2] for key in kept._pages] == ["/en/b/?"]
    generations.raise_generation()
    ask(kept, "/en/c/")
    assert [key[2] for key in kept._pages] == ["/en/c/?"]
    assert kept._bytes == sum(page.size for page in kept._pages.values())


@pytest.mark.django_db(transaction=True)
def test_publishing_raises_the_generation(client, homes):
    from evenhand_site.house.models import HousePage

    before = generations.generation()
    homes["en"].add_child(instance=HousePage(title="About", slug="about"))
    assert generations.generation() > before


def test_a_request_that_a_kept_page_answers_is_told_and_the_others_are_left_to_the_site(clock):
    told = []
    kept = KeptPages(Site(), clock, tell=lambda environ, status, seconds: told.append((environ["PATH_INFO"], status)))
    tag = ask(kept)["headers"]["ETag"]
    assert told == []
    ask(kept)
    ask(kept, HTTP_IF_NONE_MATCH=tag)
    assert told == [("/en/", 200), ("/en/", 304)]

"""Fetching from elsewhere: limits, redirections, and addresses that are nobody's business."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from evenhand_site.keeping.fetching import NotFetched, fetch, is_public


@pytest.mark.parametrize(
    "ip",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("::127.0.0.1", "::8.8.8.8", "fec0::1", "feff::1", "64:ff9b:1::808:808", "64:ff9b:1:ffff::1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::"),
    ],
)
def test_addresses_of_inner_networks_are_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(ip):
    assert is_public(ip)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_the_machine_itself_is_not_asked(address):
    with pytest.raises(NotFetched, match=r"not an address of the public internet|no such host"):
        fetch(address)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "begins with http"),
        ("ftp://example.org/", "begins with http"),
        ("gopher://example.org/", "begins with http"),
        ("example.org", "begins with http"),
        ("", "begins with http"),
        ("http://", "begins with http"),
        ("http://user:word@example.org/", "password"),
        ("http://example.org:99999/", "http"),
        ("http://example.org/a b", "signs"),
        ("http://example.org/\r\nHost: other", "signs|http"),
        ("http://приклад.example/", "signs"),
        ("http://[/", "http"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(address, reason):
    with pytest.raises(NotFetched, match=reason):
        fetch(address)


@contextmanager
def served(answer):
    """A server on this machine; ``answer`` writes to the handler."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(content=b"words", status=200, **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def anybody(_ip):
    return True


def test_what_is_answered_is_fetched():
    with served(says(b"<rss/>")) as address:
        assert fetch(f"{address}/feed.xml?all=1", allowed=anybody) == b"<rss/>"


def test_too_much_is_refused_announced_or_not():
    with served(says(b"x" * 5000)) as address, pytest.raises(NotFetched, match="more than"):
        fetch(address, most_bytes=4999, allowed=anybody)


def test_an_error_is_not_taken_for_an_answer():
    with served(says(status=404)) as address, pytest.raises(NotFetched, match="answered 404"):
        fetch(address, allowed=anybody)


def test_a_compressed_answer_that_nobody_asked_for_is_refused():
    with served(says(Content_Encoding="gzip")) as address, pytest.raises(NotFetched, match="coding"):
        fetch(address, allowed=anybody)


def test_a_redirection_is_followed_and_looked_at():
    with served(says(b"there")) as there:
        with served(says(status=302, Location=there)) as here:
            assert fetch(here, allowed=anybody) == b"there"
        asked = []

        def only_the_first(ip):
            asked.append(ip)
            return len(asked) == 1

        with served(says(status=301, Location=there)) as here, pytest.raises(NotFetched, match="public internet"):
            fetch(here, allowed=only_the_first)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/"])
def test_a_redirection_to_another_kind_of_address_is_refused(target):
    with served(says(status=302, Location=target)) as here, pytest.raises(NotFetched, match="begins with http"):
        fetch(here, allowed=anybody)


def test_redirections_without_end_are_given_up():
    with served(says(status=302, Location="/again")) as here, pytest.raises(NotFetched, match="redirections"):
        fetch(here, allowed=anybody)


def test_an_answer_that_breaks_off_is_refused():
    with served(says(b"half", Content_Length="8")) as address, pytest.raises(NotFetched, match="broke off"):
        fetch(address, allowed=anybody)


@pytest.mark.parametrize("headers_first", [True, False])
def test_a_server_that_drips_is_given_up_in_time(headers_first):
    def drip(handler):
        if headers_first:
            handler.send_response(200)
            handler.end_headers()
        for _ in range(100):
            time.sleep(0.05)
            handler.wfile.write(b"x")

    with served(lambda handler: _quietly(drip, handler)) as address:
        began = time.monotonic()
        with pytest.raises(NotFetched, match="in time"):
            fetch(address, seconds=0.5, allowed=anybody)
        assert time.monotonic() - began < 3


def _quietly(answer, handler):
    try:
        answer(handler)
    except OSError:
        handler.close_connection = True


def test_a_server_that_is_not_there_is_named():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotFetched, match=f"http://127.0.0.1:{port}"):
        fetch(f"http://127.0.0.1:{port}", allowed=anybody)


def test_nonsense_instead_of_http_is_refused():
    with served(lambda handler: handler.wfile.write(b"\0\1\2\r\n\r\n")) as address, pytest.raises(NotFetched):
        fetch(address, allowed=anybody)

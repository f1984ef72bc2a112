"""Whole pages kept for readers who are nobody in particular.

A page is the same for everyone without a session, so it is made once for each address and generation and then handed
out by this layer, in front of Django. Kept in the memory of each worker; nothing is kept from before a visible change
(see `generation`), longer than `LONGEST` seconds, or with a cookie in it. Readers choose the addresses, so whatever
stands in a key is counted, and headers count only as far as Django heeds them.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import parse_cookie
from django.utils.translation import get_language_from_request

from evenhand_site.keeping.generation import generation

__all__ = ["LONGEST", "KeptPages"]

LONGEST = 300.0
"""Seconds after which a kept page is made again, whatever happened."""
_MOST_BYTES = 128 * 1024 * 1024
_MOST_PAGE = 2 * 1024 * 1024
_BESIDE = 4 * 1024
"""Bytes that a page takes beside its two bodies and its key: headers and objects. It bounds the number of pages too."""
_LONGEST_QUERY = 200
_NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)", re.I)
_PRIVATE = ("/admin/", "/account/", "/documents/", "/media/", "/static/", "/health")

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Page:
    """An answer as it goes out: plain and compressed."""

    key: Key
    born: float
    generation: int
    headers: Headers
    tag: str
    plain: bytes
    packed: bytes

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed) + 4 * sum(map(len, self.key)) + _BESIDE  # a letter: 4 bytes at most


@dataclass
class KeptPages:
    """A WSGI application that answers for another what that one has answered before.

    Parameters
    ----------
    application : callable
        The site.
    now : callable
        Seconds of a clock that never goes back.
    tell : callable
        Told of each request that the site never saw, its status and the seconds that it took: for the log.
    """

    application: Callable[..., Iterable[bytes]]
    now: Callable[[], float] = time.monotonic
    tell: Callable[[Environ, int, float], None] = lambda environ, status, seconds: None
    _pages: OrderedDict[Key, Page] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _for_anybody(environ):
            return self.application(environ, start_response)
        key = _key(environ)
        page = self._pages.get(key)
        present, began = generation(), self.now()
        if page is None or page.generation != present or began - page.born > LONGEST:
            page, answer = self._make(key, present, environ, start_response)
            return answer if page is None else _send(page, environ, start_response)[1]
        status, answer = _send(page, environ, start_response)
        self.tell(environ, status, self.now() - began)
        return answer

    def _make(self, key: Key, present: int, environ: Environ, start_response: Callable[..., Any]) -> Any:
        """The page, asked of the site and kept; or no page, and the answer that may not be kept."""
        told: list[Any] = []

        def listen(status: str, headers: Headers, exc_info: Any = None) -> None:
            told[:] = [status, headers]

        method, asked = environ["REQUEST_METHOD"], environ.pop("HTTP_IF_NONE_MATCH", None)
        encoding = environ.pop("HTTP_ACCEPT_ENCODING", None)
        environ["REQUEST_METHOD"] = "GET"
        answer = self.application(environ, listen)
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        environ["REQUEST_METHOD"] = method
        if asked is not None:
            environ["HTTP_IF_NONE_MATCH"] = asked
        if encoding is not None:
            environ["HTTP_ACCEPT_ENCODING"] = encoding
        status, headers = told
        if not _may_be_kept(status, headers, body):
            start_response(status, headers)
            return None, [b"" if method == "HEAD" else body]
        page = _page(key, self.now(), present, headers, body)
        self._keep(page)
        return page, None

    def _keep(self, page: Page) -> None:
        with self._turn:
            old = self._pages.pop(page.key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[page.key] = page
            while (oldest := next(iter(self._pages.values()))) and (
                self._bytes > _MOST_BYTES or oldest.generation < page.generation or page.born - oldest.born > LONGEST
            ):
                self._bytes -= self._pages.pop(oldest.key).size


def _for_anybody(environ: Environ) -> bool:
    cookies = environ.get("HTTP_COOKIE", "")
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and "sessionid=" not in cookies
        and "messages=" not in cookies
        and not environ.get("HTTP_AUTHORIZATION")
        and not environ.get("HTTP_RANGE")
        and not environ.get("PATH_INFO", "").startswith(_PRIVATE)
        and len(environ.get("QUERY_STRING", "")) <= _LONGEST_QUERY  # longer ones are nobody's twice
    )


def _key(environ: Environ) -> Key:
    """Host, scheme, address and language, as Django takes them from the request."""
    name, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    forwarded = environ.get(name)
    told = environ.get("wsgi.url_scheme", "http")
    scheme = told if forwarded is None else secure if forwarded.split(",")[0].strip() == secure else "http"
    path = get_path_info(environ)
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    language = get_language_from_request(
        SimpleNamespace(path_info=path, COOKIES=cookies, META=environ), check_path=True
    )
    return environ.get("HTTP_HOST", ""), scheme, f"{path}?{environ.get('QUERY_STRING', '')}", language


def _may_be_kept(status: str, headers: Headers, body: bytes) -> bool:
    names = {name.lower(): value for name, value in headers}
    control = names.get("cache-control", "")
    return (
        status.startswith("200")
        and "set-cookie" not in names
        and "content-encoding" not in names
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and "cookie" not in names.get("vary", "").lower()
        and len(body) <= _MOST_PAGE
    )


def _page(key: Key, born: float, present: int, headers: Headers, body: bytes) -> Page:
    dropped = {"content-length", "etag", "x-request-id"}
    kept = [(name, value) for name, value in headers if name.lower() not in dropped]
    if not any(name.lower() == "cache-control" for name, _ in kept):
        kept.append(("Cache-Control", "no-cache"))  # a browser asks whether its copy is still right
    if not any(name.lower() == "vary" and "accept-encoding" in value.lower() for name, value in kept):
        kept.append(("Vary", "Accept-Encoding"))
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    return Page(key, born, present, [*kept, ("ETag", tag)], tag, body, gzip.compress(body, 6, mtime=0))


def _send(page: Page, environ: Environ, start_response: Callable[..., Any]) -> tuple[int, Iterable[bytes]]:
    """The status and the body of a kept page as this reader gets it."""
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    if asked and (asked.strip() == "*" or page.tag in asked):
        start_response("304 Not Modified", [header for header in page.headers if header[0].lower() != "content-type"])
        return 304, []
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    packed = "gzip" in accepted and not _NO_GZIP.search(accepted)
    body = page.packed if packed else page.plain
    coding = [("Content-Encoding", "gzip")] if packed else []
    start_response("200 OK", [*page.headers, *coding, ("Content-Length", str(len(body)))])
    return 200, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

"""Structured logs: one JSON object a line on standard error, and one line for each request.

Every line has ``time``, ``level``, ``logger`` and ``message``; lines written during a request also have
``request_id``, ``method``, ``path`` and ``visitor`` (see `visitor.visitor`); the request's own line has ``status`` and
``ms`` too, and ``kept`` where a kept page answered. Addresses, names and passwords are never logged, and the private
words of links are left out of paths.

Where standard error is a terminal somebody looks on: there are short lines instead, and none for a request that was
answered, so that what `serve` has said stays in sight.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import HttpRequest, HttpResponseBase
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from evenhand_site.keeping.visitor import HasMeta, visitor

__all__ = [
    "BY_ITSELF",
    "LOGGING",
    "AboutTheRequest",
    "JsonLine",
    "ShortLine",
    "WithoutAnswered",
    "WithoutTraceback",
    "each_request",
    "kept_page",
    "logging_on",
]

log = logging.getLogger("evenhand_site.access")

BY_ITSELF = "evenhand.by_itself"
"""What a request has in its environment that the site makes of itself: no visitor comes, so no line is written."""

_about: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_PRIVATE_WORD = re.compile(r"[^/]*[:.][^/]{20,}|[^/]{60,}")


class JsonLine(JsonFormatter):
    """A log record as one line of JSON."""

    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
            reserved_attrs=[*RESERVED_ATTRS, "request", "status_code"],
            timestamp="time",
            json_ensure_ascii=False,
        )


class ShortLine(logging.Formatter):
    """A log record as a short line for whoever looks on; what a visitor wrote cannot break or colour it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (a method of logging)
        level = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        asked = f" ({record.method} {record.path})" if hasattr(record, "path") else ""
        status = f" {record.status}" if hasattr(record, "status") else ""
        line = f"{record.asctime} {level}{record.message}{status}{asked}"
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)


class WithoutAnswered(logging.Filter):
    """Leaves out the requests that were answered, be it that there is no such page."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name != log.name or getattr(record, "status", 500) >= 500


class AboutTheRequest(logging.Filter):
    """Adds to each record what is known of the request it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name, value in (_about.get() or {}).items():
            if not hasattr(record, name):
                setattr(record, name, value)
        return True


class WithoutTraceback(logging.Filter):
    """Of a fault that a reader made: what it was, in a short warning, and not where the program noticed it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        return True


def each_request(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware, outside all others: names the request, logs it, and tells its name in ``X-Request-ID``."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        about = _about_request(request, request.method, request.path)
        token = _about.set(about)
        try:
            response = get_response(request)
            ms = round((time.perf_counter() - began) * 1000, 1)
            if BY_ITSELF not in request.META:
                log.info("request", extra={"status": response.status_code, "ms": ms})
        finally:
            _about.reset(token)
        response["X-Request-ID"] = about["request_id"]
        return response

    return middleware


def kept_page(environ: dict[str, Any], status: int, seconds: float) -> None:
    """The line of a request that was answered from the kept pages, which Django never sees (``kept`` is true)."""
    if BY_ITSELF in environ:
        return
    asked = SimpleNamespace(META=environ)
    about = _about_request(asked, environ["REQUEST_METHOD"], get_path_info(environ))
    log.info("request", extra={**about, "status": status, "ms": round(seconds * 1000, 1), "kept": True})


def _about_request(request: HasMeta, method: str | None, path: str) -> dict[str, Any]:
    return {
        "request_id": _request_id(request),
        "method": method,
        "path": _PRIVATE_WORD.sub("…", path)[:500],
        "visitor": visitor(request),
    }


def _request_id(request: HasMeta) -> str:
    """The name that a trusted proxy gave the request, or a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if settings.TRUSTED_PROXIES and _ID.fullmatch(given) else uuid.uuid4().hex


def logging_on(terminal: bool) -> dict[str, Any]:
    """The settings of the logs, for a terminal or for whatever else reads them."""
    stderr = {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}
    if terminal:
        stderr |= {"formatter": "short", "filters": ["request", "answered"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "evenhand_site.keeping.logs.JsonLine"},
            "short": {"()": "evenhand_site.keeping.logs.ShortLine"},
        },
        "filters": {
            "request": {"()": "evenhand_site.keeping.logs.AboutTheRequest"},
            "short": {"()": "evenhand_site.keeping.logs.WithoutTraceback"},
            "answered": {"()": "evenhand_site.keeping.logs.WithoutAnswered"},
        },
        "handlers": {"stderr": stderr},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.security.DisallowedHost": {"filters": ["short"]},  # anybody may write any host
            "axes": {"level": "ERROR"},  # says who tried to sign in, and from where: `accounts` says what we need
            "evenhand_site": {"level": "INFO"},
        },
    }


LOGGING = logging_on(sys.stderr is not None and sys.stderr.isatty())

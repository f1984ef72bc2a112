"""How much a request may carry: a little for forms, more for views that take files, most for editors."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from evenhand_site.keeping.refusals import too_large

__all__ = ["RefuseOversize", "accepts"]

log = logging.getLogger("evenhand_site.keeping")

View = Callable[..., HttpResponseBase]


def accepts(megabytes: int) -> Callable[[View], View]:
    """Decorate a view that takes files: requests of up to so many megabytes reach it."""

    def decorate(view: View) -> View:
        view.most_bytes = megabytes * 1024**2
        return view

    return decorate


class RefuseOversize:
    """Middleware, before anything reads the body: 413 to whoever announces more than the view accepts.

    Where no length is announced, Django reads nothing at all (WSGI), so there is nothing to refuse.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_rest: Any) -> HttpResponseBase | None:
        most = getattr(view, "most_bytes", settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if request.path.startswith("/admin/"):
            most = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and int(announced) <= most:
            return None
        log.warning("refused a body of %s bytes, %s are accepted", announced[:20], most)
        return too_large(request, most)

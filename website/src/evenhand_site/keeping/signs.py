"""Requests with a sign that no database takes: NUL, which PostgreSQL refuses in a text and in a pattern.

Nothing stands at such an address and no record holds it, so it is not there, whether the sign is in the path or in the
query; and a cookie with it is none of ours. No view has to think of it; below the API programs are told in its form.
Bytes that are no UTF-8 have been replaced by then.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language_from_request, override
from django.views.defaults import page_not_found

from evenhand_site.cases.answers import nowhere

__all__ = ["without_nul"]


def without_nul(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: 404 to whoever asks with a NUL, before sessions and anything else are looked up.

    Before the languages too: they would lead whatever is not found to the same address below one of theirs.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path or "%00" in query or "\0" in query:
            if request.path.startswith("/api/"):
                return nowhere(request)
            with override(get_language_from_request(request, check_path=True)):
                return page_not_found(request, Http404("an address with NUL"))
        if "\0" in "".join(request.COOKIES.values()):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return get_response(request)

    return middleware

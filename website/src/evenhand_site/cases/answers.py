"""Every answer of the API in one form: entity tags, who may read from elsewhere, and faults as RFC 9457 has them."""

from __future__ import annotations

import functools
import hashlib
import json
import math
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from evenhand_site.keeping.throttle import count
from evenhand_site.keeping.visitor import network

__all__ = ["PER_MINUTE", "PROBLEM", "in_one_form", "nowhere", "problem", "quoted"]

PROBLEM = "application/problem+json"
PER_MINUTE = 120
"""Requests that one visitor may make in a minute; what a kept page answers is not counted."""
READING = ("GET", "HEAD")

View = Callable[..., HttpResponse]


def quoted(mark: str) -> str:
    """A mark as an entity tag."""
    return f'"{mark}"'


def problem(status: int, detail: str = "", errors: Iterable[dict[str, Any]] = (), **headers: str) -> HttpResponse:
    """A fault: what it is called, what it is here, and each single one where there are several."""
    title = HTTPStatus(status).phrase
    said: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail or title}
    listed = list(errors)
    if listed:
        said["errors"] = listed
    body = json.dumps(said, ensure_ascii=False)
    return HttpResponse(
        body, status=status, content_type=PROBLEM, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def in_one_form(view: View) -> View:
    """Decorate a view: not too often, HEAD as GET, OPTIONS, entity tags, reading from elsewhere, faults as problems."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if count("api", network(request), per=60) > PER_MINUTE:
            wait = str(math.ceil(60 - time.time() % 60))
            answer = problem(429, "More requests have come from your address than are answered.", Retry_After=wait)
        else:
            asked = request.method
            request.method = "GET" if asked == "HEAD" else asked
            answer = _as_problem(view(request, *args, **kwargs))
            request.method = asked
        if request.method == "OPTIONS" and answer.status_code == 405:
            allowed = answer["Allow"]
            answer = HttpResponse(status=204, headers={"Allow": allowed, "Access-Control-Allow-Methods": "GET, HEAD"})
        elif request.method in READING and answer.status_code == 200:
            answer = _tagged(request, answer)
        if request.method in (*READING, "OPTIONS"):
            answer["Access-Control-Allow-Origin"] = "*"
            answer["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        if answer.status_code == 404:
            request.urlconf = "evenhand_site.cases.api_urls"  # else it would be looked for in the reader's language
        if request.headers.get("Authorization"):
            answer["Cache-Control"] = "private, no-cache"
        return answer

    answered.most_bytes = math.inf  # views read no more than they take, and say so
    return answered


@in_one_form
def nowhere(request: HttpRequest) -> HttpResponse:
    """What is said where nothing can stand."""
    return problem(404, "There is nothing at this address.")


def _as_problem(answer: HttpResponse) -> HttpResponse:
    """A fault that the framework has put into words of its own."""
    if answer.status_code < 400 or answer.headers.get("Content-Type", "").startswith(PROBLEM):
        return answer
    kept = {name: answer[name] for name in ("Allow", "Retry-After", "WWW-Authenticate") if name in answer}
    mended = problem(answer.status_code)
    for name, value in kept.items():
        mended[name] = value
    if "Allow" in mended and "GET" in mended["Allow"]:
        mended["Allow"] += ", HEAD, OPTIONS"
    return mended


def _tagged(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    tag = answer.headers.get("ETag") or quoted(hashlib.sha256(answer.content).hexdigest())
    asked = request.headers.get("If-None-Match", "")
    if asked.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in asked.split(",")):
        return HttpResponse(status=304, headers={"ETag": tag})
    answer["ETag"] = tag
    return answer

"""Refusals in the site's look: what was wrong, and what to do about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["refuse", "too_large", "too_many", "wait_a_minute"]


def refuse(request: HttpRequest, status: int, title: str, *words: str) -> HttpResponse:
    """A page that says why a request is not answered; kept by nobody."""
    answer = render(request, "keeping/refused.html", {"title": title, "words": words}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429, with the number of seconds after which it is worth trying again (RFC 6585, section 4)."""
    minutes = max(round(seconds / 60), 1)
    answer = refuse(
        request,
        429,
        _("Too many requests"),
        _("More requests have come from your address than the site can answer at once."),
        ngettext("Please try again in a minute.", "Please try again in %(count)s minutes.", minutes)
        % {"count": minutes},
    )
    answer["Retry-After"] = str(seconds)
    return answer


def wait_a_minute(request: HttpRequest) -> HttpResponse:
    """What allauth answers to too many requests of its own pages (``handler429``)."""
    return too_many(request, 60)


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """413: more was sent than ``most`` bytes."""
    return refuse(
        request,
        413,
        _("This is too large"),
        _("What was sent is larger than this page accepts (%(most)s MB). Please send less, or a smaller file.")
        % {"most": max(most // 1024**2, 1)},
    )

"""Search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["search"]


def search(request: HttpRequest) -> HttpResponse:
    """Results of a search."""
    return render(request, "discovery/search.html", {"query": request.GET.get("q", "")})

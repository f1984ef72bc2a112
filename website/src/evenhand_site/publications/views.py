"""The page of a topic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from evenhand_site.publications.models import Topic

__all__ = ["topic"]


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Texts on a topic, newest first."""
    return render(request, "publications/topic.html", {"topic": get_object_or_404(Topic, slug=slug)})

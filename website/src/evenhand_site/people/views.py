"""The profile of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from evenhand_site.people.models import Person

__all__ = ["person"]


def person(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile: names, affiliations, biography, publications."""
    return render(request, "people/person.html", {"person": get_object_or_404(Person, slug=slug)})

"""The profile of a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evenhand_site.people.models import Person
from evenhand_site.people.speaking import codes_of, named
from evenhand_site.publications.listing import by_person, leaf
from evenhand_site.taskforces.belonging import memberships_of

__all__ = ["person"]


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile: names in all scripts, affiliations, languages, task forces, expertise, publications."""
    found = get_object_or_404(Person.objects.select_related("photograph"), slug=slug)
    return render(request, "people/person.html", {"person": found, **_profile(request, found)})


def _profile(request: HttpRequest, person: Person) -> dict[str, Any]:
    written = [person.name_in("en"), *person.other_names]
    return {
        "other_names": [name for name in dict.fromkeys(written) if name != person.name],
        "affiliations": person.present,
        "former_affiliations": person.past,
        "spoken_languages": [name for _code, name in named(codes_of(person.languages))],
        "expertise": sorted(person.expert_on.all(), key=lambda topic: topic.label.casefold()),
        "task_forces": memberships_of(person),
        "leaf": leaf(request, by_person, person),
    }

"""Calendars that other programs read: one event, or the events of a section."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from evenhand_site.events.calendar import calendar, within_reach
from evenhand_site.events.models import Event
from evenhand_site.publications.models import Section

__all__ = ["event", "section"]


@require_safe
def event(request: HttpRequest, key: UUID) -> HttpResponse:
    """An event to note in one's own calendar."""
    found = get_object_or_404(
        Event.objects.live().public().select_related("locale"),
        translation_key=key,
        locale__language_code=get_language(),
    )
    return _file(calendar([found], name=found.title, language=get_language()), found.slug)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of a section, to subscribe to."""
    shows = [Section.Shows.UPCOMING, Section.Shows.PAST]
    sections = Section.objects.live().public().filter(slug=slug, locale__language_code=get_language(), shows__in=shows)
    found = sections.order_by("depth", "pk").first()
    if found is None:
        raise Http404("no section of events has this name")
    return _file(calendar(within_reach(found), name=found.label, language=get_language()), found.slug)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.ics")
    return response

"""The feed of a podcast."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from evenhand_site.podcasts.feed import feed
from evenhand_site.podcasts.models import PodcastFeed
from evenhand_site.publications.models import Section

__all__ = ["podcast"]


@require_safe
def podcast(request: HttpRequest, slug: str) -> HttpResponse:
    """The feed of a section of episodes for which a channel is described."""
    sections = Section.objects.live().public().filter(slug=slug, locale__language_code=get_language())
    channels = PodcastFeed.objects.filter(section__in=sections).select_related("section__locale", "image")
    channel = channels.order_by("section__depth", "pk").first()
    if channel is None:
        raise Http404("no podcast has this name")
    return HttpResponse(feed(channel), content_type="application/rss+xml; charset=utf-8")

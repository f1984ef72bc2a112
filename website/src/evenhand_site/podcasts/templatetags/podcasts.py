"""Where a section's podcast can be heard."""

from __future__ import annotations

from django import template

from evenhand_site.podcasts.models import PodcastFeed
from evenhand_site.publications.models import Section

register = template.Library()


@register.simple_tag
def channel_of(section: Section) -> PodcastFeed | None:
    """The channel of a section; where it has none, that of the same section in another language."""
    versions = Section.objects.live().filter(translation_key=section.translation_key)
    channels = list(PodcastFeed.objects.filter(section__in=versions).select_related("section__locale").order_by("pk"))
    return next((each for each in channels if each.section_id == section.pk), channels[0] if channels else None)

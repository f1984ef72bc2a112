"""Events: a publication with a place and a time in its own time zone."""

from __future__ import annotations

import zoneinfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from evenhand_site.publications.models import Publication

__all__ = ["Event"]


def time_zones() -> list[tuple[str, str]]:
    return [
        (name, name.replace("_", " "))
        for name in sorted(zoneinfo.available_timezones())
        if "/" in name or name == "UTC"
    ]


class Event(Publication):
    """An event. ``starts`` and ``ends`` are moments; the page prints them in the event's own time zone."""

    KIND = Publication.Kind.EVENT

    starts = models.DateTimeField(_("starts"), db_index=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, choices=time_zones, default="UTC")
    place = models.CharField(_("place"), max_length=300, blank=True)
    online_address = models.URLField(_("address of the broadcast"), blank=True)
    registration = models.URLField(_("registration"), blank=True)
    cancelled = models.BooleanField(_("cancelled"), default=False)

    content_panels = [
        *Publication.content_panels[:1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts"), FieldPanel("ends"), FieldPanel("zone")]),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("online_address"), FieldPanel("registration")]),
                FieldPanel("cancelled"),
            ],
            _("When and where"),
        ),
        *Publication.content_panels[1:],
    ]
    template = "events/event.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

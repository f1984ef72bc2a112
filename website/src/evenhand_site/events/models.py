"""Events: a publication with a place and a time in its own time zone."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from evenhand_site.events.clock import days, end_of_day, start_of_day, time_zones, when
from evenhand_site.events.forms import EventForm
from evenhand_site.publications.models import Publication

__all__ = ["Event"]


class Event(Publication):
    """An event. ``starts`` and ``ends`` are moments; the page prints them in the event's own time zone.

    An event of whole days (``all_day``) has no time of day: ``starts`` is the beginning of its first day, ``ends`` that
    of its last one, empty where this is the same.

    ``over`` is the moment from which the event is past, ``sequence`` how often its time, place or validity changed
    after it was published (RFC 5545, 3.8.7.4); both are made when the page is saved.
    """

    KIND = Publication.Kind.EVENT
    #: What those who have noted the event must be told of.
    TOLD = ("starts", "ends", "all_day", "zone", "place", "cancelled")

    starts = models.DateTimeField(_("starts"), db_index=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(
        _("whole days"), default=False, help_text=_("The event has no time of day: only the days count.")
    )
    zone = models.CharField(_("time zone"), max_length=60, choices=time_zones, default="UTC")
    place = models.CharField(_("place"), max_length=300, blank=True)
    online_address = models.URLField(_("address of the broadcast"), blank=True)
    registration = models.URLField(_("registration"), blank=True)
    cancelled = models.BooleanField(_("cancelled"), default=False)
    over = models.DateTimeField(editable=False, db_index=True)
    sequence = models.PositiveIntegerField(editable=False, default=0)

    base_form_class = EventForm
    content_panels = [
        *Publication.content_panels[:1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts"), FieldPanel("ends"), FieldPanel("zone")]),
                FieldPanel("all_day"),
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("online_address"), FieldPanel("registration")]),
                FieldPanel("cancelled"),
            ],
            _("When and where"),
        ),
        *Publication.content_panels[1:],
    ]
    exclude_fields_in_copy = ["sequence"]
    page_description = _("Something that takes place at a time, somewhere or online.")
    template = "events/event.html"

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        if not self.starts or not self.ends:
            return
        if self.all_day:
            wrong = self.local_end.date() < self.local_start.date()
        else:
            wrong = self.ends.astimezone(UTC) <= self.starts.astimezone(UTC)
        if wrong:
            raise ValidationError({"ends": _("The event ends before it starts: give a later time, or none.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self._mark()
            self._count()
        super().save(*args, **kwargs)

    def _mark(self) -> None:
        """Without an end an event lasts to the end of its day where it is; one of whole days to the end of the last."""
        if not self.starts:
            return
        zone = self.zone if self.zone in dict(time_zones()) else "UTC"  # a draft is not checked yet
        if self.all_day:
            here = zoneinfo.ZoneInfo(zone)
            first, last = (each and each.astimezone(here).date() for each in (self.starts, self.ends))
            self.starts = start_of_day(first, zone)
            self.ends = start_of_day(last, zone) if last and last > first else None
            self.over = end_of_day(self.ends or self.starts, zone)
        else:
            self.over = self.ends or end_of_day(self.starts, zone)

    def _count(self) -> None:
        before = Event.objects.filter(pk=self.pk).values("live", "sequence", *self.TOLD).first()
        if before is not None:
            changed = any(before[name] != getattr(self, name) for name in self.TOLD)
            self.sequence = before["sequence"] + (before["live"] and changed)

    @property
    def day(self) -> date:
        return self.local_start.date() if self.starts else self.date

    @property
    def local_start(self) -> datetime:
        return self.starts.astimezone(zoneinfo.ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime | None:
        return self.ends and self.ends.astimezone(zoneinfo.ZoneInfo(self.zone))

    @property
    def last_day(self) -> date | None:
        """The last of several days, where the event is."""
        last = self.local_end.date() if self.ends else self.day
        return last if last > self.day else None

    @property
    def when(self) -> SafeString:
        """Day, time and zone in the language of the page, readable by machines too; of whole days the days alone."""
        if self.all_day:
            return days(self.day, self.last_day)
        return when(self.local_start, self.local_end, self.zone)

"""Episodes of a podcast: a publication with sound."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from evenhand_site.publications.models import Publication

__all__ = ["Episode"]


class Episode(Publication):
    """An episode; the sound is a file of the site or an address elsewhere."""

    KIND = Publication.Kind.EPISODE

    audio = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("sound file"),
    )
    audio_address = models.URLField(_("or address of the sound"), max_length=500, blank=True)
    audio_bytes = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    audio_type = models.CharField(_("media type"), max_length=60, default="audio/mpeg")
    seconds = models.PositiveIntegerField(_("length in seconds"), null=True, blank=True)
    season = models.PositiveSmallIntegerField(_("season"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    guid = models.CharField(
        "GUID", max_length=500, blank=True, db_index=True, help_text=_("Kept from the feed it came from.")
    )
    explicit = models.BooleanField(_("explicit language"), default=False)

    content_panels = [
        *Publication.content_panels[:2],
        MultiFieldPanel(
            [
                FieldPanel("audio"),
                FieldPanel("audio_address"),
                FieldRowPanel([FieldPanel("audio_type"), FieldPanel("audio_bytes"), FieldPanel("seconds")]),
                FieldRowPanel([FieldPanel("season"), FieldPanel("number"), FieldPanel("explicit")]),
            ],
            _("Sound"),
        ),
        *Publication.content_panels[2:],
    ]
    template = "podcasts/episode.html"

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")

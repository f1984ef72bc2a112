"""Episodes of a podcast, a publication with sound; and the channel, what a feed says about the podcast as a whole."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from evenhand_site.podcasts.categories import choices
from evenhand_site.publications.models import Publication, Section

__all__ = ["Episode", "PodcastFeed", "Sound"]

#: What Apple takes, by the end of a file's name.
TYPES = {".mp3": "audio/mpeg", ".m4a": "audio/x-m4a"}


@dataclass(frozen=True)
class Sound:
    """Where the sound of an episode is: ``size`` in bytes is 0 where it is not known (RSS Best Practices Profile)."""

    address: str
    size: int
    type: str


class Episode(Publication):
    """An episode; the sound is a file of the site or an address elsewhere. The body is the transcript.

    ``imported`` keeps what the feed said that the episode came from, to tell an editor's change from an old word.
    """

    KIND = Publication.Kind.EPISODE

    audio = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("sound file"),
        help_text=_("MP3 or M4A."),
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
    imported = models.JSONField(default=dict, editable=False)

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
    exclude_fields_in_copy = ["guid", "imported"]
    page_description = _("An episode of a podcast: its sound, and its transcript.")
    template = "podcasts/episode.html"

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")

    def clean(self) -> None:
        super().clean()
        if self.audio and self.audio_address:
            raise ValidationError({"audio_address": _("Give a sound file or an address, not both.")})
        if self.audio and PurePath(self.audio.filename).suffix.lower() not in TYPES:
            raise ValidationError({"audio": _("Players take MP3 and M4A: choose such a file.")})
        if not self.audio_type.startswith("audio/"):
            raise ValidationError({"audio_type": _("A media type of sound begins with audio/: audio/mpeg for MP3.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.guid:
            self.guid = uuid.uuid4().urn
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "guid"}
        super().save(*args, **kwargs)

    def with_content_json(self, content: Any) -> Episode:
        """The identity of an episode is given once, whatever an old version says."""
        page = super().with_content_json(content)
        page.guid = self.guid or page.guid
        return page

    @property
    def sound(self) -> Sound | None:
        """The sound, wherever it is; None where there is none."""
        if self.audio:
            kind = TYPES.get(PurePath(self.audio.filename).suffix.lower(), self.audio_type)
            return Sound(self.audio.url, self.audio.get_file_size() or 0, kind)
        if self.audio_address:
            return Sound(self.audio_address, self.audio_bytes or 0, self.audio_type)
        return None

    @property
    def duration(self) -> str:
        """The length as clocks show it: 42:05, 1:02:03; empty where it is not known."""
        if not self.seconds:
            return ""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class PodcastFeed(models.Model):
    """The channel of a podcast: what directories ask about it. One for each section of episodes."""

    section = models.OneToOneField(
        Section,
        on_delete=models.CASCADE,
        related_name="channel",
        limit_choices_to={"shows": Section.Shows.EPISODES},
        verbose_name=_("section"),
        help_text=_("A section that shows episodes; its language is the language of the feed."),
    )
    title = models.CharField(_("title"), max_length=255)
    description = models.TextField(_("description"), help_text=_("What the podcast is about, in up to 4,000 bytes."))
    image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Square, 1400 to 3000 pixels wide; larger ones are made smaller."),
    )
    author = models.CharField(_("author"), max_length=200, help_text=_("As directories print it: the network's name."))
    owner_name = models.CharField(_("owner"), max_length=200, help_text=_("Whom directories write to; public."))
    owner_email = models.EmailField(_("owner's e-mail address"), help_text=_("Stands in the feed for all to read."))
    category = models.CharField(
        _("category"), max_length=80, choices=choices, help_text=_("In the words of directories.")
    )
    explicit = models.BooleanField(_("explicit language"), default=False)
    copyright = models.CharField(_("rights"), max_length=200, blank=True)

    panels = [
        FieldPanel("section"),
        MultiFieldPanel([FieldPanel("title"), FieldPanel("description"), FieldPanel("image")], _("The podcast")),
        MultiFieldPanel([FieldPanel("author"), FieldPanel("owner_name"), FieldPanel("owner_email")], _("Who makes it")),
        FieldRowPanel([FieldPanel("category"), FieldPanel("explicit")]),
        FieldPanel("copyright"),
    ]

    class Meta:
        verbose_name = _("podcast channel")
        verbose_name_plural = _("podcast channels")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        faults: dict[str, Any] = {}
        if len(self.description.encode()) > 4000:
            faults["description"] = _("Directories take 4,000 bytes at most: shorten it.")
        if self.image_id and (self.image.width != self.image.height or self.image.width < 1400):
            size = {"width": self.image.width, "height": self.image.height}
            faults["image"] = (
                _("This picture has %(width)d × %(height)d pixels; it must be square, 1400 or more.") % size
            )
        if self.section_id and self.section.shows != Section.Shows.EPISODES:
            faults["section"] = _("This section does not show episodes.")
        if faults:
            raise ValidationError(faults)

    def get_absolute_url(self) -> str:
        """The address of the feed, in the language of its section."""
        with override(self.section.locale.language_code):
            return reverse("podcast-feed", args=[self.section.slug])

"""The feed of a podcast: RSS 2.0 with what Apple's directory requires and the Podcasting 2.0 namespace.

References
----------
.. [1] Apple, "A podcaster's guide to RSS", help.apple.com/itc/podcasts_connect/#/itcb54353390
.. [2] RSS Advisory Board, RSS 2.0 specification and Best Practices Profile
.. [3] Podcasting 2.0 namespace, podcastindex.org/namespace/1.0
"""

from __future__ import annotations

import html
import re
import uuid
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed

from evenhand_site.house.templatetags.house import absolute
from evenhand_site.podcasts.categories import split
from evenhand_site.podcasts.models import Episode, PodcastFeed
from evenhand_site.publications.cards import cards
from evenhand_site.publications.models import Publication

__all__ = ["LONGEST", "episodes_of", "feed", "published"]

LONGEST = 500
"""Episodes in a feed, the newest ones."""
#: Names a podcast by its address wherever it is listed (namespace [3], tag ``guid``).
PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no characters of XML 1.0


def feed(channel: PodcastFeed) -> bytes:
    """The feed of a channel as UTF-8 text."""
    address = absolute(channel.get_absolute_url())
    made = PodcastRss(
        title=_printable(channel.title),
        link=absolute(channel.section.url),
        description=_html(channel.description),
        language=channel.section.locale.language_code,
        feed_url=address,
        feed_copyright=_printable(channel.copyright) or None,
        channel=channel,
    )
    episodes = list(episodes_of(channel)[:LONGEST])
    for episode, card in zip(episodes, cards(episodes), strict=True):
        sound = episode.sound
        made.add_item(
            title=_printable(episode.title),
            link=absolute(card.url),
            description=_html(episode.lead or episode.title),
            unique_id=episode.guid,
            unique_id_is_permalink=False,
            pubdate=published(episode),
            enclosures=[Enclosure(absolute(sound.address), str(sound.size), sound.type)],
            episode=episode,
            byline=_printable(card.byline),
        )
    return made.writeString("utf-8").encode()


def episodes_of(channel: PodcastFeed) -> QuerySet[Episode]:
    """The episodes of a channel that have a sound, newest first."""
    shown_too = Publication.also_in.through.objects.filter(section=channel.section).values("publication")
    here = Episode.objects.all().child_of_q(channel.section) | Q(pk__in=shown_too)
    heard = Episode.objects.live().public().filter(here).exclude(audio=None, audio_address="")
    return heard.select_related("audio").order_by("-date", "-pk")


def published(episode: Episode) -> datetime:
    """The moment in the feed: the publication's, if it fell on the date that the page prints, else that day's noon."""
    first = episode.first_published_at
    if first and first.astimezone(UTC).date() == episode.date:
        return first.astimezone(UTC)
    return datetime.combine(episode.date, time(12), UTC)


class PodcastRss(Rss201rev2Feed):
    """RSS 2.0 with the tags of podcasts."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        channel = self.feed["channel"]
        picture = channel.image.get_rendition("max-3000x3000|format-jpeg")
        handler.addQuickElement("itunes:image", attrs={"href": absolute(picture.url)})
        category, below = split(channel.category)
        handler.startElement("itunes:category", {"text": category})
        if below:
            handler.addQuickElement("itunes:category", attrs={"text": below})
        handler.endElement("itunes:category")
        handler.addQuickElement("itunes:explicit", _word(channel.explicit))
        handler.addQuickElement("itunes:author", _printable(channel.author))
        handler.startElement("itunes:owner", {})
        handler.addQuickElement("itunes:name", _printable(channel.owner_name))
        handler.addQuickElement("itunes:email", channel.owner_email)
        handler.endElement("itunes:owner")
        handler.addQuickElement("itunes:type", "episodic")
        address = self.feed["feed_url"].split("://", 1)[-1].rstrip("/")
        handler.addQuickElement("podcast:guid", str(uuid.uuid5(PODCASTS, address)))

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        episode = item["episode"]
        handler.addQuickElement("itunes:episodeType", "full")
        handler.addQuickElement("itunes:explicit", _word(episode.explicit))
        if item["byline"]:
            handler.addQuickElement("itunes:author", item["byline"])
        for tag, value in (("duration", episode.seconds), ("season", episode.season), ("episode", episode.number)):
            if value:
                handler.addQuickElement(f"itunes:{tag}", str(value))
        if episode.body:
            handler.addQuickElement("podcast:transcript", attrs={"url": item["link"], "type": "text/html"})


def _word(truth: bool) -> str:
    return "true" if truth else "false"


def _html(words: str) -> str:
    """A description is HTML to those who read feeds, so words that look like markup are not."""
    return html.escape(_printable(words), quote=False)


def _printable(words: str) -> str:
    return _UNPRINTABLE.sub("", words)

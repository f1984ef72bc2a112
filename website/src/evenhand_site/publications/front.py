"""What stands on a home page: the text at the top, and what is new in each section below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evenhand_site.house.models import HomePage
from evenhand_site.house.surroundings import edition_here
from evenhand_site.keeping.kept import keep, locales
from evenhand_site.publications.cards import Card, cards
from evenhand_site.publications.listing import newest, shelves
from evenhand_site.publications.models import Section

__all__ = ["Front", "front", "kept_front"]


@dataclass(frozen=True)
class Front:
    """``lead`` is the text at the top, None on an empty site; ``shelves`` pairs each section with its newest texts."""

    lead: Card | None
    shelves: list[tuple[Section, Any]]


def kept_front(home: HomePage) -> Front:
    """The same for every reader until something changes."""
    return keep(("front", home.pk), lambda: front(home))


def front(home: HomePage) -> Front:
    """What stands on a home page as it is in memory, previews included."""
    chosen = home.lead_text if home.lead_text_id and home.lead_text.live else None
    lead = chosen or newest(locales()[home.locale_id]).first() or newest().first()
    edition = edition_here()
    strips = [edition.recommended_id, edition.podcast_id] if edition else []
    found = shelves(home, but=[key for key in strips if key])
    printed = {card.pk: card for _section, texts in found for card, _text in texts}
    return Front(lead and (printed.get(lead.pk) or cards([lead])[0]), found)

"""The record of a case, its past episodes and yearly scores, in the language that is spoken.

Each text is the translation's where the case gives one, and the case's own otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evenhand.casefile.model import Case, ToldEpisode, ToldSeries
from evenhand.report import naming, numerals, phrasing

__all__ = ["followed", "note", "reckoning", "series_note", "series_title", "series_unit", "title"]

Document = Mapping[str, Any]


def title(case: Case, episode: Document) -> str:
    """What an episode is called."""
    return _episode(case, episode).title or str(episode["title"])


def followed(case: Case, episode: Document) -> str:
    """What followed an episode."""
    return _episode(case, episode).followed or str(episode["followed"])


def note(case: Case, episode: Document) -> str:
    """What the case remarks on an episode."""
    return _episode(case, episode).note or str(episode["note"])


def reckoning(case: Case, episode: Document, field: str, side: str) -> str:
    """What a side counted on (``expected``) or ``got``, words and numbers; nothing where the episode does not say."""
    one = episode[field].get(side)
    if one is None:
        return ""
    told: dict[str, str] = getattr(_episode(case, episode), field)
    numbers = []
    for name, values in one["numbers"].items():
        unit, ends = naming.unit(case, name), (values[0], values[len(values) // 2], values[-1])
        text = (
            numerals.interval(ends[1], ends[0], ends[2], unit) if len(values) > 1 else numerals.number(values[0], unit)
        )
        numbers.append(f"{text} ({naming.interest_name(case, name)})")
    return "; ".join(part for part in (told.get(side) or one["words"], phrasing.listed(numbers)) if part)


def series_title(case: Case, name: str, series: Document) -> str:
    """What yearly scores are called."""
    return _series(case, name).title or str(series["title"])


def series_unit(case: Case, series: Document) -> str:
    """The unit of yearly scores."""
    return naming.translated(case).units.get(series["unit"]) or str(series["unit"])


def series_note(case: Case, name: str, series: Document) -> str:
    """What the case remarks on yearly scores."""
    return _series(case, name).note or str(series["note"])


def _episode(case: Case, episode: Document) -> ToldEpisode:
    return naming.translated(case).episodes.get(episode["id"]) or ToldEpisode()


def _series(case: Case, name: str) -> ToldSeries:
    return naming.translated(case).events.get(name) or ToldSeries()

"""Fields that a record has in several languages: ``name``, ``name_ru``, ``name_uk``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

__all__ = ["translated"]


def translated(record: Any, field: str) -> str:
    """The field in the language of the page, else in English."""
    return getattr(record, f"{field}_{get_language()}", "") or getattr(record, field)

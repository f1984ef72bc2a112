"""Dates as citation styles write them, in the language that the style asks for."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.formats import date_format

__all__ = ["MLA_MONTHS", "day_and_month", "english", "numbers"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def english(day: date) -> str:
    """“March 1, 2026”."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def day_and_month(day: date, language: str) -> str:
    """“1 марта”, “1 березня”, “1 March”: the month in the case that follows a day."""
    if language not in {"ru", "uk"}:
        return f"{day.day} {MONTHS[day.month - 1]}"
    with translation.override(language):
        return f"{day.day} {date_format(day, 'E')}"


def numbers(day: date) -> str:
    """“01.03.2026”."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"

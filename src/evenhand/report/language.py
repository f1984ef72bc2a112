"""The language of generated words: English, Russian or Ukrainian, for as long as a block of code runs.

Every sentence that the program makes passes through :func:`gettext` (or :func:`ngettext` where a number is counted,
:func:`pgettext` where one English word stands for two things). Sentences are whole, with named places, ``_("%(party)s
loses nothing") % {"party": name}``, so that a translator may order them; names of a case are printed as the case has
them and never inflected: a sentence that would need a case ending puts the name before a colon. What the checker says
of a file comes from a wing that knows no languages, as a phrase (see `faults`).

Catalogues stand in ``locale/<language>/LC_MESSAGES/evenhand.po``; ``make messages`` brings them up to date.

>>> with speaking("ru"):
...     decimal_point()
','
>>> decimal_point()
'.'
"""

from __future__ import annotations

import gettext as gnu
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

__all__ = [
    "LANGUAGES",
    "decimal_point",
    "gettext",
    "language",
    "mark",
    "mark_counted",
    "mark_in",
    "ngettext",
    "pgettext",
    "speaking",
    "spoken",
    "spoken_in",
]

LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська"}
"""Languages in which the program speaks, each by its own name."""

_LOCALE = Path(__file__).parent / "locale"
_spoken: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """The language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Make all words in the block of this language.

    Raises
    ------
    ValueError
        If the language is not one of ``LANGUAGES``.
    """
    if name not in LANGUAGES:
        raise ValueError(f"language: one of {', '.join(LANGUAGES)} expected, found {name!r}")
    token = _spoken.set(name)
    try:
        yield
    finally:
        _spoken.reset(token)


def gettext(message: str) -> str:
    """The message in the language that is spoken now; nothing stays nothing."""
    return _catalogue(_spoken.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The message that goes with a number, by the language's own rule."""
    return _catalogue(_spoken.get()).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The message in one of its meanings."""
    return _catalogue(_spoken.get()).pgettext(context, message)


def mark(message: str) -> str:
    """The message as it is, made known to translators: for a table whose entries are looked up when they are shown."""
    return message


def mark_in(context: str, message: str) -> str:
    """The same for :func:`pgettext`."""
    return message


def mark_counted(one: str, many: str) -> tuple[str, str]:
    """The same for :func:`ngettext`."""
    return one, many


def spoken(message: str) -> str:
    """What was marked, in the language that is spoken now: :func:`gettext` of what translators have already seen."""
    return gettext(message)


def spoken_in(context: str, message: str) -> str:
    """What was marked in one of its meanings, in the language that is spoken now."""
    return pgettext(context, message)


def decimal_point() -> str:
    """What stands between a number and its decimals."""
    return "." if _spoken.get() == "en" else ","


@cache
def _catalogue(name: str) -> gnu.NullTranslations:
    return gnu.NullTranslations() if name == "en" else gnu.translation("evenhand", _LOCALE, [name])

"""What every page asks for again, made once for each generation of the site (see `generation`) and kept by the process.

Inside a transaction nothing is kept: it may still be undone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection
from wagtail.models import Locale

from evenhand_site.keeping.generation import generation
from evenhand_site.keeping.pages import LONGEST

__all__ = ["keep", "locales"]

Made = TypeVar("Made")

_MOST = 500
"""More than the languages and host names of a site need: keys may hold what a reader has sent."""
_kept: dict[Any, tuple[int, float, Any]] = {}


def keep(key: Any, make: Callable[[], Made]) -> Made:
    """What ``make`` returns, made once for each generation and shared by all pages: nobody may change it."""
    if connection.in_atomic_block:
        return make()
    present = generation()
    made_in, born, made = _kept.get(key, (None, 0.0, None))
    if made_in != present or time.monotonic() - born > LONGEST:
        made = make()
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = present, time.monotonic(), made
    return made


def locales() -> dict[int, str]:
    """The code of each language by its record."""
    return keep("locales", lambda: dict(Locale.objects.values_list("pk", "language_code")))

"""Not too often: how many times a visitor may ask for what is expensive.

Counts stand in a small SQLite file beside the database, shared by the processes of one machine and outside the site's
own transactions; a row lives as long as its window. Several machines count each for itself. If the file cannot be
used, everybody is let through and the log says so: the throttle must not be what makes the site fail.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import math
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from evenhand_site.keeping.refusals import too_many
from evenhand_site.keeping.visitor import network

__all__ = ["count", "throttled"]

log = logging.getLogger("evenhand_site.keeping")
_open = threading.local()

View = Callable[..., HttpResponse]


def throttled(
    scope: str, *, per_minute: int = 0, per_hour: int = 0, methods: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Decorate a view: a visitor who asks more often is answered 429, with the time after which to ask again.

    Parameters
    ----------
    scope : str
        What is counted; views with the same scope share their counts.
    per_minute, per_hour : int
        Most requests of one visitor within a minute and within an hour; 0: as many as they like.
    methods : tuple of str
        Which requests count; all unless given: any of them may cost as much as GET does.
    """
    limits = [(most, span) for most, span in ((per_minute, 60), (per_hour, 3600)) if most]

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not methods or request.method in methods:
                for most, span in limits:
                    if count(scope, network(request), per=span) > most:
                        log.warning("throttled: %s", scope)
                        return too_many(request, math.ceil(span - time.time() % span))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def count(scope: str, who: str, *, per: int, now: float | None = None) -> int:
    """Count once more, and say how often ``who`` has come for ``scope`` in the present window of ``per`` seconds.

    ``who`` is stored as a keyed hash only; 0 means that counting is not possible or not wished (``THROTTLE``).
    """
    if not settings.THROTTLE:
        return 0
    now = time.time() if now is None else now
    ends = (int(now) // per + 1) * per
    key = hashlib.blake2b(f"{scope}\0{per}\0{who}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16)
    try:
        counts = _counts()
        ((number,),) = counts.execute(
            "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (key) DO UPDATE SET"
            " number = CASE WHEN ends = excluded.ends THEN number + 1 ELSE 1 END, ends = excluded.ends"
            " RETURNING number",
            (key.digest(), ends),
        ).fetchall()
        if number == 1:
            counts.execute("DELETE FROM counts WHERE ends <= ?", (now,))
    except sqlite3.Error:
        log.exception("the throttle cannot count; everybody is let through")
        return 0
    return number


def _counts() -> sqlite3.Connection:
    """This thread's connection to the counts; a process that was forked off opens its own."""
    place = Path(settings.DATA) / "throttle.sqlite3"
    if getattr(_open, "mark", None) != (os.getpid(), place):
        connection = sqlite3.connect(place, timeout=2, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS counts (key BLOB PRIMARY KEY, ends INTEGER, number INTEGER) WITHOUT ROWID"
        )
        connection.execute("CREATE INDEX IF NOT EXISTS counts_end ON counts (ends)")
        _open.mark, _open.connection = (os.getpid(), place), connection
    connection: sqlite3.Connection = _open.connection
    return connection

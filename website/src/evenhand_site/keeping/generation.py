"""The site's *generation*: a number that is raised by every change that readers can see.

Whatever is kept from before (whole pages, neighbours, menus) carries the generation it was made in and counts only
while that is the present one. All processes of a machine share it as the time stamp of one file, so asking costs a
few microseconds. Several machines on one PostgreSQL do not share a file: what they keep grows old after
`pages.LONGEST` seconds at the latest.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

__all__ = ["generation", "raise_after_commit", "raise_generation"]


def _place() -> Path:
    return Path(settings.DATA) / "generation"


def generation() -> int:
    """The present generation: nanoseconds of the last visible change; 0 before the first."""
    try:
        return os.stat(f"{settings.DATA}/generation").st_mtime_ns  # asked many times a page: no path is made
    except FileNotFoundError:
        return 0


def raise_generation() -> None:
    """Make everything that is kept out of date, now and in every process."""
    place, before = _place(), generation()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch()
    now = max(time.time_ns(), before + 1_000_000)  # later than before, whatever the clock and the file system do
    os.utime(place, ns=(now, now))


def raise_after_commit(**_signal: object) -> None:
    """Raise the generation once the present transaction is in: what readers see changes then, not before."""
    transaction.on_commit(raise_generation)

"""What happens by the clock: scheduled texts appear, letters go out, old things are forgotten, lost work is found.

One process of a machine beats once a minute; a second one waits until the first is gone. A job that fails is logged
and tried again at the next beat; the others go on.
"""

from __future__ import annotations

import fcntl
import importlib
import logging
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

__all__ = ["beat", "last_beat", "main"]

log = logging.getLogger("evenhand_site.keeping")

EVERY = 60.0
"""Seconds between beats."""

JOBS: list[tuple[str, str]] = [
    ("scheduled texts", "evenhand_site.keeping.clock:publish_scheduled"),
    ("drafts without a review", "evenhand_site.submissions.review:begin_waiting"),
    ("addresses to forget", "evenhand_site.comments.privacy:forget_old"),
    ("newsletter", "evenhand_site.newsletter.sending:send_due"),
    ("reports of cases", "evenhand_site.cases.rendering:keep_all"),
    ("search entries of cases", "evenhand_site.discovery.index:mend_cases"),
    ("runs left lying", "evenhand_site.cases.runs:take_up"),
]
"""What is done at each beat: a name for the log, and a function without arguments."""


def publish_scheduled() -> None:
    """Publish and unpublish what editors have set a time for."""
    from django.core.management import call_command

    call_command("publish_scheduled", verbosity=0)


def beat() -> list[str]:
    """Do every job once; the names of those that failed."""
    failed = []
    for name, place in JOBS:
        module, function = place.split(":")
        job: Callable[[], object] = getattr(importlib.import_module(module), function)
        try:
            job()
        except Exception:  # one job's fault must not stop the others
            log.exception("%s failed; tried again at the next beat", name)
            failed.append(name)
    _mark().touch()
    return failed


def last_beat() -> float | None:
    """Seconds since the last beat of this machine's clock; None before the first."""
    try:
        return max(time.time() - _mark().stat().st_mtime, 0.0)
    except FileNotFoundError:
        return None


def main() -> None:
    """Beat until told to stop (SIGTERM, SIGINT)."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with open(Path(settings.DATA) / "clock.lock", "w") as lock:
        while not stop.is_set():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stop.wait(5)
        while not stop.is_set():
            started = timezone.now()
            beat()
            close_old_connections()
            stop.wait(max(EVERY - (timezone.now() - started).total_seconds(), 1.0))


def _mark() -> Path:
    return Path(settings.DATA) / "clock"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    django.setup()
    main()
    os._exit(0)  # nothing is left to do, and taking everything apart takes longer than stopping should

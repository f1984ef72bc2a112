"""How gunicorn runs the site; its names are those of gunicorn's settings."""

from __future__ import annotations

import os
import threading
from typing import Any

wsgi_app = "evenhand_site.wsgi:application"
worker_class, threads = "gthread", 4
timeout, graceful_timeout, keepalive = 60, 20, 20
max_requests, max_requests_jitter = 50_000, 5_000
loglevel = "warning"
control_socket_disable = True


PATIENCE = 10.0
"""Seconds that readers wait for a worker to be ready; with a database that hangs it would be killed at the timeout."""


def post_worker_init(worker: Any) -> None:
    """Be ready for readers before the first of them comes; what takes too long goes on beside them.

    In a thread of its own, which leaves nothing behind: neither a language nor a connection.
    """
    from evenhand_site.keeping.warming import warm

    warming = threading.Thread(target=warm, args=(worker.wsgi,), daemon=True)
    warming.start()
    warming.join(PATIENCE)


def worker_exit(_server: Any, worker: Any) -> None:
    """End at once: all has been answered, and taking a whole site apart in memory makes whoever stops it wait."""
    if worker.booted:
        os._exit(0)

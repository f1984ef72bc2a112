"""Is the site well: one address for a machine that watches, which says what is wrong and nothing that is private."""

from __future__ import annotations

import functools
import logging
import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evenhand_site.keeping.clock import last_beat

__all__ = ["CHECKS", "health"]

log = logging.getLogger("evenhand_site.keeping")

LEAST_SPACE = 200 * 1024**2
"""Bytes that must be free where the data lie."""
LONGEST_SILENCE = 300.0
"""Seconds without a beat after which the clock counts as stopped."""


@never_cache
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 and what was looked at, or 503 and what is wrong; ``{"status": …, "checks": {name: "well" or a fault}}``."""
    checks = {name: _outcome(name, check) for name, check in CHECKS.items()}
    well = all(outcome == "well" for outcome in checks.values())
    return JsonResponse({"status": "well" if well else "ill", "checks": checks}, status=200 if well else 503)


def _outcome(name: str, check: Callable[[], str]) -> str:
    try:
        fault = check()
    except (DatabaseError, OSError):
        log.exception("health: %s", name)
        fault = "cannot be read; the log says why"
    return fault or "well"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else "answers nonsense"


def _migrations() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        missing = _wanted() - set(cursor.fetchall())
    return f"{len(missing)} not applied: run `evenhand serve` once, or `django-admin migrate`" if missing else ""


@functools.cache
def _wanted() -> frozenset[tuple[str, str]]:
    """Every migration of the installed code, less those that one that squashes them stands for."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    squashed = {replaced for migration in loader.disk_migrations.values() for replaced in migration.replaces}
    return frozenset(loader.disk_migrations) - squashed


def _disk() -> str:
    free = shutil.disk_usage(settings.DATA).free
    return "" if free >= LEAST_SPACE else f"{free // 1024**2} MB free, at least {LEAST_SPACE // 1024**2} are needed"


def _clock() -> str:
    silence = last_beat()
    if silence is None:
        return "has not beaten yet"
    return "" if silence <= LONGEST_SILENCE else f"last beat {silence:.0f} seconds ago"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "disk": _disk,
    "clock": _clock,
}
"""What is looked at: a name, and a function that says what is wrong, or nothing."""

"""What the environment says: a value that cannot be meant is named, and none of its secrets are told."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

__all__ = ["address", "database", "number"]


def number(name: str, usual: int) -> int:
    """A whole number."""
    given = os.environ.get(name) or str(usual)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise ImproperlyConfigured(f"{name} is not a whole number: {given}")
    return int(given)


def address(name: str, usual: str, *schemes: str) -> SplitResult | None:
    """An address of one of these schemes; nothing where none is given and none is usual."""
    given = os.environ.get(name) or usual
    if not given:
        return None
    try:
        parts = urlsplit(given)
        well = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        well = False
    if not well:
        expected = " or ".join(f"{scheme}://…" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} is not an address with a host; expected {expected}")
    return parts


def database(name: str) -> dict[str, Any] | None:
    """Django's settings of the database at an address, PostgreSQL or a file of SQLite; nothing where none is given."""
    given = os.environ.get(name)
    if not given:
        return None
    try:
        found = dict(dj_database_url.parse(given, conn_max_age=600, conn_health_checks=True))
    except ValueError:
        found = {}
    kind = str(found.get("ENGINE", "")).rpartition(".")[2]
    if kind not in ("postgresql", "sqlite3") or found["NAME"] in ("", ":memory:"):
        raise ImproperlyConfigured(
            f"{name} is not the address of a database; expected postgres://user:password@host/name, or nothing for "
            "SQLite in the data folder"
        )
    return found

"""The kind of database that a data folder belongs with, remembered there from the first start on.

Where ``DATABASE_URL`` does not reach a command, the settings name SQLite: such a command would begin an empty site, or
back up a database of long ago, beside the real one.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

__all__ = ["look", "remember"]


def look() -> None:
    """Raise ImproperlyConfigured where the settings name another kind of database than the data folder."""
    here = _mark().read_text().strip() if _mark().exists() else connection.vendor
    if here != connection.vendor:
        raise ImproperlyConfigured(
            f"{settings.DATA} belongs to a site on {here}, and DATABASE_URL names {connection.vendor}"
            + (", which is meant where it is not set" if connection.vendor == "sqlite" else "")
            + ": set it as the site itself has it, or name another folder in EVENHAND_DATA"
        )


def remember() -> None:
    """Write down the kind that the settings name."""
    _mark().write_text(f"{connection.vendor}\n")


def _mark() -> Path:
    return Path(settings.DATA) / "database-kind"

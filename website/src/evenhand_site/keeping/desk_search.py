"""The editors' own search (Wagtail's), without the lock that two editors can hold against each other.

Readers search through ``evenhand_site.discovery``. On PostgreSQL Wagtail's index weighs titles by their length beside
the average, and after every save does so for all entries that have no weight yet: also for those that somebody else is
just saving, so that two can wait for each other and one is refused. Here a saved text has the neutral weight 1 until
``evenhand reindex`` weighs all of them.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from modelsearch.backends import database

__all__ = ["SearchBackend"]


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """The search of the database in use."""
    found = database.SearchBackend(params)
    if connection.vendor == "postgresql":
        found.index_class = _own_rows_only(found.index_class)
    return found


def _own_rows_only(index: Any) -> Any:
    class Index(index):  # a class that is known only when it runs
        def _refresh_title_norms(self, full: bool = False) -> None:
            if full:
                super()._refresh_title_norms(full=True)

    return Index

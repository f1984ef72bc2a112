"""Before a command touches the site: settings, a database that fits the program, and nobody else moving things."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Busy", "NotReady", "alone", "prepare"]


class NotReady(Exception):
    """The site's database is not as this program needs it; says what to do."""


class Busy(Exception):
    """Another command of this kind is at work."""


def prepare(*, founded: bool = True) -> None:
    """Load Django, and make the database where there is none at all.

    Raises
    ------
    NotReady
        If the database cannot be opened, or is of another version than the program.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    import django

    django.setup()
    if not founded:
        return
    from django.core.management import call_command
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    from evenhand_site.house.founding import found

    try:
        executor = MigrationExecutor(connection)
        applied = executor.loader.applied_migrations
        unknown = [f"{app}.{name}" for app, name in applied if (app, name) not in executor.loader.disk_migrations]
        if any(each.split(".")[0] in executor.loader.migrated_apps for each in unknown):
            raise NotReady("the database was made by a newer version of the program: update the program first")
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            if applied:
                raise NotReady("the database is of an older version: start the site once with `evenhand serve`")
            call_command("migrate", verbosity=0, interactive=False)
        found()
    except Error as error:
        raise NotReady(f"the database cannot be used: {error}") from None


@contextlib.contextmanager
def alone(what: str) -> Iterator[None]:
    """Keep a second command of this kind out for as long as the first is at work.

    Raises
    ------
    Busy
        If there is one.
    """
    import fcntl

    from django.conf import settings

    place = Path(settings.DATA) / f"{what}.lock"
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(place, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another {what} is at work on this site; wait until it is done") from None
        yield

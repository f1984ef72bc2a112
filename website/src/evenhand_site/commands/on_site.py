"""Around every command of the site: its settings, a database that fits, and what is wrong in a line, exit status 2."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import click

__all__ = ["Refused", "alone", "in_folder", "not_utf8", "on_site", "opened", "plainly", "unused"]

Command = Callable[..., Any]


class Refused(click.ClickException):
    """Nothing was done; says why, and what to do."""

    exit_code = 2


in_folder = click.option(
    "--data", type=click.Path(file_okay=False), help="Folder of the database and the uploads.", expose_value=False,
    callback=lambda _context, _option, folder: folder and os.environ.update(EVENHAND_DATA=folder),
)  # fmt: skip


def on_site(database: str = "ready") -> Callable[[Command], Command]:
    """Decorate a command that works on the site.

    Parameters
    ----------
    database : str
        "ready": there must be a site whose database fits the program; "made": an empty one is made where there is
        none; "any": the command looks for itself.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            with plainly():
                import django

                django.setup()
                from evenhand_site.keeping import belonging

                belonging.look()
                if database != "any":
                    _fit(make=database == "made")
                return command(*args, **kwargs)

        return guarded

    return decorate


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Say faults of settings, database and disk in one line; files that are made meanwhile are the owner's alone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    before = os.umask(0o077)
    try:
        yield
    except Exception as error:
        from django.core.exceptions import ImproperlyConfigured
        from django.db import Error

        if isinstance(error, ImproperlyConfigured):
            raise Refused(str(error)) from None
        if isinstance(error, Error):
            raise Refused(f"the database cannot be used: {' '.join(str(error).split())}") from None
        if isinstance(error, OSError) and error.filename is not None:  # others are of standard output
            raise Refused(f"{error.filename}: {(error.strerror or str(error)).lower()}") from None
        raise
    finally:
        os.umask(before)


@contextlib.contextmanager
def opened(file: click.utils.LazyFile) -> Iterator[IO[Any]]:
    """The file that a command writes: made even where nothing is written to it, and a full disk is said."""
    try:
        with file:
            yield file.open()
    except OSError as error:
        if file.name == "-":
            raise
        raise Refused(f"{file.name}: not written ({(error.strerror or str(error)).lower()})") from None


def not_utf8(name: str, error: UnicodeDecodeError) -> Refused:
    """What is said of a text that a command cannot read; of a long one the place in it is not known."""
    what = f"it holds the byte 0x{error.object[error.start]:02x}"
    return Refused(f"{name}: the text is not in UTF-8 ({what}); save it as UTF-8")


def unused(place: Path, *, overwrite: bool) -> None:
    """Refuse to write over a file that is there already, unless that is wished.

    Raises
    ------
    Refused
        Before anything is done.
    """
    if os.path.lexists(place) and not overwrite:
        raise Refused(f"{place}: there is a file of this name already; name another, or replace it with --overwrite")


@contextlib.contextmanager
def alone(what: str) -> Iterator[None]:
    """Keep a second command of this kind out for as long as the first is at work.

    What counts is the lock that a living process holds on the file, not the file: one that was left by a process that
    is dead, however it ended, keeps nobody out.

    Raises
    ------
    Refused
        If there is one.
    """
    import fcntl

    from django.conf import settings

    place = Path(settings.DATA) / f"{what}.lock"
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(place, "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            who = lock.read(20).strip()
            process = f" (process {who})" if who.isdigit() else ""
            raise Refused(f"another {what}{process} is at work on this site; wait until it is done") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _fit(*, make: bool) -> None:
    """Refuse a database that is not as this program needs it, or make one where there is none at all."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from evenhand_site.house.founding import found
    from evenhand_site.keeping import belonging
    from evenhand_site.settings import secret

    nothing = Refused(
        f"{settings.DATA}: there is no site here; start it once with `evenhand serve`, or name its folder in "
        "EVENHAND_DATA"
    )
    file = Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
    if not make and file is not None and not file.exists():
        raise nothing
    if make:
        Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    applied = executor.loader.applied_migrations
    unknown = {app for app, name in applied if (app, name) not in executor.loader.disk_migrations}
    if unknown & set(executor.loader.migrated_apps):
        raise Refused("the database was made by a newer version of the program: update the program first")
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting and applied:
        raise Refused("the database is of an older version: start the site once with `evenhand serve`")
    if waiting and not make:
        raise nothing
    if make:
        settings.SECRET_KEY = secret.make(Path(settings.DATA))
        call_command("migrate", verbosity=0, interactive=False)
        found()
        belonging.remember()

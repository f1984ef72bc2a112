"""The site's database as one file, while the site is running: taken out whole, put back whole.

SQLite: the online backup API (https://sqlite.org/backup.html) copies a consistent state out; put back, it is one
transaction of the running database, so that workers with the file open see the old state or the new one and never a
mixture. PostgreSQL: ``pg_dump`` and ``pg_restore`` in one transaction, found on PATH.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

__all__ = [
    "DatabaseFault", "is_empty", "migrations_in", "migrations_taken", "own_migrations", "put_back", "take_out",
    "vendor",
]  # fmt: skip

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
SECONDS = 60


class DatabaseFault(Exception):
    """The database cannot be taken out or put back; says why, and how to mend it."""


def vendor() -> str:
    """``sqlite`` or ``postgresql``."""
    return "sqlite" if _settings()["ENGINE"].endswith("sqlite3") else "postgresql"


def _settings() -> dict[str, Any]:
    return settings.DATABASES["default"]


def _live() -> Path:
    return Path(str(_settings()["NAME"]))


def is_empty() -> bool:
    """Whether there is no database yet, or one without a single table."""
    if vendor() == "sqlite" and not _live().exists():
        return True
    from django.db import Error, connection

    try:
        return not connection.introspection.table_names()
    except Error:
        return False  # `take_out` says why


def take_out(target: Path) -> None:
    """Write the database, as it is at one moment, to a new file.

    Raises
    ------
    DatabaseFault
        If it cannot be read.
    """
    if vendor() == "postgresql":
        _postgres("pg_dump", ["--format=custom", "--no-owner", "--no-acl", f"--file={target}"])
        return
    if not _live().exists():
        raise DatabaseFault(f"{_live()}: there is no database; start the site once with `evenhand serve`")
    _copy(_live(), target)
    _compact(target)


def _copy(source: Path, target: Path) -> None:
    """One database file over another; writers wait meanwhile, readers keep what they see."""
    reading = sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True, timeout=SECONDS)
    try:
        writing = sqlite3.connect(target, timeout=SECONDS)
        try:
            reading.backup(writing, sleep=0.05)
        finally:
            writing.close()
    except sqlite3.Error as error:
        raise DatabaseFault(f"the database cannot be copied: {error}") from None
    finally:
        reading.close()


def _compact(path: Path) -> None:
    """Leave one file without a journal beside it."""
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA journal_mode=DELETE").fetchone()
    finally:
        database.close()


def migrations_in(path: Path, which: str = "the database in the archive") -> list[list[str]]:
    """The migrations that a SQLite file has been through; its health is looked at as well.

    Raises
    ------
    DatabaseFault
        If it is no database of this site, or a damaged one.
    """
    database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    try:
        (health,) = database.execute("PRAGMA integrity_check").fetchone()
        if health != "ok":
            raise DatabaseFault(f"{which} is damaged: {health}")
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if not {"django_migrations", "wagtailcore_page", "publications_publication"} <= tables:
            raise DatabaseFault(f"{which} is not one of this program")
        return [list(row) for row in database.execute("SELECT app, name FROM django_migrations ORDER BY app, name")]
    except sqlite3.DatabaseError as error:
        raise DatabaseFault(f"{which} cannot be read: {error}") from None
    finally:
        database.close()


def migrations_taken(path: Path) -> list[list[str]]:
    """The migrations of a file that `take_out` has just written.

    Raises
    ------
    DatabaseFault
        If it holds no site: then the settings name another database than that of the site.
    """
    if vendor() == "sqlite":
        return migrations_in(path, str(_live()))
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    found = sorted(list(each) for each in MigrationRecorder(connection).applied_migrations())
    if ["publications", "0001_initial"] not in found:
        raise DatabaseFault(f"the database {_settings()['NAME']} is not one of this program")
    return found


def own_migrations() -> set[tuple[str, str]]:
    """The migrations that this program knows."""
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None).disk_migrations)


def put_back(source: Path) -> None:
    """Make a file that `take_out` wrote the site's database, brought up to this program's version.

    Raises
    ------
    DatabaseFault
        If it cannot be; then the database is as it was.
    """
    if vendor() == "postgresql":
        _put_back_postgres(source)
        return
    if own_migrations() - {(app, name) for app, name in migrations_in(source)}:
        _migrate(f"sqlite:///{source}")
        _compact(source)
    live = _live()
    live.parent.mkdir(parents=True, exist_ok=True)
    if live.exists():
        _same_pages(source, live)
    _copy(source, live)
    database = sqlite3.connect(live, timeout=SECONDS)
    try:
        database.execute("PRAGMA journal_mode=WAL").fetchone()
        (health,) = database.execute("PRAGMA integrity_check").fetchone()
    finally:
        database.close()
    if health != "ok":
        raise DatabaseFault(f"the database is damaged after having been put back: {health}")


def _same_pages(source: Path, live: Path) -> None:
    """A database that keeps a write-ahead log takes a copy only with pages of its own size."""
    sizes = []
    for path in (source, live):
        database = sqlite3.connect(path, timeout=SECONDS)
        try:
            sizes.append(database.execute("PRAGMA page_size").fetchone()[0])
        except sqlite3.DatabaseError as error:
            raise DatabaseFault(
                f"{path}: the present database cannot be read ({error}); stop the site, move this file and those "
                "beside it that begin with its name elsewhere, and restore again"
            ) from None
        finally:
            database.close()
    if sizes[0] != sizes[1]:
        database = sqlite3.connect(source)
        database.execute(f"PRAGMA page_size={sizes[1]}")
        database.execute("VACUUM")
        database.close()


def _migrate(address: str) -> None:
    """Bring a database up to this program's version, in a process that knows no other."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--no-input"],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "evenhand_site.settings",
             "EVENHAND_DATA": str(settings.DATA)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise DatabaseFault(f"the database cannot be brought up to date: {_reason(done.stderr)}")


def _put_back_postgres(source: Path) -> None:
    """In one transaction; tables that the archive does not know would stand in its way and go first.

    They come back where the rest fails.
    """
    from django.db import connection

    listed = _postgres("pg_restore", ["--list", str(source)], connects=False)
    known = set(re.findall(r" TABLE public (\S+) ", listed))
    with connection.cursor() as cursor:
        strange = sorted(set(connection.introspection.table_names(cursor)) - known)
        before = source.with_name("before.pgdump")
        if strange:
            take_out(before)
        for table in strange:
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
    connection.close()
    try:
        _restore_postgres(source)
    except DatabaseFault:
        if strange:
            _restore_postgres(before)
        raise
    _migrate(os.environ.get("DATABASE_URL", ""))


def _restore_postgres(source: Path) -> None:
    options = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
    _postgres("pg_restore", [*options, str(source)], dbname=True)


def _postgres(program: str, arguments: list[str], *, connects: bool = True, dbname: bool = False) -> str:
    """Run one of PostgreSQL's programs; the password goes through the environment, which no list of processes shows."""
    found = shutil.which(program)
    if found is None:
        raise DatabaseFault(f"{program} is not on PATH: install PostgreSQL's client programs of the server's version")
    database = _settings()
    environment = {**os.environ, "PGPASSWORD": str(database.get("PASSWORD") or ""), "PGOPTIONS": "-c lock_timeout=60s"}
    place = []
    if connects:
        options = {"host": database.get("HOST"), "port": database.get("PORT"), "username": database.get("USER")}
        place = [f"--{name}={value}" for name, value in options.items() if value]
        place.append(f"--dbname={database['NAME']}" if dbname else str(database["NAME"]))
    done = subprocess.run(
        [found, "--no-password", *place, *arguments] if connects else [found, *arguments],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise DatabaseFault(f"{program}: {_reason(done.stderr).removeprefix(f'{program}: ')}")
    return done.stdout


def _reason(text: str) -> str:
    """The last fault that a program told, with the lines that go on about it, in one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = max((number for number, line in enumerate(lines) if "rror: " in line), default=len(lines) - 1)
    return " ".join(lines[max(first, 0) :]) or "no reason given"

"""Backups of the running site: database, uploads and secret key in one archive; and putting one back.

Restoring looks at everything before it touches anything, keeps what it replaces as a backup in ``safety/`` of the
data folder, and may be repeated when it was cut off.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

from evenhand_site.keeping.generation import raise_generation
from evenhand_site.moving import databases
from evenhand_site.moving.archive import Archive, ArchiveError, opened, sha256, written
from evenhand_site.moving.databases import DatabaseFault

__all__ = ["FORMAT", "VERSION", "Restored", "back_up", "restore"]

FORMAT, VERSION = "evenhand-backup", 1
SECRET = "secret-key"
PACKED_ALREADY = {".avif", ".docx", ".gif", ".jpeg", ".jpg", ".m4a", ".mp3", ".pdf", ".png", ".webp", ".xlsx", ".zip"}

Say = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """``safety`` is the backup of what was there before, None where there was nothing; ``new_key`` whether those who
    are signed in must sign in again."""

    files: int
    safety: Path | None
    new_key: bool


def _quiet(words: str) -> None:
    """Say nothing."""


def back_up(place: Path, *, secret: bool = True, say: Say = _quiet) -> dict[str, Any]:
    """Write a backup; what is in it.

    The database comes first: a file that is uploaded later is one too many, never one too few.

    Raises
    ------
    ArchiveError, DatabaseFault
        If it cannot be written, or the database cannot be read; then no archive is left.
    """
    vendor = databases.vendor()
    facts: dict[str, Any] = {
        "format": FORMAT, "version": VERSION, "database": vendor, "made": datetime.now(UTC).isoformat("T", "seconds"),
        "program": version("evenhand-site"), "address": settings.BASE_URL,
    }  # fmt: skip
    with _staging(place.parent) as staging:
        name = databases.NAMES[vendor]
        say("database …")
        databases.take_out(staging / name)
        facts["migrations"] = databases.migrations_taken(staging / name)
        with written(place, facts) as archive:
            archive.add_file(name, staging / name, packed=vendor == "sqlite")
            key = Path(settings.DATA) / SECRET
            if secret and key.exists():
                archive.add_file(SECRET, key)
            say("files …")
            facts["missing"] = []
            for path in _uploads():
                inside = path.relative_to(settings.MEDIA_ROOT).as_posix()
                try:
                    archive.add_file(f"media/{inside}", path, packed=path.suffix.lower() not in PACKED_ALREADY)
                except FileNotFoundError:  # deleted a moment ago
                    facts["missing"].append(inside)
    return {**facts, "files": len([name for name in archive.files if name.startswith("media/")])}


@contextlib.contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A private folder on the same disk, gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix=".evenhand-", dir=folder) as name:
            yield Path(name)
    except OSError as error:
        raise ArchiveError(f"{folder}: {(error.strerror or str(error)).lower()}") from error


def _uploads() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file() and not path.is_symlink())


def restore(place: Path, *, say: Say = _quiet) -> Restored:
    """Put a backup back.

    Raises
    ------
    ArchiveError, DatabaseFault
        If the archive is damaged, foreign, of a newer version or of another database; then nothing has changed.
    """
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    with opened(place, FORMAT, VERSION, data) as archive, _staging(data) as staging:
        _refuse_strange(archive)
        say("looking at everything …")
        for name in archive.files:
            archive.extract(name, staging / name)
        database = staging / databases.NAMES[databases.vendor()]
        _refuse_newer(archive, database)
        safety = _keep_present(data, say)
        say("putting it back …")
        extra = {path.relative_to(settings.MEDIA_ROOT) for path in _uploads()}
        new = staging / "media"
        names = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()] if new.exists() else []
        for name in names:
            target = Path(settings.MEDIA_ROOT) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (new / name).chmod(0o644)
            os.replace(new / name, target)
        databases.put_back(database)
        for name in extra - set(names):
            (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
        new_key = _put_key(staging / SECRET, data / SECRET)
    raise_generation()
    return Restored(len(names), safety, new_key)


def _refuse_strange(archive: Archive) -> None:
    """Only what a backup holds, of a database of the kind that this site has."""
    wanted = databases.vendor()
    if archive.manifest.get("database") != wanted:
        raise ArchiveError(
            f"{archive.place}: holds a database of {archive.manifest.get('database')}, the site runs on {wanted}; "
            "restore it to a site of that kind, then use export-site and import-site"
        )
    name = databases.NAMES[wanted]
    strange = [each for each in archive.files if each not in {name, SECRET} and not each.startswith("media/")]
    if strange or name not in archive.files:
        raise ArchiveError(f"{archive.place}: no backup of this site: “{strange[0] if strange else name}”")


def _refuse_newer(archive: Archive, database: Path) -> None:
    """A database that has been through migrations unknown here was made by a newer program."""
    applied = archive.manifest.get("migrations")
    if databases.vendor() == "sqlite":
        applied = databases.migrations_in(database)
    own = databases.own_migrations()
    apps = {app for app, _name in own}
    try:
        unknown = [f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in own]
    except (TypeError, ValueError):
        raise ArchiveError(
            f"{archive.place}: its manifest does not say which version of the database it holds"
        ) from None
    if unknown:
        raise ArchiveError(
            f"{archive.place}: made by a newer version of the program (the database knows {unknown[0]}); "
            "update the program first"
        )


def _keep_present(data: Path, say: Say) -> Path | None:
    """A backup of what is about to be replaced."""
    if databases.is_empty():
        return None
    say("keeping what is here now …")
    folder = data / "safety"
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.zip"
    try:
        back_up(place)
    except DatabaseFault as error:
        raise DatabaseFault(
            f"what is here now cannot be kept ({error}); stop the site, move the database elsewhere by hand, and "
            "restore again"
        ) from None
    return place


def _put_key(new: Path, here: Path) -> bool:
    """Put the secret key in its place; whether it is another one."""
    if not new.exists() or (here.exists() and sha256(new) == sha256(here)):
        return False
    new.chmod(0o600)
    os.replace(new, here)
    return True

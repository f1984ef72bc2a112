"""ZIP archives with a list of what is in them: written whole or not at all, looked at before they are believed.

``manifest.json`` says what the archive is (``format``), the version of that format, and for every other member its
size and SHA-256. Archives of the same content are the same bytes: members carry no time and stand in a fixed order.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

__all__ = ["Archive", "ArchiveError", "Writing", "opened", "sha256", "written"]

MANIFEST = "manifest.json"
BLOCK = 1024 * 1024
LARGEST_MANIFEST = 256 * 1024 * 1024
MOST_MEMBERS = 5_000_000
#: Deflate makes runs of one byte about 1,030 times smaller; databases and texts come nowhere near this.
BIGGEST_RATIO, RATIO_COUNTS_FROM = 300, 50 * 1024 * 1024


class ArchiveError(Exception):
    """An archive that cannot be written or must not be read; says why."""


class Writing:
    """An archive that is being written; see `written`."""

    def __init__(self, bundle: zipfile.ZipFile) -> None:
        self.bundle = bundle
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, blocks: Iterable[bytes], *, packed: bool = True) -> None:
        """Add a member from its blocks of bytes; ``packed`` where making it smaller is worth the time."""
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.create_system, info.external_attr = 3, 0o600 << 16
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self.bundle.open(info, "w", force_zip64=True) as member:
            for block in blocks:
                digest.update(block)
                size += len(block)
                member.write(block)
        self.files[name] = {"size": size, "sha256": digest.hexdigest()}

    def add_json(self, name: str, value: Any) -> None:
        self.add(name, [_json(value)])

    def add_file(self, name: str, path: Path, *, packed: bool = False) -> None:
        """Add a file as it is at this moment.

        Raises
        ------
        FileNotFoundError
            Where it has gone.
        """
        with open(path, "rb") as file:
            self.add(name, iter(lambda: file.read(BLOCK), b""), packed=packed)


@contextlib.contextmanager
def written(place: Path, facts: dict[str, Any]) -> Iterator[Writing]:
    """Write an archive beside its place, put it there when it is whole; ``facts`` stand in its manifest.

    Raises
    ------
    ArchiveError
        Where it cannot be written, for want of space or rights; then nothing is left behind.
    """
    draft = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as bundle:
                writing = Writing(bundle)
                yield writing
                manifest = {**facts, "files": dict(sorted(writing.files.items()))}
                writing.add_json(MANIFEST, manifest)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise ArchiveError(f"{place}: not written ({(error.strerror or str(error)).lower()})") from error
    finally:
        draft.unlink(missing_ok=True)


class Archive:
    """An archive that has been looked at; see `opened`."""

    def __init__(self, place: Path, bundle: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
        self.place = place
        self.bundle = bundle
        self.manifest = manifest
        self.files: dict[str, dict[str, Any]] = manifest["files"]

    def names(self, folder: str) -> list[str]:
        """Members below a folder, in order."""
        return [name for name in self.files if name.startswith(f"{folder}/")]

    def blocks(self, name: str) -> Iterator[bytes]:
        """The content of a member.

        Raises
        ------
        ArchiveError
            At its end, where it is not what the manifest promises; sooner, where it is longer.
        """
        promised, digest, size = self.files[name], hashlib.sha256(), 0
        try:
            with self.bundle.open(name) as member:
                while block := member.read(BLOCK):
                    digest.update(block)
                    size += len(block)
                    if size > promised["size"]:
                        break
                    yield block
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
            raise ArchiveError(f"{self.place}: “{name}” is damaged ({error})") from None
        if size != promised["size"] or digest.hexdigest() != promised["sha256"]:
            raise ArchiveError(f"{self.place}: “{name}” is damaged: it is not what the manifest says")

    def json(self, name: str) -> Any:
        try:
            return json.loads(b"".join(self.blocks(name)))
        except ValueError:
            raise ArchiveError(f"{self.place}: “{name}” is no JSON") from None

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a file, readable by its owner alone."""
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(target, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                for block in self.blocks(name):
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ArchiveError(f"{target}: not written ({(error.strerror or str(error)).lower()})") from error


@contextlib.contextmanager
def opened(place: Path, format_: str, version: int, room: Path) -> Iterator[Archive]:
    """Open an archive of one format, after a look at its list; ``room`` is the folder that has to hold its content.

    Raises
    ------
    ArchiveError
        If it is no such archive, of a newer version, leads out of its folder, holds something that is not on its
        list, or would not fit.
    """
    try:
        bundle = zipfile.ZipFile(place)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise ArchiveError(f"{place}: this is no ZIP archive, or only a part of one") from None
    except OSError as error:
        raise ArchiveError(f"{place}: {(error.strerror or str(error)).lower()}") from None
    with bundle:
        manifest = _manifest(place, bundle, format_, version)
        _look(place, bundle, manifest, room)
        yield Archive(place, bundle, manifest)


def _manifest(place: Path, bundle: zipfile.ZipFile, format_: str, version: int) -> dict[str, Any]:
    foreign = ArchiveError(f"{place}: this is no archive of the kind {format_} (its manifest.json does not say so)")
    try:
        info = bundle.getinfo(MANIFEST)
        if info.file_size > LARGEST_MANIFEST:
            raise foreign
        with bundle.open(info) as member:
            manifest = json.loads(member.read(LARGEST_MANIFEST))
    except (KeyError, ValueError, zipfile.BadZipFile, RuntimeError, EOFError, zlib.error):
        raise foreign from None
    if not isinstance(manifest, dict) or manifest.get("format") != format_:
        raise foreign
    found = manifest.get("version")
    if not isinstance(found, int) or found > version:
        raise ArchiveError(
            f"{place}: made by a newer version of the program (format {found}, this one reads up to {version}); "
            "update the program first"
        )
    files = manifest.get("files")
    if not isinstance(files, dict) or not all(
        isinstance(each, dict) and isinstance(each.get("size"), int) and isinstance(each.get("sha256"), str)
        for each in files.values()
    ):
        raise foreign
    return manifest


def _look(place: Path, bundle: zipfile.ZipFile, manifest: dict[str, Any], room: Path) -> None:
    members = bundle.infolist()
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
        raise ArchiveError(f"{place}: the same name stands in it twice")
    for member in members:
        if not _is_safe(member):
            raise ArchiveError(f"{place}: “{member.filename}” leads out of the archive or is no plain file")
    strange = sorted(set(names) ^ {*manifest["files"], MANIFEST})
    if strange:
        raise ArchiveError(f"{place}: its list and its content differ: “{strange[0]}”")
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_COUNTS_FROM and member.file_size / packed > BIGGEST_RATIO:
            raise ArchiveError(f"{place}: “{member.filename}” would swell {member.file_size // packed} times: refused")
    needed = sum(max(member.file_size, 0) for member in members)
    free = shutil.disk_usage(room).free
    if needed > free:
        raise ArchiveError(f"{place}: needs {needed // 2**20} MB in {room}, where {free // 2**20} MB are free")


def _is_safe(member: zipfile.ZipInfo) -> bool:
    name, mode = member.filename, member.external_attr >> 16
    path = PurePosixPath(name)
    plain = not mode or stat.S_IFMT(mode) in {0, stat.S_IFREG}
    return (
        plain
        and not member.flag_bits & 0x1
        and name == str(path)
        and not path.is_absolute()
        and not {"..", "."} & set(path.parts)
        and not any(sign in name for sign in "\\:\0")
    )


def _json(value: Any) -> bytes:
    from django.core.serializers.json import DjangoJSONEncoder

    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

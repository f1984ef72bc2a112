"""Pictures and files of the old site: found in a copy of its uploads folder, or fetched, and taken into the library."""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.encoding import iri_to_uri
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

from evenhand_site.keeping.fetching import NotFetched, fetch
from evenhand_site.keeping.uploads import refuse_disguised
from evenhand_site.moving.body import plain_text
from evenhand_site.moving.models import Imported
from evenhand_site.moving.wxr import Item

__all__ = ["Media", "NoFile"]

SECONDS = 120.0


class NoFile(Exception):
    """A file is not to be had, or not to be taken in; says why."""


class Media:
    """Takes the files of one old site in, each once.

    ``home`` is the old site's address; ``uploads`` a copy of its ``wp-content/uploads``; ``fetches`` whether what is
    not there is fetched.
    """

    def __init__(self, source: str, home: str, uploads: Path | None, fetches: bool) -> None:
        self.source = source
        self.home = home
        self.uploads = uploads.resolve() if uploads else None
        self.fetches = fetches

    def look(self, address: str, item: Item | None = None) -> None:
        """Find out whether the file can be taken in, as far as one can tell without fetching it.

        Raises
        ------
        NoFile
            Where it cannot.
        """
        if self._local(address, item) is not None or not self.fetches:
            with self._found(address, item) as file:
                _checked(file, _below(address, item).name)

    def at_hand(self, address: str, item: Item | None = None) -> bool:
        """Whether `look` finds nothing wrong."""
        try:
            self.look(address, item)
        except NoFile:
            return False
        return True

    def take(
        self, address: str, kind: str, key: str, item: Item | None = None, *,
        and_then: Callable[[Any], None] = lambda thing: None,
    ) -> Imported:  # fmt: skip
        """The mark of a file that is now in the library; ``and_then`` is done with it in the same transaction.

        Raises
        ------
        NoFile
            Where it is neither in the folder nor to be fetched, or is no picture or document that the site takes.
        """
        parts = _below(address, item).parts
        prefix = hashlib.sha256(self.source.encode()).hexdigest()[:6]
        name = re.sub(r"[^\w.-]+", "-", "-".join([prefix, *parts]))[-90:]  # no other upload has this name
        with self._found(address, item) as file, transaction.atomic():
            thing = _saved(file, name, parts[-1] if parts else name, item)
            and_then(thing)
            return Imported.objects.create(
                source=self.source, kind=kind, key=key, model=thing._meta.label_lower, object_id=thing.pk,
                fingerprint=item.fingerprint() if item else "",
            )  # fmt: skip

    def _local(self, address: str, item: Item | None) -> Path | None:
        if self.uploads is None:
            return None
        try:
            path = (self.uploads / _below(address, item)).resolve()
            return path if path.is_relative_to(self.uploads) and path.is_file() else None
        except OSError:  # a name that no file can have
            return None

    @contextlib.contextmanager
    def _found(self, address: str, item: Item | None) -> Iterator[BinaryIO]:
        local = self._local(address, item)
        if local is not None:
            with open(local, "rb") as file:
                yield file
        elif self.fetches:
            try:
                most = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
                yield io.BytesIO(fetch(iri_to_uri(urljoin(self.home, address)), most_bytes=most, seconds=SECONDS))
            except NotFetched as error:
                raise NoFile(f"not fetched: {error}") from None
        else:
            raise NoFile("not in the uploads folder" if self.uploads else "no uploads folder was given")


def _below(address: str, item: Item | None) -> PurePosixPath:
    """Where a file stands below the uploads folder: ``2013/11/talks.jpg``."""
    stated = item.meta.get("_wp_attached_file", "") if item else ""
    path = unquote(urlsplit(address).path)
    path = stated or path.partition("/uploads/")[2] or path
    return PurePosixPath(*(part for part in re.split(r"[/\\\0]+", path) if part not in {"", ".", ".."}))


def _saved(file: BinaryIO, name: str, title: str, item: Item | None) -> Any:
    """The picture or document, in the library; a file of this name that no record knows is left from a run cut off."""
    model, upload = _checked(file, name)
    title = (plain_text(item.title) if item else "") or title
    values = {"description": _description(item)[:255]} if model is get_image_model() else {}
    thing = model(title=title[:255], **values)
    stored = thing._meta.get_field("file").generate_filename(thing, name)
    storage = thing.file.storage
    if storage.exists(stored) and not model.objects.filter(file=stored).exists():
        storage.delete(stored)
    upload.seek(0)
    thing.file.save(name, upload, save=False)
    with thing.open_file() as kept:
        thing.file_size, thing.file_hash = (
            upload.size,
            hashlib.file_digest(kept, "sha1").hexdigest(),
        )  # as Wagtail keeps them
    thing.save()
    return thing


def _checked(file: BinaryIO, name: str) -> tuple[Any, UploadedFile]:
    """The model that takes a file in, and the file as it takes it.

    Raises
    ------
    NoFile
        If none does.
    """
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    upload = UploadedFile(file, name, size=size)
    if ending in settings.WAGTAILIMAGES_EXTENSIONS:
        model, check = get_image_model(), WagtailImageField().clean
    elif ending in settings.WAGTAILDOCS_EXTENSIONS:
        model, check = get_document_model(), lambda upload: refuse_disguised(upload.file, name)
        if size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            raise NoFile(f"larger than {settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // 2**20} MB")
    else:
        raise NoFile(f"files of the kind .{ending} are not taken in")
    try:
        check(upload)
    except ValidationError as error:
        raise NoFile(" ".join(error.messages)) from None
    return model, upload


def _description(item: Item | None) -> str:
    return " ".join((item.meta.get("_wp_attachment_image_alt", "") if item else "").split())

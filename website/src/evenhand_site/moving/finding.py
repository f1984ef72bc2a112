"""What a text of the old site refers to, found here: pages, pictures, files, sections, topics, people."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.translation import override

from evenhand_site.moving.body import Picture, plain_text
from evenhand_site.moving.bylines import Bylines
from evenhand_site.moving.media import Media, NoFile
from evenhand_site.moving.models import Imported
from evenhand_site.moving.shelf import Shelf
from evenhand_site.moving.terms import Terms
from evenhand_site.moving.wxr import Item

__all__ = ["NOWHERE", "Finder", "Found"]

#: States of items that are not brought.
NOWHERE = {"trash", "auto-draft", "inherit"}

#: A picture's smaller copies have its size in their name, a large one's first copy the word “scaled”.
COPY = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated)(?=\.\w+$)")
SCHEMES = {"http", "https", "mailto", "tel"}


class Finder:
    """Looks up in one site's import what its texts refer to."""

    def __init__(
        self, shelf: Shelf, media: Media, terms: Terms, bylines: Bylines, types: set[str], *, dry: bool
    ) -> None:
        self.shelf = shelf
        self.media = media
        self.terms = terms
        self.bylines = bylines
        self.types = types
        self.dry = dry
        self.not_to_be_had: dict[str, str] = {}

    def mark(self, kind: str, key: str) -> Imported | None:
        return Imported.objects.filter(source=self.shelf.source, kind=kind, key=key).first()

    def page(self, number: str) -> int | None:
        """The page of a post; 0 for one that will be there when it is only tried."""
        mark = Imported.objects.filter(source=self.shelf.source, kind__in=["post", "page"], key=number).first()
        if mark is not None:
            return mark.object_id if mark.thing() is not None else None
        item = self.shelf.item(number) if self.dry and self.shelf.type_of(number) in self.types else None
        return 0 if item is not None and item.status not in NOWHERE else None

    def attachment(self, number: str) -> tuple[str, int] | None:
        """``image`` or ``document`` and its key, of an attachment that is in the library."""
        mark = self.mark("attachment", number)
        if mark is not None:
            return _thing(mark)
        if self.dry and (item := self.shelf.item(number)) and self.media.at_hand(item.file, item):
            return _kind(item.file), 0
        return None

    def file(self, address: str) -> tuple[str, int] | None:
        """The same of an address: an attachment's, a smaller copy of it, or a file that no attachment names."""
        if not self.shelf.is_ours(address):
            return None
        for candidate in dict.fromkeys([address, COPY.sub("", address)]):
            at = self.shelf.at(candidate)
            if at and at[0] == "file":
                return self.attachment(at[1])
        if "/uploads/" not in address:
            return None
        return self._unnamed(COPY.sub("", address)) or self._unnamed(address)

    def _unnamed(self, address: str) -> tuple[str, int] | None:
        """A file of the uploads folder that the export does not list."""
        key = self.shelf.path(address)[-200:]
        mark = self.mark("file", key)
        if mark is not None:
            return _thing(mark)
        if key in self.not_to_be_had:
            return None
        if self.dry:
            return (_kind(address), 0) if self.media.at_hand(address) else None
        try:
            return _thing(self.media.take(address, "file", key))
        except NoFile as error:
            self.not_to_be_had[key] = str(error)
            return None


class Found:
    """What one item's text refers to (see `body.References`); ``waits_for`` is what was not here."""

    def __init__(self, finder: Finder, item: Item, language: str) -> None:
        self.finder = finder
        self.shelf = finder.shelf
        self.item = item
        self.language = language
        self.waits_for: list[str] = []
        self.changes: list[str] = []

    def link(self, address: str) -> dict[str, str] | None:
        address = address.strip()
        if not address or address.startswith("#"):
            return None
        if not re.match(r"[A-Za-z][\w+.-]*:|//", address):
            address = urljoin(self.item.link or self.finder.media.home, address)
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme not in SCHEMES | {""}:
            return None
        if address.startswith("//"):
            address = f"https:{address}"
        if not self.shelf.is_ours(address):
            return {"href": address}
        return self._inside(address) or {"href": address}

    def _inside(self, address: str) -> dict[str, str] | None:
        """A link within the old site."""
        at = self.shelf.at(address)
        if at and at[0] == "item":
            page = self.finder.page(at[1])
            if page is None:
                self.wait(f"item {at[1]}")
                return None
            return {"linktype": "page", "id": str(page)}
        file = self.finder.file(address)
        if file is not None:
            kind, key = file
            return {"linktype": "document", "id": str(key)} if kind == "document" else self._picture_file(key)
        if (at and at[0] == "file") or "/uploads/" in address:
            self.wait(f"file {self.shelf.path(address)}")
            return None
        return self._list(address)

    def _picture_file(self, key: int) -> dict[str, str] | None:
        from wagtail.images import get_image_model

        image = get_image_model().objects.filter(pk=key).first()
        return {"href": image.file.url} if image else None

    def _list(self, address: str) -> dict[str, str] | None:
        """A link to the texts of a category, a tag or an author."""
        path = PurePosixPath(unquote(urlsplit(address).path))
        kind, slug = path.parent.name, path.name
        if "category" in path.parts and self.shelf.term("category", slug):
            section = self.finder.terms.section(slug, self.language)
            if section is not None:
                return {"linktype": "page", "id": str(section.pk)}
        with override(self.language):
            if kind == "tag" and self.shelf.term("post_tag", slug) and (topic := self.finder.terms.topic(slug)):
                return {"href": topic.get_absolute_url()}
            if kind == "author" and self.shelf.author(slug) and (person := self.finder.bylines.person(slug)):
                return {"href": person.get_absolute_url()}
        if path.name:
            self.changes.append(f"a link leads to a page of the old site that is not in the file: {address}")
        return None

    def picture(self, address: str, number: str) -> Picture | None:
        found = self.finder.attachment(number) if number and self.shelf.type_of(number) == "attachment" else None
        found = found or (self.finder.file(address) if address else None)
        if found is not None and found[0] == "image":
            at = self.shelf.at(COPY.sub("", address)) if address else None
            item = self.shelf.item(number or (at[1] if at else ""))
            alt = " ".join(item.meta.get("_wp_attachment_image_alt", "").split()) if item else ""
            return Picture(found[1], alt, plain_text(item.excerpt) if item and not address else "")
        where = address or f"attachment {number}"
        if self.shelf.is_ours(address) or not address:
            self.wait(f"file {where}")
        else:
            self.changes.append(f"a picture of another site became a link: {where[:200]}")
        return None

    def document(self, address: str) -> int | None:
        found = self.finder.file(address)
        return found[1] if found is not None and found[0] == "document" else None

    def wait(self, what: str) -> None:
        if what not in self.waits_for:
            self.waits_for.append(what)


def _thing(mark: Imported) -> tuple[str, int] | None:
    here = mark.thing()
    return (mark.model.rpartition(".")[2], here.pk) if here is not None else None


def _kind(address: str) -> str:
    from django.conf import settings

    ending = PurePosixPath(urlsplit(address).path).suffix.lower().lstrip(".")
    return "image" if ending in settings.WAGTAILIMAGES_EXTENSIONS else "document"

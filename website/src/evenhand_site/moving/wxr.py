"""Reading a WordPress export (WXR 1.0 to 1.2: RSS 2.0 with WordPress's own elements), item by item.

Elements are known by their local names, since the namespaces of the same element differ between versions. Nothing
but the item at hand is held in memory. Entities and external references are refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

__all__ = ["Author", "BrokenExport", "Channel", "Comment", "Item", "Term", "read"]


class BrokenExport(Exception):
    """The file is no WordPress export, or ends in the middle; says where, and how to mend it."""


@dataclass(frozen=True)
class Channel:
    """A plain fact from the head of the file: ``title``, ``link``, ``base_blog_url`` …"""

    name: str
    text: str


@dataclass(frozen=True)
class Author:
    login: str
    name: str = ""
    given: str = ""
    family: str = ""


@dataclass(frozen=True)
class Term:
    """A category, a tag, or a term of any other taxonomy."""

    taxonomy: str
    slug: str
    name: str = ""
    parent: str = ""
    number: str = ""
    description: str = ""


@dataclass
class Comment:
    number: str
    author: str = ""
    email: str = ""
    address: str = ""
    date: str = ""
    text: str = ""
    approved: str = ""
    type: str = ""
    parent: str = ""


@dataclass
class Item:
    """A post, page, attachment, menu entry or anything else that WordPress keeps as a “post”."""

    number: str
    type: str = "post"
    status: str = "publish"
    title: str = ""
    link: str = ""
    guid: str = ""
    slug: str = ""
    parent: str = "0"
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    date: str = ""
    date_gmt: str = ""
    modified_gmt: str = ""
    published: str = ""
    password: str = ""
    sticky: bool = False
    open_to_comments: bool = True
    order: int = 0
    file: str = ""
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)

    def of(self, domain: str) -> list[tuple[str, str]]:
        """Slugs and names of the item's terms in one taxonomy, in the order of the file, each once."""
        return list(dict.fromkeys((slug, name) for taxonomy, slug, name in self.terms if taxonomy == domain))

    def fingerprint(self) -> str:
        """Changes when anything changes that the import makes use of; comments have marks of their own."""
        content = {name: value for name, value in asdict(self).items() if name not in {"comments", "published"}}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


#: Fields of posts that are made use of; others (locks, counters) change without anything having changed.
META = re.compile(
    r"_thumbnail_id|_wp_attached_file|_wp_attachment_image_alt|footnotes|enclosure|audio_file|duration|episode_number"
    r"|season_number|_menu_item_\w+|cap-\w+|_yoast_wpseo_(metadesc|primary_category)|itunes_\w+"
)


class _WithoutControls:
    """A file whose control characters, which XML forbids and WordPress exports all the same, read as spaces."""

    TABLE = bytes(32 if byte < 32 and byte not in (9, 10, 13) else byte for byte in range(256))

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def read(self, size: int = -1) -> bytes:
        return self.file.read(size).translate(self.TABLE)


def read(path: Path) -> Iterator[Channel | Author | Term | Item]:
    """Everything in the file, in its order.

    Raises
    ------
    BrokenExport
        Where the XML breaks off or is forged, with the line; what was read before has been handed out by then.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    known = False
    try:
        with open(path, "rb") as file:
            channel: Element | None = None
            depth = 0
            for event, element in iterparse(_WithoutControls(file), ("start", "end")):
                if event == "start":
                    depth += 1
                    if depth == 1 and _local(element.tag) != "rss":
                        raise BrokenExport(f"{path}: this is no WordPress export (its first element is not <rss>)")
                    if depth == 2:
                        channel = element
                    continue
                depth -= 1
                if depth != 2 or channel is None:
                    continue
                entry = _entry(element)
                known = known or (isinstance(entry, Channel) and entry.name == "wxr_version")
                if isinstance(entry, Item) and not known:
                    raise BrokenExport(f"{path}: this is an RSS feed, but no WordPress export (no wp:wxr_version)")
                if entry is not None:
                    yield entry
                channel.clear()
    except ParseError as error:
        line, column = error.position
        raise BrokenExport(
            f"{path}:{line}:{column + 1}: the XML breaks here ({str(error).split(':')[0]}); mend the line or export "
            "the file again, then run the same command: what is here already is not made twice"
        ) from None
    except DefusedXmlException:
        raise BrokenExport(
            f"{path}: the file declares entities of its own or refers to other files; a WordPress export never does"
        ) from None
    except OSError as error:
        raise BrokenExport(f"{path}: {(error.strerror or str(error)).lower()}") from None
    if not known:
        raise BrokenExport(f"{path}: this is no WordPress export (no wp:wxr_version)")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(element: Element, name: str) -> str:
    for child in element:
        if _local(child.tag) == name:
            return _plain(child.text)
    return ""


def _plain(text: str | None) -> str:
    return (text or "").strip()


def _entry(element: Element) -> Channel | Author | Term | Item | None:
    name = _local(element.tag)
    if name == "item":
        return _item(element)
    if name == "author" and len(element):
        return Author(
            _text(element, "author_login"),
            _text(element, "author_display_name"),
            _text(element, "author_first_name"),
            _text(element, "author_last_name"),
        )
    if name == "category" and len(element):
        return Term(
            "category",
            _text(element, "category_nicename"),
            _text(element, "cat_name"),
            _text(element, "category_parent"),
            _text(element, "term_id"),
        )
    if name == "tag" and len(element):
        return Term(
            "post_tag", _text(element, "tag_slug"), _text(element, "tag_name"), number=_text(element, "term_id")
        )
    if name == "term" and len(element):
        return Term(
            _text(element, "term_taxonomy"),
            _text(element, "term_slug"),
            _text(element, "term_name"),
            _text(element, "term_parent"),
            _text(element, "term_id"),
            _text(element, "term_description"),
        )
    return None if len(element) else Channel(name, _plain(element.text))


#: Element of an item: field of `Item`.
PLAIN = {
    "post_type": "type", "status": "status", "title": "title", "link": "link", "guid": "guid", "post_name": "slug",
    "post_parent": "parent", "creator": "creator", "post_date": "date", "post_date_gmt": "date_gmt",
    "post_modified_gmt": "modified_gmt", "pubDate": "published", "post_password": "password",
    "attachment_url": "file",
}  # fmt: skip


def _item(element: Element) -> Item:
    item = Item(number="")
    for child in element:
        name, text = _local(child.tag), _plain(child.text)
        if name in PLAIN:
            setattr(item, PLAIN[name], text)
        elif name == "post_id":
            item.number = text
        elif name == "encoded":
            if "excerpt" in child.tag:
                item.excerpt = text
            else:
                item.content = text
        elif name == "is_sticky":
            item.sticky = text == "1"
        elif name == "comment_status":
            item.open_to_comments = text == "open"
        elif name == "menu_order":
            item.order = int(text) if text.isdecimal() else 0
        elif name == "category":
            item.terms.append((child.get("domain") or "category", child.get("nicename") or "", text))
        elif name == "postmeta":
            key = _text(child, "meta_key")
            if META.fullmatch(key):
                item.meta.setdefault(key, _text(child, "meta_value"))
        elif name == "comment" and len(child):
            item.comments.append(_comment(child))
    return item


def _comment(element: Element) -> Comment:
    values: dict[str, Any] = {_local(child.tag).removeprefix("comment_"): _plain(child.text) for child in element}
    return Comment(
        number=values.get("id", ""),
        author=values.get("author", ""),
        email=values.get("author_email", ""),
        address=values.get("author_url", ""),
        date=values.get("date_gmt") or values.get("date", ""),
        text=values.get("content", ""),
        approved=values.get("approved", ""),
        type=values.get("type", ""),
        parent=values.get("parent", ""),
    )

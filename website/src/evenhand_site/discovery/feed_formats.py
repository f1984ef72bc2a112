"""How feeds are written: RSS 2.0 [1]_ with its Dublin Core and content modules, Atom [2]_, JSON Feed [3]_.

.. [1] RSS 2.0.11, RSS Advisory Board, and its Best Practices Profile; modules ``content`` and ``dc``.
.. [2] RFC 4287, The Atom Syndication Format; RFC 4685 is not used.
.. [3] JSON Feed, version 1.1.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from email.utils import format_datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from evenhand_site.discovery.feeds import Feed, Item

__all__ = ["FORMATS", "Format", "atom", "json_feed", "readable", "rss"]

_ATOM, _CONTENT, _DC = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/rss/1.0/modules/content/",
    "http://purl.org/dc/elements/1.1/",
)
_XML = "http://www.w3.org/XML/1998/namespace"
for prefix, namespace in {"atom": _ATOM, "content": _CONTENT, "dc": _DC}.items():
    ElementTree.register_namespace(prefix, namespace)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def readable(text: str) -> str:
    """The text without the control characters that XML 1.0 forbids."""
    return _NO_XML.sub("", text)


def rss(feed: Feed, address: str) -> bytes:
    """The feed as RSS 2.0; ``address`` is its own."""
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", feed.description)
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", format_datetime(feed.updated))
    SubElement(channel, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=address)
    for item in feed.items:
        element = SubElement(channel, "item")
        _add(element, "title", item.title)
        _add(element, "link", item.url)
        _add(element, "guid", item.id, isPermaLink="false")
        _add(element, "pubDate", format_datetime(item.published))
        for name, _address in item.authors:
            _add(element, f"{{{_DC}}}creator", name)
        for category in item.categories:
            _add(element, "category", category)
        # a description is read as HTML, so the lead's own signs must not be markup
        _add(element, "description", html.escape(item.summary, quote=False) or item.content)
        if item.summary:
            _add(element, f"{{{_CONTENT}}}encoded", item.content)
        if item.language:
            _add(element, f"{{{_DC}}}language", item.language)
    return _bytes(root)


def atom(feed: Feed, address: str) -> bytes:
    """The feed as Atom 1.0; ``address`` is its own."""
    root = Element("feed", {"xmlns": _ATOM, f"{{{_XML}}}lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "updated", feed.updated.isoformat(timespec="seconds"))
    _add(SubElement(root, "author"), "name", feed.network)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
    SubElement(root, "link", rel="alternate", type="text/html", hreflang=feed.language, href=feed.page)
    for item in feed.items:
        root.append(_entry(item))
    return _bytes(root)


def json_feed(feed: Feed, address: str) -> bytes:
    """The feed as JSON Feed 1.1; ``address`` is its own."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": address,
        "description": feed.description,
        "language": feed.language,
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


class Format:
    """A format: how a feed is written in it, and the media type of what is written."""

    def __init__(self, label: str, media_type: str, write: Callable[[Feed, str], bytes]) -> None:
        self.label, self.media_type, self.write = label, media_type, write


FORMATS = {
    "rss": Format("RSS", "application/rss+xml", rss),
    "atom": Format("Atom", "application/atom+xml", atom),
    "json": Format("JSON Feed", "application/feed+json", json_feed),
}


def _entry(item: Item) -> Element:
    entry = Element("entry", {f"{{{_XML}}}lang": item.language} if item.language else {})
    _add(entry, "id", item.id)
    _add(entry, "title", item.title)
    _add(entry, "published", item.published.isoformat(timespec="seconds"))
    _add(entry, "updated", item.updated.isoformat(timespec="seconds"))
    language = {"hreflang": item.language} if item.language else {}
    SubElement(entry, "link", rel="alternate", type="text/html", href=item.url, **language)
    for name, address in item.authors:
        author = SubElement(entry, "author")
        _add(author, "name", name)
        if address:
            _add(author, "uri", address)
    for category in item.categories:
        SubElement(entry, "category", term=readable(category))
    if item.summary:
        _add(entry, "summary", item.summary)
    _add(entry, "content", item.content, type="html")
    return entry


def _json_item(item: Item) -> dict[str, object]:
    found = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content,
        "date_published": item.published.isoformat(timespec="seconds"),
        "date_modified": item.updated.isoformat(timespec="seconds"),
        "authors": [{"name": name, **({"url": address} if address else {})} for name, address in item.authors],
        "tags": list(item.categories),
        "language": item.language,
    }
    return {name: value for name, value in found.items() if value or name == "content_html"}


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = readable(text)


def _bytes(root: Element) -> bytes:
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)

"""HTML of any origin to the blocks of a body: headings, paragraphs, quotations, figures, tables, files.

The HTML first goes through a sanitiser that knows what browsers make of broken markup; then blocks are built from
what it means, never from its text as it stands; and what is rich text goes through the sanitiser once more. A note
becomes a mark ``[^1]`` where a link and the note it leads to point at one another.
"""

from __future__ import annotations

import html
import re
import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

__all__ = ["Body", "Picture", "References", "clean_inline", "clean_rich", "plain_text", "sanitised", "to_body"]

INLINE = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i", "var": "i", "sup": "sup", "sub": "sub",
    "s": "s", "del": "s", "strike": "s", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
RICH_TAGS = {*INLINE.values(), "p", "a", "ol", "ul", "li", "hr", "br"}
READ_TAGS = {
    *INLINE, "a", "p", "br", "hr", "ol", "ul", "li", "div", "span", "section", "article", "aside", "header", "footer",
    "main", "nav", "address", "center", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "q", "pre", "figure",
    "figcaption", "img", "picture", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd",
    "details", "summary", "u", "ins", "mark", "small", "big", "font", "abbr", "acronym", "time", "iframe", "video",
    "audio", "source", "object", "embed",
}  # fmt: skip
READ_ATTRIBUTES = {
    "*": {"class", "id", "data-fn"}, "a": {"href", "name", "class", "id"}, "img": {"src", "alt", "class", "data-id"},
    "iframe": {"src"}, "video": {"src"}, "audio": {"src"}, "source": {"src"}, "embed": {"src"}, "object": {"data"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
}  # fmt: skip
DROPPED_WHOLE = {
    "script", "style", "noscript", "template", "form", "svg", "math", "select", "textarea", "button", "head",
}  # fmt: skip
APART = {"p", "br", "li", "div", "td", "th", "blockquote", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "summary"}
SCHEMES = {"http", "https", "mailto", "tel"}
DEEPEST = 60


@dataclass(frozen=True)
class Picture:
    """A picture of the site; words that stand with it where the text says none."""

    pk: int
    description: str = ""
    caption: str = ""


class References(Protocol):
    """What a text refers to, found in the site."""

    def link(self, address: str) -> dict[str, str] | None:
        """Attributes of ``<a>`` for an address: a page, a document, or the address itself; None for no link."""

    def picture(self, address: str, number: str) -> Picture | None:
        """The picture of an address or of an attachment's number."""

    def document(self, address: str) -> int | None:
        """The document of an address."""


@dataclass
class Body:
    """Blocks as `StreamField` keeps them, notes by key in their order, and what was changed."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)


def clean_rich(text: str) -> str:
    """Rich text with nothing in it but what an editor could have written."""
    return nh3.clean(
        text, tags=RICH_TAGS, attributes={"a": {"href", "linktype", "id"}}, url_schemes=SCHEMES, link_rel=None
    )


def clean_inline(text: str) -> str:
    """Rich text of one paragraph: words, emphasis and links."""
    return nh3.clean(
        text, tags=RICH_TAGS - {"p", "ol", "ul", "li", "hr"}, attributes={"a": {"href", "linktype", "id"}},
        url_schemes=SCHEMES, link_rel=None,
    )  # fmt: skip


def plain_text(text: str) -> str:
    """The words of a piece of HTML, on one line."""
    return _words(BeautifulSoup(f"<div>{sanitised(text)}</div>", "html.parser")) if text else ""


def to_body(text: str, references: References, notes: dict[str, str] | None = None, *, name: str = "") -> Body:
    """The blocks of a piece of HTML.

    ``notes`` are texts of notes by the key of their marks (``<sup data-fn="key">``); ``name`` tells the text from
    others, so that the same text gets the same block numbers each time.
    """
    soup = BeautifulSoup(f"<div>{sanitised(text)}</div>", "html.parser")
    writer = _Writer(references, name)
    writer.take_notes(soup, notes or {})
    writer.flow(soup, 0)
    writer.close()
    return writer.body


def sanitised(text: str) -> str:
    text = text.replace("\0", "")
    return nh3.clean(
        text, tags=READ_TAGS, clean_content_tags=DROPPED_WHOLE, attributes=READ_ATTRIBUTES, url_schemes=SCHEMES,
        link_rel=None, strip_comments=True,
    )  # fmt: skip


def _words(tag: Tag) -> str:
    """The words of an element, on one line; paragraphs, cells and broken lines are parted by a space."""
    parts = []
    for each in tag.descendants:
        if isinstance(each, Tag):
            parts.append(" " if each.name in APART else "")
        elif not isinstance(each, PreformattedString):
            parts.append(str(each))
    return " ".join("".join(parts).split())


def _classes(tag: Tag) -> list[str]:
    value = tag.get("class") or []
    return value.split() if isinstance(value, str) else list(value)


class _Writer:
    """Walks through the HTML and writes blocks; ``run`` is the paragraph at hand, ``rich`` those before it."""

    def __init__(self, references: References, name: str) -> None:
        self.references = references
        self.name = name
        self.body = Body()
        self.rich: list[str] = []
        self.run: list[str] = []
        self.figures: list[tuple[Tag, str]] = []

    # --- what is written

    def changed(self, what: str) -> None:
        if what not in self.body.changes:
            self.body.changes.append(what)

    def block(self, kind: str, value: Any) -> None:
        self.end_rich()
        identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.name}#{len(self.body.blocks)}")
        self.body.blocks.append({"type": kind, "value": value, "id": str(identity)})

    def paragraph(self, text: str) -> None:
        text = re.sub(r"^(\s|<br>)+|(\s|<br>)+$", "", text)
        if text.strip("\xa0 \n\t") and clean_inline(text).strip():
            self.rich.append(f"<p>{text}</p>")

    def end_run(self) -> None:
        """End the paragraph at hand; pictures that stood in it follow it."""
        text, self.run = "".join(self.run), []
        for part in re.split(r"(?:\s*<br>\s*){2,}", text):
            if re.fullmatch(r"\s*https?://[^\s<>\"]+\s*", part):  # an address on a line of its own is shown embedded
                address = html.unescape(part.strip())
                part = self.anchor(address, html.escape(address))
            self.paragraph(part)
        figures, self.figures = self.figures, []
        for image, caption in figures:
            self.figure(image, caption)

    def end_rich(self) -> None:
        if self.rich:
            text, self.rich = clean_rich("".join(self.rich)), []
            identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.name}#{len(self.body.blocks)}")
            self.body.blocks.append({"type": "paragraph", "value": text, "id": str(identity)})

    def close(self) -> None:
        self.end_run()
        self.end_rich()

    # --- where it goes

    def flow(self, parent: Tag, depth: int) -> None:
        """The children of an element that may hold paragraphs."""
        for child in list(parent.children):
            if isinstance(child, Tag):
                self.element(child, depth + 1)
            elif not isinstance(child, PreformattedString):
                self.run.append(html.escape(str(child), quote=False))

    def apart(self, tag: Tag, depth: int) -> None:
        self.end_run()
        self.flow(tag, depth)
        self.end_run()

    def element(self, tag: Tag, depth: int) -> None:
        name = tag.name
        if depth > DEEPEST:
            self.run.append(html.escape(tag.get_text(" "), quote=False))
        elif re.fullmatch(r"h[1-6]", name):
            self.end_run()
            self.heading(tag)
            self.end_run()
        elif name in {"ul", "ol"} and not {"wp-block-gallery", "blocks-gallery-grid"} & set(_classes(tag)):
            self.end_run()
            self.rich.append(self.listing(tag, depth))
            self.end_run()
        elif name == "blockquote":
            self.end_run()
            self.quotation(tag, depth)
        elif name == "figure":
            self.end_run()
            self.figure_of(tag, depth)
        elif name == "table":
            self.end_run()
            self.table(tag, "", depth)
        elif name == "hr":
            self.end_run()
            self.rich.append("<hr>")
        elif name == "pre":
            self.end_run()
            lines = html.escape(tag.get_text().strip("\n"), quote=False).replace("\n", "<br>")
            self.paragraph(f"<code>{lines}</code>")
        elif name in {"iframe", "video", "audio", "object", "embed"}:
            self.end_run()
            self.embed(tag)
        elif name == "div" and "wp-block-file" in _classes(tag):
            self.end_run()
            self.file(tag, depth)
        elif name == "summary":
            self.end_run()
            self.paragraph(f"<b>{self.inside(tag, depth)}</b>")
        elif name in INLINE or name in {"a", "br", "img", "picture", "q", "span", "u", "ins", "mark", "small", "big",
                                        "font", "abbr", "acronym", "time"}:  # fmt: skip
            if tag.find(["p", "div", "figure", "blockquote", "ul", "ol", "table", "iframe"]) is None:
                self.run.append(self.inline(tag, depth))
            else:
                self.flow(tag, depth)
        else:
            self.apart(tag, depth)

    def inside(self, tag: Tag, depth: int) -> str:
        """The children of an element as inline text."""
        parts = []
        for child in list(tag.children):
            if isinstance(child, Tag):
                parts.append(self.inline(child, depth + 1))
            elif not isinstance(child, PreformattedString):
                parts.append(html.escape(str(child), quote=False))
        return "".join(parts)

    def inline(self, tag: Tag, depth: int) -> str:
        name = tag.name
        if depth > DEEPEST:
            return html.escape(tag.get_text(" "), quote=False)
        if name == "br":
            return "<br>"
        if name == "img":
            self.figures.append((tag, ""))
            return ""
        if name in {"iframe", "video", "audio", "object", "embed"}:
            address = self.address(tag)
            return self.anchor(address, html.escape(address)) if address else ""
        inside = self.inside(tag, depth)
        if not inside.strip("\xa0 \n"):
            return inside if inside else ""
        if name == "a":
            return self.anchor(str(tag.get("href") or ""), inside)
        if name == "q":
            return f"“{inside}”"
        if name in {"p", "div", "li", "tr", "dt", "dd", "figcaption"}:
            return f"{inside}<br>"
        return f"<{INLINE[name]}>{inside}</{INLINE[name]}>" if name in INLINE else inside

    def anchor(self, address: str, inside: str) -> str:
        attributes = self.references.link(address) if address else None
        if not attributes:
            return inside
        written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
        return f"<a{written}>{inside}</a>"

    # --- blocks

    def heading(self, tag: Tag) -> None:
        for image in tag.find_all("img"):
            self.figures.append((image, ""))
        text = _words(tag)
        if text:
            self.block("heading", {"text": text, "level": str(min(max(int(tag.name[1]), 2), 4))})

    def listing(self, tag: Tag, depth: int) -> str:
        entries = []
        for child in tag.find_all(True, recursive=False):
            if child.name in {"ul", "ol"}:
                nested = self.listing(child, depth + 1) if depth < DEEPEST else ""
                entries.append(f"<li>{nested}</li>")
                continue
            words = []
            for part in list(child.children):
                if isinstance(part, Tag) and part.name in {"ul", "ol"} and depth < DEEPEST:
                    words.append(self.listing(part, depth + 1))
                elif isinstance(part, Tag):
                    words.append(self.inline(part, depth + 2))
                elif not isinstance(part, PreformattedString):
                    words.append(html.escape(str(part), quote=False))
            entries.append("<li>" + re.sub(r"(\s|<br>)+$", "", "".join(words).strip()) + "</li>")
        return f"<{tag.name}>{''.join(entries)}</{tag.name}>" if entries else ""

    def quotation(self, tag: Tag, depth: int, source: str = "") -> None:
        """A quotation; its `cite` and the link in it are the source, lists in it become lines."""
        address = ""
        for cite in tag.find_all(["cite", "footer"]):
            source = source or _words(cite)
            link = cite.find("a")
            address = address or (self.outside(str(link.get("href") or "")) if isinstance(link, Tag) else "")
            cite.extract()
        inner = _Writer(self.references, self.name)
        inner.flow(tag, depth + 1)
        inner.close()
        words = "".join(str(each["value"]) for each in inner.body.blocks if each["type"] == "paragraph")
        words = re.sub(r"<li>(?:<p>)?", "<p>• ", re.sub(r"</li>", "</p>", re.sub(r"</?[ou]l>|<hr>", "", words)))
        if words:
            value = {"text": clean_rich(words), "source": source[:255], "address": address, "language": ""}
            self.block("quotation", value)
        for each in inner.body.blocks:
            if each["type"] != "paragraph":
                self.block(each["type"], each["value"])
        for change in inner.body.changes:
            self.changed(change)

    def figure_of(self, tag: Tag, depth: int) -> None:
        """What a `figure` holds: a picture, several, a table, a quotation, sound or an embedded page."""
        caption = ""
        for words in tag.find_all("figcaption"):
            if words.find_parent("figure") is tag:
                caption = caption or self.inside(words.extract(), depth)
        pending, self.figures = self.figures, []
        table, quote, images = tag.find("table"), tag.find("blockquote"), tag.find_all("img")
        if isinstance(table, Tag):
            self.table(table, plain_text(caption), depth)
        elif isinstance(quote, Tag):
            self.quotation(quote, depth, plain_text(caption))
        elif isinstance(tag.find("figure"), Tag) or len(images) > 1:
            self.flow(tag, depth)
            self.paragraph(caption)
        elif images:
            self.figure(images[0], caption)
        else:
            self.flow(tag, depth)
            self.end_run()
            self.paragraph(caption)
        self.figures += pending

    def figure(self, image: Tag, caption: str) -> None:
        address = str(image.get("src") or "")
        marks = re.search(r"wp-image-(\d+)", " ".join(_classes(image)))
        number = marks[1] if marks else str(image.get("data-id") or "")
        description = " ".join(str(image.get("alt") or "").split())
        picture = self.references.picture(address, number)
        if picture is None:
            words = clean_inline(caption).strip() or html.escape(description or address)
            self.paragraph(words if "<a " in words else self.anchor(address, words))
            return
        description = description or picture.description
        caption = caption or html.escape(picture.caption, quote=False)
        if not description:
            self.changed("a picture has no alternative text")
        value = {"image": picture.pk, "description": description, "caption": "", "credit": ""}
        if clean_inline(caption).strip():
            value["caption"] = f"<p>{clean_inline(caption)}</p>"
        self.block("figure", value)

    def table(self, tag: Tag, caption: str, depth: int) -> None:
        words = tag.find("caption")
        caption = caption or (_words(words) if isinstance(words, Tag) else "")
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        grid = [self.row(row, depth) for row in rows]
        width = max((len(row) for row in grid), default=0)
        if not width:
            return
        if tag.find(lambda cell: any(str(cell.get(each) or "1") != "1" for each in ("colspan", "rowspan"))):
            self.changed("joined cells of a table were parted")
        head = bool(rows) and all(cell.name == "th" for cell in rows[0].find_all(["td", "th"]))
        headings = [plain_text(cell) for cell in grid.pop(0)] if head else []
        columns = [{"type": "rich_text", "heading": each} for each in _filled(headings, width)]
        lines = [{"values": _filled(row, width)} for row in grid]
        table = {"columns": columns, "rows": lines, "caption": caption}
        self.block("table", {"caption": caption, "table": table, "source": ""})
        if not caption:
            self.changed("a table has no caption")

    def row(self, row: Tag, depth: int) -> list[str]:
        cells: list[str] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            cells.append(re.sub(r"(\s|<br>)+$", "", clean_inline(self.inside(cell, depth)).strip()))
            span = str(cell.get("colspan") or "1")
            cells += [""] * (min(int(span), 50) - 1 if span.isdecimal() else 0)
        return cells

    def embed(self, tag: Tag) -> None:
        address = self.address(tag)
        if not address:
            return
        document = self.references.document(address)
        if document is not None:
            self.block("file", {"document": document, "label": ""})
        else:
            self.paragraph(self.anchor(address, html.escape(address)))

    def address(self, tag: Tag) -> str:
        """Where something embedded comes from; a YouTube player becomes the address of the film."""
        inner = tag.find(["source", "embed"])
        candidates = [tag.get("src"), tag.get("data"), inner.get("src") if isinstance(inner, Tag) else None]
        address = next((str(each) for each in candidates if each), "")
        film = re.match(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)", address)
        return f"https://www.youtube.com/watch?v={film[1]}" if film else address

    def file(self, tag: Tag, depth: int) -> None:
        for link in tag.find_all("a"):
            if "wp-block-file__button" in _classes(link):
                link.extract()
        link = tag.find("a")
        if not isinstance(link, Tag):
            self.apart(tag, depth)
            return
        document = self.references.document(str(link.get("href") or ""))
        if document is None:
            self.paragraph(self.inline(link, depth))
        else:
            self.block("file", {"document": document, "label": _words(link)[:255]})

    def outside(self, address: str) -> str:
        """An address that a field for addresses takes: of the web, whole."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        return address if parts.scheme in {"http", "https"} and parts.hostname and len(address) <= 500 else ""

    # --- notes

    def take_notes(self, soup: BeautifulSoup, given: dict[str, str]) -> None:
        """Take the notes out of the text and put marks in their places, numbered as they come."""
        targets: dict[str, Tag] = {}
        for tag in soup.find_all(True):
            for name in (tag.get("id"), tag.get("name")):
                if name:
                    targets.setdefault(str(name), tag)
        numbered: dict[str, str] = {}
        for mark in soup.find_all(lambda tag: tag.get("data-fn") or _fragment(tag)):
            if not any(above is soup for above in mark.parents):  # it went with another mark or with a note
                continue
            key = str(mark.get("data-fn") or "")
            if key in given:
                text = given[key]
            else:
                key = key or _fragment(mark)
                if key not in numbered:
                    note = self.note(mark, targets.get(key))
                    if note is None:
                        continue
                    given[key] = text = note
            if key not in numbered:
                numbered[key] = str(len(numbered) + 1)
                self.body.notes.append((numbered[key], self.note_text(text)))
            place = mark.parent if mark.parent is not None and mark.parent.name == "sup" else mark
            if place is not mark and place.get_text(strip=True) != mark.get_text(strip=True):
                place = mark
            place.replace_with(NavigableString(f"[^{numbered[key]}]"))
        for rest in soup.find_all(["ol", "ul"]) if numbered else []:
            if rest.find(True) is None:
                rest.extract()

    def note(self, mark: Tag, target: Tag | None) -> str | None:
        """The text of the note that a link leads to, taken out; None where the note does not point back."""
        if target is None or target is mark:
            return None
        place = target if target.name in {"li", "p", "div", "dd"} else target.find_parent(["li", "p", "div", "dd"])
        if not isinstance(place, Tag) or place.parent is None or place in mark.parents:
            return None
        names = {str(each.get(name)) for each in (mark, *mark.parents, *mark.find_all(True)) for name in ("id", "name")}
        back = [link for link in place.find_all("a") if _fragment(link) and _fragment(link) in names]
        if not back:
            return None
        for link in back:
            outer = link.parent if link.parent is not None and link.parent.name == "sup" else link
            outer.extract()
        place.extract()
        return place.decode_contents()

    def note_text(self, text: str) -> str:
        soup = BeautifulSoup(f"<div>{sanitised(text)}</div>", "html.parser")
        words = re.sub(r"^(\s|<br>|\[\d+\]|↩\ufe0e?)+|(\s|<br>|↩\ufe0e?)+$", "", self.inside(soup, 0))
        return f"<p>{clean_inline(words)}</p>"


def _fragment(tag: Tag) -> str:
    """The name that a link within the text leads to; empty for any other element."""
    address = str(tag.get("href") or "") if tag.name == "a" else ""
    return address[1:] if address.startswith("#") and len(address) > 1 else ""


def _filled(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]

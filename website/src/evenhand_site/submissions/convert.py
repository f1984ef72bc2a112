"""A manuscript (Word, Markdown, plain text: bytes) to the blocks of a body; without Django, without a database.

Word documents are checked (`package`), read by mammoth, which takes meaning and leaves looks, and then go the way of
all foreign HTML (`moving.body`), which sanitises. Markdown is CommonMark with tables, strike-through and footnotes
(``[^key]`` and, on a line of its own, ``[^key]: text``).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import mammoth
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from evenhand_site.moving.body import Picture, to_body
from evenhand_site.submissions.package import LARGEST, MOST_PICTURES, Contents, Unreadable, examine

__all__ = ["Converted", "Image", "Unreadable", "convert", "markdown", "word"]

MOST_LETTERS, MOST_TAGS, MOST_NOTES, DEEPEST = 300_000, 40_000, 2_000, 100
"""Of one memo, whose text has some 20,000 letters: what takes longer to read than anybody waits for is refused."""


@dataclass(frozen=True)
class Image:
    """A picture of the manuscript, still as bytes."""

    name: str
    content: bytes
    description: str


@dataclass
class Converted:
    """What became of a manuscript.

    ``blocks`` are raw blocks of a body, in which a figure's ``image`` is a place in ``images``; ``footnotes`` pairs of
    key and HTML, in the order of their marks; ``dropped`` what was left out or changed, by code (see `words`).
    """

    title: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


def convert(content: bytes) -> Converted:
    """The manuscript in a file, whose kind is told by its content, never by its name.

    Raises
    ------
    Unreadable
        Where it is neither a safe Word document nor text.
    """
    if len(content) > LARGEST:
        raise Unreadable("size")
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(b"PK"):
        return word(content)
    for start, code in ((b"\xd0\xcf\x11\xe0", "old_word"), (b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"MZ", "not_text")):
        if content.startswith(start):
            raise Unreadable(code)
    return markdown(_decoded(content))


def word(content: bytes) -> Converted:
    """A Word document (.docx)."""
    contents, gallery = examine(content), _Gallery()
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=gallery.take,
        )
        soup = _soup(result.value)
        _notes(soup)
        _captions(soup)
        _heads(soup)
        converted = _converted(soup, {}, gallery)
    except Unreadable:
        raise
    except Exception as why:  # a parser of others at work on what anybody may send: any fault means one thing
        raise Unreadable("corrupt", type(why).__name__) from why
    converted.dropped += _left_out(contents)
    return _not_empty(converted)


def markdown(text: str) -> Converted:
    """A text in Markdown; a plain text is one, too."""
    if "\0" in text:
        raise Unreadable("not_text")
    if len(text) > MOST_LETTERS:
        raise Unreadable("long")
    if text.count("![") > MOST_PICTURES:  # before it is read: tens of thousands would take seconds
        raise Unreadable("pictures")
    text, definitions = _definitions(text.replace("\r\n", "\n").replace("\r", "\n"))
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader.inline.ruler.before("link", "footnote", _footnote_rule(set(definitions)))
    try:
        notes = {key: reader.render(note) for key, note in definitions.items()}
        html = reader.render(text)
        converted = _converted(_soup(html), notes, _Gallery())
    except RecursionError as why:
        raise Unreadable("nested") from why
    live = len(re.findall(r"<(?:script|style|form|svg|math|iframe|object|embed|video|audio)\b", html, re.IGNORECASE))
    converted.dropped["embedded"] += live
    return _not_empty(converted)


# --- What both have in common


_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def _soup(html: str) -> BeautifulSoup:
    marks = html.count("data-fn=") + html.count('href="#')
    if html.count("<") > MOST_TAGS or marks > MOST_NOTES:
        raise Unreadable("long")
    if html.lower().count("<img") > MOST_PICTURES:
        raise Unreadable("pictures")
    depth = 0
    for closes, name in re.findall(r"<(/?)([a-z][a-z0-9]*)", html, re.IGNORECASE):
        depth += 0 if name.lower() in ("br", "hr", "img") else -1 if closes else 1
        if depth > DEEPEST:
            raise Unreadable("nested")
    return BeautifulSoup(html, "html.parser")


def _converted(soup: BeautifulSoup, notes: dict[str, str], gallery: _Gallery) -> Converted:
    title = _take_title(soup)
    body = to_body(str(soup), gallery, notes)
    dropped = gallery.dropped + Counter(body.changes)
    return Converted(title, body.blocks, body.notes, gallery.images, dropped)


def _take_title(soup: BeautifulSoup) -> str:
    """Take a lone heading of the highest level off the beginning; the others move up so that the highest is h2."""
    headings = soup.find_all(_HEADINGS)
    names, title = [each.name for each in headings], ""
    if headings and headings[0] is soup.find(True) and names.count(min(names)) == 1 and names[0] == min(names):
        title = " ".join(headings.pop(0).extract().get_text(" ").split())
    top = min((int(each.name[1]) for each in headings), default=2)
    for each in headings:
        each.name = f"h{min(int(each.name[1]) - top + 2, 4)}"
    return title


def _not_empty(converted: Converted) -> Converted:
    if not converted.blocks:
        raise Unreadable("empty")
    converted.dropped = +converted.dropped  # without zeros
    return converted


class _Gallery:
    """The pictures of a manuscript, each once; and what its text refers to, as `moving.body.References` asks."""

    KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"))

    def __init__(self) -> None:
        self.images: list[Image] = []
        self.known: dict[str, int] = {}
        self.dropped: Counter[str] = Counter()

    def take(self, image: Any) -> list[Any]:
        """mammoth's picture: kept, where browsers show its kind."""
        with image.open() as part:
            content = part.read()
        kind = next((kind for start, kind in self.KINDS if content.startswith(start)), "")
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            kind = "webp"
        if not kind:
            self.dropped["picture_kind"] += 1
            return []
        mark = hashlib.sha256(content).hexdigest()
        if mark not in self.known:
            self.known[mark] = len(self.images)
            self.images.append(Image(f"picture-{mark[:12]}.{kind}", content, image.alt_text or ""))
        attributes = {"src": f"picture-{self.known[mark]}", "alt": image.alt_text or ""}
        return [mammoth.html.element("img", attributes)]

    def link(self, address: str) -> dict[str, str] | None:
        return {"href": address} if address.lower().startswith(("http://", "https://", "mailto:")) else None

    def picture(self, address: str, number: str) -> Picture | None:
        found = re.fullmatch(r"picture-(\d{1,4})", address)
        if found and int(found[1]) < len(self.images):
            return Picture(int(found[1]))
        self.dropped["picture_elsewhere"] += 1
        return None

    def document(self, address: str) -> int | None:
        return None


# --- Word

#: Word keeps the English names of its own styles whatever language it speaks.
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='Heading 4'] => h5:fresh
p[style-name='Heading 5'] => h6:fresh
p[style-name='Heading 6'] => h6:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => figcaption:fresh
"""


def _notes(soup: BeautifulSoup) -> None:
    """A mark is raised once, though Word's style and mammoth each raise it; a note stands once however often used."""
    for mark in soup.select("sup > sup"):
        mark.unwrap()
    seen: set[str] = set()
    for note in soup.select("li[id^=footnote-], li[id^=endnote-]"):
        if note["id"] in seen:
            note.decompose()
        else:
            seen.add(str(note["id"]))


def _captions(soup: BeautifulSoup) -> None:
    """Set a caption and the table or picture beside it into one figure: below it, or else above it."""
    for caption in soup.find_all("figcaption"):
        for beside in (caption.find_previous_sibling(), caption.find_next_sibling()):
            if isinstance(beside, Tag) and (beside.name == "table" or _is_picture(beside)):
                figure = beside.wrap(soup.new_tag("figure"))
                figure.append(caption.extract())
                break
        else:
            caption.name = "p"


def _heads(soup: BeautifulSoup) -> None:
    """The first row of a table heads it, though few authors tell Word so."""
    for table in soup.find_all("table"):
        rows = table.find_all("tr")
        if len(rows) > 1 and not table.find("th"):
            for cell in rows[0].find_all("td"):
                cell.name = "th"


def _is_picture(tag: Tag) -> bool:
    return tag.name == "p" and tag.find("img") is not None and not tag.get_text(strip=True)


def _left_out(contents: Contents) -> Counter[str]:
    counts = contents.document
    left_out = Counter(
        equation=counts["oMath"],
        chart=counts["chart"],
        diagram=counts["relIds"],
        embedded=counts["OLEObject"] + counts["control"],
        comment=counts["commentReference"],
        deletion=counts["del"] + counts["moveFrom"],
        insertion=counts["ins"],
        margins=int(contents.margins),
    )
    return +left_out


# --- Markdown


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise Unreadable("not_text") from why


def _definitions(text: str) -> tuple[str, dict[str, str]]:
    """The text without its footnotes, and the footnotes by key; lines set in by spaces belong to the one above."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    key, fence = "", ""
    for line in text.split("\n"):
        bar = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if bar and not fence:
            fence = bar[1]
        elif bar and bar[1].startswith(fence):
            fence = ""
        begins = None if fence else re.match(r" {0,3}\[\^([\w.:-]{1,40})\]:[ \t]*(.*)$", line)
        if begins and begins[1] not in notes:
            key = begins[1]
            notes[key] = begins[2]
        elif key and not fence and (re.match(r" {2,}\S|\t", line) or (not line.strip())):
            notes[key] += "\n" + line.strip()
        else:
            key = ""
            kept.append(line)
    return "\n".join(kept), notes


def _footnote_rule(keys: set[str]) -> Any:
    def rule(state: StateInline, silent: bool) -> bool:
        found = re.compile(r"\[\^([\w.:-]{1,40})\]").match(state.src, state.pos)
        if not found or found[1] not in keys:
            return False
        if not silent:
            state.push("html_inline", "", 0).content = f'<sup data-fn="{found[1]}">{found[1]}</sup>'
        state.pos = found.end()
        return True

    return rule

"""WordPress markup to plain HTML: block comments, shortcodes, and paragraphs that are only empty lines.

Block markup (WordPress 5 and later) is HTML between comments such as ``<!-- wp:image {"id":7} -->``; the HTML says
what is meant, so the comments go, and only what has no HTML of its own is looked up. In classic markup an empty line
parts paragraphs and a newline breaks a line. Shortcodes in square brackets stand for captions, galleries, sound,
embeds and notes; others belong to plugins.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Marked", "to_html"]

#: Blocks whose HTML speaks for itself; the names of others are reported.
KNOWN_BLOCKS = {
    "paragraph", "heading", "list", "list-item", "quote", "pullquote", "image", "gallery", "table", "separator",
    "spacer", "file", "audio", "video", "embed", "html", "columns", "column", "group", "row", "stack", "media-text",
    "cover", "freeform", "more", "nextpage", "footnotes", "shortcode", "preformatted", "code", "verse", "details",
    "buttons", "button", "block", "missing", "accordion", "accordion-item", "accordion-heading", "accordion-panel",
}  # fmt: skip
NOTE_SHORTCODES = {"ref", "fn", "footnote", "efn_note", "mfn", "note"}
LINK_SHORTCODES = {"audio", "video", "embed", "youtube", "vimeo", "soundcloud", "iframe"}

BLOCK_COMMENT = re.compile(
    r"<!--\s{0,9}(?P<close>/)?wp:(?P<name>[a-z][a-z0-9/_-]*)\s{0,9}(?P<data>\{[^<>]*\})?\s{0,9}(?P<void>/)?-->"
)
SHORTCODE = re.compile(r"\[(?P<name>[A-Za-z][\w-]*)(?P<attributes>[^\[\]\n]*)\]")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|(\S+)""")
BLOCKS = (
    "table|thead|tfoot|tbody|caption|col|colgroup|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|blockquote|address|style|"
    "p|h[1-6]|hr|fieldset|legend|section|article|aside|header|footer|nav|figure|figcaption|details|summary|iframe|"
    "script|noscript|video|audio|object"
)
NESTING = 5


@dataclass
class Marked:
    """HTML, the texts of notes by key (``<sup data-fn="key">`` marks their places), and what was changed."""

    html: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)

    def changed(self, what: str) -> None:
        if what not in self.changes:
            self.changes.append(what)


def to_html(
    content: str,
    *,
    reusable: Callable[[str], str] = lambda number: "",
    children: Callable[[], list[str]] = list,
    nesting: int = 0,
) -> Marked:
    """Plain HTML of a post's content.

    ``reusable`` gives the content of a reusable block by its number, ``children`` the numbers of the pictures that
    were uploaded to the post (what an empty ``[gallery]`` shows).
    """
    marked = Marked()
    text = content.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = _page_marks(text, marked)
    text = _shortcodes(text, marked, children)
    if "<!-- wp:" not in text:
        marked.html = _paragraphs(text)
        return marked
    parts, depth, end = [], 0, 0
    for match in BLOCK_COMMENT.finditer(text):
        between, end = text[end : match.start()], match.end()
        parts.append(between if depth else _paragraphs(between))
        name = match["name"].removeprefix("core/")
        if match["close"]:
            depth = max(depth - 1, 0)
        elif match["void"]:
            parts.append(_void(name, match["data"] or "", marked, reusable, nesting))
        else:
            depth += 1
            if name not in KNOWN_BLOCKS and not name.startswith("core-embed/"):
                marked.changed(f"block “{name}” is not known here: its text was kept")
    parts.append(text[end:] if depth else _paragraphs(text[end:]))
    marked.html = "".join(parts)
    return marked


def _void(name: str, data: str, marked: Marked, reusable: Callable[[str], str], nesting: int) -> str:
    """A block without HTML: a reusable one is put in its place; others are made when a page is asked for."""
    number = re.search(r'"ref"\s*:\s*(\d+)', data)
    if name == "block" and number:
        inner = to_html(reusable(number[1]), reusable=reusable, nesting=nesting + 1) if nesting < NESTING else Marked()
        marked.notes |= inner.notes
        for change in inner.changes:
            marked.changed(change)
        if not inner.html:
            marked.changed(f"reusable block {number[1]} is not in the file: dropped")
        return inner.html
    if name not in {"more", "nextpage", "footnotes", "spacer", "separator"}:
        marked.changed(f"block “{name}” has no text of its own: dropped")
    return ""


def _page_marks(text: str, marked: Marked) -> str:
    if re.search(r"<!--\s*nextpage\s*-->", text):
        marked.changed("several pages of one text were joined")
    return re.sub(r"<!--\s*(nextpage|more\b[^>]*?|noteaser)\s*-->", "\n\n", text)


# --- shortcodes


def _shortcodes(text: str, marked: Marked, children: Callable[[], list[str]], nesting: int = 0) -> str:
    if "[" not in text or nesting > NESTING:
        return text
    closing = {match[1]: match.start() for match in re.finditer(r"\[/([A-Za-z][\w-]*)\]", text)}  # the last of each
    parts: list[str] = []
    position = 0
    while match := SHORTCODE.search(text, position):
        name, attributes = match["name"], match["attributes"]
        parts.append(text[position : match.start()])
        position = match.end()
        if text[match.start() - 1 : match.start()] == "[" and text[position : position + 1] == "]":
            parts[-1] = parts[-1][:-1]  # [[name]] shows [name]
            parts.append(match[0])
            position += 1
            continue
        inside = None
        if closing.get(name, -1) >= position and not attributes.rstrip().endswith("/"):
            end = text.index(f"[/{name}]", position)
            inside, position = text[position:end], end + len(name) + 3
        elif not _is_shortcode(name, attributes):
            parts.append(match[0])
            continue
        parts.append(_shortcode(name, attributes, inside, marked, children, nesting))
    parts.append(text[position:])
    return "".join(parts)


def _is_shortcode(name: str, attributes: str) -> bool:
    """Whether words in brackets without an end are a shortcode, not an editor's remark such as [sic]."""
    return name in {"gallery", "playlist"} | LINK_SHORTCODES or bool(re.match(r"\s+[\w-]+\s*=", attributes))


def _shortcode(
    name: str, attributes: str, inside: str | None, marked: Marked, children: Callable[[], list[str]], nesting: int
) -> str:
    named, bare = _attributes(attributes)
    if name in {"caption", "wp_caption"} and inside is not None:
        return _caption(named.get("caption", ""), inside)
    if name in NOTE_SHORTCODES and inside is not None:
        key = f"note-{len(marked.notes) + 1}"
        marked.notes[key] = inside
        return f'<sup data-fn="{key}"></sup>'
    if name == "gallery":
        numbers = re.findall(r"\d+", named.get("ids") or named.get("include") or "") or children()
        figures = "".join(f'<figure><img class="wp-image-{number}"></figure>' for number in numbers)
        return f"\n\n{figures}\n\n"
    if name in LINK_SHORTCODES:
        addresses = [*named.values(), *bare, (inside or "").strip()]
        found = next((each for each in addresses if re.match(r"https?://", each)), "")
        if found:
            link = html.escape(html.unescape(found))
            return f'\n\n<p><a href="{link}">{link}</a></p>\n\n'
    if inside is not None and inside.strip():
        marked.changed(f"shortcode [{name}]: its text was kept")
        return _shortcodes(inside, marked, children, nesting + 1)
    marked.changed(f"shortcode [{name}] belongs to a plugin: dropped")
    return ""


def _attributes(text: str) -> tuple[dict[str, str], list[str]]:
    named: dict[str, str] = {}
    bare: list[str] = []
    for name, double, single, plain, alone in ATTRIBUTE.findall(text):
        if name:
            named[name.lower()] = double or single or plain
        else:
            bare.append(alone)
    return named, bare


def _caption(title: str, inside: str) -> str:
    """A picture, perhaps in a link, and the words behind it."""
    picture = re.match(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", inside, re.S)
    if picture is None:
        return inside
    words = title or picture[2].strip()
    return f"\n\n<figure>{picture[1]}<figcaption>{words}</figcaption></figure>\n\n"


# --- paragraphs


def _paragraphs(text: str) -> str:
    """Classic markup with its paragraphs spelt out; what is marked up already stays."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n<div data-kept={len(kept) - 1}>\n\n"

    text = re.sub(r"<(pre|script|style)\b(?:(?!<\1\b).)*?</\1\s*>", keep, text, flags=re.S | re.I)
    text = re.sub(rf"(<(?:{BLOCKS})\b)", r"\n\n\1", text, flags=re.I)
    text = re.sub(rf"(</(?:{BLOCKS})\s*>|<hr\b[^>]*>)", r"\1\n\n", text, flags=re.I)
    chunks = []
    for chunk in re.split(r"\n\s*\n", text):
        chunk = chunk.strip()
        if not chunk:
            continue
        if re.match(r"<p\b", chunk, re.I):
            chunk = chunk.replace("\n", "<br>")
        elif not re.match(rf"</?(?:{BLOCKS})\b", chunk, re.I):
            chunk = "<p>" + re.sub(r"(<br\s*/?>)?\s*\n", "<br>\n", chunk) + "</p>"
        chunks.append(chunk)
    joined = "\n".join(chunks)
    pieces = re.split(r"<div data-kept=(\d+)>", joined)
    for place in range(1, len(pieces), 2):
        number = int(pieces[place])
        pieces[place] = kept[number] if number < len(kept) else ""
    return "".join(pieces)

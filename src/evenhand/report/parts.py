"""The report as a sequence of parts, headings, paragraphs, lists, tables, figures: between the page and a printed file.

The page's templates say everything once; :func:`parts` reads the page that they make and gives its content without its
layout, for a Word file and a PDF. So every sentence and number of these stands in the page. They are a short form: what
the page folds away (``details``: tables of all causes and states, every correction and number) is left out, and so is
what only leads around in the page (navigation, links back) or is hidden from readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from evenhand.casefile.model import Case
from evenhand.report import html, naming
from evenhand.report.html import Document
from evenhand.report.language import gettext as _

__all__ = ["Block", "Cell", "Code", "Content", "Figure", "Heading", "Listing", "Paragraph", "Run", "Table", "Terms"]
__all__ += ["parts", "text"]


@dataclass(frozen=True)
class Run:
    """Words in one style; or a small picture between words (`picture`, SVG)."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    small: bool = False
    raised: bool = False
    code: bool = False
    link: str = ""
    picture: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (a chapter) to 4; ``anchor`` is what links lead to."""

    level: int
    runs: Runs
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """``kind``: text, lead, small, term (what the next blocks are about), caption, legend or scale."""

    runs: Runs
    kind: str = "text"


@dataclass(frozen=True)
class Code:
    """Lines to be typed."""

    text: str


@dataclass(frozen=True)
class Figure:
    """A chart with what it says for those who do not see it."""

    svg: str
    title: str
    description: str


@dataclass(frozen=True)
class Listing:
    """Items, each of blocks; ``anchors`` are what links lead to."""

    items: tuple[tuple[Block, ...], ...]
    numbered: bool
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """Terms, each with what is said of it."""

    items: tuple[tuple[Runs, tuple[Block, ...]], ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table; ``head``: it says what its row, or the rows below it, are about."""

    runs: Runs
    number: bool = False
    head: bool = False
    across: int = 1


@dataclass(frozen=True)
class Table:
    """Rows of cells below a row of heads; ``label`` names the table for those who do not see it."""

    label: str
    caption: Runs
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        """Columns."""
        return max(sum(cell.across for cell in row) for row in (self.head, *self.rows))


Block = Heading | Paragraph | Code | Figure | Listing | Terms | Table


@dataclass(frozen=True)
class Content:
    """A report's content: what stands on top, its chapters, the words above the list of chapters and those below it."""

    language: str
    title: str
    subtitle: str
    lead: str
    contents: str
    short: str
    foot: str
    blocks: tuple[Block, ...]


def parts(case: Case, document: Document) -> Content:
    """The content of a case's report, in the language that is spoken."""
    page = _read(_UNSEEN.sub("", html.render(case, document)))
    head = page.first("header", "top")
    return Content(
        language=page.first("html").attributes["lang"],
        title=_plain(_runs(head.first("h1"))),
        subtitle=_plain(_runs(head.first("p", "eyebrow"))),
        lead="".join(_plain(_runs(lead)) for lead in head.all("p", "lead")),
        contents=_plain(_runs(page.first("nav").first("h2"))),
        short=_(
            "Left out here: the tables of all causes and states, every correction of an account and every number of the"
            " case. They stand in the web page of this report and in its data."
        ),
        foot=_("%(title)s. Case \u201c%(case)s\u201d, Evenhand %(version)s")
        % {"title": naming.case_title(case, document), "case": case.case, "version": document.get("evenhand", "")},
        blocks=tuple(_blocks(page.first("main"))),
    )


def text(blocks: Sequence[Block]) -> Iterator[str]:
    """The words of blocks, a string for each paragraph, cell or item."""
    for block in blocks:
        match block:
            case Heading(runs=runs) | Paragraph(runs=runs):
                yield _plain(runs)
            case Code(text=words):
                yield words
            case Listing(items=items):
                for item in items:
                    yield from text(item)
            case Terms(items=terms):
                for runs, told in terms:
                    yield _plain(runs)
                    yield from text(told)
            case Table():
                yield from (
                    _plain(cell.runs) for row in ((Cell(block.caption),), block.head, *block.rows) for cell in row
                )
            case Figure():
                pass


# --- the page as a tree

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that no file can hold, or that show nothing."""
_VOID = {"meta", "br", "hr", "img", "input", "link"}
_SVG = re.compile(r"<svg\b|</svg>")


@dataclass
class _Node:
    name: str
    attributes: dict[str, str]
    inside: list[_Node | str] = field(default_factory=list)

    def all(self, name: str, kind: str = "") -> Iterator[_Node]:
        for child in self.inside:
            if isinstance(child, _Node):
                if child.name == name and (not kind or kind in child.classes):
                    yield child
                yield from child.all(name, kind)

    def first(self, name: str, kind: str = "") -> _Node:
        return next(self.all(name, kind))

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def hidden(self) -> bool:
        return bool(self.classes & {"hidden", "back"}) or self.name in {"style", "script"}


class _Reader(HTMLParser):
    """Elements of a page that its own templates made: every one is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [_Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].name == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def _read(page: str) -> _Node:
    """The tree of a page; a drawing is one node that keeps its source."""
    pieces: list[str] = []
    drawings: list[str] = []
    start = depth = end = 0
    for mark in _SVG.finditer(page):
        if mark[0] == "<svg":
            if depth == 0:
                pieces.append(page[end : mark.start()])
                start = mark.start()
            depth += 1
            continue
        depth -= 1
        if depth == 0:
            end = mark.end()
            pieces.append(f'<drawing number="{len(drawings)}"></drawing>')
            drawings.append(page[start:end])
    reader = _Reader()
    reader.feed("".join([*pieces, page[end:]]))
    for node in reader.open[0].all("drawing"):
        node.attributes["svg"] = drawings[int(node.attributes["number"])]
    return reader.open[0]


# --- from the tree to parts

_INLINE = {"a", "strong", "em", "cite", "code", "span", "br", "drawing", "b", "i"}
_STYLE = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "cite": "italic", "code": "code"}
_APART = {"label", "tags", "better-words"}
"""Classes of spans that stand on a line of their own."""
_KINDS = {"lead": "lead", "meta": "small", "note": "small", "source": "small", "label": "small", "group": "text"}


def _blocks(node: _Node) -> Iterator[Block]:
    """The blocks in a node; words between them become a paragraph."""
    between: list[_Node | str] = []
    for child in [*node.inside, None]:
        if isinstance(child, str) or (child is not None and child.name in _INLINE and not _is_chart(child)):
            between.append(child)
            continue
        if between:
            runs = _tidy([run for part in between for run in _of(part, Run())])
            if runs:
                yield Paragraph(runs)
            between = []
        if child is not None and not child.hidden:
            yield from _block(child)


def _is_chart(node: _Node) -> bool:
    return node.name == "drawing" and 'role="img"' in node.attributes["svg"][:300]


def _block(node: _Node) -> Iterator[Block]:
    name = node.name
    if name in {"h1", "h2", "h3", "h4", "h5"}:
        yield Heading(int(name[1]) - 1, _runs(node), node.attributes.get("id", ""))
    elif name in {"p", "summary", "figcaption"}:
        kind = {"summary": "term", "figcaption": "caption"}.get(name, "text")
        kind = next((_KINDS[each] for each in node.classes if each in _KINDS), kind)
        runs = _runs(node)
        if runs:
            yield Paragraph(runs, kind)
    elif name == "drawing":
        yield _figure(node.attributes["svg"])
    elif name in {"ul", "ol"}:
        if "brief" in node.classes:
            yield from _blocks(node)
        else:
            yield _legend(node) if "legend" in node.classes else _list(node)
    elif name == "dl":
        yield _terms(node)
    elif name == "details":
        return  # in short
    elif name == "pre":
        yield Code(_raw(node))
    elif name == "table":
        yield _table(node, "")
    elif "scale" in node.classes:
        yield Paragraph(tuple(run for child in node.inside for run in _tidy(list(_of(child, Run())))), "scale")
    elif "wide" in node.classes:
        for child in node.all("table"):
            yield _table(child, node.attributes.get("aria-label", ""))
    elif node.attributes.get("id") and name == "article":
        yield from _anchored(list(_blocks(node)), node.attributes["id"])
    else:
        yield from _blocks(node)


def _anchored(blocks: list[Block], anchor: str) -> Iterator[Block]:
    """The blocks, a link to the whole leading to its heading."""
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            blocks[place] = replace(block, anchor=anchor)
            break
    yield from blocks


def _figure(svg: str) -> Figure:
    title, described = (re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", svg, re.DOTALL) for tag in ("title", "desc"))
    return Figure(svg, _unescaped(title[1]) if title else "", _unescaped(described[1]) if described else "")


def _unescaped(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return _raw(reader.open[0])


def _legend(node: _Node) -> Paragraph:
    runs: list[Run] = []
    for item in node.all("li"):
        runs += [*([Run("   ")] if runs else []), *_tidy(list(_of(item, Run())))]
    return Paragraph(tuple(runs), "legend")


def _list(node: _Node) -> Listing:
    items = [child for child in node.inside if isinstance(child, _Node) and child.name == "li"]
    return Listing(
        tuple(tuple(_blocks(item)) for item in items),
        node.name == "ol",
        tuple(item.attributes.get("id", "") for item in items),
    )


def _terms(node: _Node) -> Terms:
    found: list[tuple[Runs, tuple[Block, ...]]] = []
    for child in node.inside:
        if isinstance(child, _Node) and child.name == "dt":
            found.append((_runs(child), ()))
        elif isinstance(child, _Node) and child.name == "dd":
            found[-1] = (found[-1][0], (*found[-1][1], *_blocks(child)))
    return Terms(tuple(found))


def _table(node: _Node, label: str) -> Table:
    caption = next((_runs(child) for child in node.all("caption") if not child.hidden), ())
    head = next((_row(row) for part in node.all("thead") for row in part.all("tr")), ())
    rows = [_row(row) for part in node.all("tbody") for row in part.all("tr")]
    return Table(label, caption, head, tuple(rows))


def _row(node: _Node) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            _runs(cell),
            number="n" in cell.classes,
            head=cell.name == "th",
            across=int(cell.attributes.get("colspan", "1")),
        )
        for cell in node.inside
        if isinstance(cell, _Node) and cell.name in {"td", "th"}
    )


# --- words


def _runs(node: _Node) -> Runs:
    return _tidy([run for child in node.inside for run in _of(child, Run())])


def _of(child: _Node | str, style: Run) -> Iterator[Run]:
    """The words of a node, or of what stands between nodes, in a style."""
    if isinstance(child, str):
        yield replace(style, text=re.sub(r"[ \t\r\n]+", " ", child))
        return
    if child.hidden:
        return
    if child.name == "drawing":
        yield Run(picture=child.attributes["svg"])
        return
    if child.name == "br" or child.classes & _APART or child.name == "div":
        yield replace(style, text="\n")
    if child.name in _STYLE:
        style = _styled(style, _STYLE[child.name])
    if child.classes & {*_APART, "muted", "kind", "words"}:
        style = replace(style, small=True)
    if "refs" in child.classes:
        style = replace(style, raised=True)
    if child.name == "a":
        style = replace(style, link=child.attributes.get("href", ""))
    for below in child.inside:
        yield from _of(below, style)


def _styled(style: Run, how: str) -> Run:
    return replace(
        style,
        bold=style.bold or how == "bold",
        italic=style.italic or how == "italic",
        code=style.code or how == "code",
    )


def _tidy(runs: list[Run]) -> Runs:
    """No space at the ends, before a line's end or twice; neighbours in the same style are one."""
    tidy: list[Run] = []
    for run in runs:
        words = run.text
        before = tidy[-1].text if tidy else "\n"
        if words.startswith((" ", "\n")) and before.endswith("\n") and not (tidy and tidy[-1].picture):
            words = words.lstrip(" \n")
        elif words.startswith("\n") and before.endswith(" "):
            tidy[-1] = replace(tidy[-1], text=before.rstrip(" "))
        elif words.startswith(" ") and before.endswith(" "):
            words = words.lstrip(" ")
        if not words and not run.picture:
            continue
        if tidy and not run.picture and replace(tidy[-1], text=words) == replace(run, text=words):
            tidy[-1] = replace(run, text=tidy[-1].text + words)
        else:
            tidy.append(replace(run, text=words))
    while tidy and not tidy[-1].picture and not tidy[-1].text.strip():
        tidy.pop()
    if tidy and not tidy[-1].picture:
        tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip(" \n"))
    return tuple(tidy)


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _raw(node: _Node) -> str:
    return "".join(child if isinstance(child, str) else _raw(child) for child in node.inside)

"""The report as a Word file: real headings, lists and tables, every chart a picture with its words.

The file is made with python-docx from the content of the page; charts are drawn by Typst. The same findings give the
same bytes: the file's dates are the day whose state the case describes.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Lines

from evenhand.casefile.model import Case
from evenhand.report import charts
from evenhand.report.html import Document
from evenhand.report.parts import Block, Cell, Code, Figure, Heading, Listing, Paragraph, Run, Table, Terms, parts
from evenhand.report.pdf import ACROSS, SMALL, columns, compiled, lengths, shares

__all__ = ["render"]

SWATCH = 14
SHARPNESS = 144
"""Dots to the inch in pictures."""
_GREY = RGBColor(0x50, 0x50, 0x50)
_LINK = RGBColor(0x1D, 0x55, 0x60)
_EPOCH = datetime.datetime(1980, 1, 1)  # the first day that a zip file can name
_REGIONS = {"en": "en-GB", "ru": "ru-RU", "uk": "uk-UA"}
"""Languages as Word knows them, for its spelling checker."""
_HTTP = ("http://", "https://")


def render(case: Case, document: Document) -> bytes:
    """The whole report as a .docx file.

    The parameters are those of :func:`evenhand.report.html.render`; the language is the one that is spoken.
    """
    content = parts(case, document)
    day = datetime.datetime.fromisoformat(case.as_of) if case.as_of else _EPOCH
    file = _File(content.language, list(_drawings(content.blocks)))
    file.properties(content.title, content.subtitle, ", ".join(case.authors), day)
    file.line(content.subtitle, "Subtitle")
    file.line(content.title, "Title")
    if content.lead:
        file.line(content.lead, "Lead")
    chapters = [block for block in content.blocks if isinstance(block, Heading) and block.level == 1]
    file.contents(content.contents, chapters)
    file.line(content.short, "Small")
    file.around(content.foot)
    for block in content.blocks:
        file.add(block)
    return file.bytes()


def _drawings(blocks: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """Every drawing in the blocks, with its width in pixels."""
    for block in blocks:
        match block:
            case Figure(svg=svg):
                yield svg, ACROSS
            case Heading(runs=runs) | Paragraph(runs=runs):
                yield from _in_runs(runs)
            case Listing(items=items):
                for item in items:
                    yield from _drawings(item)
            case Terms(items=terms):
                for runs, told in terms:
                    yield from _in_runs(runs)
                    yield from _drawings(told)
            case Table():
                for row in (block.head, *block.rows):
                    for cell in row:
                        yield from _in_runs(cell.runs)
            case Code():
                pass


def _in_runs(runs: Sequence[Run]) -> Iterator[tuple[str, int]]:
    for run in runs:
        if run.picture:
            yield run.picture, _across(run)


def _across(run: Run) -> int:
    return SWATCH if "swatch" in run.picture[:60] else SMALL


def _pictures(drawings: Sequence[tuple[str, int]]) -> dict[tuple[str, int], bytes]:
    """Drawings as PNG, all in one go: a page for each."""
    each = list(dict.fromkeys(drawings))
    if not each:
        return {}
    files = {f"{place}.svg": charts.standalone(svg, width).encode() for place, (svg, width) in enumerate(each)}
    pages = "\n#pagebreak()\n".join(f'#image("{name}")' for name in files)
    main = f"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n{pages}\n"
    return dict(zip(each, compiled({"main": main.encode(), **files}, format="png", ppi=SHARPNESS), strict=True))


class _File:
    """A Word file in the making."""

    def __init__(self, language: str, drawings: Sequence[tuple[str, int]]) -> None:
        self.file = docx.Document()
        self.pictures = _pictures(drawings)
        self._marks = 0
        self._drawn = 0
        self._styles(language)
        self._named = {style.name: style.style_id for style in self.file.styles}

    # --- the file as a whole

    def properties(self, title: str, subject: str, author: str, day: datetime.datetime) -> None:
        own = self.file.core_properties
        own.title, own.subject, own.author = title[:255], subject[:255], author[:255]
        own.created = own.modified = day
        own.last_modified_by, own.comments, own.keywords, own.revision = "Evenhand", "", "", 1
        own.language = self.language

    def _styles(self, language: str) -> None:
        self.language = language
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin = section.bottom_margin = Mm(24)
        styles = self.file.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Cambria", Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        for tag in styles.element.iter(qn("w:lang")):
            tag.set(qn("w:val"), _REGIONS.get(language, language))
            tag.set(qn("w:eastAsia"), _REGIONS.get(language, language))
        for style in styles:
            fonts = style.element.find(qn("w:rPr") + "/" + qn("w:rFonts"))
            if fonts is not None:
                for name in list(fonts.attrib):
                    if "Theme" in name:
                        del fonts.attrib[name]
                for name in ("w:ascii", "w:hAnsi", "w:cs"):
                    fonts.set(qn(name), "Cambria")
        sizes = {"Title": 22, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11.5, "Heading 4": 10.5}
        for name, size in sizes.items():
            styles[name].font.size, styles[name].font.color.rgb = Pt(size), RGBColor(0x20, 0x20, 0x20)
            styles[name].paragraph_format.keep_with_next = True
        for name, before in {"Heading 1": 24, "Heading 2": 16, "Heading 3": 11, "Heading 4": 9}.items():
            styles[name].paragraph_format.space_before = Pt(before)
            styles[name].paragraph_format.space_after = Pt(4)
        styles["Heading 4"].font.italic = True
        styles["Subtitle"].font.size, styles["Subtitle"].font.color.rgb = Pt(9.5), _GREY
        for name, size, grey in (
            ("Lead", 11.5, False),
            ("Small", 9.5, True),
            ("Term", 9.5, True),
            ("Cell", 8.5, False),
        ):
            own = styles.add_style(name, 1)
            own.base_style, own.font.size = normal, Pt(size)
            own.paragraph_format.space_after = Pt(6 if name != "Cell" else 0)
            if grey:
                own.font.color.rgb = _GREY
        styles["Term"].paragraph_format.keep_with_next = True
        styles["Term"].font.bold = True
        styles["Caption"].font.color.rgb, styles["Caption"].font.size = RGBColor(0x20, 0x20, 0x20), Pt(9.5)
        styles["Caption"].font.bold, styles["Caption"].paragraph_format.keep_with_next = False, True

    def bytes(self) -> bytes:
        """The file, its parts dated alike."""
        made, fixed = io.BytesIO(), io.BytesIO()
        self.file.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                part = zipfile.ZipInfo(name, _EPOCH.timetuple()[:6])
                part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                target.writestr(part, source.read(name))
        return fixed.getvalue()

    # --- blocks

    def _lines(self, style: str = "") -> Lines:
        """A new paragraph; its style goes in by its id, as python-docx takes long to look up a name."""
        lines: Lines = self.file.add_paragraph()
        if style:
            lines._p.style = self._named[style]
        return lines

    def line(self, text: str, style: str) -> Lines:
        return self._filled(self._lines(style), (Run(text),))

    def contents(self, title: str, chapters: Sequence[Heading]) -> None:
        """A list of the chapters, each leading there; the heading is none, so that it is not among them."""
        self.line(title, "Term")
        for number, chapter in enumerate(chapters, 1):
            words = "".join(run.text for run in chapter.runs)
            runs = (Run(f"{number}. "), Run(words, link=f"#{chapter.anchor}") if chapter.anchor else Run(words))
            self._filled(self._lines(), runs).paragraph_format.space_after = Pt(2)

    def around(self, told: str) -> None:
        """A header that names case and version from the second page on, and the number of each page of how many."""
        section = self.file.sections[0]
        section.different_first_page_header_footer = True
        section.header_distance = section.footer_distance = Mm(12)
        self._set(section.header, (Run(told),), WD_ALIGN_PARAGRAPH.LEFT)
        for footer in (section.footer, section.first_page_footer):
            lines = self._set(footer, (), WD_ALIGN_PARAGRAPH.CENTER)
            for place, field in enumerate(("PAGE", "NUMPAGES")):
                if place:
                    lines.add_run(" / ")
                counted = OxmlElement("w:fldSimple")
                counted.set(qn("w:instr"), field)
                made = lines.add_run("1")
                counted.append(made._r)
                lines._p.append(counted)

    def _set(self, place: Any, runs: Sequence[Run], aligned: WD_ALIGN_PARAGRAPH) -> Lines:
        place.is_linked_to_previous = False
        lines: Lines = place.paragraphs[0]
        lines._p.style = self._named["Small"]
        lines.alignment = aligned
        return self._filled(lines, runs)

    def add(self, block: Block) -> None:
        match block:
            case Heading(level=level, runs=runs, anchor=anchor):
                self._marked(self._filled(self._lines(f"Heading {level}"), runs), anchor)
            case Paragraph(runs=runs, kind=kind):
                self._paragraph(runs, kind)
            case Code(text=words):
                for line in words.splitlines():
                    self._filled(self._lines("Small"), (Run(line, code=True),))
            case Figure():
                self._figure(block)
            case Listing():
                self._list(block)
            case Terms(items=terms):
                for runs, told in terms:
                    self._filled(self._lines("Term"), runs)
                    for each in told:
                        self.add(each)
            case Table():
                self._table(block)

    def _paragraph(self, runs: Sequence[Run], kind: str) -> None:
        named = {
            "lead": "Lead",
            "small": "Small",
            "term": "Term",
            "caption": "Caption",
            "legend": "Small",
            "scale": "Small",
        }
        if kind == "scale":
            runs = [each for run in runs for each in (Run("\t"), run)][1:]
        lines = self._filled(self._lines(named.get(kind, "")), runs)
        if kind == "scale":
            lines.paragraph_format.tab_stops.add_tab_stop(Mm(80), 1)
            lines.paragraph_format.tab_stops.add_tab_stop(Mm(160), 2)

    def _list(self, block: Listing) -> None:
        for number, (item, anchor) in enumerate(zip(block.items, block.anchors, strict=True), 1):
            if block.numbered and item and isinstance(item[0], Heading):
                head = item[0]
                self.add(replace(head, runs=(Run(f"{number}. "), *head.runs), anchor=head.anchor or anchor))
                for each in item[1:]:
                    self.add(each)
                continue
            first, *rest = item if item and isinstance(item[0], Paragraph) else (Paragraph(()), *item)
            assert isinstance(first, Paragraph)
            lines = self._lines("" if block.numbered else "List Bullet")
            if block.numbered:
                lines.paragraph_format.left_indent, lines.paragraph_format.first_line_indent = Mm(8), Mm(-8)
            self._marked(lines, anchor)
            self._filled(lines, (*((Run(f"{number}.\t"),) if block.numbered else ()), *first.runs))
            for each in rest:
                self.add(each)

    def _figure(self, block: Figure) -> None:
        lines = self._lines()
        picture = lines.add_run().add_picture(io.BytesIO(self.pictures[block.svg, ACROSS]), width=Mm(160))
        self._described(picture, block.title, f"{block.title}. {block.description}")

    def _table(self, block: Table) -> None:
        if block.caption:
            self._filled(self._lines("Caption"), block.caption)
        kinds = columns(block)
        table = self.file.add_table(0, len(kinds), style="Table Grid")
        table.autofit = False
        self._bordered(table, block.label)
        widths = _widths(block)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for place, row in enumerate((block.head, *block.rows) if block.head else block.rows):
            made = table.add_row()
            self._row(made, row, widths, heading=bool(block.head) and place == 0)
        self._lines().paragraph_format.space_after = Pt(4)

    def _row(self, made: Any, row: Sequence[Cell], widths: Sequence[float], *, heading: bool) -> None:
        own = made._tr.get_or_add_trPr()
        own.append(OxmlElement("w:cantSplit"))
        if heading:
            own.append(OxmlElement("w:tblHeader"))
        cells, place = list(made.cells), 0
        for cell in row:
            target = cells[place]
            if cell.across > 1:
                target = target.merge(cells[place + cell.across - 1])
            target.width = Mm(sum(widths[place : place + cell.across]))
            lines = target.paragraphs[0]
            lines._p.style = self._named["Cell"]
            runs = cell.runs
            if heading or (cell.head and cell.across > 1):
                runs = tuple(Run(**{**run.__dict__, "bold": True}) for run in runs)
            self._filled(lines, runs)
            if cell.number:
                lines.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            place += cell.across

    def _bordered(self, table: Any, label: str) -> None:
        """Lines between rows only, and the table's name for those who do not see it."""
        own = table._tbl.tblPr
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            drawn = side in {"top", "bottom", "insideH"}
            line.set(qn("w:val"), "single" if drawn else "nil")
            if drawn:
                line.set(qn("w:sz"), "4")
                line.set(qn("w:color"), "BBBBBB")
            borders.append(line)
        after = (qn("w:tblLayout"), qn("w:tblCellMar"), qn("w:tblLook"))
        next(child for child in own if child.tag in after).addprevious(borders)
        if label:
            named = OxmlElement("w:tblCaption")
            named.set(qn("w:val"), label)
            own.append(named)

    # --- words

    def _filled(self, lines: Lines, runs: Sequence[Run]) -> Lines:
        for run in runs:
            if run.picture:
                self._inline(lines, run)
            elif run.link.startswith("#") or run.link.startswith(_HTTP):
                self._linked(lines, run)
            else:
                self._run(lines, run)
        return lines

    def _run(self, lines: Any, run: Run) -> Any:
        made = lines.add_run(run.text)
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.small:
            made.font.color.rgb = _GREY
        if run.raised:
            made.font.superscript = True
        if run.code:
            made.font.name = "Consolas"
        return made

    def _linked(self, lines: Lines, run: Run) -> None:
        link = OxmlElement("w:hyperlink")
        if run.link.startswith("#"):
            link.set(qn("w:anchor"), _mark(run.link[1:]))
        else:
            link.set(qn("r:id"), lines.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        made = self._run(lines, run)
        made.font.color.rgb = _LINK
        link.append(made._r)
        lines._p.append(link)

    def _inline(self, lines: Lines, run: Run) -> None:
        width = _across(run)
        size = {"height": Pt(7.5)} if width == SWATCH else {"width": Mm(30)}
        picture = lines.add_run().add_picture(io.BytesIO(self.pictures[run.picture, width]), **size)
        self._described(picture, "", "")
        if width == SWATCH:
            lines.add_run("\u00a0")

    def _described(self, picture: Any, title: str, told: str) -> None:
        """The words of a picture; without any it is marked as an ornament."""
        self._drawn += 1
        own = picture._inline.docPr
        own.set("id", str(self._drawn))
        own.set("name", f"{self._drawn}")
        own.set("descr", told)
        if title:
            own.set("title", title)
        if not told:
            space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
            extensions, extension = OxmlElement("a:extLst"), OxmlElement("a:ext")
            extension.set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
            ornament = extension.makeelement(f"{{{space}}}decorative", {"val": "1"}, nsmap={"adec": space})
            extension.append(ornament)
            extensions.append(extension)
            own.append(extensions)

    def _marked(self, lines: Lines, anchor: str) -> None:
        """A place that links lead to."""
        if not anchor:
            return
        self._marks += 1
        for name in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(name)
            mark.set(qn("w:id"), str(self._marks))
            if name == "w:bookmarkStart":
                mark.set(qn("w:name"), _mark(anchor))
            lines._p.append(mark)


def _mark(anchor: str) -> str:
    """An anchor as Word allows it: letters, digits and underscores, forty at most."""
    plain = re.sub(r"\W", "_", anchor)
    if plain == anchor and len(anchor) <= 38:
        return f"_{plain}"
    return f"_{plain[:28]}_{zlib.crc32(anchor.encode()):08x}"


def _widths(table: Table) -> list[float]:
    """Millimetres for each column, 160 in all: numbers and pictures as they need, words share what is left."""
    kinds, wanted = columns(table), shares(table)
    fixed = [0.0] * len(kinds)
    if len(kinds) <= 4:
        numbers = [min(max(18.0, 5 + 1.7 * each), 45.0) for each in lengths(table)]
        fixed = [
            {"number": number, "picture": 34.0}.get(kind, 0.0) for kind, number in zip(kinds, numbers, strict=True)
        ]
    words = sum(share for share, width in zip(wanted, fixed, strict=True) if not width)
    if not words:
        return [160 * width / sum(fixed) for width in fixed]
    return [width or (160 - sum(fixed)) * share / words for share, width in zip(wanted, fixed, strict=True)]

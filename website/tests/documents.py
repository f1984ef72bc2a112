"""Builds Word documents part by part, as Word and as enemies write them (ECMA-376)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = ["Title", "heading 1", "heading 2", "heading 3", "Quote", "caption", "List Paragraph", "footnote text"]


def run(text: str, *marks: str) -> str:
    """Words with marks: ``b``, ``i``, ``strike``, ``vertAlign=superscript``."""
    written = "".join(f"<w:{m.split('=')[0]}" + (f' w:val="{m.split("=")[1]}"/>' if "=" in m else "/>") for m in marks)
    return f'<w:r><w:rPr>{written}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, style: str = "", listed: str = "") -> str:
    """A paragraph of runs or plain words; ``listed`` is ``bullet`` or ``number``."""
    inside = "".join(each if each.startswith("<") else run(each) for each in content)
    about = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else ""
    if listed:
        about += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{1 if listed == "bullet" else 2}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{inside}</w:p>"


def link(text: str, relation: str) -> str:
    return f'<w:hyperlink r:id="{relation}">{run(text)}</w:hyperlink>'


def note(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def table(*rows: list[str], head: bool = True) -> str:
    written = []
    for place, row in enumerate(rows):
        cells = "".join(f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        about = "<w:trPr><w:tblHeader/></w:trPr>" if head and place == 0 else ""
        written.append(f"<w:tr>{about}{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(written)}</w:tbl>"


def picture(relation: str, description: str = "") -> str:
    return (
        f"<w:r><w:drawing><wp:inline><wp:docPr id='1' name='Picture' descr={quoteattr(description)}/>"
        "<a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/picture'>"
        f"<pic:pic><pic:blipFill><a:blip r:embed='{relation}'/></pic:blipFill></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def png(width: int = 2, height: int = 2, shade: int = 120) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress(b"".join(b"\0" + bytes([shade]) * width for _ in range(height)))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def document(
    *body: str,
    links: dict[str, str] | None = None,
    pictures: dict[str, bytes] | None = None,
    footnotes: dict[int, str] | None = None,
    main: str = MAIN,
    parts: dict[str, bytes | str] | None = None,
    relations: str = "",
) -> bytes:
    """The bytes of a document. ``parts`` are added, or replace those of the same name."""
    links, pictures, footnotes = links or {}, pictures or {}, footnotes or {}
    related = [f'<Relationship Id="s1" Type="{R}/styles" Target="styles.xml"/>']
    related.append(f'<Relationship Id="n1" Type="{R}/numbering" Target="numbering.xml"/>')
    related.append(f'<Relationship Id="f1" Type="{R}/footnotes" Target="footnotes.xml"/>')
    related += [
        f'<Relationship Id="{key}" Type="{R}/hyperlink" Target={quoteattr(target)} TargetMode="External"/>'
        for key, target in links.items()
    ]
    related += [f'<Relationship Id="{key}" Type="{R}/image" Target="media/{key}.png"/>' for key in pictures]
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in STYLES
    )
    levels = [
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{kind}"/></w:lvl></w:abstractNum>'
        for n, kind in ((1, "bullet"), (2, "decimal"))
    ]
    numbers = [f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2)]
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r>{run(text)}</w:p></w:footnote>'
        for n, text in footnotes.items()
    )
    between = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="d" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{''.join(related)}{relations}</Relationships>",
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"{HEAD}<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"{HEAD}<w:numbering {NAMESPACES}>{''.join(levels + numbers)}</w:numbering>",
        "word/footnotes.xml": f"{HEAD}<w:footnotes {NAMESPACES}>{between}{notes}</w:footnotes>",
        **{f"word/media/{key}.png": content for key, content in pictures.items()},
        **(parts or {}),
    }
    return archive(members)


def archive(members: dict[str, bytes | str]) -> bytes:
    """A zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return packed.getvalue()


def memo() -> bytes:
    """A memo as Word makes it: title, headings, Cyrillic, notes, list, quotation, table, picture, an equation."""
    return document(
        paragraph("Тихие переговоры", style="Title"),
        paragraph(
            "Первый абзац с ", run("жирным", "b"), " и ", run("курсивом", "i"), ", со сноской", note(2), " и ",
            link("ссылкой", "h1"), ".",
        ),
        paragraph("Что делать", style="heading 1"),
        paragraph("одно", listed="bullet"),
        paragraph("другое", listed="bullet"),
        paragraph("первое", listed="number"),
        paragraph("Подробности", style="heading 2"),
        paragraph("Чужие слова.", style="Quote"),
        paragraph("Таблица 1. Торговля", style="caption"),
        table(["Год", "Доля"], ["2012", paragraph(run("4 %", "b"), note(3))]),
        paragraph(picture("p1", "Два столбца, второй выше")),
        paragraph("Рис. 1. Рост", style="caption"),
        paragraph("Снова та же картинка: ", picture("p1")),
        paragraph("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "Конец", note(2), "."),
        links={"h1": "https://example.org/источник?a=1&b=2"},
        pictures={"p1": png()},
        footnotes={2: "Примечание «первое».", 3: "Второе."},
    )  # fmt: skip

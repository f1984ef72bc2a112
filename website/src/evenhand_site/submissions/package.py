"""Whether a Word document is safe to open: checked before any program that understands documents sees it.

A .docx is a zip archive of XML parts (ECMA-376, Open Packaging Conventions). Nothing is unpacked to disk. Sizes that
the archive declares are checked first (a zip file read in Python never yields more than it declares); then every part
that begins like XML is read once, in a stream, with entities and document types forbidden.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from xml.sax import ContentHandler, SAXException, handler
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

__all__ = ["LARGEST", "Contents", "Unreadable", "examine"]

LARGEST = 20 * 1024 * 1024
"""Bytes of an upload."""
MOST_MEMBERS, MOST_BYTES, MOST_TIMES = 1000, 200 * 1024 * 1024, 100
"""Of an archive: members, bytes when unpacked, and how many times larger than packed (where that is large at all)."""
MOST_XML, MOST_ELEMENTS, DEEPEST, MOST_PICTURES = 40 * 1024 * 1024, 200_000, 120, 300

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HARMLESS = ("/hyperlink", "/attachedTemplate")
"""Kinds of relations that may lead outside: nobody follows them here."""


class Unreadable(ValueError):
    """A file that is refused; ``code`` says why, for `words.refusal`."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass
class Contents:
    """What the parts of a document hold, counted by the local names of their elements."""

    document: Counter[str] = field(default_factory=Counter)
    margins: bool = False


def examine(content: bytes) -> Contents:
    """Refuse what is not a plain Word document, or not safe to open; else what it holds.

    Raises
    ------
    Unreadable
        With one of the codes ``size``, ``corrupt``, ``password``, ``bomb``, ``path``, ``not_word``, ``macros``,
        ``entities``, ``outside``, ``nested``, ``pictures``.
    """
    if len(content) > LARGEST:
        raise Unreadable("size")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _members(members)
            _kind(archive, members)
            return _parts(archive, members)
    except Unreadable:
        raise
    except (
        zipfile.BadZipFile,
        ValueError,  # a directory that points before the file
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        UnicodeDecodeError,
        KeyError,
    ) as why:
        raise Unreadable("corrupt", type(why).__name__) from why


def _members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Unreadable("bomb", f"{len(members)} members")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > MOST_BYTES or (total > 4 * 1024 * 1024 and total > MOST_TIMES * max(packed, 1)):
        raise Unreadable("bomb", f"{total} bytes from {packed}")
    names = Counter(member.filename.lower() for member in members)
    for member in members:
        name = member.filename
        if (
            name.startswith(("/", "\\"))
            or re.search(r"(^|[/\\])\.\.([/\\]|$)|^[A-Za-z]:|\\|\0", name)
            or names[name.lower()] > 1
        ):
            raise Unreadable("path", name[:100])
        if member.flag_bits & 0x1:
            raise Unreadable("password")


def _kind(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names:
        raise Unreadable("not_word")
    types = _Reader()
    _read(archive, "[Content_Types].xml", types)
    said = " ".join(types.types)
    if "macroEnabled" in said or any("vbaproject" in name.lower() or "/activex/" in name.lower() for name in names):
        raise Unreadable("macros")
    if _WORD not in types.types:
        raise Unreadable("not_word")


def _parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Contents:
    contents, xml, elements = Contents(), 0, 0
    for member in members:
        name = member.filename
        if not _looks_like_xml(archive, name):
            continue
        xml += member.file_size
        if xml > MOST_XML:
            raise Unreadable("bomb", f"{xml} bytes of XML")
        reader = _Reader()
        _read(archive, name, reader)
        elements += sum(reader.elements.values())
        if elements > MOST_ELEMENTS:
            raise Unreadable("bomb", f"{elements} elements")
        if reader.outside:
            raise Unreadable("outside", reader.outside)
        if re.search(r"(^|/)(document\d*|footnotes|endnotes)\.xml$", name):
            contents.document += reader.elements
        elif re.search(r"(^|/)(header|footer)\d*\.xml$", name):
            contents.margins |= reader.has_words
    if contents.document["blip"] + contents.document["imagedata"] > MOST_PICTURES:
        raise Unreadable("pictures")
    return contents


def _looks_like_xml(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        return name.endswith((".xml", ".rels")) or part.read(64).lstrip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n").startswith(
            b"<"
        )


def _read(archive: zipfile.ZipFile, name: str, reader: _Reader) -> None:
    parser = create_parser(forbid_dtd=True)
    parser.setFeature(handler.feature_namespaces, True)
    parser.setContentHandler(reader)
    with archive.open(name) as part:
        source = InputSource(name)
        source.setByteStream(part)
        try:
            parser.parse(source)
        except DefusedXmlException as why:
            raise Unreadable("entities", name) from why
        except (SAXException, ValueError) as why:
            if isinstance(why, Unreadable):
                raise
            raise Unreadable("corrupt", name) from why


class _Reader(ContentHandler):
    """Counts elements, measures depth, and remembers relations that lead outside."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.types: list[str] = []
        self.outside, self.depth, self.has_words = "", 0, False

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802
        local = name[1]
        self.elements[local] += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("nested")
        values = {key[1]: value for key, value in attrs.items()}
        if local in ("Override", "Default"):
            self.types.append(values.get("ContentType", ""))
        leads_out = local == "Relationship" and values.get("TargetMode", "").lower() == "external"
        if leads_out and not values.get("Type", "").endswith(_HARMLESS):
            self.outside = values.get("Type", "").rsplit("/", 1)[-1][:40] or "unknown"

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self.depth -= 1

    def characters(self, content: str) -> None:
        self.has_words = self.has_words or bool(content.strip())

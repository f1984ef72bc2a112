"""What editors upload is what its name says: files are looked into before they are kept.

Pictures are read whole by Pillow; SVG is not among them, for it can carry scripts. Documents are known by their first
bytes. What still looks like two things at once does no harm: `media` and Wagtail hand
documents out as attachments that no browser guesses at.
"""

from __future__ import annotations

import re
import zipfile
from functools import partial
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

__all__ = ["DocumentForm", "ImageForm", "refuse_disguised"]

_STARTS = {
    "pdf": (b"%PDF-",),
    "rtf": (b"{\\rtf",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
}
_HOLDS = {
    "docx": "[Content_Types].xml",
    "xlsx": "[Content_Types].xml",
    "pptx": "[Content_Types].xml",
    "odt": "mimetype",
    "zip": "",
}
_TEXTS = {"csv", "json", "md", "txt", "yaml"}
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?xml)\b|<\?xml|<!--", re.I)


def refuse_disguised(file: BinaryIO, name: str) -> None:
    """Raise ValidationError if the content of ``file`` is not what the ending of ``name`` says.

    The file is read from its beginning and left there.
    """
    ending = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if not _fits(ending, start, file):
        raise ValidationError(
            _("This file is not a .%(ending)s file inside. Please save it in that format and upload it again.")
            % {"ending": ending},
            code="disguised",
        )
    file.seek(0)


def _fits(ending: str, start: bytes, file: BinaryIO) -> bool:
    if ending in _STARTS:
        return start.startswith(_STARTS[ending])
    if ending == "m4a":
        return start[4:8] == b"ftyp"
    if ending in _HOLDS:
        return start.startswith(b"PK") and _archive_holds(file, _HOLDS[ending])
    if ending in _TEXTS:
        return b"\0" not in start and not _MARKUP.match(start.lstrip(b"\xef\xbb\xbf \t\r\n"))
    return True


def _archive_holds(file: BinaryIO, member: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return not member or member in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


class DocumentForm(BaseDocumentForm):
    """Wagtail's form for documents, which looks into the file."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            refuse_disguised(file.file, file.name)
        return file


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures, which reads them to the end: half a picture would break the pages that show it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            file.to_python = partial(_whole, file.to_python)


def _whole(to_python: Any, data: Any) -> Any:
    try:
        file = to_python(data)
        if file:
            file.seek(0)
            with Image.open(file) as picture:
                picture.load()
            file.seek(0)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:  # what Pillow raises
        raise ValidationError(
            _("This picture cannot be read to its end: the file is damaged, or not what its name says."), code="broken"
        ) from error
    return file

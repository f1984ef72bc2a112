"""Uploaded files as readers get them: whole, or the part that a player asks for (range requests, RFC 9110, 14).

Nothing that was uploaded runs in a browser: pictures, sound and PDF are shown as such, everything else is a file to be
saved. Documents have an address of their own (``/documents/``), which asks first who may have them; a web server in
front of the site must keep to the same rules (see the guide to deployment).
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils._os import safe_join
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.documents.models import document_served

__all__ = ["answer", "document", "media"]

PRIVATE = frozenset(["documents", "submissions"])
SHOWN = frozenset(
    [
        *("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"),
        *("audio/mpeg", "audio/x-m4a", "application/pdf"),
    ]
)
TYPES = {".avif": "image/avif", ".webp": "image/webp", ".mp3": "audio/mpeg", ".m4a": "audio/x-m4a"}
_CHUNK = 256 * 1024


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One uploaded file of those that anybody may see."""
    try:
        place = Path(safe_join(settings.MEDIA_ROOT, path))
        inside = place.resolve().relative_to(Path(settings.MEDIA_ROOT).resolve()).parts
        there = place.is_file()
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404("no such file") from error
    if not there or inside[0] in PRIVATE:
        raise Http404("no such file")
    return answer(request, place)


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document of the editors, to whoever may read its collection (Wagtail's own view knows no ranges)."""
    found = get_object_or_404(get_document_model(), pk=document_id)
    if found.filename != document_filename:
        raise Http404("no such file")
    for hook in hooks.get_hooks("before_serve_document"):
        refused = hook(found, request)
        if isinstance(refused, HttpResponseBase):
            return refused
    document_served.send(sender=type(found), instance=found, request=request)
    return answer(request, Path(found.file.path), found.filename)


def answer(request: HttpRequest, place: Path, name: str = "") -> HttpResponseBase:
    """A file, or the part of it that the request asks for; ``name`` is what it is called when it is saved."""
    try:
        file = place.open("rb")
    except OSError as error:
        raise Http404("no such file") from error
    about = os.fstat(file.fileno())
    tag, changed = f'"{about.st_mtime_ns:x}-{about.st_size:x}"', http_date(about.st_mtime)
    response: HttpResponseBase
    if _is_known(request, tag, about.st_mtime):
        file.close()
        response = HttpResponse(status=304)
    else:
        asked = request.headers.get("Range", "") if _may_be_split(request, tag, changed) else ""
        response = _response(file, about.st_size, asked)
    kind = TYPES.get(place.suffix.lower()) or mimetypes.guess_type(place.name)[0] or ""
    shown = kind in SHOWN
    response["Content-Type"] = kind if shown else "application/octet-stream"
    response["Content-Disposition"] = content_disposition_header(not shown, name or place.name)
    # a PDF is shown by the browser's own reader, which does not open in a sandbox
    response["Content-Security-Policy"] = "default-src 'none'" + ("; sandbox" if kind != "application/pdf" else "")
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["Last-Modified"], response["ETag"] = changed, tag
    return response


def _is_known(request: HttpRequest, tag: str, changed: float) -> bool:
    """Whether the reader has the file already (RFC 9110, 13.1)."""
    if tags := request.headers.get("If-None-Match"):
        return tags.strip() == "*" or tag in [each.strip().removeprefix("W/") for each in tags.split(",")]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(changed) <= since


def _may_be_split(request: HttpRequest, tag: str, changed: str) -> bool:
    """A part is sent only if it is one of the file that the reader has the rest of (RFC 9110, 13.1.5)."""
    return request.method == "GET" and request.headers.get("If-Range", tag) in (tag, changed)


def _response(file: BinaryIO, size: int, asked: str) -> HttpResponseBase:
    """The whole file; one range of it; or 416 where the file is shorter. Several ranges at once are not split."""
    found = re.fullmatch(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", asked)
    first, last = (found[1], found[2]) if found else ("", "")
    if (not first and not last) or (first and last and int(last) < int(first)):
        response: HttpResponseBase = FileResponse(file)
        response["Content-Length"] = str(size)
        return response
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_between(file, start, end - start + 1), status=206)
    response["Content-Length"] = str(end - start + 1)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _between(file: BinaryIO, first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(_CHUNK, length))):
            length -= len(chunk)
            yield chunk

"""Pictures for links (Open Graph, ogp.me): 1200 × 630 pixels, the title of a page in the site's own type.

Words reach the typesetter as data, never as markup, so a title may hold any character. A picture is kept under the
digest of all that it shows: changed words make another picture.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

import typst
from django.conf import settings

__all__ = ["picture"]

TEMPLATE = Path(__file__).with_name("open_graph.typ")
LONGEST = {"title": 260, "above": 70, "below": 100, "network": 70, "language": 10}


def picture(*, title: str, above: str = "", below: str = "", network: str = "", language: str = "en") -> Path:
    """The file of a picture, made where it is not there yet.

    Parameters
    ----------
    title, above, below, network : str
        What it says: in the middle, over it (a section), under it (authors), at the foot.
    language : str
        Language of the words, for hyphenation.
    """
    words = {"title": title, "above": above, "below": below, "network": network, "language": language}
    shown = {key: _shown(value, LONGEST[key]) for key, value in words.items()}
    data = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    markup = TEMPLATE.read_bytes()
    digest = hashlib.sha256(markup + data.encode()).hexdigest()[:40]
    file = Path(settings.MEDIA_ROOT) / "og" / f"{digest}.png"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, typst.compile(markup, format="png", ppi=72, sys_inputs={"data": data}))
    return file


def _shown(words: str, longest: int) -> str:
    """Words without control characters, on one line, and not longer than the picture has room for."""
    line = "".join(each if each.isprintable() else " " for each in words)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _write(file: Path, content: bytes) -> None:
    """At once or not at all: two workers may make the same picture."""
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "wb") as part:
        part.write(content)
    os.chmod(name, 0o644)
    os.replace(name, file)

"""A text as PDF, made from its page by Typst and kept on disk under the hash of what is in it.

The words reach Typst as data, never as markup: see ``typst/paper.typ``. A file is made again when any word, picture,
the template or Typst itself changes, and the one before is removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import typst
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from evenhand_site.house.templatetags.house import edition
from evenhand_site.publications.cards import card, signatures
from evenhand_site.publications.models import Publication
from evenhand_site.publications.printable import Body, Data, printable

__all__ = ["paper", "pdf"]

TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"


def pdf(publication: Publication, *, citation: str = "") -> bytes:
    """The PDF of a text, in the text's language; ``citation`` is how to cite it, printed at the end."""
    with translation.override(publication.locale.language_code):
        data, pictures = paper(publication, citation=citation)
    files = {"data.json": json.dumps(data, ensure_ascii=False, sort_keys=True).encode(), **pictures}
    folder = Path(settings.DATA) / "pdf"
    kept = folder / f"{publication.pk}-{_digest(files)}.pdf"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        made = _set(files)
    folder.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_bytes(made)
    part.replace(kept)
    for old in folder.glob(f"{publication.pk}-*.pdf"):
        if old != kept:
            old.unlink(missing_ok=True)
    return made


def paper(publication: Publication, *, citation: str = "") -> tuple[Data, dict[str, bytes]]:
    """What is printed, as plain data in the active language, and the pictures by name."""
    around, shown = edition(), card(publication)
    network = around.name if around else ""
    blocks, pictures = printable(publication)
    series = getattr(publication, "series", "")
    number = getattr(publication, "number", None) if series else None
    data = {
        "title": publication.title,
        "lead": publication.lead,
        "authors": [{"name": each.person.name, "affiliation": each.affiliation} for each in signatures(publication)],
        "byline": shown.byline,
        "date": publication.date.isoformat(),
        "day": formats.date_format(publication.date),
        "language": publication.locale.language_code,
        "network": network,
        "number": _("%(series)s No. %(number)s") % {"series": series, "number": number} if number else series,
        "running": publication.title if len(publication.title) < 80 else f"{publication.title[:77].rstrip()}…",
        "keywords": [topic.label for topic in publication.topics.all()],
        "credit": publication.credit,
        "blocks": blocks,
        "notes": [*Body().rich(publication.author_note), *Body().rich(publication.project_note)],
        "ends": list(_ends(publication, shown.url, citation, network)),
    }
    return data, pictures


def _ends(publication: Publication, address: str, citation: str, network: str) -> Any:
    """What stands under the text: corrections, where it first appeared, its address, how to cite it, its rights."""
    for correction in publication.corrections.all():
        yield {
            "title": _("Correction, %(date)s") % {"date": formats.date_format(correction.date)},
            "blocks": Body().rich(correction.text),
        }
    if publication.original_title or publication.original_address:
        yield {
            "title": _("First published in"),
            "blocks": [_line(publication.original_title, publication.original_address)],
        }
    if address:
        yield {"title": _("On the web"), "blocks": [_line("", urljoin(settings.BASE_URL, address))]}
    if citation:
        yield {"title": _("Cite as"), "blocks": [_line(citation, "")]}
    rights = publication.rights or f"© {publication.date.year} {network}".strip()
    yield {"title": _("Rights"), "blocks": [_line(rights, "")]}


def _line(words: str, address: str) -> Data:
    run = {"is": "text", "text": words or address}
    return {"is": "paragraph", "runs": [{"is": "link", "address": address, "runs": [run]} if address else run]}


def _digest(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256(f"typst {typst.__version__}".encode() + TEMPLATE.read_bytes())
    for name in sorted(files):
        digest.update(f"{name} {len(files[name])} ".encode() + files[name])
    return digest.hexdigest()[:32]


def _set(files: dict[str, bytes]) -> bytes:
    """Set the page: the template and its files in a folder of their own, where nothing else can be read."""
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        main = Path(folder) / TEMPLATE.name
        main.write_bytes(TEMPLATE.read_bytes())
        made = typst.compile(str(main), root=folder)
        assert isinstance(made, bytes)
        return made

"""The whole site as one open archive: a JSON file for each page, person, topic and file record, and the files.

The layout and every key are described in ``docs/how-to/back-up.md``. The database is read as it was at one moment,
while the site goes on; the same state gives the same bytes.
"""

from __future__ import annotations

import contextlib
import html
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import override
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Revision
from wagtail.rich_text import RichText, expand_db_html

from evenhand_site.comments import lines
from evenhand_site.moving.archive import Writing, written

__all__ = ["FORMAT", "RECORDS", "VERSION", "export", "snapshot"]

FORMAT, VERSION = "evenhand-site", 1
#: Folder of the archive and what stands in it, in the order in which it is read back; pages come after ``documents``.
RECORDS = {
    "images": "wagtailimages.Image",
    "documents": "wagtaildocs.Document",
    "topics": "publications.Topic",
    "people": "people.Person",
    "studies": "cases.CaseStudy",
    "podcasts": "podcasts.PodcastFeed",
    "editions": "house.Edition",
}
#: What belongs to this installation and not to the content.
LEFT_OUT = {
    "account", "approved_schedule", "collection", "content_type", "depth", "draft_title", "latest_revision",
    "latest_revision_created_at", "live_revision", "locale", "locked", "locked_at", "locked_by", "numchild", "owner",
    "path", "pk", "uploaded_by_user", "url_path",
}  # fmt: skip


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """Read the database as it is at this moment, without keeping anybody from writing."""
    if connection.vendor == "sqlite":
        if connection.in_atomic_block:  # somebody's transaction is a snapshot already
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                cursor.execute("SELECT count(*) FROM django_migrations")  # the moment is that of the first reading
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            if len(connection.savepoint_ids) == 0:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def export(place: Path, *, private: bool = False, say: Callable[[str], None] = lambda words: None) -> dict[str, int]:
    """Write the archive; how many things of each kind are in it.

    ``private`` leaves the e-mail addresses of those who commented in.

    Raises
    ------
    ArchiveError
        Where it cannot be written.
    """
    counts: dict[str, int] = {}
    facts = {"format": FORMAT, "version": VERSION, "languages": [code for code, _label in settings.LANGUAGES]}
    with written(place, facts) as archive, snapshot():
        for folder, label in RECORDS.items():
            counts[folder] = _records(archive, folder, apps.get_model(label))
        say("pages …")
        counts["pages"] = _pages(archive)
        counts["comments"] = _comments(archive, private)
        archive.add_json("redirects.json", [_redirect(each) for each in Redirect.objects.order_by("old_path", "pk")])
        say("files …")
        counts["files"] = _files(archive, facts)
    return counts


def _records(archive: Writing, folder: str, model: type[models.Model]) -> int:
    count = 0
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    for record in model._base_manager.order_by("pk").iterator(chunk_size=200):
        value = {"id": record.pk, "type": model._meta.label_lower, "fields": fields(record)}
        if hasattr(record, "locale_id"):
            value["language"] = languages[record.locale_id]
        archive.add_json(f"{folder}/{record.pk:09}.json", value)
        count += 1
    return count


def fields(record: models.Model) -> dict[str, Any]:
    """The fields of a record by name; lists of what belongs to it, numbers of what it refers to."""
    if isinstance(record, ClusterableModel):
        data = record.serializable_data()
    else:
        data = get_serializable_data_for_fields(record)
    return _open(data, record._meta.model)


def _open(data: dict[str, Any], model: type[models.Model]) -> dict[str, Any]:
    """The same without what belongs to this installation; bodies as JSON, not as text that holds JSON."""
    own = {field.name: field for field in model._meta.get_fields()}
    found: dict[str, Any] = {}
    for name, value in data.items():
        field = own.get(name)
        if name in LEFT_OUT or name.endswith("_ptr"):
            continue
        if hasattr(field, "stream_block") and isinstance(value, str):
            value = json.loads(value or "[]")
        elif isinstance(value, list) and value and isinstance(value[0], dict) and field is not None:
            parent = field.remote_field.name
            value = [{key: each[key] for key in each if key not in {"pk", parent}} for each in value]
        found[name] = value
    return found


def _pages(archive: Writing) -> int:
    """A file for each page below the root."""
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    by_path = dict(Page.objects.values_list("path", "pk").iterator())
    count = 0
    for page in Page.objects.filter(depth__gt=1).order_by("pk").specific(defer=False).iterator(chunk_size=100):
        parent = by_path[page.path[: -page.steplen]]
        newest = page.get_latest_revision_as_object()
        shown = page if page.live else newest
        with override(languages[page.locale_id]):
            address, rendered = page.url or "", plain(shown)
        scheduled = Revision.objects.filter(pk=page.latest_revision_id).values_list("approved_go_live_at", flat=True)
        value = {
            "id": page.pk,
            "type": page._meta.label_lower,
            "parent": parent if page.depth > 2 else None,
            "language": languages[page.locale_id],
            "address": address,
            "fields": {**fields(shown), "live": page.live},
            "html": rendered,
            "draft": fields(newest) if page.live and page.has_unpublished_changes else None,
            "scheduled": scheduled.first(),
        }
        archive.add_json(f"pages/{page.pk:09}.json", value)
        count += 1
    return count


def plain(page: Any) -> str:
    """The body in HTML that stands by itself: no styles, files of the archive named by their place in it."""
    parts = []
    for block in getattr(page, "body", None) or []:
        draw = BLOCKS.get(block.block_type)
        if draw is None:
            words = [html.escape(str(each)) for each in block.block.get_searchable_content(block.value)]
            parts.append("".join(f"<p>{each}</p>" for each in words))
        else:
            parts.append(draw(block.value))
    notes = page.footnotes.all() if hasattr(page, "footnotes") else []
    entries = "".join(f'<li id="note-{html.escape(note.key)}">{expand_db_html(note.text)}</li>' for note in notes)
    return "\n".join([*parts, *([f"<ol>{entries}</ol>"] if entries else [])])


def _rich(value: Any) -> str:
    return expand_db_html(value.source if isinstance(value, RichText) else str(value or ""))


def _heading(value: Any) -> str:
    return f"<h{int(value['level'])}>{html.escape(value['text'])}</h{int(value['level'])}>"


def _quotation(value: Any) -> str:
    source = f"<footer>{html.escape(value['source'])}</footer>" if value["source"] else ""
    return f"<blockquote>{_rich(value['text'])}{source}</blockquote>"


def _figure(value: Any) -> str:
    image = value["image"]
    if image is None:
        return ""
    words = " ".join(filter(None, [_rich(value["caption"]), html.escape(value["credit"] or "")]))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    source, description = html.escape(f"../media/{image.file.name}"), html.escape(value["description"] or "")
    return f'<figure><img src="{source}" alt="{description}">{caption}</figure>'


def _table(value: Any) -> str:
    table = value["table"]
    head = "".join(f"<th>{html.escape(column['heading'] or '')}</th>" for column in table.columns)
    rows = ""
    for row in table.row_data:
        cells = (_rich(cell) if isinstance(cell, RichText) else html.escape(str(cell or "")) for cell in row["values"])
        rows += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    caption = f"<caption>{html.escape(value['caption'])}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _file(value: Any) -> str:
    document = value["document"]
    if document is None:
        return ""
    label = html.escape(value["label"] or document.title)
    return f'<p><a href="{html.escape(f"../media/{document.file.name}")}">{label}</a></p>'


BLOCKS: dict[str, Callable[[Any], str]] = {
    "heading": _heading,
    "paragraph": _rich,
    "quotation": _quotation,
    "figure": _figure,
    "table": _table,
    "file": _file,
}


def _comments(archive: Writing, private: bool) -> int:
    count = 0

    def encoded() -> Iterator[bytes]:
        nonlocal count
        for line in lines.export(addresses=private):
            count += 1
            yield line.encode()

    archive.add("comments.jsonl", encoded())
    return count


def _redirect(each: Redirect) -> dict[str, Any]:
    return {
        "from": each.old_path,
        "page": each.redirect_page_id,
        "address": each.redirect_link,
        "permanent": each.is_permanent,
    }


def _files(archive: Writing, facts: dict[str, Any]) -> int:
    """The files of pictures and documents; those that have gone are named in the manifest."""
    missing = []
    count = 0
    for folder in ("images", "documents"):
        for record in apps.get_model(RECORDS[folder]).objects.order_by("file").iterator(chunk_size=200):
            try:
                archive.add_file(f"media/{record.file.name}", Path(record.file.path))
                count += 1
            except FileNotFoundError:
                missing.append(record.file.name)
    facts["missing"] = missing
    return count

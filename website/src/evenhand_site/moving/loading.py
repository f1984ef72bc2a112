"""An exported site read back into an empty one: everything keeps its number, so whatever refers to it stays right.

All is done in one transaction: a site is read back whole or not at all.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import IntegrityError, connection, models, transaction
from django.utils.dateparse import parse_datetime
from modelcluster.models import ClusterableModel, get_all_child_relations, model_from_serializable_data
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page

from evenhand_site.comments import lines
from evenhand_site.house.founding import found
from evenhand_site.house.models import Edition, HomePage
from evenhand_site.moving.archive import Archive, ArchiveError, opened, sha256
from evenhand_site.moving.exporting import FORMAT, RECORDS, VERSION
from evenhand_site.publications.similarity import recompute_relations, relations_later

__all__ = ["NotEmpty", "load"]


AFTER_PAGES = {"podcasts", "editions"}


class NotEmpty(Exception):
    """The site has content already; says what."""


def load(place: Path, say: Callable[[str], None] = lambda words: None) -> dict[str, int]:
    """Read an archive back; how many things of each kind came.

    Raises
    ------
    NotEmpty
        If the site has more than its founding gave it.
    ArchiveError
        If the archive is damaged, foreign or newer; then nothing has changed.
    """
    room = Path(settings.MEDIA_ROOT)
    room.mkdir(parents=True, exist_ok=True)
    with opened(place, FORMAT, VERSION, room) as archive:
        _refuse_content(archive)
        with tempfile.TemporaryDirectory(prefix=".import-", dir=room) as staging:
            say("looking at every file …")
            for name in archive.files:
                if name.startswith("media/"):
                    archive.extract(name, Path(staging) / name.removeprefix("media/"))
                else:
                    for _block in archive.blocks(name):
                        pass
            say("reading …")
            try:
                with transaction.atomic(), relations_later():
                    counts = _everything(archive)
                    _place_files(Path(staging), room)
            except UnicodeDecodeError:
                raise ArchiveError(f"{place}: “comments.jsonl” is not in UTF-8; nothing was read") from None
            except (ValidationError, IntegrityError, KeyError, TypeError, LookupError, ValueError) as error:
                words = "; ".join(error.messages) if isinstance(error, ValidationError) else repr(error)
                raise ArchiveError(f"{place}: does not fit together: {words}; nothing was read") from error
    recompute_relations()
    return counts


def _refuse_content(archive: Archive) -> None:
    here = {
        label: apps.get_model(label)._base_manager.count() for label in RECORDS.values() if label != "house.Edition"
    }
    here["pages"] = Page.objects.filter(depth__gt=1).exclude(pk__in=HomePage.objects.values("pk")).count()
    found_here = [f"{count} × {label}" for label, count in here.items() if count]
    if found_here:
        raise NotEmpty(f"this site is not empty ({', '.join(found_here)}); import into a new data folder")
    for name in archive.names("media"):
        file = Path(settings.MEDIA_ROOT) / name.removeprefix("media/")
        if file.exists() and archive.files[name]["sha256"] != sha256(file):
            raise NotEmpty(f"a file of this name is here already: {name}; import into a new data folder")


def _everything(archive: Archive) -> dict[str, int]:
    for home in HomePage.objects.order_by("-path"):
        home.delete()
    Edition.objects.all().delete()
    strange = set(archive.manifest["languages"]) - {code for code, _label in settings.LANGUAGES}
    if strange:
        raise ValueError(f"languages that this site does not have: {', '.join(sorted(strange))}")
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in archive.manifest["languages"]}
    counts = {folder: _records(archive, folder, locales) for folder in RECORDS if folder not in AFTER_PAGES}
    counts["pages"] = _pages(archive, locales)
    counts |= {folder: _records(archive, folder, locales) for folder in RECORDS if folder in AFTER_PAGES}
    _reset_numbers()
    found()
    for value in archive.json("redirects.json"):
        Redirect.objects.create(
            old_path=value["from"], redirect_page_id=value["page"], redirect_link=value["address"],
            is_permanent=value["permanent"],
        )  # fmt: skip
    text = (line.decode() for line in _lines(archive.blocks("comments.jsonl")))
    counts["comments"] = lines.read(text)[0]
    return counts


def _lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _records(archive: Archive, folder: str, locales: dict[str, Locale]) -> int:
    model = apps.get_model(RECORDS[folder])
    names = archive.names(folder)
    for name in names:
        value = archive.json(name)
        record, later = _built(model, value["id"], value["fields"])
        if "language" in value:
            record.locale = locales[value["language"]]
        if hasattr(record, "collection_id"):
            record.collection = Collection.get_first_root_node()
        record.save()
        _connect(record, later)
        _stamp(record, value["fields"])
    return len(names)


def _built(model: type[models.Model], number: int, fields: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """A new record with its number; and what can only be set when everything is there: links to pages, many-to-many."""
    later, now = {}, {"pk": number}
    known = {field.name: field for field in model._meta.get_fields()}
    for name, value in fields.items():
        field = known.get(name)
        if field is None:
            continue
        if field.many_to_many or (field.many_to_one and issubclass(field.related_model, Page)):
            later[name] = value
        elif hasattr(field, "stream_block"):
            now[name] = json.dumps(value)
        elif isinstance(value, list) and field.one_to_many:
            now[name] = [{**each, "pk": None} for each in value]
        else:
            now[name] = value
    if issubclass(model, ClusterableModel):
        record = model.from_serializable_data(now, check_fks=False)
    else:
        record = model_from_serializable_data(model, now, check_fks=False)
    record._state.adding = True
    return record, later


def _connect(record: Any, later: dict[str, Any]) -> None:
    """Set what a record refers to."""
    for name, value in later.items():
        field = record._meta.get_field(name)
        if field.many_to_many:
            getattr(record, name).set(field.related_model._default_manager.filter(pk__in=value))
        else:
            setattr(record, field.attname, value)
    record.save()


def _stamp(record: models.Model, fields: dict[str, Any]) -> None:
    """Times that a record gives itself are those of the archive."""
    own = [field for field in record._meta.concrete_fields if getattr(field, "auto_now_add", False)]
    values = {field.name: field.to_python(fields[field.name]) for field in own if fields.get(field.name)}
    if values:
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def _pages(archive: Archive, locales: dict[str, Locale]) -> int:
    """Pages from the top down, then what they refer to, then what is not published yet."""
    names = archive.names("pages")
    parents = {}
    for name in names:
        value = archive.json(name)
        parents[value["id"]] = (value["parent"], name)
    for number in _downwards({number: parent for number, (parent, _name) in parents.items()}):
        value = archive.json(parents[number][1])
        model = apps.get_model(value["type"])
        page, _later = _built(model, number, value["fields"])
        page.locale = locales[value["language"]]
        page.content_type = ContentType.objects.get_for_model(model)
        _insert(page, Page.objects.get(pk=value["parent"]) if value["parent"] else Page.get_first_root_node())
    for name in names:
        value = archive.json(name)
        page = Page.objects.get(pk=value["id"]).specific
        _connect(page, _built(type(page), page.pk, value["fields"])[1])
        if value["draft"] is not None:
            draft, later = _built(type(page), page.pk, {**value["fields"], **value["draft"], "live": True})
            for field in ("path", "depth", "numchild", "url_path", "content_type_id", "locale_id"):
                setattr(draft, field, getattr(page, field))
            for key, target in later.items():
                field = draft._meta.get_field(key)
                if field.many_to_many:
                    setattr(draft, key, list(field.related_model._default_manager.filter(pk__in=target)))
                else:
                    setattr(draft, field.attname, target)
            draft._state.adding = False
            draft.save_revision()
        elif value["scheduled"]:
            page.save_revision(approved_go_live_at=parse_datetime(value["scheduled"]))
    return len(names)


def _insert(page: Page, above: Page) -> None:
    """Store a page with the number that it has, which `Page.add_child` would take for one that is there already."""
    page.path, page.depth = Page._get_path(above.path, above.depth + 1, above.numchild + 1), above.depth + 1
    page.set_url_path(above)
    page.draft_title = page.title
    page.full_clean()
    models.Model.save(page)
    for relation in get_all_child_relations(page):
        getattr(page, relation.get_accessor_name()).commit()
    Page.objects.filter(pk=above.pk).update(numchild=above.numchild + 1)


def _downwards(parents: dict[int, int | None]) -> Iterator[int]:
    """Numbers of pages, those above before those below, in the order of their numbers."""
    below: dict[int | None, list[int]] = {}
    for number in sorted(parents):
        below.setdefault(parents[number], []).append(number)
    waiting = list(below.get(None, []))
    while waiting:
        number = waiting.pop(0)
        yield number
        waiting += below.get(number, [])


def _reset_numbers() -> None:
    """The next number of each table follows the highest one that came."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models())):
            cursor.execute(statement)


def _place_files(staging: Path, room: Path) -> None:
    for file in sorted(path for path in staging.rglob("*") if path.is_file()):
        target = room / file.relative_to(staging)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)
        target.chmod(0o644)

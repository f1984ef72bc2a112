"""Menus of the old site, three levels deep, as the menu of an edition."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.db import transaction

from evenhand_site.house.models import Edition
from evenhand_site.moving.body import plain_text
from evenhand_site.moving.finding import Finder, Found
from evenhand_site.moving.models import Imported
from evenhand_site.moving.report import Report
from evenhand_site.moving.wxr import Item

__all__ = ["bring", "known"]

LEVELS = 3
DEEPEST = 20


def known(finder: Finder) -> dict[str, str]:
    """Slugs and names of the menus in the file."""
    return {slug: name for item in finder.shelf.items("nav_menu_item") for slug, name in item.of("nav_menu")}


def bring(slug: str, language: str, finder: Finder, report: Report) -> None:
    """Make a menu of the file the menu of a language; one that editors have made or changed stays as it is."""
    items = [item for item in finder.shelf.items("nav_menu_item") if slug in dict(item.of("nav_menu"))]
    items.sort(key=lambda item: item.order)
    notes: list[str] = []
    entries = _entries("0", items, finder, language, notes, 1)
    raw = _listed(f"menu {slug}", entries)
    print_ = hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()
    edition = Edition.objects.get(locale__language_code=language)
    mark = finder.mark("menu", f"{slug}@{language}")
    touched = bool(edition.menu) if mark is None else edition.latest_revision_id != mark.revision
    if mark is not None and mark.fingerprint == print_:
        report.add("menu", slug, "unchanged", mark.notes)
    elif touched:
        notes.append(f"the menu in “{language}” is an editor's: empty it to have this one")
        report.add("menu", slug, "conflict", notes)
    else:
        report.add("menu", slug, "updated" if mark else "made", notes)
        if not finder.dry:
            _store(edition, raw, print_, mark, {"source": finder.shelf.source, "key": f"{slug}@{language}"}, notes)


def _store(
    edition: Edition, raw: list[Any], print_: str, mark: Imported | None, name: dict[str, str], notes: list[str]
) -> None:
    with transaction.atomic():
        edition.menu = json.dumps(raw)
        edition.save_revision().publish()
        edition.refresh_from_db()
        mark = mark or Imported(kind="menu", model="house.edition", object_id=edition.pk, **name)
        mark.fingerprint, mark.revision, mark.notes = print_, edition.latest_revision_id, notes
        mark.save()


def _listed(name: str, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries as a list of blocks; their identities are the same each time."""
    identities = [str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {place}")) for place in range(len(entries))]
    return [{"type": "item", "value": value, "id": id_} for value, id_ in zip(entries, identities, strict=True)]


def _entries(
    parent: str, items: list[Item], finder: Finder, language: str, notes: list[str], level: int
) -> list[dict[str, Any]]:
    numbers = {item.number for item in items}
    found = []
    for item in items:
        above = item.meta.get("_menu_item_menu_item_parent", "0")
        if (above if above in numbers and above != item.number else "0") != parent:
            continue
        below = _entries(item.number, items, finder, language, notes, level + 1) if level < DEEPEST else []
        entry = _entry(item, finder, language)
        if entry is None:
            notes.append(f"entry “{plain_text(item.title) or item.number}” leads to nothing that is here: dropped")
            found += below
        elif level < LEVELS:
            found.append({**entry, "entries": _listed(item.number, below)})
        else:
            if below:
                notes.append(f"entries below the third level were lifted to it: {len(below)}")
            found += [entry, *below]
    if level == LEVELS:
        found = [{name: value for name, value in each.items() if name != "entries"} for each in found]
    return found


def _entry(item: Item, finder: Finder, language: str) -> dict[str, Any] | None:
    """A label, and a page or an address."""
    label = plain_text(item.title)[:255]
    kind, target = item.meta.get("_menu_item_type", ""), item.meta.get("_menu_item_object_id", "")
    page, address = None, ""
    if kind == "post_type":
        page = finder.page(target)
    elif kind == "taxonomy" and item.meta.get("_menu_item_object") == "category":
        term = finder.shelf.term_numbered("category", target)
        section = finder.terms.section(term.slug, language, term.name) if term else None
        page = section.pk if section else None
    elif kind == "custom":
        found = Found(finder, item, language).link(item.meta.get("_menu_item_url", "")) or {}
        page = int(found["id"]) if found.get("linktype") == "page" else None
        address = found.get("href", "") or ("#" if label else "")
    if page is None and not address.startswith(("https://", "http://", "/", "mailto:", "#")):
        return None
    if page is None:
        return {"label": label or address, "page": None, "address": address}
    return {"label": label, "page": page, "address": ""}

"""Another id for a party, interest, issue, stance, effect or source: every place of the file that names it follows."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

import evenhand
from evenhand.errors import CaseError, InputError
from evenhand_site.cases.references import Reference, naming
from evenhand_site.cases.writing import Path, may_be_id

__all__ = ["applied", "refused", "renamed"]

_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off)$)[^\W\d_][\w-]*", re.IGNORECASE)


def refused(name: str, taken: bool, section: str) -> str:
    """Why a name cannot be an id in a section; empty where it can."""
    if not may_be_id(name):
        return _("A short name is needed: letters, digits and hyphens, 64 at most, beginning with a letter or digit.")
    if not may_be_id(name, section):
        return _("“%(name)s” has a meaning of its own in a case file: take another short name.") % {"name": name}
    return _("“%(name)s” is there already.") % {"name": name} if taken else ""


def renamed(text: str, section: str, before: str, after: str, of: Path = ()) -> str:
    """The file with another id, wherever it stands; comments, order and spelling of the rest stay.

    ``of`` is the issue and the side that a stance is of.

    Raises
    ------
    InputError
        If the file would not say the same of the new id as of the old: an alias stands there, or the new id is taken.
    """
    document = evenhand.Document(text)
    data = document.value(())
    found = naming(data, section, before, of)
    body = text.removeprefix("\ufeff")
    spans = {span: f"{each.before}{after}{each.after}" for each in found if (span := _span(document, each))}
    for (start, end), name in sorted(spans.items(), reverse=True):
        body = body[:start] + (name if _PLAIN.fullmatch(name.replace(".", "x")) else f'"{name}"') + body[end:]
    wanted = applied(data, section, before, after, of)
    try:
        same = evenhand.Document(body).value(()) == wanted
    except CaseError:
        same = False
    if not same:
        raise InputError(f"{before} cannot be renamed in place; edit the file by hand")
    return text[: len(text) - len(text.removeprefix("\ufeff"))] + body


def applied(data: Any, section: str, before: str, after: str, of: Path = ()) -> Any:
    """The plain data of a file with another id, wherever it stands."""
    found = naming(data, section, before, of)
    return _applied(data, {(each.path, each.key): f"{each.before}{after}{each.after}" for each in found}, ())


def _span(document: evenhand.Document, reference: Reference) -> tuple[int, int] | None:
    return document.places.span(reference.path, key=reference.key)


def _applied(value: Any, changes: dict[tuple[Path, bool], str], path: Path) -> Any:
    """Plain data after the changes, for the text to be compared with."""
    if isinstance(value, dict):
        return {
            changes.get(((*path, key), True), key): _applied(below, changes, (*path, key))
            for key, below in value.items()
        }
    if isinstance(value, list):
        return [_applied(each, changes, (*path, index)) for index, each in enumerate(value)]
    return changes.get((path, False), value)

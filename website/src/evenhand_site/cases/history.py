"""The history of a case's drafts: beside what was done stands which version it left, and where it changed the file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.models import ModelLogEntry, Revision
from wagtail.snippets.views.snippets import HistoryView

from evenhand_site.cases.sections import title_of
from evenhand_site.cases.study import version_of

__all__ = ["HistoryOfCase", "changed_in"]

_KEY = re.compile(r"([a-z][\w -]*?)\s*:")


def changed_in(before: str, after: str) -> list[str]:
    """The keys of a file below which lines differ, as the file has them; comments count to what stands above them."""
    old, new = before.splitlines(), after.splitlines()
    of_old, of_new = list(_keys(old)), list(_keys(new))
    changed: set[str] = set()
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            changed |= {*of_old[i:j], *of_new[k:m]}
    return [key for key in dict.fromkeys([*of_new, *of_old]) if key in changed]


def _keys(lines: Sequence[str]) -> Iterator[str]:
    """For each line the key of the file in which it stands; empty above the first."""
    key = ""
    for line in lines:
        found = _KEY.match(line)
        key = found[1] if found else key
        yield key


class WhatWasChanged(Column):
    """The version that a draft is, and the parts of the file that it has otherwise than the one before."""

    def get_value(self, instance: ModelLogEntry) -> str:
        revision = instance.revision
        if revision is None:
            return ""
        text, version = revision.content["text"], version_of(revision.content["text"])[:12]
        number = instance.previous_revision_id
        before = Revision.objects.filter(pk=number).first() if number and instance.content_changed else None
        changed = changed_in(before.content["text"], text) if before is not None else []
        if not changed:
            return version
        parts = ", ".join(dict.fromkeys(map(title_of, changed)))
        return _("%(version)s: changed in %(parts)s") % {"version": version, "parts": parts}


class HistoryOfCase(HistoryView):
    """Wagtail's history of a case."""

    @cached_property
    def columns(self) -> list[Any]:
        action, *others = super().columns
        return [action, WhatWasChanged("changed", label=gettext_lazy("Version, and what was changed")), *others]

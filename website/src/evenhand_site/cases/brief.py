"""What each of several studies found, in a sentence, for lists of cases: told once for each study and language."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils.translation import get_language

from evenhand.report import words
from evenhand.report.language import speaking
from evenhand_site.cases.models import CaseStudy

__all__ = ["in_brief"]

_MOST = 5000
_told: dict[tuple[object, ...], str] = {}
"""Sentences by study and language; a study never changes."""


def in_brief(studies: Sequence[CaseStudy]) -> list[tuple[CaseStudy, str]]:
    """The studies, each with its sentence in the reader's language: one query at most, however many there are."""
    language = get_language() or "en"
    keys = {study.pk: (study.pk, study.version, study.draws, study.seed, study.engine, language) for study in studies}
    told = {pk: sentence for pk, key in keys.items() if (sentence := _told.get(key))}
    untold = [pk for pk in keys if pk not in told]
    if untold:
        found = CaseStudy.objects.filter(pk__in=untold).order_by("pk").values_list("pk", "analysis")
        with speaking(language):
            for pk, analysis in found.iterator(chunk_size=8):  # each may be long
                told[pk] = words.count(json.loads(analysis))
        if len(_told) + len(untold) > _MOST:
            _told.clear()
        _told.update((keys[pk], told[pk]) for pk in untold if pk in told)
    return [(study, told.get(study.pk, "")) for study in studies]

"""Studies: a case is analysed once for each version of its file, and what was found is kept."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction

import evenhand
from evenhand_site.cases.models import CaseStudy

__all__ = ["names_of", "study"]


def study(case_id: str, draws: int = 10_000, seed: int = 1) -> CaseStudy:
    """The study of a case with these draws: the stored one, else computed now and stored.

    Parameters
    ----------
    case_id : str
        The name of a case that ships, or a path.
    draws, seed : int
        As `evenhand.analyse` takes them.

    Raises
    ------
    evenhand.errors.EvenhandError
        If there is no such case, or its file has faults; nothing is stored then.
    """
    from evenhand.report import html

    path = evenhand.locate(case_id)
    case = evenhand.load(path)
    content = path.read_bytes()
    identity = {
        "case_id": case.case,
        "version": hashlib.sha256(content).hexdigest(),
        "draws": draws,
        "seed": seed,
        "engine": evenhand.__version__,
    }
    stored = CaseStudy.objects.filter(**identity).first()
    if stored:
        return stored
    document = evenhand.analyse(case, draws=draws, seed=seed).document()
    found = {
        "title": case.title,
        "as_of": str(case.as_of or ""),
        "analysis": json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")),
        "names": json.dumps(names_of(case), ensure_ascii=False),
        "report": html.render(case, document),
        "file": content.decode("utf-8-sig"),
    }
    with transaction.atomic():
        return CaseStudy.objects.get_or_create(**identity, defaults=found)[0]


def names_of(case: Any) -> dict[str, Any]:
    """What is called how in a case (of `evenhand.load`), as a study keeps it: parties, interests, stances."""
    return {
        "parties": {name: party.name for name, party in case.parties.items()},
        "interests": {name: [item.name, item.unit, item.kind] for name, item in case.interests.items()},
        "stances": {name: issue.stances for name, issue in case.issues.items()},
        "stances_in": {language: own.words for language, own in case.translations.items()},
    }

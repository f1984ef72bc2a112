"""Studies: a case is analysed once for each version of its file, and what was found is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max

import evenhand
from evenhand_site.cases.models import CaseStudy

__all__ = [
    "as_text", "columns_of", "identity_of", "last_with", "names_of", "store", "study", "study_at", "study_of",
    "version_of",
]  # fmt: skip

Progress = Callable[[str, int, int], object]


def study(case_id: str, draws: int = 10_000, seed: int = 1, progress: Progress | None = None) -> CaseStudy:
    """The study of a case that ships, or of a case file: the stored one, else computed now and stored.

    Parameters
    ----------
    case_id : str
        The name of a case that ships, or a path.
    draws, seed : int
        As `evenhand.analyse` takes them.
    progress : callable, optional
        As `columns_of` tells it.

    Raises
    ------
    evenhand.errors.EvenhandError
        If there is no such case, or its file has faults; nothing is stored then.
    """
    path = evenhand.locate(case_id)
    evenhand.load(path)  # says what is wrong with the file by its name
    return study_of(path.read_bytes().decode("utf-8-sig"), draws, seed, progress)


def study_of(file: str, draws: int = 10_000, seed: int = 1, progress: Progress | None = None) -> CaseStudy:
    """The study of the case in a text, as `study`; ``progress`` is that of `evenhand.whole`."""
    identity = identity_of(file, draws, seed)
    stored = CaseStudy.objects.filter(**identity).first()
    if stored:
        return stored
    return store(identity, columns_of(file, draws, seed, progress))


def identity_of(file: str, draws: int, seed: int) -> dict[str, Any]:
    """What decides the study of the case in a text: there is one study for each.

    Raises
    ------
    evenhand.errors.CaseError
        If the text has faults.
    """
    return {
        "case_id": evenhand.loads(file).case,
        "version": version_of(file),
        "draws": draws,
        "seed": seed,
        "engine": evenhand.__version__,
    }


def columns_of(
    file: str, draws: int, seed: int, progress: Progress | None = None, threads: int | None = None
) -> dict[str, Any]:
    """Everything else that is kept of a study, computed now; the arguments are those of `evenhand.whole`.

    ``progress`` is told of each part with its step in front, ``agenda/security``, and of each step that begins, with
    nothing done of nothing: ``agenda/``.
    """
    case, step = evenhand.loads(file), ""

    def begin(name: str) -> None:
        nonlocal step
        step = name
        tell("", 0, 0)

    def tell(part: str, done: int, total: int) -> None:
        if progress:
            progress(f"{step}/{part}", done, total)

    found, chapters = evenhand.whole(case, draws=draws, seed=seed, threads=threads, progress=tell, step=begin)
    return {
        "title": case.title[:300],
        "as_of": str(case.as_of or ""),
        "analysis": as_text(found.document()),
        "chapters": as_text(chapters),
        "names": json.dumps(names_of(case), ensure_ascii=False),
        "file": file,
    }


def store(identity: dict[str, Any], columns: dict[str, Any]) -> CaseStudy:
    """Keep a study, unless it is there; one more of the same version gets the next number."""
    with transaction.atomic():
        same = CaseStudy.objects.filter(case_id=identity["case_id"], version=identity["version"])
        number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
        return CaseStudy.objects.get_or_create(**identity, defaults={**columns, "number": number})[0]


def study_at(case_id: str, place: str = "") -> CaseStudy | None:
    """The study at a place below its case (see `CaseStudy.place`); the newest where none is named."""
    if not place:
        return CaseStudy.objects.newest(case_id)
    version, _hyphen, number = place.partition("-")
    return CaseStudy.objects.filter(case_id=case_id, version__startswith=version, number=int(number or 1)).first()


def last_with(case_id: str, issue: str) -> CaseStudy | None:
    """The newest study of a case that has an issue of this name; their findings, which are long, stay unread."""
    likely = CaseStudy.objects.filter(case_id=case_id, names__contains=json.dumps(issue, ensure_ascii=False))
    for study in likely.order_by("-created", "-pk"):
        if issue in json.loads(study.names)["stances"]:
            return study
    return None


def version_of(file: str) -> str:
    """The SHA-256 of a case file, by which its version goes."""
    return hashlib.sha256(file.encode()).hexdigest()


def as_text(document: Any) -> str:
    """A document as JSON in the shortest form, in the order in which it was made."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def names_of(case: Any) -> dict[str, Any]:
    """What is called how in a case (of `evenhand.load`), as a study keeps it: parties, interests, stances."""
    return {
        "parties": {name: party.name for name, party in case.parties.items()},
        "interests": {name: [item.name, item.unit, item.kind] for name, item in case.interests.items()},
        "stances": {name: issue.stances for name, issue in case.issues.items()},
        "stances_in": {language: own.words for language, own in case.translations.items()},
    }

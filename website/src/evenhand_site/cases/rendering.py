"""What the engine's report says of a study, part by part and issue by issue, made once and kept.

A study never changes, so its parts change only with the engine: they are kept on disk for each study, language and
state of the engine's report (see `CACHES`), and the last ones in memory. Links between parts are anchors still; `pages`
turns them into addresses.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.utils.functional import cached_property

import evenhand
from evenhand import report
from evenhand.report import html, naming, numerals
from evenhand.report.language import speaking
from evenhand_site.cases.models import CaseStudy

__all__ = ["Part", "Parts", "keep_all", "parts"]


@dataclass(frozen=True)
class Part:
    """A part of the report: its anchor, its title in the contents, its markup."""

    name: str
    title: str
    html: str

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Whatever a link can lead to in it."""
        return frozenset(re.findall(r'\sid="([^"]+)"', self.html))


@dataclass(frozen=True)
class Issue:
    """An issue: its title, the question it asks, what is said of it."""

    title: str
    question: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Parts:
    """A report in one language: what stands above it, its parts in order, and its issues by their names.

    ``foreign`` is the language of what is never translated, as the authors' names, where it is known to be another.
    """

    title: str
    summary: str
    as_of: str
    authors: tuple[str, ...]
    licence: tuple[str, str]
    parts: tuple[Part, ...]
    issues: dict[str, Issue]
    foreign: str = ""

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)


def parts(study: CaseStudy, language: str) -> Parts:
    """The report of a study in a language."""
    return _kept(study.pk, study.version, study.draws, study.seed, study.engine, language)


def keep_all() -> int:
    """Make what is missing for the newest study of every case, so that no reader waits; how many were made."""
    missing = [
        (study, language)
        for study in CaseStudy.objects.of_every_case()
        for language, _label in settings.LANGUAGES
        if not caches["rendered"].has_key(_key(study, language))
    ]
    for study, language in missing:
        caches["rendered"].set(_key(study, language), _made(study.pk, language), timeout=None)
    return len(missing)


@lru_cache(maxsize=12)
def _kept(pk: int, version: str, draws: int, seed: int, engine: str, language: str) -> Parts:
    study = CaseStudy(pk=pk, version=version, draws=draws, seed=seed, engine=engine)
    found = caches["rendered"].get(_key(study, language))
    if found is None:
        found = _made(pk, language)
        caches["rendered"].set(_key(study, language), found, timeout=None)
    return found


def _made(pk: int, language: str) -> Parts:
    study = CaseStudy.objects.defer(None).get(pk=pk)
    case = evenhand.loads(study.file)
    document = json.loads(study.analysis) | json.loads(study.chapters)
    with speaking(language):
        return Parts(
            title=naming.case_title(case, document),
            summary=naming.summary(case),
            as_of=numerals.day(case.as_of),
            authors=case.authors,
            licence=naming.licence(case),
            parts=tuple(_part(section) for section in html.sections(case, document)),
            issues={
                issue["id"]: Issue(
                    title=naming.issue_title(case, issue),
                    question=naming.question(case, issue["id"]),
                    parts=tuple(_part(section) for section in html.sections_of(case, document, issue["id"])),
                )
                for issue in document["issues"]
            },
            foreign=naming.foreign(case),
        )


def _part(section: Sequence[str]) -> Part:
    """A section as the engine's front gives it; its markup as plain text, whose methods escape nothing."""
    return Part(*map(str, section))


def _key(study: CaseStudy, language: str) -> str:
    return f"{study.version}-{study.draws}-{study.seed}-{study.engine}-{language}-{_writer()}"


@cache
def _writer() -> str:
    """The state of what writes reports, here and in the engine: words, templates and translations by their content."""
    places = [Path(__file__), *sorted(Path(report.__file__).parent.rglob("*"))]
    told = hashlib.sha256()
    for place in places:
        if place.suffix in {".py", ".jinja", ".mo"}:
            told.update(place.read_bytes())
    return told.hexdigest()[:16]

"""The full text index: what is found for a query, in which order, how much of each kind.

One index for both databases, of stems that `stems` makes, so the database needs to know no language:

- SQLite: a table ``discovery_words`` of FTS5, a column for each weight, ranked by BM25 [1]_;
- PostgreSQL: a column ``vector`` of `Entry`, a ``tsvector`` that is written out here with positions and weights (no
  text search configuration takes part), ranked by ``ts_rank``.

Entries are written by `signals` in the transaction that publishes, and removed in the one that takes away. Why not
Wagtail's own index: see the page of decisions on search.

.. [1] Robertson & Zaragoza (2009), The Probabilistic Relevance Framework: BM25 and Beyond.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from evenhand_site.cases.models import ArgumentsPage, CaseStudy
from evenhand_site.discovery.documents import (
    Document,
    case_documents,
    page_document,
    person_document,
    topic_document,
)
from evenhand_site.discovery.models import Departed, Entry, IndexForm
from evenhand_site.discovery.queries import Query, Term
from evenhand_site.people.models import Person
from evenhand_site.publications.models import Publication, Topic

__all__ = [
    "FORM", "WEIGHTS", "Found", "find", "forget_words", "is_of_another_form", "mend_cases", "put_case", "put_page",
    "put_person", "put_topic", "rebuild",
]  # fmt: skip

#: The form of what is written here: one more whenever other words, marks or texts are written for the same thing, by
#: this file, by `documents` or by the stemmers. An index of another form is made anew when the site is started.
FORM = 4
#: Weights of the columns in BM25, and the classes of weight in PostgreSQL.
WEIGHTS = {"title": (10.0, "A"), "authors": (6.0, "B"), "topics": (5.0, "B"), "lead": (3.0, "C"), "body": (1.0, "D")}
_CLASSES = "{0.1, 0.3, 0.6, 1.0}"  # D, C, B, A
#: Words of a text that are indexed: a thick book; PostgreSQL keeps a ``tsvector`` below one megabyte.
_MOST_WORDS = 60_000
_LAST_POSITION = 16_383
_STEP = 100


@dataclass(frozen=True)
class Found:
    """Keys of entries in order, how many there are in all, and how many of them carry each mark."""

    keys: list[int]
    total: int
    counts: Counter[str]


def find(
    query: Query, marks: Sequence[Iterable[str]] = (), *, newest: bool = False, start: int = 0, most: int = 10,
    count: bool = True, reader: str = "",
) -> Found:  # fmt: skip
    """Entries that have all wanted terms, no unwanted one, and of each group of ``marks`` at least one.

    Best first; newest first where asked or where no words are wanted. The chapters of cases come after all else: a case
    has many that say much the same, and its own page and those of its issues are found before. Without ``count`` totals
    stay empty: feeds need none. Of a page and its translations that fit only one is found: that in the language
    ``reader``, or the first made; each of them where no reader is named. The counts of languages are those of every
    version.
    """
    if query.says_nothing:
        return Found([], 0, Counter())
    groups = [sorted(group) for group in marks]
    match, where, values = _where(query, groups)
    once, once_values = _once(values, reader) if reader else ("TRUE", [])
    newest = newest or not query.wanted
    rank, rank_values = _rank(match)
    order = f"e.kind = 'chapter', {'' if newest else rank + ', '}e.date DESC NULLS LAST, e.id DESC"
    with connection.cursor() as cursor:
        page = f"SELECT e.id {where} AND {once} ORDER BY {order} LIMIT %s OFFSET %s"
        cursor.execute(page, [*values, *once_values, *([] if newest else rank_values), most, start])
        keys = [key for (key,) in cursor.fetchall()]
        if not count:
            return Found(keys, len(keys), Counter())
        together = "group_concat" if connection.vendor == "sqlite" else "string_agg"
        columns = f"e.language, {once} AS shown, count(*), {together}(e.facets, '')"
        cursor.execute(f"SELECT {columns} {where} GROUP BY e.language, shown", [*once_values, *values])
        return _counted(keys, cursor.fetchall())


def _counted(keys: list[int], rows: list[tuple[str, bool, int, str]]) -> Found:
    """Totals and marks of what is shown; of languages, how much there is in each."""
    counts: Counter[str] = Counter()
    for _language, shown, _number, facets in rows:
        counts.update(facets.split() if shown else ())
    for language in {language for language, *_rest in rows if language}:
        counts[f"l{language}"] = sum(number for each, _shown, number, _facets in rows if each == language)
    return Found(keys, sum(number for _language, shown, number, _facets in rows if shown), counts)


def put_page(page: Page, *, touch: bool = True) -> None:
    """Bring the entry of a page in step with what readers may see of it now; ``touch`` counts it as a change."""
    document = page_document(page)
    if document is None:
        Entry.objects.filter(page=page.pk).delete()
        return
    _put(document, touch, page_id=page.pk)
    Departed.objects.filter(pk=page.pk).delete()


def put_person(person: Person, *, touch: bool = True) -> bool:
    """Bring the entry of a person in step; whether the names changed."""
    return _put(person_document(person), touch, person_id=person.pk)


def put_topic(topic: Topic, *, touch: bool = True) -> bool:
    """Bring the entry of a topic in step; whether the names changed."""
    return _put(topic_document(topic), touch, topic_id=topic.pk)


def put_case(case_id: str) -> None:
    """Bring the entries of a case, its issues and its chapters in step with its newest study, in every language.

    The pages that set an argument beside it come first, so that a process killed in between is made good by
    `mend_cases`. Another worker may do the same for another study of the case: what is written last is of the newest.
    """
    for page in ArgumentsPage.objects.filter(case_id=case_id):
        put_page(page)
    of_case = Entry.objects.filter(Q(case=case_id) | Q(case__startswith=f"{case_id}/"))
    for language, _label in settings.LANGUAGES:
        study = None
        while True:
            found = case_documents(study, language) if study else {}
            with transaction.atomic():
                newest = CaseStudy.objects.newest(case_id)
                if newest == study:
                    of_case.filter(language=language).exclude(case__in=found).delete()
                    for name, document in found.items():
                        _put(document, True, case=name)
                    break
            study = newest


def mend_cases() -> int:
    """Bring in step the cases whose entries are older than their newest study, or than its going; how many were.

    A study's entries are written after it is in: a process that is killed in between leaves them as they were.
    """
    studied = {study.case_id: study.created for study in CaseStudy.objects.of_every_case()}
    written: dict[str, dict[str, datetime]] = {}
    for name, language, changed in Entry.objects.exclude(case="").values_list("case", "language", "changed"):
        if "/" not in name:
            written.setdefault(name, {})[language] = changed
    languages = {language for language, _label in settings.LANGUAGES}
    behind = [
        name
        for name in sorted(studied.keys() | written.keys())
        if name not in studied
        or languages - written.get(name, {}).keys()
        or min(written[name].values()) < studied[name]
    ]
    for name in behind:
        put_case(name)
    return len(behind)


def forget_words(entry: Entry) -> None:
    """Take the words of an entry that is being deleted out of the index; harvesters learn that a text is gone."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM discovery_words WHERE rowid = %s", [entry.pk])
    if entry.page_id and entry.kind in Publication.Kind.values:
        now = timezone.now()
        Departed.objects.update_or_create(pk=entry.page_id, defaults={"facets": entry.facets, "changed": now})


def rebuild() -> int:
    """Index everything anew, after an import or a change of the stemmers; how many entries there are.

    Goes in steps, so that others write in between. Dates of change stay: harvesters fetch only what changed.
    """
    for model, put in ((Page, put_page), (Person, put_person), (Topic, put_topic)):
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _STEP):
            things = model.objects.filter(pk__in=keys[start : start + _STEP])
            with transaction.atomic():
                for thing in things.specific() if model is Page else things:
                    put(thing, touch=False)
    for study in CaseStudy.objects.of_every_case():
        put_case(study.case_id)
    IndexForm.objects.update_or_create(pk=1, defaults={"number": FORM})
    return Entry.objects.count()


def is_of_another_form() -> bool:
    """Whether the index was made by a program that writes another form of it; one that was never made is not."""
    made = IndexForm.objects.filter(pk=1).values_list("number", flat=True).first()
    if made is None and not Entry.objects.exists():
        IndexForm.objects.create(pk=1, number=FORM)
        return False
    return made != FORM


def _put(document: Document, touch: bool, **thing: int | str) -> bool:
    values: dict[str, Any] = {
        name: getattr(document, name)
        for name in ("work", "kind", "language", "date", "expires", "facets", "title", "text")
    }
    with transaction.atomic():
        spoken = {"language": document.language} if "case" in thing else {}
        entry = Entry.objects.filter(**thing, **spoken).only("title").first()
        made = False
        if entry is None:  # made here, or by somebody else at this very moment
            entry, made = Entry.objects.get_or_create(**thing, **spoken, defaults=values)
        renamed = made or entry.title != document.title
        if not made:
            Entry.objects.filter(pk=entry.pk).update(**values, **({"changed": timezone.now()} if touch else {}))
        _write(entry.pk, document)
    return renamed


def _write(key: int, document: Document) -> None:
    columns = {name: document.words.get(name, [])[:_MOST_WORDS] for name in WEIGHTS}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM discovery_words WHERE rowid = %s", [key])
            cursor.execute(
                f"INSERT INTO discovery_words (rowid, {', '.join(WEIGHTS)}, facets) VALUES (%s{', %s' * 6})",
                [key, *(" ".join(column) for column in columns.values()), document.facets],
            )
        else:
            vector = _vector(columns, document.facets)
            cursor.execute("UPDATE discovery_entry SET vector = %s::tsvector WHERE id = %s", [vector, key])


def _vector(columns: dict[str, list[str]], facets: str) -> str:
    """A ``tsvector`` as PostgreSQL reads it: ``'word':3A,7D``; marks begin with ``=`` and have no position."""
    places: dict[str, list[str]] = {f"={mark}": [] for mark in facets.split()}
    position = 0
    for name, column in columns.items():
        for stem in column:
            position += 1
            places.setdefault(stem, []).append(f"{min(position, _LAST_POSITION)}{WEIGHTS[name][1]}")
        position += 10  # no phrase runs from one column into the next
    return " ".join(f"{_quoted(stem)}:{','.join(at[:255])}" if at else _quoted(stem) for stem, at in places.items())


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


def _where(query: Query, groups: list[list[str]]) -> tuple[str, str, list[Any]]:
    """The expression of the wanted words, the end of the statement from FROM on, and its values."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    current = "(e.expires IS NULL OR e.expires > %s)"
    if connection.vendor == "sqlite":
        match = _sqlite_match(query, groups)
        joined = f"FROM discovery_words JOIN discovery_entry e ON e.id = discovery_words.rowid WHERE {current}"
        return match, f"{joined} AND discovery_words MATCH %s", [now, match]
    words = " & ".join(_postgresql_term(term) for term in query.wanted)
    absent = [f"!{_postgresql_term(term)}" for term in query.unwanted]
    filters = [f"({' | '.join(_quoted(f'={mark}') for mark in group)})" for group in groups]
    match = " & ".join([*([words] if words else []), *absent, *filters])
    if not match:
        return words, f"FROM discovery_entry e WHERE {current}", [now]
    return words, f"FROM discovery_entry e WHERE {current} AND e.vector @@ %s::tsquery", [now, match]


def _once(values: list[Any], reader: str) -> tuple[str, list[Any]]:
    """The condition that no other version of the same work fits (see `_where`) and comes before, and its values."""
    fits = "TRUE"
    if values[1:]:
        fits = "o.vector @@ %s::tsquery"
        if connection.vendor == "sqlite":
            # the plus keeps SQLite from walking through all that fits, once for each entry: versions are few
            fits = "+o.id IN (SELECT rowid FROM discovery_words WHERE discovery_words MATCH %s)"
    others = "SELECT 1 FROM discovery_entry o WHERE o.work = e.work AND (o.expires IS NULL OR o.expires > %s)"
    place = "CASE WHEN {0}.language = %s THEN 0 ELSE 1 END, COALESCE({0}.page_id, {0}.id)"
    before = f"({place.format('o')}) < ({place.format('e')})"
    return f"NOT EXISTS ({others} AND o.id <> e.id AND {before} AND {fits})", [values[0], reader, reader, *values[1:]]


def _rank(match: str) -> tuple[str, list[Any]]:
    if connection.vendor == "sqlite":
        return f"bm25(discovery_words, {', '.join(str(weight) for weight, _class in WEIGHTS.values())}, 0.0)", []
    return f"ts_rank('{_CLASSES}', e.vector, %s::tsquery, 1) DESC", [match]


def _sqlite_match(query: Query, groups: list[list[str]]) -> str:
    columns = f"{{{' '.join(WEIGHTS)}}} : "
    parts = [f"{columns}({_sqlite_term(term)})" for term in query.wanted]
    parts += [f"facets : ({' OR '.join(_in_quotes(mark) for mark in group)})" for group in groups]
    match = " AND ".join(parts or ['facets : "all"'])
    for term in query.unwanted:
        match = f"({match}) NOT ({columns}({_sqlite_term(term)}))"
    return match


def _sqlite_term(term: Term) -> str:
    return " OR ".join(_in_quotes(" ".join(reading)) for reading in term.readings)


def _in_quotes(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _postgresql_term(term: Term) -> str:
    return f"({' | '.join('(' + ' <-> '.join(map(_quoted, reading)) + ')' for reading in term.readings)})"

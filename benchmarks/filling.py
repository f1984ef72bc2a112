"""Fills a site with many articles quickly, past the page tree's own slow way: for measurements only.

Words follow a long-tailed distribution, so that searching has common and rare words to find; everything is seeded.
"""

from __future__ import annotations

import datetime
import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

__all__ = ["fill"]

_STEMS = (
    "loss gain agree talk arms trade trust rule court border harvest election reform credit energy water river port"
)
_ENDS = ["", "s", "ing", "ed", "ment", "al", "ity", "ness"]
_RUSSIAN = [
    "потеря",
    "выгода",
    "переговоры",
    "доверие",
    "торговля",
    "граница",
    "выборы",
    "реформа",
    "кредит",
    "энергия",
    "вода",
    "река",
    "порт",
    "договор",
]


def fill(articles: int, *, words: int = 1000, people: int = 500, topics: int = 60, seed: int = 1) -> list[int]:
    """Add published articles with authors and topics to the first section of English; the keys of all of them."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from evenhand_site.people.models import Person
    from evenhand_site.publications.models import Authorship, Publication, Section, Topic
    from wagtail.models import Page

    chance = random.Random(seed)
    section = Section.objects.filter(locale__language_code="en").first() or _section()
    Person.objects.bulk_create(
        [Person(slug=f"filler-{i}", given="Ada", family=f"Filler{i}") for i in range(people)], ignore_conflicts=True
    )
    Topic.objects.bulk_create(
        [Topic(slug=f"topic-{i}", name=f"Topic {i}") for i in range(topics)], ignore_conflicts=True
    )
    writers = list(Person.objects.filter(slug__startswith="filler-").values_list("pk", flat=True))
    subjects = list(Topic.objects.filter(slug__startswith="topic-").values_list("pk", flat=True))
    vocabulary = [f"{stem}{i}{end}" for i in range(400) for stem in _STEMS.split() for end in _ENDS[: 1 + i % 8]]
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    kind = ContentType.objects.get_for_model(Publication)
    made: list[int] = []
    first = section.get_children().count()
    with transaction.atomic():
        for start in range(0, articles, 2000):
            batch = range(first + start, first + min(start + 2000, articles))
            pages = Page.objects.bulk_create(_page(number, section, kind, chance, vocabulary) for number in batch)
            made += [page.pk for page in pages]
            _insert(connection, Publication, [_own(page, chance, vocabulary, weights, words) for page in pages])
            Authorship.objects.bulk_create(
                Authorship(publication_id=page.pk, person_id=writer, sort_order=order)
                for page in pages
                for order, writer in enumerate(chance.sample(writers, chance.choice([1, 1, 2])))
            )
            through = Publication.topics.through
            through.objects.bulk_create(
                through(publication_id=page.pk, topic_id=topic)
                for page in pages
                for topic in chance.sample(subjects, 3)
            )
        Page.objects.filter(pk=section.pk).update(numchild=first + articles)
    return made


def _section() -> Any:
    from evenhand_site.house.models import HomePage
    from evenhand_site.publications.models import Section

    home = HomePage.objects.get(locale__language_code="en")
    return home.add_child(instance=Section(title="Commentary", slug="commentary", second_title="Комментарии"))


def _page(number: int, section: Any, kind: Any, chance: random.Random, vocabulary: list[str]) -> Any:
    from wagtail.models import Page

    title = " ".join(chance.choices(vocabulary, k=6)).capitalize() + (f" {chance.choice(_RUSSIAN)}")
    now = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=number)
    return Page(
        title=title, draft_title=title, slug=f"filler-{number}", depth=section.depth + 1, numchild=0, live=True,
        path=Page._get_path(section.path, section.depth + 1, number + 1), content_type=kind, locale=section.locale,
        url_path=f"{section.url_path}filler-{number}/", translation_key=uuid.uuid4(), first_published_at=now,
        last_published_at=now, latest_revision_created_at=now,
    )  # fmt: skip


def _own(page: Any, chance: random.Random, vocabulary: list[str], weights: list[float], words: int) -> dict[str, Any]:
    text = chance.choices(vocabulary, weights, k=words)
    blocks = [
        {"type": "paragraph", "value": f"<p>{' '.join(text[at : at + 100])}.</p>", "id": str(uuid.uuid4())}
        for at in range(0, words, 100)
    ]
    return {
        "page_ptr_id": page.pk, "kind": "text", "date": page.first_published_at.date(), "lead": " ".join(text[:25]),
        "body": json.dumps(blocks),
    }  # fmt: skip


def _insert(connection: Any, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert the model's own columns, which Django does not do in bulk where a table extends another."""
    fields = list(model._meta.local_concrete_fields)
    names = [connection.ops.quote_name(field.column) for field in fields]
    marks = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({', '.join(names)}) VALUES ({marks})"
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(_values(connection, fields, rows)))


def _values(connection: Any, fields: list[Any], rows: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            field.get_db_prep_save(row.get(field.attname, field.get_default()), connection)
            if not isinstance(row.get(field.attname), str)
            else row[field.attname]
            for field in fields
        ]

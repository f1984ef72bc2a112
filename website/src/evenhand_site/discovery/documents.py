"""What is indexed of a page, a person, a topic, a case: words by weight, marks for filters, text for snippets."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from evenhand_site.cases.models import ArgumentsPage, CaseStudy
from evenhand_site.cases.pages import chapters
from evenhand_site.cases.rendering import Part, parts
from evenhand_site.discovery.models import Entry
from evenhand_site.discovery.snippets import TABLES
from evenhand_site.discovery.stems import stems
from evenhand_site.house.models import HousePage
from evenhand_site.people.models import PeoplePage, Person
from evenhand_site.publications.footnotes import MARK
from evenhand_site.publications.models import Publication, Section, Topic
from evenhand_site.taskforces.models import TaskForce

__all__ = ["Document", "case_documents", "page_document", "person_document", "topic_document"]

_CASES = uuid.UUID("6c1f3f1e-6a4e-5b0a-9d0b-0d7a7d3f6c55")
"""The space of names in which a case, or an issue of one, is one work in every language."""
_OF_CHAPTER = 1_500
"""Words of a chapter that are indexed: some have ten thousand, and the pages of the issues say most of it again."""
_CELL = re.compile(r"<t([hd])\b.*?</t\1>", re.DOTALL)

#: Fields whose words are found, wherever a page has them; those of the text come first, as snippets show them.
_TEXT = ("introduction", "body", "project_note", "author_note", "credit")
_FACTS = ("place", "institution", "term", "publisher", "isbn", "doi", "original_title", "series", "number")
_KINDS = {
    ArgumentsPage: Entry.Kind.PAGE,
    HousePage: Entry.Kind.PAGE,
    PeoplePage: Entry.Kind.PAGE,
    Section: Entry.Kind.SECTION,
    TaskForce: Entry.Kind.TASK_FORCE,
}


@dataclass(frozen=True)
class Document:
    """What is known of a thing: ``title`` and ``text`` as readers see them, ``words`` as stems of each weight."""

    kind: str
    title: str
    text: str
    words: dict[str, list[str]]
    language: str = ""
    date: date | None = None
    expires: datetime | None = None
    work: uuid.UUID = field(default_factory=uuid.uuid4)
    marks: tuple[str, ...] = field(default=())

    @property
    def facets(self) -> str:
        known = [f"k{self.kind}", self.language and f"l{self.language}", self.date and f"y{self.date.year}"]
        return f" {' '.join(['all', *filter(None, known), *dict.fromkeys(self.marks)])} "


def page_document(page: Page) -> Document | None:
    """What is indexed of a page in its own class; None where search does not show it to everybody."""
    kind = page.kind if isinstance(page, Publication) else _KINDS.get(type(page))
    if kind is None or not page.live or page.alias_of_id or page.get_view_restrictions().exists():
        return None
    language = page.locale.language_code
    lead = getattr(page, "lead", "")
    with override(language):  # a finding of a case speaks the language of its reader
        body = [MARK.sub("", part) for part in _plain(page, _TEXT)]
        if isinstance(page, ArgumentsPage):
            told = render_to_string("cases/claims.html", {"page": page, "study": page.study})
            body += [_apart(told)]
    notes = [get_text_for_indexing(note.text) for note in page.footnotes.all()] if hasattr(page, "footnotes") else []
    authors, topics, marks = _belongings(page)
    title = f"{page.title} {getattr(page, 'second_title', '')}".strip()
    return Document(
        kind=str(kind),
        title=title,
        text="\n".join(part for part in (lead, *body, *notes) if part),
        words={
            "title": stems(title, language),
            "authors": [stem for person in authors for stem in _name_stems(person)],
            "topics": [stem for topic in topics for stem in _topic_stems(topic)],
            "lead": stems(lead, language),
            "body": stems("\n".join([*body, *notes, *_plain(page, _FACTS)]), language),
        },
        language=language,
        date=getattr(page, "date", None),
        expires=page.expire_at,
        work=page.translation_key,
        marks=marks,
    )


def person_document(person: Person) -> Document:
    """What is indexed of a person: the names in every script, affiliations, subjects, biographies."""
    lives = [get_text_for_indexing(life) for life in (person.biography, person.biography_ru)]
    life_uk = get_text_for_indexing(person.biography_uk)
    posts = ", ".join([person.executive, *(str(each) for each in person.affiliations.all())]).strip(", ")
    return Document(
        kind=Entry.Kind.PERSON.value,
        title=" · ".join([str(person), *person.other_names]),
        text="\n".join(part for part in (posts, *lives, life_uk) if part),
        words={
            "title": _name_stems(person),
            "topics": [stem for topic in person.expert_on.all() for stem in _topic_stems(topic)],
            "lead": stems(posts, "en"),
            "body": [*stems("\n".join(lives), "ru"), *stems(life_uk, "uk")],
        },
        marks=tuple(f"t{topic.pk}" for topic in person.expert_on.all()),
    )


def topic_document(topic: Topic) -> Document:
    """What is indexed of a topic: its names."""
    names = [topic.name, topic.name_ru, topic.name_uk]
    return Document(
        kind=Entry.Kind.TOPIC.value,
        title=" · ".join(dict.fromkeys(name for name in names if name)),
        text="",
        words={"title": _topic_stems(topic)},
    )


def case_documents(study: CaseStudy, language: str) -> dict[str, Document]:
    """What is indexed of a case, of its issues and of its chapters, by the names that `Entry` gives them."""
    report = parts(study, language)
    brief = report.part("brief")
    found = {study.case_id: (report.title, report.summary, (brief,) if brief else ())}
    for name, issue in report.issues.items():
        found[f"{study.case_id}/{name}"] = (issue.title, issue.question, issue.parts)
    made = {
        name: _case_document(name, study, language, title, lead, _apart("".join(part.html for part in said)))
        for name, (title, lead, said) in found.items()
    }
    for part in chapters(report):
        with override(language):
            title = _("%(page)s: %(case)s") % {"page": part.title, "case": report.title}
        name = f"{study.case_id}/chapters/{part.name}"
        made[name] = _case_document(name, study, language, title, "", _of_chapter(part), Entry.Kind.CHAPTER)
    return made


def _of_chapter(part: Part) -> str:
    """The words of a chapter below its title: the first `_OF_CHAPTER`, and as many of its tables."""
    told = re.sub(r"<h2\b.*?</h2>", " ", part.html, flags=re.DOTALL)
    return TABLES.join(" ".join(piece.split(" ")[:_OF_CHAPTER]).strip() for piece in _apart(told).split(TABLES)).strip()


def _apart(html: str) -> str:
    """The prose of a piece of a report, and behind it the words of its tables."""
    return TABLES.join([_bare(_CELL.sub(" ", html)).strip(), _words_of_tables(html)])


def _words_of_tables(html: str) -> str:
    """What the cells of tables say, each thing once; a cell without a word of three letters is a number."""
    cells = dict.fromkeys(_bare(found[0]).strip() for found in _CELL.finditer(html))
    return " ".join(cell for cell in cells if re.search(r"[^\W\d_]{3}", cell))


def _case_document(
    name: str, study: CaseStudy, language: str, title: str, lead: str, body: str,
    kind: Entry.Kind = Entry.Kind.CASE,
) -> Document:  # fmt: skip
    return Document(
        work=uuid.uuid5(_CASES, name),
        kind=kind.value,
        title=title,
        text="\n".join(part for part in (lead, body) if part),
        words={
            "title": stems(title, language),
            "lead": stems(lead, language),
            "body": stems(body, language),
        },
        language=language,
        date=study.created.date(),
    )


def _bare(html: str) -> str:
    """The words of a piece of a report: what stands side by side in it is parted."""
    words = re.sub(r"<svg\b.*?</svg>", " ", html, flags=re.DOTALL)  # a chart's axes: its table says the same
    return re.sub(r"[ \t\r\n]+", " ", get_text_for_indexing(words.replace("><", "> <")))  # spaces in numbers stay


def _belongings(page: Page) -> tuple[list[Person], list[Topic], tuple[str, ...]]:
    """Authors and topics of a page, and its marks."""
    parent = page.get_parent()
    sections = [parent.pk] if parent and issubclass(parent.specific_class or Page, Section | TaskForce) else []
    if not isinstance(page, Publication):
        return [], [page.topic] if getattr(page, "topic", None) else [], tuple(f"s{key}" for key in sections)
    authors = [] if page.signed_by_network else [each.person for each in page.authorships.all()]
    topics = list(page.topics.all())
    sections += [section.pk for section in page.also_in.all()]
    marks = [
        *(f"a{person.pk}" for person in authors),
        *(f"t{topic.pk}" for topic in topics),
        *(f"s{key}" for key in sections),
    ]
    return authors, topics, tuple(marks)


def _plain(page: Page, names: Iterable[str]) -> list[str]:
    """The text of the fields that a page has, without markup, as Wagtail takes it out for searching."""
    found: list[str] = []
    for model_field in page._meta.get_fields():
        if model_field.name in names:
            value: Any = getattr(page, model_field.name)
            extract = getattr(model_field, "get_searchable_content", None)
            found += [(names.index(model_field.name), str(part)) for part in (extract(value) if extract else [value])]
    return [text for _place, text in sorted(found, key=lambda each: each[0]) if text not in ("", "None")]


def _name_stems(person: Person) -> list[str]:
    names = [person.name_in("en"), person.name_in("ru"), person.own_name]
    return [*stems("\n".join(dict.fromkeys(names)), "ru"), *stems(person.name_in("uk"), "uk")]


def _topic_stems(topic: Topic) -> list[str]:
    return [*stems(f"{topic.name}\n{topic.name_ru}", "ru"), *stems(topic.name_uk, "uk")]

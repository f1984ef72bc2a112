"""Categories and tags of the old site: sections and topics here.

A category becomes a section in the language of the texts that it holds, below the section of its parent; tags become
topics, which all languages share. A map says otherwise for single categories: ``slug: path of the section``.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from evenhand_site.house.models import HomePage
from evenhand_site.moving.body import plain_text
from evenhand_site.moving.models import Imported
from evenhand_site.moving.report import Report
from evenhand_site.moving.shelf import Shelf
from evenhand_site.moving.wxr import Item, Term
from evenhand_site.publications.models import Section, Topic
from evenhand_site.taskforces.models import TaskForce

__all__ = ["BadMap", "Terms", "free_slug", "read_map"]

#: What WordPress calls texts without a category, in the languages of this site.
NONE = {"uncategorized", "uncategorised", "без-рубрики", "без-категории", "без-категорії", "bez-rubriki"}


class BadMap(ValueError):
    """A line of the map cannot be read, or names a section that is not here."""


def read_map(path: Path) -> dict[str, str]:
    """The section of each category: lines such as ``in-the-news: media/news``; ``news: /`` for the home page.

    Raises
    ------
    BadMap
        With the line that is not of this form.
    """
    found: dict[str, str] = {}
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        what = f"it holds the byte 0x{error.object[error.start]:02x}"
        raise BadMap(f"{path}: the text is not in UTF-8 ({what}); save it as UTF-8") from None
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        slug, colon, place = (part.strip().strip("\"'") for part in line.partition(":"))
        if not colon or not slug or not place:
            raise BadMap(f"{path}:{number}: expected “category: path/of/the/section”, found “{line}”")
        found[unquote(slug)] = place.strip("/")
    return found


def free_slug(parent: Page, wanted: str, fallback: str) -> str:
    """The slug, or with a number behind it where another page below the parent has it."""
    wanted = slugify(unquote(wanted), allow_unicode=True)[:200] or slugify(fallback, allow_unicode=True)[:200] or "page"
    slug, number = wanted, 1
    while parent.get_children().filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


class Terms:
    """Finds or makes the sections and topics of an export, each once."""

    def __init__(
        self, shelf: Shelf, report: Report, homes: dict[str, HomePage], places: dict[str, str], *, dry: bool
    ) -> None:
        self.shelf = shelf
        self.report = report
        self.homes = homes
        self.places = places
        self.dry = dry
        self.sections: dict[tuple[str, str], Page | None] = {}
        self.topics: dict[str, Topic | None] = {}

    def check_map(self, language: str) -> None:
        """Refuse a map with a section that is not here.

        Raises
        ------
        BadMap
            With the categories that have none.
        """
        wrong = [f"{slug}: {place}" for slug, place in self.places.items() if not self._mapped(place, language)]
        if wrong:
            raise BadMap(f"the map names sections that are not here in “{language}”: {', '.join(wrong)}")

    def _mapped(self, place: str, language: str) -> Page | None:
        home = self.homes[language]
        path = f"{home.url_path}{place}/" if place else home.url_path
        page = Page.objects.filter(url_path=path, locale=home.locale).specific().first()
        return page if isinstance(page, (HomePage, Section, TaskForce)) else None

    def sections_of(self, item: Item, language: str) -> list[Page]:
        """Where a text belongs: the section that it stands in first; none for a text without a category."""
        slugs = [slug for slug, _name in item.of("category")]
        first = item.meta.get("_yoast_wpseo_primary_category", "")
        slugs.sort(key=lambda slug: (term := self.shelf.term("category", slug)) is None or term.number != first)
        names = dict(item.of("category"))
        found = [self.section(slug, language, names[slug]) for slug in slugs]
        return list(dict.fromkeys(section for section in found if section is not None))

    def section(self, slug: str, language: str, name: str = "") -> Page | None:
        """The section of a category; None for “uncategorised”, and when it is only tried and not here yet."""
        key = (unquote(slug), language)
        if key not in self.sections:
            self.sections[key] = None  # a category that is its own ancestor ends here
            self.sections[key] = self._section(*key, name)
        return self.sections[key]

    def _section(self, slug: str, language: str, name: str) -> Page | None:
        if slug in self.places:
            place = self._mapped(self.places[slug], language)
            return None if isinstance(place, HomePage) else place
        if slug.casefold() in NONE:
            return None
        source = {"source": self.shelf.source, "kind": "category", "key": f"{slug[:190]}@{language}"}
        mark = Imported.objects.filter(**source).first()
        if mark is not None:
            here = mark.thing()
            self.report.add("category", slug, "unchanged" if here else "conflict", [] if here else ["deleted since"])
            return here
        term = self.shelf.term("category", slug) or Term("category", slug, name or slug)
        above = self.section(term.parent, language) if term.parent else None
        parent = above if isinstance(above, Section) else self.homes[language]
        title, second = _titles(plain_text(term.name) or name or slug, language)
        wanted = slugify(slug, allow_unicode=True) or "section"
        section = Section.objects.child_of(parent).filter(slug=wanted).first()
        notes = ["joined with the section of this address that is here already"] if section else []
        if not self.dry:
            with transaction.atomic():
                section = section or self._made(parent, title, second, wanted, term, language)
                Imported.objects.create(**source, model="publications.section", object_id=section.pk, notes=notes)
        self.report.add("category", slug, "made", notes, title=title, place=section.url or "" if section else "")
        return section

    def _made(self, parent: Page, title: str, second: str, slug: str, term: Term, language: str) -> Section:
        section = Section(title=title[:255], second_title=second[:120], locale=parent.locale, live=False)
        section.slug = free_slug(parent, slug, title)
        for other in self._other_languages(term, language):
            if not Section.objects.filter(translation_key=other.translation_key, locale=parent.locale).exists():
                section.translation_key = other.translation_key
        parent.add_child(instance=section)
        section.save_revision().publish()
        section.refresh_from_db()
        return section

    def _other_languages(self, term: Term, language: str) -> list[Section]:
        """Sections that the same category has become in other languages."""
        slugs = [each.slug for each in self.shelf.term_translations(term)] + [term.slug]
        keys = [f"{slug[:190]}@{code}" for slug in slugs for code in self.homes if code != language]
        marks = Imported.objects.filter(source=self.shelf.source, kind="category", key__in=keys)
        return list(Section.objects.filter(pk__in=marks.values("object_id")).order_by("pk"))

    def topics_of(self, item: Item) -> list[Topic]:
        """The topics of a text's tags."""
        found = [self.topic(slug, name) for slug, name in item.of("post_tag")]
        return list(dict.fromkeys(topic for topic in found if topic is not None))

    def topic(self, slug: str, name: str = "") -> Topic | None:
        """The topic of a tag; tags that translate one another are one topic."""
        slug = unquote(slug)
        if slug not in self.topics:
            self.topics[slug] = self._topic(slug, name)
        return self.topics[slug]

    def _topic(self, slug: str, name: str) -> Topic | None:
        own = self.shelf.term("post_tag", slug) or Term("post_tag", slug, name or slug)
        terms = self.shelf.term_translations(own)
        source = {"source": self.shelf.source, "kind": "tag"}
        marks = Imported.objects.filter(**source, key__in=[term.slug[:200] for term in terms])
        topic = next((here for mark in marks if (here := mark.thing()) is not None), None)
        if marks.filter(key=slug[:200]).exists():
            self.report.add("tag", slug, "unchanged" if topic else "conflict", [] if topic else ["deleted here since"])
            return topic
        title = plain_text(own.name) or slug
        wanted = slugify(slug, allow_unicode=True)[:120] or "topic"
        here = topic or Topic.objects.filter(slug=wanted).first()
        notes = ["joined with a topic that is here already"] if here else []
        if not self.dry:
            with transaction.atomic():
                here = here or Topic.objects.create(slug=wanted, name=title[:120])
                if topic is not None and title != here.name:
                    self._translated(here, title)
                Imported.objects.create(
                    **source, key=slug[:200], model="publications.topic", object_id=here.pk, notes=notes
                )
        self.report.add("tag", slug, "made", notes, title=title, place=here.get_absolute_url() if here else "")
        return here

    def _translated(self, topic: Topic, title: str) -> None:
        """Give a topic its name in another language, as far as the letters tell which one it is."""
        if re.search("[іїєґІЇЄҐ]", title):
            topic.name_uk = topic.name_uk or title[:120]
        elif re.search("[а-яА-Я]", title):
            topic.name_ru = topic.name_ru or title[:120]
        elif re.search("[а-яА-ЯіїєґІЇЄҐ]", topic.name):
            other, topic.name = topic.name, title[:120]
            self._translated(topic, other)
        topic.save()


def _titles(name: str, language: str) -> tuple[str, str]:
    """Title and second title of “Commentary | Комментарии”: the language of the section comes first."""
    first, bar, second = (part.strip() for part in name.partition("|"))
    if not bar or not first or not second:
        return name, ""
    cyrillic = [bool(re.search("[а-яА-ЯіїєґІЇЄҐ]", part)) for part in (first, second)]
    if cyrillic[0] != cyrillic[1] and cyrillic[0] != (language in {"ru", "uk"}):
        first, second = second, first
    return first, second

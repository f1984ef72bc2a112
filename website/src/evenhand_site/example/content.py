"""The example network: a small site in three languages that is marked as an example everywhere.

Nothing in it is signed by a real person or organisation. What it says stands in ``data/``, a file for each kind of
thing and one for each text in all its languages; this module puts it into the database. The reference case is
analysed for it, so that texts can show findings.

The record of a page has ``key`` (also its slug), ``model``, ``under`` (the key of the page above it, ``home`` unless
given) and fields that are the same in every language; below ``en``, ``ru`` and ``uk`` stand those of each language that
it exists in.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from ruamel.yaml import YAML
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.study import study
from evenhand_site.comments.models import Comment
from evenhand_site.example.markup import Block, blocks, inline, paragraphs
from evenhand_site.example.pictures import cover
from evenhand_site.example.sound import silence
from evenhand_site.house.founding import found
from evenhand_site.house.models import Edition
from evenhand_site.people.models import Affiliation, Person
from evenhand_site.podcasts.models import PodcastFeed
from evenhand_site.publications.models import Authorship, Footnote, Topic
from evenhand_site.publications.similarity import recompute_relations, relations_later
from evenhand_site.submissions.models import SubmissionRules
from evenhand_site.taskforces.models import TaskForceMember

__all__ = ["CASE", "LANGUAGES", "build"]

CASE = "us-russia-2013"
LANGUAGES = ("en", "ru", "uk")
DATA = Path(__file__).parent / "data"
TOLD_EACH = 20  # pages
NAMES = uuid.UUID("5b0a1d51-0e6c-4c0e-9f0e-3f6a2f6f2013")  # whatever needs an identity gets it from its key
RICH = ("author_note", "project_note", "introduction")
PLAIN = ("lead", "credit", "original_title", "institution", "term", "level", "place", "publisher", "cover_description")


def build(today: date | None = None, say: Callable[[str], object] = str) -> bool:
    """Make the example network on a site without pages; whether anything was made.

    Parameters
    ----------
    today : date
        Events stand before and after it.
    say : callable
        Told of each step as it begins, and how far the longer ones are.
    """
    if Page.objects.filter(depth__gt=2).exists():
        return False
    homes = found()
    reference = study(
        CASE, progress=lambda part, _done, total: total or say(f"1 of 3: the reference case: {part[:-1]}")
    )
    with transaction.atomic():
        with relations_later():
            Example(homes, reference, today or timezone.localdate()).make(say)
        say("3 of 3: finding which texts are alike")
        recompute_relations()
    return True


def read(name: str) -> Any:
    """A file of ``data/``."""
    return YAML(typ="safe").load(DATA / name)


def texts() -> list[dict[str, Any]]:
    """Every text, the oldest first."""
    found = [read(f"texts/{file.name}") for file in sorted((DATA / "texts").glob("*.yaml"))]
    return sorted(found, key=lambda text: (text["date"], text["key"]))


class Example:
    """The network while it is made: its pages by key and language, its people and topics by key."""

    def __init__(self, homes: dict[str, Any], reference: CaseStudy, today: date) -> None:
        self.reference, self.today = reference, today
        self.pages: dict[tuple[str, str], Any] = {("home", language): home for language, home in homes.items()}
        self.topics: dict[str, Topic] = {}
        self.people: dict[str, Person] = {}

    def make(self, say: Callable[[str], object] = str) -> None:
        say("2 of 3: people and topics")
        for topic in read("topics.yaml"):
            self.topics[topic["slug"]] = Topic.objects.create(**topic)
        for person in read("people.yaml"):
            self.people[person["slug"]] = self._person(person)
        records = [*read("house.yaml"), *texts(), *read("listings.yaml")]
        for number, record in enumerate(records):
            if number % TOLD_EACH == 0:
                say(f"2 of 3: pages in each language: {number} of {len(records)}")
            self._page(record)
        self._feed()
        for comment in read("comments.yaml"):
            self._comment(comment)
        for language, words in read("editions.yaml").items():
            self._edition(language, words)
        rules = SubmissionRules.load()
        rules.membership_page = self.pages["about-membership", "en"]
        rules.save()

    # --- people

    def _person(self, record: dict[str, Any]) -> Person:
        work, experts = record.pop("affiliations", ()), record.pop("expert_on", ())
        person = Person(**record)
        person.affiliations = [Affiliation(sort_order=place, **each) for place, each in enumerate(work)]
        person.save()
        person.expert_on.set(self.topics[slug] for slug in experts)
        person.save()
        return person

    # --- pages

    def _page(self, record: dict[str, Any]) -> None:
        fields = self._fields(record)
        for language in LANGUAGES:
            if language in record:
                self._one_page(record, fields, language)

    def _one_page(self, record: dict[str, Any], fields: dict[str, Any], language: str) -> None:
        key, words, parent = record["key"], record[language], self.pages[record.get("under", "home"), language]
        resolve = self._resolver(language)
        appeared = datetime.combine(fields.get("date", self.today), time(12), ZoneInfo("UTC"))
        page = apps.get_model(record["model"])(
            title=words["title"], slug=key, locale=parent.locale, translation_key=uuid.uuid5(NAMES, key),
            first_published_at=appeared, last_published_at=appeared, **fields,
        )  # fmt: skip
        for name in PLAIN:
            if name in words:
                setattr(page, name, words[name])
        for name in RICH:
            if name in words:
                setattr(page, name, paragraphs(words[name], resolve))
        if "second_title" in words:
            page.second_title = words["second_title"]
        if "of_section" in record:
            page.of_section = self.pages[record["of_section"], language]
        if "body" in words:
            prepared = {name: self._block(block) for name, block in words.get("blocks", {}).items()}
            page.body = _stored(blocks(words["body"], prepared, resolve), f"{key} {language}")
        self._relations(page, record, words, resolve, language)
        parent.add_child(instance=page)
        page.live_revision = page.save_revision(changed=False, clean=False)  # the version that editors come back to
        Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision)
        self.pages[key, language] = page

    def _fields(self, record: dict[str, Any]) -> dict[str, Any]:
        """The fields that are the same in every language, those with times and files worked out."""
        fields = dict(record.get("fields", {}))
        if "date" in record:
            fields["date"] = record["date"]
        if "topic" in record:
            fields["topic"] = self.topics[record["topic"]]
        if "starts_in" in record:
            fields |= self._times(record)
        if "sound" in record:
            fields |= self._sound(record)
        if "cover" in record:
            made = cover(record["en"]["title"], record["cover"]["foot"], record["cover"]["colour"])
            fields["cover"] = self._image(f"{record['key']}.png", record["en"]["title"], made)
        return fields

    def _times(self, record: dict[str, Any]) -> dict[str, Any]:
        zone = ZoneInfo(record["zone"])
        day = self.today + timedelta(days=record["starts_in"])
        starts = datetime.combine(day, time(record["hour"]), zone)
        return {
            "starts": starts,
            "ends": starts + timedelta(hours=record["hours"]),
            "zone": record["zone"],
            "date": min(day, self.today) - timedelta(days=14),
        }

    def _sound(self, record: dict[str, Any]) -> dict[str, Any]:
        made = silence(record["sound"])
        audio = self._document(f"{record['key']}.mp3", record["en"]["title"], made)
        guid = uuid.uuid5(NAMES, f"sound {record['key']}").urn
        return {"audio": audio, "audio_bytes": len(made), "seconds": record["sound"], "guid": guid}

    def _relations(self, page: Any, record: dict[str, Any], words: dict[str, Any], resolve: Any, language: str) -> None:
        if "authors" in record:
            page.authorships = [
                Authorship(
                    person=self.people[slug], affiliation=words.get("affiliations", {}).get(slug, ""), sort_order=place
                )
                for place, slug in enumerate(record["authors"])
            ]
        if "topics" in record:
            page.topics = [self.topics[slug] for slug in record["topics"]]
        if "also_in" in record:
            page.also_in = [self.pages[key, language] for key in record["also_in"]]
        if "notes" in words:
            page.footnotes = [
                Footnote(key=key, text=f"<p>{inline(note, resolve)}</p>", sort_order=place)
                for place, (key, note) in enumerate(words["notes"].items())
            ]
        if "members" in record:
            page.members = [
                TaskForceMember(person=self.people[slug], sort_order=place)
                for place, slug in enumerate(record["members"])
            ]
        for name in ("one_text", "other_text"):
            if name in record:
                setattr(page, name, self.pages[record[name], language])
        if "syllabus" in words:
            page.syllabus = self._document(f"{record['key']}.md", words["title"], words["syllabus"].encode())

    def _block(self, block: dict[str, Any]) -> Block:
        """A prepared block: a finding or a table."""
        ((kind, value),) = block.items()
        if kind == "finding":
            return kind, {"study": self.reference.pk, "issue": "", "caption": "", **value}
        columns = [{"type": column, "heading": heading} for column, heading in value["columns"]]
        rows = [{"values": row} for row in value["rows"]]
        table = {"columns": columns, "rows": rows, "caption": ""}
        return kind, {"caption": value["caption"], "table": table, "source": value.get("source", "")}

    def _resolver(self, language: str) -> Callable[[str], int]:
        return lambda key: self.pages[key, language].pk

    # --- files

    def _image(self, name: str, title: str, content: bytes) -> Image:
        return Image.objects.create(title=title, file=ContentFile(content, name))

    def _document(self, name: str, title: str, content: bytes) -> Document:
        return Document.objects.create(title=title, file=ContentFile(content, name))

    # --- what surrounds the texts

    def _feed(self) -> None:
        record = read("podcast.yaml")
        sign = cover(record["title"], record["foot"], record["colour"], width=700, height=700)
        PodcastFeed.objects.create(
            section=self.pages["podcasts", "en"],
            image=self._image("podcast.png", record["title"], sign),
            **{
                name: record[name]
                for name in ("title", "description", "author", "owner_name", "owner_email", "category")
            },
        )

    def _comment(self, record: dict[str, Any], parent: Comment | None = None) -> None:
        replies, under = record.pop("replies", ()), record.pop("under", None)
        page = parent.page if parent else self.pages[tuple(under)]
        written = datetime.combine(page.date + timedelta(days=record.pop("after")), time(12), ZoneInfo("UTC"))
        comment = Comment.objects.create(
            page=page, parent=parent, created=written, state=Comment.State.APPROVED,
            uid=uuid.uuid5(NAMES, f"{page.slug} {page.locale.language_code} {record['text']}"), **record,
        )  # fmt: skip
        for reply in replies:
            self._comment(reply, comment)

    def _edition(self, language: str, words: dict[str, Any]) -> None:
        edition = Edition.objects.get(locale__language_code=language)
        for name in ("name", "tagline", "address", "email", "telephone", "newsletter_invitation", "footer_note"):
            setattr(edition, name, words[name])
        menus = read("menus.yaml")
        edition.menu = _stored([("item", self._entry(each, language)) for each in menus["menu"]], f"menu {language}")
        footer = [("item", self._entry(each, language)) for each in menus["footer"]]
        edition.footer_menu = _stored(footer, f"footer {language}")
        edition.social_links = _stored(self._social(menus["social"], language), f"social {language}")
        resources = [
            ("resource", self._link(each["page"], language) | {"sign": each.get("sign", ""), "summary": ""})
            for each in menus["resources"]
        ]
        edition.resources = _stored(resources, f"resources {language}")
        edition.recommended, edition.podcast = self.pages["recommended", language], self.pages["podcasts", language]
        edition.permissions_page, edition.privacy_page = (
            self.pages[key, language] for key in ("permissions", "privacy")
        )
        edition.save()
        home = self.pages["home", language]
        home.title, home.introduction = words["name"], words["introduction"]
        home.lead_text = self.pages[words["lead_text"], language]
        home.save_revision().publish()

    def _entry(self, entry: Any, language: str) -> dict[str, Any]:
        """A page by its key, or a page with the entries below it."""
        key, below = (entry, ()) if isinstance(entry, str) else next(iter(entry.items()))
        return self._link(key, language) | {"entries": [self._entry(each, language) for each in below]}

    def _link(self, key: str, language: str) -> dict[str, Any]:
        return {"label": "", "page": self.pages[key, language].pk, "address": ""}

    def _social(self, links: Iterable[dict[str, str]], language: str) -> list[Block]:
        feed = PodcastFeed.objects.get().get_absolute_url()
        return [
            (
                "link",
                {
                    "kind": link["kind"],
                    "label": link["label"][language],
                    "page": self.pages[link["page"], language].pk if "page" in link else None,
                    "address": "" if "page" in link else link.get("address", feed),
                },
            )
            for link in links
        ]


def _stored(found: list[Block], place: str) -> str:
    """Blocks as a stream field is stored, each with an identity of its own."""
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(uuid.uuid5(NAMES, f"{place} {number}"))}
            for number, (kind, value) in enumerate(found)
        ]
    )

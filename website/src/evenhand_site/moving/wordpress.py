"""Moving a WordPress site here: pages, texts, people, sections, topics, pictures, comments, menus, old addresses.

The files are read onto a shelf first, then each item is brought in a transaction of its own together with its mark
(`Imported`), so an import may be cut off at any moment and asked for again: what is here is not made twice. What has
changed there since is changed here, unless an editor has touched it; links to texts that came later are set at the end.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import DataError, transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from evenhand_site.house.models import HomePage, HousePage
from evenhand_site.moving import menus, old_comments, times
from evenhand_site.moving.body import Body, plain_text, to_body
from evenhand_site.moving.bylines import Bylines
from evenhand_site.moving.finding import NOWHERE, Finder, Found
from evenhand_site.moving.markup import to_html
from evenhand_site.moving.media import Media, NoFile
from evenhand_site.moving.models import Imported
from evenhand_site.moving.report import Report
from evenhand_site.moving.shelf import Shelf
from evenhand_site.moving.terms import Terms, free_slug
from evenhand_site.moving.wxr import BrokenExport, Comment, Item, read
from evenhand_site.podcasts.models import TYPES, Episode
from evenhand_site.publications.models import Authorship, Footnote, Publication, Section
from evenhand_site.publications.similarity import recompute_relations, relations_later

__all__ = ["Move", "Wishes"]

#: Kinds of items that say how the old site looked and worked; they are counted in the report, not listed.
FURNITURE = {
    "revision", "wp_block", "wp_navigation", "wp_template", "wp_template_part", "wp_global_styles", "wp_font_family",
    "wp_font_face", "custom_css", "customize_changeset", "oembed_cache", "user_request", "guest-author",
}  # fmt: skip
PUBLIC = {"publish", "future"}
NOTES = {
    "private": "was private: a draft here",
    "pending": "awaited review: a draft here",
    "draft": "was a draft",
}
LANGUAGES = {"ua": "uk", "us": "en", "gb": "en"}


@dataclass(frozen=True)
class Wishes:
    """What was asked for: ``menus`` languages by slug, ``also`` further kinds of posts that are texts, ``network``
    logins whose texts the network signs."""

    language: str = "en"
    uploads: Path | None = None
    fetch: bool = False
    places: dict[str, str] = field(default_factory=dict)
    menus: dict[str, str] = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    network: frozenset[str] = frozenset()
    dry: bool = False


class Move:
    """An import; `report` says what became of each item."""

    def __init__(self, files: list[Path], wishes: Wishes, say: Callable[[str], None] = lambda words: None) -> None:
        self.files = files
        self.wishes = wishes
        self.say = say
        self.shelf = Shelf()
        self.report = Report(files=[str(file) for file in files], tried_only=wishes.dry)
        self.homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
        self.texts = {"post", "podcast", *wishes.also}
        self.changed = False
        self._done: set[str] = set()
        self._tried: dict[tuple[str, str], list[str]] = {}  # what a text that is only tried would wait for
        self.said = time.monotonic()

    # --- the order of things

    def run(self) -> None:
        """Read the files and bring everything.

        Raises
        ------
        BrokenExport
            After what could be read has been brought.
        BadMap
            Before anything is done.
        """
        broken = self._read()
        wishes, shelf, dry = self.wishes, self.shelf, self.wishes.dry
        self.report.facts["source"] = shelf.source
        self.terms = Terms(shelf, self.report, self.homes, wishes.places, dry=dry)
        self.terms.check_map(wishes.language)
        self.bylines = Bylines(shelf, self.report, dry=dry)
        media = Media(shelf.source, shelf.facts.get("link", ""), wishes.uploads, wishes.fetch)
        self.finder = Finder(shelf, media, self.terms, self.bylines, {"page", *self.texts}, dry=dry)
        with relations_later():
            self._each("pictures and files", ["attachment"], self.attachment)
            self._each("pages", ["page"], self.page_of_the_house)
            self._each("texts", sorted(self.texts), self.text)
            self.settle()
        for slug, language in wishes.menus.items():
            menus.bring(slug, language, self.finder, self.report)
        self._others()
        if self.changed:
            self._lists()
            self.say("finding what is alike …")
            recompute_relations()
        if broken is not None:
            raise broken

    def _read(self) -> BrokenExport | None:
        """Put everything on the shelf; what broke it off, to be raised when the rest is done."""
        for path in self.files:
            try:
                for number, entry in enumerate(read(path)):
                    self.shelf.put(entry)
                    self._progress(lambda number=number, path=path: f"reading {path.name}: {number} entries")
            except BrokenExport as error:
                if not self.shelf.types():
                    raise
                return error
        return None

    def _each(self, what: str, types: Iterable[str], bring: Callable[[Item], None]) -> None:
        total = self.shelf.count(types)
        for number, item in enumerate(self.shelf.items(*types), 1):
            try:
                bring(item)
            except (ValidationError, DataError) as error:
                messages = getattr(error, "messages", [str(error)])
                self._say(item, "dropped", [f"does not fit: {' '.join(messages)}"])
            self._progress(lambda number=number: f"{what}: {number} of {total}")

    def _progress(self, words: Callable[[], str]) -> None:
        if time.monotonic() - self.said > 1:
            self.said = time.monotonic()
            self.say(words())

    def _say(self, item: Item, outcome: str, notes: Iterable[str] = (), page: Page | None = None) -> None:
        self.report.add(
            item.type, item.number, outcome, list(notes), title=plain_text(item.title),
            address=item.link or item.file, place=(page.url or "") if page else "",
        )  # fmt: skip

    def _others(self) -> None:
        """What is left out: other kinds of items, each named once with its number."""
        known = {"attachment", "page", "nav_menu_item", *self.texts}
        for kind, count in self.shelf.types().items():
            if kind in FURNITURE:
                self.report.add(kind, f"{count} items", "dropped", ["belongs to how the old site looked or worked"])
            elif kind not in known:
                note = f"a kind of post of its own: --also {kind} brings them as texts"
                self.report.add(kind, f"{count} items", "dropped", [note])
        wanted = set(self.wishes.menus)
        for slug, name in menus.known(self.finder).items():
            if slug not in wanted:
                self.report.add("menu", slug, "dropped", [f"“{name}”: --menu {slug} makes it the menu"])

    # --- files

    def attachment(self, item: Item) -> None:
        mark = self.finder.mark("attachment", item.number)
        if mark is not None:
            here = mark.thing()
            self._say(item, "unchanged" if here else "conflict", [] if here else ["deleted here since"])
        elif not item.file:
            self._say(item, "missing", ["the export names no file"])
        else:
            try:
                self._file(item)
            except NoFile as error:
                self._say(item, "missing", [str(error)])

    def _file(self, item: Item) -> None:
        if self.wishes.dry:
            self.finder.media.look(item.file, item)
            self._say(item, "made")
            return

        def lead(thing: Any) -> None:
            self._redirect(item.file, thing.file.url if hasattr(thing, "width") else thing.url)

        self.finder.media.take(item.file, "attachment", item.number, item, and_then=lead)
        self._say(item, "made")

    # --- pages and texts

    def page_of_the_house(self, item: Item, above: frozenset[str] = frozenset()) -> None:
        """A page; the one above it comes first."""
        parent = self.shelf.item(item.parent)
        if parent is not None and parent.type == "page" and parent.number not in above:
            self.page_of_the_house(parent, above | {item.number})
        if item.number not in self._done:
            self._done.add(item.number)
            self._bring(item, "page")

    def text(self, item: Item) -> None:
        self._bring(item, "post")

    def _bring(self, item: Item, kind: str) -> None:
        if item.status in NOWHERE:
            self._say(item, "dropped", [f"was in the state “{item.status}”"])
            return
        mark = self.finder.mark(kind, item.number)
        page = mark.thing() if mark else None
        if mark is None:
            page = self._make(item, kind)
        elif page is None:
            self._say(item, "conflict", ["deleted here since: not made again"])
        elif mark.fingerprint == item.fingerprint():
            self._say(item, "unchanged", mark.notes, page)
        elif touched(mark, page):
            self._say(item, "conflict", ["an editor has changed the page here since"], page)
        else:
            self._update(item, mark, page)
        if page is not None or (self.wishes.dry and mark is None):
            self._comments(item, page, kind)

    def _comments(self, item: Item, page: Page | None, kind: str) -> None:
        """Bring the comments of people to a text; ``page`` is None where it is only tried and the text not here."""
        comments, notes = old_comments.real(item.comments)
        new: list[Comment] = []
        if kind == "page":
            if comments:
                notes.append(f"{len(comments)} comments left out: pages of the house have none here")
        else:
            new = old_comments.new(self.shelf.source, comments)
            notes = [*([f"{len(new)} comments"] if new else []), *notes, *old_comments.doubts(new)]
        if new and not self.wishes.dry:
            old_comments.bring(self.shelf.source, page, new)
        if notes:
            self.report.add("comments", item.number, "made" if new else "dropped", notes, address=item.link)

    def _make(self, item: Item, kind: str) -> Page | None:
        language = self._language(item)
        draft = self._draft(item, kind, language)
        if self.wishes.dry:
            self._say(item, "made", draft.notes)
            self._tried[kind, item.number] = draft.waits_for
            return None
        parent = self._parent(item, draft, language)
        page = draft.model(locale=parent.locale, live=False)
        page.slug = free_slug(parent, item.slug, plain_text(item.title) or f"text-{item.number}")
        if item.slug and page.slug != unquote(item.slug):
            draft.notes.append(f"its address ends in “{page.slug}” here")
        with transaction.atomic():
            draft.notes += self._translation(page, item)
            self._fill(page, item, draft)
            parent.add_child(instance=page)
            self._publish(page, item, draft)
            self._old_addresses(item, page)
            mark = Imported(
                source=self.shelf.source, kind=kind, key=item.number, model=page._meta.label_lower, object_id=page.pk
            )
            draft.notes += self._stick(item, page, language)
            self._mark(mark, page, item, draft)
        self.changed = True
        self._say(item, "made", draft.notes, page)
        return page

    def _update(self, item: Item, mark: Imported, page: Page) -> None:
        draft = self._draft(item, mark.kind, self._language(item))
        if not self.wishes.dry:
            with transaction.atomic():
                self._fill(page, item, draft)
                self._publish(page, item, draft)
                self._mark(mark, page, item, draft)
            self.changed = True
        self._tried[mark.kind, item.number] = draft.waits_for
        self._say(item, "updated", draft.notes, page)

    def settle(self) -> None:
        """Set the links and pictures that were not here when their texts came."""
        waiting = Imported.objects.filter(source=self.shelf.source, kind__in=["post", "page"]).exclude(waits_for=[])
        for mark in waiting.order_by("pk").iterator(chunk_size=100):
            waits = self._tried.setdefault((mark.kind, mark.key), mark.waits_for) if self.wishes.dry else []
            item, page = self.shelf.item(mark.key), mark.thing()
            if item is None or page is None or mark.fingerprint != item.fingerprint() or touched(mark, page):
                continue
            draft = self._draft(item, mark.kind, self._language(item))
            if self.wishes.dry:
                waits[:] = draft.waits_for
                continue
            before = _content(page)
            self._fill(page, item, draft)
            if _content(page) != before:
                with transaction.atomic():
                    self._publish(page, item, draft)
                    self._mark(mark, page, item, draft)
                self.changed = True
            elif mark.waits_for != draft.waits_for:
                mark.waits_for = draft.waits_for
                mark.save()
        for kind, number, waits in self._waiting(waiting):
            for what in waits:
                self.report.add(kind, number, "missing", [f"its text refers to what is not here: {what}"])

    def _waiting(self, marks: Any) -> Iterator[tuple[str, str, list[str]]]:
        """Texts that refer to what is not here, or would not be here after what is only tried."""
        if self.wishes.dry:
            yield from ((*name, waits) for name, waits in self._tried.items())
        else:
            yield from marks.order_by("pk").values_list("kind", "key", "waits_for").iterator(chunk_size=100)

    def _mark(self, mark: Imported, page: Page, item: Item, draft: Draft) -> None:
        mark.fingerprint, mark.notes, mark.waits_for = item.fingerprint(), draft.notes, draft.waits_for
        mark.revision, mark.live = page.latest_revision_id, page.live
        mark.save()

    # --- what a page is made of

    def _language(self, item: Item) -> str:
        """The language of an item, as Polylang says it or as the command does."""
        stated = _stated_language(item)
        return stated if stated in self.homes else self.wishes.language

    def _parent(self, item: Item, draft: Draft, language: str) -> Page:
        """The page below which an item stands, as it is now."""
        if draft.model is HousePage:
            mark = self.finder.mark("page", item.parent)
            above = mark.thing() if mark else None
            home = self.homes[language]
            return above if above is not None and above.locale_id == home.locale_id else _now(home)
        return _now(draft.sections[0] if draft.sections else self.homes[language])

    def _draft(self, item: Item, kind: str, language: str) -> Draft:
        """Everything that a page is filled with; pictures that the text shows are taken in on the way."""
        found = Found(self.finder, item, language)
        marked = to_html(
            item.content, reusable=self._reusable, children=lambda: self.shelf.children(item.number, "attachment")
        )
        marked.notes |= _block_notes(item.meta.get("footnotes", ""))
        body = to_body(marked.html, found, marked.notes, name=f"{self.shelf.source} {item.number}")
        draft = Draft(HousePage if kind == "page" else Publication, body, title=plain_text(item.title))
        if not draft.title:
            words = next((plain_text(str(b["value"])) for b in body.blocks if b["type"] == "paragraph"), "")
            draft.title = Truncator(words).words(8) or f"Text {item.number}"
            draft.notes.append(f"had no title: called “{draft.title}”")
        if (stated := _stated_language(item)) and stated not in self.homes:
            draft.notes.append(f"its language “{stated}” is none of the site's: it stands among those in “{language}”")
        draft.notes += marked.changes + body.changes
        if kind == "page":
            _notes_at_the_end(body)
        else:
            self._draft_text(item, language, draft, found)
        draft.notes += list(dict.fromkeys(found.changes))
        draft.waits_for = found.waits_for
        return draft

    def _draft_text(self, item: Item, language: str, draft: Draft, found: Found) -> None:
        """What texts have and house pages have not: sections, topics, authors, cover, sound."""
        draft.sections = self.terms.sections_of(item, language)
        draft.topics = self.terms.topics_of(item)
        if item.creator not in self.wishes.network or item.of("author"):
            draft.people = self.bylines.of(item)
        if cover := item.meta.get("_thumbnail_id", "").lstrip("0"):
            draft.cover = found.picture("", cover)
        if sound := _sound(item):
            draft.model = Episode
            address = sound.pop("address")
            playable = PurePosixPath(urlsplit(address).path).suffix.lower() in TYPES
            document = found.document(address) if playable else None
            draft.values = {**sound, "audio_id": document, "audio_address": "" if document else address[:500]}
            draft.values["guid"] = item.guid[:500]
        if item.status in PUBLIC and not item.password and (doubt := times.doubt(item)):
            draft.undated = True
            draft.notes.append(f"{doubt}: a draft here, to be given a date by an editor")
        if item.password:
            draft.notes.append("had a password: a draft here; choose who may see it before it is published")
        elif item.status in NOTES:
            draft.notes.append(NOTES[item.status])

    def _reusable(self, number: str) -> str:
        item = self.shelf.item(number)
        return item.content if item is not None and item.type == "wp_block" else ""

    def _fill(self, page: Any, item: Item, draft: Draft) -> None:
        """Give a page its content; where it stands and its slug are left alone."""
        page.title = page.draft_title = Truncator(draft.title).chars(255)
        page.lead = plain_text(item.excerpt)
        page.body = json.dumps(draft.body.blocks)
        page.search_description = _description(item)
        when = times.published(item)
        page.first_published_at = page.first_published_at or (None if draft.undated else when)
        page.go_live_at = when if item.status == "future" and when and when > timezone.now() else None
        if not isinstance(page, Publication):
            return
        day = times.local_day(item)
        page.date = day.date() if day and not draft.undated else page.date
        page.signed_by_network = not draft.people
        page.open_to_comments = item.open_to_comments
        page.authorships = [Authorship(person=each, sort_order=place) for place, each in enumerate(draft.people)]
        page.footnotes = [
            Footnote(key=key, text=text, sort_order=place) for place, (key, text) in enumerate(draft.body.notes)
        ]
        page.topics = draft.topics
        page.also_in = [each for each in draft.sections[1:] if isinstance(each, Section)]
        page.cover_id = draft.cover.pk if draft.cover else None
        page.cover_description = draft.cover.description[:300] if draft.cover else ""
        for name, value in draft.values.items():
            setattr(page, name, value)

    def _publish(self, page: Page, item: Item, draft: Draft) -> None:
        """Save what a page is now; publish it, or set the time for it, if it was public there and has a date."""
        revision = page.save_revision()
        if item.status in PUBLIC and not item.password and (page.live or not draft.undated):
            revision.publish()
            changed = times.moment(item.modified_gmt) or times.published(item)
            if changed and changed < timezone.now():
                Page.objects.filter(pk=page.pk, live=True).update(last_published_at=changed)
        elif page.live:
            self.report.add(item.type, item.number, "conflict", [f"is “{item.status}” there now, still public here"])
        page.refresh_from_db(fields=["latest_revision", "live"])

    def _translation(self, page: Page, item: Item) -> list[str]:
        """Join a page to its translations that are here already."""
        marks = Imported.objects.filter(
            source=self.shelf.source, kind__in=["post", "page"], key__in=self.shelf.same_text(item)
        )
        other = Page.objects.filter(pk__in=marks.values("object_id")).order_by("pk").first()
        if other is None:
            return []
        if Page.objects.filter(translation_key=other.translation_key, locale=page.locale).exists():
            return ["its translations have a page in this language already: it stands alone"]
        page.translation_key = other.translation_key
        return []

    def _stick(self, item: Item, page: Page, language: str) -> list[str]:
        """A text pinned to the top becomes the home page's, where there is none."""
        if not item.sticky:
            return []
        home = HomePage.objects.get(pk=self.homes[language].pk)
        if home.lead_text_id or not page.live:
            return ["was pinned to the top"]
        home.lead_text_id = page.pk
        home.save_revision().publish()
        return ["was pinned to the top: the home page's first text now"]

    # --- old addresses

    def _old_addresses(self, item: Item, page: Page) -> None:
        if item.link and "?" not in item.link:
            self._redirect(item.link, page)
        for name in ["p", "page_id"] if item.type == "page" else ["p"]:
            self._redirect(f"{self._root}/?{name}={item.number}", page)

    @property
    def _root(self) -> str:
        """The path below which the old site stood; empty for a site of its own."""
        return urlsplit(self.shelf.facts.get("base_blog_url", "")).path.rstrip("/")

    def _lists(self) -> None:
        """Lead the addresses of categories, tags and authors to their sections, topics and profiles.

        That of a site below a path leads to the home page; the feeds below it are found by that (see `old_feeds`).
        """
        if self._root and not Redirect.objects.filter(old_path=self._root).exists():
            Redirect.add_redirect(self._root, redirect_to=self.homes[self.wishes.language], is_permanent=True)
        for mark in Imported.objects.filter(source=self.shelf.source, kind__in=["category", "tag", "author"]):
            slug, _at, language = mark.key.rpartition("@") if mark.kind == "category" else (mark.key, "", "")
            thing = mark.thing()
            if thing is None or (language and language != self.wishes.language):
                continue
            path = [slug]
            while mark.kind == "category" and (term := self.shelf.term("category", path[0])) and term.parent:
                if term.parent in path:
                    break
                path.insert(0, term.parent)
            with override(self.wishes.language):
                target = thing if isinstance(thing, Page) else thing.get_absolute_url()
                self._redirect(f"{self._root}/{mark.kind}/{quote('/'.join(path))}/", target)

    def _redirect(self, address: str, target: Page | str) -> None:
        """Lead an old address to its new place, unless something leads it somewhere already."""
        old = Redirect.normalise_path(address)
        new = target if isinstance(target, str) else target.url or ""
        if old in {"/", self._root} or len(old) > 255 or old.rstrip("/") == unquote(new).rstrip("/"):
            return
        if not Redirect.objects.filter(old_path=old).exists():
            Redirect.add_redirect(old, redirect_to=target, is_permanent=True)


@dataclass
class Draft:
    """What a page is to be filled with."""

    model: type[Page]
    body: Body
    title: str = ""
    sections: list[Page] = field(default_factory=list)
    topics: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    cover: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    undated: bool = False
    notes: list[str] = field(default_factory=list)
    waits_for: list[str] = field(default_factory=list)


def touched(mark: Imported, page: Page) -> bool:
    """Whether an editor has done something to a page since it was brought."""
    return page.latest_revision_id != mark.revision or (mark.live and not page.live)


def _stated_language(item: Item) -> str:
    """The code of the language that Polylang gives an item; empty without one."""
    code = next((slug for slug, _name in item.of("language")), "").lower().replace("_", "-").split("-")[0]
    return LANGUAGES.get(code, code)


def _now(page: Page) -> Page:
    """The page as the tree has it at this moment: places of its children are given by what is stored."""
    return Page.objects.get(pk=page.pk).specific


def _content(page: Any) -> list[Any]:
    notes = [(note.key, note.text) for note in page.footnotes.all()] if hasattr(page, "footnotes") else []
    sound = [getattr(page, name, None) for name in ("cover_id", "audio_id", "audio_address")]
    return [json.loads(json.dumps(page.body.get_prep_value())), notes, sound]


def _description(item: Item) -> str:
    """What a search plugin says of the text, unless it is a pattern."""
    words = plain_text(item.meta.get("_yoast_wpseo_metadesc", ""))
    return "" if "%%" in words else words


def _block_notes(text: str) -> dict[str, str]:
    """Notes of the block editor: a JSON list of ``{"id", "content"}``."""
    try:
        notes = json.loads(text) if text else []
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, TypeError, KeyError):
        return {}


def _notes_at_the_end(body: Body) -> None:
    """House pages have no notes of their own: a list at the end, numbers in the text."""
    if not body.notes:
        return
    text = json.dumps(body.blocks, ensure_ascii=False)
    for key, _note in body.notes:
        text = text.replace(f"[^{key}]", f"<sup>{key}</sup>")
    body.blocks[:] = json.loads(text)
    entries = "".join(f"<li>{note.removeprefix('<p>').removesuffix('</p>')}</li>" for _key, note in body.notes)
    last = {"type": "paragraph", "value": f"<ol>{entries}</ol>", "id": body.blocks[0]["id"][:-1] + "f"}
    body.blocks.append(last)
    body.notes.clear()


def _sound(item: Item) -> dict[str, Any] | None:
    """Address, size, type and length of an episode's sound; None for a text without."""
    address, size, kind, *_more = [*item.meta.get("enclosure", "").split("\n"), "", "", ""]
    address = address.strip() or item.meta.get("audio_file", "").strip()
    ending = address.lower().partition("?")[0].rpartition(".")[2]
    if not address or not (kind.strip().startswith("audio/") or ending in {"mp3", "m4a"}):
        return None
    number = item.meta.get("itunes_episode_number") or item.meta.get("episode_number", "")
    season = item.meta.get("itunes_season_number") or item.meta.get("season_number", "")
    return {
        "address": address,
        "audio_bytes": int(size) if size.strip().isdecimal() else None,
        "audio_type": kind.strip()[:60] if kind.strip().startswith("audio/") else "audio/mpeg",
        "seconds": times.seconds(item.meta.get("duration") or item.meta.get("itunes_duration", "")),
        "number": int(number) if number.isdecimal() and len(number) < 7 else None,
        "season": int(season) if season.isdecimal() and len(season) < 5 else None,
    }

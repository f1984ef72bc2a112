"""Taking over an existing podcast: its episodes become pages of a section, once each, however often it is done.

An episode is known by the GUID of its feed. What a feed says is remembered with the page: where an editor has changed
a word since, the editor's word stays, unless it is to be overwritten; where nobody has, the feed's new word is taken.
An episode whose date is still to come is brought as a draft: whether the date is meant is for an editor to say.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from evenhand_site.keeping.fetching import NotFetched, fetch
from evenhand_site.podcasts.entries import Entry, NotAFeed, Read, read, words
from evenhand_site.podcasts.models import Episode
from evenhand_site.publications.models import Section

__all__ = ["MOST_BYTES", "Imported", "NotAFeed", "NotFetched", "content_of", "import_podcast"]

log = logging.getLogger("evenhand_site.podcasts")

MOST_BYTES = 10 * 1024 * 1024
#: Clocks of feeds may run ahead by as much as time zones differ.
AHEAD = timedelta(days=1)
FIELDS = (
    *("title", "date", "lead", "body", "audio_address", "audio_type", "audio_bytes"),
    *("seconds", "season", "number", "explicit"),
)


@dataclass
class Imported:
    """What an import did: titles of episodes, with the fields or the reason where there is one."""

    added: list[str] = field(default_factory=list)
    changed: list[tuple[str, list[str]]] = field(default_factory=list)
    kept: list[tuple[str, list[str]]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    early: list[tuple[str, date]] = field(default_factory=list)
    unchanged: int = 0
    fault: str = ""

    @property
    def lines(self) -> list[str]:
        """The report, a line for each episode that was touched or could not be taken."""
        broken = [f"the feed is not well-formed ({self.fault}); what could be read was taken"] if self.fault else []
        return [
            *broken,
            *(f"added: {title}" for title in self.added),
            *(f"changed: {title} ({', '.join(names)})" for title, names in self.changed),
            *(f"kept as edited here: {title} ({', '.join(names)})" for title, names in self.kept),
            *(
                f"still to come: {title}: its date is {day.isoformat()}; it is a draft here, or keeps the date that it"
                " has here"
                for title, day in self.early
            ),
            *(f"skipped: {title}: {reason}" for title, reason in self.skipped),
            f"{len(self.added)} added, {len(self.changed)} changed, {self.unchanged} unchanged,"
            f" {len(self.skipped)} skipped",
        ]


def content_of(source: str) -> bytes:
    """A feed from an http or https address, or from a file.

    Raises
    ------
    NotFetched
        If there is nothing to be had, or too much.
    """
    if "://" in source:
        return fetch(source, most_bytes=MOST_BYTES)
    try:
        with Path(source).open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise NotFetched(f"{source}: {getattr(error, 'strerror', None) or error}") from error
    if len(content) > MOST_BYTES:
        raise NotFetched(f"{source}: more than {MOST_BYTES // 1024 // 1024} MB")
    return content


def import_podcast(content: bytes, section: Section, *, overwrite: bool = False) -> Imported:
    """Make the episodes of a feed pages of a section, oldest first; those that are there already follow the feed.

    Raises
    ------
    NotAFeed
        If ``content`` is none. Nothing is changed then.
    """
    found: Read = read(content)
    report = Imported(skipped=list(found.skipped), fault=found.fault)
    soon = timezone.now() + AHEAD
    for entry in sorted(found.entries, key=lambda entry: entry.when):
        known, early = _known(entry, section), entry.when > soon
        if early:
            report.early.append((entry.title, entry.when.date()))
        try:
            with transaction.atomic():
                if known is None:
                    _add(entry, section, draft=early)
                    report.added.append(entry.title)
                else:
                    _follow(entry, known, overwrite, report, keep_date=early and known.live)
        except ValidationError as error:
            report.skipped.append((entry.title, " ".join(error.messages)))
    log.info("imported a podcast", extra={"section": section.slug, "result": report.lines[-1]})
    return report


def _known(entry: Entry, section: Section) -> Episode | None:
    """The page of an episode, below the section or wherever editors have moved it; other podcasts may count alike."""
    for page in Episode.objects.filter(guid=entry.guid, locale=section.locale):
        if page.imported.get("section") == section.pk or page.is_child_of(section):
            return page
    return None


def _add(entry: Entry, section: Section, *, draft: bool) -> None:
    said = _said(entry)
    page = Episode(guid=entry.guid, locale=section.locale, signed_by_network=True)
    page.live = False
    page.first_published_at = None if draft else entry.when
    page.imported = {**said, "section": section.pk}
    for name in FIELDS:
        _put(page, name, said[name])
    section.add_child(instance=page)
    revision = page.save_revision()
    if not draft:
        revision.publish()


def _follow(entry: Entry, known: Episode, overwrite: bool, report: Imported, *, keep_date: bool) -> None:
    """What the feed says now goes into the page, except where an editor has changed what it said before."""
    is_a_draft = known.has_unpublished_changes or not known.live
    page, said = known.get_latest_revision_as_object(), _said(entry)
    said["date"] = page.date.isoformat() if keep_date else said["date"]
    wrong = [name for name in FIELDS if not _same(_value(page, name), said[name])]
    edited = [name for name in wrong if not _same(_value(page, name), page.imported.get(name))]
    kept = [] if overwrite else edited
    taken = [name for name in wrong if name not in kept]
    if kept:
        report.kept.append((page.title, kept))
    if not taken:
        report.unchanged += 1
        return
    for name in taken:
        _put(page, name, said[name])
    page.imported = {**page.imported, **said}
    revision = page.save_revision()
    if not is_a_draft:  # a draft stays one, with the new words in it
        revision.publish()
    report.changed.append((entry.title, taken))


def _said(entry: Entry) -> dict[str, Any]:
    """What a feed says of an episode, as it is remembered."""
    said = asdict(entry)
    when = said.pop("when")
    return {**{name: said[name] for name in FIELDS if name != "date"}, "date": when.date().isoformat()}


def _value(page: Episode, name: str) -> Any:
    if name == "body":
        return "".join(str(block.render()) for block in page.body)
    if name == "audio_address" and page.audio_id:  # an editor has put a file of the site in its place
        return None
    value = getattr(page, name)
    return value.isoformat() if isinstance(value, date) else value


def _put(page: Episode, name: str, value: Any) -> None:
    if name == "body":
        page.body = [("paragraph", value)] if value else []
    elif name == "date":
        page.date = date.fromisoformat(value)
    else:
        setattr(page, name, value)
        if name == "audio_address":
            page.audio = None


def _same(here: Any, there: Any) -> bool:
    """Equal values; of words only the words count, since editing a paragraph rewrites its markup."""
    if isinstance(here, str) and isinstance(there, str):
        return words(here) == words(there)
    return bool(here == there)

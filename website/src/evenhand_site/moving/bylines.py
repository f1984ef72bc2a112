"""Who wrote a text of the old site: authors of the file's head, logins without one, guests of byline plugins."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.db import transaction

from evenhand_site.moving.body import clean_inline, plain_text
from evenhand_site.moving.models import Imported
from evenhand_site.moving.report import Report
from evenhand_site.moving.shelf import Shelf
from evenhand_site.moving.wxr import Author, Item
from evenhand_site.people.models import Person

__all__ = ["Bylines", "named"]


def named(name: str) -> tuple[str, str]:
    """Given and family name of a full name: the last word is the family's, “Surname, Given” is turned."""
    name = " ".join(name.split())
    if name.count(",") == 1:
        family, given = name.split(",")
        return given.strip(), family.strip()
    given, _space, family = name.rpartition(" ")
    return given, family


class Bylines:
    """Finds or makes the people of an export, each once."""

    def __init__(self, shelf: Shelf, report: Report, *, dry: bool) -> None:
        self.shelf = shelf
        self.report = report
        self.dry = dry
        self.known: dict[str, Person | None] = {}
        self.guests = {guest.meta["cap-user_login"]: guest for guest in self._guests()}

    def _guests(self) -> list[Item]:
        return [item for item in self.shelf.items("guest-author") if item.meta.get("cap-user_login")]

    def of(self, item: Item) -> list[Person]:
        """The authors of a text in order: those that a byline plugin names, else the login that wrote it."""
        terms = item.of("author")
        keys = [(unquote(slug).removeprefix("cap-"), name) for slug, name in terms] or [(item.creator, "")]
        people = [self.person(login, name) for login, name in keys if login or name]
        return list(dict.fromkeys(person for person in people if person is not None))

    def person(self, login: str, name: str = "") -> Person | None:
        """The person of a login, or of a guest's short name; None when it is only tried."""
        key = (login or name).casefold()[:200]
        if key not in self.known:
            self.known[key] = self._person(key, login, name)
        return self.known[key]

    def _person(self, key: str, login: str, name: str) -> Person | None:
        source = {"source": self.shelf.source, "kind": "author", "key": key}
        mark = Imported.objects.filter(**source).first()
        if mark is not None:
            here = mark.thing()
            self.report.add("author", key, "unchanged" if here else "conflict", [] if here else ["deleted here since"])
            return here
        given, family, notes = self._names(login, name)
        person = Person.objects.filter(given=given, family=family).first()
        if person is not None:
            notes.append("joined with the person of this name who is here already")
        if self.dry:
            self.report.add("author", key, "made", notes, title=f"{given} {family}".strip())
            return person
        with transaction.atomic():
            person = person or self._made(given, family, login)
            Imported.objects.create(**source, model="people.person", object_id=person.pk, notes=notes)
        self.report.add("author", key, "made", notes, title=str(person), place=person.get_absolute_url())
        return person

    def _made(self, given: str, family: str, login: str) -> Person:
        person = Person(given=given[:120], family=family[:120])
        guest = self.guests.get(login)
        if guest is not None:
            life = clean_inline(guest.meta.get("cap-description", "")).strip()
            person.biography = f"<p>{life}</p>" if life else ""
            website = guest.meta.get("cap-website", "")
            person.website = website if re.match(r"https?://\S+$", website) and len(website) <= 200 else ""
        person.save()
        return person

    def _names(self, login: str, name: str) -> tuple[str, str, list[str]]:
        """Given name, family name, and what was guessed."""
        guest, author = self.guests.get(login), self._author(login)
        if guest is not None:
            title = guest.meta.get("cap-display_name") or guest.title
            given, family = guest.meta.get("cap-first_name", ""), guest.meta.get("cap-last_name", "")
        elif author is not None:
            title, given, family = author.name, author.given, author.family
        else:
            term = self.shelf.term("author", f"cap-{login}") or self.shelf.term("author", login)
            title, given, family = (term.name if term else "") or name, "", ""
        if family:
            return plain_text(given), plain_text(family), []
        title = plain_text(title)
        if title and (title != login or " " in title):
            return *named(title), [] if " " in title else ["has one name only"]
        words = " ".join(part.capitalize() for part in re.split(r"[._\s-]+", login) if part) or "?"
        return *named(words), [f"no name in the file for the login “{login}”: made from it"]

    def _author(self, login: str) -> Author | None:
        return self.shelf.author(login) or self.shelf.author(login.replace("-", "."))

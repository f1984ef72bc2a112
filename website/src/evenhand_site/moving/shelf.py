"""The shelf: what an export holds, put down on disk so that it can be taken up in any order.

A gigabyte of items does not fit into memory, but a text refers to pictures, parents and translations that stand
anywhere in the file. SQLite keeps a database without a name in a temporary file that goes when the process goes.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from evenhand_site.moving.wxr import Author, Channel, Comment, Item, Term

__all__ = ["Shelf"]

TABLES = """
CREATE TABLE items (number TEXT PRIMARY KEY, type TEXT, parent TEXT, sort INTEGER, content BLOB);
CREATE INDEX by_type ON items (type, sort);
CREATE INDEX by_parent ON items (parent, type);
CREATE TABLE addresses (address TEXT PRIMARY KEY, kind TEXT, number TEXT);
CREATE TABLE grouped (name TEXT, number TEXT, PRIMARY KEY (name, number));
CREATE TABLE authors (login TEXT PRIMARY KEY, name TEXT, given TEXT, family TEXT);
CREATE TABLE terms (taxonomy TEXT, slug TEXT, name TEXT, parent TEXT, number TEXT, description TEXT,
                    PRIMARY KEY (taxonomy, slug));
"""


class Shelf:
    """Items by number, by type, by address; authors and terms by slug."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;")
        self.database.executescript(TABLES)
        self.facts: dict[str, str] = {}
        self.hosts: set[str] = set()

    def put(self, entry: Channel | Author | Term | Item) -> None:
        """Put down an entry of the file."""
        if isinstance(entry, Channel):
            self.facts.setdefault(entry.name, entry.text)
            if entry.name in {"link", "base_site_url", "base_blog_url"} and (host := _split(entry.text).hostname):
                self.hosts |= {host, host.removeprefix("www."), f"www.{host}"}
        elif isinstance(entry, Author):
            self._run(
                "INSERT OR REPLACE INTO authors VALUES (?, ?, ?, ?)",
                entry.login.casefold(), entry.name, entry.given, entry.family,
            )  # fmt: skip
        elif isinstance(entry, Term):
            row = (entry.taxonomy, unquote(entry.slug), entry.name, unquote(entry.parent), entry.number)
            self._run("INSERT OR REPLACE INTO terms VALUES (?, ?, ?, ?, ?, ?)", *row, entry.description)
        else:
            self._put_item(entry)

    def _put_item(self, item: Item) -> None:
        item.number = item.number or item.link or item.slug
        content = zlib.compress(json.dumps(asdict(item)).encode(), 1)
        sort = int(item.number) if item.number.isdecimal() and len(item.number) < 18 else 0
        self._run(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?)", item.number, item.type, item.parent, sort, content
        )
        kind = "file" if item.type == "attachment" else "item"
        if item.link and kind == "item":
            self._run("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)", self.path(item.link), kind, item.number)
        if item.file:
            self._run("INSERT OR IGNORE INTO addresses VALUES (?, ?, ?)", self.path(item.file), kind, item.number)
        for _slug, name in item.of("post_translations"):
            self._run("INSERT OR IGNORE INTO grouped VALUES (?, ?)", name, item.number)

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self.database.execute(statement, values)

    # --- taking up

    @property
    def source(self) -> str:
        """The name of the other site: its address without scheme and final slash."""
        address = self.facts.get("base_blog_url") or self.facts.get("link") or self.facts.get("title") or "unknown"
        return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")[:200]

    def item(self, number: str) -> Item | None:
        row = self._run("SELECT content FROM items WHERE number = ?", number).fetchone()
        return _item(row[0]) if row else None

    def type_of(self, number: str) -> str:
        row = self._run("SELECT type FROM items WHERE number = ?", number).fetchone()
        return row[0] if row else ""

    def items(self, *types: str) -> Iterator[Item]:
        """Items of the given types, oldest number first."""
        marks = ", ".join("?" * len(types))
        for (content,) in self._run(f"SELECT content FROM items WHERE type IN ({marks}) ORDER BY sort, number", *types):
            yield _item(content)

    def children(self, number: str, type_: str) -> list[str]:
        """Numbers of the items below another one."""
        rows = self._run("SELECT number FROM items WHERE parent = ? AND type = ? ORDER BY sort", number, type_)
        return [row[0] for row in rows]

    def types(self) -> dict[str, int]:
        """How many items there are of each type."""
        return dict(self._run("SELECT type, count(*) FROM items GROUP BY type ORDER BY type").fetchall())

    def count(self, types: Iterable[str]) -> int:
        counts = self.types()
        return sum(counts.get(each, 0) for each in types)

    def author(self, login: str) -> Author | None:
        row = self._run("SELECT login, name, given, family FROM authors WHERE login = ?", login.casefold()).fetchone()
        return Author(*row) if row else None

    def term(self, taxonomy: str, slug: str) -> Term | None:
        row = self._run(
            "SELECT taxonomy, slug, name, parent, number, description FROM terms WHERE taxonomy = ? AND slug = ?",
            taxonomy, unquote(slug),
        ).fetchone()  # fmt: skip
        return Term(*row) if row else None

    def term_numbered(self, taxonomy: str, number: str) -> Term | None:
        row = self._run("SELECT slug FROM terms WHERE taxonomy = ? AND number = ?", taxonomy, number).fetchone()
        return self.term(taxonomy, row[0]) if row else None

    def term_translations(self, term: Term) -> list[Term]:
        """The same term in other languages, as Polylang groups them; the term itself is among them."""
        rows = self._run(
            "SELECT description FROM terms WHERE taxonomy = 'term_translations' AND instr(description, ?)",
            f"i:{term.number};",
        )
        for (description,) in rows if term.number else []:
            numbers = re.findall(r's:\d+:"[\w-]+";i:(\d+);', description)
            if term.number in numbers:
                marks = ", ".join("?" * len(numbers))
                found = self._run(
                    "SELECT taxonomy, slug, name, parent, number, description FROM terms "
                    f"WHERE taxonomy = ? AND number IN ({marks}) ORDER BY number",
                    term.taxonomy, *numbers,
                )  # fmt: skip
                return [Term(*row) for row in found]
        return [term]

    def same_text(self, item: Item) -> list[str]:
        """Numbers of the translations of an item, itself left out."""
        groups = [name for _slug, name in item.of("post_translations")]
        rows = self._run("SELECT number FROM grouped WHERE name = ? AND number != ?", (groups or [""])[0], item.number)
        return [row[0] for row in rows]

    # --- addresses

    def path(self, address: str) -> str:
        """What tells one address of the old site from another: path, and number where there is one."""
        parts = _split(address)
        query = parse_qs(parts.query)
        number = next((query[name][0] for name in ("p", "page_id") if name in query), "")
        return f"?p={number}" if number else unquote(parts.path).rstrip("/") or "/"

    def is_ours(self, address: str) -> bool:
        """Whether an address belongs to the old site."""
        parts = _split(address)
        if parts.hostname:
            return parts.scheme in {"http", "https", ""} and parts.hostname in self.hosts
        return not parts.scheme and address.startswith("/")

    def at(self, address: str) -> tuple[str, str] | None:
        """Kind (``item`` or ``file``) and number of what stood at an address of the old site."""
        path = self.path(address)
        if path.startswith("?p="):
            return ("item", path[3:]) if self.type_of(path[3:]) else None
        row = self._run("SELECT kind, number FROM addresses WHERE address = ?", path).fetchone()
        return (row[0], row[1]) if row else None


def _split(address: str) -> SplitResult:
    """The parts of an address; all empty where it is none."""
    try:
        parts = urlsplit(address)
        return parts if parts.hostname is not None or not parts.netloc else SplitResult("", "", "", "", "")
    except ValueError:
        return SplitResult("", "", "", "", "")


def _item(content: bytes) -> Item:
    values = json.loads(zlib.decompress(content))
    values["terms"] = [tuple(term) for term in values["terms"]]
    values["comments"] = [Comment(**comment) for comment in values["comments"]]
    return Item(**values)

"""The report of an import: what became of each item, with its old address, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, TextIO

__all__ = ["OUTCOMES", "Report"]

OUTCOMES = {
    "made": "new here",
    "updated": "changed there, updated here",
    "unchanged": "here already",
    "conflict": "changed there and here: left as it is here",
    "missing": "not to be had",
    "dropped": "left out",
}


class Report:
    """Lines of an import; ``facts`` stand at its head (source, file, whether it was only tried)."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.execute("CREATE TABLE lines (kind, number, address, title, outcome, place, notes)")
        self.database.execute("CREATE INDEX by_kind ON lines (kind, outcome)")

    def add(
        self, kind: str, number: str, outcome: str, notes: list[str] | None = None, *, title: str = "",
        address: str = "", place: str = "",
    ) -> None:  # fmt: skip
        """Say what became of an item: ``address`` was its old one, ``place`` is its new one."""
        row = (kind, number, address, title, outcome, place, json.dumps(notes or []))
        self.database.execute("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many items of each kind had each outcome."""
        found: dict[str, dict[str, int]] = {}
        statement = "SELECT kind, outcome, count(*) FROM lines GROUP BY kind, outcome ORDER BY kind, outcome"
        for kind, outcome, count in self.database.execute(statement):
            found.setdefault(kind, {})[outcome] = count
        return found

    def lines(self, *outcomes: str) -> Iterator[dict[str, Any]]:
        """Lines in the order in which they were said; all, or those with one of the outcomes or with notes."""
        names = ["kind", "number", "address", "title", "outcome", "place", "notes"]
        for row in self.database.execute("SELECT * FROM lines ORDER BY rowid"):
            line = dict(zip(names, row, strict=True))
            line["notes"] = json.loads(line["notes"])
            if not outcomes or line["outcome"] in outcomes:
                yield line

    def write_json(self, out: TextIO) -> None:
        """The whole report, one item a line, so that a long one needs no memory."""
        head = json.dumps({**self.facts, "counts": self.counts()}, ensure_ascii=False, indent=1)
        out.write(head.rstrip()[:-1].rstrip() + ',\n "items": [')
        for number, line in enumerate(self.lines()):
            out.write(("," if number else "") + "\n  " + json.dumps(line, ensure_ascii=False))
        out.write("\n ]\n}\n")

    def text(self, most: int = 40) -> str:
        """Counts, and what somebody has to look at: at most so many items in full."""
        out = []
        for kind, outcomes in self.counts().items():
            parts = [f"{count} {OUTCOMES[outcome]}" for outcome, count in outcomes.items()]
            out.append(f"{kind}: {'; '.join(parts)}")
        shown = 0
        for line in self.lines():
            if line["outcome"] not in {"conflict", "missing", "dropped"} and not line["notes"]:
                continue
            shown += 1
            if shown <= most:
                where = " ".join(str(line[name]) for name in ("kind", "number", "address") if line[name])
                out.append(f"- {where}: {'; '.join([OUTCOMES[line['outcome']], *line['notes']])}")
        if shown > most:
            out.append(f"… and {shown - most} more; --report FILE.json lists all.")
        return "\n".join(out)

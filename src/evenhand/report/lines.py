"""Findings as plain text no wider than the terminal: headings, items, tables, and bars of shares."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from evenhand.report import numerals
from evenhand.report.language import pgettext

__all__ = ["Lines"]

_TYPED = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_UNSEEN = re.compile("\x1b(?!\\[[01]m)|[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters by which a name in a case could move the cursor or turn the text around; bold type stays."""


class Lines:
    """Lines of text no wider than the terminal."""

    def __init__(self, width: int, bold: bool) -> None:
        self.width = max(width, 20)
        self.bold = bold
        self.lines: list[str] = []

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def heading(self, text: str) -> None:
        self.lines += [self._marked(line) for line in self._wrapped(text, "", "")]

    def part(self, text: str) -> None:
        self.gap()
        self.lines += [self._marked(line) for line in self._wrapped(text, "  ", "  ")]

    def label(self, text: str, indent: int) -> None:
        self.text(text, indent)

    def text(self, text: str, indent: int = 0) -> None:
        space = " " * indent
        self.lines += self._wrapped(text, space, space)

    def item(self, label: str, text: str, indent: int = 0) -> None:
        """``label: text``, further lines set in."""
        self.lines += self._wrapped(f"{label}{'' if label == '-' else ':'} {text}", " " * indent, " " * (indent + 2))

    def command(self, line: str) -> None:
        """A command, whole on its line so that it can be copied."""
        self.lines.append(f"  {line}")

    def table(self, rows: Sequence[tuple[str, str]], indent: int) -> None:
        """Two columns; a row that is too long for them is wrapped instead."""
        room = self.width - indent - 2 - max(len(text) for _, text in rows)
        column = max((len(label) for label, _ in rows if len(label) <= room), default=0)
        for label, text in rows:
            if len(label) <= room:
                self.lines.append(f"{' ' * indent}{label:<{column}}  {text}")
            else:
                self.item(label, text, indent)

    def bars(self, rows: Sequence[tuple[str, float, float | None, float | None]], indent: int) -> None:
        """A row for each cause: its share in figures and as a bar, and what it explains alone and last."""
        column = max((len(name) for name, *_ in rows), default=0) + 2
        labels = pgettext("cause", "alone"), pgettext("cause", "last")
        told = [[None if part is None else numerals.percent(part) for part in parts] for _, *parts in rows]
        first, *others = (max((len(row[place] or "") for row in told), default=0) for place in range(3))
        first, others = max(first, 6), [max(size, 6) for size in others]
        tail_size = sum(len(f"  {label} ") + size for label, size in zip(labels, others, strict=True))
        room = self.width - indent - column - first - 1 - tail_size - 2
        for (name, share, *_), figures in zip(rows, told, strict=True):
            tail = "".join(
                f"  {label} {figure:>{size}}"
                for label, figure, size in zip(labels, figures[1:], others, strict=True)
                if figure is not None
            )
            bar = f" {_bar(share, room):<{room}}" if room >= 8 else ""
            line = f"{' ' * indent}{name:<{column}}{figures[0]:>{first}}{bar}{tail}".rstrip()
            self.lines += [line] if len(line) <= self.width else self._wrapped(line.strip(), " " * indent, " " * 6)

    def done(self) -> str:
        return _UNSEEN.sub("", "\n".join(self.lines)).translate(_TYPED) + "\n"

    def _marked(self, line: str) -> str:
        return f"\x1b[1m{line}\x1b[0m" if self.bold and line else line

    def _wrapped(self, text: str, first: str, rest: str) -> list[str]:
        return textwrap.wrap(
            re.sub(r"[ \t\n]+", " ", text).strip(),
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        ) or [""]


def _bar(share: float, room: int) -> str:
    """A bar of blocks, full at 100 %; a cause that helps (a negative share) in a lighter tone."""
    size = min(round(abs(share) * room), room)
    return ("█" if share >= 0 else "░") * (size or (abs(share) >= 0.005))

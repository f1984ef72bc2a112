"""A citation as it is printed: runs of upright and italic words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

__all__ = ["Formatted", "Italic", "closed", "ended", "formatted", "nested", "quoted"]


class Italic(str):
    """Words in italics."""

    __slots__ = ()


@dataclass(frozen=True)
class Formatted:
    """A citation: ``text`` is plain, ``html`` has ``<i>``."""

    runs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.runs)

    @property
    def html(self) -> SafeString:
        runs = ((format_html("<i>{}</i>", run) if isinstance(run, Italic) else run,) for run in self.runs)
        return format_html_join("", "{}", runs)


def formatted(*parts: str, closing: str = ".?!…") -> Formatted:
    """The parts in a row; a part that begins with a full stop loses it after one of the ``closing`` signs."""
    runs: list[str] = []
    for part in parts:
        doubled = part.startswith(".") and runs and _last(runs[-1]) in closing
        if part:
            runs.append(part[1:] if doubled else part)
    return Formatted(tuple(runs))


def ended(words: str, mark: str = ".") -> str:
    """The words with a mark at the end, unless they end a sentence by themselves.

    >>> ended("Why now?"), ended("Quiet talks"), ended("Example et al.")
    ('Why now?', 'Quiet talks.', 'Example et al.')
    """
    return words if _last(words) in ".?!…" else words + mark


def closed(title: str) -> str:
    """A title that ends with a quotation has a full stop inside it, as American styles place it; others are left alone.

    >>> closed("The “Deal”"), closed('The "Deal"'), closed("The “Deal?”"), closed("The Neighbours’"), closed("Talks")
    ('The “Deal.”', 'The "Deal."', 'The “Deal?”', 'The Neighbours’', 'Talks')
    """
    found = re.search(r"[”’\"']+$", title)
    if not found or _last(title) in ".?!…" or not _is_quoted(title[: found.start()], found[0]):
        return title
    return type(title)(f"{title[: found.start()]}.{found[0]}")


def _is_quoted(before: str, marks: str) -> bool:
    """Whether the marks at the end close what was opened before: a single one may be an apostrophe."""
    opening = {"”": r"“", "’": r"‘", '"': r'"', "'": r"(?:^|\s)'"}[marks[-1]]
    return bool(re.search(opening, before + marks[:-1]))


def nested(title: str) -> str:
    """A title inside double quotation marks: its own ones become single.

    >>> nested('The “Grain” Deal and "Steel"')
    'The ‘Grain’ Deal and ‘Steel’'
    """
    title = title.replace("“", "‘").replace("”", "’")
    return _paired(title)


def quoted(title: str, mark: str = ".") -> str:
    """A title in double quotation marks with a mark inside them, as American styles place it.

    >>> quoted("Quiet talks"), quoted("Why now?"), quoted("Why now?", ","), quoted("The “Deal”")
    ('“Quiet talks.”', '“Why now?”', '“Why now?,”', '“The ‘Deal.’”')
    """
    title = nested(title)
    if _last(title) in ".?!…":
        return f"“{title}{'' if mark == '.' else mark}”"
    if title.endswith("’") and "‘" in title:
        return f"“{title[:-1]}{mark}’”"
    return f"“{title}{mark}”"


def _paired(title: str) -> str:
    """Straight double quotation marks as single curled ones, opening and closing in turn."""
    parts = title.split('"')
    if len(parts) % 2 == 0:
        return title
    return parts[0] + "".join(("‘" if place % 2 == 0 else "’") + part for place, part in enumerate(parts[1:]))


def _last(words: str) -> str:
    """The last sign before closing quotation marks."""
    return words.rstrip("”’»\"'")[-1:] or " "

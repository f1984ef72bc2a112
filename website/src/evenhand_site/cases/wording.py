"""Numbers, names and lists of findings in the reader's language; rounded as the report rounds them.

A name of a case is looked up among the translations (see `names`). Amounts stand behind a colon, “Security, points:
0.24”, because a unit would have to be inflected with its number in many languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from evenhand.report import naming, numerals
from evenhand_site.cases.findings import Findings

__all__ = [
    "Shown", "Table", "Wording", "cause", "causes", "interval", "kind", "listed", "number", "often", "percent",
]  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Rows whose first cell is their head; ``caption`` says what they show."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows, each cell with the head of its column."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Shown:
    """What there is to say about a finding: sentences, and a table where numbers are many."""

    words: Sequence[str]
    table: Table | None = None


@dataclass(frozen=True)
class Wording:
    """The words for one study's findings in the active language."""

    findings: Findings

    # --- names

    def party(self, party: str) -> str:
        return pgettext("name in a case", self.findings.party(party))

    def interest(self, interest: str) -> str:
        return pgettext("name in a case", self.findings.interest(interest)[0])

    def unit(self, interest: str) -> str:
        before, after = numerals.unit_words(self.findings.interest(interest)[1])
        text = " ".join(part for part in (before, after) if part)
        return pgettext("unit", text) if text else ""

    def issue(self, issue: Mapping[str, Any]) -> str:
        return pgettext("name in a case", issue["title"])

    def issues(self, issues: Iterable[Mapping[str, Any]]) -> str:
        """Titles of issues, each in the reader's quotation marks."""
        return "; ".join(quoted(self.issue(issue)) for issue in issues)

    def stance(self, issue: Mapping[str, Any], side: str, stance: str) -> str:
        """What a side does, in the words of the case; in another language in its own, else in a translated word."""
        own = self.findings.stance_in(get_language() or "en", issue, side, stance)
        name = stance.replace("-", " ").replace("_", " ")
        translated = pgettext("stance", name)
        return own or (translated if translated != name else self.findings.stance(issue, side, stance))

    def state(self, issue: Mapping[str, Any], stances: Mapping[str, str]) -> str:
        """“Russia: ‘cut warheads in step’; United States: ‘cut warheads in step’”."""
        return "; ".join(
            f"{self.party(side)}: {quoted(self.stance(issue, side, stances[side]))}"
            for side in issue["sides"]
            if side in stances
        )

    def by_side(self, values: Mapping[str, str]) -> str:
        """“Russia: 3; United States: 4”, in the order of the case."""
        return "; ".join(f"{self.party(side)}: {value}" for side, value in values.items())


def quoted(words: str) -> str:
    """Words in the reader's quotation marks."""
    return _("“%(title)s”") % {"title": words}


def cause(name: str) -> str:
    return pgettext("cause", name)


def causes(names: Iterable[str]) -> str:
    return listed([cause(name) for name in names])


def kind(name: str) -> str:
    return pgettext("kind of issue", naming.kind_shown(name))


def listed(items: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    if len(items) < 2:
        return "".join(items)
    return _("%(items)s and %(last)s") % {"items": ", ".join(items[:-1]), "last": items[-1]}


def number(value: float) -> str:
    """Two significant digits, with the reader's decimal sign."""
    return _localised(numerals.figure(value))


def interval(summary: Mapping[str, float]) -> tuple[str, str]:
    """A mean, and its 90 % interval, to the same number of decimals; the interval is empty where there is none."""
    mean, low, high = (_localised(text) for text in numerals.figures(summary["mean"], summary["p5"], summary["p95"]))
    return mean, "" if low == high == mean else _("%(low)s to %(high)s") % {"low": low, "high": high}


def percent(value: float) -> str:
    """A share in per cent; what is nearly none or nearly all says so."""
    if 0 < value < 0.005:
        return _("under %(percent)s") % {"percent": numerals.percent(0.01)}
    if 0.995 <= value < 1 - numerals.NOTHING:
        return _("over %(percent)s") % {"percent": numerals.percent(0.99)}
    return numerals.percent(value)


def often(probability: float | None) -> str:
    """A probability in a word, with the figure beside it."""
    if probability is None:
        return _("no probability: ranks only")
    word = pgettext("how often", numerals.often(probability).partition(",")[0])
    return _("%(word)s (%(percent)s)") % {"word": word, "percent": percent(probability)}


def _localised(text: str) -> str:
    return text.replace(".", formats.get_format("DECIMAL_SEPARATOR"))

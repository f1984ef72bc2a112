"""What a reader typed, understood: words, "phrases", and -words that must not occur.

A word in Cyrillic may be Russian or Ukrainian, and a query does not say which: each term has a *reading* for either,
and a text fits if one of them does. A word with hyphens also reads as its parts in a row.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain

from evenhand_site.discovery.stems import word_stems, words

__all__ = ["LONGEST", "TERMS", "Query", "Term", "understand"]

#: Characters of a query that are read; the rest is cut, and the reader told.
LONGEST = 200
#: Terms of a query that are used.
TERMS = 20
#: Words too frequent to tell texts apart; they count inside phrases, and where a query has no other word.
_FREQUENT = """
    a an and are as at be by for from has he in is it its of on or that the to was were will with
    а без бы в во для до и из к как на не но о об от по при с со то у что это я
    або але в від для до з за зі й і на не по при про та у це що як є
"""
_FREQUENT_WORDS = frozenset(_FREQUENT.split())


@dataclass(frozen=True)
class Term:
    """Something that a text has or has not: one of the readings, each a row of stems that follow one another."""

    readings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Query:
    """``text`` is what was read of the reader's words; ``shortened`` says whether some were left out."""

    text: str
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    shortened: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether something was typed, and no word is in it: such a query finds nothing."""
        return bool(self.text) and not self.wanted and not self.unwanted

    @property
    def stems(self) -> frozenset[str]:
        """Stems to be marked in what is found."""
        return frozenset(chain.from_iterable(reading for term in self.wanted for reading in term.readings))


def understand(typed: str) -> Query:
    """Read a query; anything at all is accepted, and signs that are not words mean nothing."""
    text = unicodedata.normalize("NFC", typed[: 10 * LONGEST])
    text = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") else sign for sign in text).strip()
    wanted, unwanted, plain = [], [], []
    for minus, phrase, word in re.findall(
        r'(?<!\S)(-?)"([^"]*)"?|(\S+)', text[:LONGEST].replace("“", '"').replace("”", '"')
    ):
        if phrase:
            (unwanted if minus else wanted).append(_term([each for _start, _end, each in words(phrase)]))
            continue
        negative = len(word) > 1 and word[0] in "-−" and word[1].isalnum()
        for _start, _end, each in words(word):
            if negative:
                unwanted.append(_term([each]))
            elif each.casefold() in _FREQUENT_WORDS:
                plain.append(_term([each]))
            else:
                wanted.append(_term([each]))
    wanted = [term for term in wanted if term.readings] or [term for term in plain if term.readings]
    unwanted = [term for term in unwanted if term.readings]
    return Query(
        text=text[:LONGEST],
        wanted=tuple(dict.fromkeys(wanted))[:TERMS],
        unwanted=tuple(dict.fromkeys(unwanted))[:TERMS],
        shortened=len(text) > LONGEST or max(len(wanted), len(unwanted)) > TERMS,
    )


def _term(row: list[str]) -> Term:
    readings = [tuple(chain.from_iterable(word_stems(word, ukrainian) for word in row)) for ukrainian in (False, True)]
    if len(row) == 1 and len(readings[0]) > 1:  # hyphens: written together, or the parts in a row
        readings = [each for whole in readings for each in (whole[:1], whole[1:])]
    return Term(tuple(dict.fromkeys(reading for reading in readings if reading)))

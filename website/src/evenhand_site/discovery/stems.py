"""Stems: what the forms of a word have in common, in English, Russian and Ukrainian; index and queries use them.

A text is cut into words; each word is stemmed by its script and letters, not only by the language of the text: a word
in Cyrillic with і ї є ґ is Ukrainian, with ы э ъ ё Russian, any other goes by the text (Ukrainian in a Ukrainian text,
else Russian); a word in Latin letters is stemmed as English. Words of other scripts stay as they are. Before that,
letters are folded (see `letters`), and apostrophes of every kind are dropped (сім'я, сім’я, сімʼя). A word with hyphens
gives itself, written together, and its parts.

English and Russian are stemmed by Snowball (Porter, https://snowballstem.org), Ukrainian by `ukrainian`; what these
leave apart stands in `irregular`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from evenhand_site.discovery.irregular import (
    ENGLISH,
    RUSSIAN,
    UKRAINIAN,
    UKRAINIAN_WHOLE,
    by_form,
    by_stem,
    is_of_inhabitants,
    without_fleeing_vowel,
    without_inhabitant,
)
from evenhand_site.discovery.letters import APOSTROPHES, INVISIBLE, folded, read_alike
from evenhand_site.discovery.ukrainian import ukrainian_stem

__all__ = ["stems", "word_stems", "words"]

_HYPHENS = "-\u2010\u2011"
_PIECE = rf"[^\W_](?:[^\W_]|[\u0300-\u036f{INVISIBLE}]|[{APOSTROPHES}](?=[^\W_]))*"
_WORD = re.compile(rf"{_PIECE}(?:[{_HYPHENS}]{_PIECE})*")
#: A word longer than this is cut: no language has it, and an index should not.
LONGEST = 60


class _Snowball(threading.local):
    """Stemmers keep the word that they work on, so each thread has its own."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")
        self.russian = snowballstemmer.stemmer("russian")


_snowball = _Snowball()


def stems(text: str, language: str) -> list[str]:
    """The stems of a text in the order of its words; ``language`` is the code of the text's language (``uk``)."""
    ukrainian = language.lower().startswith("uk")
    return [stem for _start, _end, word in words(text) for stem in word_stems(word, ukrainian)]


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of a text begins and ends, and the word; hyphens and apostrophes inside belong to it."""
    return ((match.start(), match.end(), match.group()) for match in _WORD.finditer(text))


@lru_cache(maxsize=200_000)
def word_stems(word: str, ukrainian: bool) -> tuple[str, ...]:
    """The stem of a word as it stands in a text; with hyphens, the stem of the whole, then those of the parts."""
    pieces = re.split(f"[{_HYPHENS}]", word)
    whole = () if len(pieces) == 1 else (_stem("".join(pieces), ukrainian),)
    return tuple(stem for stem in (*whole, *(_stem(piece, ukrainian) for piece in pieces)) if stem)


def _stem(piece: str, ukrainian: bool) -> str:
    piece = read_alike(piece[: 4 * LONGEST])
    if re.search("[ыэъё]", piece, re.IGNORECASE):
        ukrainian = False
    elif re.search("[іїєґ]", piece, re.IGNORECASE):
        ukrainian = True
    piece = folded(piece)
    bare = piece.replace("'", "")[:LONGEST]
    if re.search("[\u0400-\u052f]", piece):
        return _in_ukrainian(bare) if ukrainian else _in_russian(bare)
    return _in_english(piece[:LONGEST]) if re.search("[a-z]", piece) else bare


def _in_ukrainian(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    stem = without_inhabitant(ukrainian_stem(word))
    return _UKRAINIAN.get(stem, stem)


def _in_russian(word: str) -> str:
    stem = word if is_of_inhabitants(word) else _snowball.russian.stemWord(word)
    stem = without_fleeing_vowel(without_inhabitant(stem))
    return _RUSSIAN.get(stem, stem)


def _in_english(word: str) -> str:
    stem = _snowball.english.stemWord(word).replace("'", "")
    return _ENGLISH.get(stem, stem)


_WHOLE = by_form(UKRAINIAN_WHOLE)
_UKRAINIAN: dict[str, str] = {}
_RUSSIAN: dict[str, str] = {}
_ENGLISH: dict[str, str] = {}
_UKRAINIAN.update(by_stem(UKRAINIAN, _in_ukrainian))
_RUSSIAN.update(by_stem(RUSSIAN, _in_russian))
_ENGLISH.update(by_stem(ENGLISH, _in_english))

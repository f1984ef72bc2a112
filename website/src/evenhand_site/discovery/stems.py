"""Stems: what the forms of a word have in common, in English, Russian and Ukrainian; index and queries use them.

A text is cut into words; each word is stemmed by its script and letters, not only by the language of the text: a word
in Cyrillic with і ї є ґ is Ukrainian, with ы э ъ ё Russian, any other goes by the text (Ukrainian in a Ukrainian text,
else Russian); a word in Latin letters is stemmed as English. Words of other scripts stay as they are. Before that,
letters become small, ё becomes е, ґ becomes г, accents and marks of stress are dropped, and so are apostrophes of every
kind (сім'я, сім’я, сімʼя). A word with hyphens gives itself, written together, and its parts.

English and Russian are stemmed by Snowball (Porter, https://snowballstem.org), Ukrainian by `ukrainian`.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from evenhand_site.discovery.ukrainian import ukrainian_stem

__all__ = ["possible_stems", "stems", "word_stems", "words"]

_APOSTROPHES = "'’ʼ‘`′＇"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_HYPHENS = "-\u2010\u2011"
_PIECE = rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_INVISIBLE}]|[{_APOSTROPHES}](?=[^\W_]))*"
_WORD = re.compile(rf"{_PIECE}(?:[{_HYPHENS}]{_PIECE})*")
_MARKS = re.compile(r"(?<!и)\u0306|(?<!і)\u0308|[\u0300-\u0305\u0307\u0309-\u036f]")
_LETTERS = str.maketrans({"ґ": "г", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
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


def possible_stems(word: str) -> set[str]:
    """The stems under which a word without hyphens may stand in texts of any language: in a query it has none."""
    return {stem for stem in (_stem(word, False), _stem(word, True)) if stem}


def _stem(piece: str, ukrainian: bool) -> str:
    piece = unicodedata.normalize("NFKC", piece[: 4 * LONGEST]).casefold()
    piece = re.sub(f"[{_INVISIBLE}]", "", piece)
    if re.search("[ыэъё]", piece):
        ukrainian = False
    elif re.search("[іїєґ]", piece):
        ukrainian = True
    piece = _MARKS.sub("", unicodedata.normalize("NFD", piece).translate(_LETTERS))
    piece = re.sub(f"[{_APOSTROPHES}]", "'", unicodedata.normalize("NFC", piece))
    if re.search("[\u0400-\u052f]", piece):
        bare = piece.replace("'", "")[:LONGEST]
        return ukrainian_stem(bare) if ukrainian else _snowball.russian.stemWord(bare)
    if re.search("[a-z]", piece):
        return _snowball.english.stemWord(piece[:LONGEST]).replace("'", "")
    return piece.replace("'", "")[:LONGEST]

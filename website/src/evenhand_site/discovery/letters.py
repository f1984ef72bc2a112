"""Letters that are written in several ways become one, before a word is stemmed.

Letters become small, ё becomes е, ґ becomes г, accents and marks of stress are dropped, signs that nobody sees too,
and an apostrophe of any kind becomes the plain one. A letter of one alphabet that looks like one of the other is read
as the word's other letters are: a Latin *i* in *вiйна* is Cyrillic, a Cyrillic *а* in *sаnctions* is Latin. A word
that has letters of both alphabets which cannot be mistaken stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["APOSTROPHES", "INVISIBLE", "folded", "read_alike"]

APOSTROPHES = "'’ʼ‘`′＇"
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_MARKS = re.compile(r"(?<!и)\u0306|(?<!і)\u0308|[\u0300-\u0305\u0307\u0309-\u036f]")
_LETTERS = str.maketrans({"ґ": "г", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
_LATIN, _CYRILLIC = "ABCEHIJKMOPSTXYaceijopsxyïë", "АВСЕНІЈКМОРЅТХУасеіјорѕхуїё"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_IS_LATIN, _IS_CYRILLIC = re.compile("[A-Za-zÀ-ɏ]"), re.compile("[\u0400-\u052f]")


def read_alike(word: str) -> str:
    """The word in one alphabet, where letters of another only look like its own."""
    word = unicodedata.normalize("NFKC", word)
    if word.isascii() or not (_IS_LATIN.search(word) and _IS_CYRILLIC.search(word)):
        return word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    if not _IS_LATIN.search(cyrillic):
        return cyrillic
    return word if _IS_CYRILLIC.search(latin) else latin


def folded(word: str) -> str:
    """The word in small letters that are written in one way; accents, stress and what nobody sees are gone."""
    word = re.sub(f"[{INVISIBLE}]", "", word.casefold())
    word = _MARKS.sub("", unicodedata.normalize("NFD", word).translate(_LETTERS))
    return re.sub(f"[{APOSTROPHES}]", "'", unicodedata.normalize("NFC", word))

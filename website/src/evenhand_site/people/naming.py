"""Names in several scripts: their place in the alphabet of a page's language, their letter, how they are found.

Databases order and fold letters each in their own way (SQLite compares bytes and folds only ASCII), so a record keeps
keys made here: digits that compare alike everywhere, and folded words that are found by plain containment.
"""

from __future__ import annotations

import unicodedata

from anyascii import anyascii
from django.utils.text import slugify

__all__ = ["fold", "letter_code", "letter_of", "slug_of", "sort_key"]

LATIN = "abcdefghijklmnopqrstuvwxyz"
#: Russian and Ukrainian agree on the order of the letters that they share, so one row serves both.
CYRILLIC = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
WIDTH, LONGEST = 4, 60
_END, _BREAK = f"{0:0{WIDTH}x}", f"{1:0{WIDTH}x}"  # of the family name; between its parts
_OTHERS = 0x1000  # letters of other scripts follow, in the order of Unicode
_LAST = 0xFFFF
_APOSTROPHES = "'’‘ʼ`´ʹ"


def sort_key(family: str, given: str, language: str) -> str:
    """The place of a name in lists of a language: hexadecimal digits, ``WIDTH`` for each letter.

    The script of the language comes first: in Russian and Ukrainian Cyrillic names, then Latin ones; in English the
    other way round. Marks that are not letters of their own (é, ö) and case make no difference.

    >>> sorted(["Їжак", "Ґава", "Іваненко", "Гай", "Йосипенко", "Адамс"], key=lambda name: sort_key(name, "", "uk"))
    ['Адамс', 'Гай', 'Ґава', 'Іваненко', 'Їжак', 'Йосипенко']
    """
    first, last = _codes(family, language), _codes(given, language)
    return "".join([*first, *([_END] if last else []), *last][:LONGEST])


def letter_of(key: str, language: str) -> str:
    """The capital letter under which a list of a language shows a key; empty where the name has none."""
    number = int(key[:WIDTH] or "0", 16)
    if number >= _OTHERS:
        return chr(number - _OTHERS).upper() if number < _LAST else ""
    alphabet = _alphabet(language)
    return alphabet[number - 2].upper() if 2 <= number < len(alphabet) + 2 else ""


def letter_code(letter: str, language: str) -> str:
    """The beginning of the keys of the names under a letter; empty for what is not one letter."""
    codes = _codes(letter, language)
    return codes[0] if len(codes) == 1 else ""


def fold(text: str) -> str:
    """The words without case, marks and apostrophes, so that what sounds the same is found: Ґєник as геник.

    >>> fold("Ґедзь  О’Ни́щенко-Łódź")
    'гедзь онищенко lodz'
    """
    kept = (letter for letter in text if letter not in _APOSTROPHES)
    letters = "".join(_base(letter) for letter in unicodedata.normalize("NFKD", "".join(kept).casefold()))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def slug_of(name: str) -> str:
    """A name in the letters of an address: transliterated, in small letters, joined by hyphens."""
    return slugify(anyascii(name))[:100].strip("-") or "person"


def _alphabet(language: str) -> str:
    return CYRILLIC + LATIN if language in {"ru", "uk"} else LATIN + CYRILLIC


def _codes(text: str, language: str) -> list[str]:
    alphabet, codes = _alphabet(language), []
    for letter in unicodedata.normalize("NFC", text).lower():
        if letter in _APOSTROPHES:
            continue
        for each in letter if letter in alphabet else _plain(letter):
            if not each.isalnum():
                if codes and codes[-1] != _BREAK:
                    codes.append(_BREAK)
                continue
            place = alphabet.find(each)
            number = place + 2 if place >= 0 else min(ord(each) + _OTHERS, _LAST)
            codes.append(f"{number:0{WIDTH}x}")
    return codes[:-1] if codes and codes[-1] == _BREAK else codes


def _plain(letter: str) -> str:
    return "".join(_base(part) for part in unicodedata.normalize("NFKD", letter))


def _base(letter: str) -> str:
    """A letter without marks; Latin letters that Unicode does not take apart (ł, ø, ß) through their ASCII form."""
    if unicodedata.combining(letter):
        return ""
    if letter == "ґ":
        return "г"
    if ord(letter) > 127 and unicodedata.name(letter, "").startswith("LATIN"):
        return anyascii(letter).lower()
    return letter

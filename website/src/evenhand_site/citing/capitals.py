"""Capital letters in English titles: headline style (Chicago, MLA) and sentence style (APA).

Titles in other languages are left alone. A word that has its own capitals (NATO, iPhone, McKinley) is never touched.
"""

from __future__ import annotations

import re

__all__ = ["CHICAGO", "MLA", "headline", "sentence"]

_SMALL = {
    "a", "an", "the", "and", "but", "or", "nor", "for", "as", "at", "by", "from", "in", "into", "of", "on", "onto",
    "per", "than", "to", "upon", "via", "with", "vs", "vs.",
}  # fmt: skip
_LONG = {
    "about", "above", "across", "against", "along", "amid", "among", "around", "behind", "below", "beneath", "beside",
    "besides", "between", "beyond", "despite", "during", "except", "inside", "outside", "through", "throughout",
    "toward", "towards", "under", "underneath", "within", "without",
}  # fmt: skip
#: Prepositions and other parts of speech alike: left as they are written.
_VARIABLE = {"down", "off", "out", "over", "past", "up", "like", "near", "after", "before", "since", "until"}

#: Chicago 18 (8.160): articles, coordinating conjunctions, *to*, *as*, prepositions of up to four letters are small.
CHICAGO = frozenset(_SMALL)
#: MLA 9 (2.90): prepositions of any length are small.
MLA = frozenset(_SMALL | _LONG)

_WORD = re.compile(r"[^\W\d_](?:[\w’'.]*\w)?")
#: Where a title, a subtitle or a sentence of it begins and ends; a full stop does so after a word, not an abbreviation.
_STOP = r"(?<=[a-z][a-z])(?<!\bvs)(?<!\b[DMJS]r)(?<!\bSt)(?<!\bMrs)(?<!\bProf)(?<!\betc)(?<!\bno)(?<!\bvol)\."
_BEGINS = re.compile(rf"(?:^|(?:[:?!—]|{_STOP}[”’»\"')\]]*(?=\s))[”’»\"')\]]*\s*)[“‘\"'«(\[]*$", re.ASCII)
_FINISHES = re.compile(rf"[”’»\"')\].]*(?:$|[:?!—])|{_STOP}[”’»\"')\]]*\s")


def headline(title: str, language: str, small: frozenset[str]) -> str:
    """The title with a capital on every word but the ``small`` ones inside it; English only.

    >>> headline("the price of grain in the ports: a first look", "en", CHICAGO)
    'The Price of Grain in the Ports: A First Look'
    """
    if language != "en":
        return title

    def cased(found: re.Match[str]) -> str:
        word = found[0]
        edge = _BEGINS.search(title[: found.start()]) or _FINISHES.match(title, found.end())
        if not edge and word.lower() in small and word in {word.lower(), word.capitalize()}:
            return _after_hyphen(title, found) or word.lower()
        if word.lower() in _VARIABLE and not edge:
            return word
        return _raised(word)

    return _WORD.sub(cased, title)


def sentence(title: str, language: str, seen: frozenset[str]) -> str:
    """The title with small letters where they are certain; English only.

    A word is made small if the text itself writes it small (it is in ``seen`` so), and kept if the text writes it with
    a capital inside a sentence. One word that the text does not decide leaves the others as they are. What begins the
    title, its subtitle or a sentence in it has a capital (APA 7, 6.17).

    >>> sentence("Setting Expectations in Geneva", "en", frozenset({"expectations", "in", "Geneva"}))
    'Setting expectations in Geneva'
    >>> sentence("Setting Expectations Right", "en", frozenset({"expectations"}))
    'Setting Expectations Right'
    """
    if language != "en":
        return title
    undecided = False

    def cased(found: re.Match[str]) -> str:
        nonlocal undecided
        word = found[0]
        if _BEGINS.search(title[: found.start()]):
            return _raised(word)
        if not (word[0].isupper() and word[1:].islower()):
            return word
        if word.lower() in seen or word.lower() in _SMALL | _LONG:
            return word.lower()
        undecided = undecided or word not in seen
        return word

    changed = _WORD.sub(cased, title)
    if not undecided:
        return changed
    return _WORD.sub(lambda found: _raised(found[0]) if _BEGINS.search(title[: found.start()]) else found[0], title)


def _raised(word: str) -> str:
    """The word with a capital, unless it has its own."""
    return word if any(letter.isupper() for letter in word) else word[0].upper() + word[1:]


def _after_hyphen(title: str, found: re.Match[str]) -> str:
    """A small word inside a compound (State-of-the-Art) stays as it is written."""
    start, end = found.span()
    return found[0] if title[start - 1 : start] == "-" or title[end : end + 1] == "-" else ""

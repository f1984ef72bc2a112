"""The words around what was found, as HTML with the found words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from evenhand_site.discovery.stems import word_stems, words

__all__ = ["TABLES", "marked", "snippet"]

TABLES = "\f"
"""Stands in a text between its prose and the words of its tables, which are shown where the prose has nothing."""

#: Words of a snippet, and words of a text that are looked at.
WIDTH, READ = 36, 20_000


def marked(text: str, wanted: Collection[str], language: str) -> SafeString:
    """The whole text, escaped, with ``<mark>`` around each word whose stem is wanted."""
    hits = [(start, end) for start, end, word in words(text) if _is_hit(word, wanted, language)]
    return _with_marks(text, 0, len(text), hits)


def snippet(text: str, wanted: Collection[str], language: str) -> SafeString:
    """The stretch of ``WIDTH`` words with most of the wanted words, marked; the beginning where there is none.

    It is one of the prose, of the tables only where the prose has none of the words.
    """
    prose, _parted, tables = text.partition(TABLES)
    text, (places, hits) = prose, _found(prose, wanted, language)
    if tables and not hits and (found := _found(tables, wanted, language))[1]:
        text, (places, hits) = tables, found
    first = max(_best(places, hits, language) - 3, 0) if hits else 0
    last = min(first + WIDTH, len(places))
    if first == last:
        return mark_safe("")
    start = places[first][0] if first else 0
    end = places[last - 1][1] if last < len(places) else len(text)
    inside = [(places[number][0], places[number][1]) for number in hits if first <= number < last]
    before, after = "… " if first else "", " …" if last < len(places) else ""
    return mark_safe(before + _with_marks(text, start, end, inside) + after)


def _found(text: str, wanted: Collection[str], language: str) -> tuple[list[tuple[int, int, str]], list[int]]:
    """The words of a text with their places, and which of them are wanted."""
    places = list(islice(words(text), READ))
    fitting = {word for word in {word for _start, _end, word in places} if _is_hit(word, wanted, language)}
    return places, [number for number, (_start, _end, word) in enumerate(places) if word in fitting]


def _is_hit(word: str, wanted: Collection[str], language: str) -> bool:
    return not wanted.isdisjoint(word_stems(word, language.startswith("uk")))


def _best(places: list[tuple[int, int, str]], hits: list[int], language: str) -> int:
    """The hit that begins the stretch with most different words, and of these with most words; the first if several."""
    ukrainian = language.startswith("uk")
    stems = {number: word_stems(places[number][2], ukrainian)[0] for number in hits}
    inside: Counter[str] = Counter()
    best, best_score, end = hits[0], (0, 0), 0
    for number in hits:
        while end < len(hits) and hits[end] < number + WIDTH - 3:
            inside[stems[hits[end]]] += 1
            end += 1
        score = (sum(count > 0 for count in inside.values()), inside.total())
        if score > best_score:
            best, best_score = number, score
        inside[stems[number]] -= 1
    return best


def _with_marks(text: str, start: int, end: int, hits: list[tuple[int, int]]) -> SafeString:
    parts, at = [], start
    for first, last in hits:
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return mark_safe("".join([*parts, escape(text[at:end])]))

"""“Did you mean”: for a search that finds nothing, the same search with the nearest words that are known.

A word that nothing has is set beside the words of titles, names, topics and leads, both in Latin letters, so that
*Troitskiy* is near *Троицкий* and *Троїцький*. The nearest is the one with the fewest letters to be put in, taken out,
changed or exchanged with a neighbour: optimal string alignment [1]_, one in a short word, two in a longer one.

.. [1] Damerau (1964), A technique for computer detection and correction of spelling errors, CACM 7(3), 171–176.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from anyascii import anyascii
from django.db.models import F
from django.db.models.functions import Left
from rapidfuzz import process
from rapidfuzz.distance import OSA

from evenhand_site.discovery.index import find
from evenhand_site.discovery.letters import folded, read_alike
from evenhand_site.discovery.models import Entry
from evenhand_site.discovery.queries import Query, understand
from evenhand_site.discovery.stems import words
from evenhand_site.keeping.kept import keep

__all__ = ["meant"]

#: Words of a query that are looked at, and entries whose words are known: the newest, after people and topics.
WORDS, ENTRIES = 5, 5_000
_LEAD = 400


def meant(query: Query, marks: Sequence[Iterable[str]] = ()) -> str:
    """The query with near words that are known; empty where that finds nothing within ``marks`` either."""
    text, looked_at = query.text, 0
    for start, end, word in reversed(list(words(query.text))):
        if looked_at < WORDS and not find(understand(word), most=1, count=False).keys:
            looked_at += 1
            text = text[:start] + _nearest(word) + text[end:]
    if text == query.text or not find(understand(text), marks, most=1, count=False).keys:
        return ""
    return text


def _nearest(word: str) -> str:
    """The known word that is nearest, of several the most frequent; the word itself where none is near."""
    spelt = _in_latin(word)
    known = keep("words that are known", _known)
    most = 0 if len(spelt) < 4 else 1 if len(spelt) < 6 else 2
    near = process.extract(spelt, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=10)
    ranked = sorted(near, key=lambda each: (each[1], -known[each[0]][1]))
    return known[ranked[0][0]][0] if ranked else word


def _known() -> dict[str, tuple[str, int]]:
    """By the spelling in Latin letters: the most frequent word that is spelt so, and how often it occurs."""
    entries = Entry.objects.order_by(F("date").desc(nulls_last=True), "pk").annotate(lead=Left("text", _LEAD))
    named = entries.filter(page=None).values_list("title", flat=True)
    written = (f"{title}\n{lead}" for title, lead in entries.exclude(page=None).values_list("title", "lead")[:ENTRIES])
    counts = Counter(word.casefold() for text in (*named, *written) for _start, _end, word in words(text))
    known: dict[str, tuple[str, int]] = {}
    for word, count in counts.most_common():
        known.setdefault(_in_latin(word), (word, count))
    return known


def _in_latin(word: str) -> str:
    return anyascii(folded(read_alike(word))).replace("'", "")

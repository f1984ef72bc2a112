"""How long a ranked search takes on the site, among articles of 1,000 words in a database of their own.

    python -m benchmarks.site_search [--articles 10000] [--wagtail] [--database postgres://…]

Prints the medians in milliseconds of queries from rare to very frequent words: the ranked keys alone (*find*), with the
counts beside the filters (*counts*), and the whole page of results (*page*). ``--wagtail`` measures Wagtail's own index
of the same articles beside it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

WORDS = 1000
#: Places of words in the order of their frequency in the articles: the queries, from rare to very frequent.
QUERIES = {
    "a rare word": [20_000],
    "a word": [1_000],
    "two words": [200, 900],
    "a frequent word": [30],
    "two frequent words": [10, 40],
    "three words": [5, 300, 2_000],
}


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        _prepare(folder, arguments.database)
        from evenhand_site.discovery import index

        from benchmarks.filling import fill

        filling = _timed(lambda: fill(arguments.articles, words=WORDS), 1)
        indexing = _timed(index.rebuild, 1)
        _say(f"{arguments.articles} articles: written in {filling / 1000:.0f} s, indexed in {indexing / 1000:.0f} s")
        if arguments.wagtail:
            _say(f"Wagtail's index made in {_timed(_wagtail_index, 1) / 1000:.0f} s")
        measure_searching(wagtail=arguments.wagtail)
        measure_indexing(wagtail=arguments.wagtail)


def measure_searching(*, wagtail: bool) -> None:
    """Print the medians of each query."""
    from django.test import Client
    from evenhand_site.discovery.index import find
    from evenhand_site.discovery.queries import understand

    vocabulary, client = _by_frequency(), Client(headers={"host": "127.0.0.1"})
    _say(f"{'ms, median':<20}{'found':>8}{'find':>10}{'counts':>10}{'page':>10}" + f"{'wagtail':>10}" * wagtail)
    for name, places in QUERIES.items():
        text = " ".join(vocabulary[place % len(vocabulary)] for place in places)
        query = understand(text)
        works: list[Callable[[], object]] = [
            lambda query=query: find(query, count=False),
            lambda query=query: find(query),
            lambda text=text: client.get("/en/search/", {"q": text}),
        ]
        if wagtail:
            works.append(lambda text=text: _wagtail_search(text))
        _say(f"{name:<20}{find(query).total:>8}" + "".join(f"{_timed(work):>10.1f}" for work in works))


def measure_indexing(*, wagtail: bool) -> None:
    """Print how long the indexing of one article takes, as every publication does it."""
    from evenhand_site.discovery import index
    from evenhand_site.publications.models import Publication
    from wagtail.search.index import insert_or_update_object

    text = Publication.objects.order_by("-pk").first()
    _say(f"indexing one article: {_timed(lambda: index.put_page(text)):.1f} ms")
    if wagtail:
        _say(f"Wagtail's indexing of one article: {_timed(lambda: insert_or_update_object(text)):.1f} ms")


def _wagtail_search(text: str) -> list[object]:
    from evenhand_site.publications.models import Publication

    return list(Publication.objects.live().search(text)[:10])


def _wagtail_index() -> None:
    from django.core.management import call_command

    call_command("update_index", verbosity=0)


def _by_frequency() -> list[str]:
    """The words of the articles, the most frequent first."""
    from collections import Counter

    from evenhand_site.publications.models import Publication

    counts: Counter[str] = Counter()
    for text in Publication.objects.order_by("pk")[:1000]:
        for block in text.body:
            counts.update(str(block.value).removeprefix("<p>").removesuffix(".</p>").split())
    return [word for word, _count in counts.most_common()]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--wagtail", action="store_true", help="measure Wagtail's own index too")
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL database; SQLite without")
    return parser.parse_args()


def _prepare(folder: str, database: str) -> None:
    os.environ["EVENHAND_DATA"] = folder
    if database:
        os.environ["DATABASE_URL"] = database
    from evenhand_site.keeping.serving import prepare

    prepare(example=False)


def _timed(work: Callable[[], object], times: int = 7) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

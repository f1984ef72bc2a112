"""What an article of the site costs, beside a bare page of Wagtail on the same machine in the same run.

    python -m benchmarks.site [--articles 1000]

Prints, as ``name value`` lines: milliseconds of CPU (medians) of a bare page, of an article asked for the first time,
and of an article whose page is not kept but whose citations and neighbours are; requests a second that two workers
answer from kept pages; and the bytes that a phone fetches for its first article. The bare page is a Wagtail page of
the same 1,000 words printed by a template of one line, behind the same middleware, routed by Wagtail itself.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import logging
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BARE = "<!doctype html><title>{{ page.title }}</title>{% for block in page.body %}{% include_block block %}{% endfor %}"
ASKED = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--served", action="store_true", help="requests a second and bytes too, by a running site")
    parser.add_argument(
        "--write", action="store_true", help="measure 1,000 and 100,000 articles, write the page of docs"
    )
    arguments = parser.parse_args()
    if arguments.write:
        write()
        return
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        os.environ["EVENHAND_DATA"] = folder
        from evenhand_site.keeping.serving import prepare

        prepare(example=False)
        from benchmarks.filling import fill

        keys = fill(arguments.articles)
        logging.disable(logging.CRITICAL)
        for name, value in [*cpu(keys).items(), *(served(keys, folder).items() if arguments.served else ())]:
            sys.stdout.write(f"{name} {value:.2f}\n")


def write() -> None:
    """Measure both sizes, each in a process of its own, and write docs/benchmarks-site.md."""
    few, many = _measured(1_000, "--served"), _measured(100_000)
    rows = [
        ("article, page not kept, 1,000 articles", "8 ms of CPU", _beside_bare(few, "article_ms")),
        ("the same, asked for the very first time", "no goal", _beside_bare(few, "first_ms")),
        ("article, page not kept, 100,000 articles", "20 ms of CPU", _beside_bare(many, "article_ms")),
        ("the same, asked for the very first time", "no goal", _beside_bare(many, "first_ms")),
        ("kept pages, two workers, client on the same machine", "2,000 a second", _rate(few)),
        ("first page of a phone without pictures", "100 KB", f"{few['phone_bytes'] / 1000:.0f} KB"),
    ]
    text = f"""# Benchmarks of the site

Written by `make bench`; searching has its own, `python -m benchmarks.site_search`. Medians of CPU time in one process;
“bare” is a Wagtail page of the same length printed by a template of one line, in the same run. The machine is shared:
the ratio says more than the milliseconds (load average at the end: {os.getloadavg()[0]:.1f}).

- date: {datetime.date.today().isoformat()}
- machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}

| work | goal | measured |
|---|---|---|
"""
    lines = [f"| {work} | {goal} | {measured} |" for work, goal, measured in rows]
    place = Path(__file__).resolve().parent.parent / "docs" / "benchmarks-site.md"
    place.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")


def _measured(articles: int, *more: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.site", "--articles", str(articles), *more]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: float(value) for name, value in (line.split() for line in said.splitlines())}


def _beside_bare(found: dict[str, float], name: str) -> str:
    return f"{found[name]:.1f} ms; bare {found['bare_ms']:.1f} ms: {found[name] / found['bare_ms']:.1f} times"


def _rate(found: dict[str, float]) -> str:
    return f"{found['kept_per_second']:.0f} a second" if "kept_per_second" in found else "not measured: no wrk here"


def cpu(keys: list[int]) -> dict[str, float]:
    """Milliseconds of CPU of each kind of request, medians."""
    from django.test import Client
    from evenhand_site.publications.models import Publication

    client = Client(headers={"host": "127.0.0.1"})
    step = max(len(keys) // (ASKED + 10), 1)
    addresses = [page.url for page in Publication.objects.filter(pk__in=keys[::step][: ASKED + 10])]
    _timed(client, addresses[:10])  # imports, templates, menus
    first = _timed(client, addresses[10:])
    with _bare_page() as address:
        bare = _timed(client, [address] * 10) and _timed(client, [address] * ASKED)
    _timed(client, addresses[10:])  # the bare page was a visible change: citations and neighbours are made again
    return {"bare_ms": bare, "first_ms": first, "article_ms": _timed(client, addresses[10:])}


def _timed(client: Any, addresses: list[str]) -> float:
    took = []
    for address in addresses:
        start = time.process_time()
        answer = client.get(address)
        took.append(1000 * (time.process_time() - start))
        assert answer.status_code == 200, (address, answer.status_code)
    return statistics.median(took)


@contextmanager
def _bare_page() -> Iterator[str]:
    """The address of a house page that a template of one line prints."""
    from django.template import Template, engines
    from evenhand_site.house.models import HomePage, HousePage

    home = HomePage.objects.get(locale__language_code="en")
    page = home.add_child(
        instance=HousePage(title="Bare", slug="bare", body=[("paragraph", f"<p>{'words ' * 1000}</p>")])
    )
    engine = engines["django"].engine
    bare = Template(BARE, engine=engine)
    find = engine.find_template

    def find_or_bare(name: str, *rest: Any, **named: Any) -> Any:
        return (bare, None) if name == "bare.html" else find(name, *rest, **named)

    engine.find_template, kept = find_or_bare, HousePage.template
    HousePage.template = "bare.html"
    try:
        yield page.url
    finally:
        HousePage.template, engine.find_template = kept, find


def served(keys: list[int], folder: str) -> dict[str, float]:
    """Requests a second of kept pages by two workers, and bytes of a phone's first article without pictures."""
    from evenhand_site.publications.models import Publication

    path = Publication.objects.get(pk=keys[0]).url
    address = "127.0.0.1:8765"
    command = [str(Path(sys.executable).with_name("evenhand")), "serve", "--empty", "--address", address]
    environment = {**os.environ, "EVENHAND_DATA": folder, "EVENHAND_BASE_URL": f"http://{address}"}
    site = subprocess.Popen([*command, "--workers", "2"], env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://{address}{path}").close()
                break
            except OSError:
                time.sleep(0.2)
        found = {"phone_bytes": float(_weight(f"http://{address}", path))}
        if shutil.which("wrk"):
            said = subprocess.run(
                ["wrk", "-t1", "-c16", "-d10s", f"http://{address}{path}"], capture_output=True, text=True, check=True
            ).stdout
            found["kept_per_second"] = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
        return found
    finally:
        site.terminate()
        site.wait(30)


def _weight(site: str, path: str) -> int:
    """Bytes on the wire of a page, its style sheets, scripts and signs."""

    def fetch(address: str) -> tuple[int, str]:
        asked = urllib.request.Request(site + address, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as answer:
            body = answer.read()
            packed = answer.headers.get("Content-Encoding") == "gzip"
        return len(body), (gzip.decompress(body) if packed else body).decode(errors="replace")

    size, html = fetch(path)
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    return size + sum(fetch(part)[0] for part in parts)


if __name__ == "__main__":
    main()

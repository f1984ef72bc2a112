"""How soon readers' questions are answered, and what they cost those who read.

    python -m benchmarks.what_if [--readers 50]

Serves a site with the reference case on two workers and prints, as ``name value`` lines: seconds (medians) until the
first figures of a new question about one issue stand on its page; the processor's seconds of these in the engine alone;
and milliseconds that an article's page takes (median and 95th percentile) while nobody asks, and while so many readers
question at once, each as soon as the last answer has been looked at for a few seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CASE = "us-russia-2013"
ISSUES = ("strategic-reductions", "missile-defence", "iran-nuclear", "trade-investment", "nuclear-security")
ADDRESS = "127.0.0.1:8017"
ASKED = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=50)
    arguments = parser.parse_args()
    _say("engine_cpu_seconds", engine())
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder, served(Path(folder)):
        time.sleep(20)  # the newest studies are laid out
        _say("first_figures_seconds", statistics.median(first_figures()))
        alone, beside = reading(), questioned(arguments.readers)
        for name, found in (("alone", alone), ("questioned", beside)):
            _say(f"reading_{name}_ms_median", 1000 * statistics.median(found))
            _say(f"reading_{name}_ms_p95", 1000 * sorted(found)[int(0.95 * len(found))])


def engine() -> float:
    """Processor's seconds of one issue in a few draws, the median over new questions."""
    import evenhand

    ready = evenhand.prepare(CASE, 256)
    before = evenhand.analyse(ready, 256)
    took = []
    for number in range(12):
        began = time.process_time()
        evenhand.what_if(ready, [f"w.ru.standing={1 + number / 7}"], 256, 1, 1, [ISSUES[number % 5]], before)
        took.append(time.process_time() - began)
    return statistics.median(took[2:])


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """A site with the reference case."""
    environment = {**os.environ, "EVENHAND_DATA": str(folder), "EVENHAND_THROTTLE": "off"}
    environment |= {"DJANGO_SETTINGS_MODULE": "evenhand_site.settings", "EVENHAND_BASE_URL": f"http://{ADDRESS}"}
    code = (
        "from evenhand_site.keeping.serving import prepare; prepare(example=False);"
        f"from evenhand_site.cases.study import study; study('{CASE}')"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    command = [str(Path(sys.executable).parent / "evenhand"), "serve", "--empty", "--address", ADDRESS]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        while _asked("health")[1] == "":
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(30)


def first_figures() -> list[float]:
    """Seconds of new questions whose page has figures at once; half a second and more where it has none."""
    found = []
    for _ in range(ASKED):
        took, page = _question()
        found.append(took if "With the changes" in page else max(took, 0.5))
        time.sleep(1)
    return found


def reading() -> list[float]:
    return [_asked(f"en/cases/?fresh={random.random()}")[0] for _ in range(ASKED)]


def questioned(readers: int) -> list[float]:
    """What reading takes while so many question."""
    over = threading.Event()

    def ask() -> None:
        over.wait(random.uniform(0, 8))
        while not over.is_set():
            _question()
            over.wait(random.uniform(4, 12))

    threads = [threading.Thread(target=ask) for _ in range(readers)]
    for thread in threads:
        thread.start()
    time.sleep(8)
    found = reading()
    over.set()
    for thread in threads:
        thread.join()
    return found


def _question() -> tuple[float, str]:
    return _asked(f"en/cases/{CASE}/what-if/{random.choice(ISSUES)}/?w.ru.standing={random.uniform(0.1, 9):.4f}")


def _asked(path: str) -> tuple[float, str]:
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(f"http://{ADDRESS}/{path}", timeout=60) as answer:
            page = answer.read().decode()
    except urllib.error.HTTPError as error:
        page = error.read().decode()
    except OSError:
        page = ""
    return time.perf_counter() - began, page


def _say(name: str, value: float) -> None:
    sys.stdout.write(f"{name} {value:.3f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

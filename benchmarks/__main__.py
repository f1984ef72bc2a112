"""Measure the speed goals and write docs/benchmarks.md.

Each command is a process of its own, run several times; medians are quoted, and the machine and date are named. The
alternative in the same run is the plain, literal reference of the method that the tests use.
"""

from __future__ import annotations

import datetime
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
EVENHAND = Path(sys.executable).with_name("evenhand")
ANALYSE = [str(EVENHAND), "analyse", "us-russia-2013", "--seed", "1", "--json", os.devnull]

_IN_PROCESS = """
import time, evenhand
case = evenhand.load("us-russia-2013")
evenhand.analyse(case, draws=200)
times = []
for _ in range({runs}):
    start = time.perf_counter()
    evenhand.analyse(case, draws={draws}).document()
    times.append(time.perf_counter() - start)
print(sorted(times)[len(times) // 2])
"""

_LITERAL = """
import sys, time
sys.path.insert(0, "tests/agreement")
import literal, evenhand
case = evenhand.load("us-russia-2013")
start = time.perf_counter()
for issue in case.issues:
    for account in literal.accounts_of(case, issue):
        literal.analyse(case, issue, account)
print(time.perf_counter() - start)
"""

_ENGINE_MEANS = """
import time, evenhand
case = evenhand.load("us-russia-2013")
evenhand.analyse(case, draws=1, threads=1)
start = time.perf_counter()
evenhand.analyse(case, draws=1, threads=1)
print(time.perf_counter() - start)
"""


def process(command: list[str], runs: int, env: dict[str, str] | None = None) -> tuple[float, float]:
    """Median wall time in seconds and largest memory in MB of a command run as a process of its own."""
    times, memory = [], 0.0
    for _ in range(runs):
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
        times.append(time.perf_counter() - start)
        memory = max(memory, usage.ru_maxrss / 1024)
    return statistics.median(times), memory


def script(text: str) -> float:
    """Figure that a Python script prints."""
    return float(subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=True, capture_output=True).stdout)


def first_analysis() -> float:
    """Seconds of an analysis with an empty compilation cache."""
    with tempfile.TemporaryDirectory() as cache:
        return process(ANALYSE, 1, {**os.environ, "NUMBA_CACHE_DIR": cache})[0]


def main() -> None:
    """Measure everything and write the table."""
    process(ANALYSE, 1)
    rows = []

    def row(work: str, goal: str, measured: str) -> None:
        rows.append(f"| {work} | {goal} | {measured} |")
        click.echo(f"{work}: {measured} (goal: {goal})")

    seconds, _ = process([str(EVENHAND), "--help"], 7)
    row("`evenhand --help`, whole process", "0.5 s", f"{seconds:.2f} s")
    seconds, _ = process([str(EVENHAND), "check", "us-russia-2013"], 5)
    row("`evenhand check us-russia-2013`, whole process", "1 s", f"{seconds:.2f} s")
    seconds = script(_IN_PROCESS.format(runs=5, draws=10_000))
    row("reference case, 10,000 draws, warm, in a running process", "2 s", f"{seconds:.2f} s")
    seconds, memory = process([*ANALYSE, "--draws", "10000"], 5)
    row("the same as a command, start of Python included", "no goal", f"{seconds:.2f} s, {memory:.0f} MB")
    seconds, memory = process([*ANALYSE, "--draws", "100000"], 3)
    row("reference case, 100,000 draws, as a command", "15 s, under 1 GB", f"{seconds:.1f} s, {memory:.0f} MB")
    row("first analysis after installing, compilation included", "30 s", f"{first_analysis():.1f} s")
    plain, fast = script(_LITERAL), script(_ENGINE_MEANS)
    row(
        "all accounts and 512 sets of causes on the means: engine against the literal reference",
        "no goal",
        f"{fast:.2f} s against {plain:.1f} s: {plain / fast:.0f} times faster",
    )
    load = os.getloadavg()[0]
    text = f"""# Benchmarks

Written by `make bench`. Medians of whole runs; the machine is shared, so absolute times vary by a factor of two and
more with what else runs on it (load average at the end of this run: {load:.1f}).

- date: {datetime.date.today().isoformat()}
- machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {_processor()}

| work | goal | measured (median) |
|---|---|---|
"""
    (ROOT / "docs" / "benchmarks.md").write_text(text + "\n".join(rows) + "\n", encoding="utf-8")
    click.echo(
        f"peak memory of the largest child: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


if __name__ == "__main__":
    main()

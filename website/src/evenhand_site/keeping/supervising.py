"""The process that watches over all others until somebody says stop; it loads nothing of the site.

Where the site is served these are gunicorn, what runs beside it, and the workers that analyse cases; elsewhere, workers
alone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from types import FrameType

__all__ = ["BESIDE", "supervise"]

BESIDE = ("evenhand_site.keeping.clock", "evenhand_site.cases.reckoning")
"""Programs that run beside the web: the clock, and what answers readers' questions about cases."""
PATIENCE = 5.0
"""Seconds that the others may go on with their work once the web has stopped; what they leave is taken up later."""
PAUSE = 2.0
"""Seconds before what has ended is started again."""

Process = subprocess.Popen[bytes]


def supervise(studies: int, address: str = "", workers: int = 0) -> int:
    """Run everything side by side until told to stop, and return the exit status.

    Parameters
    ----------
    studies : int
        Processes that analyse cases. They share the machine's cores.
    address, workers : str, int
        Where gunicorn listens, with how many processes; without an address there is no web and nothing beside it.

    What dies is started again; but gunicorn's end is ours, and so is its exit status.
    """
    told = "python:evenhand_site.keeping.workers"
    web = _start("gunicorn", "--config", told, "--bind", address, "--workers", workers) if address else None
    threads = max((os.cpu_count() or 1) // max(studies, 1), 1)
    beside = [_Kept("evenhand_site.cases.working", threads) for _ in range(studies)]
    if web:
        beside[:0] = map(_Kept, BESIDE)
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        if not stopping:
            sys.stderr.write("Stopping.\n")
            sys.stderr.flush()
        for process in ([web] if web else []) + [each.process for each in beside]:
            if process.poll() is None:  # whoever asks twice does not wait for answers under way
                process.send_signal(signal.SIGQUIT if stopping and process is web else signal.SIGTERM)
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup
            signal.signal(number, stop)
    while web.poll() is None if web else not stopping:
        time.sleep(0.1)
        for each in beside:
            if not stopping:
                each.look()
    _end([each.process for each in beside])
    return 0 if stopping or web is None else web.returncode


class _Kept:
    """A program that is started again whenever it ends."""

    def __init__(self, *words: object) -> None:
        self.words = words
        self.process = _start(*words)
        self._ended: float | None = None

    def look(self) -> None:
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self._ended is None:
            self._ended = now
        elif now >= self._ended + PAUSE:
            self.process, self._ended = _start(*self.words), None


def _end(processes: list[Process]) -> None:
    """Let them come to an end together; who needs longer than patience lasts is killed."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    last = time.monotonic() + PATIENCE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(last - time.monotonic(), 0))
    for process in processes:
        if process.poll() is None:
            process.kill()


def _start(*words: object) -> Process:
    """A program in a group of its own: Control-C is told to this process alone, which stops the others in order."""
    return subprocess.Popen([sys.executable, "-m", *map(str, words)], process_group=0)


if __name__ == "__main__":
    studies, *web = sys.argv[1:]
    sys.exit(supervise(int(studies), *([web[0], int(web[1])] if web else [])))

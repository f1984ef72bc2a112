"""The process that watches over all others until somebody says stop; it loads nothing of the site.

Where the site is served these are gunicorn, what runs beside it, and the workers that analyse cases; elsewhere, workers
alone. What dies is started again: after `PAUSE` seconds, and after twice as many each time that it fails at once. It
gives up where that cannot help: where the web fails `MOST` times in a row, and where the data folder is gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

__all__ = ["BESIDE", "supervise"]

BESIDE = ("evenhand_site.keeping.clock", "evenhand_site.cases.reckoning")
"""Programs that run beside the web: the clock, and what answers readers' questions about cases."""
NAMES = {
    "gunicorn": "the web server",
    "evenhand_site.keeping.clock": "the clock, which publishes and sends what is due",
    "evenhand_site.cases.reckoning": "what answers readers' questions about cases",
    "evenhand_site.cases.working": "a worker that analyses cases",
}
PATIENCE = 5.0
"""Seconds that the others may go on with their work once the web has stopped; what they leave is taken up later."""
PAUSE, LONGEST_PAUSE = 2.0, 120.0
"""Seconds before what has ended is started again."""
QUICK = 30.0
"""Seconds: whoever fails sooner after its start has failed at once."""
MOST = 3
"""Quick failures in a row that are told of, and after which the web is given up."""
GONE = 5.0
"""Seconds for which the data folder is missed before it counts as gone: a disk elsewhere may be away for a moment."""

Process = subprocess.Popen[bytes]


def supervise(studies: int, address: str = "", workers: int = 0) -> int:
    """Run everything side by side until told to stop, and return the exit status.

    Parameters
    ----------
    studies : int
        Processes that analyse cases. They share the machine's cores.
    address, workers : str, int
        Where gunicorn listens, with how many processes; without an address there is no web and nothing beside it.

    What dies is started again; but where gunicorn ends in order, or is given up, its exit status is ours.
    """
    told = "python:evenhand_site.keeping.workers"
    threads = max((os.cpu_count() or 1) // max(studies, 1), 1)
    web = [_Kept("gunicorn", "--config", told, "--bind", address, "--workers", workers)] if address else []
    beside = [_Kept(name) for name in BESIDE] if web else []
    beside += [_Kept("evenhand_site.cases.working", threads) for _ in range(studies)]
    everything = web + beside
    asked = told_to = 0

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked += 1

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup
            signal.signal(number, stop)
    status, folder = 0, _Folder()
    try:
        while not told_to or any(each.runs for each in web):
            if not asked:
                for each in everything:
                    each.look()
                given_up = [each.status for each in web if each.given_up]
                if given_up or folder.gone:
                    status, asked = given_up[0] if given_up else 1, 1
            while told_to < asked:
                told_to += 1
                if told_to == 1:
                    _say("Stopping.")
                for each in everything:  # whoever asks twice does not wait for answers under way
                    each.send(signal.SIGQUIT if told_to > 1 and each in web else signal.SIGTERM)
            time.sleep(0.1)
    finally:
        _end(everything)
    return status


class _Kept:
    """A program that is started again whenever it ends."""

    def __init__(self, *words: object) -> None:
        self.words = words
        self.given_up = False
        self.status = 0
        self._process: Process | None = None
        self._failures = 0
        self._next = 0.0

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def look(self) -> None:
        """Start it where it does not run and its pause is over."""
        now = time.monotonic()
        if self._process is not None and not self.runs:
            code = self._process.returncode
            self._ended(now, code if code >= 0 else 128 - code)  # as shells say that a signal ended it
        elif self._process is None and not self.given_up and now >= self._next:
            self._started = now
            try:
                self._process = _start(*self.words)
            except OSError as error:  # no memory, no more processes
                _say(f"evenhand: cannot start {self._name}: {error}")
                self._ended(now, 1)

    def _ended(self, now: float, status: int) -> None:
        self.kill()  # what it may have left behind
        self._process, self.status = None, status
        web = self.words[0] == "gunicorn"
        if web and status == 0:  # somebody told it to
            self.given_up = True
            return
        quick = status != 0 and now < self._started + QUICK
        self._failures = self._failures + 1 if quick else 0
        pause = min(PAUSE * 2 ** max(self._failures - 1, 0), LONGEST_PAUSE)
        self._next = now + pause
        if self._failures == MOST:
            self.given_up = web
            told = f"{self._name} failed {MOST} times soon after its start, with exit status {status}"
            _say(f"evenhand: {told}; it says above why. {self._advice}")

    @property
    def _name(self) -> str:
        return NAMES.get(str(self.words[0]), str(self.words[0]))

    @property
    def _advice(self) -> str:
        if self.given_up:
            return (
                "Mend that and start the site again; where nothing is said, try another --address or fewer --workers."
            )
        return f"The rest goes on without it, and it is tried again, at most every {LONGEST_PAUSE:.0f} seconds."

    def send(self, number: int) -> None:
        if self._process is not None and self.runs:
            self._process.send_signal(number)

    def wait(self, seconds: float) -> None:
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(max(seconds, 0))

    def kill(self) -> None:
        """End it and all that it has started, which are in a group of its own, whatever they are at."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


class _Folder:
    """The data folder as it was at the start: another that some process makes in its place is not the same."""

    def __init__(self) -> None:
        self._place = Path(os.environ.get("EVENHAND_DATA") or "evenhand-site").resolve()
        self._was = self._identity()
        self._seen = time.monotonic()

    @property
    def gone(self) -> bool:
        now = time.monotonic()
        if self._was is None or self._identity() == self._was:
            self._seen = now
        if now < self._seen + GONE:
            return False
        _say(f"evenhand: the data folder {self._place} is gone: put it back, or restore a back-up, and start again")
        return True

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._place.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _end(everything: list[_Kept]) -> None:
    """Let them come to an end together; who needs longer than patience lasts is killed, with what it has started."""
    for each in everything:
        each.send(signal.SIGTERM)
    last = time.monotonic() + PATIENCE
    for each in everything:
        each.wait(last - time.monotonic())
    for each in everything:
        each.kill()


def _start(*words: object) -> Process:
    """A program in a group of its own: Control-C is told to this process alone, which stops the others in order."""
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, words)], process_group=0, preexec_fn=_ends_with_us if _LIBC else None
    )


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def _ends_with_us() -> None:
    """Be told to stop when this process is killed, which then stops nobody (prctl(2); Linux alone has it)."""
    assert _LIBC is not None
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    studies, *web = sys.argv[1:]
    sys.exit(supervise(int(studies), *([web[0], int(web[1])] if web else [])))

"""The process that watches over gunicorn and the clock until somebody says stop; it loads nothing of the site."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from types import FrameType

__all__ = ["supervise"]

PATIENCE = 5.0
"""Seconds that the clock may go on with its work once the web has stopped; its next start takes up what it leaves."""


def supervise(address: str, workers: int) -> int:
    """Run both side by side: a clock that dies is started again, gunicorn's end is ours, and so is its exit status."""
    told = "python:evenhand_site.keeping.workers"
    web = _start("gunicorn", "--config", told, "--bind", address, "--workers", workers)
    clock = _start("evenhand_site.keeping.clock")
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        if not stopping:
            sys.stderr.write("Stopping.\n")
            sys.stderr.flush()
        for process in (web, clock):
            if process.poll() is None:  # whoever asks twice does not wait for answers under way
                process.send_signal(signal.SIGQUIT if stopping and process is web else signal.SIGTERM)
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup
            signal.signal(number, stop)
    while web.poll() is None:
        time.sleep(0.1)
        if clock.poll() is not None and not stopping:
            time.sleep(2)
            clock = _start("evenhand_site.keeping.clock")
    if clock.poll() is None:
        clock.terminate()
        try:
            clock.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            clock.kill()
    return 0 if stopping else web.returncode


def _start(*words: object) -> subprocess.Popen[bytes]:
    """A program in a group of its own: Control-C is told to this process alone, which stops the others in order."""
    return subprocess.Popen([sys.executable, "-m", *map(str, words)], process_group=0)


if __name__ == "__main__":
    sys.exit(supervise(sys.argv[1], int(sys.argv[2])))

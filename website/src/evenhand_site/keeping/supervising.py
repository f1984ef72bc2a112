"""The process that watches over gunicorn and those beside it until somebody says stop; it loads nothing of the site."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from types import FrameType

__all__ = ["BESIDE", "supervise"]

BESIDE = ("evenhand_site.keeping.clock", "evenhand_site.cases.reckoning")
"""Programs that run beside the web: the clock, and what answers readers' questions about cases."""
PATIENCE = 5.0
"""Seconds that those may go on with their work once the web has stopped; their next start takes up what they leave."""
PAUSE = 2.0
"""Seconds before one that died is started again."""


def supervise(address: str, workers: int) -> int:
    """Run all side by side: what dies beside the web is started again, gunicorn's end is ours, and its exit status."""
    told = "python:evenhand_site.keeping.workers"
    web = _start("gunicorn", "--config", told, "--bind", address, "--workers", workers)
    beside = {name: _start(name) for name in BESIDE}
    died: dict[str, float] = {}
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        if not stopping:
            sys.stderr.write("Stopping.\n")
            sys.stderr.flush()
        for process in (web, *beside.values()):
            if process.poll() is None:  # whoever asks twice does not wait for answers under way
                process.send_signal(signal.SIGQUIT if stopping and process is web else signal.SIGTERM)
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup
            signal.signal(number, stop)
    while web.poll() is None:
        time.sleep(0.1)
        for name, process in beside.items():
            if process.poll() is None or stopping:
                died.pop(name, None)
            elif time.monotonic() - died.setdefault(name, time.monotonic()) > PAUSE:
                beside[name] = _start(name)
    for process in beside.values():
        if process.poll() is None:
            process.terminate()
    ends = time.monotonic() + PATIENCE
    for process in beside.values():
        try:
            process.wait(max(ends - time.monotonic(), 0.01))
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if stopping else web.returncode


def _start(*words: object) -> subprocess.Popen[bytes]:
    """A program in a group of its own: Control-C is told to this process alone, which stops the others in order."""
    return subprocess.Popen([sys.executable, "-m", *map(str, words)], process_group=0)


if __name__ == "__main__":
    sys.exit(supervise(sys.argv[1], int(sys.argv[2])))

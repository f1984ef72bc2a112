"""A worker: a process that works on runs, one after the other, behind everything else on the machine.

It ends after so many runs and is started again (see `keeping.supervising`), so that its memory does not grow. Told to
stop, it hands back what it is at, and another worker begins it at once.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import FrameType

__all__ = ["main"]

MOST_TASKS = 20
"""Tasks after which a new process takes this one's place."""
LOOKS = 1.0
"""Seconds between two looks for something to do."""
BEHIND = 10
"""The niceness: readers come first."""


def main(threads: int | None = None) -> None:
    """Work until told to stop (SIGTERM, SIGINT), or until so many runs are done; ``threads`` are for the engine."""
    from django_tasks_db.management.commands.db_worker import Worker

    from evenhand_site.cases import runs

    runs.threads = threads
    worker = Worker(
        queue_names=[runs.QUEUE], interval=LOOKS, batch=False, backend_name="studies", startup_delay=False,
        max_tasks=MOST_TASKS, worker_id=runs.me(), excluded_queue_names=[],
    )  # fmt: skip

    def stop(_number: int, _frame: FrameType | None) -> None:
        if not worker.running:
            return
        worker.running = False
        if runs.computing:
            raise runs.Stopped
        if not worker.running_task:
            sys.exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    worker.run()


def _end_with(parent: int) -> None:
    """Stop once the process that started this one is gone: nobody would ever stop it otherwise."""
    while os.getppid() == parent:
        time.sleep(LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    import logging

    import django

    os.nice(BEHIND)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    django.setup()
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    except Exception:
        logging.getLogger("evenhand_site.cases").exception("a worker ended")
    finally:
        os._exit(0)  # nothing is left to do, and taking everything apart takes longer than stopping should

"""A worker: a process that works on runs, one after the other, behind everything else on the machine.

Short work for which somebody waits does not wait for a run to end: see `Between`.

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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

__all__ = ["Between", "main"]

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

    runs.between = Between(worker)

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


class Between:
    """What a worker does between two steps of a run: a short task for which somebody waits, before it goes on.

    Short tasks have a priority above that of runs. One at most is done between two steps, so that a run ends however
    many are asked for. A worker that is told to stop meanwhile ends the short task, and hands back the run.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._looked = 0.0

    def __call__(self) -> None:
        from evenhand_site.cases import runs

        if time.monotonic() < self._looked + LOOKS:
            return
        if (task := self._short()) is not None:
            runs.computing = False
            try:
                self._worker.run_task(task)
            finally:
                runs.computing = True
                self._looked = time.monotonic()
        if not self._worker.running:
            raise runs.Stopped

    def _short(self) -> DBTaskResult | None:
        from django.db import OperationalError
        from django_tasks_db.models import DBTaskResult
        from django_tasks_db.utils import exclusive_transaction

        from evenhand_site.cases import runs

        self._looked = time.monotonic()
        ready = DBTaskResult.objects.ready().filter(queue_name=runs.QUEUE, priority__gt=0)
        try:
            if not ready.exists():
                return None
            with exclusive_transaction(ready.db):
                if (task := ready.get_locked()) is not None:
                    task.claim(self._worker.worker_id)
                return task
        except OperationalError:  # another is writing: after the next step it is looked for again
            return None


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

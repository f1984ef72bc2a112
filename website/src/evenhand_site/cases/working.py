"""A worker: a process that works on runs, one after the other, behind everything else on the machine.

Short work for which somebody waits does not wait for a run to end: see `Between`.

It ends after so many runs and is started again (see `keeping.supervising`), so that its memory does not grow. Told to
stop, it hands back what it is at, and another worker begins it at once.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from copy import copy
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

__all__ = ["Between", "main", "stopping"]

log = logging.getLogger("evenhand_site.cases")

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

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopping(worker))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    worker.run()


def stopping(worker: Worker) -> Callable[[int, FrameType | None], None]:
    """What a signal does: break off a run while it computes, let all else come to its end, or end the idle worker."""
    from evenhand_site.cases import runs

    def stop(_number: int, _frame: FrameType | None) -> None:
        if not worker.running:
            return
        worker.running = False
        if runs.computing:
            raise runs.Stopped
        if not worker.running_task:
            sys.exit(0)

    return stop


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

        if time.monotonic() >= self._looked + LOOKS:
            runs.computing = False  # a task that was claimed is done, and noted as done
            try:
                self._do_one()
            finally:
                runs.computing = True
                self._looked = time.monotonic()
        if not self._worker.running:
            raise runs.Stopped

    def _do_one(self) -> None:
        """Do the most urgent short task, if there is one; the run beside it has no part in what goes wrong there."""
        from django.db import close_old_connections

        try:
            if (task := self._claimed()) is not None:
                copy(self._worker).run_task(task)  # by a copy: the worker itself is still at its run
        except Exception:
            log.exception("a short task between two steps of a run went wrong")
            close_old_connections()

    def _claimed(self) -> DBTaskResult | None:
        from django.db import OperationalError
        from django_tasks_db.models import DBTaskResult
        from django_tasks_db.utils import exclusive_transaction

        from evenhand_site.cases import runs

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
    import django

    os.nice(BEHIND)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    django.setup()
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    except Exception:
        log.exception("a worker ended")
    finally:
        os._exit(0)  # nothing is left to do, and taking everything apart takes longer than stopping should

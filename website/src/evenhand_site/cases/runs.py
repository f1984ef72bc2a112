"""Runs: analyses that take longer than a page may, each once for the same content and finished exactly once.

A run is asked for, and a task that names it is put before the workers. Whoever takes it up holds a lease of thirty
seconds and renews it while computing; the lease alone decides whose the run is. A worker that dies renews nothing: once
the lease has run out, the clock puts the run before the workers again. The result is stored in one transaction with the
run's end, by the holder of the lease or by nobody.

Several machines must agree on the time to within a few seconds.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

import evenhand
from evenhand.errors import EvenhandError, InputError
from evenhand_site.cases.models import Case, CaseStudy, Run
from evenhand_site.cases.study import columns_of, identity_of, store, version_of

__all__ = [
    "LEASE", "MOST_TRIES", "Stopped", "after_publishing", "again", "ask", "cancel", "cancellable_by", "finish", "me",
    "seen_by", "take", "take_up", "work",
]  # fmt: skip

log = logging.getLogger("evenhand_site.cases")

LEASE = timedelta(seconds=30)
"""How long a run belongs to its worker unless the worker says that it is still there."""
RENEWED = 2.0
"""Seconds between two times that the worker says so; as long may pass before it hears that a run was cancelled."""
MOST_TRIES = 2
"""How often a run is begun before it counts as failed."""
DRAWS, SEED = 10_000, 1
"""With which a case is analysed that is published."""
MOST_DRAWS = 1_000_000
"""As in the engine."""
TASKS_KEPT = timedelta(days=7)
"""How long the tasks of workers are kept for those who look for a fault."""

QUEUE = "studies"
State = Run.State
User = AbstractBaseUser | AnonymousUser


class Lost(Exception):
    """The run does not belong to this worker any more: it was cancelled, or the lease ran out."""


class Stopped(BaseException):
    """The worker was told to stop; raised by whoever is told, while it computes (see ``computing``)."""


# --- who may


def seen_by(user: User) -> QuerySet[Run]:
    """The runs that somebody may know of: those they asked for, as the first or not; all with the right to see runs."""
    if not (user.is_authenticated and user.is_active):
        return Run.objects.none()
    if user.has_perm("cases.view_run"):  # signed in, so a User
        return Run.objects.all()
    return Run.objects.filter(Q(asked_by=user) | Q(pk__in=Run.askers.through.objects.filter(user=user).values("run")))


def cancellable_by(user: User, run: Run) -> bool:
    """Whether somebody may cancel a run or ask for it again: who asked for it, and who may change cases."""
    if not seen_by(user).filter(pk=run.pk).exists():
        return False
    return run.asked_by_id == user.pk or bool(user.has_perm("cases.change_case"))  # signed in, so a User


# --- asking


def key_of(file: str, draws: int, seed: int) -> str:
    """The SHA-256 of what decides the result."""
    return hashlib.sha256(f"{version_of(file)} {draws} {seed} {evenhand.__version__}".encode()).hexdigest()


def ask(file: str, draws: int = DRAWS, seed: int = SEED, by: User | None = None) -> Run:
    """The run of a case file, asked for now unless it has been: at work, done, or begun anew where it was given up.

    Raises
    ------
    evenhand.errors.CaseError
        If the file has faults; nothing is asked for then.
    evenhand.errors.InputError
        If a number is out of range.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(f"draws: a number from 1 to {MOST_DRAWS:,} expected, found {draws}")
    if not 0 <= seed < 2**63:
        raise InputError(f"seed: 0 or a positive whole number below 2^63 expected, found {seed}")
    identity = identity_of(file, draws, seed)
    asked = {"case_id": identity["case_id"], "file": file, "draws": draws, "seed": seed, "asked_by": by}
    with transaction.atomic():
        run, new = Run.objects.select_for_update().get_or_create(key=key_of(file, draws, seed), defaults=asked)
        if by is not None:
            run.askers.add(by)
        study = CaseStudy.objects.filter(**identity).first()
        if study is not None:
            _settle(run, State.DONE, study=study)
        elif new:
            _put_before_workers(run.pk)
        elif run.state not in (State.WAITING, State.RUNNING):
            _begin_anew(run, by)
    return run


def again(run: Run, by: User) -> Run:
    """The same run once more, where it failed or was cancelled."""
    return ask(run.file, run.draws, run.seed, by)


def after_publishing(sender: type, instance: Case, **_signal: object) -> None:
    """Ask for the study of a case that has just been published; one with faults has none, and its editor is told."""
    revision = instance.latest_revision
    try:
        ask(instance.text, by=revision.user if revision else instance.owner)
    except EvenhandError as error:
        log.warning("%s was published, and cannot be analysed: %s", instance.case_id, error)


def cancel(run: Run) -> bool:
    """Let nobody work on a run any more; False where it has ended already."""
    return bool(
        Run.objects.filter(pk=run.pk, state__in=(State.WAITING, State.RUNNING)).update(
            state=State.CANCELLED, ended=timezone.now(), lease=None, worker=""
        )
    )


def _begin_anew(run: Run, by: User | None) -> None:
    run.tries, run.error, run.part, run.done, run.total = 0, "", "", 0, 0
    run.state, run.study, run.ended, run.asked, run.asked_by = State.WAITING, None, None, timezone.now(), by
    run.save()
    _put_before_workers(run.pk)


def _settle(run: Run, state: State, *, study: CaseStudy | None = None, error: str = "") -> None:
    """A run's end, once."""
    if run.state == state and run.study_id == (study.pk if study else None):
        return
    run.state, run.study, run.error = state, study, error
    run.ended, run.lease, run.worker = timezone.now(), None, ""
    run.save()


def _put_before_workers(pk: int) -> None:
    """A task for whichever worker comes first; in the transaction that makes it worth doing."""
    work.enqueue(pk)


# --- the lease


@functools.cache
def me() -> str:
    """This worker's name, which no other process has or will have."""
    return f"{socket.gethostname()[:60]} {os.getpid()} {secrets.token_hex(4)}"


def take(pk: int, worker: str) -> Run | None:
    """The run, if nobody holds it; from now on this worker does."""
    now = timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease__lt=now)
    taken = Run.objects.filter(free, pk=pk, tries__lt=MOST_TRIES).update(
        state=State.RUNNING, worker=worker, lease=now + LEASE, tries=F("tries") + 1, part="", done=0, total=0
    )
    return Run.objects.get(pk=pk) if taken else None


def _held(run: Run) -> QuerySet[Run]:
    """The run as long as it belongs to the worker that took it."""
    return Run.objects.filter(pk=run.pk, worker=run.worker, state=State.RUNNING)


def renew(run: Run, part: str = "", done: int = 0, total: int = 0) -> bool:
    """Hold a run for longer, and say how far it is; False where it belongs to this worker no more."""
    return bool(_held(run).update(lease=timezone.now() + LEASE, part=part[:200], done=done, total=total))


def finish(run: Run, identity: dict[str, Any], columns: dict[str, Any]) -> CaseStudy:
    """Store what was found and end the run, both or neither.

    Raises
    ------
    Lost
        If the run belongs to this worker no more: nothing is stored then.
    """
    with transaction.atomic():
        # one after the other, for studies of the same version are numbered; in this order, for nobody to wait in a ring
        list(Run.objects.select_for_update().filter(case_id=run.case_id).order_by("pk").values_list("pk"))
        mine = _held(run).first()
        if mine is None:
            raise Lost
        study = store(identity, columns)
        _settle(mine, State.DONE, study=study)
    return study


def fail(run: Run, error: str, *, for_good: bool = False) -> None:
    """Note what went wrong; the run is tried again unless that would be in vain."""
    with transaction.atomic():
        mine = _held(run).select_for_update().first()
        if mine is None:
            return
        if for_good or mine.tries >= MOST_TRIES:
            _settle(mine, State.FAILED, error=error)
        else:
            mine.state, mine.error, mine.lease, mine.worker = State.WAITING, error, None, ""
            mine.save()
            _put_before_workers(mine.pk)


def hand_back(run: Run) -> None:
    """Let another worker begin it at once; this one has not failed and is not counted."""
    with transaction.atomic():
        if _held(run).update(state=State.WAITING, tries=F("tries") - 1, lease=None, worker=""):
            _put_before_workers(run.pk)


class _Holding:
    """While this ``with`` lasts, a thread says for the worker that it is still there, and how far it is.

    Call it as `evenhand.whole` calls its ``progress``: it raises `Lost` once the run has been taken away. Each call
    stands between two steps of the run, where short work for which somebody waits is done first.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._reached = ("", 0, 0)
        self._lost, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hold, daemon=True)

    def __enter__(self) -> Self:
        global computing
        self._thread.start()
        computing = True
        return self

    def __exit__(self, *_: object) -> None:
        global computing
        computing = False
        self._ended.set()
        self._thread.join(RENEWED)

    def __call__(self, part: str, done: int, total: int) -> None:
        self._reached = (part, done, total)
        if self._lost.is_set():
            raise Lost
        if between is not None:
            between()

    def _hold(self) -> None:
        while not self._ended.wait(RENEWED):
            try:
                if not renew(self._run, *self._reached):
                    self._lost.set()
                    break
            except DatabaseError:  # it may be back before the lease runs out; the end looks whose the run is
                log.exception("the lease of run %s was not renewed", self._run.pk)
                connection.close()
        connection.close()


# --- the work

computing = False
"""Whether the work may be broken off now: what was found is stored, and told to readers, without a break."""
between: Callable[[], None] | None = None
"""What this process does between two steps of a run (see `working.Between`)."""
threads: int | None = None
"""How many threads this process computes with; all cores unless `working` says otherwise."""


@task(backend="studies", queue_name=QUEUE)
def work(pk: int) -> None:
    """Work on a run until it is done, or belongs to somebody else; what went wrong stands on the run."""
    run = take(pk, me())
    if run is None:
        return
    try:
        finish(run, *_computed(run))
        log.info("run %s of %s is done", run.pk, run.case_id)
    except Lost:
        log.info("run %s of %s was taken away", run.pk, run.case_id)
    except Stopped:
        hand_back(run)
    except EvenhandError as error:  # of the case: it would be the same next time
        fail(run, str(error), for_good=True)
    except Exception as error:
        log.exception("run %s of %s failed", run.pk, run.case_id)
        fail(run, f"{type(error).__name__}: {error}")


def _computed(run: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    with _Holding(run) as holding:
        columns = columns_of(run.file, run.draws, run.seed, holding, threads)
    return identity_of(run.file, run.draws, run.seed), columns


# --- the clock


def take_up() -> None:
    """Put before the workers what was left lying: by a worker that died, with a task that went astray."""
    now = timezone.now()
    for run in Run.objects.filter(state=State.RUNNING, lease__lt=now).defer("file"):
        _give_to_others(run)
    astray = set(Run.objects.filter(state=State.WAITING).values_list("pk", flat=True)) - _before_workers()
    for pk in astray:  # its task may have begun this very moment: a second one finds nothing to do
        _put_before_workers(pk)
    done = Q(finished_at__lt=now - TASKS_KEPT) | Q(finished_at=None, started_at__lt=now - TASKS_KEPT)
    DBTaskResult.objects.filter(done, queue_name=QUEUE).delete()


def _give_to_others(run: Run) -> None:
    died = _("The worker stopped without a word, as one does that is killed or has no memory left.")
    with transaction.atomic():
        left = Run.objects.filter(pk=run.pk, state=State.RUNNING, worker=run.worker, lease__lt=timezone.now())
        if run.tries >= MOST_TRIES:
            left.update(state=State.FAILED, error=died, ended=timezone.now(), lease=None, worker="")
        elif left.update(state=State.WAITING, error=died, lease=None, worker=""):
            log.warning("run %s of %s was left by a worker that died", run.pk, run.case_id)
            _put_before_workers(run.pk)


def _before_workers() -> set[int]:
    """The runs whose task waits for a worker."""
    waiting = DBTaskResult.objects.filter(queue_name=QUEUE, status=TaskResultStatus.READY)
    return {given["args"][0] for given in waiting.values_list("args_kwargs", flat=True) if given["args"]}

"""The process that answers readers' questions: it keeps cases ready and analyses them with changes, beside the web.

Readers' pages are never computed where readers are served. This process listens on a Unix socket in the data folder;
a message is its length in four bytes, then JSON. A question is a study, changes (see `evenhand.read_changes`) and the
issue at hand. It is answered in parts of one issue each, the most urgent first: the issue at hand from a few draws, the
other issues where the whole case is asked about, then the same from as many draws as the study has, which a second
process of low priority does so that nobody's first figures wait for it. An answer is what is known by then. Equal
questions are one; what was found is kept by its content (study, changes, draws); where too much waits already, a
question is turned away.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import logging
import multiprocessing
import os
import signal
import struct
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import close_old_connections

import evenhand
from evenhand.errors import EvenhandError, InputError

__all__ = ["FEW", "Desk", "Question", "Reckoner", "main", "serve", "socket_place"]

log = logging.getLogger("evenhand_site.cases")

FEW = 256
"""Draws of the first figures: 16 in each of 16 replicates."""
AT_HAND, BESIDE, AT_HAND_IN_FULL, BESIDE_IN_FULL = range(4)
"""How urgent a part is: the issue at hand or another one, from a few draws or from all."""
MOST_WAITING = (50, 600, 100, 600)
"""Most parts of each urgency that wait; some seconds' work of the first, some minutes' of all."""
MOST_KEPT = 2_000
"""Most analysed parts that are kept, some 40 kB each."""
FORGIVEN = 30.0
"""Seconds after which a part that failed is tried again when somebody asks for it."""
MOST_DESKS = 4
"""Most studies that are kept ready, some 40 MB each."""
MOST_BYTES = 64 * 1024
"""Most bytes of a question."""
LONGEST_WAIT = 5.0
"""Most seconds for which an answer is waited for."""

Document = dict[str, Any]


def socket_place() -> Path:
    """Where this process listens."""
    return Path(settings.DATA) / "reckoning.socket"


@dataclass(frozen=True)
class Question:
    """What somebody asks: a study by its number and version, canonical texts of the changes, the issue at hand.

    ``whole``: the other issues, too.
    """

    study: str
    changes: tuple[str, ...]
    issue: str
    whole: bool = True


@dataclass(frozen=True)
class Part:
    """A piece of work: an issue of a question, from so many draws (0: lay out the study); equal ones are done once."""

    study: str
    changes: tuple[str, ...]
    draws: int
    issue: str


@dataclass
class Desk:
    """A study laid out to be questioned: its case ready for a few draws and for all, and its analyses of both."""

    case: Any
    draws: int
    seed: int
    published: Document | None
    ready: dict[int, Any] = field(default_factory=dict)
    before: dict[int, dict[str, Document]] = field(default_factory=dict)
    turns: dict[int, threading.RLock] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str) -> Desk:
        """A stored study's, by its number and version; what another program found is found anew to be compared."""
        from evenhand_site.cases.models import CaseStudy

        pk, _space, version = name.partition(" ")
        study = CaseStudy.objects.defer(None).get(pk=int(pk), version=version)
        published = json.loads(study.analysis) if study.engine == evenhand.__version__ else None
        return cls(evenhand.loads(study.file), study.draws, study.seed, published)

    @property
    def few(self) -> int:
        return min(FEW, self.draws)

    def compare(self, changes: Sequence[str], draws: int, issue: str) -> Document:
        """An issue before and after the changes."""
        with self.turns.setdefault(draws, threading.RLock()):
            if draws not in self.ready:
                self.ready[draws] = evenhand.prepare(self.case, draws, self.seed)
            before = self._before(draws, issue)
        return evenhand.what_if(self.ready[draws], changes, draws, self.seed, 1, [issue], before).document()

    def _before(self, draws: int, issue: str) -> Document:
        if draws == self.draws and self.published is not None:
            return self.published
        known = self.before.setdefault(draws, {})
        if issue not in known:
            known[issue] = evenhand.analyse(self.ready[draws], draws, self.seed, 1, [issue]).document()
        return known[issue]


class Reckoner:
    """Questions and what is known of their answers; threads work off the parts.

    Parameters
    ----------
    desk : callable
        Lays out a study.
    in_full : callable
        Does a part of many draws, elsewhere; here unless given.
    """

    def __init__(
        self, desk: Callable[[str], Desk] = Desk.of, in_full: Callable[[Part], Document] | None = None
    ) -> None:
        self._lay_out, self._in_full = desk, in_full
        self._desks: OrderedDict[str, Desk] = OrderedDict()
        self._kept: OrderedDict[Part, Document] = OrderedDict()
        self._failed: dict[Part, float] = {}
        self._waiting: dict[Part, int] = {}
        self._lines: tuple[deque[Part], ...] = tuple(deque() for _ in MOST_WAITING)
        self._turn = threading.Condition()
        self._told: list[Callable[[], None]] = []

    # -- asked by the web, in any thread

    def ask(self, question: Question) -> Document:
        """What is known by now; what is not is put to work.

        ``state``: all; some (of the issue at hand, at least); waiting; busy (too much waits already); unknown (there is
        no such study, or it cannot be questioned so).
        """
        with self._turn:
            parts = self._parts(question)
            missing = [(rank, part) for rank, part in parts if part not in self._kept]
            failed = [part for _rank, part in missing if self._has_failed(part)]
            taken = [self._want(rank, part) for rank, part in missing if part not in failed]
            found = self._found([part for _rank, part in parts])
        if not missing:
            return found | {"state": "all"}
        if any(issue["id"] == parts[0][1].issue for issue in found["issues"]):
            return found | {"state": "some"}
        return found | {"state": "unknown" if parts[0][1] in failed else "waiting" if taken[0] else "busy"}

    def listen(self, told: Callable[[], None]) -> None:
        """Call this whenever a part is done."""
        self._told.append(told)

    def _parts(self, question: Question) -> list[tuple[int, Part]]:
        """Every part of a question with its urgency; of a study that is not laid out, to lay it out."""
        desk = self._desks.get(question.study)
        if desk is None:
            return [(AT_HAND, Part(question.study, (), 0, ""))]
        every = list(desk.case.issues)
        hand = question.issue if question.issue in every else every[0]
        every = [hand, *(name for name in every if name != hand)] if question.whole else [hand]
        found = [
            (full * AT_HAND_IN_FULL + (name != hand), Part(question.study, question.changes, draws, name))
            for full, draws in enumerate(dict.fromkeys((desk.few, desk.draws)))
            for name in every
        ]
        return sorted(found, key=lambda one: one[0])

    def _has_failed(self, part: Part) -> bool:
        return time.monotonic() - self._failed.get(part, -FORGIVEN) < FORGIVEN

    def _want(self, rank: int, part: Part) -> bool:
        """Put a part to work; True if it is, or was already."""
        if self._waiting.get(part, len(MOST_WAITING)) <= rank:
            return True
        if len(self._lines[rank]) >= MOST_WAITING[rank]:
            return False
        self._waiting[part] = rank
        self._lines[rank].append(part)
        self._turn.notify_all()
        return True

    def _found(self, parts: list[Part]) -> Document:
        """The best that is known of each issue: from all draws where it is there, else from a few."""
        found: Document = {"issues": []}
        issues: dict[str, Document] = {}
        for part in parts:
            document = self._kept.get(part)
            if document is not None:
                self._kept.move_to_end(part)
                found |= {name: document[name] for name in ("account", "base", "changes", "case", "seed")}
                issues |= {one["id"]: one | {"draws": part.draws} for one in document["issues"]}
        desk = self._desks.get(parts[0].study)
        found["issues"] = [issues[name] for name in (desk.case.issues if desk else ()) if name in issues]
        return found

    # -- at work

    def work(self, least: int = AT_HAND, most: int = BESIDE_IN_FULL) -> None:
        """Work off parts of these urgencies for ever."""
        while True:
            self.step(least, most)

    def step(self, least: int = AT_HAND, most: int = BESIDE_IN_FULL) -> None:
        """Work off the most urgent part, as soon as there is one."""
        mine = range(least, most + 1)
        with self._turn:
            while not any(self._lines[rank] for rank in mine):
                self._turn.wait()
            rank = next(rank for rank in mine if self._lines[rank])
            part = self._lines[rank].popleft()
            if self._waiting.get(part) != rank:  # it became more urgent meanwhile
                return
        found = self._analyse(part, rank)
        with self._turn:
            if found:
                self._kept[part] = found
            elif found is None:
                self._failed = {one: at for one, at in self._failed.items() if self._has_failed(one)}
                self._failed[part] = time.monotonic()
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            self._waiting.pop(part, None)
        for told in self._told:
            told()

    def _analyse(self, part: Part, rank: int) -> Document | None:
        """A part's findings, nothing where it was to lay out a study; None where it failed."""
        try:
            if rank >= AT_HAND_IN_FULL and self._in_full is not None:
                return self._in_full(part)
            desk = self.desk(part.study)
            return desk.compare(part.changes, part.draws, part.issue) if part.draws else {}
        except (EvenhandError, ObjectDoesNotExist):
            log.warning("a question that cannot be answered: study %s, %s", part.study, part.changes)
        except Exception:  # one question's fault must not stop the others
            log.exception("a question failed: study %s, %s", part.study, part.changes)
        return None

    def lay_out_newest(self) -> None:
        """Lay out the newest studies before somebody asks."""
        from evenhand_site.cases.models import CaseStudy

        try:
            newest: dict[str, str] = {}
            for study in CaseStudy.objects.order_by("-created", "-pk"):
                newest.setdefault(study.case_id, f"{study.pk} {study.version}")
            for name in list(newest.values())[:MOST_DESKS]:
                desk = self.desk(name)
                for issue in desk.case.issues:
                    desk.compare([], desk.few, issue)
        except Exception:  # a study that cannot be laid out is the fault of whoever asks for it
            log.exception("the newest studies could not be laid out")

    def desk(self, name: str) -> Desk:
        """The study's desk, laid out if it is not."""
        with self._turn:
            if name in self._desks:
                self._desks.move_to_end(name)
                return self._desks[name]
        close_old_connections()
        desk = self._lay_out(name)
        with self._turn:
            self._desks[name] = desk
            while len(self._desks) > MOST_DESKS:
                self._desks.popitem(last=False)
        return desk


# -- the socket


async def serve(reckoner: Reckoner, place: Path) -> None:
    """Answer questions that come by the socket, until cancelled."""
    loop, news = asyncio.get_running_loop(), asyncio.Condition()

    async def tell() -> None:
        async with news:
            news.notify_all()

    reckoner.listen(lambda: asyncio.run_coroutine_threadsafe(tell(), loop))

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError, ValueError, KeyError, TypeError):
            async with asyncio.timeout(LONGEST_WAIT + 1):
                asked = json.loads(await _message(reader))
                question = Question(
                    str(asked["study"]), tuple(map(str, asked["changes"])), str(asked["issue"]), bool(asked["whole"])
                )
                found = await _awaited(reckoner, question, min(float(asked["wait"]), LONGEST_WAIT), news)
                body = json.dumps(found).encode()
                writer.write(struct.pack(">I", len(body)) + body)
                await writer.drain()
        writer.close()

    await asyncio.to_thread(place.unlink, True)
    server = await asyncio.start_unix_server(answer, place, backlog=200)
    async with server:
        await server.serve_forever()


async def _message(reader: asyncio.StreamReader) -> bytes:
    (length,) = struct.unpack(">I", await reader.readexactly(4))
    if length > MOST_BYTES:
        raise ValueError(f"a question of {length} bytes")
    return await reader.readexactly(length)


async def _awaited(reckoner: Reckoner, question: Question, wait: float, news: asyncio.Condition) -> Document:
    """The answer as soon as it has figures of the issue at hand; what there is once the time is up."""
    found = reckoner.ask(question)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(wait):
            while found["state"] == "waiting":
                async with news:
                    await news.wait()
                found = reckoner.ask(question)
    return found


# -- the processes


class InFull:
    """A process of its own for parts of many draws: started when it is needed, and again when it has died."""

    def __init__(self) -> None:
        self._pipe: Any = None
        self._process: Any = None

    def stop(self) -> None:
        """End the process, whatever it is about."""
        if self._process is not None:
            self._process.kill()

    def __call__(self, part: Part) -> Document:
        """A part's findings; an error where the process died over it, or could not do it."""
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=_in_full, args=(other,), daemon=True)
            self._process.start()
            other.close()
        try:
            self._pipe.send(part)
            found: Document | None = self._pipe.recv()
        except (EOFError, OSError):
            self._pipe = None
            raise
        if found is None:
            raise InputError("the process for many draws could not do it")
        return found


def _in_full(pipe: Any) -> None:
    """Do parts that come through a pipe until its other end is gone."""
    import django

    os.nice(15)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    reckoner = Reckoner()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(reckoner._analyse(pipe.recv(), AT_HAND))
    os._exit(0)


def main() -> None:
    """Answer until told to stop (SIGTERM, SIGINT); a second process of a machine waits until the first is gone."""
    in_full = InFull()

    def stop(_number: int, _frame: FrameType | None) -> None:
        in_full.stop()
        os._exit(0)  # nothing is lost: what was found is found again

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with open(Path(settings.DATA) / "reckoning.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.umask(0o077)
        os.environ["EVENHAND_DATA"] = str(settings.DATA)  # whole, as the helper for many draws starts from there
        os.chdir(settings.DATA)  # an address of a socket may have hardly more than a hundred letters
        os.nice(4)  # readers come first
        reckoner = Reckoner(in_full=in_full)
        threading.Thread(target=_first_figures, args=(reckoner,), daemon=True).start()
        threading.Thread(target=reckoner.work, daemon=True, kwargs={"least": AT_HAND_IN_FULL}).start()
        asyncio.run(serve(reckoner, Path(socket_place().name)))


def _first_figures(reckoner: Reckoner) -> None:
    reckoner.lay_out_newest()
    reckoner.work(most=BESIDE)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand_site.settings")
    django.setup()
    main()

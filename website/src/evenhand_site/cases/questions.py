"""Asking the process that reckons (see `reckoning`), for a moment and no longer: readers are served by this process.

At most `AT_ONCE` threads of a process wait for an answer; whoever comes then gets what is known by now. Where nobody
answers, there is no answer, and the page keeps the published figures.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.reckoning import socket_place

__all__ = ["AT_ONCE", "WAIT", "ask"]

log = logging.getLogger("evenhand_site.cases")

WAIT = 0.5
"""Seconds for which a reader's request waits for the first figures."""
AT_ONCE = 2
"""Threads of this process that may wait; the others stay free for readers."""
_PATIENCE = 1.0
"""Seconds after which a silent process counts as gone."""
_LONGEST_ADDRESS = 100

_waiting = threading.BoundedSemaphore(AT_ONCE)


def ask(study: CaseStudy, changes: Sequence[str], issue: str, whole: bool) -> dict[str, Any] | None:
    """What is known of an answer, as `reckoning.Reckoner.ask` tells it; None if nobody answers."""
    turn = _waiting.acquire(blocking=False)
    try:
        asked: dict[str, Any] = {
            "study": f"{study.pk} {study.version}",
            "changes": list(changes),
            "issue": issue,
            "whole": whole,
            "wait": WAIT if turn else 0.0,
        }
        return _asked(json.dumps(asked).encode(), asked["wait"] + _PATIENCE)
    except (OSError, ValueError) as error:
        log.warning("nobody reckons: %s", error)
        return None
    finally:
        if turn:
            _waiting.release()


def _asked(message: bytes, patience: float) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(patience)
        with _address() as place:
            line.connect(place)
        line.sendall(struct.pack(">I", len(message)) + message)
        (length,) = struct.unpack(">I", _received(line, 4))
        found: dict[str, Any] = json.loads(_received(line, length))
        return found


def _received(line: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = line.recv(min(length - len(parts), 1 << 16))
        if not part:
            raise ValueError("the answer ends in its middle")
        parts += part
    return bytes(parts)


@contextlib.contextmanager
def _address() -> Iterator[str]:
    """The socket's address; where it is too long for one, by way of its folder."""
    place = socket_place()
    if len(os.fsencode(place)) <= _LONGEST_ADDRESS:
        yield str(place)
        return
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{place.name}"
    finally:
        os.close(folder)

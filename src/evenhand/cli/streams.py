"""Standard output, standard error and files: what is written there is whole, and fits what reads it."""

from __future__ import annotations

import codecs
import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self, TextIO

from evenhand.errors import InputError, OutputError

__all__ = [
    "DASH",
    "Progress",
    "abandon",
    "as_json",
    "check_target",
    "coloured",
    "complain",
    "deliver",
    "flush",
    "prepare",
    "say",
    "width",
    "wrapped",
]

DASH = "-"
"""The name of standard output, in the place of a file's."""
_WIDEST, _NARROWEST = 100, 30
_SPELT = {
    **dict.fromkeys("–—−‐‑·", "-"),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”„", '"'),
    "⁻": "-",
    **dict.fromkeys("█▉▊▋▌▍▎▏▓", "#"),
    **dict.fromkeys("░▒", "."),
    "…": "...",
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "×": "x",
    "±": "+/-",
}


# --- the streams


def prepare() -> None:
    """Let no character stop the output: what the terminal's encoding lacks is spelt with what it has."""
    os.environ.setdefault("NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING", "1")  # else it may put codes at the very end
    codecs.register_error("evenhand", _spelt)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="evenhand")


def _spelt(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_SPELT.get(character) or _ascii(character) for character in missing), error.end


def _ascii(character: str) -> str:
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode() or "?"


def say(text: str) -> None:
    """Text to standard output.

    Raises
    ------
    OutputError
        If standard output is closed.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def complain(text: str, *, bare: bool = False) -> None:
    """Text to standard error: each line is a fault of its own, after the program's name unless ``bare``.

    For people it is wrapped; programs that read it, as editors do, find each line whole.
    """
    if sys.stderr is None:
        return
    told = [fault if bare or fault.startswith(" ") else f"evenhand: {fault}" for fault in text.splitlines()]
    if _is_terminal(sys.stderr) or os.environ.get("COLUMNS"):
        told = [wrapped(fault) for fault in told]
    try:
        sys.stderr.write("\n".join(told) + "\n")
        sys.stderr.flush()
    except OSError:
        pass  # nobody listens


def wrapped(line: str) -> str:
    """A line on lines of the terminal's width, what follows the first set in by two more; words stay whole.

    Examples
    --------
    >>> wrapped("    expected: one of the parties")
    '    expected: one of the parties'
    """
    text = line.lstrip(" ")
    indent = line[: len(line) - len(text)]
    return textwrap.fill(
        text, width(), initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def flush() -> None:
    """Hand everything over now, while a full disk or a closed pipe can still be reported."""
    if sys.stdout is not None:
        sys.stdout.flush()


def abandon() -> None:
    """Drop what standard output did not take, so that the interpreter does not try again at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass  # no standard output with a number of its own


def coloured(stream: TextIO) -> bool:
    """Whether a person looks at the stream on a terminal that shows bold type and wants it (https://no-color.org)."""
    return _is_terminal(stream) and not os.environ.get("NO_COLOR")


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Characters on a line: the terminal's, 80 where there is none, within what is easily read."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, _NARROWEST), _WIDEST)


# --- results


def as_json(value: Any) -> str:
    """A result as JSON text, the same bytes for the same result."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def deliver(content: str | bytes, target: str) -> None:
    """A result to a file, in one step, or to standard output (``-``); text as UTF-8.

    Raises
    ------
    OutputError
        If it cannot be written; a file that stood there is untouched.
    """
    if target != DASH:
        from evenhand.casefile import atomic_write

        atomic_write(target, content)
    elif sys.stdout is None:
        raise OutputError("standard output is closed")
    elif hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
    elif isinstance(content, str):
        sys.stdout.write(content)
    else:
        raise OutputError("standard output takes text only")


def check_target(target: str, inputs: Iterable[str | os.PathLike[str]] = (), what: str = "the case") -> None:
    """Find out before long work that a result has nowhere to go, or would take the place of what it is made from.

    Parameters
    ----------
    target : str
        Where the result is to go.
    inputs : iterable
        Files that it is made from.
    what : str
        What these hold, as the fault names it.

    Raises
    ------
    InputError
        If the target is one of the inputs.
    OutputError
        If it is empty, a folder, or in a folder that does not exist.
    """
    if target == DASH:
        return
    if not target:
        raise OutputError("the name of the file to be written is missing; give one, or - for standard output")
    if os.path.isdir(target):
        raise OutputError(f"{target}: a folder, where a file is to be written")
    folder = os.path.dirname(target) or "."
    if not os.path.isdir(folder):
        raise OutputError(f"{target}: cannot be written, there is no folder {folder}")
    for source in inputs:
        if os.path.exists(target) and os.path.exists(source) and os.path.samefile(target, source):
            raise InputError(f"{target}: is {what} itself; give the result another name")


# --- progress


class Progress:
    """How far long work has come, on one line of standard error; silent unless a person looks at it."""

    def __init__(self) -> None:
        self._shown = _is_terminal(sys.stderr)

    def __call__(self, issue: str, done: int, total: int) -> None:
        if self._shown:
            line = f"analysing: {done} of {total} ({issue})"[: width() - 1]
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

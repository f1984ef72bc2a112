"""The command line, one file per command.

Exit status: 0 done; 2 something that the user can mend (it stands on standard error); 130 interrupted;
141 whoever read the output has gone. Only what a command needs is imported, so that ``--help`` is quick.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.errors import CaseError

__all__ = ["main"]

INTERRUPTED = 130
GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        from evenhand.cli import streams

        streams.complain("interrupted")
        return INTERRUPTED


def _run(arguments: Sequence[str] | None) -> int:
    import click

    from evenhand.cli import streams
    from evenhand.cli.commands import commands
    from evenhand.errors import CaseError, EvenhandError

    streams.prepare()
    try:
        if "_EVENHAND_COMPLETE" in os.environ:  # a shell asks how a line could go on
            commands.main(prog_name="evenhand")
        with commands.make_context("evenhand", list(sys.argv[1:] if arguments is None else arguments)) as context:
            status: int | None = commands.invoke(context)
        streams.flush()
        return status or 0
    except click.exceptions.Exit as exit_:
        if not exit_.exit_code and sys.stdout is None:  # help, or the version, that nobody could read
            streams.complain("standard output is closed")
            return 2
        return exit_.exit_code
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        streams.complain(told.getvalue(), bare=True)
        return 2
    except CaseError as error:
        _refuse(error, context.meta.get("evenhand.language", "en"))
        return 2
    except BrokenPipeError:
        streams.abandon()
        return GONE
    except EvenhandError as error:
        streams.complain(str(error))
        return 2
    except OSError as error:  # standard output itself: files are written by `atomic_write`, which raises OutputError
        streams.abandon()
        streams.complain(f"standard output: not written ({(error.strerror or str(error)).lower()})")
        return 2
    except MemoryError:
        streams.complain("not enough memory; fewer draws need less")
        return 2


def _refuse(error: CaseError, language: str) -> None:
    """Tell all faults of a file in the language that was asked for."""
    from evenhand.cli import streams
    from evenhand.report.faults import refusal, told
    from evenhand.report.language import speaking

    with speaking(language):
        streams.complain("\n".join(map(told, error.faults)), bare=True)
        streams.complain(refusal(error))

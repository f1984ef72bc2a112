"""Commands as a person gives them: in this process where that is enough, else as a program of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from evenhand.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind; ``err`` has each line of a fault whole, ``wrapped`` as it stands on the terminal."""

    status: int
    out: str
    err: str
    wrapped: str = ""


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command in this process."""

    def command(*arguments: object) -> Ran:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(status, out, re.sub(r"\n(?:  |      )(?=\S)", " ", err), err)

    return command


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command as a program of its own; ``env`` is added to the environment."""

    def command(
        *arguments: object, env: Mapping[str, str] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[bytes]:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        line = [sys.executable, "-m", "evenhand", *map(str, arguments)]
        return subprocess.run(line, env={**os.environ, **(env or {})}, timeout=120, check=False, **options)

    return command

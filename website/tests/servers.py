"""Real programs for the tests: a PostgreSQL server of our own, and the site as people run it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Site", "environment_of", "free_port", "new_database", "postgres", "prepared", "python"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def python(
    code: str, data: Path, *, database: str = "", wait: bool = True, **environment: str
) -> subprocess.Popen[str]:
    """A process that runs ``code`` on the site whose data folder is ``data``, Django set up."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env={**environment_of(data, database), **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    if wait:
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        process.stdout_text = out  # type: ignore[attr-defined]
    return process


def environment_of(data: Path, database: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DATABASE_", "DJANGO_"))
    }
    own = {"EVENHAND_DATA": str(data), "DJANGO_SETTINGS_MODULE": "evenhand_site.settings"}
    return {**kept, **own, **({"DATABASE_URL": database} if database else {})}


SHARED: list[Path] = []
"""The folder that all processes of a test run share; conftest puts it here."""


def prepared(data: Path, *, database: str = "", example: bool = False) -> Path:
    """A site ready to be served in ``data``: made once for a test run (and database server), then copied."""
    server, _, name = database.rpartition("/")
    made = SHARED[0] / f"made-{'example' if example else 'empty'}-{server.rpartition(':')[2] or 'sqlite'}"
    template = f"made_{'example' if example else 'empty'}"
    with open(f"{made}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            if database:
                new_database(server, template)
            there = made.with_name(f"{made.name}-unfinished")
            _prepare(there, f"{server}/{template}" if database else "", example)
            there.rename(made)
    if database:
        new_database(server, name, template)
    return Path(shutil.copytree(made, data, dirs_exist_ok=True))


def _prepare(data: Path, database: str, example: bool) -> None:
    python(f"from evenhand_site.keeping.serving import prepare; prepare(example={example})", data, database=database)


def new_database(server: str, name: str, template: str = "template1") -> str:
    """The address of the database ``name``, made anew as a copy of ``template``."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{server}/{name}"


@dataclass
class Site:
    """The site as `evenhand serve` runs it, on a free port; use it in a ``with``."""

    data: Path
    database: str = ""
    workers: int = 2
    example: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Site:
        command = [str(Path(sys.executable).parent / "evenhand"), "serve", "--address", f"127.0.0.1:{self.port}"]
        command += ["--workers", str(self.workers), *([] if self.example else ["--empty"])]
        self.data.mkdir(parents=True, exist_ok=True)
        with open(self.data / "said.txt", "wb") as said:
            self.process = subprocess.Popen(
                command, env={**environment_of(self.data, self.database), **self.environment}, stderr=said, stdout=said,
                start_new_session=True,
            )  # fmt: skip
        for _ in range(1200):
            try:
                urllib.request.urlopen(f"{self.address}/health", timeout=10).close()
                return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                pass
            assert self.process.poll() is None, self.said
            time.sleep(0.1)
        raise AssertionError(self.said)

    @property
    def said(self) -> str:
        return (self.data / "said.txt").read_text()

    def kill(self) -> None:
        """End every process at once, as a power cut does."""
        assert self.process is not None
        subprocess.run(["pkill", "-KILL", "--session", str(self.process.pid)], check=False)
        self.process.wait(10)

    def __exit__(self, *_: object) -> None:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """The address of a PostgreSQL server of our own, without a database name; None where there is no PostgreSQL."""
    folders = [*(Path(place) for place in os.get_exec_path()), *Path("/usr/lib/postgresql").glob("*/bin")]
    binary = next(
        (folder.resolve() for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None
    )
    user = _unprivileged()
    if binary is None or user is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="evenhand-pg-"))
    port = free_port()
    as_user = {} if user == "" else {"user": user, "env": {**os.environ, "HOME": str(folder)}}
    if user:
        shutil.chown(folder, user)
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder, **as_user}
    subprocess.run(
        [binary / "initdb", "-D", folder / "db", "-U", "evenhand", "-A", "trust", "-E", "UTF8", "--no-sync"], **quiet
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run(
        [binary / "pg_ctl", "-D", folder / "db", "-w", "-l", folder / "log", "-o", options, "start"], **quiet
    )
    try:
        yield f"postgres://evenhand@127.0.0.1:{port}"
    finally:
        subprocess.run([binary / "pg_ctl", "-D", folder / "db", "-w", "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """Whom PostgreSQL runs as: ourselves, or the user that its package makes where we are root; None: nobody fits."""
    if os.getuid() != 0:
        return ""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return None

"""Whatever stands in the way of a command is said in a line, with exit status 2."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from evenhand_site.commands.on_site import Refused, alone
from servers import free_port, prepared, python

SEVERAL = """
import sys
from evenhand.cli import main
for words in {commands!r}:
    try:
        status = main(words)
    except SystemExit as left:
        status = left.code
    print(status, flush=True)
"""
COMMANDS = [
    ["comments", "about", "a@example.org"],
    ["comments", "export", "comments.jsonl"],
    ["newsletter", "status"],
    ["newsletter", "send"],
    ["reindex"],
    ["import-podcast", "feed.xml", "--section", "x"],
    ["export-site", "site.zip"],
    ["backup", "backup.zip"],
    ["password", "editor", "--generate"],
]


def surroundings(**environment):
    """Those of a person who has set nothing else for the site, and no width, so that what is said is in a line."""
    own = ("EVENHAND_", "DATABASE_", "DJANGO_", "COLUMNS")
    return {**{name: value for name, value in os.environ.items() if not name.startswith(own)}, **environment}


def run(folder, *commands, **environment):
    """The statuses of commands, and what they said on standard error; their folder is the working one."""
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL.format(commands=list(commands))], cwd=folder, env=surroundings(**environment),
        text=True, capture_output=True, timeout=300, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return [line for line in done.stdout.splitlines() if line.isdigit()], done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return prepared(tmp_path_factory.mktemp("ready") / "site")


def test_without_a_site_they_refuse_and_leave_nothing_behind(tmp_path):
    statuses, said = run(tmp_path, *COMMANDS)
    assert statuses == ["2"] * len(COMMANDS)
    assert said.count("there is no site here") == len(COMMANDS) - 1 and "there is no database" in said
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_no_site_and_is_not_backed_up(tmp_path):
    with sqlite3.connect(tmp_path / "network.sqlite3") as other:
        other.execute("CREATE TABLE bread (name)")
    other.close()
    statuses, said = run(tmp_path, *COMMANDS, EVENHAND_DATA=str(tmp_path))
    assert statuses == ["2"] * len(COMMANDS)
    assert "network.sqlite3 is not one of this program" in said
    assert [path.name for path in tmp_path.iterdir()] == ["network.sqlite3"]


def test_a_damaged_database_is_said(tmp_path):
    (tmp_path / "network.sqlite3").write_bytes(os.urandom(50_000))
    serve = ["serve", "--empty", "--address", f"127.0.0.1:{free_port()}"]
    statuses, said = run(tmp_path, *COMMANDS, serve, EVENHAND_DATA=str(tmp_path))
    assert statuses == ["2"] * (len(COMMANDS) + 1)
    assert said.count("file is not a database") == len(statuses)


def test_a_server_that_does_not_answer_is_said_whole(tmp_path):
    if shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL is not installed")
    serve = ["serve", "--empty", "--address", f"127.0.0.1:{free_port()}"]
    wrong = f"postgres://me:sesame@127.0.0.1:{free_port()}/network"
    commands = [["newsletter", "status"], ["backup", "backup.zip"], serve]
    statuses, said = run(tmp_path, *commands, EVENHAND_DATA=str(tmp_path / "site"), DATABASE_URL=wrong)
    assert statuses == ["2"] * 3
    assert said.count("Connection refused") == said.count("accepting TCP/IP connections?") == 3
    assert not (tmp_path / "backup.zip").exists() and "sesame" not in said


def test_wrong_settings_are_named(tmp_path):
    statuses, said = run(tmp_path, ["newsletter", "status"], EVENHAND_PROXIES="abc")
    assert statuses == ["2"] and said.startswith("Error: EVENHAND_PROXIES")
    statuses, said = run(tmp_path, ["newsletter", "status"], EVENHAND_TWO_FACTOR="requierd")
    assert statuses == ["2"]
    assert said.strip() == "Error: EVENHAND_TWO_FACTOR is 'requierd'; expected required or offered"


def test_another_kind_of_database_than_the_sites_is_refused(site, tmp_path):
    copy = shutil.copytree(site, tmp_path / "site")
    assert (copy / "database-kind").read_text() == "sqlite\n"
    (copy / "database-kind").write_text("postgresql\n")  # whose DATABASE_URL has not reached the command
    serve = ["serve", "--empty", "--address", f"127.0.0.1:{free_port()}"]
    statuses, said = run(tmp_path, *COMMANDS, serve, EVENHAND_DATA=str(copy))
    assert statuses == ["2"] * (len(COMMANDS) + 1)
    assert (
        said.count("belongs to a site on postgresql") == len(statuses) and "which is meant where it is not set" in said
    )
    assert not (tmp_path / "backup.zip").exists()


def test_a_file_that_cannot_be_written_is_named(site, tmp_path):
    commands = [["comments", "export", "/nonexistent/x"], ["newsletter", "export", "/dev/full"]]
    statuses, said = run(tmp_path, *commands, EVENHAND_DATA=str(site))
    assert statuses == ["2"] * 2
    assert "/nonexistent/x" in said and "/dev/full: not written (no space left on device)" in said
    assert "standard output" not in said


def test_what_commands_write_is_for_their_user_alone(tmp_path):
    data = tmp_path / "site"
    serve = [str(Path(sys.executable).parent / "evenhand"), "import-site", __file__]
    subprocess.run(serve, env=surroundings(EVENHAND_DATA=str(data)), umask=0o022, check=False, capture_output=True)
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in data.iterdir() if path.is_file()}
    assert {"network.sqlite3", "secret-key", "database-kind"} <= set(made)
    assert {name for name, mode in made.items() if mode & 0o077} == set()
    statuses, _said = run(tmp_path, ["newsletter", "export", "list.csv"], EVENHAND_DATA=str(data))
    assert statuses == ["0"] and stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600


def test_a_password_is_set_by_name_or_address(site, tmp_path):
    copy = shutil.copytree(site, tmp_path / "site")
    commands = [["password", "editor", "--generate"], ["password", "nobody", "--generate"]]
    program = str(Path(sys.executable).parent / "evenhand")
    done = [
        subprocess.run([program, *words], env=surroundings(EVENHAND_DATA=str(copy)), text=True, capture_output=True)
        for words in commands
    ]
    assert [each.returncode for each in done] == [0, 2] and "no account has this name" in done[1].stderr
    python(
        "from django.contrib.auth.models import User; import os;"
        "assert User.objects.get(username='editor').check_password(os.environ['WORD'])",
        copy, WORD=done[0].stdout.strip(),
    )  # fmt: skip


def test_a_password_is_typed_twice_and_must_not_be_weak(db):
    from click.testing import CliRunner
    from django.contrib.auth.models import User
    from evenhand_site.commands.password import password

    user = User.objects.create_user("ed", "ed@example.org", "the old phrase")

    def typed(*words):
        return CliRunner().invoke(password, ["ED@example.org"], input="\n".join(words) + "\n")

    assert typed("12345678901234").exit_code == 2
    assert typed("a long new phrase", "a long new phrasf").exit_code == 2
    user.refresh_from_db()
    assert user.check_password("the old phrase")
    assert typed("a long new phrase", "a long new phrase").exit_code == 0
    user.refresh_from_db()
    assert user.check_password("a long new phrase")


HOLD = """
import sys, time
from evenhand_site.commands.on_site import alone
with alone("restore"):
    print("held", flush=True)
    time.sleep(120)
"""


def test_a_lock_keeps_others_out_until_its_process_is_dead(settings, tmp_path):
    settings.DATA = tmp_path
    holding = python(HOLD, tmp_path, wait=False)
    try:
        assert holding.stdout.readline() == "held\n"
        with pytest.raises(Refused, match=rf"another restore \(process {holding.pid}\) is at work"), alone("restore"):
            pass
    finally:
        holding.kill()  # as by a power cut: it cannot tidy up
        holding.communicate()
    assert (tmp_path / "restore.lock").read_text() == f"{holding.pid}\n"
    with alone("restore"):
        assert (tmp_path / "restore.lock").read_text() == f"{os.getpid()}\n"


def test_a_backup_or_an_export_does_not_write_over_a_file(site, tmp_path):
    for command in ("backup", "export-site"):
        place = tmp_path / f"{command}.zip"
        place.write_text("Ours")
        statuses, said = run(tmp_path, [command, place.name], EVENHAND_DATA=str(site))
        assert statuses == ["2"] and "there is a file of this name already" in said and "--overwrite" in said
        assert place.read_text() == "Ours"
        statuses, said = run(tmp_path, [command, "--overwrite", place.name], EVENHAND_DATA=str(site))
        assert statuses == ["0"] and place.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(("command", "least"), [("serve --studies", 0), ("serve --workers", 1), ("work --studies", 1)])
def test_a_number_that_is_none_is_sent_back_with_what_is_expected(tmp_path, command, least):
    statuses, said = run(tmp_path, *([*command.split(), number] for number in ("abc", "65", "2.0")))
    assert statuses == ["2"] * 3
    for number, meant in (("abc", ""), ("65", ""), ("2.0", "; did you mean 2?")):
        assert f"'{number}': a whole number from {least} to 64 expected, in digits{meant}" in said
    assert not list(tmp_path.iterdir())

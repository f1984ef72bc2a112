"""Starting the site."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from evenhand_site.keeping.serving import Login
from servers import Site, environment_of, free_port, prepared, python


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return prepared(tmp_path_factory.mktemp("site"))


def test_the_first_start_makes_secrets_for_its_owner_alone(data):
    for name in ("secret-key", "editor-login"):
        assert stat.S_IMODE(os.stat(data / name).st_mode) == 0o600
    assert len((data / "secret-key").read_text()) > 60


def test_it_prints_the_address_and_the_login_and_serves_on_workers(data):
    with Site(data) as site:
        assert f"{site.address}/admin/" in site.said
        assert (data / "editor-login").read_text() in site.said
        assert f"letters to readers lie as files in {data / 'mail'}" in site.said
        with urllib.request.urlopen(f"{site.address}/en/") as answer:
            assert answer.status == 200 and answer.headers["Content-Security-Policy"]


OLDER = """
from evenhand_site.discovery.models import Entry, IndexForm
from evenhand_site.publications.models import Topic
Topic.objects.create(name="Ferries", slug="ferries")
Entry.objects.filter(topic=1).update(title="as an older program had it")
assert IndexForm.objects.get().number
IndexForm.objects.update(number=1)
"""


def test_an_index_that_an_older_program_made_is_made_anew_once_and_the_start_says_so(data, tmp_path):
    copy = shutil.copytree(data, tmp_path / "copy", ignore=shutil.ignore_patterns("*.socket"))
    python(OLDER, copy)
    prepare = "from evenhand_site.keeping.serving import prepare; prepare(example=False, say=print)"
    said = python(prepare, copy).stdout_text.splitlines()
    assert said == ["The search index is of another form than this version's: making it anew, once."]
    title = "from evenhand_site.discovery.models import Entry; print(Entry.objects.get(kind='topic').title)"
    assert python(title, copy).stdout_text == "Ferries\n"
    assert python(prepare, copy).stdout_text == ""


def test_a_changed_password_is_not_told_any_more(data, tmp_path):
    copy = shutil.copytree(data, tmp_path / "copy", ignore=shutil.ignore_patterns("*.socket"))
    python(
        "from django.contrib.auth import get_user_model as g; e = g().objects.get(username='editor');"
        "e.set_password('another one 5'); e.save()",
        copy,
    )
    said = python(
        "from pathlib import Path; from django.conf import settings; from evenhand_site.keeping.serving import Login;"
        "print(Login(Path(settings.DATA)).still_first())",
        copy,
    ).stdout_text
    assert said.strip() == "None" and not (copy / "editor-login").exists()


def test_control_c_stops_it_at_once_and_in_order(data):
    with Site(data) as site:
        keeps_its_connection = socket.create_connection(("127.0.0.1", site.port))
        keeps_its_connection.sendall(b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert keeps_its_connection.recv(100).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        os.killpg(site.process.pid, signal.SIGINT)  # as a terminal does: to all that are in the foreground
        assert site.process.wait(30) == 0
        took = time.monotonic() - began
        said = site.said.partition("Control-C stops it.")[2]
    assert took < 8, "two seconds, and more where the machine is busy"
    assert said.count("Stopping.") == 1
    assert "Traceback" not in said and "SIGKILL" not in said
    left = subprocess.run(["pgrep", "--session", str(site.process.pid)], capture_output=True, text=True).stdout
    assert left == ""


def test_the_process_that_watches_loads_nothing_of_the_site():
    code = "import sys; from evenhand_site.keeping import supervising, workers; print('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_an_editor_whose_making_was_interrupted_gets_a_password_that_is_told(db, tmp_path, monkeypatch):
    from django.contrib.auth.models import User, UserManager

    def interrupted(*_args, **_rest):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(UserManager, "create_superuser", interrupted)
        with pytest.raises(KeyboardInterrupt):
            Login(tmp_path).make()
    Login(tmp_path).make()
    told = Login(tmp_path).still_first()
    assert told and User.objects.get(username="editor").check_password(told)


INTERRUPTED = """
import os, signal
from evenhand_site.keeping import serving

class Dropped:
    def __del__(self):  # where Python loses exceptions
        os.kill(os.getpid(), signal.SIGINT)
        for _turn in range(100):
            pass

def prepare(**_wishes):
    Dropped()
    print("went on")

serving.prepare = prepare
serving.run("127.0.0.1:{port}", 1, example=False)
"""


def test_no_moment_of_the_start_swallows_control_c():
    code = INTERRUPTED.format(port=free_port())
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "evenhand: interrupted\n")


def test_the_start_after_an_interrupted_one_goes_on(tmp_path):
    data = tmp_path / "site"
    words = ["serve", "--empty", "--address", f"127.0.0.1:{free_port()}"]
    first = subprocess.Popen(
        [str(Path(sys.executable).parent / "evenhand"), *words], env=environment_of(data, ""), stderr=subprocess.DEVNULL
    )
    while not (data / "network.sqlite3").exists() and first.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)  # in the midst of the migrations
    first.send_signal(signal.SIGINT)
    assert first.wait(10) == 130
    with Site(data) as site, urllib.request.urlopen(f"{site.address}/en/") as answer:
        assert answer.status == 200 and "password" in site.said


@pytest.mark.parametrize("address", ["8000", "localhost:", "127.0.0.1:99999", "127.0.0.1:abc"])
def test_a_wrong_address_is_refused_before_anything_is_made(tmp_path, address):
    ran = _serve(tmp_path, address)
    assert ran.returncode == 2 and "HOST:PORT" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_taken_address_is_refused(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ran = _serve(tmp_path, f"127.0.0.1:{other.getsockname()[1]}")
    assert ran.returncode == 2 and "--address" in ran.stderr and "Traceback" not in ran.stderr


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    ran = _serve(tmp_path, "127.0.0.1:0", "--data", str(tmp_path / "file"))
    assert ran.returncode == 2 and "Traceback" not in ran.stderr


def _serve(folder, address, *more):
    return subprocess.run(
        [str(Path(sys.executable).parent / "evenhand"), "serve", "--empty", "--address", address, *more],
        cwd=folder, text=True, capture_output=True, timeout=300,
    )  # fmt: skip

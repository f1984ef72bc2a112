"""A running site is backed up and put back: whole, on both databases, while others read and write."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest
from servers import Site, prepared, python

FILL = """
from django.core.files.base import ContentFile
from evenhand_site.people.models import Person
from wagtail.documents import get_document_model
Person.objects.create(given="Ada", family="Before")
document = get_document_model()(title="Paper")
document.file.save("paper.txt", ContentFile(b"Before"), save=True)
"""
CHANGE = """
from django.conf import settings
from pathlib import Path
from django.core.files.base import ContentFile
from evenhand_site.people.models import Person
from wagtail.documents import get_document_model
Person.objects.create(given="Nora", family="After")
document = get_document_model()(title="Late")
document.file.save("late.txt", ContentFile(b"After"), save=True)
(Path(settings.MEDIA_ROOT) / "documents" / "paper.txt").write_bytes(b"Changed")
"""
LOOK = """
import json
from django.conf import settings
from pathlib import Path
from evenhand_site.people.models import Person
media = Path(settings.MEDIA_ROOT)
files = {str(path.relative_to(media)): path.read_text() for path in media.rglob("*.txt")}
print(json.dumps([sorted(person.family for person in Person.objects.all()), files]))
"""


def evenhand(
    data: Path, *words: str, database: str = "", largest_file: str = "unlimited", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command as people run it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVENHAND_", "DJANGO_"))}
    place = {"DATABASE_URL": database} if database else {}
    program = str(Path(sys.executable).parent / "evenhand")
    return subprocess.run(
        ["/bin/bash", "-c", f'ulimit -f {largest_file}; exec "$0" "$@"', program, *words], text=True,
        capture_output=True, env={**kept, "EVENHAND_DATA": str(data), **place, **environment}, timeout=600,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def look(data, database=""):
    return json.loads(python(LOOK, data, database=database).stdout_text)


BEFORE = [["Before"], {"documents/paper.txt": "Before"}]


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    """Preparing a site takes seconds: tests on SQLite get a copy of this one."""
    data = prepared(tmp_path_factory.mktemp("small") / "site")
    python(FILL, data)
    return data


@pytest.fixture
def site(tmp_path, database, request):
    if not database:
        return shutil.copytree(request.getfixturevalue("small_site"), tmp_path / "site")
    data = prepared(tmp_path / "site", database=database)
    python(FILL, data, database=database)
    return data


def test_what_was_backed_up_comes_back(site, database, tmp_path):
    place = tmp_path / "backup.zip"
    done = evenhand(site, "backup", str(place), database=database)
    assert done.returncode == 0, done.stderr
    assert place.stat().st_mode & 0o777 == 0o600
    python(CHANGE, site, database=database)
    generation = (site / "generation").stat().st_mtime_ns
    done = evenhand(site, "restore", "--yes", str(place), database=database)
    assert done.returncode == 0, done.stderr
    assert look(site, database) == BEFORE
    assert (site / "generation").stat().st_mtime_ns > generation
    (safety,) = (site / "safety").iterdir()
    assert str(safety) in done.stdout
    done = evenhand(site, "restore", "--yes", str(safety), database=database)
    assert done.returncode == 0, done.stderr
    assert look(site, database) == [
        ["After", "Before"], {"documents/paper.txt": "Changed", "documents/late.txt": "After"},
    ]  # fmt: skip
    python(CHANGE.replace("Nora", "Nils"), site, database=database)  # numbers go on after the highest


def test_a_running_site_shows_what_was_put_back_at_once(tmp_path):
    """Workers keep the database open all the while."""
    with Site(tmp_path / "site") as running:
        python("""
from evenhand_site.house.models import HomePage, HousePage
HomePage.objects.get(locale__language_code="en").add_child(instance=HousePage(title="Old words", slug="words"))
""", running.data)  # fmt: skip
        page = f"{running.address}/en/words/"
        assert "Old words" in fetched(page)
        assert evenhand(running.data, "backup", str(tmp_path / "backup.zip")).returncode == 0
        python("""
from evenhand_site.house.models import HousePage
page = HousePage.objects.get(slug="words")
page.title = page.draft_title = "New words"
page.save_revision().publish()
""", running.data)  # fmt: skip
        assert "New words" in fetched(page)
        done = evenhand(running.data, "restore", "--yes", str(tmp_path / "backup.zip"))
        assert done.returncode == 0, done.stderr
        assert [("Old words" in fetched(page), "New words" in fetched(page)) for _ in range(6)] == [(True, False)] * 6
        assert healthy(running.data / "network.sqlite3")


def fetched(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode()


def healthy(place):
    database = sqlite3.connect(place)
    try:
        return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        database.close()


WRITE = """
import os
from django.db import transaction
from evenhand_site.people.models import Person
number, turn = os.environ["NUMBER"], 0
while not os.path.exists(os.environ["STOP"]):
    turn += 1
    with transaction.atomic():
        Person.objects.create(slug=f"p-{number}-{turn}", given=f"{turn}", family=f"Writer {number}")
    Person.objects.filter(family="Nobody").count()
print(turn)
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_writers_at_work_lose_nothing_but_what_the_backup_did_not_have(site, tmp_path):
    stop, place = tmp_path / "stop", tmp_path / "backup.zip"
    writers = [python(WRITE, site, wait=False, NUMBER=str(number), STOP=str(stop)) for number in range(3)]
    try:
        for _turn in range(2):
            done = evenhand(site, "backup", "--overwrite", str(place))
            assert done.returncode == 0, done.stderr
            done = evenhand(site, "restore", "--yes", str(place))
            assert done.returncode == 0, done.stderr
            assert healthy(site / "network.sqlite3")
    finally:
        stop.touch()
        said = [writer.communicate(timeout=600) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 3, [err[-1500:] for _out, err in said]
    assert healthy(site / "network.sqlite3")
    with zipfile.ZipFile(place) as archive:
        archive.extract("database.sqlite3", tmp_path)
    assert healthy(tmp_path / "database.sqlite3")
    backed_up, now = (names(tmp_path / "database.sqlite3"), names(site / "network.sqlite3"))
    assert backed_up <= now  # what was written since has been added
    for number, (out, _err) in enumerate(said):
        assert f"p-{number}-{int(out)}" in now


def names(place):
    database = sqlite3.connect(place)
    try:
        return {slug for (slug,) in database.execute("SELECT slug FROM people_person")}
    finally:
        database.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestSQLite:
    """What is the same on every database is tried on one."""

    def test_the_secret_key_comes_along_unless_it_is_left_out(self, site, tmp_path):
        key = (site / "secret-key").read_text()
        evenhand(site, "backup", str(tmp_path / "with.zip"))
        evenhand(site, "backup", "--without-secret", str(tmp_path / "without.zip"))
        (site / "secret-key").write_text("another")
        done = evenhand(site, "restore", "--yes", str(tmp_path / "without.zip"))
        assert (site / "secret-key").read_text() == "another"
        assert "signs in again" not in done.stdout
        done = evenhand(site, "restore", "--yes", str(tmp_path / "with.zip"))
        assert (site / "secret-key").read_text() == key
        assert (site / "secret-key").stat().st_mode & 0o777 == 0o600
        assert "everybody signs in again" in done.stdout

    def test_a_new_machine_gets_the_whole_site(self, site, tmp_path):
        evenhand(site, "backup", str(tmp_path / "backup.zip"))
        done = evenhand(tmp_path / "new", "restore", "--yes", str(tmp_path / "backup.zip"))
        assert done.returncode == 0, done.stderr
        assert look(tmp_path / "new") == BEFORE
        assert not (tmp_path / "new" / "safety").exists()

    def test_an_archive_of_a_newer_program_is_refused(self, site, tmp_path):
        python("""
from django.db import connection
connection.cursor().execute(
    "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_of_the_future', '2030-01-01')")
""", site)  # fmt: skip
        evenhand(site, "backup", str(tmp_path / "backup.zip"))
        self.refused(site, tmp_path / "backup.zip", "people.9999_of_the_future", "update the program first")

    def test_a_damaged_database_is_refused(self, site, tmp_path):
        self.forge(site, tmp_path, "database.sqlite3", lambda data: data[:8192] + b"\xff" * 8192 + data[16384:])
        self.refused(site, tmp_path / "forged.zip", "database in the archive")

    def test_a_foreign_database_is_refused(self, site, tmp_path):
        other = sqlite3.connect(tmp_path / "other.sqlite3")
        other.execute("CREATE TABLE bread (name)")
        other.close()
        self.forge(site, tmp_path, "database.sqlite3", lambda data: (tmp_path / "other.sqlite3").read_bytes())
        self.refused(site, tmp_path / "forged.zip", "not one of this program")

    def test_a_file_that_no_backup_has_is_refused(self, site, tmp_path):
        self.forge(site, tmp_path, "static/site.js", lambda data: b"alert(1)")
        self.refused(site, tmp_path / "forged.zip", "no backup of this site: “static/site.js”")

    def test_a_name_that_leads_out_is_refused(self, site, tmp_path):
        self.forge(site, tmp_path, "media/../../out.txt", lambda data: b"out")
        self.refused(site, tmp_path / "forged.zip", "leads out")
        assert not (tmp_path / "out.txt").exists()

    def test_what_is_no_archive_is_refused(self, site, tmp_path):
        (tmp_path / "text.zip").write_text("not an archive")
        self.refused(site, tmp_path / "text.zip", "no ZIP archive")

    def test_an_export_is_no_backup(self, site, tmp_path):
        assert evenhand(site, "export-site", str(tmp_path / "export.zip")).returncode == 0
        self.refused(site, tmp_path / "export.zip", "no archive of the kind evenhand-backup")

    def test_the_answer_no_changes_nothing(self, site, tmp_path):
        evenhand(site, "backup", str(tmp_path / "backup.zip"))
        python(CHANGE, site)
        assert evenhand(site, "restore", str(tmp_path / "backup.zip")).returncode != 0
        assert "After" in look(site)[0]

    def test_a_full_disk_leaves_no_half_of_a_backup(self, site, tmp_path):
        done = evenhand(site, "backup", str(tmp_path / "backup.zip"), largest_file="100")
        assert done.returncode == 2
        assert "Error: " in done.stderr
        assert "Traceback" not in done.stderr
        assert [path.name for path in tmp_path.iterdir() if path.name != "site"] == []

    def test_without_a_site_there_is_nothing_to_back_up(self, site, tmp_path):
        done = evenhand(tmp_path / "nothing", "backup", str(tmp_path / "backup.zip"))
        assert done.returncode == 2
        assert "there is no database" in done.stderr

    def forge(self, site, tmp_path, name, change):
        """A backup with one member changed, its list made to fit."""
        from evenhand_site.moving.archive import written

        evenhand(site, "backup", str(tmp_path / "backup.zip"))
        with zipfile.ZipFile(tmp_path / "backup.zip") as old:
            members = {each: old.read(each) for each in old.namelist()}
        manifest = json.loads(members.pop("manifest.json"))
        members[name] = change(members.get(name, b""))
        with written(tmp_path / "forged.zip", manifest) as new:
            for each, data in members.items():
                new.add(each, [data])

    def refused(self, site, place, *words):
        """The site stays as it is, and the words say why."""
        python(CHANGE, site)
        before = look(site)
        done = evenhand(site, "restore", "--yes", str(place))
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert all(each in " ".join(done.stderr.split()) for each in words), done.stderr
        assert look(site) == before
        assert not (site / "safety").exists()
        assert [path.name for path in site.iterdir() if path.name.startswith(".evenhand-")] == []


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
class TestPostgres:
    def test_missing_programs_are_named(self, site, database, tmp_path):
        done = evenhand(site, "backup", str(tmp_path / "backup.zip"), database=database, PATH="/nowhere")
        assert done.returncode == 2
        assert "pg_dump is not on PATH" in done.stderr

    def test_an_archive_of_another_database_is_refused(self, site, database, tmp_path):
        small = prepared(tmp_path / "small")
        evenhand(small, "backup", str(tmp_path / "small.zip"))
        done = evenhand(site, "restore", "--yes", str(tmp_path / "small.zip"), database=database)
        assert done.returncode == 2
        assert "holds a database of sqlite, the site runs on postgresql" in done.stderr
        assert look(site, database) == BEFORE

    def test_a_new_server_gets_the_whole_site(self, site, database, tmp_path):
        evenhand(site, "backup", str(tmp_path / "backup.zip"), database=database)
        nothing = "from django.db import connection as c; c.cursor().execute('DROP SCHEMA public CASCADE; "
        python(nothing + "CREATE SCHEMA public')", site, database=database)
        done = evenhand(site, "backup", str(tmp_path / "nothing.zip"), database=database)
        assert done.returncode == 2 and "is not one of this program" in done.stderr
        assert not (tmp_path / "nothing.zip").exists()
        done = evenhand(tmp_path / "new", "restore", "--yes", str(tmp_path / "backup.zip"), database=database)
        assert done.returncode == 0, done.stderr
        assert look(tmp_path / "new", database) == BEFORE

    def test_where_its_address_is_missing_the_old_file_is_not_backed_up(self, site, database, tmp_path):
        prepared(tmp_path / "before")
        shutil.copy(tmp_path / "before" / "network.sqlite3", site)  # from the time before the site moved
        done = evenhand(site, "backup", str(tmp_path / "backup.zip"))
        assert done.returncode == 2
        assert "belongs to a site on postgresql" in done.stderr
        assert not (tmp_path / "backup.zip").exists()

    def test_tables_of_a_later_program_do_not_stand_in_the_way(self, site, database, tmp_path):
        evenhand(site, "backup", str(tmp_path / "backup.zip"), database=database)
        python("""
from django.db import connection
connection.cursor().execute("CREATE TABLE later (person_id bigint REFERENCES people_person (id))")
""", site, database=database)  # fmt: skip
        done = evenhand(site, "restore", "--yes", str(tmp_path / "backup.zip"), database=database)
        assert done.returncode == 0, done.stderr
        assert look(site, database) == BEFORE

"""A small network for the tests, on a database that is migrated once and copied."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("site", deadline=None)  # machines are shared: how long an example takes says nothing
settings.load_profile("site")

_COPY: dict[str, Path] = {}
"""Where the migrated file and its copy are."""


SERVED = (
    "browser/", "cases/test_workers", "cases/test_questioning", "moving/test_backups", "moving/test_cut_off",
    "newsletter/test_processes", "comments/test_cut_off", "comments/test_in_the_browser", "citing/test_in_the_browser",
    "keeping/test_serving", "keeping/test_many_writers", "discovery/test_databases", "commands/test_on_site",
    "publications/test_memos", "cases/test_sharing",
)  # fmt: skip
"""Tests of whole sites and processes: few that take long. First, so that at the end no process waits for another."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not any(f"tests/{name}" in item.nodeid for name in SERVED))


def pytest_runtest_setup(item):
    """A test that commits is followed by emptying every table, the first page's too: fill the copy anew then."""
    if "own" in _COPY and not _whole(_COPY["own"]):
        from django.db import connection

        connection.close()
        source, copy = sqlite3.connect(_COPY["template"]), sqlite3.connect(_COPY["own"], timeout=30)
        with contextlib.closing(source), contextlib.closing(copy):
            source.backup(copy)


def _whole(place):
    """Whether the database has the page that every other one stands below, and nothing that a test has left."""
    with contextlib.closing(sqlite3.connect(place, timeout=30)) as copy:
        return copy.execute("SELECT group_concat(id) FROM wagtailcore_page").fetchone()[0] == "1,2"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Migrating takes seconds: done once for a set of migrations, then the file is copied."""
    import django
    import wagtail
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            connection.creation.create_test_db(verbosity=0)
            yield
            connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
        return
    source = Path(__file__).resolve().parents[1] / "src" / "evenhand_site"
    digest = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    for migration in sorted(source.glob("*/migrations/*.py")):
        digest.update(migration.read_bytes())
    template = Path(tempfile.gettempdir()) / f"evenhand-site-tests-{digest.hexdigest()[:16]}.sqlite3"
    own = Path(settings.DATABASES["default"]["NAME"])
    with django_db_blocker.unblock():
        with open(template.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not template.exists():
                own.unlink(missing_ok=True)
                call_command("migrate", verbosity=0, interactive=False)
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                shutil.move(own, template)
        connection.close()
        shutil.copyfile(template, own)
        _COPY.update(template=template, own=own)
        yield
        connection.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    return None


@pytest.fixture(autouse=True)
def english():
    """An earlier test's last page may have been in another language."""
    from django.utils import translation

    translation.activate("en")


@pytest.fixture
def homes(db):
    """The home page of each language of a newly founded network."""
    from django.core.cache import cache
    from evenhand_site.house.founding import found

    cache.clear()  # of what an earlier test's network left there
    return found("Test network")


@pytest.fixture
def network(homes):
    """A network with sections, people and texts: see `factories.Network`."""
    from factories import Network

    return Network(homes)


@pytest.fixture(scope="session")
def postgres_server():
    """The address of a PostgreSQL server; skips where PostgreSQL is not installed."""
    from servers import postgres

    with postgres() as address:
        if address is None:
            pytest.skip("PostgreSQL is not installed")
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def database(request):
    """The address of an empty database of each kind; "" is SQLite in the data folder."""
    if request.param == "sqlite":
        return ""
    return request.getfixturevalue("postgres_database")


@pytest.fixture
def postgres_database(request, postgres_server):
    """The address of an empty PostgreSQL database."""
    from servers import new_database

    return new_database(postgres_server, f"t{abs(hash(request.node.name)) % 10**12}")


@pytest.fixture(scope="session", autouse=True)
def shared_folder(tmp_path_factory):
    """Where the processes of a test run keep what one of them makes for all."""
    import servers

    own = tmp_path_factory.getbasetemp()
    servers.SHARED[:] = [own.parent if own.name.startswith("popen-") else own]


@pytest.fixture(scope="session")
def example_copy(tmp_path_factory):
    """A function that copies the data folder of a site with the example network."""
    from servers import prepared

    return lambda: prepared(tmp_path_factory.mktemp("example") / "site", example=True)


@pytest.fixture(scope="session")
def example_data(example_copy):
    """The data folder of a site with the example network, for all tests of a process that leave its texts alone."""
    return example_copy()


@pytest.fixture(scope="session")
def example_site(example_data):
    """The example network as `make run` serves it."""
    from servers import Site

    with Site(example_data, example=True) as site:
        yield site

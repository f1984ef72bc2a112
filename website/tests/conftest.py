"""A small network for the tests, on a database that is migrated once and copied."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from pathlib import Path

import pytest

_EMPTIED: dict[str, object] = {}
"""Where the migrated file and its copy are, and whether a test has emptied the copy."""


def pytest_runtest_setup(item):
    """A test that commits is followed by emptying every table, the first page's too: take a new copy then."""
    if _EMPTIED.pop("emptied", False):
        from django.db import connection

        connection.close()
        for journal in ("-wal", "-shm"):
            Path(f"{_EMPTIED['own']}{journal}").unlink(missing_ok=True)
        shutil.copyfile(_EMPTIED["template"], _EMPTIED["own"])


def pytest_runtest_teardown(item):
    marker = item.get_closest_marker("django_db")
    commits = (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(
        item.fixturenames
    )
    if commits and "own" in _EMPTIED:
        _EMPTIED["emptied"] = True


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
        _EMPTIED.update(template=template, own=own)
        yield
        connection.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    return None


@pytest.fixture
def homes(db):
    """The home page of each language of a newly founded network."""
    from django.core.cache import cache
    from django.utils import translation
    from evenhand_site.house.founding import found

    cache.clear()  # of what an earlier test's network left there
    translation.activate("en")  # an earlier test's last page may have been in another language
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
    import psycopg

    server = request.getfixturevalue("postgres_server")
    name = f"t{abs(hash(request.node.name)) % 10**12}"
    with psycopg.connect(f"{server}/template1", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture(scope="session")
def example_data(tmp_path_factory):
    """The data folder of a site with the example network, made once for all processes of a test run; a copy of it."""
    from servers import prepared

    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):  # one folder above: that of all processes
        shared = shared.parent
    source = shared / "example-site"
    with open(shared / "example-site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (source / "made").exists():
            prepared(source, example=True)
            (source / "made").touch()
    return shutil.copytree(source, tmp_path_factory.mktemp("example") / "site")


@pytest.fixture(scope="session")
def example_site(example_data):
    """The example network as `make run` serves it."""
    from servers import Site

    with Site(example_data, example=True) as site:
        yield site

"""``/health``: well, or what is wrong."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.db import connection
from evenhand_site.keeping import health


@pytest.fixture
def place(settings, tmp_path):
    """A data folder whose clock has just beaten."""
    settings.DATA = tmp_path
    Path(tmp_path / "clock").touch()
    return tmp_path


def test_a_well_site_says_so(client, db, place):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "well", "checks": dict.fromkeys(("database", "migrations", "disk", "clock"), "well")
    }  # fmt: skip
    assert "no-store" in answer["Cache-Control"]


def test_a_clock_that_stopped_is_ill(client, db, place):
    old = time.time() - 3600
    os.utime(place / "clock", (old, old))
    answer = client.get("/health")
    assert answer.status_code == 503 and answer.json()["checks"]["clock"].startswith("last beat 36")
    (place / "clock").unlink()
    assert client.get("/health").json()["checks"]["clock"] == "has not beaten yet"


def test_a_missing_migration_is_ill(client, db, place):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'newsletter'")
    answer = client.get("/health")
    assert answer.status_code == 503 and "not applied" in answer.json()["checks"]["migrations"]


def test_a_full_disk_is_ill(client, db, place, monkeypatch):
    monkeypatch.setattr(health, "LEAST_SPACE", 10**18)
    assert "MB free" in client.get("/health").json()["checks"]["disk"]


def test_a_database_that_cannot_be_read_is_ill_and_nothing_private_is_told(client, db, place, monkeypatch):
    from django.db import OperationalError

    def broken():
        raise OperationalError("password for user network at 10.0.0.1")

    monkeypatch.setitem(health.CHECKS, "database", broken)
    answer = client.get("/health")
    assert answer.status_code == 503 and "10.0.0.1" not in answer.content.decode()


def test_only_reading_is_answered(client, db, place):
    assert client.post("/health").status_code == 405

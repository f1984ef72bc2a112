"""Archives are written whole or not at all, and looked at before they are believed."""

from __future__ import annotations

import json
import resource
import signal
import zipfile

import pytest
from evenhand_site.moving.archive import ArchiveError, opened, written

FACTS = {"format": "test", "version": 1}


@pytest.fixture
def archive(tmp_path):
    place = tmp_path / "archive.zip"
    with written(place, FACTS) as archive:
        archive.add_json("one.json", {"a": 1})
        archive.add("media/two.bin", [b"x" * 1000], packed=False)
    return place


def read(place):
    with opened(place, "test", 1, place.parent) as archive:
        return {name: b"".join(archive.blocks(name)) for name in archive.files}


def forged(place, target, **members):
    """The archive with members changed or added, its list left as it was."""
    with zipfile.ZipFile(place) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, members.pop(name, old.read(name)))
        for name, data in members.items():
            new.writestr(name, data)
    return target


def test_what_is_written_is_read(archive):
    assert json.loads(read(archive)["one.json"]) == {"a": 1}
    assert read(archive)["media/two.bin"] == b"x" * 1000


def test_it_is_readable_by_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_failure_leaves_nothing_behind_and_the_older_one_in_place(archive):
    before = archive.read_bytes()
    with pytest.raises(ZeroDivisionError), written(archive, FACTS) as again:
        again.add("three", (bytes([1 // number]) for number in (1, 0)))
    assert archive.read_bytes() == before
    assert list(archive.parent.iterdir()) == [archive]


def test_a_full_disk_is_said_clearly(archive):
    before = archive.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        said = r"archive\.zip: not written \(file too large\)"
        with pytest.raises(ArchiveError, match=said), written(archive, FACTS) as again:
            again.add("large", [b"z" * 200_000], packed=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert archive.read_bytes() == before
    assert list(archive.parent.iterdir()) == [archive]


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "media/../../out", "a\\b", "c:out", "a/./b"])
def test_names_that_lead_out_are_refused(archive, tmp_path, name):
    with pytest.raises(ArchiveError, match="leads out"):
        read(forged(archive, tmp_path / "forged.zip", **{name: b"x"}))


def test_a_symbolic_link_is_refused(archive, tmp_path):
    place = tmp_path / "link.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(place, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        link = zipfile.ZipInfo("media/link")
        link.external_attr = 0o120777 << 16
        new.writestr(link, "/etc/passwd")
    with pytest.raises(ArchiveError, match="no plain file"):
        read(place)


def test_what_is_not_on_the_list_is_refused(archive, tmp_path):
    with pytest.raises(ArchiveError, match="differ: “extra”"):
        read(forged(archive, tmp_path / "forged.zip", extra=b"x"))


def test_a_member_that_was_changed_is_noticed(archive, tmp_path):
    with pytest.raises(ArchiveError, match="damaged"):
        read(forged(archive, tmp_path / "forged.zip", **{"media/two.bin": b"y" * 1000}))
    with pytest.raises(ArchiveError, match="damaged"):
        read(forged(archive, tmp_path / "longer.zip", **{"media/two.bin": b"x" * 2000}))


def test_a_part_of_an_archive_is_refused(archive, tmp_path):
    place = tmp_path / "part.zip"
    place.write_bytes(archive.read_bytes()[:-30])
    with pytest.raises(ArchiveError, match="no ZIP archive"):
        read(place)


def test_every_changed_byte_is_noticed(archive, tmp_path):
    whole, expected = archive.read_bytes(), read(archive)
    place = tmp_path / "changed.zip"
    for position in range(0, len(whole), 7):
        place.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        try:
            assert read(place) == expected
        except ArchiveError:
            continue


def test_a_newer_format_and_a_foreign_one_are_refused(archive):
    with pytest.raises(ArchiveError, match="update the program first"), opened(archive, "test", 0, archive.parent):
        pass
    with pytest.raises(ArchiveError, match="no archive of the kind other"), opened(archive, "other", 1, archive.parent):
        pass


def test_an_archive_that_swells_is_refused(tmp_path):
    place = tmp_path / "bomb.zip"
    with written(place, FACTS) as archive:
        archive.add("bomb", [b"\0" * 2**20] * 100)
    assert place.stat().st_size < 2**20
    with pytest.raises(ArchiveError, match="would swell"):
        read(place)


def test_an_archive_that_does_not_fit_the_disk_is_refused(archive, monkeypatch):
    monkeypatch.setattr("evenhand_site.moving.archive.shutil.disk_usage", lambda room: type("", (), {"free": 10}))
    with pytest.raises(ArchiveError, match="0 MB are free"):
        read(archive)

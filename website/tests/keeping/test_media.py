"""Uploaded files as readers get them: parts for players, nothing that runs, nothing from outside the folder."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

CONTENT = bytes(range(256)) * 10


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    folder = tmp_path / "media"
    (folder / "images").mkdir(parents=True)
    settings.MEDIA_ROOT = folder
    (tmp_path / "secret.key").write_text("the secret")
    return folder


@pytest.fixture
def file(folder):
    def make(name="images/sound.mp3", content=CONTENT):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return f"/media/{name}"

    return make


def body(answer: HttpResponse) -> bytes:
    return b"".join(answer)


def test_a_file_is_sent_whole(client, file):
    answer = client.get(file())
    assert answer.status_code == 200 and body(answer) == CONTENT
    assert answer["Content-Length"] == "2560" and answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-", 0, 2559),
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=2550-", 2550, 2559),
        ("bytes=2550-99999", 2550, 2559),
        ("bytes=-10", 2550, 2559),
        ("bytes=-99999", 0, 2559),
    ],
)
def test_a_range_is_sent_as_asked(client, file, asked, first, last):
    answer = client.get(file(), headers={"range": asked})
    assert answer.status_code == 206 and body(answer) == CONTENT[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/2560"
    assert answer["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=2560-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_sent(client, file, asked):
    answer = client.get(file(), headers={"range": asked})
    assert answer.status_code == 416 and answer["Content-Range"] == "bytes */2560"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "items=0-1", "0-1", "bytes=" + "9" * 50 + "-", "²"]
)
def test_what_is_no_single_range_is_answered_with_the_whole(client, file, asked):
    answer = client.get(file(), headers={"range": asked})
    assert answer.status_code == 200 and body(answer) == CONTENT


def test_an_empty_file_has_no_range(client, file):
    address = file(content=b"")
    assert client.get(address, headers={"range": "bytes=0-"}).status_code == 416
    assert body(client.get(address)) == b""


def test_a_part_is_sent_only_of_the_file_that_the_reader_knows(client, file):
    address = file()
    known = client.get(address)["ETag"]
    for_known = client.get(address, headers={"range": "bytes=0-1", "if-range": known})
    for_other = client.get(address, headers={"range": "bytes=0-1", "if-range": '"another"'})
    assert (for_known.status_code, for_other.status_code) == (206, 200)


def test_what_the_reader_has_is_not_sent_again(client, file):
    address = file()
    first = client.get(address)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert client.get(address, headers={"if-modified-since": "nonsense"}).status_code == 200


def test_a_head_has_no_body(client, file):
    answer = client.head(file(), headers={"range": "bytes=0-1"})
    assert answer.status_code == 200 and answer["Content-Length"] == "2560" and body(answer) == b""


def test_nothing_is_written_by_a_request(client, file):
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(file()).status_code == 405


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("a.png", "image/png", "inline"),
        ("a.webp", "image/webp", "inline"),
        ("a.mp3", "audio/mpeg", "inline"),
        ("a.m4a", "audio/x-m4a", "inline"),
        ("a.pdf", "application/pdf", "inline"),
        ("a.html", "application/octet-stream", "attachment"),
        ("a.svg", "application/octet-stream", "attachment"),
        ("a.js", "application/octet-stream", "attachment"),
        ("a.xml", "application/octet-stream", "attachment"),
        ("a", "application/octet-stream", "attachment"),
    ],
)
def test_only_what_cannot_run_is_shown(client, file, name, kind, disposition):
    answer = client.get(file(f"images/{name}"))
    assert answer["Content-Type"] == kind and answer["Content-Disposition"].startswith(disposition)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "../secret.key",
        "images/../../secret.key",
        "%2e%2e/secret.key",
        "..%2fsecret.key",
        "images/..%2f..%2fsecret.key",
        "%00",
        "images/a%00.png",
        "images",
        "",
        "nothing.png",
        "/etc/passwd",
        "//etc/passwd",
        "images/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_folder_is_reached(client, file, path):
    file()
    answer = client.get("/media/" + path)
    assert answer.status_code in (301, 302, 404) and b"the secret" not in answer.content


def test_a_link_out_of_the_folder_is_not_followed(client, folder):
    (folder / "images" / "link.png").symlink_to(folder.parent / "secret.key")
    assert client.get("/media/images/link.png").status_code == 404


@pytest.mark.parametrize("name", ["documents/paper.pdf", "submissions/draft.docx", "images/../documents/paper.pdf"])
def test_what_not_everybody_may_see_has_no_such_address(client, file, name):
    file("documents/paper.pdf")
    file("submissions/draft.docx")
    assert client.get(f"/media/{name}").status_code == 404


# --- Documents


@pytest.fixture
def document(db):
    def make(name="paper.pdf", **fields):
        return get_document_model().objects.create(title="Paper", file=ContentFile(CONTENT, name), **fields)

    return make


def test_a_document_is_sent_in_parts_too(client, document):
    answer = client.get(document().url, headers={"range": "bytes=1-3"})
    assert answer.status_code == 206 and body(answer) == b"\1\2\3"
    assert answer["Content-Disposition"] == 'inline; filename="paper.pdf"'


def test_a_document_that_is_neither_sound_nor_pdf_is_saved(client, document):
    answer = client.get(document("Статья.docx").url)
    assert answer["Content-Disposition"].startswith("attachment;") and body(answer) == CONTENT


def test_a_document_of_a_private_collection_is_not_sent(client, homes, document):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    answer = client.get(document(collection=private).url)
    assert answer.status_code == 302 and "login" in answer["Location"]


def test_a_document_has_one_name(client, document):
    found = document()
    assert client.get(f"/documents/{found.pk}/other.pdf").status_code == 404
    assert client.get("/documents/999999/paper.pdf").status_code == 404

"""Headers, bodies, uploads and rich text: what comes in, and what browsers are told."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from evenhand_site.keeping.bodies import RefuseOversize, accepts
from PIL import Image


@pytest.fixture
def editor(client, network, tmp_path, settings):
    """A browser in which an editor has signed in; uploads go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    person = User.objects.create_user("ed", "ed@example.org", "a long pass phrase")
    person.groups.add(Group.objects.get(name="Editors"))
    client.force_login(person)
    return client


@pytest.fixture
def pages(network):
    """An address of every kind of page that anonymous readers see."""
    from django.apps import apps
    from evenhand_site.publications.models import Publication

    section, person, topic = network.section(), network.person(), network.topic()
    found = ["/en/", "/ru/", "/uk/", section.url, person.get_absolute_url(), topic.get_absolute_url()]
    for model in apps.get_models():
        if issubclass(model, Publication):
            starts = {"starts": datetime(2026, 3, 1, 12, tzinfo=UTC)}
            fields = starts if any(field.name == "starts" for field in model._meta.fields) else {}
            found.append(network.text(model.__name__, under=section, by=[person], on=[topic], kind=model, **fields).url)
    return [*found, "/en/search/?q=words", "/en/newsletter/", "/en/no-such-page/", "/account/login/", "/health"]


# --- Headers


def test_every_kind_of_page_carries_the_strict_policy_and_nothing_that_it_forbids(client, pages):
    for address in pages:
        answer = client.get(address, follow=True)
        policy = answer["Content-Security-Policy"]
        assert "'unsafe" not in policy and "default-src 'self'" in policy and "object-src 'none'" in policy, address
        assert "report" not in policy and "*" not in policy
        if answer["Content-Type"].startswith("text/html"):
            words = answer.content.decode()
            inline = r"<script(?![^>]*\bsrc=)(?![^>]*type=\"?application/(?:ld\+)?json)|<style|\sstyle=\"|\son[a-z]+=\""
            assert not re.search(inline, words), (address, re.search(inline, words).group())
            loaded = r"<(?:script|link rel=\"stylesheet\"|img|iframe)[^>]*(?:src|href)=\"([^\"]+)"
            for source in re.findall(loaded, words):
                assert source.startswith(("/", "data:")) and not source.startswith("//"), (address, source)


def test_every_answer_tells_browsers_to_be_careful(client, pages):
    for address in pages:
        answer = client.get(address, follow=True)
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin")
        assert "camera=()" in answer["Permissions-Policy"] and answer["Referrer-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN" and answer["X-Request-ID"]


def test_editors_pages_load_from_the_site_alone(editor):
    policy = editor.get("/admin/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe-eval" not in policy and "http" not in policy.split("media-src")[0]
    assert "frame-ancestors 'self'" in policy and "object-src 'none'" in policy


def test_under_https_cookies_and_transport_are_locked(tmp_path):
    from servers import python

    words = (
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,"
        " s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_NAME, s.TWO_FACTOR, bool(s.SECURE_PROXY_SSL_HEADER))"
    )
    behind = {"EVENHAND_BASE_URL": "https://network.example.org", "EVENHAND_PROXIES": "1"}
    secure = python(words, tmp_path, **behind).stdout_text
    assert secure.split() == ["True", "True", "True", "Lax", "True", "__Host-sessionid", "required", "True"]
    plain = python(words, tmp_path, EVENHAND_PROXIES="0").stdout_text
    assert plain.split() == ["False", "False", "True", "Lax", "False", "sessionid", "offered", "False"]


# --- Bodies


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, network):
    answer = client.post("/en/newsletter/", {"email": "x" * (6 * 1024**2)})
    assert answer.status_code == 413 and "5 MB" in answer.content.decode()


def test_a_view_may_accept_more_and_nonsense_lengths_are_refused(homes):
    @accepts(20)
    def upload(request):
        return None

    guard = RefuseOversize(lambda request: None)

    def status(view, length, path="/en/x/"):
        request = RequestFactory().post(path)
        request.META["CONTENT_LENGTH"] = length
        answer = guard.process_view(request, view, (), {})
        return answer.status_code if answer else 200

    assert status(upload, str(19 * 1024**2)) == 200
    assert status(upload, str(21 * 1024**2)) == 413
    assert status(lambda request: None, "-5") == status(lambda request: None, "many") == 413
    assert status(lambda request: None, "") == 200
    assert status(lambda request: None, str(100 * 1024**2), "/admin/documents/add/") == 200


def test_too_many_fields_are_refused_without_a_traceback(client, network):
    client.raise_request_exception = False
    answer = client.post("/en/newsletter/", {f"field{number}": "x" for number in range(10_050)})
    assert answer.status_code == 400 and "Traceback" not in answer.content.decode()


# --- Uploads


def _archive(*names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def _picture(form, size=(8, 8)):
    content = io.BytesIO()
    Image.new("RGB", size).save(content, form)
    return content.getvalue()


HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("a.pdf", b"%PDF-1.7\n%...", True),
        ("a.pdf", HTML, False),
        ("a.pdf", HTML + b"%PDF-1.7", False),
        ("a.docx", _archive("[Content_Types].xml"), True),
        ("a.docx", _archive("run.exe"), False),
        ("a.docx", b"PK\x03\x04 no archive", False),
        ("a.odt", _archive("mimetype"), True),
        ("a.zip", _archive("anything"), True),
        ("a.txt", "Слова".encode("cp1251"), True),
        ("a.txt", b"\xef\xbb\xbf  <HTML><body>", False),
        ("a.md", b"<script>alert(1)</script>", False),
        ("a.md", b"# Title\n\nWords with <b>markup</b>", True),
        ("a.csv", b"a,b\0c", False),
        ("a.json", b'{"a": 1}', True),
        ("a.yaml", b"<svg onload=alert(1)>", False),
        ("a.rtf", b"{\\rtf1 words}", True),
        ("a.mp3", b"ID3\x04", True),
        ("a.mp3", b"MZ\x90\0", False),
        ("a.m4a", b"\0\0\0\x20ftypM4A ", True),
        ("a.html", HTML, False),
        ("a.svg", b"<svg/>", False),
        ("a.exe", b"MZ", False),
        ("a.pdf.html", b"%PDF-1.7", False),
        ("noending", b"%PDF-1.7", False),
    ],
)
def test_a_document_is_what_its_name_says(editor, name, content, taken):
    from wagtail.documents import get_document_model

    editor.post(reverse("wagtaildocs:add"), {"title": "File", "file": SimpleUploadedFile(name, content)})
    assert get_document_model().objects.exists() is taken


def test_the_same_holds_for_many_files_at_once(editor):
    address = reverse("wagtaildocs:add_multiple")
    answer = editor.post(
        address, {"files[]": SimpleUploadedFile("a.pdf", HTML)}, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert answer.json()["success"] is False and "not a .pdf file inside" in answer.json()["error_message"]


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("a.png", _picture("PNG"), True),
        ("a.jpg", _picture("JPEG"), True),
        ("a.webp", _picture("WEBP"), True),
        ("a.jpg", _picture("PNG"), False),
        ("a.png", HTML, False),
        ("a.png", _picture("PNG")[:40], False),
        ("a.jpg", _picture("JPEG", (500, 500))[:-200], False),
        ("a.gif", b"GIF89a<script>alert(1)</script>", False),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', False),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', False),
        ("a.html", _picture("PNG"), False),
        ("../../a.png", _picture("PNG"), True),
    ],
)
def test_a_picture_is_a_picture(editor, name, content, taken, settings):
    from wagtail.images import get_image_model

    editor.post(reverse("wagtailimages:add"), {"title": "Picture", "file": SimpleUploadedFile(name, content)})
    found = get_image_model().objects.first()
    assert bool(found) is taken
    if taken:
        assert found.file.path.startswith(str(settings.MEDIA_ROOT / "original_images"))


def test_a_picture_of_too_many_points_is_refused(editor, settings):
    from wagtail.images import get_image_model

    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10_000
    editor.post(reverse("wagtailimages:add"), {
        "title": "Bomb", "file": SimpleUploadedFile("a.png", _picture("PNG", (200, 200)))
    })  # fmt: skip
    assert not get_image_model().objects.exists()


def test_what_could_be_two_things_is_handed_out_as_a_file_to_save(client, network, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "original_images").mkdir()
    for name, content in (("a.png", _picture("PNG") + HTML), ("b.html", HTML), ("c.svg", b"<svg/>"), ("d", HTML)):
        (tmp_path / "original_images" / name).write_bytes(content)
    for name, attached in (("a.png", False), ("b.html", True), ("c.svg", True), ("d", True)):
        answer = client.get(f"/media/original_images/{name}")
        assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
        assert answer.get("Content-Disposition", "").startswith("attachment") is attached
        assert answer["Content-Type"] == ("application/octet-stream" if attached else "image/png")


@pytest.mark.parametrize(
    "path", ["documents/secret.pdf", "../secret-key", "x/../documents/secret.pdf", "documents//secret.pdf",
             "./documents/secret.pdf", "%2e%2e/secret-key", "submissions/memo.docx", "a%00b"],
)  # fmt: skip
def test_private_files_are_not_reached_by_their_path(client, network, settings, tmp_path, path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for folder in ("documents", "submissions"):
        (tmp_path / "media" / folder).mkdir(parents=True)
    (tmp_path / "media" / "documents" / "secret.pdf").write_bytes(b"%PDF-")
    (tmp_path / "media" / "submissions" / "memo.docx").write_bytes(b"PK")
    (tmp_path / "secret-key").write_text("key")
    assert client.get(f"/media/{path}", follow=True).status_code == 404


def test_documents_are_handed_out_with_care(client, network, settings, tmp_path):
    from wagtail.documents import get_document_model

    settings.MEDIA_ROOT = tmp_path
    document = get_document_model()(title="Words")
    document.file.save("words.txt", ContentFile(b"<script>alert(1)</script>"))
    answer = client.get(document.url)
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


# --- Rich text


HOSTILE = {
    "blocks": [
        {"key": "a", "text": "<script>alert(1)</script> & <img src=x onerror=alert(1)>", "type": "unstyled", "depth": 0,
         "inlineStyleRanges": [{"offset": 0, "length": 3, "style": "BOLD"}],
         "entityRanges": [{"offset": 0, "length": 8, "key": 0}, {"offset": 9, "length": 3, "key": 1}], "data": {}},
        {"key": "b", "text": "x", "type": "script", "depth": 0, "inlineStyleRanges": [], "entityRanges": []},
    ],
    "entityMap": {
        "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}},
        "1": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": '"><script>alert(2)</script>'}},
    },
}  # fmt: skip


def test_nothing_that_an_editors_browser_sends_becomes_a_script(editor, network):
    person = network.person("<script>alert(3)</script>", "Example", slug="a")
    fields = {"given": person.given, "family": person.family, "slug": person.slug, "membership": ""}
    edit = reverse("wagtailsnippets_people_person:edit", args=[person.pk])
    page = editor.get(edit).content.decode()
    for name in re.findall(r'name="([\w-]+-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)"', page):
        fields[name] = 0
    fields |= {"biography": json.dumps(HOSTILE), "biography_ru": "null", "biography_uk": "null"}
    answer = editor.post(edit, fields)
    assert answer.status_code == 302, re.findall(r'class="error-message[^<]*<[^<]*', answer.content.decode())
    person.refresh_from_db()
    assert "&lt;script&gt;" in person.biography
    words = editor.get(person.get_absolute_url()).content.decode()
    assert "alert(1)" in words
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*json)|<img[^>]*onerror|href=\"?javascript", words)


def test_markup_in_titles_leads_and_names_stays_text(client, network):
    evil = "<script>alert(1)</script>"
    section, person, topic = network.section(evil), network.person(evil, "X", slug="x"), network.topic(evil, slug="t")
    text = network.text(f"Talks {evil}", under=section, by=[person], on=[topic], lead=evil, credit=evil)
    words = client.get(text.url).content.decode()
    assert "&lt;script&gt;alert(1)" in words and evil not in words


def test_no_secret_stands_in_the_settings_file():
    from evenhand_site import settings as module

    assert site.SECRET_KEY not in Path(module.__file__).read_text()

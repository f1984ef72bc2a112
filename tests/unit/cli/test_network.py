"""A case between a file and a network's site: every answer of the site, and every way in which there is none."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from evenhand.catalog import find
from evenhand.cli.network import Pulled

Run = Callable[..., Any]
CASE = "chicken"
FILE = find(CASE).read_text(encoding="utf-8")
DRAFT = f"/api/v1/cases/{CASE}/draft"


class Stand:
    """Stands for a site: what it answers to a method and an address, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        stand = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stand.asked.append((self.command, self.path, dict(self.headers), body))
                status, headers, content = stand.answers.get((self.command, self.path), _problem(404, "Not there."))
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PUT = answer  # noqa: N815 - so the library names them

            def log_message(self, *_given: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def says(
        self, method: str, path: str, text: str, kind: str = "application/yaml", status: int = 200, **headers: str
    ):
        self.answers[method, path] = (status, {"Content-Type": kind, **headers}, text.encode())

    def refuses(self, method: str, status: int, detail: str, errors: Any = None, **headers: str) -> None:
        code, said, body = _problem(status, detail, errors)
        self.answers[method, DRAFT] = (code, {**said, **headers}, body)


def _problem(status: int, detail: str, errors: Any = None) -> tuple[int, dict[str, str], bytes]:
    said = {"status": status, "detail": detail, **({"errors": errors} if errors else {})}
    return status, {"Content-Type": "application/problem+json"}, json.dumps(said).encode()


@pytest.fixture
def stand() -> Iterator[Stand]:
    found = Stand()
    threading.Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, a token, no site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVENHAND_TOKEN", "wagtail_mine")
    monkeypatch.delenv("EVENHAND_SITE", raising=False)
    return tmp_path


def error(ran: Any) -> str:
    """The one error of a run."""
    assert ran.status == 2 and ran.err.count("evenhand: ") == 1 and "Traceback" not in ran.err, ran.err
    return str(ran.err)


def test_a_draft_is_pulled_changed_and_pushed_and_pushed_again(run: Run, stand: Stand, place: Path) -> None:
    stand.says("GET", DRAFT, FILE, ETag='"one"')
    ran = run("pull", CASE, "--site", stand.address)
    assert ran.status == 0 and ran.out.endswith("\nchicken.yaml\n")
    assert (place / "chicken.yaml").read_bytes() == FILE.encode()
    assert stand.asked[0][2]["Authorization"] == "Bearer wagtail_mine"
    changed = FILE + "# a remark – ещё\n"
    (place / "chicken.yaml").write_text(changed, encoding="utf-8")
    stand.says("PUT", DRAFT, '{"stored": true}', "application/json", ETag='"two"')
    assert run("push", "chicken.yaml").status == 0  # the site is remembered
    assert run("push", "chicken.yaml").status == 0
    (_, _, first, body), (_, _, second, _) = stand.asked[1:]
    assert body == changed.encode() and first["Content-Type"] == "application/yaml"
    assert (first["If-Match"], second["If-Match"]) == ('"one"', '"two"')


def test_a_file_that_was_never_pulled_makes_the_first_draft_only(run: Run, stand: Stand, place: Path) -> None:
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    stand.says("PUT", DRAFT, '{"stored": true}', "application/json", 201, ETag='"one"')
    assert run("push", "mine.yaml", "--site", stand.address).status == 0
    assert stand.asked[0][2]["If-None-Match"] == "*" and "If-Match" not in stand.asked[0][2]
    assert Pulled.of("mine.yaml") == Pulled(stand.address, CASE, "one")


def test_the_very_same_draft_is_pushed_already(run: Run, stand: Stand, place: Path) -> None:
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    mark = hashlib.sha256(FILE.encode()).hexdigest()
    stand.refuses("PUT", 412, "This case has a draft already.", ETag=f'"{mark}"')
    ran = run("push", "mine.yaml", "--site", stand.address)
    assert ran.status == 0 and "This very draft stands" in ran.out + ran.err
    assert Pulled.of("mine.yaml") == Pulled(stand.address, CASE, mark)


@pytest.mark.parametrize("tag", [{"ETag": '"another"'}, {}], ids=["another", "untold"])
def test_a_draft_that_was_never_seen_stays(run: Run, stand: Stand, place: Path, tag: dict[str, str]) -> None:
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    stand.refuses("PUT", 412, "This case has a draft already.", **tag)
    assert "[412]; pull it beside yours" in error(run("push", "mine.yaml", "--site", stand.address))
    assert Pulled.of("mine.yaml") is None


def test_what_was_pulled_from_another_site_says_nothing_about_this_one(run: Run, stand: Stand, place: Path) -> None:
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    Pulled("http://localhost:1", CASE, "one").remember("mine.yaml")
    stand.says("PUT", DRAFT, '{"stored": true}', "application/json", 201, ETag='"one"')
    run("push", "mine.yaml", "--site", stand.address)
    assert "If-Match" not in stand.asked[0][2]


def test_force_replaces_whatever_stands_there(run: Run, stand: Stand, place: Path) -> None:
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    stand.says("PUT", DRAFT, '{"stored": true}', "application/json", ETag='"one"')
    run("push", "mine.yaml", "--site", stand.address, "--force")
    assert stand.asked[0][2]["If-Match"] == "*"


def test_without_a_draft_the_newest_version_is_pulled(run: Run, stand: Stand, place: Path) -> None:
    version = "a" * 64
    stand.says("GET", f"/api/v1/cases/{CASE}", json.dumps({"versions": [{"version": version}]}), "application/json")
    stand.says("GET", f"/api/v1/cases/{CASE}/versions/{version}/case.yaml", FILE)
    ran = run("pull", CASE, "--site", stand.address + "/", "-o", "theirs.yaml")
    assert ran.status == 0 and "Version aaaaaaaaaaaa of chicken" in ran.out
    assert (place / "theirs.yaml").read_bytes() == FILE.encode()
    assert Pulled.of("theirs.yaml") == Pulled(stand.address, CASE, "")


def test_a_named_version_is_pulled_without_a_token(
    run: Run, stand: Stand, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EVENHAND_TOKEN")
    stand.says("GET", f"/api/v1/cases/{CASE}/versions/{'b' * 12}/case.yaml", FILE)
    ran = run("pull", CASE, "--site", stand.address, "--version", "b" * 12, "-o", "-")
    assert ran.out == FILE and "Authorization" not in stand.asked[0][2]
    assert list(place.iterdir()) == []


def test_a_file_that_is_there_stays_unless_forced(run: Run, stand: Stand, place: Path) -> None:
    stand.says("GET", DRAFT, FILE, ETag='"one"')
    (place / "chicken.yaml").write_text("precious")
    assert "--force" in error(run("pull", CASE, "--site", stand.address))
    assert (place / "chicken.yaml").read_text() == "precious" and not stand.asked
    assert run("pull", CASE, "--site", stand.address, "--force").status == 0
    assert (place / "chicken.yaml").read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "the token is not known there, or has been revoked [401]; make one on the site"),
        (403, "No [403]; ask an editor"),
        (404, "No [404]"),
        (409, "No [409]; pull it beside yours, join the two, and push again"),
        (413, "No [413]"),
        (423, "No [423]"),
        (428, "No [428]; pull it beside yours"),
        (500, "No [500]"),
    ],
)
def test_every_refusal_is_one_clear_error(run: Run, stand: Stand, place: Path, status: int, words: str) -> None:
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    stand.refuses("PUT", status, "No.")
    assert words in error(run("push", "mine.yaml", "--site", stand.address))
    assert Pulled.of("mine.yaml") is None


def test_a_flood_is_told_when_to_come_back(run: Run, stand: Stand) -> None:
    stand.refuses("GET", 429, "Too many.", **{"Retry-After": "17"})
    assert "[429]; try again in 17 seconds" in error(run("pull", CASE, "--site", stand.address))


def test_faults_that_the_site_finds_are_told_with_their_place_in_the_file(run: Run, stand: Stand, place: Path) -> None:
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    fault = {"line": 3, "column": 5, "code": "unknown-key", "message": "`x` is not known", "suggestion": "y"}
    stand.refuses("PUT", 422, "Faults.", [fault])
    ran = run("push", "mine.yaml", "--site", stand.address)
    assert ran.status == 2
    assert ran.err.startswith("mine.yaml:3:5: `x` is not known [unknown-key]\n    did you mean: y?\n")


def test_nothing_is_sent_while_the_file_has_faults(run: Run, stand: Stand, place: Path) -> None:
    (place / "mine.yaml").write_text("case: x\n")
    ran = run("push", "mine.yaml", "--site", stand.address)
    assert ran.status == 2 and "mine.yaml:" in ran.err and not stand.asked


def test_a_site_that_is_none_and_one_that_is_not_there_are_said(run: Run, stand: Stand, place: Path) -> None:
    assert "cannot be reached" in error(run("pull", CASE, "--site", "http://127.0.0.1:1"))
    stand.says("GET", DRAFT, "<html>", "text/html")
    assert "not as a site of Evenhand" in error(run("pull", CASE, "--site", stand.address))
    stand.says("GET", DRAFT, "", status=302, Location="https://elsewhere.example/")
    assert "has moved to https://elsewhere.example/" in error(run("pull", CASE, "--site", stand.address))
    del stand.answers["GET", DRAFT]
    for strange in ("[]", '{"versions": []}', "{"):
        stand.says("GET", f"/api/v1/cases/{CASE}", strange, "application/json")
        assert "not as a site of Evenhand" in error(run("pull", CASE, "--site", stand.address))
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "site", ["example.org", "ftp://example.org", "http://", "http://[", "https://a:b@example.org", "http://x:99999"]
)
def test_what_is_no_address_is_said(run: Run, site: str) -> None:
    assert "not the address of a site" in error(run("pull", CASE, "--site", site))


def test_a_token_travels_over_https_or_not_at_all(run: Run) -> None:
    said = error(run("pull", CASE, "--site", "http://www.example.org"))
    assert "use https://" in said and "wagtail_mine" not in said


@pytest.mark.parametrize("content", ["", "two words", "a\nb", "ключ", "a\x00b", "\udcf5"])
def test_a_file_that_holds_no_token_is_said(run: Run, stand: Stand, place: Path, content: str) -> None:
    (place / "token").write_text(content, encoding="utf-8", errors="surrogateescape")
    said = error(run("pull", CASE, "--site", stand.address, "--token-file", "token"))
    assert "token" in said and "codec" not in said and not stand.asked
    assert "no such file" in error(run("pull", CASE, "--site", stand.address, "--token-file", "none")).lower()


def test_without_a_token_nothing_is_pushed(
    run: Run, stand: Stand, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_TOKEN", "")
    (place / "mine.yaml").write_text(FILE, encoding="utf-8")
    assert "no token" in error(run("push", "mine.yaml", "--site", stand.address)) and not stand.asked


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden"])
def test_what_can_be_no_case_is_not_asked_for(run: Run, stand: Stand, name: str) -> None:
    assert "not the name of a case" in error(run("pull", name, "--site", stand.address)) and not stand.asked

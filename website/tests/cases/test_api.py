"""The API: the command line's bytes, faults in one form, tokens that open nothing of anybody else's."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from django.contrib.auth.models import Permission, User
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from evenhand_site.cases import runs
from evenhand_site.cases.models import Case, CaseStudy
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from wagtail.models import APIToken

import evenhand

API = "/api/v1"
FILE = evenhand.locate("prisoners-dilemma").read_text(encoding="utf-8")
HERE = f"{API}/cases/prisoners-dilemma"
DRAFT = f"{HERE}/draft"


def somebody(name, *permissions):
    """The headers of somebody with these permissions on cases."""
    who, _new = User.objects.get_or_create(username=name)
    who.user_permissions.set(Permission.objects.filter(codename__in=permissions, content_type__app_label="cases"))
    return {"Authorization": f"Bearer {APIToken.create_token(user=who, name='a machine')[1]}"}


@pytest.fixture
def writer(db):
    return somebody("writer", "add_case", "change_case")


def put(client, who, text=FILE, address=DRAFT, **conditions):
    headers = {**who, **{name.replace("_", "-"): value for name, value in conditions.items()}}
    return client.put(address, text, "application/yaml", headers=headers)


def problem(answer, status):
    """The fault that an answer tells."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    said = json.loads(answer.content)
    assert said["status"] == status and said["title"] and said["detail"] and said["type"] == "about:blank"
    return said


# --- reading


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (f"{API}/cases/?limit=1&offset=0", f"{API}/cases?limit=1&offset=0"),
        (f"{HERE}/", HERE),
        (f"{API}/openapi.json/", f"{API}/openapi.json"),
        (API, f"{API}/"),
        (f"{API}//", f"{API}/"),
        (f"{DRAFT}/", DRAFT),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_what_is_meant_for_good(client, small, asked, meant):
    for ask in (client.get, client.head, client.put):
        answer = ask(asked)
        assert (answer.status_code, answer["Location"]) == (308, meant)  # 308: a PUT stays one
    assert client.get(asked)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("asked", [f"{API}/nothing/", f"{API}/cases//", f"{HERE}//", f"{API}//evil.example/"])
def test_a_slash_behind_nothing_is_nothing_still(client, small, asked):
    problem(client.get(asked), 404)


def test_cases_versions_and_everything_below_them_can_be_found_from_the_top(client, small):
    listed = client.get(f"{API}/cases").json()
    assert listed == {
        "count": 1,
        "cases": [
            {"case": "prisoners-dilemma", "title": small.title, "newest": small.version, "versions": 1},
        ],
    }
    (study,) = client.get(HERE).json()["versions"]
    assert study["version"] == small.version and study["draws"] == 64
    assert client.get(study["file"]).content.decode() == small.file
    whole = client.get(study["analysis"]).json()
    for name in study["issues"]:
        assert client.get(f"{HERE}/versions/{small.short}/issues/{name}.json").json() in whole["issues"]
    for name in study["chapters"]:
        assert client.get(f"{HERE}/versions/{small.short}/chapters/{name}.json").status_code == 200
    assert client.get(f"{HERE}/versions/{small.short}").json() == study


def test_the_bytes_are_those_of_the_command_line(client, small, tmp_path):
    def printed(command):
        program = [str(Path(sys.executable).parent / "evenhand"), command, "prisoners-dilemma", "--draws", "64"]
        return subprocess.run([*program, "--json", "-"], capture_output=True, check=True).stdout

    version = f"{HERE}/versions/{small.short}"
    assert client.get(f"{version}/analysis.json").content == printed("analyse")
    assert client.get(f"{version}/chapters/agenda.json").content == printed("agenda")


def test_reading_is_open_to_other_sites_and_writing_is_not(client, small, writer):
    for address in (f"{API}/cases", f"{HERE}/versions/{small.short}/analysis.json", f"{API}/openapi.json"):
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert answer["Access-Control-Allow-Origin"] == "*" and "Access-Control-Allow-Credentials" not in answer
    asked = client.options(DRAFT, headers={"Access-Control-Request-Method": "PUT"})
    assert asked.status_code == 204 and asked["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Headers" not in asked
    assert "Access-Control-Allow-Origin" not in put(client, writer)


def test_what_has_not_changed_is_not_sent_again(client, small):
    address = f"{HERE}/versions/{small.short}/analysis.json"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"") and again["ETag"] == first["ETag"]
    assert client.head(address).status_code == 200 and client.head(address)["ETag"] == first["ETag"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", f"{API}/nothing", 404),
        ("get", f"{API}/nothing/", 404),
        ("get", f"{API}/cases/none", 404),
        ("get", f"{API}/cases/{'a' * 3000}", 422),
        ("get", f"{API}/cases/x/versions/zz", 422),
        ("get", f"{API}/cases/x/versions/{'0' * 12}/analysis.json", 404),
        ("get", f"{API}/cases?limit=0", 422),
        ("get", f"{API}/cases?offset={'9' * 40}", 422),
        ("get", f"{API}/runs", 401),
        ("get", f"{API}/runs/1", 401),
        ("get", DRAFT, 401),
        ("put", DRAFT, 401),
        ("post", f"{API}/cases", 405),
        ("delete", DRAFT, 405),
        ("post", f"{API}/nothing", 404),
    ],
)
def test_every_fault_has_one_form(client, db, method, address, status):
    problem(getattr(client, method)(address), status)


def test_a_flood_is_told_when_to_come_back(client, small, monkeypatch):
    monkeypatch.setattr("evenhand_site.cases.answers.count", lambda *_given, **_named: 121)
    answer = client.get(f"{API}/cases")
    problem(answer, 429)
    assert 0 < int(answer["Retry-After"]) <= 60


def test_people_find_a_page_that_loads_nothing_from_elsewhere(client, homes):
    page = client.get(f"{API}/").content.decode()
    assert "Replace the draft of a case" in page and f"{API}/cases/{{case}}/draft" in page
    assert "cdn" not in page and 'src="http' not in page


# --- tokens


def test_a_draft_is_made_read_and_replaced(client, writer):
    made = put(client, writer, If_None_Match="*")
    assert made.status_code == 201 and made.json()["stored"]
    read = client.get(DRAFT, headers=writer)
    assert (read.content.decode(), read["ETag"]) == (FILE, made["ETag"])
    assert read["ETag"] == f'"{made.json()["version"]}"' and "private" in read["Cache-Control"]
    replaced = put(client, writer, FILE + "# more\n", If_Match=made["ETag"])
    assert replaced.status_code == 200 and replaced["ETag"] != made["ETag"]
    case = Case.objects.get()
    assert not case.live and case.revisions.count() == 2 and case.owner.username == "writer"
    assert case.revisions.order_by("pk").last().user.username == "writer"
    assert not CaseStudy.objects.exists()  # a draft is no publication


def test_what_somebody_else_has_written_meanwhile_is_not_overwritten(client, writer):
    first = put(client, writer)
    theirs = put(client, somebody("other", "change_case"), FILE + "# theirs\n", If_Match=first["ETag"])
    late = put(client, writer, FILE + "# mine\n", If_Match=first["ETag"])
    assert "Nothing was stored" in problem(late, 409)["detail"] and late["ETag"] == theirs["ETag"]
    first_only = put(client, writer, FILE + "# mine\n", If_None_Match="*")
    problem(first_only, 412)
    assert first_only["ETag"] == theirs["ETag"]
    problem(put(client, writer, FILE + "# mine\n"), 428)
    assert client.get(DRAFT, headers=writer).content.decode() == FILE + "# theirs\n"
    assert put(client, writer, FILE + "# mine\n", If_Match="*").status_code == 200
    assert Case.objects.get().revisions.count() == 3  # theirs is still there


def test_the_same_once_more_stores_nothing(client, writer):
    first = put(client, writer)
    for tag in (first["ETag"], "*"):
        again = put(client, writer, If_Match=tag)
        assert again.status_code == 200 and not again.json()["stored"] and Case.objects.get().revisions.count() == 1


def test_where_there_was_to_be_none_even_the_same_is_refused(client, writer):
    """RFC 9110, 13.1.2: with If-None-Match: * the method must not be performed where something stands; 412 is said."""
    first = put(client, writer, If_None_Match="*")
    again = put(client, writer, If_None_Match="*")
    assert "Nothing was stored" in problem(again, 412)["detail"] and again["ETag"] == first["ETag"]
    assert Case.objects.get().revisions.count() == 1
    problem(put(client, somebody("beginner", "add_case"), If_None_Match="*"), 403)  # what stands there is not theirs


@pytest.mark.parametrize(
    "address",
    ["/cases/%00", "/%00", "/cases/%00/draft", "/cases?limit=%00", "/%0a", "/x/cases/%0A", "/cases/a%0Ab", "/cases/%FF",
     "/cases//", f"/{'a' * 5000}"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "put"])
def test_an_address_that_can_be_none_is_refused_in_the_same_form(client, homes, address, method):
    answer = getattr(client, method)(API + address)
    assert answer.status_code in (401, 404, 405, 422)
    assert problem(answer, answer.status_code)["status"] == answer.status_code


def test_a_draft_that_was_to_be_replaced_and_is_gone_is_said(client, writer):
    problem(put(client, writer, If_Match='"0000"'), 409)
    assert not Case.objects.exists()


def test_all_faults_come_back_with_their_places_and_nothing_is_stored(client, writer):
    broken = FILE.replace("parties:", "partys:").replace("title:", "tittle:", 1)
    said = problem(put(client, writer, broken), 422)
    found = {(fault["code"], fault["line"], fault["column"]) for fault in said["errors"]}
    for key in ("partys", "tittle"):
        line = broken[: broken.index(f"{key}:")].count("\n") + 1
        assert ("unknown-key", line, 1) in found
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 422, "faults"),
        (b"\xff\xfe", 422, "not in UTF-8: line 1 holds the byte 0xff"),
        (FILE.replace("case: prisoners-dilemma", "case: other").encode(), 422, "faults: 1"),
        (b"a" * 2_000_001, 413, "2,000,000"),
        (b"\x00" * 10, 422, "faults"),
    ],
)
def test_what_is_no_case_file_is_refused(client, writer, body, status, words):
    assert words in problem(client.put(DRAFT, body, "application/yaml", headers=writer), status)["detail"]
    assert not Case.objects.exists()


def test_a_name_that_the_site_cannot_have_is_a_fault(client, writer):
    text = FILE.replace("case: prisoners-dilemma", "case: Ёлка")
    said = problem(put(client, writer, text, f"{API}/cases/Ёлка/draft"), 422)
    assert said["errors"][0]["code"] == "site-name"


def test_a_name_that_is_the_address_of_a_page_is_a_fault(client, writer):
    text = FILE.replace("case: prisoners-dilemma", "case: runs")
    (fault,) = problem(put(client, writer, text, f"{API}/cases/runs/draft"), 422)["errors"]
    assert fault["code"] == "site-name" and "address of a page" in fault["message"] and not Case.objects.exists()


def test_drafts_are_opened_by_those_who_may_write_them_and_by_nobody_else(client, writer):
    tag = put(client, writer)["ETag"]
    reader = somebody("reader", "view_case", "view_run")
    problem(client.get(DRAFT, headers=reader), 403)
    problem(put(client, reader, FILE + "#\n", If_Match=tag), 403)
    beginner = somebody("beginner", "add_case")
    problem(client.get(DRAFT, headers=beginner), 404)
    problem(put(client, beginner, FILE + "#\n", If_Match="*"), 403)
    assert client.get(DRAFT, headers=writer).content.decode() == FILE


def test_a_locked_draft_is_left_alone(client, writer):
    put(client, writer)
    Case.objects.update(locked=True, locked_by=User.objects.create_user("keeper"), locked_at=timezone.now())
    problem(put(client, writer, FILE + "#\n", If_Match="*"), 423)


@pytest.mark.parametrize("given", ["Bearer wagtail_nothing", "Bearer ", "Basic YTpi", "Bearer \u00fc", "x"])
def test_a_token_that_is_none_opens_nothing(client, writer, given):
    put(client, writer)
    for address in (DRAFT, f"{API}/runs"):
        answer = client.get(address, headers={"Authorization": given})
        problem(answer, 401)
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_and_that_of_somebody_who_left_open_nothing(client, writer):
    put(client, writer)
    User.objects.update(is_active=False)
    problem(client.get(DRAFT, headers=writer), 401)
    User.objects.update(is_active=True)
    APIToken.objects.get().revoke()
    problem(client.get(DRAFT, headers=writer), 401)


def test_being_signed_in_is_not_a_token(client, writer):
    put(client, writer)
    client.force_login(User.objects.get())
    problem(client.get(DRAFT), 401)
    problem(put(client, {}), 401)


def test_the_database_does_not_know_the_token(db):
    token = somebody("writer")["Authorization"].removeprefix("Bearer ")
    kept = APIToken.objects.values().get()
    assert token not in str(kept) and len(kept["prefix"]) < len(token) / 2


def test_runs_are_known_to_who_asked_and_to_who_may_see_all(client, db):
    asker, other, looker = somebody("asker"), somebody("other", "change_case"), somebody("looker", "view_run")
    run = runs.ask(FILE, 64, 1, User.objects.get(username="asker"))
    address = f"{API}/runs/{run.pk}"
    for who in (asker, looker):
        assert client.get(address, headers=who).json()["state"] == "waiting"
        assert client.get(f"{API}/runs", headers=who).json()["count"] == 1
    problem(client.get(address, headers=other), 404)
    assert client.get(f"{API}/runs", headers=other).json() == {"count": 0, "runs": []}


# --- against its own description


def asked(operation, mode, headers):
    """Ask many things of an operation, such as it describes or such as it does not, and look at every answer."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case):
        case.headers = {**(case.headers or {}), **headers}
        if len(str(case.path_parameters)) % 2 and "case" in (case.path_parameters or {}):
            case.path_parameters["case"] = "prisoners-dilemma"
        answer = case.call()
        assert answer.status_code < 500
        operation.validate_response(answer)

    ask()


@pytest.fixture
def one_connection(db):
    """Requests leave this test's connection, and its transaction, open, as the test client has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("signed_in", [True, False])
def test_whatever_is_asked_the_answer_is_as_described(one_connection, homes, small, writer, mode, signed_in):
    runs.ask(FILE, 32, 1, User.objects.get(username="writer"))
    described = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) == 11
    for operation in operations:
        if signed_in or operation.definition.raw.get("security"):
            asked(operation, mode, writer if signed_in else {})


def test_a_file_without_its_length_is_not_taken_for_an_empty_one(client, writer):
    answer = client.generic("PUT", DRAFT, headers={**writer, "Transfer-Encoding": "chunked"})
    assert "CONTENT_LENGTH" not in answer.wsgi_request.META  # the body is there, and nobody can tell its end
    assert "Content-Length" in problem(answer, 411)["detail"]

"""The cases as data, for programs: what was found is read by anybody, a draft is put by who may write it.

The documents are those of the command line, byte for byte. Faults are `application/problem+json` throughout. Who signs
in does it with a token of Wagtail's (made under Settings, API tokens), of which the database knows a digest only.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path, resolve, reverse
from django.utils.encoding import iri_to_uri
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import Field
from wagtail.api.v3.auth import BearerTokenAuth

from evenhand.errors import CaseError
from evenhand_site.cases import drafts
from evenhand_site.cases.answers import PROBLEM, in_one_form, problem, quoted
from evenhand_site.cases.datasets import as_json
from evenhand_site.cases.models import CaseStudy, Run
from evenhand_site.cases.runs import seen_by
from evenhand_site.cases.study import study_at

__all__ = ["addresses", "api"]

MOST_BYTES = 2_000_000
"""Of a case file that is put here; one of a hundred issues has half of it."""
YAML = "application/yaml"
_NAME = r"^[^\W_][\w.-]*$"

CaseName = Annotated[str, Path(description="The case's name, as in its file.", pattern=_NAME, max_length=120)]
Version = Annotated[
    str,
    Path(
        description="The version: the SHA-256 of the case file, or its first twelve digits or more; with -2 behind it, "
        "the second study of that version.",
        pattern="^[0-9a-f]{12,64}(-[1-9][0-9]{0,5})?$",
    ),
]
Name = Annotated[str, Path(pattern=_NAME, max_length=120)]
Number = Annotated[int, Path(ge=1, le=999_999_999)]
Limit = Annotated[int, Query(ge=1, le=200, description="Most entries.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="Entries to leave out.")]


class Problem(Schema):
    """A fault (RFC 9457); ``errors`` names each single one."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = []


class Study(Schema):
    """One version of a case as it was analysed."""

    case: str
    title: str
    version: str = Field(description="SHA-256 of the case file.")
    number: int = Field(description="Which study of this version it is.")
    as_of: str
    draws: int
    seed: int
    engine: str = Field(description="The version of Evenhand that computed it.")
    computed: datetime
    chapters: list[str] = Field(description="Documents beside the analysis.")
    issues: list[str]
    analysis: str = Field(description="Address of all findings.")
    file: str = Field(description="Address of the case file.")


class Listed(Schema):
    """A case by its newest study."""

    case: str
    title: str
    newest: str = Field(description="Its newest version.")
    versions: int


class Cases(Schema):
    count: int
    cases: list[Listed]


class Versions(Schema):
    """Every version of a case that was analysed, the newest first."""

    case: str
    title: str
    versions: list[Study]


class RunState(Schema):
    """An analysis that was asked for."""

    id: int
    case: str
    version: str
    draws: int
    seed: int
    state: str
    part: str
    done: int
    total: int
    tries: int
    error: str
    asked: datetime
    ended: datetime | None


class Runs(Schema):
    count: int
    runs: list[RunState]


class Stored(Schema):
    """A draft that was put."""

    case: str
    version: str = Field(description="SHA-256 of the draft; its entity tag.")
    stored: bool = Field(description="False where the very same draft stood there.")


class Described(NinjaAPI):
    """An API whose description names the media types that are really sent."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        found = super().get_openapi_schema(**given)
        for operations in found["paths"].values():
            for operation in operations.values():
                operation["responses"] = {
                    str(code): _described(code, each) for code, each in operation["responses"].items()
                }
        return found


def _described(code: object, response: dict[str, Any]) -> dict[str, Any]:
    content = response.get("content")
    if int(str(code)) >= 400 and content:
        return {**response, "content": {PROBLEM: content["application/json"]}}
    return response


api = Described(
    title="Cases",
    version="1",
    description="Disputes that were written down and analysed: findings as data, and drafts for those who write them.",
    urls_namespace="cases_api",
    docs_url=None,
    openapi_url="/openapi.json",
)
token = BearerTokenAuth()

_READING: dict[Any, Any] = {404: Problem, 422: Problem, 429: Problem}
_SIGNED_IN: dict[Any, Any] = {401: Problem, 403: Problem, **_READING}


def _document(of: str, media_type: str = "application/json") -> dict[str, Any]:
    """What the description says of an answer that is passed on as it is."""
    schema = {"type": "string"} if media_type == YAML else {"type": "object"}
    return {"responses": {200: {"description": of, "content": {media_type: {"schema": schema}}}}}


# --- reading


@api.get("/cases", response={200: Cases, **_READING}, summary="All cases that were analysed")
def cases(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """Each case once, by its newest study, in the order of their names."""
    by_case: dict[str, list[CaseStudy]] = {}
    for study in CaseStudy.objects.all():
        by_case.setdefault(study.case_id, []).append(study)
    listed = [
        {"case": name, "title": found[0].title, "newest": found[0].version, "versions": len(found)}
        for name, found in sorted(by_case.items())
    ]
    return {"count": len(listed), "cases": listed[offset : offset + limit]}


@api.get("/cases/{case}", response={200: Versions, **_READING}, summary="A case and its versions")
def versions(request: HttpRequest, case: CaseName) -> dict[str, Any]:
    """Every version that was analysed, the newest first."""
    found = list(CaseStudy.objects.filter(case_id=case).defer("names", "file"))
    if not found:
        raise Http404("There is no such case.")
    return {"case": case, "title": found[0].title, "versions": [_shown(request, study) for study in found]}


@api.get("/cases/{case}/versions/{version}", response={200: Study, **_READING}, summary="A version of a case")
def version(request: HttpRequest, case: CaseName, version: Version) -> dict[str, Any]:
    """When and how it was analysed, and what there is of it."""
    return _shown(request, _study(case, version))


@api.get(
    "/cases/{case}/versions/{version}/analysis.json", response=_READING, summary="All findings of a version",
    openapi_extra=_document("The document that `evenhand analyse --json` writes, the same bytes."),
)  # fmt: skip
def analysis(request: HttpRequest, case: CaseName, version: Version) -> HttpResponse:
    """The document of `evenhand analyse --json`."""
    return _json(json.loads(_study(case, version).analysis))


@api.get(
    "/cases/{case}/versions/{version}/issues/{issue}.json", response=_READING, summary="The findings of one issue",
    openapi_extra=_document("The entry of this issue in the analysis."),
)  # fmt: skip
def issue(request: HttpRequest, case: CaseName, version: Version, issue: Name) -> HttpResponse:
    """The entry of one issue in the analysis."""
    found = _study(case, version).findings.issue(issue)
    if found is None:
        raise Http404("The case has no such issue.")
    return _json(found)


@api.get(
    "/cases/{case}/versions/{version}/chapters/{chapter}.json", response=_READING, summary="A further chapter",
    openapi_extra=_document("The document of the command of this name, such as `evenhand agenda --json`."),
)  # fmt: skip
def chapter(request: HttpRequest, case: CaseName, version: Version, chapter: Name) -> HttpResponse:
    """The document of a chapter: agenda, persuasion, benefits, courses, leverage."""
    found = json.loads(_study(case, version).chapters).get(chapter)
    if found is None:
        raise Http404("The study has no such chapter.")
    return _json(found)


@api.get(
    "/cases/{case}/versions/{version}/case.yaml", response=_READING, summary="The case file of a version",
    openapi_extra=_document("The file that was analysed.", YAML),
)  # fmt: skip
def file(request: HttpRequest, case: CaseName, version: Version) -> HttpResponse:
    """The file that was analysed."""
    return HttpResponse(_study(case, version).file, content_type=f"{YAML}; charset=utf-8")


def _study(case: str, version: str) -> CaseStudy:
    found = study_at(case, version)
    if found is None:
        raise Http404("There is no study of this case in this version.")
    return found


def _json(document: Any) -> HttpResponse:
    return HttpResponse(as_json(document), content_type="application/json")


def _shown(request: HttpRequest, study: CaseStudy) -> dict[str, Any]:
    where = {"case": study.case_id, "version": study.place}

    def address(name: str) -> str:
        return request.build_absolute_uri(reverse(f"cases_api:{name}", kwargs=where))

    return {
        "case": study.case_id,
        "title": study.title,
        "version": study.version,
        "number": study.number,
        "as_of": study.as_of,
        "draws": study.draws,
        "seed": study.seed,
        "engine": study.engine,
        "computed": study.created,
        "chapters": list(json.loads(study.chapters)),
        "issues": [issue["id"] for issue in study.findings.issues],
        "analysis": address("analysis"),
        "file": address("file"),
    }


# --- with a token


@api.get("/runs", auth=token, response={200: Runs, **_SIGNED_IN}, summary="The analyses that you may know of")
def runs(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """Those that you asked for; all of them with the right to see runs."""
    found = seen_by(request.user)
    return {"count": found.count(), "runs": [_run(each) for each in found[offset : offset + limit]]}


@api.get("/runs/{number}", auth=token, response={200: RunState, **_SIGNED_IN}, summary="How far an analysis is")
def run(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One analysis that you may know of."""
    found = seen_by(request.user).filter(pk=number).first()
    if found is None:
        raise Http404("There is no such run, or none of yours.")
    return _run(found)


def _run(run: Run) -> dict[str, Any]:
    kept = ("draws", "seed", "state", "part", "done", "total", "tries", "error", "asked", "ended")
    version = drafts.version_of(run.file)
    return {"id": run.pk, "case": run.case_id, "version": version, **{name: getattr(run, name) for name in kept}}


@api.get(
    "/cases/{case}/draft", auth=token, response=_SIGNED_IN, summary="The draft of a case",
    openapi_extra=_document("The newest draft; its ETag is needed to replace it.", YAML),
)  # fmt: skip
def draft(request: HttpRequest, case: CaseName) -> HttpResponse:
    """The newest draft, for those who may change the case."""
    found = drafts.draft_of(request.user, case)
    return HttpResponse(found.text, content_type=f"{YAML}; charset=utf-8", headers={"ETag": quoted(found.mark)})


@api.put(
    "/cases/{case}/draft", auth=token, summary="Replace the draft of a case, or make its first",
    response={200: Stored, 201: Stored, 409: Problem, 411: Problem, 412: Problem, 413: Problem, 423: Problem,
              428: Problem, **_SIGNED_IN},
    openapi_extra={
        "parameters": [
            {"name": "If-Match", "in": "header", "schema": {"type": "string"}, "required": False,
             "description": "The ETag of the draft that the file was made from; `*`: whichever stands there, if any."},
            {"name": "If-None-Match", "in": "header", "schema": {"type": "string", "enum": ["*"]}, "required": False,
             "description": "`*`: only if there is no draft yet."},
        ],
        "requestBody": {"required": True, "content": {YAML: {"schema": {"type": "string"}}}},
    },
)  # fmt: skip
def put_draft(request: HttpRequest, case: CaseName) -> HttpResponse:
    """The body is a case file without faults.

    409: another draft stands there; 412: one does where none was to; 422: its faults, each with its place.
    """
    begun_from, whatever, none = _conditions(request)
    text = _body(request)
    if begun_from is None and not whatever and not none:
        try:
            drafts.draft_of(request.user, case)
        except drafts.Gone:
            pass
        else:
            return problem(428, "This case has a draft: name the one that you began from in If-Match.")
    stored = drafts.put(request.user, case, text, begun_from=begun_from, whatever_stands=whatever, only_first=none)
    said = {"case": stored.case_id, "version": stored.mark, "stored": stored.stored}
    return HttpResponse(
        as_json(said), status=201 if stored.new else 200, content_type="application/json",
        headers={"ETag": quoted(stored.mark)},
    )  # fmt: skip


def _conditions(request: HttpRequest) -> tuple[str | None, bool, bool]:
    """The mark that was begun from, whether any may be replaced, whether there must be none (RFC 9110, 13)."""
    match = request.headers.get("If-Match", "").strip()
    none = request.headers.get("If-None-Match", "").strip() == "*"
    if not match or match == "*":
        return None, match == "*", none
    return match.removeprefix("W/").strip('"'), False, none


def _body(request: HttpRequest) -> str:
    if "CONTENT_LENGTH" not in request.META and request.headers.get("Transfer-Encoding"):
        raise HttpError(411, "The length of the file is missing: send it whole, with Content-Length.")
    content = request.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise HttpError(413, f"A case file of at most {MOST_BYTES:,} bytes is taken.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise HttpError(
            422,
            f"The text is not in UTF-8: line {line} holds the byte 0x{content[error.start]:02x}; save it as UTF-8.",
        ) from None


# --- what goes wrong


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, str(error))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return problem(401, "A token is needed: Authorization: Bearer …", WWW_Authenticate="Bearer")
    return problem(error.status_code, str(error))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"place": ".".join(map(str, each["loc"])), "message": each["msg"]} for each in error.errors]
    return problem(422, "Something in the request cannot be used.", errors)


@api.exception_handler(CaseError)
def _faults(request: HttpRequest, error: CaseError) -> HttpResponse:
    listed = [asdict(fault) for fault in error.faults]
    for fault in listed:
        del fault["file"]
    return problem(422, f"The case file has faults: {len(listed)}. Nothing was stored.", listed)


@api.exception_handler(drafts.MayNot)
def _may_not(request: HttpRequest, error: drafts.MayNot) -> HttpResponse:
    return problem(403, "Your account may not write this case.")


@api.exception_handler(drafts.Gone)
def _gone(request: HttpRequest, error: drafts.Gone) -> HttpResponse:
    return problem(404, "There is no draft of this case that you may change.")


@api.exception_handler(drafts.Locked)
def _locked(request: HttpRequest, error: drafts.Locked) -> HttpResponse:
    return problem(423, "The case is locked: somebody else works on it, or it is under review.")


@api.exception_handler(drafts.Stands)
def _stands(request: HttpRequest, error: drafts.Stands) -> HttpResponse:
    tag = {"ETag": quoted(error.mark)} if error.mark else {}
    return problem(412, "This case has a draft already. Nothing was stored.", **tag)


@api.exception_handler(drafts.Moved)
def _moved(request: HttpRequest, error: drafts.Moved) -> HttpResponse:
    stands = "Another draft stands there than the one that you began from." if error.mark else "No such draft is there."
    return problem(409, f"{stands} Nothing was stored.", **({"ETag": quoted(error.mark)} if error.mark else {}))


# --- the page for people, and the addresses


def page(request: HttpRequest) -> HttpResponse:
    """What there is, from the description itself."""
    described = api.get_openapi_schema()
    operations = [
        {"method": method.upper(), "path": where, **operation}
        for where, operations in described["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "cases/api.html", {"operations": operations, "info": described["info"]})


@csrf_exempt
def nothing(request: HttpRequest, *_given: object) -> HttpResponse:
    """Whatever else is asked for below the API's address; one slash too many or too few leads to what is meant."""
    meant = request.path[:-1] if request.path.endswith("/") else f"{request.path}/"
    if resolve(meant, "evenhand_site.cases.api_urls").url_name == "nothing":
        return problem(404, "There is nothing at this address.")
    query = request.META.get("QUERY_STRING", "")
    return HttpResponse(status=308, headers={"Location": iri_to_uri(f"{meant}?{query}" if query else meant)})


def addresses() -> list[Any]:
    """Below the root of the site."""
    own, app, namespace = api.urls
    for pattern in own:
        pattern.callback = in_one_form(pattern.callback)
    root = path("", page, name="api-root")
    below = [root, *(each for each in own if each.name != "api-root")]
    return [
        path("api/v1/", (below, app, namespace)),
        re_path(r"^api/v1(?:/[\s\S]*)?$", in_one_form(nothing), name="nothing"),
    ]

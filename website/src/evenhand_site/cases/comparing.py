"""Two versions of a case side by side: their lines, and what the engine finds in each."""

from __future__ import annotations

import difflib
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

import evenhand
from evenhand.report import what_if
from evenhand.report.language import speaking
from evenhand_site.cases import drafts, runs
from evenhand_site.cases.aligning import Aligned, aligned
from evenhand_site.cases.models import Case, CaseStudy
from evenhand_site.cases.study import as_text, version_of

__all__ = [
    "Line",
    "Version",
    "Waiting",
    "analyse",
    "compare",
    "findings",
    "lines_that_differ",
    "of_revisions",
    "prepare",
    "version",
    "versions",
]

AROUND = 3
"""Lines that are shown around a change."""


@dataclass(frozen=True)
class Line:
    """A line of a comparison: ``gone``, ``new``, ``same``, or a ``gap``; its number before and after."""

    kind: str
    text: str = ""
    before: int | None = None
    after: int | None = None


def lines_that_differ(before: str, after: str) -> list[Line]:
    """The lines that differ, with those around them; empty where none does."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if found or group[0][1]:
            found.append(Line("gap"))
        for kind, i, j, k, m in group:
            if kind == "equal":
                found += [Line("same", old[i + n], i + n + 1, k + n + 1) for n in range(j - i)]
                continue
            found += [Line("gone", old[n], n + 1) for n in range(i, j)]
            found += [Line("new", new[n], None, n + 1) for n in range(k, m)]
    return found


@dataclass(frozen=True)
class Version:
    """A version of a case: how an address names it, what it is called, its file."""

    key: str
    name: str
    text: str


def versions(case: Case) -> dict[str, str]:
    """The versions that can be compared, the newest first: by their keys, what they are called."""
    found = {"latest": _("the newest draft")}
    if case.live:
        found["live"] = _("what is published")
    to_the_second = get_format("DATETIME_FORMAT") + ":s"  # each language's ends in the minutes
    for revision in case.revisions.select_related("user").order_by("-created_at", "-pk")[:MOST]:
        by = revision.user.get_username() if revision.user else "—"
        when = date_format(localtime(revision.created_at), to_the_second)
        short = version_of(revision.content["text"])[:12]
        told = {"version": short, "when": when, "who": by}
        found[str(revision.pk)] = _("draft %(version)s of %(when)s by %(who)s") % told
    for study in CaseStudy.objects.filter(case_id=case.case_id):
        when = date_format(localtime(study.created), "DATETIME_FORMAT")
        found[f"v{study.pk}"] = _("published version %(version)s, %(when)s") % {"version": study.short, "when": when}
    return found


MOST = 100
"""Drafts that are offered; the history has all."""


def version(case: Case, key: str) -> Version:
    """A version by its key: ``latest``, ``live``, ``earliest``, a draft's number, or ``v`` and a study's number.

    Raises
    ------
    Http404
        If the case has none of this key.
    """
    names = versions(case)
    if key == "latest":
        return Version(key, names[key], case.get_latest_revision_as_object().text)
    if key == "live":
        return Version(key, names.get(key, _("what is published")), case.text)
    if key.startswith("v") and key[1:].isdecimal():
        study = CaseStudy.objects.filter(case_id=case.case_id, pk=key[1:]).first()
        if study is not None:
            return Version(key, names[key], study.file)
    found = case.revisions.order_by("created_at")
    revision = found.first() if key == "earliest" else found.filter(pk=key).first() if key.isdecimal() else None
    if revision is None:
        raise Http404("no such version of this case")
    return Version(str(revision.pk), names.get(str(revision.pk), str(revision.pk)), revision.content["text"])


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side: what differs in their lines and in their findings."""
    newest = drafts.opened(request, pk)
    case = Case.objects.get(pk=pk)
    offered = versions(case)
    others = [key for key in offered if key not in ("latest", "live")]
    published = [key for key in others if key.startswith("v")]
    first = request.GET.get("a") or next(iter(published or others[1:] or others), "latest")
    before, after = version(case, first), version(case, request.GET.get("b") or "latest")
    told = {"case": newest, "offered": offered, "a": before, "b": after, "here": "compare"}
    told["lines"] = lines_that_differ(before.text, after.text)
    if "findings" in request.GET:
        told["found"] = findings(before.text, after.text)
    waits = isinstance(told.get("found"), Waiting)
    told |= {"waits": waits, "refreshed": waits and "still" not in request.GET, "every": EVERY}
    answer = render(request, "cases/admin/compare.html", told)
    if told["refreshed"]:
        answer["Refresh"] = str(EVERY)
    return answer


# --- what is found

DRAWS, SEED = 1000, 1
"""With which both versions are analysed; the same, so that nothing but the file makes a difference."""


EVERY = 3
"""Seconds after which a page that waits for an analysis is fetched again."""
FORGIVEN = timedelta(minutes=1)
"""After this an analysis that failed, or was left by a worker that died, is tried again when somebody asks."""


@dataclass(frozen=True)
class Waiting:
    """A version is still being analysed; ``failed`` if that went wrong just now."""

    failed: bool = False


@dataclass(frozen=True)
class Compared:
    """What was renamed between two versions; what is found in them: in a sentence, then for each issue."""

    renamed: list[str]
    verdict: str
    issues: list[dict[str, Any]]
    gone: list[str]
    new: list[str]
    draws: int = DRAWS


def findings(before: str, after: str) -> Compared | Waiting | None:
    """What two versions find, as far as workers have analysed them; None where one has faults.

    Workers alone read the files until all is there: a page that waits is made again and again. What is the same in
    both has the same id in both (see `aligning`): the findings follow ids.
    """
    prepared = _done(prepare, _key_of_both(before, after), before=before, after=after)
    if prepared is None or isinstance(prepared, Waiting):
        return prepared
    same = Aligned(**prepared)
    one, other = _analysed(before), _analysed(same.text)
    if isinstance(one, Waiting) or isinstance(other, Waiting):
        return Waiting(any(isinstance(each, Waiting) and each.failed for each in (one, other)))
    first, second = _read(before), _read(same.text)
    compared = evenhand.compare(one, other, (first, second))
    with speaking(get_language() or "en"):
        return Compared(
            same.told,
            what_if.verdict(compared),
            [_told(issue, first, second) for issue in compared["issues"]],
            [first.issues[name].title for name in compared["gone"]],
            [second.issues[name].title for name in compared["new"]],
        )


@lru_cache(maxsize=8)
def _read(text: str) -> evenhand.Case:
    return evenhand.loads(text)


def _key_of_both(before: str, after: str) -> str:
    versions = f"{version_of(before)} {version_of(after)} {evenhand.__version__}"
    return hashlib.sha256(versions.encode()).hexdigest()


def _analysed(text: str) -> dict[str, Any] | Waiting:
    """The document of a version's analysis; it is put before the workers unless it has been."""
    found = _done(analyse, runs.key_of(text, DRAWS, SEED), text=text)
    return found if isinstance(found, Waiting) else json.loads(found)


def _done(work: Any, key: str, **given: str) -> Any:
    """What a task made, found by its key; it is put before the workers unless it has been."""
    asked = DBTaskResult.objects.filter(task_path=work.module_path, args_kwargs__kwargs__key=key)
    result = asked.order_by("-enqueued_at").first()
    if result is not None and result.status == TaskResultStatus.SUCCESSFUL:
        return result.return_value
    failed = result is not None and result.status == TaskResultStatus.FAILED
    since = (result.finished_at or result.started_at) if result is not None else None
    if result is None or (since is not None and timezone.now() - since > FORGIVEN):
        work.enqueue(key=key, **given)
        return Waiting()
    return Waiting(failed)


@task(backend="studies", queue_name=runs.QUEUE, priority=10)
def prepare(*, key: str, before: str, after: str) -> dict[str, Any] | None:
    """Recognise what has another name in the second version, and have both analysed; None where one has faults.

    ``key`` is what it is found by.
    """
    same = aligned(before, after)
    if any(evenhand.check(text).case is None for text in (before, same.text)):
        return None
    for text in (before, same.text):
        _analysed(text)
    return asdict(same)


@task(backend="studies", queue_name=runs.QUEUE, priority=10)
def analyse(*, key: str, text: str) -> str:
    """Analyse a version in few draws, before the runs that wait: somebody looks at a page until it is there.

    ``key`` is what it is found by. The document is kept as text, in the order in which it was made.
    """
    return as_text(evenhand.analyse(evenhand.loads(text), DRAWS, SEED, runs.threads).document())


def _told(issue: dict[str, Any], first: Any, second: Any) -> dict[str, Any]:
    """An issue in sentences, where both versions use the same names, and in a table of what differs."""
    old = what_if.rows(first, issue, issue["before"])
    new = what_if.rows(second, issue, issue["after"])
    rows = [(name, old.get(name, "—"), new.get(name, "—")) for name in dict.fromkeys([*old, *new])]
    return {
        "title": issue["title"],
        "changed": issue["changed"],
        "sentences": what_if.differences(second, issue) if issue["alike"] and issue["changed"] else [],
        "rows": [row for row in rows if row[1] != row[2]],
    }


def of_revisions(request: HttpRequest, pk: str, revision_id_a: str, revision_id_b: str) -> HttpResponse:
    """Wagtail's address of a comparison leads to ours."""
    return redirect(f"{reverse('case_compare', args=[pk])}?a={revision_id_a}&b={revision_id_b}")

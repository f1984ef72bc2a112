"""What if: a reader changes something in a case and sees its findings move. The question stands in the address.

Nothing is computed here (see `questions`): a page shows what is known within half a second, beside the figures before
the changes, and says what is still being worked out. Without an answer it shows the published figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import evenhand
from evenhand.errors import InputError
from evenhand.report import naming, phrasing, words
from evenhand.report import what_if as told
from evenhand.report.language import speaking
from evenhand_site.cases import questions
from evenhand_site.cases.changing import Form, added_to, sorted_out, standing
from evenhand_site.cases.models import CaseStudy
from evenhand_site.cases.pages import Place
from evenhand_site.cases.study import last_with, study_at
from evenhand_site.keeping.refusals import refuse
from evenhand_site.keeping.throttle import throttled

__all__ = ["question"]

NOTHING = Form("", ("", "", ""), "", "", "", {})
"""The form as it is before anything is typed."""
SECONDS = 20
"""After which a reader who was turned away should ask again."""

Document = Mapping[str, Any]


@require_safe
def question(request: HttpRequest, case_id: str, version: str = "", issue: str = "") -> HttpResponse:
    """The page of a question about a case, or about one issue of it."""
    study = _study(case_id, version)
    case = _case(study.pk, study.version)
    if issue and issue not in case.issues:
        former = None if version else last_with(case_id, issue)
        if former:
            asked = request.GET.urlencode()
            return _unkept(HttpResponseRedirect(Place(former, True, issue).question + (f"?{asked}" if asked else "")))
        raise Http404("no such issue in this version of the case")
    here = _Here(study, case, issue, bool(version))
    if not request.GET:
        return _page(request, here, evenhand.read_changes(case, ()), None)
    return _asked(request, here)


@throttled("what-if", per_minute=90, per_hour=900)
def _asked(request: HttpRequest, here: _Here) -> HttpResponse:
    """A question in the address: put in order if it is not, else answered as far as that goes in a moment."""
    asked, told = sorted_out(here.case, request.GET)
    form = Form.filled(here.case, asked)
    changes, fault = _read(here.case, (standing if form.faults else added_to)(asked))
    if fault and not form.faults:
        changes, _same = _read(here.case, standing(asked))
    fault = "\n".join(filter(None, (*told, fault)))
    wrong = bool(fault or form.faults)
    address = here.address(changes.texts)
    if not wrong and request.get_full_path() != address:
        return _unkept(HttpResponseRedirect(address))
    told_of = changes or not wrong
    found = questions.ask(here.study, changes.texts, here.hand(changes), not here.issue) if told_of else None
    if found is not None and found["state"] == "busy":
        return _turned_away(request)
    return _page(request, here, changes, found, form if wrong else NOTHING, fault)


def _read(case: Any, texts: Iterable[str]) -> tuple[Any, str]:
    """Changes from their texts; none, and what is wrong, where they cannot be made."""
    try:
        return evenhand.read_changes(case, texts), ""
    except InputError as error:
        return evenhand.read_changes(case, ()), str(error)


def _turned_away(request: HttpRequest) -> HttpResponse:
    """503: more is asked than can be worked out."""
    answer = refuse(
        request,
        503,
        _("Too many questions at once"),
        _("More is being asked just now than this site can work out. The published findings are there as always."),
        _("Please ask again in half a minute."),
    )
    answer["Retry-After"] = str(SECONDS)
    answer._has_been_logged = True  # by the site's own log of requests; it is no fault
    return answer


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _study(case_id: str, version: str) -> CaseStudy:
    found = study_at(case_id, version)
    if found is None:
        raise Http404("no study of this case in this version")
    return found


@lru_cache(maxsize=8)
def _case(pk: int, _version: str) -> Any:
    """The case of a study, which never changes, read once in each process."""
    return evenhand.loads(CaseStudy.objects.values_list("file", flat=True).get(pk=pk))


# -- the page


@dataclass(frozen=True)
class _Here:
    """What is asked about."""

    study: CaseStudy
    case: Any
    issue: str
    pinned: bool

    def address(self, texts: Iterable[str] = (), issue: str | None = None, pinned: bool | None = None) -> str:
        """The address of a question: canonical changes in their order."""
        pinned, issue = self.pinned if pinned is None else pinned, self.issue if issue is None else issue
        asked = "&".join("=".join(quote(part, safe=".,-") for part in text.split("=", 1)) for text in texts)
        return Place(self.study, pinned, issue).question + (f"?{asked}" if asked else "")

    def hand(self, changes: Any) -> str:
        """The issue at hand: the page's, else one of which an effect is changed, else the first on the table."""
        concerned = [change.target[0] for change in changes if change.kind == "e"]
        there = [name for name in self.case.issues if name not in changes.without]
        return next(iter((self.issue, *concerned) if self.issue or concerned else there))


@dataclass(frozen=True)
class _Group:
    """Options of a list, under a heading."""

    name: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class _Shown:
    """One issue on the page: what changed, and figures side by side."""

    id: str
    title: str
    address: str
    sentences: Sequence[str]
    rows: Sequence[tuple[str, str, str, bool]]
    draws: int
    known: bool
    brief: str = ""


class _Words:
    """Everything on the page that is a word or a figure, in the language that is spoken."""

    def __init__(self, here: _Here, changes: Any, found: Document | None) -> None:
        self.here, self.case, self.changes = here, here.case, changes
        self.after = changes.made_to(here.case)
        self.found: Document = found or {}
        self.by_issue = {issue["id"]: issue for issue in self.found.get("issues") or ()}

    @cached_property
    def made(self) -> list[dict[str, str]]:
        """Each change in words, who keeps a number of its own, and the address without it."""
        described = {one["change"]: one for one in evenhand.describe_changes(self.case, self.changes)}
        return [
            {
                "words": told.change(self.case, described[str(change)]),
                "kept": told.kept(self.case, described[str(change)]),
                "back": self.here.address(self.changes.less(change).texts),
                "name": change.key,
                "value": change.value,
            }
            for change in self.changes
        ]

    def verdict(self) -> str:
        whole = len(self.by_issue) == len(self.case.issues)
        return told.verdict(self.found) if whole and self.changes else ""

    # --- issues

    def issue(self, name: str) -> _Shown:
        published = self._published(name)
        answer = self.by_issue.get(name) if self.changes else None
        issue = answer or {"id": name, "sides": published["sides"]}
        base = self.here.study.findings.document["base"]
        accounts = published["accounts"]
        before = answer["before"] if answer else {**accounts[base], "common_ground": published["common_ground"]}
        first = told.rows(self.case, issue, before, base)
        second = told.rows(self.after, issue, answer["after"], answer["account"]) if answer and answer["after"] else {}
        names = list(dict.fromkeys((*first, *second)))
        return _Shown(
            id=name,
            title=naming.title_of(self.case, name),
            address=self.here.address(self.changes.texts, name),
            sentences=told.differences(self.case, answer) if answer else (),
            rows=[
                (one, first.get(one, "–"), second.get(one, "–"), bool(second) and first.get(one) != second.get(one))
                for one in names
            ],
            draws=answer["draws"] if answer else self.here.study.draws,
            known=answer is not None,
            brief="" if self.changes else phrasing.sentence(words.kind(self.case, accounts[base])),
        )

    def _published(self, name: str) -> Document:
        found = self.here.study.findings.issue(name)
        if found is None:
            raise Http404("the study does not have this issue")
        return found

    # --- what can be changed

    def causes(self) -> list[tuple[str, str]]:
        at_work = {
            name
            for issue in self.here.study.findings.issues
            if self.here.issue in ("", issue["id"])
            for name in self.here.study.findings.base(issue)["at_work"]
        }
        return [
            (name.replace(" ", "-"), naming.cause(name))
            for name in naming.CAUSES
            if name in at_work and name not in self.changes.off
        ]

    def accounts(self) -> list[tuple[str, str]]:
        base = self.here.study.findings.document["base"]
        now = self.changes.believe or base
        return [(name, naming.account_name(self.case, name)) for name in (base, *self.case.accounts) if name != now]

    def table(self) -> list[tuple[str, str]]:
        gone = self.changes.without
        there = [(name, naming.title_of(self.case, name)) for name in self.case.issues if name not in gone]
        return there if len(there) > 1 else []


@lru_cache(maxsize=128)
def _numbers(pk: int, version: str, issue: str, _language: str) -> list[_Group]:
    """Every number that can be changed there, with what stands there today: weights by party, effects by name."""
    case = _case(pk, version)
    groups: dict[str, list[tuple[str, str]]] = {}
    for target, old in evenhand.changeable(case, issue or None).items():
        weight = len(target) == 2
        if not weight and not issue:
            continue
        name = (
            _("Weights: %(party)s") % {"party": naming.party_name(case, target[0])}
            if weight
            else _("Effect: %(effect)s") % {"effect": naming.effect_name(case, target[1])}
        )
        text = f"{told.place(case, target)} – {told.amount(case, target, old.is_)}"
        groups.setdefault(name, []).append((".".join(("w" if weight else "e", *target)), text))
    return [_Group(name, options) for name, options in groups.items()]


def _elsewhere(case: Any, form: Form, numbers: Sequence[_Group]) -> tuple[str, str] | None:
    """The number that was chosen, where it can be changed but the page's list has not got it."""
    target = tuple(form.number.split(".")[1:])
    listed = {value for group in numbers for value, _text in group.options}
    if not numbers or form.number in listed or "number" in form.faults or target not in evenhand.changeable(case):
        return None
    return form.number, told.place(case, target)


def _page(
    request: HttpRequest, here: _Here, changes: Any, found: Document | None, form: Form = NOTHING, fault: str = ""
) -> HttpResponse:
    wrong = bool(fault or form.faults)
    state = "none" if not changes else found["state"] if found is not None else "silent"
    with speaking(get_language() or "en"):
        page = _Words(here, changes, found)
        names = [here.issue] if here.issue else [name for name in here.case.issues if name not in changes.without]
        shown = [page.issue(name) for name in names]
        if state == "some" and all(one.known and one.draws == here.study.draws for one in shown):
            state = "all"
        fields = {
            "numbers": _numbers(here.study.pk, here.study.version, here.issue, get_language()),
            "causes": page.causes(),
            "accounts": page.accounts(),
            "table": page.table() if not here.issue else [],
        }
        context = {
            "study": here.study,
            "title": naming.title_of(here.case, here.issue) if here.issue else naming.case_title(
                here.case, {"case": {"title": here.case.title}}
            ),
            "issue": here.issue,
            "changes": page.made,
            "shown": shown,
            "verdict": page.verdict(),
            "state": state,
            "first": [one for one in shown if one.known and one.draws < here.study.draws],
            "wrong": wrong,
            "elsewhere": _elsewhere(here.case, form, fields["numbers"]),
            "summary": form.summary([name for name, there in fields.items() if there]),
            "fault": fault.splitlines(),
            "form": form,
            **fields,
            # another address that leads here: to its own with a fragment a browser goes without asking anew
            "again": here.address(changes.texts) + "&number=#what-follows",
            "plain": here.address(),
            "whole": here.address(changes.texts, ""),
            "quoted": settings.BASE_URL + here.address(changes.texts, pinned=True),
            "newest": here.address(changes.texts, pinned=False) if here.pinned else "",
        }  # fmt: skip
        answer = render(request, "cases/what_if.html", context, status=400 if wrong else 200)
    return _unkept(answer)

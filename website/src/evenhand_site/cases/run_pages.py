"""Pages of runs for those who asked for them: how far each is, what went wrong, and how to cancel it or begin again.

While a run is at work its page asks the browser to fetch it again (the Refresh header, which needs no script); a link
on it stops that.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evenhand.errors import EvenhandError
from evenhand_site.cases import runs as at_work
from evenhand_site.cases.models import Case, CaseStudy, Run

__all__ = ["again", "cancel", "run", "runs"]

STEPS = {
    "analysis": _("the findings of each issue"),
    "agenda": _("the agenda"),
    "persuasion": _("persuasion and pressure"),
    "benefits": _("benefits and unused potential"),
    "courses": _("expectations over time"),
    "leverage": _("leverage"),
    "evenness": _("evenness"),
}
"""The steps of an analysis, as `evenhand.whole` begins them."""
EVERY = 5
"""Seconds after which the page of a run that goes on is fetched again."""
ON_A_PAGE = 50


@never_cache
@require_safe
@login_required
def runs(request: HttpRequest) -> HttpResponse:
    """The runs that somebody may know of, the newest first."""
    found = at_work.seen_by(request.user).defer("file").select_related("study", "asked_by")
    leaf = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    titles = _titles(run.case_id for run in leaf)
    for each in leaf:
        each.title = titles.get(each.case_id, each.case_id)
    return render(request, "cases/runs.html", {"leaf": leaf})


@never_cache
@require_safe
@login_required
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: where it stands."""
    found = _seen(request, pk)
    goes_on = found.state in (Run.State.WAITING, Run.State.RUNNING)
    refreshed = goes_on and "still" not in request.GET
    context = {
        "run": found,
        "title": _titles([found.case_id]).get(found.case_id, found.case_id),
        "step": STEPS.get(found.part.partition("/")[0], ""),
        "goes_on": goes_on,
        "refreshed": refreshed,
        "every": EVERY,
        "may_act": at_work.cancellable_by(request.user, found),
        "ended_in_vain": found.state in (Run.State.FAILED, Run.State.CANCELLED),
    }
    answer = render(request, "cases/run.html", context)
    if refreshed:
        answer["Refresh"] = str(EVERY)
    return answer


@never_cache
@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a run; one that has just ended stays as it ended."""
    at_work.cancel(_acted_on(request, pk))
    return redirect("run", pk)


@never_cache
@require_POST
@login_required
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a run anew that failed or was cancelled; if its file cannot be read any more, its page stays."""
    try:
        return redirect("run", at_work.again(_acted_on(request, pk), request.user).pk)
    except EvenhandError:
        return redirect("run", pk)


def _titles(names: Iterable[str]) -> dict[str, str]:
    """What cases are called, by their names: as the newest study has it, else the draft."""
    named = set(names)
    drafts = Case.objects.filter(case_id__in=named).values_list("case_id", "title")
    studies = CaseStudy.objects.filter(case_id__in=named).order_by("created", "pk").values_list("case_id", "title")
    return {name: pgettext("name in a case", title) for name, title in [*drafts, *studies] if title}


def _seen(request: HttpRequest, pk: int) -> Run:
    """A run; to others than those who may know of it there is none."""
    return get_object_or_404(at_work.seen_by(request.user).select_related("study", "asked_by"), pk=pk)


def _acted_on(request: HttpRequest, pk: int) -> Run:
    found = _seen(request, pk)
    if not at_work.cancellable_by(request.user, found):
        raise PermissionDenied
    return found

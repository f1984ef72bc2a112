"""The members' pages: what they proposed and where it stands, a new memo, a revision, a withdrawal."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Comment as EditorsComment

from evenhand_site.house.founding import MEMBERS
from evenhand_site.keeping.bodies import accepts
from evenhand_site.submissions import drafts, news, review, words
from evenhand_site.submissions.convert import LARGEST, Unreadable
from evenhand_site.submissions.forms import MemoForm, RevisionForm
from evenhand_site.submissions.models import Submission, SubmissionRules

__all__ = ["manuscript", "new", "revise", "submission", "submissions", "withdraw"]

log = logging.getLogger("evenhand_site.submissions")

MOST_A_DAY = 20
"""Versions that one member may send within a day."""


def is_member(user: Any) -> bool:
    """Whether the user may propose memos: in the group of members, and known as a person."""
    return (
        user.is_authenticated
        and user.is_active
        and getattr(user, "person", None) is not None
        and user.groups.filter(name=MEMBERS).exists()
    )


@never_cache
@require_safe
def submissions(request: HttpRequest) -> HttpResponse:
    """What a member proposed; everything, for editors; what to do, for everybody else."""
    editor, member = review.is_editor(request.user), is_member(request.user)
    if not editor and not member:
        page = SubmissionRules.load().membership_page
        page = page and page.localized
        return render(request, "submissions/welcome.html", {"membership": page if page and page.live else None})
    found = Submission.objects.select_related("page", "owner__person")
    if not editor:
        found = found.filter(owner=request.user)
    leaf = Paginator(found, 50).get_page(request.GET.get("page"))
    where = review.situations(leaf)
    rows = [(each, where[each.pk]) for each in leaf]
    return render(request, "submissions/list.html", {"rows": rows, "leaf": leaf, "editor": editor, "member": member})


@accepts(LARGEST // 1024**2 + 2)
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new memo."""
    if not is_member(request.user):
        return redirect("submissions")
    sections = review.sections()
    names = [(code, section.locale.get_display_name()) for code, section in sections.items()]
    form = MemoForm(
        request.POST or None, request.FILES or None, languages=names, initial={"language": request.LANGUAGE_CODE}
    )
    if request.method == "POST" and form.is_valid() and _within_limits(request, form):
        try:
            sent = drafts.submit(form.proposal, request.user, sections[form.cleaned_data["language"]])
            return redirect("submission", sent.uid)
        except Unreadable as fault:
            form.refuse(fault)
    return _form(request, form, {"languages": names})


@never_cache
@require_safe
def submission(request: HttpRequest, uid: Any) -> HttpResponse:
    """One submission: where it stands, what the editors say, the text as they see it."""
    found = _own(request, uid)
    where = review.situation(found)
    draft = found.page.get_latest_revision_as_object() if found.page else None
    editor = review.is_editor(request.user)
    context = {
        "submission": found,
        "situation": where,
        "draft": draft,
        "remarks": _remarks(found, draft),
        "manuscripts": [(each, words.left_out(each.dropped)) for each in found.manuscripts.defer("content")],
        "unknown": drafts.people_named(found.coauthors)[1],
        "own": found.owner_id == request.user.pk,
        "editor": editor,
    }
    return render(request, "submissions/submission.html", context)


@accepts(LARGEST // 1024**2 + 2)
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, uid: Any) -> HttpResponse:
    """The form of a revision, filled with the last version."""
    found = _own(request, uid)
    if found.owner_id != request.user.pk or not is_member(request.user):
        raise Http404
    if not review.situation(found).may_revise or found.page.locked:
        return redirect("submission", uid)
    form = RevisionForm(request.POST or None, request.FILES or None, initial=_last(found))
    if request.method == "POST" and form.is_valid() and _within_limits(request, form):
        try:
            drafts.revise(found, form.proposal)
            return redirect("submission", uid)
        except Unreadable as fault:
            form.refuse(fault)
    return _form(request, form, {"submission": found})


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, uid: Any) -> HttpResponse:
    """Take a submission back; the draft stays with the editors, unpublished."""
    found = _own(request, uid)
    if found.owner_id != request.user.pk:
        raise Http404
    if review.situation(found).may_withdraw:
        review.withdraw(found)
        news.withdrawn(found)
    return redirect("submission", uid)


@never_cache
@require_safe
def manuscript(request: HttpRequest, uid: Any, number: int) -> HttpResponse:
    """A version as it was sent, to be fetched."""
    sent = get_object_or_404(_own(request, uid).manuscripts, pk=number)
    answer = HttpResponse(bytes(sent.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, sent.name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _own(request: HttpRequest, uid: Any) -> Submission:
    """The submission, where the visitor is its owner or an editor; otherwise there is none."""
    found = get_object_or_404(Submission.objects.select_related("page__locale", "owner__person"), uid=uid)
    if not request.user.is_authenticated or not (found.owner_id == request.user.pk or review.is_editor(request.user)):
        log.info("a submission was asked for by somebody else")
        raise Http404
    return found


def _within_limits(request: HttpRequest, form: RevisionForm) -> bool:
    since = timezone.now() - timedelta(days=1)
    sent = Submission.objects.filter(owner=request.user, manuscripts__sent__gte=since).count()
    if sent < MOST_A_DAY:
        return True
    log.warning("user %s has sent %s versions within a day", request.user.pk, sent)
    form.add_error(None, _("You have sent many versions today. Please go on tomorrow."))
    return False


def _form(request: HttpRequest, form: RevisionForm, context: dict[str, Any]) -> HttpResponse:
    if form.is_bound:
        codes = sorted({error.code or "?" for errors in form.errors.as_data().values() for error in errors})
        log.info("a memo of user %s was sent back: %s", request.user.pk, ", ".join(codes))
    status = 422 if form.is_bound else 200
    return render(request, "submissions/form.html", {"form": form, **context}, status=status)


def _last(found: Submission) -> dict[str, Any]:
    """The words of the last version; the text too, where it was typed."""
    page, sent = found.page.get_latest_revision_as_object(), found.manuscripts.last()
    text = bytes(sent.content).decode() if sent and sent.typed else ""
    return {
        "title": page.title,
        "lead": page.lead,
        "coauthors": found.coauthors,
        "topics": [topic.pk for topic in page.topics.all()],
        "text": text,
    }


def _remarks(found: Submission, draft: Any) -> list[dict[str, Any]]:
    """The editors' open comments on places of the text, with the words that they are about."""
    if draft is None:
        return []
    open_ones = EditorsComment.objects.filter(page=found.page_id, resolved_at=None)
    blocks = {block.id: block for block in draft.body}
    remarks = []
    for each in open_ones.select_related("user__person").prefetch_related("replies__user").order_by("created_at"):
        block = next((blocks[part] for part in each.contentpath.split(".") if part in blocks), None)
        remarks.append({"remark": each, "about": block})
    return remarks

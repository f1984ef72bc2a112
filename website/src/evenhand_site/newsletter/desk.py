"""The editors' pages of the newsletter: how it stands, and what is done with an issue."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from evenhand_site.newsletter import letters, outbox
from evenhand_site.newsletter.digest import Contents
from evenhand_site.newsletter.models import Frequency, Issue, Subscriber
from evenhand_site.newsletter.overview import overview

__all__ = ["decide", "issue", "preview", "state"]

log = logging.getLogger("evenhand_site.newsletter")

MAY = "newsletter.change_issue"


class ScheduleForm(forms.Form):
    """When an issue is to go out; left empty: now."""

    at = forms.DateTimeField(label=gettext_lazy("When"), required=False, widget=AdminDateTimeInput)


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Subscribers, issues, and the letters that wait for a decision."""
    _allowed(request)
    words = {"overview": overview(), "frequencies": Frequency.labels}
    return render(request, "newsletter/admin/state.html", words)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """What becomes of doubtful and refused letters."""
    _allowed(request)
    chosen = [
        int(number)
        for number in request.POST.getlist("delivery")
        if number.isascii() and number.isdigit() and len(number) < 19
    ]
    send_again = request.POST.get("decision") == "again"
    number = outbox.decide(chosen, send_again=send_again)
    if send_again:
        words = ngettext("%(count)s letter will be sent again.", "%(count)s letters will be sent again.", number)
    else:
        words = ngettext("%(count)s letter counts as sent.", "%(count)s letters count as sent.", number)
    messages.success(request, words % {"count": number})
    return redirect("newsletter-state")


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at an issue; send it to oneself, to all (asked twice), take it back, stop it, go on with it."""
    _allowed(request)
    found = get_object_or_404(Issue, pk=pk)
    form = ScheduleForm(request.POST if "schedule" in request.POST else None)
    asked = "schedule" in request.POST and form.is_valid() and "sure" not in request.POST
    if request.method == "POST" and not asked:
        if "test" in request.POST:
            _test(request, found)
        elif "schedule" in request.POST and form.is_valid():
            at = form.cleaned_data["at"] or timezone.now()
            _move(request, found, Issue.State.DRAFT, Issue.State.SCHEDULED, scheduled_for=at)
        elif "draft" in request.POST:
            _move(request, found, Issue.State.SCHEDULED, Issue.State.DRAFT, scheduled_for=None)
        elif "stop" in request.POST:
            _move(request, found, Issue.State.SENDING, Issue.State.STOPPED)
        elif "go on" in request.POST:
            _move(request, found, Issue.State.STOPPED, Issue.State.SENDING)
        if not form.errors:
            return redirect("newsletter-issue", pk)
    readers = Subscriber.objects.filter(state=Subscriber.State.ACTIVE)
    words = {
        "issue": found,
        "edit": reverse(Issue.snippet_viewset.get_url_name("edit"), args=[pk]),
        "form": form,
        "asked": asked,
        "at": form.cleaned_data["at"] if asked else None,
        "readers": (readers.filter(frequency=found.frequency) if found.frequency else readers).count(),
        "languages": settings.LANGUAGES,
        "language": request.GET.get("language") if request.GET.get("language") in dict(settings.LANGUAGES) else "en",
    }
    return render(request, "newsletter/admin/issue.html", words, status=422 if form.errors else 200)


@require_safe
def preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The letter as it will be, in one language, without anybody's links."""
    _allowed(request)
    found = get_object_or_404(Issue, pk=pk)
    reader = Subscriber(language=language if language in dict(settings.LANGUAGES) else "en")
    answer = HttpResponse(letters.page(found, reader, Contents(found).chosen(reader.language)))
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    return answer


def _test(request: HttpRequest, found: Issue) -> None:
    """Send the letter to the editor who asks, in the language of their pages; its links lead nowhere private."""
    if not request.user.email:
        messages.error(request, _("Your account has no e-mail address."))
        return
    language = get_language() if get_language() in dict(settings.LANGUAGES) else "en"
    reader = Subscriber(pk=0, email=request.user.email, language=language)
    letter = letters.letter(found, reader, Contents(found).chosen(language))
    letter.subject = f"[{_('test')}] {letter.subject}"
    del letter.extra_headers["Message-ID"]  # each test is a letter of its own
    try:
        letter.send()
    except (SMTPException, OSError):
        log.exception("a test of issue %s was not sent", found.pk)
        messages.error(request, _("The mail server did not take the letter; the log says why."))
    else:
        messages.success(request, _("Sent to %(address)s.") % {"address": request.user.email})


def _move(request: HttpRequest, found: Issue, before: str, after: str, **fields: object) -> None:
    """Change the state, unless somebody else or the clock has changed it meanwhile."""
    if Issue.objects.filter(pk=found.pk, state=before).update(state=after, **fields):
        log.info("issue %s is %s now", found.pk, after, extra={"user_id": request.user.pk})
    else:
        messages.error(request, _("The state of the issue has changed meanwhile; look again."))


def _allowed(request: HttpRequest) -> None:
    if not request.user.has_perm(MAY):
        raise PermissionDenied

"""The account page, the ways to sign in that lead to the one way, and the invitation of a member."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from urllib.parse import urlencode

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from evenhand_site.keeping.inviting import InvitationForm, invite
from evenhand_site.people.models import Person

__all__ = ["account", "invitation", "sign_in"]

log = logging.getLogger("evenhand_site.keeping")


@never_cache
@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What a member can do here: profile, submissions, password, address, second factor."""
    person = Person.objects.filter(account=request.user).first()
    try:
        submissions = reverse("submissions")
    except NoReverseMatch:
        submissions = ""
    return render(request, "account/account.html", {"person": person, "submissions": submissions})


def sign_in(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """Wagtail's own forms for signing in know no second factor: all of them lead to the one that does."""
    query = urlencode({REDIRECT_FIELD_NAME: request.GET.get(REDIRECT_FIELD_NAME, "")})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Editors: invite a person to have an account."""
    if not request.user.has_perm("people.change_person"):
        raise PermissionDenied
    person = get_object_or_404(Person.objects.select_related("account"), pk=pk)
    form = InvitationForm(request.POST or None, person=person, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            invite(request, person, form.cleaned_data["email"], form.cleaned_data["language"])
        except (SMTPException, OSError):
            log.exception("an invitation was not sent")
            messages.error(request, _("The mail server did not take the letter; nobody was invited. Try again later."))
        else:
            messages.success(request, _("The invitation is on its way to %(person)s.") % {"person": person})
            return redirect(Person.snippet_viewset.get_url_name("list"))
    return render(request, "keeping/invite.html", {"person": person, "form": form})

"""The second factor: where it is required, an editor without it gets no further than the account pages.

Not only the editors' pages ask for it: editors see every submission, and comment as editors, on the readers' side too.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

__all__ = ["second_factor_for_editors"]

OPEN = ("/account/", "/media/")
"""Where the second factor is set up and shown, and the pictures on these pages, which anybody may see."""


def second_factor_for_editors(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Middleware: an editor whose session knows a password only is sent to set up the second factor, or to show it.

    With `TWO_FACTOR` "offered" it is asked at sign-in of those who have set it up, and of nobody else.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if (
            settings.TWO_FACTOR == "required"
            and settings.SESSION_COOKIE_NAME in request.COOKIES  # asking for the user marks a page as nobody else's
            and not request.path.startswith(OPEN)
            and request.path != reverse("wagtailadmin_logout")
            and request.user.has_perm("wagtailadmin.access_admin")
            and not _shown(request)
        ):
            has_one = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
            if not has_one:
                messages.info(request, _("Editors need a second factor. Set it up once, then go on."))
            where = reverse("mfa_reauthenticate" if has_one else "mfa_activate_totp")
            return redirect(f"{where}?{urlencode({'next': request.get_full_path()})}")
        return get_response(request)

    return middleware


def _shown(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


@receiver(authenticator_added)
def setting_it_up_shows_it(sender: type, request: HttpRequest, authenticator: Authenticator, **_rest: object) -> None:
    """Whoever has just typed a right code to set it up need not type another one to go on."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)

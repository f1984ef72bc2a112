"""Accounts: nobody signs up by themselves, members are invited; failed sign-ins are counted by user and address."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from evenhand_site.house.surroundings import edition_here
from evenhand_site.keeping.refusals import too_many

__all__ = ["Adapter", "locked_out", "username_of"]

log = logging.getLogger("evenhand_site.keeping")


class Adapter(DefaultAccountAdapter):
    """What the network decides about accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters name the network, not the machine."""
        edition = edition_here()
        place = {"name": edition.name if edition else settings.WAGTAIL_SITE_NAME, "domain": settings.BASE_URL}
        super().send_mail(template_prefix, email, {**context, "current_site": place})


def username_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Whom a sign-in is for, by one name however they were called: a user's name and their e-mail address are one."""
    given = credentials or {}
    name = str(given.get("email") or given.get("username") or request.POST.get("login") or "").strip().lower()[:150]
    if "@" in name:
        known = get_user_model().objects.filter(email__iexact=name).values_list("username", flat=True).first()
        return (known or name).lower()
    return name


def locked_out(
    request: HttpRequest, _original: HttpResponse | None = None, _credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer to a sign-in after too many that failed."""
    return too_many(request, int(settings.AXES_COOLOFF_TIME.total_seconds()))


@receiver(user_locked_out)
def log_lock(sender: object, **_rest: Any) -> None:
    log.warning("sign-in locked after too many failures")


@receiver(user_login_failed)
def log_failure(sender: object, **_rest: Any) -> None:
    log.warning("sign-in failed")


@receiver(user_logged_in)
def log_success(sender: object, user: Any, **_rest: Any) -> None:
    log.info("signed in", extra={"user_id": user.pk})

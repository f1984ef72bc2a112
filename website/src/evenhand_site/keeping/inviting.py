"""Inviting somebody: an account for a person of the network, and a letter with a link to set the password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from evenhand_site.house.founding import MEMBERS
from evenhand_site.people.models import Person

__all__ = ["InvitationForm", "invite"]


class InvitationForm(forms.Form):
    """Where the invitation goes, and in which language."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if person.account:
            self.fields["email"].initial = person.account.email

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        others = get_user_model().objects.filter(email__iexact=email).exclude(pk=self.person.account_id)
        if others.exists():
            raise ValidationError(_("Another account has this address."), code="taken")
        return email


def invite(request: HttpRequest, person: Person, email: str, language: str) -> None:
    """Give the person an account (or use the one they have), and mail a link to set its password.

    Raises
    ------
    OSError, smtplib.SMTPException
        If the letter cannot be sent; nothing is kept then.
    """
    with transaction.atomic():
        account = person.account or get_user_model()(username=_free_name(person), first_name=person.given[:150])
        if account.pk is None:
            account.last_name = person.family[:150]
            account.set_unusable_password()
        account.email = email
        account.save()
        account.groups.add(Group.objects.get_or_create(name=MEMBERS)[0])
        EmailAddress.objects.update_or_create(
            user=account, primary=True, defaults={"email": email, "verified": True}
        )  # the link proves it: only who reads the mail can set the password
        Person.objects.filter(pk=person.pk).update(account=account)
        key = f"{user_pk_to_url_str(account)}-{PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)}"
        adapter = get_adapter(request)
        words = {
            "person": person.name_in(language),
            "username": account.get_username(),
            "link": adapter.get_reset_password_from_key_url(key),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        }
        with override(language):
            adapter.send_mail("account/email/invitation", email, words)


def _free_name(person: Person) -> str:
    """The person's slug as a user name, with a number where somebody has it already."""
    taken = get_user_model().objects.filter(username__startswith=person.slug[:140]).values_list("username", flat=True)
    names = (person.slug[:140] + (f"-{number}" if number > 1 else "") for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in set(taken))

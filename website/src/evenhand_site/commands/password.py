"""``evenhand password``: a new password for somebody who can get at no letter."""

from __future__ import annotations

import secrets

import click

from evenhand_site.commands.on_site import Refused, on_site

__all__ = ["password"]


@click.command(short_help="Set the password of an account of the network's site.")
@click.argument("name", metavar="ACCOUNT")
@click.option("--generate", is_flag=True, help="Make a password and print it.")
@on_site()
def password(name: str, generate: bool) -> None:
    """Set the password of ACCOUNT, a name or an e-mail address; whoever is signed in as this has to sign in again."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db.models import Q

    found = list(get_user_model().objects.filter(Q(username=name) | Q(email__iexact=name)))
    if len(found) != 1:
        raise Refused(f"{name}: {'several accounts have' if found else 'no account has'} this name or address")
    (account,) = found
    new = secrets.token_urlsafe(12) if generate else click.prompt("New password", hide_input=True, err=True)
    try:
        validate_password(new, account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    if not generate and click.prompt("Once more", hide_input=True, err=True) != new:
        raise Refused("the two are not the same; nothing was changed")
    account.set_password(new)
    account.save(update_fields=["password"])
    click.echo(new if generate else f"{account.get_username()} has a new password")

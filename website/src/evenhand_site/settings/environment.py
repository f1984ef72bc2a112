"""What the environment says: a value that cannot be meant is named, and none of its secrets are told."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

__all__ = ["address", "choice", "database", "hosts", "mailbox", "number"]


def number(name: str, usual: int, *, least: int = 0) -> int:
    """A whole number, not below the least that makes sense."""
    given = os.environ.get(name) or str(usual)
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise ImproperlyConfigured(f"{name} is not a whole number: {given}")
    if int(given) < least:
        raise ImproperlyConfigured(f"{name} is {given}; expected at least {least}")
    return int(given)


def choice(name: str, usual: str, *allowed: str) -> str:
    """One of these words."""
    given = os.environ.get(name) or usual
    if given not in allowed:
        raise ImproperlyConfigured(f"{name} is {given!r}; expected {' or '.join(allowed)}")
    return given


def hosts(name: str) -> list[str]:
    """Names of hosts, separated by commas; ``.example.org`` stands for all below it."""
    found = [host.strip() for host in os.environ.get(name, "").split(",") if host.strip()]
    for host in found:
        if not re.fullmatch(r"\*|\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\]", host):
            raise ImproperlyConfigured(
                f"{name}: {host!r} is not the name of a host; expected names without scheme, port and path, separated "
                "by commas: www.example.org,example.org"
            )
    return found


def mailbox(name: str, usual: str = "", *, bare: bool = False) -> str:
    """A mailbox; unless it is to be ``bare``, also with its owner in front: ``The network <network@example.org>``."""
    given = os.environ.get(name) or usual
    address = given if bare else parseaddr(given)[1]
    if given and not (given.isprintable() and re.fullmatch(r"[^\s@<>,]+@[^\s@<>,]+", address)):
        raise ImproperlyConfigured(f"{name} is not an e-mail address: {given!r}; expected network@example.org")
    return given


def address(
    name: str, usual: str, *schemes: str, asks: Mapping[str, Collection[str]] | None = None
) -> SplitResult | None:
    """An address of one of these schemes; nothing where none is given and none is usual.

    ``asks`` are what may be asked in its query; without them, and without a path, it is one of a host alone.
    """
    given = os.environ.get(name) or usual
    if not given:
        return None
    try:
        parts = urlsplit(given)
        well = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        well = False
    if not well:
        expected = " or ".join(f"{scheme}://…" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} is not an address with a host; expected {expected}")
    if parts.path not in ("", "/") or parts.fragment or (parts.query and not asks):
        raise ImproperlyConfigured(f"{name} has something after the host; expected {schemes[0]}://host and no more")
    for word, value in parse_qsl(parts.query, keep_blank_values=True):
        if value not in (asks or {}).get(word, ()):
            known = ", ".join(f"{each}={'|'.join(values)}" for each, values in (asks or {}).items())
            raise ImproperlyConfigured(f"{name} asks for {word}={value}; expected one of {known}, or nothing")
    return parts


def database(name: str) -> dict[str, Any] | None:
    """Django's settings of the database at an address, PostgreSQL or a file of SQLite; nothing where none is given."""
    given = os.environ.get(name)
    if not given:
        return None
    try:
        found = dict(dj_database_url.parse(given, conn_max_age=600, conn_health_checks=True))
    except ValueError:
        found = {}
    kind = str(found.get("ENGINE", "")).rpartition(".")[2]
    if kind not in ("postgresql", "sqlite3") or found["NAME"] in ("", ":memory:"):
        raise ImproperlyConfigured(
            f"{name} is not the address of a database; expected postgres://user:password@host/name, or nothing for "
            "SQLite in the data folder"
        )
    return found

"""Who asks: the visitor's address behind trusted proxies, and a short name for it that says nothing after a day."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from django.conf import settings

__all__ = ["HasMeta", "address", "network", "visitor"]


class HasMeta(Protocol):
    """A request, or as much of one as tells who asks."""

    META: Mapping[str, Any]


UNKNOWN = "0.0.0.0"


def address(request: HasMeta) -> str:
    """The visitor's IP address.

    Behind ``TRUSTED_PROXIES`` proxies it stands so many places from the right of X-Forwarded-For: what stands further
    left was written by the visitor and is believed by nobody. An address that is none is that of the connection.
    """
    came, proxies = request.META.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    candidates = [forwarded[-proxies], came] if 0 < proxies <= len(forwarded) else [came]
    for candidate in candidates:
        try:
            found = ipaddress.ip_address(candidate)
        except ValueError:
            continue
        return str(getattr(found, "ipv4_mapped", None) or found)
    return UNKNOWN


def network(request: HasMeta) -> str:
    """What is counted as one visitor: an IPv4 address, or the /64 network that an IPv6 visitor has to themselves."""
    found = ipaddress.ip_address(address(request))
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def visitor(request: HasMeta) -> str:
    """A name for the visitor in logs: keyed, and another one every day, so that nobody is followed by it."""
    words = f"{date.today().isoformat()} {network(request)}"
    return hmac.new(settings.SECRET_KEY.encode(), words.encode(), hashlib.sha256).hexdigest()[:12]

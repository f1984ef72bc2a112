"""Fetching from elsewhere: only over http and https, only from public addresses, never too much or for too long.

Whoever names an address could name one of the machine's own network. So a name is resolved first, every address that
it stands for must be public, and the connection goes to exactly that address: a second answer of the name server
changes nothing. Each redirection is looked at in the same way.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

__all__ = ["NotFetched", "fetch", "is_public"]

_REDIRECTIONS = 5
_GLOBAL_BY_NAME_ONLY = [
    ipaddress.ip_network("::/96"),  # IPv4-compatible (RFC 4291, 2.5.5.1)
    ipaddress.ip_network("fec0::/10"),  # site-local (RFC 3879)
    ipaddress.ip_network("64:ff9b:1::/48"),  # a translator of the inner network (RFC 8215)
]
"""Blocks that `ipaddress`, or an old version of it, takes for global."""
_CHUNK = 64 * 1024


class NotFetched(Exception):
    """Nothing was fetched; the words say why."""


def fetch(
    address: str,
    *,
    most_bytes: int = 10 * 1024 * 1024,
    seconds: float = 30.0,
    allowed: Callable[[str], bool] | None = None,
) -> bytes:
    """What an address answers.

    Parameters
    ----------
    address : str
        An http or https address without a password.
    most_bytes, seconds : int, float
        Limits of the answer and of the whole wait.
    allowed : callable
        Whether an IP address may be asked; `is_public` unless told otherwise.

    Raises
    ------
    NotFetched
        If the address is of another kind or not public, does not answer in time, or answers too much or an error.
    """
    deadline = time.monotonic() + seconds
    for _redirection in range(_REDIRECTIONS + 1):
        answer = _ask(address, most_bytes, deadline, allowed or is_public)
        if isinstance(answer, bytes):
            return answer
        address = urljoin(address, answer)
    raise NotFetched(f"{address}: more than {_REDIRECTIONS} redirections")


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    found = ipaddress.ip_address(ip.split("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):  # IPv4 behind a translator (RFC 6052)
        inner = ipaddress.ip_address(int(found) & 0xFFFFFFFF)
    if inner is None and any(found in network for network in _GLOBAL_BY_NAME_ONLY):
        return False
    return (inner or found).is_global and not (inner or found).is_multicast


def _ask(address: str, most: int, deadline: float, allowed: Callable[[str], bool]) -> bytes | str:
    """The content, or the place to which the answer redirects."""
    parts = _parts(address)
    connection = _connection(parts, _resolved(address, parts, allowed), deadline)
    guard = None
    try:
        connection.connect()
        # a server that sends a little now and then never keeps a read waiting: the whole is ended from outside
        guard = threading.Timer(_left(deadline), _hang_up, [connection.sock])
        guard.daemon = True
        guard.start()
        connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=_HEADERS)
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
            return answer.headers["Location"]
        if answer.status != 200:
            raise NotFetched(f"{address}: answered {answer.status} {answer.reason}")
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise NotFetched(f"{address}: answered in a coding that was not asked for")
        return _content(address, answer, most, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, TimeoutError) or time.monotonic() >= deadline:
            raise NotFetched(f"{address}: no answer in time") from error
        raise NotFetched(f"{address}: {error or type(error).__name__}") from error
    finally:
        if guard:
            guard.cancel()
        connection.close()


_HEADERS = {"User-Agent": "Evenhand", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or not 0 < (parts.port or 80) < 65536:
            raise ValueError("an address begins with http:// or https:// and a host")
        if parts.username or parts.password:
            raise ValueError("an address with a name or a password is not asked")
        if not address.isascii() or any(sign.isspace() or not sign.isprintable() for sign in address):
            raise ValueError("signs that no address has; write them as %-codes")
    except ValueError as error:
        raise NotFetched(f"{address}: {error}") from error
    return parts


def _resolved(address: str, parts: SplitResult, allowed: Callable[[str], bool]) -> tuple[str, int]:
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched(f"{address}: no such host") from error
    ips = [str(each[4][0]) for each in found]
    if not ips or not all(allowed(ip) for ip in ips):
        raise NotFetched(f"{address}: not an address of the public internet")
    return ips[0], port


def _connection(parts: SplitResult, place: tuple[str, int], deadline: float) -> http.client.HTTPConnection:
    """A connection to the very address that was looked at, by the name that was given."""
    secure = parts.scheme == "https"
    made = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(parts.hostname, place[1])

    def connect() -> None:
        made.sock = socket.create_connection(place, timeout=_left(deadline))
        if secure:
            made.sock = ssl.create_default_context().wrap_socket(made.sock, server_hostname=parts.hostname)

    made.connect = connect
    return made


def _content(address: str, answer: http.client.HTTPResponse, most: int, deadline: float) -> bytes:
    received = bytearray()
    while chunk := answer.read1(_CHUNK):
        received += chunk
        if len(received) > most:
            raise NotFetched(f"{address}: more than {most // 1024 // 1024} MB")
    _left(deadline)
    if answer.length:
        raise NotFetched(f"{address}: the answer broke off")
    return bytes(received)


def _hang_up(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left

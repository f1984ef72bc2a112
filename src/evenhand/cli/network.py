"""A network's site, as `pull` and `push` talk to it: one request at a time, every fault in a line."""

from __future__ import annotations

import http.client
import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlsplit

from evenhand.errors import CaseError, Fault, InputError, OutputError

__all__ = ["Answer", "Missing", "Pulled", "Site", "Stands", "token_of"]

MOST_BYTES = 10_000_000
"""As large as a case file may be."""
PATIENCE = 60.0
"""Seconds without an answer."""
LOCAL = {"localhost", "127.0.0.1", "::1"}


class Missing(InputError):
    """The site has nothing of this name, or nothing that this person may know of."""


class Stands(InputError):
    """Something stands there, where nothing was to; ``mark`` is its mark, "" where the site does not say it."""

    def __init__(self, words: str, mark: str) -> None:
        super().__init__(words)
        self.mark = mark


@dataclass(frozen=True)
class Answer:
    """What the site said: never a fault."""

    status: int
    text: str
    mark: str


@dataclass(frozen=True)
class Site:
    """A site at an address, and who asks."""

    address: str
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.address)
            host, _port = parts.hostname, parts.port
        except ValueError:
            parts, host = urlsplit(""), None
        if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
            raise InputError(f"--site {self.address}: not the address of a site; expected https://www.example.org")
        if self.token and parts.scheme == "http" and host not in LOCAL:
            raise InputError(f"--site {self.address}: a token would travel readably; use https://")

    def place(self, *names: str) -> str:
        """The address of something below the site's API."""
        return "/".join([self.address.rstrip("/"), "api/v1", *(quote(name, safe="") for name in names)])

    def file(self, *names: str) -> Answer:
        """A case file."""
        return self._asked(urllib.request.Request(self.place(*names)), "application/yaml")

    def data(self, *names: str) -> Any:
        """Something that the site says as JSON."""
        return self.read(self._asked(urllib.request.Request(self.place(*names)), "application/json"))

    def put(self, file: str, text: str, condition: dict[str, str], *names: str) -> Answer:
        """Put the text of a file somewhere.

        Raises
        ------
        CaseError
            If the site finds faults in it, each with its place in the file.
        """
        headers = {"Content-Type": "application/yaml", **condition}
        request = urllib.request.Request(self.place(*names), text.encode(), headers, method="PUT")
        return self._asked(request, "application/json", file)

    def read(self, answer: Answer) -> Any:
        """The data in an answer."""
        try:
            return json.loads(answer.text)
        except ValueError:
            raise self.no_site() from None

    def no_site(self) -> InputError:
        """What to say where the answer is of another kind than expected."""
        return InputError(f"{self.address}: answers, but not as a site of Evenhand does; is the address right?")

    def _asked(self, request: urllib.request.Request, kind: str, file: str = "") -> Answer:
        """What the site says; InputError with what is wrong, if it refuses or cannot be reached."""
        request.add_header("Accept", "*/*")
        if self.token:
            request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.build_opener(_NoRedirection).open(request, timeout=PATIENCE) as answer:
                if answer.headers.get_content_type() != kind:
                    raise self.no_site()
                return Answer(answer.status, _text(answer), _mark(answer))
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise self._refused(refusal, file) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
            raise InputError(f"{self.address}: cannot be reached ({words[0].lower()}{words[1:]})") from None

    def _refused(self, refusal: urllib.error.HTTPError, file: str) -> Exception:
        if 300 <= refusal.code < 400:
            to = refusal.headers.get("Location", "elsewhere")
            return InputError(f"{self.address}: has moved to {to}; name the address that it has now")
        said = _problem(refusal)
        faults = [_fault(each, file) for each in said.get("errors") or [] if isinstance(each, dict) and "line" in each]
        if refusal.code == 422 and faults and file:
            return CaseError(faults)
        detail = "".join(each if each.isprintable() else " " for each in str(said.get("detail") or refusal.reason))
        advice = _ADVICE.get(refusal.code, "")
        if refusal.code == 429 and refusal.headers.get("Retry-After"):
            advice = f"; try again in {refusal.headers['Retry-After']} seconds"
        if refusal.code == 401:
            detail = "the token is not known there, or has been revoked" if self.token else "a token is needed"
        words = f"{self.address}: {detail.rstrip('.')} [{refusal.code}]{advice}"
        if refusal.code == 412:
            return Stands(words, _mark(refusal))
        return (Missing if refusal.code == 404 else InputError)(words)


_ADVICE = {
    401: "; make one on the site under Settings, API tokens, and name it with --token-file or EVENHAND_TOKEN",
    403: "; ask an editor for the right to write cases",
    409: "; pull it beside yours, join the two, and push again (--force puts yours in its place)",
    412: "; pull it beside yours, join the two, and push again (--force puts yours in its place)",
    428: "; pull it beside yours, join the two, and push again (--force puts yours in its place)",
}


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """What was meant for one site, and the token at that, goes to no other."""

    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


def _mark(answer: Any) -> str:
    """The entity tag of an answer; "" where it has none."""
    return (answer.headers.get("ETag") or "").removeprefix("W/").strip('"')


def _text(answer: IO[bytes]) -> str:
    content = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError(f"the site's answer is larger than the {MOST_BYTES / 1e6:g} MB that are read")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise InputError("the site's answer is not in UTF-8") from None


def _problem(refusal: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        said = json.loads(refusal.read(MOST_BYTES))
    except (ValueError, OSError, http.client.HTTPException):
        return {}
    return said if isinstance(said, dict) else {}


def _fault(said: dict[str, Any], file: str) -> Fault:
    words = {name: str(said.get(name) or "") for name in ("code", "message", "text", "expected", "suggestion")}
    places = [said.get(name) for name in ("line", "column")]
    line, column = (place if isinstance(place, int) else 0 for place in places)
    return Fault(line, column, file=file, **words)


def token_of(file: str | None) -> str:
    """The token in a file, else that in the environment, else none.

    Raises
    ------
    InputError
        If the file cannot be read, or holds something that can be no token.
    """
    if file is None:
        found, where = os.environ.get("EVENHAND_TOKEN", "").strip(), "EVENHAND_TOKEN"
    else:
        where = file
        try:
            with open(file, encoding="utf-8", errors="replace") as opened:  # of other bytes it says: no token
                found = opened.read(10_000).strip()
        except (OSError, ValueError) as error:
            raise InputError(f"{file}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
        if not found:
            raise InputError(f"{file}: is empty, where a token is expected")
    if not (found.isascii() and found.isprintable() and " " not in found):
        raise InputError(f"{where}: holds no token; expected one line such as wagtail_…")
    return found


@dataclass(frozen=True)
class Pulled:
    """Where a file came from, kept in a small file beside it: with it `push` knows what the writer has seen."""

    site: str
    case: str
    mark: str

    @staticmethod
    def place(file: str) -> Path:
        path = Path(file)
        return path.with_name(f".{path.name}.pulled")

    @classmethod
    def of(cls, file: str) -> Pulled | None:
        """What is remembered of a file; nothing where that cannot be read."""
        try:
            said = json.loads(cls.place(file).read_text(encoding="utf-8"))
            return cls(str(said["site"]), str(said["case"]), str(said["mark"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, file: str) -> None:
        """Keep it beside the file.

        Raises
        ------
        OutputError
            If that cannot be written.
        """
        from evenhand.casefile import atomic_write

        try:
            atomic_write(self.place(file), json.dumps(self.__dict__, ensure_ascii=False, indent=1) + "\n")
        except OutputError as error:
            raise OutputError(f"{error}; without it the next push will not know what you began from") from None

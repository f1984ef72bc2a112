"""What a worker does before it takes its first reader: reading all addresses, compiling the templates of most pages.

That takes about a second of a processor, once in each process; without it the first reader waits for it. The pages are
asked for as a reader would ask, of the home page and of the newest text.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections

from evenhand_site.house.surroundings import homes
from evenhand_site.keeping.logs import BY_ITSELF
from evenhand_site.publications.models import Publication

__all__ = ["warm"]

log = logging.getLogger("evenhand_site.keeping")

Application = Callable[..., Iterable[bytes]]


def warm(application: Application) -> None:
    """Ask for a page of each usual kind; a site that cannot answer now is started all the same."""
    try:
        for path in _paths():
            _ask(application, path)
    except Exception:  # whatever it is, the first reader meets it as well, and is told
        log.warning("the first pages could not be made at the start", exc_info=True)
    finally:
        connections.close_all()


def _paths() -> list[str]:
    home = homes().get(settings.LANGUAGE_CODE)
    newest = Publication.objects.live().public().order_by("-date", "-pk").first()
    found = [home, newest.url if newest else None]
    return [unquote(urlsplit(address).path) for address in found if address]


def _ask(application: Application, path: str) -> None:
    base = urlsplit(settings.BASE_URL)
    secure_by, secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": "",
        "SERVER_NAME": base.hostname, "SERVER_PORT": str(base.port or 80), "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": base.netloc, "HTTP_USER_AGENT": "the site itself", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": base.scheme, BY_ITSELF: True,
    }  # fmt: skip
    setup_testing_defaults(environ)  # whatever else a server says
    if secure_by and base.scheme == "https":
        environ[secure_by] = secure
    answer = application(environ, lambda *_told: None)
    try:
        b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()

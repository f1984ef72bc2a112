"""What browsers are told beside the page: what it may load, whom it may talk to, which devices it may use.

Readers' pages load from the site alone and run no script and no style that stands in the page itself. Editors' pages
are Wagtail's: widgets are started by scripts in the page, and the text editor sets styles, so these are allowed there;
what would come from elsewhere, and handlers in attributes, are not.
"""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

__all__ = ["FOR_EDITORS", "FOR_READERS", "each_response"]

FOR_READERS = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "media-src": [SELF, "https:"],  # episodes of a podcast may lie elsewhere
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
FOR_EDITORS = {
    **FOR_READERS,
    "script-src": [SELF, UNSAFE_INLINE],
    "script-src-attr": [NONE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "connect-src": [SELF],
}
_DEVICES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "microphone", "midi", "payment", "publickey-credentials-get", "usb", "xr-spatial-tracking",
)  # fmt: skip
_PERMISSIONS = ", ".join(f"{device}=()" for device in _DEVICES)


def each_response(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: the headers that django and django-csp do not set."""
    editors = build_policy(FOR_EDITORS)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response.setdefault("Content-Security-Policy", editors)
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        html = response.get("Content-Type", "").startswith("text/html")
        # feeds, pictures and episodes are shown by other sites' readers too; pages are not embedded anywhere
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin" if html else "cross-origin")
        return response

    return middleware

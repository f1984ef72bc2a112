"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path, re_path

from evenhand_site.keeping.health import health
from evenhand_site.keeping.media import document, media
from evenhand_site.keeping.views import account, sign_in

localized = [re_path(r"^_util/login/$", sign_in)]
plain = [
    path("health", health, name="health"),
    path("account/", account, name="account"),
    path("admin/login/", sign_in),
    re_path(r"^media/(?P<path>.*)$", media),
    path("documents/<int:document_id>/<path:document_filename>", document),
]

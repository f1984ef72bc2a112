"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path, re_path
from wagtail.documents.views.serve import authenticate_with_password as document_password
from wagtail.views import authenticate_with_password as page_password

from evenhand_site.keeping.health import health
from evenhand_site.keeping.media import document, media
from evenhand_site.keeping.views import account, sign_in

# Wagtail's own lists of addresses are replaced by these: its numbers have no bound
localized = [
    path("_util/login/", sign_in, name="wagtailcore_login"),
    path(
        "_util/authenticate_with_password/<number:page_view_restriction_id>/<number:page_id>/",
        page_password,
        name="wagtailcore_authenticate_with_password",
    ),
]
plain = [
    path("health", health, name="health"),
    path("account/", account, name="account"),
    path("admin/login/", sign_in),
    re_path(r"^media/(?P<path>.*)$", media),
    path("documents/<number:document_id>/<path:document_filename>", document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<number:restriction_id>/",
        document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]

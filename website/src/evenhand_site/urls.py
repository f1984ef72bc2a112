"""Every address of the site; each app brings its own."""

from importlib import import_module

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from evenhand_site.house.routing import serve

SUBJECTS = [
    "house", "people", "publications", "podcasts", "events", "academy", "taskforces", "citing", "discovery",
    "submissions", "comments", "newsletter", "cases", "keeping", "moving",
]  # fmt: skip
_subjects = [import_module(f"evenhand_site.{name}.urls") for name in SUBJECTS]

urlpatterns = [
    *(pattern for subject in _subjects for pattern in subject.plain),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("allauth.urls")),
    *i18n_patterns(
        *(pattern for subject in _subjects for pattern in subject.localized),
        re_path(serve_pattern, serve, name="wagtail_serve"),
    ),
]

handler429 = "evenhand_site.keeping.refusals.wait_a_minute"

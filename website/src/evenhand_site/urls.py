"""Every address of the site; each app brings its own."""

from importlib import import_module

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

SUBJECTS = [
    "people", "publications", "podcasts", "events", "academy", "taskforces", "citing", "discovery",
    "submissions", "comments", "newsletter", "cases", "keeping", "moving",
]  # fmt: skip
_subjects = [import_module(f"evenhand_site.{name}.urls") for name in SUBJECTS]

urlpatterns = [
    *(pattern for subject in _subjects for pattern in subject.plain),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *i18n_patterns(
        *(pattern for subject in _subjects for pattern in subject.localized),
        path("", include(wagtail_urls)),
    ),
]

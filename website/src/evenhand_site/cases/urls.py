"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import include, path, re_path

from evenhand_site.cases import embed, questioning, run_pages, views

NAME = r"[^/.\x00-\x20]+"
"""An id, and more than can be one: the engine's letters include vowel signs, which are no letters to Python."""
CASE = r"^cases/(?P<case_id>[^/\x00-\x20]+)/"
VERSION = CASE + r"(?P<version>[0-9a-f]{12,64}(?:-[1-9][0-9]{0,5})?)/"
TAKEN = "what-if|chapters"
"""Words at the place of an issue that lead elsewhere; an issue of this name stands below ``issue/``."""
ISSUE = rf"(?P<issue>(?!(?:{TAKEN})/){NAME})/"
SET_APART = rf"issue/(?P<issue>{TAKEN})/"
ANY_ISSUE = rf"(?P<issue>{NAME})/"
CHAPTER = r"chapters/(?P<chapter>[\w-]+)/"
FILE = r"(?P<name>[\w-]+\.(?:json|yaml|html|csv|bib|ris|png))$"

localized: list = [
    path("cases/", views.studies, name="cases"),
    path("cases/runs/", run_pages.runs, name="runs"),
    path("cases/runs/<number:pk>/", run_pages.run, name="run"),
    path("cases/runs/<number:pk>/cancel/", run_pages.cancel, name="run_cancel"),
    path("cases/runs/<number:pk>/again/", run_pages.again, name="run_again"),
    re_path(CASE + "$", views.case, name="case"),
    re_path(VERSION + "$", views.case, name="case_version"),
    re_path(VERSION + r"embed/(?P<show>[a-z-]+)/$", embed.finding, name="case_embed_whole"),
    re_path(VERSION + rf"embed/{ANY_ISSUE}(?P<show>[a-z-]+)/$", embed.finding, name="case_embed"),
    re_path(VERSION + FILE, views.file, name="case_file"),
    re_path(CASE + r"what-if/$", questioning.question, name="what_if"),
    re_path(CASE + rf"what-if/{ANY_ISSUE}$", questioning.question, name="what_if_issue"),
    re_path(VERSION + r"what-if/$", questioning.question, name="what_if_version"),
    re_path(VERSION + rf"what-if/{ANY_ISSUE}$", questioning.question, name="what_if_version_issue"),
    re_path(VERSION + CHAPTER + "$", views.case, name="case_chapter_version"),
    re_path(VERSION + ISSUE + "$", views.case, name="case_issue_version"),
    re_path(VERSION + ISSUE + FILE, views.file, name="case_issue_file"),
    re_path(CASE + CHAPTER + "$", views.case, name="case_chapter"),
    re_path(CASE + ISSUE + "$", views.case, name="case_issue"),
    # under the same names, so that whatever makes an address makes this one where the other does not fit
    re_path(CASE + SET_APART + "$", views.case, name="case_issue"),
    re_path(VERSION + SET_APART + "$", views.case, name="case_issue_version"),
    re_path(VERSION + SET_APART + FILE, views.file, name="case_issue_file"),
]
plain: list = [
    path("", include("evenhand_site.cases.api_urls")),
    re_path(r"^cases/report-(?P<digest>[0-9a-f]{12})\.css$", views.style_sheet, name="case_style"),
]

"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path, re_path

from evenhand_site.cases import views

CASE = r"^cases/(?P<case_id>[\w.-]+)/"
VERSION = CASE + r"(?P<version>[0-9a-f]{12,64})/"

localized: list = [
    path("cases/", views.studies, name="cases"),
    re_path(CASE + "$", views.report, name="case"),
    re_path(VERSION + "$", views.report, name="case_version"),
    re_path(VERSION + r"analysis\.json$", views.analysis, name="case_analysis"),
    re_path(VERSION + r"case\.yaml$", views.case_file, name="case_file"),
]
plain: list = []

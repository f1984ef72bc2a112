"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path, re_path

from evenhand_site.publications import views

localized = [
    re_path(r"^topic/(?P<slug>[^/]+)/$", views.topic, name="topic"),
    path("pdf/<number:pk>.pdf", views.publication_pdf, name="publication-pdf"),
]
plain: list = []

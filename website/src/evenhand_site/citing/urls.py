"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.citing import views

localized = [
    path("cite/<number:pk>.bib", views.citation_bibtex, name="citation-bibtex"),
    path("cite/<number:pk>.ris", views.citation_ris, name="citation-ris"),
    path("cite/<number:pk>.json", views.citation_csl, name="citation-csl"),
]
plain: list = []

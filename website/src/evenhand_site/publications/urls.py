"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.publications import views

localized = [
    path("topic/<str:slug>/", views.topic, name="topic"),
    path("pdf/<int:pk>.pdf", views.publication_pdf, name="publication-pdf"),
]
plain: list = []

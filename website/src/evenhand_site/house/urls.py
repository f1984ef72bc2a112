"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.house import views

localized: list = []
plain = [path("og/<number:page_id>.png", views.open_graph_image, name="open-graph-image")]

"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.discovery import views

localized = [path("search/", views.search, name="search")]
plain: list = []

"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import re_path

from evenhand_site.podcasts import views

localized = [re_path(r"^podcast/(?P<slug>[^/\x00]+)/feed\.xml$", views.podcast, name="podcast-feed")]
plain: list = []

"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import re_path

from evenhand_site.people import views

localized = [re_path(r"^person/(?P<slug>[^/]+)/$", views.person, name="person")]
plain: list = []

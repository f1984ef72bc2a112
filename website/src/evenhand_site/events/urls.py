"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path, re_path

from evenhand_site.events import views

localized = [
    path("calendar/event/<uuid:key>.ics", views.event, name="event-calendar"),
    re_path(r"^calendar/(?P<slug>[^/\x00]+)\.ics$", views.section, name="section-calendar"),
]
plain: list = []

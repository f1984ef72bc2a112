"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.people import views

localized = [path("person/<str:slug>/", views.person, name="person")]
plain: list = []

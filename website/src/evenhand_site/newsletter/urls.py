"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.newsletter import views

localized = [
    path("newsletter/", views.subscribe, name="newsletter-subscribe"),
    path("newsletter/asked/", views.asked, name="newsletter-asked"),
    path("newsletter/link/", views.link, name="newsletter-link"),
    path("newsletter/confirm/<str:word>/", views.confirm, name="newsletter-confirm"),
    path("newsletter/preferences/<str:word>/", views.manage, name="newsletter-manage"),
    path("newsletter/leave/<str:word>/", views.leave, name="newsletter-leave"),
]
plain: list = []

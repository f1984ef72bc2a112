"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.submissions import views

localized = [
    path("submissions/", views.submissions, name="submissions"),
    path("submissions/new/", views.new, name="submission-new"),
    path("submissions/<uuid:uid>/", views.submission, name="submission"),
    path("submissions/<uuid:uid>/revise/", views.revise, name="submission-revise"),
    path("submissions/<uuid:uid>/withdraw/", views.withdraw, name="submission-withdraw"),
    path("submissions/<uuid:uid>/manuscript/<number:number>/", views.manuscript, name="submission-manuscript"),
]
plain: list = []

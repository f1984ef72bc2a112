"""Addresses of the app: ``localized`` stand below /en/, /ru/, /uk/; ``plain`` below the root."""

from django.urls import path

from evenhand_site.comments import views

localized = [
    path("comments/<number:page_id>/reply/", views.reply, name="comment-reply"),
    path("comments/mine/<str:word>/", views.mine, name="comment-mine"),
    path("comments/follow/<str:word>/", views.follow, name="comment-follow"),
]
plain: list = []

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "evenhand_site.comments"
    label = "comments"

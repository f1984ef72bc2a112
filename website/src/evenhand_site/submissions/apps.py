from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "evenhand_site.submissions"
    label = "submissions"

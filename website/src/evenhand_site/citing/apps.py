from django.apps import AppConfig


class CitingConfig(AppConfig):
    name = "evenhand_site.citing"
    label = "citing"

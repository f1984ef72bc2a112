from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "evenhand_site.keeping"
    label = "keeping"

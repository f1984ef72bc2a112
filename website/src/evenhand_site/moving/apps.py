from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "evenhand_site.moving"
    label = "moving"

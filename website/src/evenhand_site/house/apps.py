from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "evenhand_site.house"
    label = "house"

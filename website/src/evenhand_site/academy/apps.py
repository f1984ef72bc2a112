from django.apps import AppConfig


class AcademyConfig(AppConfig):
    name = "evenhand_site.academy"
    label = "academy"

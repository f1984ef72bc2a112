from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "evenhand_site.publications"
    label = "publications"

from django.apps import AppConfig


class ExampleConfig(AppConfig):
    name = "evenhand_site.example"
    label = "example"

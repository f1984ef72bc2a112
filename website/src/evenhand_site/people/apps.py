from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "evenhand_site.people"
    label = "people"

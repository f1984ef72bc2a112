from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "evenhand_site.events"
    label = "events"

from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "evenhand_site.discovery"
    label = "discovery"

    def ready(self) -> None:
        from evenhand_site.discovery import signals

        signals.listen()

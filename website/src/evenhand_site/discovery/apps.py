from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "evenhand_site.discovery"
    label = "discovery"
